"""Outside text → drafts that a person confirms → records, written by one writer."""

from meetings.importers.draft import Draft
from meetings.importers.errors import UnreadableNote
from meetings.importers.note import read_note

__all__ = ["Draft", "UnreadableNote", "read_note"]
