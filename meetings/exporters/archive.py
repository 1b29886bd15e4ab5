"""All that a reader may read of a team, of a meeting or of a cohort, as the files of a zip."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from meetings.exporters import classes, index
from meetings.exporters.book import Book, chunks
from meetings.exporters.minutes import minutes_file
from meetings.exporters.names import Names
from meetings.exporters.rows import meetings
from meetings.exporters.zips import File
from meetings.models import Cohort, Meeting, SourceDocument, Team, User

PIECE = 64 * 1024  # bytes of a picture that are in memory at once


def team_files(team: Team, user: User) -> Iterator[File]:
    return _with_guide(Book(team, user))


def meeting_files(meeting: Meeting, user: User) -> Iterator[File]:
    return _with_guide(Book(meeting.team, user, meeting=meeting))


def cohort_files(cohort: Cohort, user: User) -> Iterator[File]:
    """A folder a team; what names another team's rows stays a text."""
    names = Names()
    teams = Team.objects.visible_to(user).filter(cohort=cohort).select_related("cohort").order_by("name", "pk")
    books = [Book(team, user, names.give("", (team.slug,), "/")) for team in teams]
    in_words = speaking()
    for book in books:
        yield from _book_files(book, in_words)
    yield "index.md", in_words(lambda: index.cohort_file(cohort, books))
    yield from _guide(in_words, cohort.name, cohort.time_zone)


def _with_guide(book: Book) -> Iterator[File]:
    in_words = speaking()
    yield from _book_files(book, in_words)
    yield from _guide(in_words, book.team.name, book.team.cohort.time_zone)


def speaking() -> Callable[[Callable[[], str]], str]:
    """Files are written after the view has returned, in the language that was active when they were asked for."""
    language = translation.get_language()

    def in_words(write: Callable[[], str]) -> str:
        with translation.override(language):
            return write()

    return in_words


def _book_files(book: Book, in_words) -> Iterator[File]:
    for pks in chunks(book.meetings):
        for meeting in meetings(book, pks):
            yield book.meetings[meeting.pk], in_words(lambda row=meeting: minutes_file(row, book))
    for pks in chunks(book.notes):
        for note in classes.notes(book, pks):
            yield book.notes[note.pk], in_words(lambda row=note: classes.note_file(row, book))
    for path, pks in book.free_question_files.items():
        yield path, in_words(lambda path=path, pks=pks: classes.questions_file(path, pks, book))
    for path, pks in book.free_learning_files.items():
        yield path, in_words(lambda path=path, pks=pks: classes.learnings_file(path, pks, book))
    pictures: list[dict[str, Any]] = []
    yield from _pictures(book, pictures)
    sources: dict[str, dict[str, Any]] = {}
    yield from _sources(book, sources)
    yield book.index, in_words(lambda: index.index_file(book, pictures, sources))


def _pictures(book: Book, told: list[dict[str, Any]]) -> Iterator[File]:
    """Each once read: on the way into the zip its bytes are counted into the digest that its signature is of."""
    for row in book.attachment_rows:
        path, digest = book.pictures[str(row.pk)], hashlib.sha256()
        try:
            file = row.picture.open()
        except FileNotFoundError:  # somebody has deleted it since this began
            continue
        with file:
            yield path, _digested(file.chunks(PIECE), digest)
        told.append(index.picture_facts(row, path, digest.hexdigest(), book))


def _digested(pieces: Iterable[bytes], digest) -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece


def _sources(book: Book, told: dict[str, dict[str, Any]]) -> Iterator[File]:
    for pk in book.sources:
        source = SourceDocument.objects.defer("draft", "journal").get(pk=pk)
        name, facts = index.file_of(book, source)
        told[name] = facts
        yield book.sources[pk], bytes(source.raw)


def _guide(in_words, title: str, time_zone: str) -> Iterator[File]:
    yield "README.md", in_words(lambda: _told(title))
    yield "_config.yml", CONFIG % {"time_zone": time_zone}


def _told(title: str) -> str:
    points = (
        _("Reading: open `index.md`. In Obsidian choose “Open folder as vault” and this folder."),
        _("As a site: run `jekyll build` in this folder; GitHub Pages does it by itself."),
        _("Editing: change the texts as you like. A line such as `<!-- question Q12 -->` says where a row begins."),
        _("Back: import this zip. Facts are read from the front matter; accounts and rights never are."),
    )
    return f"# {title}\n\n" + "".join(f"- {point}\n" for point in points)


# Links between posts end in .md, for readers of files; GitHub Pages' own plugin turns them into addresses.
CONFIG = """# Jekyll
future: true
timezone: %(time_zone)s
relative_links:
  enabled: true
  collections: true
"""
