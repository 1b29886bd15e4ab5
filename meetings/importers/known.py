"""Rows that were there before, found by what they say: no text is compared with all others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain, count
from typing import Any


class Known:
    """Rows in their order. What may say the same as a text has all its words, its longest line, or is such a line."""

    def __init__(self, rows: Iterable[Any] = ()) -> None:
        self._numbers = count()
        self._places: dict[int, int] = {}
        self._rows: defaultdict[Hashable, dict[int, Any]] = defaultdict(dict)
        for row in rows:
            self.add(row)

    def add(self, row: Any, place: int | None = None) -> None:
        self._places[id(row)] = place = next(self._numbers) if place is None else place
        for key in _keys(row):
            self._rows[key][place] = row

    def take(self, row: Any) -> int:
        """Its place, from which it is gone: it is matched, or about to say something else."""
        place = self._places.pop(id(row))
        for key in _keys(row):
            del self._rows[key][place]
        return place

    def written_at(self, moment: Any) -> Iterable[Any]:
        return self._rows.get(("at", moment), {}).values()

    def saying(self, body: str) -> Iterable[Any]:
        """Those of that very text."""
        return self._rows.get(("body", body), {}).values()

    def near(self, heading: str, body: str) -> list[Any]:
        """All that may be alike, under that heading where the noun has one."""
        if not body.strip():
            return list(self._rows.get(("under", heading), {}).values())
        lines = lines_of(body)
        longest = max(lines, key=len)
        keys = (("longest", heading, line) for line in dict.fromkeys(lines))
        return self._found(("words", folded(body)), ("line", heading, longest), ("blank", heading), *keys)

    def _found(self, *keys: Hashable) -> list[Any]:
        found = dict(chain.from_iterable(self._rows.get(key, {}).items() for key in keys))
        return [found[place] for place in sorted(found)]


def _keys(row: Any) -> Iterator[Hashable]:
    heading, lines = getattr(row, "heading", "") or getattr(row, "title", ""), lines_of(row.body)
    yield from (("at", row.created_at), ("body", row.body), ("words", folded(row.body)), ("under", heading))
    yield from (("line", heading, line) for line in dict.fromkeys(lines))
    yield ("longest", heading, max(lines, key=len)) if lines else ("blank", heading)


def folded(text: str) -> str:
    return " ".join(text.split())


def lines_of(text: str) -> list[str]:
    return list(filter(None, map(folded, text.split("\n"))))


def holds(whole: str, part: str) -> bool:
    """Whether all lines of `part` stand in `whole`, in their order."""
    lines = iter(lines_of(whole))
    return all(line in lines for line in lines_of(part))


def alike(one: str, other: str, may_be_empty: bool = False) -> bool:
    """The same text, or one of which lines were added to the other."""
    if not one.strip() or not other.strip():
        return may_be_empty or one.strip() == other.strip()
    return holds(one, other) or holds(other, one)
