"""The hour of a meeting, in pieces of its agenda's minutes: how much has passed, and what it is at."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.utils import timezone

from meetings.models import AgendaItem, Meeting

register = template.Library()

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)


class Timebox(NamedTuple):
    """`begins` and `ends` are None where nobody said when; `left` and `now` while the meeting is on."""

    begins: datetime.datetime | None
    ends: datetime.datetime | None
    now: datetime.datetime
    pieces: list[tuple[AgendaItem, int]]  # items with minutes, and how many per cent of theirs have passed
    left: int | None

    @property
    def is_on(self) -> bool:
        return self.left is not None


@register.simple_tag
def timebox(meeting: Meeting, agenda: Iterable[AgendaItem]) -> Timebox:
    """Gives the item that the meeting is at, the first that isn't done, `is_now` and `minutes_left`."""
    agenda, now = list(agenda), timezone.localtime(timezone=meeting.team.cohort.zone)
    begins, ends = span(meeting, agenda)
    is_on = begins is not None and begins <= now < ends and not meeting.is_final
    passed = (now - begins) // MINUTE if begins else 0
    pieces, until = [], 0
    current = next((item for item in agenda if not item.is_done), None) if is_on else None
    for item in agenda:
        since, until = until, until + (item.minutes or 0)
        item.is_now = item is current
        item.minutes_left = max(until - passed, 0) if item.is_now and item.minutes else None
        if item.minutes:
            pieces.append((item, _per_cent(passed - since, item.minutes) if begins else 100 * item.is_done))
    left = -((now - ends) // MINUTE) if is_on else None
    return Timebox(begins, ends, now, pieces, left)


def span(meeting: Meeting, agenda: Iterable[AgendaItem]) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """When the meeting begins and ends; an end that nobody set is that of its agenda."""
    if meeting.starts_at is None:
        return None, None
    begins = datetime.datetime.combine(meeting.held_on, meeting.starts_at, meeting.team.cohort.zone)
    if meeting.ends_at is None:
        return begins, begins + (sum(item.minutes or 0 for item in agenda) or 60) * MINUTE
    ends = datetime.datetime.combine(meeting.held_on, meeting.ends_at, meeting.team.cohort.zone)
    return begins, ends if ends > begins else ends + DAY


def _per_cent(passed: int, minutes: int) -> int:
    return min(max(round(100 * passed / minutes), 0), 100)
