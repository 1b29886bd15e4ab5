"""The minutes of one day as a post of a Jekyll blog, of any version and theme, with formulas as kramdown has them."""

import posixpath
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from meetings.exporters import words
from meetings.exporters.book import Book
from meetings.exporters.front_matter import front_matter
from meetings.exporters.minutes import write_minutes
from meetings.exporters.rows import meetings
from meetings.exporters.sheet import Sheet
from meetings.models import Meeting, User
from meetings.rendering.outside_code import outside_code

# `$x$` of one line, with the edges that the renderer asks for. `$5 and $6` is none.
INLINE = re.compile(r"(?<![\\$])\$(?![\s$])((?:[^$\n\\]|\\.)+?)(?<!\s)\$(?![\d$])")
QUESTION = re.compile(r"\\\[\\\[(Q\d+)\\\]\\\]")
LIQUID = re.compile(r"\{[{%]")
END_RAW = re.compile(r"\{%-?\s*endraw")
PICTURE = re.compile(r"\(picture:([^()\s]+)\)")


class Post(NamedTuple):
    name: str
    text: str
    pictures: list[str]  # files that go into the blog's assets/


class PostBook(Book):
    """Nobody who reads a blog gets into this site: questions are words, pictures lie in the blog's own folder."""

    comes_back = False
    is_for_everybody = True

    def address_of(self, noun: str, key: str, here: str) -> str | None:
        return (
            f"picture:{posixpath.basename(self.pictures[key])}" if noun == "pictures" and key in self.pictures else None
        )


def post(meeting: Meeting, user: User) -> Post:
    book = PostBook(meeting.team, user, meeting=meeting)
    (row,) = meetings(book, [meeting.pk])
    sheet = Sheet(is_plain=True)
    write_minutes(sheet, row, book, "")
    text = outside_code(str(sheet), lambda part: INLINE.sub(r"$$\1$$", part))
    text = QUESTION.sub(r"\1", text)
    head = {
        "layout": "post",
        "title": words.meeting_title(row),
        "date": row.held_on,
        "categories": [_("peer session")],
        "tags": sorted({tag.name for question in row.questions.all() for tag in question.tags.all()}),
        "math": True,
    }
    named = posixpath.basename(book.meetings[row.pk])
    pictures = [posixpath.basename(path) for path in book.pictures.values()]
    return Post(named, front_matter(head) + "\n" + _placed(_without_liquid(text)), pictures)


def _without_liquid(text: str) -> str:
    """Formulas are full of `{{`; a blog would take them for its own."""
    if not LIQUID.search(text):
        return text
    return (
        "{% raw %}\n" + END_RAW.sub(lambda end: "{% endraw %}{{ '" + end[0] + "' }}{% raw %}", text) + "{% endraw %}\n"
    )


def _placed(text: str) -> str:
    """Where a blog keeps its pictures, at whatever address it is served."""
    is_raw = text.startswith("{% raw %}")
    address = "{{ '/assets/%s' | relative_url }}"

    def at(match: re.Match) -> str:
        placed = address % match[1]
        return f"({'{% endraw %}' + placed + '{% raw %}' if is_raw else placed})"

    return PICTURE.sub(at, text)
