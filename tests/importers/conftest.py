from pathlib import Path

import pytest

from meetings.importers import Draft, read_note

NOTES = Path(__file__).parent / "notes"


@pytest.fixture
def read():
    """A function: the draft of one of the notes beside the tests, or of a text."""

    def read_one(name: str = "note.md", text: str | None = None, **options) -> Draft:
        raw = (NOTES / name).read_bytes() if text is None else text.encode()
        return read_note(name, raw, **options)

    return read_one
