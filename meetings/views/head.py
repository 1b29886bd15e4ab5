"""The head of minutes: the day among the days around it, who runs it, who is there."""

import datetime
from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from meetings.models import Attendance, Meeting, Member, Team
from meetings.months import WEEKDAYS, Month
from meetings.views.attendees import attendees, day_duties, review_order
from meetings.views.parts import live
from meetings.views.plain_forms import way_back
from meetings.views.replies import sentence, wants_json


def head(request: HttpRequest, meeting: Meeting) -> dict:
    """What `minutes/_head.html` needs beside `live()`. Two queries, and two while whoever has a duty is away."""
    return {
        "is_insider": _is_insider(request.user, meeting.team),
        "may_take_back": meeting.is_untouched and request.user.writes_in(meeting.team),
        **_days(request.user, meeting),
        **_people(request.user, meeting),
    }


def head_fragment(request: HttpRequest, meeting: Meeting) -> dict:
    """The head alone, as the page shows it now. `meeting` from `for_page()`."""
    with timezone.override(meeting.team.cohort.zone):
        html = render_to_string("minutes/_head.html", live(request, meeting) | head(request, meeting), request)
    return {"id": "head", "part": "head", "revision": meeting.revision, "html": html.strip()}


def changed_head(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What is answered to a change of the head: the page, or to its script the head as it is now."""
    if not wants_json(request):
        return redirect(way_back(request, f"{meeting.get_absolute_url()}#head"))
    meeting = Meeting.objects.for_page().get(pk=meeting.pk)
    return JsonResponse({"revision": meeting.head_revision, "fragments": [head_fragment(request, meeting)]})


def head_refused(request: HttpRequest, meeting: Meeting, said: str, status: int) -> HttpResponse:
    if wants_json(request):
        return sentence(said, status)
    messages.error(request, said)
    return redirect(way_back(request, meeting.get_absolute_url()))


def _days(user, meeting: Meeting) -> dict:
    around = list(Meeting.objects.visible_to(user).filter(team=meeting.team).around(meeting))
    place = around.index(meeting)
    return {
        "month": str(Month.of(meeting.held_on)),
        "week": _week(meeting, around),
        "same_day": [other for other in around if other.held_on == meeting.held_on and other != meeting],
        "previous": around[place - 1] if place else None,
        "next": around[place + 1] if place + 1 < len(around) else None,
    }


def _people(user, meeting: Meeting) -> dict:
    known = list(Member.objects.around(meeting))
    people = attendees(user, meeting, known)
    settles = not meeting.is_final and meeting.may_be_run_by(user)
    return {
        "known": known,
        "people": people,
        "is_attendance_known": any(person.state for person in people),
        "can_mark": any(person.way for person in people),
        "contests": [person for person in people if person.contested_as and (settles or person.is_me)],
        "duties": day_duties(user, meeting, people),
        "review_order": review_order(meeting, people),
        "states": _states(people),
    }


def _is_insider(user, team: Team) -> bool:
    """Whether the team's other pages are open to the reader too: somebody of a joint meeting sees this one alone."""
    return user.seat_in(team) is not None or user.runs(team.cohort_id)


def _states(people: list[Member]) -> list[tuple[str, int]]:
    """How many were present, late, …, in the order of the states, and of how many nobody knows."""
    counts = Counter(person.state or "unknown" for person in people)
    return [(state, counts[state]) for state in [*Attendance.State.values, "unknown"] if counts[state]]


def _week(meeting: Meeting, around: list[Meeting]) -> list[tuple[datetime.date, Meeting | None]]:
    """Monday to Friday of the meeting's week, and a day of the weekend when somebody met on it."""
    of_day = {}
    for other in around:
        if other.held_on not in of_day or other.kind == Meeting.Kind.DAILY:
            of_day[other.held_on] = other
    of_day[meeting.held_on] = meeting
    monday = meeting.held_on - datetime.timedelta(days=meeting.held_on.weekday())
    days = [monday + datetime.timedelta(days=n) for n in range(7)]
    return [(day, of_day.get(day)) for day in days if day.weekday() < WEEKDAYS or day in of_day]
