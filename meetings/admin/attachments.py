from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from meetings.admin.base import NounAdmin
from meetings.admin.filters import VisibleFilter
from meetings.models import Attachment


@admin.register(Attachment)
class AttachmentAdmin(NounAdmin):
    list_display = ["alt", "team", "uploaded_by", "uploaded_at"]
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

    def has_delete_permission(self, request, obj=None) -> bool:
        """A text that shows a picture would be left with a hole."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.is_used())

    @admin.display(description=_("picture"))
    def shown(self, obj: Attachment) -> str:
        return format_html('<img class="uploaded" src="{}" alt="{}">', obj.get_absolute_url(), obj.alt)

    @admin.display(description=_("Write this where the picture shall stand"))
    def markdown(self, obj: Attachment) -> str:
        return format_html("<code>{}</code>", obj.markdown)
