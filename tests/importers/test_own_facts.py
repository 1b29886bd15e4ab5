"""What a file in our own format says of a row, and what of that can be kept."""

import datetime

import pytest

from meetings.importers.own_facts import MOST_NAMES, Fields
from meetings.importers.report import Report
from meetings.models import Tag


def told(synonyms) -> tuple:
    report = Report("notes.md")
    fields = Fields(datetime.UTC, report, lambda noun, name: None)
    return fields.of(Tag, {"name": "rnn", "synonyms": synonyms}).get("synonyms"), bool(report.remarks)


@pytest.mark.parametrize(
    ("written", "kept", "is_told"),
    [
        (["순환 신경망", "RNN"], ["순환 신경망", "RNN"], False),
        ([2024, 1.5, "RNN", "RNN "], ["2024", "1.5", "RNN"], False),
        (["\u1100\u1161"], ["가"], False),
        (["RNN", None, ["x"], {"a": 1}, "", "x" * 100], ["RNN"], True),
        ([f"이름 {n}" for n in range(1000)], [f"이름 {n}" for n in range(MOST_NAMES)], True),
        ("RNN", None, True),
    ],
    ids=["names", "numbers", "letters", "others", "many", "none"],
)
def test_names_are_names(written, kept, is_told):
    assert told(written) == (kept, is_told)
