from django.contrib import admin

from meetings.admin.base import StackedRows
from meetings.admin.filters import VisibleFilter
from meetings.admin.removal import RowAdmin
from meetings.models import Learning


class LearningInline(StackedRows):
    model = Learning
    fields = ["body", ("author", "order"), "learners"]
    prefetch = ("learners",)


@admin.register(Learning)
class LearningAdmin(RowAdmin):
    cohort_paths = ("team__cohort",)
    list_display = ["__str__", "team", "author", "created_at"]
    list_select_related = ["team", "author"]
    list_filter = [("team", VisibleFilter)]
    date_hierarchy = "created_at"
    autocomplete_fields = ["team", "meeting", "review", "author", "learners"]
    fields = ["team", "body", "author", "learners", "meeting", "review", "order"]
