"""Removing hides and can be taken back: nothing that others' work hangs on is deleted from here."""

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.admin.base import TrackedAdmin
from meetings.admin.filters import RemovedFilter
from meetings.forms.rows import RowForm


class RemovableAdmin(TrackedAdmin):
    delete_confirmation_template = "admin/remove_confirmation.html"
    delete_selected_confirmation_template = "admin/remove_selected_confirmation.html"
    actions = ["restore_selected"]

    def get_list_filter(self, request):
        return [RemovedFilter, *super().get_list_filter(request)]

    def get_fieldsets(self, request, obj=None):
        shown = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_removed:
            return shown
        return [*shown, (gettext_lazy("Removed"), {"fields": ["removed_at", "removed_by"]})]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "removed_at", "removed_by"]

    def get_fields(self, request, obj=None):
        return [name for name in super().get_fields(request, obj) if name not in ("removed_at", "removed_by")]

    def get_search_results(self, request, queryset, search_term):
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        is_menu = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        return rows.alive() if is_menu else rows, may_repeat

    def get_deleted_objects(self, objs, request):
        """Removing takes the rows out of sight and touches nothing that belongs to them."""
        return [str(row) for row in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []

    def delete_model(self, request, obj) -> None:
        obj.remove(request.user)

    def delete_queryset(self, request, queryset) -> None:
        for row in queryset:
            row.remove(request.user)

    @admin.action(permissions=["change"], description=gettext_lazy("Bring back what was removed"))
    def restore_selected(self, request, queryset) -> None:
        restored = sum(self._restore(request, row) for row in queryset.removed())
        sentence = ngettext("%d row is back.", "%d rows are back.", restored)
        self.message_user(request, sentence % restored)

    def _restore(self, request, row) -> bool:
        try:
            with transaction.atomic():
                row.restore()
        except IntegrityError:
            sentence = _("“%(row)s” can't come back: another one has taken its place. Remove that one first.")
            self.message_user(request, sentence % {"row": row}, messages.ERROR)
            return False
        return True


class RowAdmin(RemovableAdmin):
    """A text of minutes or of a note, on a page of its own."""

    form = RowForm
    cohort_paths = ("meeting__team__cohort",)
    search_fields = ["body_text"]
    list_display = ["__str__"]
