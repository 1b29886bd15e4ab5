import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import ActionItem, Meeting, Question, Team
from meetings.models.opening import why_not
from meetings.models.prefetching import prefetch_people
from meetings.months import WEEKDAYS
from meetings.views.minutes import minutes_page
from meetings.views.teams import team_list
from meetings.views.today import before, nudge

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
    more = {"nudge": nudge(team), **what_is_open(request, team)}
    if meeting is not None and (_is_todays(meeting, team, today) or _is_day_off(team, today)):
        more["can_open"] = request.user.writes_in(team) and not why_not(team, today)
        return minutes_page(request, meeting, latest_of=team, **more)
    context = {"team": team, "section": "today", "latest": meeting, **before(request, team)}
    with timezone.override(team.cohort.zone):
        return render(request, "minutes/before.html", context | more)


def _is_todays(meeting: Meeting, team: Team, today: datetime.date) -> bool:
    """The one that everybody opens together; a mentoring of today is not."""
    return meeting.held_on == today and meeting.kind == Meeting.Kind.DAILY and meeting.team_id == team.pk


def _is_day_off(team: Team, today: datetime.date) -> bool:
    return today.weekday() >= WEEKDAYS or bool(why_not(team, today))


def what_is_open(request: HttpRequest, team: Team) -> dict:
    questions = Question.objects.visible_to(request.user).filter(team=team).unanswered().oldest_first()
    mine = ActionItem.objects.visible_to(request.user).filter(meeting__team=team).owned_by(request.user).open()
    questions = list(questions.for_list().prefetch_related(None)[:OPEN_QUESTIONS_AT_HOME])
    prefetch_people((questions, "asked_by"))
    return {"open_questions": questions, "my_action_items": mine.soonest_first().select_related("meeting")}
