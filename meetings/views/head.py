"""The head of minutes: the day among the days around it, who runs it, who is there."""

import datetime
from collections import Counter

from django.http import HttpRequest

from meetings.models import Attendance, Meeting, Member, Team
from meetings.months import WEEKDAYS, Month


def head(request: HttpRequest, meeting: Meeting) -> dict:
    """What `minutes/_head.html` needs beside the meeting and its team. Two queries."""
    around = list(Meeting.objects.visible_to(request.user).filter(team=meeting.team).around(meeting))
    place = around.index(meeting)
    known = list(Member.objects.around(meeting))
    people = [person for person in known if person.is_expected]
    return {
        "is_insider": _is_insider(request.user, meeting.team),
        "month": str(Month.of(meeting.held_on)),
        "week": _week(meeting, around),
        "same_day": [other for other in around if other.held_on == meeting.held_on and other != meeting],
        "previous": around[place - 1] if place else None,
        "next": around[place + 1] if place + 1 < len(around) else None,
        "known": known,
        "people": people,
        "is_attendance_known": any(person.state for person in people),
        "states": _states(people),
    }


def _is_insider(user, team: Team) -> bool:
    """Whether the team's other pages are open to the reader too: somebody of a joint meeting sees this one alone."""
    is_seated = any(seat.team_id == team.pk for seat in user.seats)
    return is_seated or Team.objects.visible_to(user).filter(pk=team.pk).exists()


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
