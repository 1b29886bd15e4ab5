"""Tags that are called by several names: whoever asks by one finds what is written by another. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from meetings.search.korean import bare, folded
from meetings.search.needles import Asked, Slot, Way, needle
from meetings.search.query import Term

MOST_NAMES = 20  # of a tag that are looked for
MOST_TOGETHER = 4  # words of a name


def widened(asked: Asked, called: Iterable[list[str]]) -> tuple[Asked, list[str]]:
    """The slots with more ways to be found, and what they were widened by. Phrases stay as they are.

    `called`: the names of each tag. What is no string among them is none.
    """
    named = _by_name(called)
    slots, said = list(asked), []
    for length in range(min(len(slots), MOST_TOGETHER), 0, -1):
        for first in range(len(slots) - length, -1, -1):
            together = slots[first : first + length]
            others = _others(together, named)
            ways = [(found,) for name in others for found in needle(name, said=name)]
            if ways:
                slots[first : first + length] = [_joined(together, ways)]
                said += others
    return tuple(slots), said


def _by_name(called: Iterable[list[str]]) -> dict[str, list[list[str]]]:
    named: dict[str, list[list[str]]] = {}
    for names in called:
        names = strings(names)[:MOST_NAMES]
        for key in {plain(name) for name in names} - {""}:
            named.setdefault(key, []).append(names)
    return named


def strings(names) -> list[str]:
    """Those of a stored list that are names at all: an import may have brought years and whole lists."""
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _others(slots: list[Slot], named: dict[str, list[list[str]]]) -> list[str]:
    """What else is called as these words together; nothing for words that are looked for as they stand."""
    terms = [term for slot in slots for term in slot.terms]
    if any(len(slot.terms) != 1 for slot in slots) or any(term.is_phrase for term in terms):
        return []
    words = [term.text for term in terms]
    asked = {plain(" ".join(words)), plain(" ".join([*words[:-1], bare(words[-1])]))}
    found = [name for key in sorted(asked) for names in named.get(key, ()) for name in names]
    return [name for name in dict.fromkeys(found) if plain(name) not in asked]


def _joined(slots: list[Slot], ways: list[Way]) -> Slot:
    """One slot of several: found by all their first ways, or by any of the new ones."""
    own = slots[0].ways if len(slots) == 1 else (tuple(needle for slot in slots for needle in slot.ways[0]),)
    terms: tuple[Term, ...] = tuple(term for slot in slots for term in slot.terms)
    return Slot((*own, *ways), sum(slot.weight for slot in slots), terms)


@lru_cache(8192)
def plain(name: str) -> str:
    """A name without what is written differently by different people: `KL-divergence` is `KL Divergence`."""
    return re.sub(r"[^\w+#]+|_+", "", folded(name)).casefold()
