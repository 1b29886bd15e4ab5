"""Who has the minutes open, and who writes where: told by each poll, kept beside the database, gone by itself."""

import time
import zlib
from dataclasses import dataclass

from django.core.cache import cache

GONE_AFTER = 10  # seconds; somebody who rests asks every eight
TOLD_EVERY = 3  # seconds, unless they begin to write somewhere else
FORGOTTEN_AFTER = 60


@dataclass(frozen=True)
class Person:
    name: str
    writes: str = ""  # the id of an element of the page
    may_write: bool = True
    seen_at: float = 0.0


People = dict[int, Person]  # by account


def come(meeting: int, account: int, person: Person) -> People:
    """Note that somebody is here, and say who is."""
    now = time.time()
    there: People = cache.get(_key(meeting)) or {}
    known = there.get(account)
    is_news = known is None or (known.name, known.writes) != (person.name, person.writes)
    if is_news or now - known.seen_at >= TOLD_EVERY:
        noted = Person(person.name, person.writes, person.may_write, now)
        there = cache.change(_key(meeting), lambda people: _left(people or {}, now) | {account: noted}, FORGOTTEN_AFTER)
    return _left(there, now)


def fingerprint(people: People) -> str:
    """The same while the same people are here and write at the same places."""
    told = sorted((account, person.name, person.writes) for account, person in people.items())
    return format(zlib.crc32(repr(told).encode()), "08x")


def _left(people: People, now: float) -> People:
    return {account: person for account, person in people.items() if now - person.seen_at < GONE_AFTER}


def _key(meeting: int) -> str:
    return f"presence-{meeting}"
