"""Two people changed one text at once: one text with the words of both, or nothing where that is for people to say."""

import difflib
import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import takewhile
from operator import eq
from typing import NamedTuple

from meetings.differences import takes_long

# Formulas and code are one word: two changes inside of one rarely make one that means anything.
WORD = re.compile(r"\$[^$\n]+\$|`[^`\n]+`|[^\s$`]+|[$`]|\n|[^\S\n]+")


class Edit(NamedTuple):
    """Parts of the base from `start` up to `end`, and what one side has in their place."""

    start: int
    end: int
    text: str

    def clings_to(self, before: "Edit") -> bool:
        """Whether one puts words where the other's own end, which are taken away: they belonged to those."""
        pure = {(edit.start < edit.end, edit.text != "") for edit in (self, before)}
        return self.start == before.end and pure == {(False, True), (True, False)}


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Both changes of `base` in one text; None where both changed the same words or wrote at the same place, and where
    a line that all three have would be gone.

    Lines that only one side touched are taken as they are, in the others words are compared. What either side added
    is in the result, the same change of both once. Of endless texts larger pieces count as changed.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    merged = _merged(base, mine, theirs, [lambda text: text.splitlines(keepends=True), WORD.findall])
    return merged if merged is not None and _holds_what_all_have(merged, base, mine, theirs) else None


def _holds_what_all_have(merged: str, *texts: str) -> bool:
    """Of a line that stands there twice one side may have taken out the first and the other one the second."""
    return set(merged.splitlines()) >= set.intersection(*(set(text.splitlines()) for text in texts))


def _merged(base: str, mine: str, theirs: str, cuts: list[Callable[[str], list[str]]]) -> str | None:
    cut, *finer = cuts
    parts, told, at = cut(base), [], 0
    for start, end, of_mine, of_theirs in _regions(_edits(parts, cut(mine)), _edits(parts, cut(theirs)), not finer):
        told.append("".join(parts[at:start]))
        texts = {_applied(parts, start, end, edits) for edits in (of_mine, of_theirs) if edits}
        if len(texts) > 1:
            both = (_applied(parts, start, end, edits) for edits in (of_mine, of_theirs))
            closer = _merged("".join(parts[start:end]), *both, finer) if finer else None
            if closer is None:
                return None
            texts = {closer}
        told += texts
        at = end
    return "".join([*told, *parts[at:]])


def _edits(before: list[str], after: list[str]) -> list[Edit]:
    head = sum(1 for _same in takewhile(bool, map(eq, before, after)))
    rest = min(len(before), len(after)) - head
    tail = sum(1 for _same in takewhile(bool, map(eq, reversed(before), reversed(after[len(after) - rest :]))))
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if takes_long(old, new):
        return [Edit(head, head + len(old), "".join(new))]
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Edit(head + a, head + b, "".join(new[c:d])) for kind, a, b, c, d in codes if kind != "equal"]


def _regions(
    mine: list[Edit], theirs: list[Edit], are_words: bool
) -> Iterator[tuple[int, int, list[Edit], list[Edit]]]:
    """Stretches of the base that were changed, with the edits of each side in it: of both only where they meet."""
    waiting = deque(sorted([(edit, 0) for edit in mine] + [(edit, 1) for edit in theirs], key=lambda one: one[0][:2]))
    while waiting:
        edit, side = waiting.popleft()
        start, end, sides = edit.start, edit.end, ([], [])
        sides[side].append(edit)
        while waiting and _meet(waiting[0][0], edit, start, end, are_words):
            edit, side = waiting.popleft()
            end = max(end, edit.end)
            sides[side].append(edit)
        yield start, end, *sides


def _meet(edit: Edit, before: Edit, start: int, end: int, are_words: bool) -> bool:
    return edit.start < end or edit.end == start or (are_words and edit.clings_to(before))


def _applied(parts: list[str], start: int, end: int, edits: list[Edit]) -> str:
    """One side's text of that stretch."""
    told, at = [], start
    for edit in edits:
        told += [*parts[at : edit.start], edit.text]
        at = edit.end
    return "".join([*told, *parts[at:end]])
