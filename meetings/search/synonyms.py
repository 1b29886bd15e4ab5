"""Tags that are called by several names: whoever asks by one finds what is written by another. Pure."""

import re
from collections.abc import Iterable

from meetings.search.korean import folded
from meetings.search.needles import Asked, Slot, bare, needle
from meetings.search.query import Term


def widened(asked: Asked, terms: list[Term], called: Iterable[list[str]]) -> tuple[Asked, list[str]]:
    """The slots with more ways to be found, and what they were widened by. Phrases stay as they are."""
    if len(asked) != len(terms) or any(term.is_phrase for term in terms):
        return asked, []
    slots, said = list(asked), []
    for names in called:
        plain = {_plain(name): name for name in names}
        for first, last in _runs(terms, plain):
            others = [
                name for name in names if _plain(name) != _plain(" ".join(term.text for term in terms[first:last]))
            ]
            ways = tuple((found,) for name in others for found in needle(name, said=name))
            if None in slots[first:last] or not ways:
                continue
            together = tuple(way[0] for slot in slots[first:last] for way in slot.ways[:1])
            own = slots[first].ways if last - first == 1 else (together,)
            slots[first] = Slot((*own, *ways), sum(slot.weight for slot in slots[first:last]))
            slots[first + 1 : last] = [None] * (last - first - 1)
            said += others
    return tuple(slot for slot in slots if slot), said


def _runs(terms: list[Term], plain: dict[str, str]) -> list[tuple[int, int]]:
    """Where one of the names stands in the query, the longest first."""
    found = []
    for length in range(min(len(terms), 4), 0, -1):
        for first in range(len(terms) - length + 1):
            words = [term.text for term in terms[first : first + length]]
            if {_plain(" ".join(words)), _plain(" ".join([*words[:-1], bare(words[-1])]))} & plain.keys():
                found.append((first, first + length))
    return found[:1]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", folded(name)).casefold()
