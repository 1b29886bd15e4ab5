"""Records for programs: JSON, a meeting a line, and a table a noun for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from meetings.exporters import classes, index, rows
from meetings.exporters.book import Book, chunks
from meetings.exporters.facts import attendance_facts, facts, person
from meetings.exporters.front_matter import FORMAT, VERSION
from meetings.exporters.zips import File
from meetings.models import ActionItem, AgendaItem, Answer, Comment, Learning, Meeting, Question, Review, Section
from meetings.models.facts import FACTS, label

# What a spreadsheet takes for the beginning of a formula, in the widths that Korean keyboards have.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WITH_BOM = "\ufeff"  # else Excel takes UTF-8 for the code page of its country


# --- JSON ------------------------------------------------------------------------------------------------------------
def team_json(book: Book) -> Iterator[str]:
    head = {
        "format": FORMAT,
        "version": VERSION,
        "team": facts(book.team, book),
        "cohort": facts(book.team.cohort, book),
    }
    head |= {"people": [facts(row, book) for row in index.members(book)], **index.coursework(book)}
    head["resources"] = [facts(row, book) for row in book.resource_rows]
    yield _json(head)[:-1]
    yield from _list(
        "meetings", (_meeting(row, book) for pks in chunks(book.meetings) for row in rows.meetings(book, pks))
    )
    yield from _list(
        "class_notes", (_note(row, book) for pks in chunks(book.notes) for row in classes.notes(book, pks))
    )
    loose = (rows.questions(book.free_questions.filter(pk__in=pks)) for pks in chunks(_keys(book.free_question_files)))
    yield from _list("questions", (_question(row, book) for some in loose for row in some))
    learnt = (rows.learnings(book.free_learnings.filter(pk__in=pks)) for pks in chunks(_keys(book.free_learning_files)))
    yield from _list("learnings", (record(row, book) for some in learnt for row in some))
    yield "}\n"


def _keys(files: dict[str, list[int]]) -> Iterator[int]:
    return (pk for pks in files.values() for pk in pks)


def _list(name: str, records: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    for n, told in enumerate(records):
        yield (",\n" if n else "\n") + _json(told)
    yield "]"


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, default=str)


def record(row: models.Model, book: Book) -> dict[str, Any]:
    return {"label": label(row), **facts(row, book), "body": row.body}


def _question(question: Question, book: Book) -> dict[str, Any]:
    return record(question, book) | {"answers": [_answer(row, book) for row in question.answers.all()]}


def _answer(answer: Answer, book: Book) -> dict[str, Any]:
    return record(answer, book) | {"comments": [record(row, book) for row in answer.comments.all()]}


def _meeting(meeting: Meeting, book: Book) -> dict[str, Any]:
    told = {"held_on": meeting.held_on, "kind": meeting.kind} | facts(meeting, book)
    told["attendance"] = {person(row.member, book): attendance_facts(row, book) for row in meeting.attendances.all()}
    for noun in ("agenda_items", "reviews", "learnings", "sections", "action_items"):
        told[noun] = [record(row, book) for row in getattr(meeting, noun).all()]
    told["questions"] = [_question(row, book) for row in meeting.questions.all()]
    told["resources"] = [link.url for link in meeting.resources.all()]
    return told


def _note(note, book: Book) -> dict[str, Any]:
    told = facts(note, book) | {"class": classes.class_facts(note.master_class, book)}
    told["sections"] = [record(row, book) for row in note.sections.all()]
    told["questions"] = [_question(row, book) for row in note.questions.all()]
    return told


# --- tables ----------------------------------------------------------------------------------------------------------
def team_tables(book: Book) -> Iterator[File]:
    """A CSV file a noun. A spreadsheet runs nothing of them."""
    for name, noun, found, held_in in _nouns(book):
        columns = ["label", *held_in, *FACTS[noun], "text"]
        lines = (_line(row, columns, book) for row in found.iterator(chunk_size=100))
        yield f"{name}.csv", _csv(columns, lines)


def _nouns(book: Book) -> list[tuple[str, type[models.Model], QuerySet, list[str]]]:
    of_team = Q(meeting__team=book.team)
    of_places = of_team | Q(class_note__team=book.team)

    def seen(noun: type[models.Model], where: Q) -> QuerySet:
        return noun.objects.visible_to(book.user).filter(where).order_by("pk").defer(*rows.UNREAD)

    meeting, owners = ["meeting"], ["owner__team", "carried_from"]
    places = ["meeting", "class_note"]
    return [
        ("questions", Question, rows.questions(book.questions_seen.order_by("pk")).select_related(*places), places),
        (
            "answers",
            Answer,
            seen(Answer, Q(question__team=book.team)).select_related("question").prefetch_related("answered_by__team"),
            ["question"],
        ),
        (
            "comments",
            Comment,
            seen(Comment, Q(answer__question__team=book.team)).select_related("answer", "said_by__team"),
            ["answer"],
        ),
        ("learnings", Learning, rows.learnings(seen(Learning, Q(team=book.team))).select_related("meeting"), meeting),
        (
            "reviews",
            Review,
            seen(Review, of_team)
            .select_related("meeting", "assignment", "lecture")
            .prefetch_related("presenters__team"),
            meeting,
        ),
        ("agenda", AgendaItem, seen(AgendaItem, of_team).select_related("meeting", *owners), meeting),
        (
            "action_items",
            ActionItem,
            seen(ActionItem, of_team).select_related("meeting", "carried_from").prefetch_related("owners__team"),
            meeting,
        ),
        ("sections", Section, seen(Section, of_places).select_related(*places), places),
    ]


def _line(row: models.Model, columns: list[str], book: Book) -> list[str]:
    told = {"label": label(row), "text": row.body, **facts(row, book)}
    if isinstance(row, Comment):
        told["answer"] = label(row.answer)
    if getattr(row, "meeting_id", None):
        told["meeting"] = f"{row.meeting.held_on.isoformat()} {row.meeting.kind}"
    if getattr(row, "class_note_id", None):
        told["class_note"] = book.notes.get(row.class_note_id, "")
    if isinstance(row, Answer):
        told["question"] = label(row.question)
    return [quoted(_cell(told.get(column, ""))) for column in columns]


def _cell(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def quoted(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _csv(columns: list[str], lines: Iterable[list[str]]) -> Iterator[bytes]:
    written = io.StringIO()
    writer = csv.writer(written)
    written.write(WITH_BOM)
    writer.writerow(columns)
    for line in lines:
        writer.writerow(line)
        if written.tell() > 32_000:
            yield written.getvalue().encode()
            written.seek(0)
            written.truncate()
    yield written.getvalue().encode()
