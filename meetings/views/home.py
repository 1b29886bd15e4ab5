import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Meeting, Member, Question, Team
from meetings.models.opening import why_not
from meetings.months import WEEKDAYS
from meetings.views.minutes import minutes_page
from meetings.views.teams import team_list
from meetings.views.today import before, nudge, what_is_open

OPEN_QUESTIONS_AT_HOME = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today's minutes; before they are opened, who runs the day. For people with several teams or none, the teams."""
    if request.user.home_seat is None:
        return team_list(request)
    team = request.user.home_seat.team
    today = team.cohort.today()
    meetings = Meeting.objects.visible_to(request.user).of(team).until(today)
    meeting = meetings.for_page().newest_day_first(team).first()
    more = {"nudge": nudge(team), **what_is_open(request.user, team, OPEN_QUESTIONS_AT_HOME)}
    if request.user.home_seat.role in Member.TEACHING:
        asked = Question.objects.visible_to(request.user, team)
        more["waiting"] = asked.waiting_by_team([team], request.user.seats)[team.pk]
    if meeting is not None and (_is_day_off(team, today) or (meeting.held_on == today and meeting.is_daily_of(team))):
        more["can_open"] = request.user.writes_in(team) and not why_not(team, today)
        return minutes_page(request, meeting, latest_of=team, **more)
    context = {"team": team, "section": "today", "latest": meeting, **before(request, team)}
    with timezone.override(team.cohort.zone):
        return render(request, "minutes/before.html", context | more)


def _is_day_off(team: Team, today: datetime.date) -> bool:
    return today.weekday() >= WEEKDAYS or bool(why_not(team, today))
