"""What an import tells about itself, and how its records tell where they came from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from meetings.importers.ledger import Ledger
from meetings.models import SourceDocument
from meetings.models.fields import BIDI_CONTROLS


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

    def met(self, record: Any, how: str) -> None:
        """A record whose row was there: whether it was completed or lacked nothing."""
        self.created[how] += 1
        self.there[type(record).__name__, record.lines] = how

    def remark(self, sentence: str) -> None:
        if sentence not in self.remarks:
            self.remarks.append(sentence)

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
