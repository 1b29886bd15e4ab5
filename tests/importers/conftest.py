from pathlib import Path

import pytest
from django.utils import translation

from meetings.importers import Draft, read_note
from meetings.importers.writer import read_for, write

NOTES = Path(__file__).parent / "notes"


@pytest.fixture
def read():
    """A function: the draft of one of the notes beside the tests, or of a text."""

    def read_one(name: str = "note.md", text: str | None = None, **options) -> Draft:
        raw = (NOTES / name).read_bytes() if text is None else text.encode()
        return read_note(name, raw, **options)

    return read_one


@pytest.fixture
def bring(team):
    """A function: imports one of the notes beside the tests, or a text, for the team."""

    def bring_one(name: str = "note.md", text: str | None = None, to=team, **options):
        raw = (NOTES / name).read_bytes() if text is None else text.encode()
        return write(read_for(to, name, raw, **options), raw, to)

    with translation.override("en"):
        yield bring_one
