from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from meetings.admin.base import NounAdmin
from meetings.admin.filters import VisibleFilter
from meetings.importers.report import hinted_rows
from meetings.models import SourceDocument


@admin.register(SourceDocument)
class SourceDocumentAdmin(NounAdmin):
    """Imported notes as they came. Nobody changes or deletes what a team once brought in."""

    list_display = ["path", "team", "dialect", "imported_by", "imported_at"]
    list_select_related = ["team", "imported_by"]
    list_filter = [("team", VisibleFilter)]
    search_fields = ["path", "dialect", "sha256"]
    date_hierarchy = "imported_at"
    fields = [
        "path",
        "team",
        "dialect",
        "sha256",
        "imported_by",
        "imported_at",
        "file",
        "hints",
        "front_matter",
        "report",
    ]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).defer("raw")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description=_("file"))
    def file(self, obj: SourceDocument) -> str:
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), _("Download"))

    @admin.display(description=_("how it will look"))
    def hints(self, obj: SourceDocument) -> str:
        told = [(hint.message, row.edit_url, row) for hint, row in hinted_rows(obj)]
        if not told:
            return _("Everything looks as it was meant.")
        return format_html("<ul>{}</ul>", format_html_join("", '<li>{} <a href="{}">{}</a></li>', told))
