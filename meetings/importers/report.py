"""What an import tells about itself, and how its records tell where they came from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from meetings.importers.ledger import Ledger, name_of
from meetings.models import SourceDocument
from meetings.models.fields import BIDI_CONTROLS
from meetings.models.rows import Row
from meetings.rendering import Hint

MOST_HINTS = 200  # of one note
FARTHEST = 300  # lines of a note that lie between two neighbouring lines of one text


@dataclass
class Report:
    """What an import did, and each guess and loss in a sentence."""

    path: str
    source: SourceDocument | None = None
    created: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    is_unchanged: bool = False
    there: dict[tuple[str, tuple[int, int]], str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    own: dict[str, Any] = field(default_factory=dict)  # of a file of our own: which row each of its labels became

    def met(self, record: Any, how: str) -> None:
        """A record whose row was there: whether it was completed or lacked nothing."""
        self.created[how] += 1
        self.there[type(record).__name__, record.lines] = how

    def remark(self, sentence: str) -> None:
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def hints(self, lines: list[str]) -> list[dict[str, Any]]:
        """How texts of the note will look other than they were meant: each with its line in the note, and its row."""
        told = [
            {"line": line, "code": hint.code, "detail": hint.detail, "row": name_of(row)}
            for row in self.ledger.created
            if isinstance(row, Row) and row.hints
            for hint, line in zip(row.hints, _lines_of(row, lines), strict=True)
        ]
        return sorted(told, key=lambda hint: hint["line"])[:MOST_HINTS]

    def provenance(self, record: Any, confidence: str = "certain") -> dict[str, Any]:
        first, last = record.lines
        return {
            "source": self.source,
            "source_first_line": first,
            "source_last_line": last,
            "confidence": confidence,
        }


def shown(text: str, length: int) -> str:
    """One line that fits its column, without characters that turn the text around it."""
    return " ".join("".join(char for char in text if char not in BIDI_CONTROLS).split())[:length].strip()


def hinted_rows(source: SourceDocument) -> list[tuple[Hint, Row]]:
    """The hints of an imported note, with the rows they are about, as far as those are still there."""
    told = source.report.get("hints", [])
    rows: dict[tuple[str, str], Row] = {}
    for noun in {hint["row"][0] for hint in told}:
        keys = {hint["row"][1] for hint in told if hint["row"][0] == noun}
        found = apps.get_model("meetings", noun).objects.alive().in_bulk(keys)
        rows |= {(noun, str(pk)): row for pk, row in found.items()}
    hints = [(Hint(hint["line"], hint["code"], hint["detail"]), rows.get(tuple(hint["row"]))) for hint in told]
    return [(hint, row) for hint, row in hints if row]


def _lines_of(row: Row, lines: list[str]) -> list[int]:
    """The lines of the note where the hints of a row's text apply. A text leaves out lines that became other rows."""
    first, last = row.source_first_line or 1, row.source_last_line or len(lines)
    at, found = first, []
    for said in map(str.strip, row.body.split("\n")):
        near = range(at, min(last, len(lines), at + FARTHEST) + 1)
        line = next((number for number in near if said and said in lines[number - 1]), None)
        at = at if line is None else line + 1
        found.append(line or min(at, last))
    return [found[min(hint.line, len(found)) - 1] for hint in row.hints]
