from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.admin.base import NounAdmin
from meetings.admin.filters import VisibleFilter
from meetings.models import Attachment


@admin.register(Attachment)
class AttachmentAdmin(NounAdmin):
    list_display = ["alt", "team", "weight", "uploaded_by", "uploaded_at"]
    list_select_related = ["team", "uploaded_by"]
    list_filter = [("team", VisibleFilter)]
    search_fields = ["alt", "team__name"]
    date_hierarchy = "uploaded_at"
    autocomplete_fields = ["team"]

    def get_fields(self, request, obj=None):
        return ["team", "alt", "shown", "markdown"] if obj else ["team", "picture", "alt"]

    def get_readonly_fields(self, request, obj=None):
        """Another picture is another upload: texts that show this one keep what they show."""
        return ["team", "shown", "markdown"] if obj else []

    def changeform_view(self, request, *args, **kwargs):
        """Where another upload took the last room meanwhile, the second try meets that and the form says so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError:
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request, object_id, extra_context=None):
        """A text that shows a picture would be left with a hole."""
        picture = self.get_object(request, object_id)
        if picture is None or not picture.is_used():
            return super().delete_view(request, object_id, extra_context)
        self.message_user(request, _in_use(picture), messages.ERROR)
        return redirect("admin:meetings_attachment_change", picture.pk)

    def get_deleted_objects(self, objs, request):
        """Several at once: Django's page names what stands against it and offers no button."""
        found, counts, needed, protected = super().get_deleted_objects(objs, request)
        return found, counts, needed, [*protected, *(_in_use(picture) for picture in objs if picture.is_used())]

    def delete_model(self, request, obj) -> None:
        if obj.is_used():  # since the page was opened
            raise PermissionDenied(_in_use(obj))
        obj.delete()

    def delete_queryset(self, request, queryset) -> None:
        for picture in queryset:  # one by one, for their files
            self.delete_model(request, picture)

    @admin.display(description=_("size"), ordering="size")
    def weight(self, obj: Attachment) -> str:
        return filesizeformat(obj.size)

    @admin.display(description=_("picture"))
    def shown(self, obj: Attachment) -> str:
        return format_html('<img class="uploaded" src="{}" alt="{}">', obj.get_absolute_url(), obj.alt)

    @admin.display(description=_("Write this where the picture shall stand"))
    def markdown(self, obj: Attachment) -> str:
        return format_html("<code>{}</code>", obj.markdown)


def _in_use(picture: Attachment) -> str:
    sentence = gettext(
        "A text shows the picture “%(alt)s”, or a removed one or an earlier version does, to which people may go back. "
        "It stays."
    )
    return sentence % {"alt": picture.alt}
