"""Who was there: marking oneself and others, contesting it, settling that, and how it came to stand there."""

import datetime
from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from meetings.forms.heads import AttendanceForm, ContestForm
from meetings.models import Attendance, Meeting
from meetings.views.head import changed_head, head, head_refused
from meetings.views.parts import live


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=pk)
    if request.method != "POST":
        return _trail(request, meeting)
    form = AttendanceForm(request.POST, meeting=meeting)
    if not form.is_valid():
        return head_refused(request, meeting, form.sentence, 422)
    member, state = form.cleaned_data["member"], form.cleaned_data["state"]
    at = form.cleaned_data["at"] or _now(meeting)
    Attendance.objects.mark(meeting, member, state, request.user, at)
    return changed_head(request, meeting)


@require_POST
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=pk)
    form = ContestForm(request.POST, meeting=meeting)
    if not form.is_valid():
        return head_refused(request, meeting, form.sentence, 422)
    marks = meeting.attendances.select_related("member")
    mark = get_object_or_404(marks, member=form.cleaned_data["member"])
    mark.meeting = meeting
    if settle := form.cleaned_data["settle"]:
        mark.settle(request.user, as_contested=settle == "yes")
    else:
        mark.contest(form.cleaned_data["state"], request.user)
    return changed_head(request, meeting)


def _now(meeting: Meeting) -> datetime.time | None:
    """The time by the clock on the wall there; none for minutes of another day."""
    now = timezone.localtime(timezone=meeting.team.cohort.zone)
    return now.time().replace(second=0, microsecond=0) if now.date() == meeting.held_on else None


def _trail(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Everybody with what was said of their attendance, by whom and when."""
    versions = Attendance.history.filter(meeting=meeting).select_related("history_user").order_by("history_id")
    of_member = defaultdict(list)
    for version in versions:
        trail = of_member[version.member_id]
        before = trail[-1] if trail else None
        # A contest that ended with everything as it was: its person took it back, or somebody declined it.
        version.has_dropped = bool(
            before and before.contested_as and (version.state, version.contested_as) == (before.state, "")
        )
        trail.append(version)
    with timezone.override(meeting.team.cohort.zone):
        context = live(request, meeting) | head(request, meeting)
        context["trails"] = [(person, of_member[person.pk]) for person in context["people"]]
        return render(request, "minutes/attendance.html", context)
