from __future__ import annotations


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for translation. Django's own asks for settings, which parsing has to do without."""
    return sentence


class UnreadableNote(Exception):
    """A note that is refused as a whole. Its text is one sentence; `msgid` and `values` let a page translate it."""

    def __init__(self, msgid: str, **values: object) -> None:
        self.msgid = msgid
        self.values = values
        super().__init__(msgid % values if values else msgid)


class EmptyNote(UnreadableNote):
    """Nothing stands in the file."""


class InvalidDraft(UnreadableNote):
    """A draft that came back with something in it that no draft holds."""
