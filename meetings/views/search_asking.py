"""From what nobody has asked yet, or from a lecture, to the form of a new question.

It stands in today's minutes; where these are final already, in the team's list alone.
"""

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
    brought = brought_along(request)
    chosen = _chosen(request)
    if len(chosen) != 1:
        ways = [(way_to_ask_in(team, **brought), team) for team in chosen]
        return render(request, "search/ask.html", _kept(request, brought) | {"ways": ways})
    (team,) = chosen
    todays = todays_minutes(request.user, team)
    if todays is None:
        return render(request, "search/ask.html", _kept(request, brought) | _waits_for(team))
    view, key = ("team_question", team.slug) if todays.is_final else ("meeting_questions", todays.pk)
    return redirect(_address(view, key, body=brought.pop("q"), **brought))


def brought_along(request: HttpRequest, text: str = "q") -> dict[str, str]:
    """What the address brings, the text under that name."""
    named = {"q": text}
    return {name: request.GET.get(named.get(name, name), "")[:most] for name, most in BROUGHT.items()}


def todays_minutes(user, team: Team) -> Meeting | None:
    return Meeting.objects.visible_to(user).daily().filter(team=team).on(team.cohort.today()).first()


def _chosen(request: HttpRequest) -> list[Team]:
    """The team that the address names, also for whoever writes in it without a seat: staff; else all there are."""
    teams, slug = teams_to_ask_in(request.user), request.GET.get("team", "")
    named = [team for team in teams if team.slug == slug]
    if not named and slug:
        found = Team.objects.visible_to(request.user).select_related("cohort").filter(slug=slug)
        named = [team for team in found if request.user.writes_in(team)]
    return named or teams


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


def way_to_ask_in(team: Team, **brought: object) -> str:
    return _address("search_question", team=team.slug, **brought)


def _waits_for(team: Team) -> dict:
    """Opening today's minutes comes back here, and so to the form."""
    today = team.cohort.today()
    return {"team": team, "today": today, "why_not": why_not(team, today)}


def _kept(request: HttpRequest, brought: dict[str, str]) -> dict:
    key = brought["lecture"]
    lecture = Lecture.objects.visible_to(request.user).filter(pk=key).first() if is_key(key) else None
    return {"text": brought["q"].strip(), "lecture": lecture, "way_back": request.get_full_path()}


def _address(view: str, *args: int | str, **named: object) -> str:
    return f"{reverse(view, args=args)}?{urlencode({name: value for name, value in named.items() if value})}"
