"""One text for pads and blogs elsewhere: pictures are named, since nobody outside the team can fetch them."""

import re
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from meetings.exporters.book import Book
from meetings.exporters.minutes import minutes_markdown
from meetings.exporters.rows import meetings
from meetings.models import Meeting, User

# A description holds no `![`, or a row of those would be read to its end from each of them.
PICTURE = re.compile(r"!\[((?:(?!!\[)[^\]\n])*)\]\((?:[^()\s]*)/pictures/([0-9a-f-]{36})/[^)\n]{0,500}\)")


class Paste(NamedTuple):
    text: str
    pictures: int  # that stand in it as words


class PasteBook(Book):
    """Everything is elsewhere for whoever reads a pasted text: addresses name this site."""

    is_for_everybody = True

    def closed(self, text: str) -> str:
        """A text that somebody pastes leaves as it was typed: it is edited there, and nobody follows it as a file."""
        return text

    def address_of(self, noun: str, key: str, here: str) -> str | None:
        return f"{settings.SITE_URL}/questions/{key}/" if noun == "questions" and int(key) in self.questions else None


def paste(meeting: Meeting, user: User) -> Paste:
    book = PasteBook(meeting.team, user)
    (row,) = meetings(book, [meeting.pk])
    text, pictures = PICTURE.subn(lambda match: named(match[1]), minutes_markdown(row, book))
    return Paste(text, pictures)


def named(alt: str) -> str:
    return _("[Picture: %(alt)s]") % {"alt": alt} if alt else _("[Picture]")
