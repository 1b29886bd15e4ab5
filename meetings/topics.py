"""Several notes of one thing side by side: which of their sections speak of the same topic."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Generic, Protocol, TypeVar

# "1.", "2)", "(3)", "1.2", "IV.", "가)", "Q1.", "Part 2 -", "①": how people number what they hear. A bare number
# before a space stays, for it may mean something ("2 stage detector").
NUMBERING = re.compile(
    r"(?:[①-⑳]|[\[(]\d+[\])]|\d+(?:[.-]\d+)+[.):]?(?=\s)|(?:(?:part|chapter|q)\s*)?(?:\d+|[ivx]+|[가-하])\s*[.):\]-])\s*"
)


class Headed(Protocol):
    heading: str
    level: int


S = TypeVar("S", bound=Headed)
Key = tuple[str, int]  # a folded heading, and how often the note had it before
BEGINNING: Key = ("", 0)


@dataclass
class Topic(Generic[S]):
    """What several notes say under one heading: of each note its sections, none where it has no such heading."""

    heading: str
    cells: list[list[S]]


def fold(heading: str) -> str:
    """What two headings share when they mean the same: no case, space, punctuation or number before them."""
    plain = " ".join(heading.casefold().split())
    text = unicodedata.normalize("NFKC", NUMBERING.sub("", plain, count=1) if NUMBERING.match(plain) else plain)
    return re.sub(r"[\W_]+", "", text) or plain


def align(notes: Sequence[Sequence[S]]) -> list[Topic[S]]:
    """The topics of all notes in an order that every note agrees with, as far as they agree with one another.

    A topic is a heading that two notes share, at whatever level, or one of the upper headings of a note; what stands
    under deeper headings stays with the topic above it. A heading that comes back is another topic.
    """
    seen = Counter(chain.from_iterable({fold(section.heading) for section in note} for note in notes))
    shared = {heading for heading, count in seen.items() if heading and count > 1}
    split = [_split(note, shared) for note in notes]
    headings = {key: sections[0].heading for parts in reversed(split) for key, sections in parts.items()}
    return [Topic(headings[key], [parts.get(key, []) for parts in split]) for key in _merge(split)]


def _split(note: Sequence[S], shared: set[str]) -> dict[Key, list[S]]:
    """A note's sections by topic. What stands before the first heading is a topic without a name."""
    parts: dict[Key, list[S]] = {}
    times: Counter[str] = Counter()
    upper = upper_level(note)
    for section in note:
        folded = fold(section.heading)
        if not parts or folded in shared or (folded and section.level <= upper):
            key = (folded, times[folded])
            times[folded] += 1
            parts[key] = []
        parts[key].append(section)
    return parts


def upper_level(note: Sequence[Headed]) -> int:
    """The level of a note's upper headings. A single one above all others is the note's title."""
    levels = sorted(section.level for section in note if section.heading)
    return levels[min(1, len(levels) - 1)] if levels else 1


def _merge(split: list[dict[Key, list[S]]]) -> list[Key]:
    """All keys in one order: each note's own ones stand before what follows them in that note, else at the end."""
    order: list[Key] = []
    for parts in split:
        place = len(order)
        for key in reversed(parts):
            if key in order:
                place = min(place, order.index(key))
            else:
                place = 0 if key == BEGINNING else place
                order.insert(place, key)
    return order
