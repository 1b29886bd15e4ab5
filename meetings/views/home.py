from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.models import ActionItem, Meeting, Question, Team
from meetings.models.prefetching import prefetch_people
from meetings.views.minutes import minutes_page
from meetings.views.teams import team_list

OPEN_QUESTIONS_AT_HOME = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today's minutes; for people with several teams or with none, the teams they may read."""
    if request.user.home_seat is None:
        return team_list(request)
    team = request.user.home_seat.team
    today = team.cohort.today()
    meetings = Meeting.objects.visible_to(request.user).of(team).until(today)
    meeting = meetings.for_page().newest_day_first(team).first()
    if meeting is None:
        return render(request, "minutes/none.html", {"team": team, "today": today})
    return minutes_page(request, meeting, latest_of=team, **_what_is_open(request, team))


def _what_is_open(request: HttpRequest, team: Team) -> dict:
    questions = Question.objects.visible_to(request.user).filter(team=team).unanswered().oldest_first()
    mine = ActionItem.objects.visible_to(request.user).filter(meeting__team=team).owned_by(request.user).open()
    questions = list(questions.for_list().prefetch_related(None)[:OPEN_QUESTIONS_AT_HOME])
    prefetch_people((questions, "asked_by"))
    return {"open_questions": questions, "my_action_items": mine.soonest_first().select_related("meeting")}
