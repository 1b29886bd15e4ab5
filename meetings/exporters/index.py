"""The first page of a team's files: its days, its people, and every fact that belongs to no single day."""

import posixpath
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from meetings.exporters import words
from meetings.exporters.book import Book
from meetings.exporters.facts import facts, source_facts
from meetings.exporters.front_matter import FORMAT, VERSION, front_matter
from meetings.exporters.sheet import Sheet
from meetings.models import Assignment, Attachment, Cohort, Lecture, Member, SourceDocument, Tag
from meetings.models.facts import signature


def index_file(book: Book, pictures: list[dict[str, Any]], sources: dict[str, dict[str, Any]]) -> str:
    """`pictures` and `sources` are told by who has read their bytes."""
    head = {"layout": "page", "title": book.team.name, "render_with_liquid": False}
    told = {
        "format": FORMAT,
        "version": VERSION,
        "noun": "team",
        "team": facts(book.team, book),
        "cohort": facts(book.team.cohort, book),
        "people": {row.name: facts(row, book, ("name",)) for row in members(book)},
        **coursework(book),
        "resources": [facts(row, book) for row in book.resource_rows],
        "pictures": pictures,
        "sources": sources,
    }
    return front_matter(head | told) + f"\n{_contents(book)}"


def members(book: Book):
    return Member.objects.visible_to(book.user).filter(team=book.team).order_by("name", "pk")


def coursework(book: Book) -> dict[str, Any]:
    """Lectures, assignments and tags that the team's rows name."""
    here = Q(reviews__meeting__in=book.meeting_rows, reviews__removed_at=None)
    named = Q(questions__in=book.questions_seen) | here
    assignments = Assignment.objects.filter(named).select_related("lecture").distinct().order_by("title")
    lectures = Lecture.objects.filter(named | Q(assignments__in=assignments.order_by())).distinct().order_by("number")
    tags = Tag.objects.filter(questions__in=book.questions_seen).distinct().order_by("name")
    return {
        "lectures": {row.number: facts(row, book, ("number",)) for row in lectures},
        "assignments": {row.title: facts(row, book, ("title",)) for row in assignments},
        "tags": {row.name: facts(row, book, ("name",)) for row in tags},
    }


def picture_facts(row: Attachment, path: str, digest: str, book: Book) -> dict[str, Any]:
    told = {"file": book.link(path, book.index), **facts(row, book)}
    return told | {"signature": signature(digest)}


def file_of(book: Book, source: SourceDocument) -> tuple[str, dict[str, Any]]:
    return f"S{source.pk}", source_facts(source, book)


def _contents(book: Book) -> Sheet:
    sheet = Sheet(is_plain=True)
    _listed(sheet, _("Meetings"), reversed(book.meetings.values()), book)
    _listed(sheet, _("Master classes"), book.notes.values(), book)
    _listed(sheet, _("Questions outside of meetings"), book.free_question_files, book)
    _listed(sheet, _("Learnings outside of meetings"), book.free_learning_files, book)
    if people := list(members(book)):
        sheet.add(f"## {_('People')}")
        sheet.add("\n".join(f"- {row.name}" for row in people))
    return sheet


def _listed(sheet: Sheet, heading: str, paths, book: Book) -> None:
    links = [f"- [{posixpath.basename(path).removesuffix('.md')}]({book.link(path, book.index)})" for path in paths]
    if links:
        sheet.add(f"## {heading}")
        sheet.add("\n".join(links))


def cohort_file(cohort: Cohort, books: list[Book]) -> str:
    head = {"layout": "page", "title": cohort.name, "render_with_liquid": False}
    told = {"format": FORMAT, "version": VERSION, "noun": "cohort", "cohort": facts(cohort, books[0]) if books else {}}
    told["teams"] = [book.folder.rstrip("/") for book in books]
    sheet = Sheet(is_plain=True)
    sheet.add(f"## {_('Teams')}")
    sheet.add("\n".join(f"- {words.linked(book.team.name, book.index)}" for book in books))
    return front_matter(head | told) + f"\n{sheet}"
