"""From what nobody has asked yet, or from a lecture, to the form of a new question in today's minutes."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from meetings.models import Cohort, Lecture, Meeting, Team
from meetings.models.opening import why_not
from meetings.views.plain_forms import is_key

BROUGHT = {"q": 2000, "lecture": 20, "for_class": 20}  # what an address may bring along, in characters


@require_safe
def search_question(request: HttpRequest) -> HttpResponse:
    """Leads there with text and lecture. Where that can't be yet, a page keeps both and says what to do."""
    brought = {name: request.GET.get(name, "")[:most] for name, most in BROUGHT.items()}
    teams = teams_to_ask_in(request.user)
    chosen = [team for team in teams if team.slug == request.GET.get("team")] or teams
    if len(chosen) != 1:
        ways = [(_address("search_question", team=team.slug, **brought), team) for team in chosen]
        return render(request, "search/ask.html", _kept(request, brought) | {"ways": ways})
    (team,) = chosen
    todays = Meeting.objects.visible_to(request.user).daily().filter(team=team).on(team.cohort.today()).first()
    if todays is None or todays.is_final:
        return render(request, "search/ask.html", _kept(request, brought) | _waits_for(request, team, todays))
    return redirect(_address("meeting_questions", todays.pk, body=brought.pop("q"), **brought))


def teams_to_ask_in(user) -> list[Team]:
    """Those in whose minutes the reader writes as one of them: of running cohorts, if there are any."""
    seats = [seat for seat in user.seats if seat.takes_part]
    running = [seat for seat in seats if seat.team.cohort.ends_on >= seat.team.cohort.today()]
    return [seat.team for seat in running or seats]


def way_to_ask(user, cohort: Cohort, **brought: object) -> str:
    """To the form of a question in today's minutes of the reader's team; nowhere for who asks in none of the cohort."""
    teams = teams_to_ask_in(user)
    here = [team for team in teams if team.cohort_id == cohort.pk]
    if len(here) == 1 < len(teams):
        brought["team"] = here[0].slug
    return _address("search_question", **brought) if here else ""


def _waits_for(request: HttpRequest, team: Team, todays: Meeting | None) -> dict:
    """Opening today's minutes, for the first time or again, comes back here, and so to the form."""
    today = team.cohort.today()
    told = {"team": team, "today": today, "todays": todays}
    if todays is None:
        return told | {"why_not": why_not(team, today)}
    return told | {"may_reopen": todays.may_be_finalised_by(request.user)}


def _kept(request: HttpRequest, brought: dict[str, str]) -> dict:
    key = brought["lecture"]
    lecture = Lecture.objects.visible_to(request.user).filter(pk=key).first() if is_key(key) else None
    return {"text": brought["q"].strip(), "lecture": lecture, "way_back": request.get_full_path()}


def _address(view: str, *args: int, **named: object) -> str:
    return f"{reverse(view, args=args)}?{urlencode({name: value for name, value in named.items() if value})}"
