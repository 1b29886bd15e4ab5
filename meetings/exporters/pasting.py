"""One text for pads and blogs elsewhere: pictures are named, since nobody outside the team can fetch them."""

import re
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from meetings.exporters.book import Book
from meetings.exporters.minutes import minutes_markdown
from meetings.exporters.rows import meetings
from meetings.models import Meeting, Question, User

# A description holds no `![`, or a row of those would be read to its end from each of them.
PICTURE = re.compile(r"!\[((?:(?!!\[)[^\]\n])*)\]\((?:[^()\s]*)/pictures/([0-9a-f-]{36})/[^)\n]{0,500}\)")
ASKED = re.compile(r"^### Q(\d{1,18})\n\n— (.*)$", re.MULTILINE)  # what it begins with, and its line


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


def nameless(text: str) -> str:
    """A text that was kept, without who asked the questions that have no name by now."""
    asked = {int(number) for number, _line in ASKED.findall(text)}
    hidden = set(Question._base_manager.filter(pk__in=asked, is_anonymous=True).values_list("pk", flat=True))
    return ASKED.sub(lambda told: _without_asker(told) if int(told[1]) in hidden else told[0], text) if hidden else text


def _without_asker(told: re.Match) -> str:
    """Names stand before how it stands, in whichever language that was written."""
    states, parts = _states(), told[2].split(" · ")
    place = next((n for n, part in enumerate(parts) if part in states), len(parts))
    return f"### Q{told[1]}\n\n— {' · '.join(parts[place:])}".rstrip("— \n")


@cache
def _states() -> set[str]:
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.update(map(str, Question.Status.labels))
    return found


def named(alt: str) -> str:
    return _("[Picture: %(alt)s]") % {"alt": alt} if alt else _("[Picture]")
