from django.contrib import admin

from meetings.admin.removal import RowAdmin
from meetings.models import Comment


@admin.register(Comment)
class CommentAdmin(RowAdmin):
    cohort_paths = ("answer__question__team__cohort",)
    list_display = ["__str__", "answer", "said_by", "created_at"]
    list_select_related = ["answer", "said_by"]
    search_fields = ["body_text", "speaker"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["answer", "said_by"]
    fields = ["answer", "body", "said_by", ("speaker", "order")]
