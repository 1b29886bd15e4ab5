"""People whom a file of our own names in the facts of its rows, beside those whom every note may name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from meetings.importers.draft import Session, records_in

ONE, MANY = ("author", "deferred_to", "said_by"), ("learners",)


def named_in(session: Session) -> list[str]:
    names = [str(facts[name]) for facts in _facts(session) for name in ONE if facts.get(name)]
    return names + [str(name) for facts in _facts(session) for many in MANY for name in _list(facts.get(many))]


def rename(session: Session, called: Callable[[str | None], str | None]) -> None:
    for facts in _facts(session):
        for name in ONE:
            if facts.get(name):
                facts[name] = called(str(facts[name]))
        for name in MANY:
            if name in facts:
                facts[name] = list(dict.fromkeys(filter(None, (called(str(who)) for who in _list(facts[name])))))
    attendance = session.facts.get("attendance")
    if isinstance(attendance, dict):
        session.facts["attendance"] = {who: told for name, told in attendance.items() if (who := called(name))}


def _facts(session: Session) -> Iterator[dict[str, Any]]:
    """Of the session's place, and of each row that may name people so."""
    if not session.facts:
        return
    place = session.facts.get("place")
    yield place if isinstance(place, dict) else {}
    yield from (row.facts for row in records_in(session))


def _list(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []
