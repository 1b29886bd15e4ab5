"""A day's minutes: where they are, opening them, and taking back what was opened by mistake."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.models import Meeting, Team
from meetings.models.opening import take_back
from meetings.views.plain_forms import is_delete, way_back


@require_http_methods(["GET", "HEAD", "POST"])
def team_day(request: HttpRequest, slug: str, day: datetime.date) -> HttpResponse:
    """GET leads to the daily minutes of that day; POST opens them, or leads to those that somebody else has opened.

    `next` leads elsewhere afterwards: whoever came to ask goes back to asking.
    """
    if request.method != "POST":
        meetings = Meeting.objects.visible_to(request.user).daily().on(day)
        return redirect(get_object_or_404(meetings, team__slug=slug))
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("cohort"), slug=slug)
    return _opened(request, team, day)


@require_http_methods(["POST", "DELETE"])
def meeting_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """POST takes minutes away in which nobody has written yet; DELETE opens that day anew, which says the same."""
    if is_delete(request):
        gone = Meeting.objects.removed().daily().filter(team__in=Team.objects.visible_to(request.user))
        gone = get_object_or_404(gone.for_list(), pk=pk)
        return _opened(request, gone.team, gone.held_on)
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_list(), pk=pk)
    if not request.user.writes_in(meeting.team):
        raise PermissionDenied(_("Only members of the team take its minutes away."))
    if not take_back(meeting, by=request.user):
        messages.error(request, _("Somebody has written in these minutes, so they stay."))
        return redirect(meeting)
    messages.success(
        request, _("The minutes are gone, and what was left over is where it was."), extra_tags=request.path
    )
    return redirect("home")


def _opened(request: HttpRequest, team: Team, day: datetime.date) -> HttpResponse:
    if not request.user.writes_in(team):
        raise PermissionDenied(_("Only members of the team open its minutes."))
    try:
        meeting, _is_new = Meeting.objects.open(team, day, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(way_back(request, team.get_absolute_url()))
    return redirect(way_back(request, meeting.get_absolute_url()))
