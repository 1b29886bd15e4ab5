"""What is done with rows chosen in a list, once a form has said how."""

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _


class AsksFirst:
    def ask(self, request, queryset, form, action: str, title: str) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "chosen": [(row.pk, self.choice_label(row)) for row in queryset],
            "action": action,
            "checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/chosen_action.html", context)

    def each(self, request, rows: Iterable[Model], verb: Callable[[Model], object]) -> int:
        """Do it row by row; one it can't be done with says why and keeps the others from nothing."""
        done = 0
        for row in rows:
            try:
                with transaction.atomic():
                    verb(row)
                done += 1
            except ValidationError as error:
                self.message_user(request, f"{row}: {' '.join(error.messages)}", messages.ERROR)
            except IntegrityError:
                self.message_user(request, self.refusal(row), messages.ERROR)
        return done

    def refusal(self, obj: Model) -> str:
        """Where the database says no."""
        return _("%(name)s: somebody changed it just now. Try again.") % {"name": obj}
