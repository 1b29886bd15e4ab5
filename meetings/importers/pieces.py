"""A draft beside its note: which lines stand behind which record, page by page. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from meetings.importers.deciding import Decisions, Record, is_likely, kind_of, records
from meetings.importers.draft import Draft, Lines, Section

MOST_PIECES = 100  # on one page of a review
MOST_LINES = 300  # of one piece; the note itself has the rest
LINES_A_PAGE = 1_500


@dataclass
class Line:
    number: int
    text: str
    tells: bool = False  # whether it says what the lines below are: a heading, a field


@dataclass
class Piece:
    """One row of the review: a record with the lines it was read from, the head of a session, or lines left over."""

    key: str
    kind: str  # of deciding.KINDS, or "head", or "unplaced"
    session: int
    record: Any = None
    takes: bool | None = True
    is_likely: bool = False
    lines: list[Line] = field(default_factory=list)

    @property
    def mark(self) -> str:
        if self.kind == "unplaced" and not self.takes:
            return "unplaced"
        return {True: "answered", False: "open", None: "likely"}[self.takes]


def pieces(draft: Draft, decisions: Decisions, lines: list[str]) -> list[list[Piece]]:
    """By session the pieces in the order of the note; last those that found no place. Blank lines are left out."""
    found = list(records(draft))
    made = {key: _piece(key, number, record, decisions) for key, number, record in found}
    heads = [Piece(f"{n}.head", "head", n, session) for n, session in enumerate(draft.sessions)]
    unplaced = [
        Piece(f"unplaced.{n}", "unplaced", -1, lost, decisions.takes(f"unplaced.{n}", lost))
        for n, lost in enumerate(draft.unplaced)
    ]
    owners = _owners(draft, found, len(lines))
    by_key = made | {piece.key: piece for piece in unplaced}
    for number, text in enumerate(lines, start=1):
        if text.strip():
            piece = by_key.get(owners[number]) or _head_of(number, draft, heads)
            if piece:
                piece.lines.append(Line(number, text, piece.kind == "head" or _is_heading(piece, number)))
    shown = [[heads[n], *(made[key] for key, m, _r in found if m == n)] for n in range(len(heads))]
    return [_without_bare_headings(rows) for rows in shown] + ([unplaced] if unplaced else [])


def in_pages(sessions: list[list[Piece]]) -> list[list[Piece]]:
    """All pieces in their order, divided so that each page can be looked over and a browser can hold it."""
    pages: list[list[Piece]] = [[]]
    lines = 0
    for piece in (piece for rows in sessions for piece in rows):
        shown = min(len(piece.lines), MOST_LINES)
        if len(pages[-1]) >= MOST_PIECES or (pages[-1] and lines + shown > LINES_A_PAGE):
            pages.append([])
            lines = 0
        pages[-1].append(piece)
        lines += shown
    return pages


def _piece(key: str, number: int, record: Record, decisions: Decisions) -> Piece:
    return Piece(key, decisions.kind(key), number, record, decisions.takes(key, record), is_likely(record))


def _owners(draft: Draft, found: list[tuple[str, int, Record]], count: int) -> list[str]:
    """Whose each line is (index 0 is unused): the narrowest record that holds it."""
    ranges = [(record.lines, key) for key, _n, record in found]
    for key, _number, record in found:
        answers = getattr(record, "answers", [])
        ranges += [(answer.lines, key) for answer in answers] + [
            (again, key) for again in getattr(record, "repeated", [])
        ]
    ranges += [(lost.lines, f"unplaced.{n}") for n, lost in enumerate(draft.unplaced)]
    owners = [""] * (count + 1)
    for (first, last), key in sorted(ranges, key=_width, reverse=True):
        for number in range(first, min(last, count) + 1):
            owners[number] = key
    return owners


def _width(owned: tuple[Lines, str]) -> int:
    (first, last), _key = owned
    return last - first


def _head_of(number: int, draft: Draft, heads: list[Piece]) -> Piece | None:
    """What no record took tells of the meeting: its title, its day, its people. Front matter belongs to the first."""
    inside = [head for head in heads if head.record.lines[0] <= number <= head.record.lines[1]]
    return (inside or heads or [None])[0]


def _is_heading(piece: Piece, number: int) -> bool:
    is_section = isinstance(piece.record, Section) and kind_of(piece.key) == "section"
    return is_section and bool(piece.record.heading) and not piece.lines


def _without_bare_headings(rows: list[Piece]) -> list[Piece]:
    """A heading without a text of its own is told with what stands below it."""
    kept: list[Piece] = []
    waiting: list[Line] = []
    for piece in rows:
        if isinstance(piece.record, Section) and not piece.record.body.strip() and piece.kind == "section":
            waiting += piece.lines
            continue
        piece.lines = waiting + piece.lines
        waiting = []
        kept.append(piece)
    if waiting and kept:
        kept[-1].lines += waiting
    return kept
