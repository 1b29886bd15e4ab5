from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from meetings.admin.base import TabularRows, TrackedAdmin
from meetings.admin.filters import VisibleFilter
from meetings.admin.members import AccountChoices
from meetings.models import Member, Team


class MemberInline(AccountChoices, TabularRows):
    model = Member
    fields = ["name", "user", "role", "joined_on", "left_on"]
    can_delete = False
    verbose_name_plural = _("members")


@admin.register(Team)
class TeamAdmin(TrackedAdmin):
    cohort_paths = ("cohort",)
    list_display = ["name", "cohort", "slug", "starts_on", "ends_on"]
    list_filter = [("cohort", VisibleFilter)]
    search_fields = ["name", "slug", "cohort__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MemberInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("cohort")

    def choice_label(self, obj: Team) -> str:
        return f"{obj.name} · {obj.cohort.name}"
