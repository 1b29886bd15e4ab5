from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from meetings.admin.base import StackedRows, TabularRows, TrackedAdmin
from meetings.admin.filters import VisibleFilter, set_filter
from meetings.admin.learnings import LearningInline
from meetings.admin.questions import QuestionInline
from meetings.admin.removal import RemovableAdmin, RowAdmin
from meetings.admin.reviews import ReviewInline
from meetings.models import ActionItem, AgendaItem, Attendance, Meeting, Section


class SectionInline(StackedRows):
    model = Section
    fields = [("heading", "level", "kind", "order"), "body"]


class AgendaInline(StackedRows):
    model = AgendaItem
    fields = [("owner", "minutes", "order"), "done_at", "body"]


class AttendanceInline(TabularRows):
    model = Attendance
    fields = ["member", "state", "at", "contested_as"]
    prefetch = ("member",)
    show_change_link = False


class ActionItemInline(StackedRows):
    model = ActionItem
    fields = ["owners", ("due_on", "order"), "done_at", "body"]
    prefetch = ("owners",)


@admin.register(Meeting)
class MeetingAdmin(RemovableAdmin):
    list_display = ["held_on", "team", "kind", "title", "moderator", "is_final"]
    list_display_links = ["held_on", "title"]
    list_filter = ["kind", set_filter("finalised_at", _("finalised")), ("team", VisibleFilter)]
    search_fields = ["title", "team__name", "moderator__name"]
    date_hierarchy = "held_on"
    autocomplete_fields = ["team", "other_teams", "moderator", "scribe"]
    fields = ["team", "other_teams", ("held_on", "kind"), "title", ("starts_at", "ends_at"), ("moderator", "scribe")]
    actions = ["finalise_selected", "reopen_selected", "restore_selected"]
    inlines = [
        AttendanceInline,
        AgendaInline,
        ReviewInline,
        LearningInline,
        QuestionInline,
        ActionItemInline,
        SectionInline,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("team", "moderator")

    def get_readonly_fields(self, request, obj=None):
        """What was written belongs to the team; minutes don't change hands."""
        return [*super().get_readonly_fields(request, obj), *(["team"] if obj else [])]

    def get_inlines(self, request, obj):
        """Rows need a team whose people can be chosen: they come after the first save."""
        return super().get_inlines(request, obj) if obj else []

    def response_add(self, request, obj, post_url_continue=None):
        if not {"_addanother", "_popup"} & request.POST.keys():
            request.POST = request.POST.copy() | {"_continue": "1"}
        return super().response_add(request, obj, post_url_continue)

    @admin.display(boolean=True, description=_("final"), ordering="finalised_at")
    def is_final(self, obj: Meeting) -> bool:
        return obj.is_final

    @admin.action(permissions=["change"], description=_("Finalise"))
    def finalise_selected(self, request, queryset) -> None:
        for meeting in queryset:
            meeting.finalise(by=request.user)
        self._count(request, ngettext("%d meeting is final.", "%d meetings are final.", len(queryset)), queryset)

    @admin.action(permissions=["change"], description=_("Open again"))
    def reopen_selected(self, request, queryset) -> None:
        for meeting in queryset:
            meeting.reopen()
        self._count(request, ngettext("%d meeting is open.", "%d meetings are open.", len(queryset)), queryset)

    def _count(self, request, sentence: str, queryset) -> None:
        self.message_user(request, sentence % len(queryset))


@admin.register(Attendance)
class AttendanceAdmin(TrackedAdmin):
    cohort_paths = ("meeting__team__cohort",)
    list_display = ["member", "meeting", "state", "at", "contested_as"]
    list_select_related = ["member", "meeting__team"]
    list_filter = ["state", ("contested_as", admin.EmptyFieldListFilter)]
    search_fields = ["member__name", "meeting__title", "meeting__team__name"]
    date_hierarchy = "meeting__held_on"
    autocomplete_fields = ["meeting", "member"]


@admin.register(AgendaItem)
class AgendaItemAdmin(RowAdmin):
    list_display = ["__str__", "meeting", "owner", "minutes", "done_at"]
    list_select_related = ["meeting__team", "owner"]
    list_filter = [set_filter("done_at", _("done"))]
    date_hierarchy = "meeting__held_on"
    autocomplete_fields = ["meeting", "owner", "carried_from"]
    fields = ["meeting", "body", ("owner", "minutes", "order"), "done_at", "carried_from"]


@admin.register(ActionItem)
class ActionItemAdmin(RowAdmin):
    list_display = ["__str__", "meeting", "due_on", "done_at"]
    list_select_related = ["meeting__team"]
    list_filter = [set_filter("done_at", _("done"))]
    date_hierarchy = "due_on"
    autocomplete_fields = ["meeting", "owners"]
    fields = ["meeting", "body", "owners", ("due_on", "order"), "done_at"]


@admin.register(Section)
class SectionAdmin(RowAdmin):
    cohort_paths = ("meeting__team__cohort", "class_note__master_class__cohort")
    list_display = ["__str__", "meeting", "class_note", "kind"]
    list_select_related = ["meeting__team", "class_note__author", "class_note__team", "class_note__master_class"]
    search_fields = ["heading", "body_text"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["meeting", "class_note"]
    fields = ["meeting", "class_note", ("heading", "level", "kind", "order"), "body"]
