from django.contrib import admin

from meetings.admin.base import TrackedAdmin
from meetings.admin.filters import VisibleFilter
from meetings.models import Assignment, Lecture


@admin.register(Lecture)
class LectureAdmin(TrackedAdmin):
    cohort_paths = ("cohort",)
    list_display = ["number", "title", "cohort", "week"]
    list_display_links = ["number", "title"]
    list_select_related = ["cohort"]
    list_filter = [("cohort", VisibleFilter)]
    search_fields = ["title", "=number"]
    autocomplete_fields = ["cohort"]


@admin.register(Assignment)
class AssignmentAdmin(TrackedAdmin):
    cohort_paths = ("cohort",)
    list_display = ["title", "cohort", "week", "lecture"]
    list_select_related = ["cohort", "lecture"]
    list_filter = [("cohort", VisibleFilter)]
    search_fields = ["title"]
    autocomplete_fields = ["cohort", "lecture"]
