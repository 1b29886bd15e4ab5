"""Outside text → drafts that a person confirms → records, written by one writer."""

from .draft import Draft
from .errors import UnreadableNote
from .note import read_note

__all__ = ["Draft", "UnreadableNote", "read_note"]
