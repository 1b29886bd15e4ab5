import datetime
from collections import defaultdict

from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Meeting, Question, Team
from meetings.months import WEEK, WEEKDAYS, Month
from meetings.views.today import before, what_is_open, what_waits_for_me

OPEN_QUESTIONS = 8
PAST_MEETINGS = 5
TEAMS_A_PAGE = 50
MOST_DOTS = 20  # of one day in the calendar


@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    team = _team(request, slug)
    today = team.cohort.today()
    meetings = Meeting.objects.visible_to(request.user).of(team).for_list().with_counts()
    month = Month.of(today)
    context = {
        "team": team,
        "today": today,
        "open_count": Question.objects.visible_to(request.user, team).unanswered().count(),
        "members": team.members.seated_on(today),
        "has_seat": any(seat.team_id == team.pk for seat in request.user.seats),
        "may_template": team.may_be_led_by(request.user),
        "month": month,
        **_calendar(month, meetings.in_month(*month)),
        **_latest(request, team, meetings),
        **what_is_open(request.user, team, OPEN_QUESTIONS),
    }
    with timezone.override(team.cohort.zone):
        return render(request, "teams/detail.html", context)


@require_safe
def team_days(request: HttpRequest, slug: str) -> HttpResponse:
    team = _team(request, slug)
    today = team.cohort.today()
    meetings = Meeting.objects.visible_to(request.user).of(team)
    ends = meetings.aggregate(first=Min("held_on"), last=Max("held_on"))
    month = Month.parse(request.GET.get("month", "")) or _busy_month(meetings, today, ends["last"])
    of_month = list(meetings.in_month(*month).for_list().with_counts().newest_first())
    context = {
        "team": team,
        "today": today,
        "month": month,
        **_calendar(month, of_month),
        "meetings": of_month,
        "earlier": month.previous if ends["first"] and ends["first"] < month.first_day else None,
        "later": month.next if ends["last"] and ends["last"] >= month.next.first_day else None,
    }
    with timezone.override(team.cohort.zone):
        return render(request, "teams/days.html", context)


def team_list(request: HttpRequest) -> HttpResponse:
    """Home of whoever has several teams, runs a cohort, or has no team at all."""
    teams = Team.objects.visible_to(request.user).select_related("cohort").newest_first()
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 19:  # no key is longer
        teams = teams.after(get_object_or_404(teams, pk=int(after)))
    *page, rest = [*teams[: TEAMS_A_PAGE + 1], None][: TEAMS_A_PAGE + 1]
    latest = {meeting.team_id: meeting for meeting in Meeting.objects.latest_of(page)}
    waiting = Question.objects.visible_to(request.user, *page).waiting_by_team(page, request.user.seats)
    for team in page:
        team.latest, team.today, team.waiting = latest.get(team.pk), team.cohort.today(), waiting[team.pk]
    context = {"teams": page, "next_after": page[-1].pk if rest else None}
    return render(request, "teams/list.html", context | ({} if after else what_waits_for_me(request.user)))


def _latest(request: HttpRequest, team: Team, meetings: QuerySet) -> dict:
    """Today's meeting and those before it; what today waits for while its minutes are not open."""
    today = team.cohort.today()
    latest = list(meetings.until(today).newest_day_first(team)[: PAST_MEETINGS + 1])
    todays = latest.pop(0) if latest and latest[0].held_on == today else None
    awaited = {} if todays and todays.is_daily_of(team) else before(request, team)
    return {"todays": todays, "past": latest[:PAST_MEETINGS], **awaited}


def _team(request: HttpRequest, slug: str) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user).select_related("cohort"), slug=slug)


def _busy_month(meetings, today: datetime.date, last_day: datetime.date | None) -> Month:
    """This month, or the one of the last meeting while this one has none."""
    month = Month.of(today)
    return month if last_day is None or meetings.in_month(*month).exists() else Month.of(last_day)


def _calendar(month: Month, meetings) -> dict:
    """Each weekday with its meetings, the daily one first, and what to draw for their questions.

    Weekends have a column only in a month in which somebody met on one.
    """
    of_day = defaultdict(list)
    for meeting in sorted(meetings, key=lambda meeting: meeting.kind != Meeting.Kind.DAILY):
        open_count = meeting.question_count - meeting.answered_count
        meeting.dots = ([True] * meeting.answered_count + [False] * open_count)[:MOST_DOTS]
        of_day[meeting.held_on].append(meeting)
    length = max([WEEKDAYS, *(day.weekday() + 1 for day in of_day)])
    weeks = [[(day, of_day.get(day)) for day in week] for week in month.weeks(length)]
    return {"weeks": weeks, "weekdays": WEEK[:length]}
