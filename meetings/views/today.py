"""What today still waits for: minutes that are to be opened, and the last ones, which nobody has finalised."""

import datetime
from typing import NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from meetings.models import ActionItem, Meeting, Question, Team, User
from meetings.models.opening import plan, why_not
from meetings.models.prefetching import prefetch_people
from meetings.months import WEEKDAYS

MOST_FOR_ME = 10  # questions
SOON = 120  # minutes before a meeting begins in which the page counts them


class Nudge(NamedTuple):
    """The team's last day that somebody still has to see to: `meeting` is not finalised, or there is none."""

    day: datetime.date
    meeting: Meeting | None


def before(request: HttpRequest, team: Team) -> dict:
    """What `teams/_today.html` says of a day whose minutes are not open: whose turn it is, and what carries over."""
    today = team.cohort.today()
    if why_not(team, today):
        return {"today": today, "plan": None}
    return {
        "today": today,
        "plan": plan(team, today),
        "can_open": request.user.writes_in(team),
        "is_weekend": today.weekday() >= WEEKDAYS,
        "minutes_to_go": _minutes_to_go(team),
    }


def nudge(team: Team) -> Nudge | None:
    """Of the last weekday before today, where the team was there already and has met before."""
    day = team.cohort.today() - datetime.timedelta(days=1)
    while day.weekday() >= WEEKDAYS:
        day -= datetime.timedelta(days=1)
    if why_not(team, day):
        return None
    daily = Meeting.objects.alive().daily().filter(team=team, held_on__lte=day)
    last = daily.newest_first().only("held_on", "finalised_at", "source", "team").first()
    if last is None or (last.held_on == day and (last.is_final or last.source_id)):
        return None
    return Nudge(day, last if last.held_on == day else None)


def what_is_open(user: User, team: Team, most: int) -> dict:
    """The team's oldest questions, at most so many, and what the reader has to do."""
    questions = Question.objects.visible_to(user, team).unanswered().oldest_first()
    questions = list(questions.for_list().prefetch_related(None)[:most])
    prefetch_people((questions, "asked_by"))
    mine = ActionItem.objects.visible_to(user).filter(meeting__team=team).owned_by(user).open()
    return {"open_questions": questions, "my_action_items": mine.soonest_first().select_related("meeting")}


def what_waits_for_me(user: User) -> dict:
    """The oldest questions that were left to the reader by name, in whatever team."""
    if not user.seats:
        return {}
    readable = Question.objects.visible_to(user, *(seat.team for seat in user.seats))
    mine = list(readable.left_to(user.seats).oldest_first().for_list().prefetch_related(None)[:MOST_FOR_ME])
    prefetch_people((mine, "asked_by"))
    return {"for_me": mine}


def _minutes_to_go(team: Team) -> int | None:
    if team.starts_at is None:
        return None
    now = timezone.localtime(timezone=team.cohort.zone)
    begins = datetime.datetime.combine(now.date(), team.starts_at, now.tzinfo)
    minutes = -((now - begins) // datetime.timedelta(minutes=1))
    return minutes if 0 < minutes <= SOON else None
