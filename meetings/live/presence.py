"""Who has the minutes open, and who writes where: told by each poll, kept beside the database, gone by itself."""

import time
import zlib
from dataclasses import dataclass, replace

from django.core.cache import cache

GONE_AFTER = 10  # seconds; somebody who rests asks every eight
AWAY_GONE_AFTER = 75  # whose page is hidden asks every fifteen, and some browsers let it every minute only
TOLD_EVERY = 3  # seconds, unless they begin to write somewhere else
FORGOTTEN_AFTER = 120


@dataclass(frozen=True)
class Person:
    name: str
    writes: str = ""  # the id of an element of the page
    may_write: bool = True
    is_away: bool = False  # the page is open and hidden
    seen_at: float = 0.0

    @property
    def gone_at(self) -> float:
        return self.seen_at + (AWAY_GONE_AFTER if self.is_away else GONE_AFTER)


People = dict[int, Person]  # by account
Tabs = dict[tuple[int, str], Person]  # by account and tab, in the order in which they came


def come(meeting: int, account: int, person: Person, tab: str = "") -> People:
    """Note that somebody is here, in one of their tabs, and say who is."""
    now, place = time.time(), (account, tab)
    there: Tabs = cache.get(_key(meeting)) or {}
    known = there.get(place)
    if known is None or known != replace(person, seen_at=known.seen_at) or now - known.seen_at >= TOLD_EVERY:
        noted = {place: replace(person, seen_at=now)}
        there = cache.change(_key(meeting), lambda tabs: _left(tabs or {}, now) | noted, FORGOTTEN_AFTER)
    return _people(_left(there, now))


def fingerprint(people: People) -> str:
    """The same while the same people are here and write at the same places."""
    told = sorted((account, person.name, person.writes) for account, person in people.items())
    return format(zlib.crc32(repr(told).encode()), "08x")


def _people(tabs: Tabs) -> People:
    """Each person once, with the tab in which they write: the last one opened of several."""
    people: People = {}
    for (account, _tab), person in tabs.items():
        if person.writes or account not in people:
            people[account] = person
    return people


def _left(tabs: Tabs, now: float) -> Tabs:
    return {place: person for place, person in tabs.items() if now < person.gone_at}


def _key(meeting: int) -> str:
    return f"here-{meeting}"
