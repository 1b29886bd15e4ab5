from django.contrib import admin

from meetings.admin.base import NounAdmin, TabularRows
from meetings.models import Cohort, Team


class TeamInline(TabularRows):
    model = Team
    fields = ["name", "slug", "starts_on", "ends_on"]
    can_delete = False


@admin.register(Cohort)
class CohortAdmin(NounAdmin):
    cohort_paths = ("pk",)
    list_display = ["name", "slug", "starts_on", "ends_on", "time_zone"]
    search_fields = ["name", "slug"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["staff"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [TeamInline]

    def get_readonly_fields(self, request, obj=None):
        """Who runs a cohort is for superusers to say: staff can't make staff."""
        return [] if request.user.is_superuser else ["staff"]

    def has_add_permission(self, request) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser
