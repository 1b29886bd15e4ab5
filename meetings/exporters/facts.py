"""The facts of a row in words that hold elsewhere: names instead of keys, times in the cohort's zone."""

import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from meetings.exporters.book import Book
from meetings.models import Assignment, Attendance, Lecture, Member, Question, SourceDocument, Tag
from meetings.models.facts import FACTS, LETTERS, label

AT_THE_TOP = {"held_on"}


def facts(row: models.Model, book: Book, besides: tuple[str, ...] = ()) -> dict[str, Any]:
    """What FACTS names of the row's noun, without what the field says by itself; `besides` are told elsewhere."""
    told = {}
    for name in FACTS[type(row)]:
        field = row._meta.get_field(name)
        value = _value(row, field, book)
        if name not in besides and value not in (None, "", []) and value != field.get_default():
            told[name] = value
    return told


def askers(question: Question, book: Book) -> list[Member]:
    """Who asked, as far as whoever reads the file may know."""
    if question.is_anonymous and book.is_for_everybody:
        return []
    return question.askers_for(book.user)


def askers_too(question: Question, book: Book) -> list[Member]:
    """Who asked it too. Where its asker has no name they are left out as well: else whoever is missing is the asker."""
    too = list(question.asked_too.all())
    if not question.is_anonymous or (question.known_to(book.user) and not book.is_for_everybody):
        return too
    return [person for person in too if person.user_id == book.user.pk and not book.is_for_everybody]


def _value(row: models.Model, field: models.Field, book: Book) -> Any:
    if isinstance(row, Question) and field.name == "asked_by":
        return [name_of(person, book) for person in askers(row, book)]
    if isinstance(row, Question) and field.name == "asked_too":
        return [name_of(person, book) for person in askers_too(row, book)]
    if field.many_to_many:
        return [name_of(related, book) for related in getattr(row, field.name).all()]
    if field.name == "source":
        return f"S{row.source_id}" if row.source_id in book.sources else None
    if field.is_relation:
        related = getattr(row, field.name)
        return name_of(related, book) if related is not None else None
    return plain(getattr(row, field.attname), book)


def plain(value: Any, book: Book) -> Any:
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value, book.zone).isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    return value


def name_of(row: models.Model, book: Book) -> Any:
    """How a file names another row; None for what the file's reader doesn't get."""
    if isinstance(row, Member):
        return person(row, book)
    if isinstance(row, Lecture):
        return row.number
    if isinstance(row, (Tag, Assignment)):
        return str(row)
    if isinstance(row, Question):
        return label(row) if row.pk in book.questions else None
    if getattr(row, "is_removed", False) or type(row) not in LETTERS:
        return None
    is_elsewhere = getattr(row, "meeting_id", None) and row.meeting_id not in book.meetings
    return None if is_elsewhere else label(row)


def person(member: Member, book: Book) -> str:
    """The name in the team; somebody of another team that met with this one comes with the team's name."""
    return member.name if member.team_id == book.team.pk else f"{member.name} ({member.team.name})"


def attendance_facts(attendance: Attendance, book: Book) -> dict[str, Any]:
    return {"state": attendance.state, **facts(attendance, book, besides=("state",))}


def source_facts(source: SourceDocument, book: Book) -> dict[str, Any]:
    return {"file": book.link(book.sources[source.pk], book.index), **facts(source, book, besides=("sha256",))}
