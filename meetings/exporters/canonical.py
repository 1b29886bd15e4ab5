"""All of a team that a file can bring back, in one form that names no key of this database.

Two teams with the same canonical bytes say the same: nouns, relations, times, states, order, texts, pictures, sources.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models

from meetings.exporters.links import outward
from meetings.models import Attachment, ClassNote, Meeting, Member, Question, SourceDocument, Team

# What no file brings back, and why.
DERIVED = {"body_html", "body_text", "body_version", "sha256"}  # follows from the source text or the bytes
HISTORY = {"updated_at", "removed_at", "removed_by"}  # when it was last touched; removed rows stay behind
ACCOUNTS = {"user", "typed_by", "finalised_by", "accepted_by", "endorsed_by", "marked_by", "imported_by"}
ACCOUNTS |= {"uploaded_by", "staff"}  # a file names nobody's account and gives nobody a right
RIGHTS = {"other_teams"}  # another team's right to read; comes back with a whole cohort
PLACES = {"id", "order", "team", "cohort", "meeting", "class_note", "master_class", "question", "member"}  # the nesting
COUNTERS = {"revision", "head_revision", "sent_as"}  # in which order this site heard of it
DUTIES = {"review_order", "duty_reasons"}  # why a day's duties fell as they did: what was known on that morning
LEFT_BEHIND = DERIVED | HISTORY | ACCOUNTS | RIGHTS | PLACES | COUNTERS | DUTIES
# Where an import stands on its way, of notes that have become records.
UNDERWAY = {"brought_in", "state", "draft", "refusal", "journal", "decisions", "pictures", "undone_by", "undone_at"}
OF_ONE_NOUN = {SourceDocument: UNDERWAY, Attachment: {"picture", "size"}}  # a picture is told by what is in it

NAMED = re.compile(r"\[Q\d+\]\((?=question )")


def canonical(team: Team) -> bytes:
    """Sorted JSON of everything alive in `team`; the accounts behind it and its history are not part of it."""
    return json.dumps(_Telling(team).team(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(team: Team) -> str:
    return hashlib.sha256(canonical(team)).hexdigest()


class _Telling:
    def __init__(self, team: Team) -> None:
        self.of = team
        self.keys: dict[tuple[type, Any], str] = {}
        self.guests: set[str] = set()
        self.named: dict[tuple[type, Any], models.Model] = {}
        self.meetings = _key(self, Meeting, team.meetings.alive().order_by("held_on", "pk"), "meeting")
        notes = team.class_notes.alive().filter(master_class__removed_at=None).select_related("master_class", "author")
        self.notes = _key(self, ClassNote, sorted(notes, key=_place_of_note), "note")
        free = team.questions.alive().filter(meeting=None, class_note=None)
        self.questions = _key(self, Question, free.order_by("asked_at", "pk"), "question")
        self.learnings = team.learnings.alive().filter(meeting=None).order_by("created_at", "pk")
        self.sources = _key(self, SourceDocument, team.sources.filter(state="imported"), "source", _by_hash)
        self.pictures = _key(self, Attachment, team.attachments.order_by("uploaded_at", "pk"), "picture", _by_hash)
        for n, place in enumerate([*self.meetings, *self.notes]):
            for noun in ("questions", "reviews", "agenda_items", "sections"):
                if hasattr(place, noun):
                    rows = getattr(place, noun).alive().order_by("order", "pk")
                    _key(self, rows.model, rows, f"{noun[:8]} {n}")

    def team(self) -> dict[str, Any]:
        told = self.row(self.of)
        told["cohort"] = self.row(self.of.cohort)
        told["meetings"] = [self.meeting(row) for row in self.meetings]
        told["notes"] = [self.note(row) for row in self.notes]
        told["questions"] = [self.question(row) for row in self.questions]
        told["learnings"] = self.rows(self.learnings)
        told["pictures"] = sorted((self.picture(row) for row in self.pictures), key=json.dumps)
        told["sources"] = sorted((self.source(row) for row in self.sources), key=lambda told: told["sha256"])
        told["resources"] = sorted((self.row(row) for row in self.of.resources.all()), key=lambda told: told["url"])
        told["named"] = self.named_rows()
        guests = [{"name": name, "role": "guest", "aliases": []} for name in self.guests]
        told["members"] = sorted([*map(self.row, self.of.members.all()), *guests], key=lambda told: told["name"])
        return told

    def meeting(self, meeting: Meeting) -> dict[str, Any]:
        told = self.row(meeting)
        for noun in ("agenda_items", "action_items", "reviews", "sections"):
            told[noun] = self.rows(getattr(meeting, noun).alive().order_by("order", "pk"))
        reviews = [row.pk for row in meeting.reviews.alive().order_by("order", "pk")]
        learnt = meeting.learnings.alive().order_by("order", "pk")
        # Beside their reviews, as every page shows them.
        place = {pk: n for n, pk in enumerate(reviews)}
        told["learnings"] = self.rows(sorted(learnt, key=lambda row: place.get(row.review_id, len(place))))
        told["questions"] = [self.question(row) for row in meeting.questions.alive().order_by("order", "pk")]
        told["attendance"] = {self.person(row.member): self.row(row) for row in meeting.attendances.all()}
        told["resources"] = sorted(meeting.resources.values_list("url", flat=True))
        return told

    def note(self, note: ClassNote) -> dict[str, Any]:
        told = self.row(note) | {"class": self.row(note.master_class)}
        told["sections"] = self.rows(note.sections.alive().order_by("order", "pk"))
        told["questions"] = [self.question(row) for row in note.questions.alive().order_by("order", "pk")]
        told["resources"] = sorted(note.resources.values_list("url", flat=True))
        return told

    def question(self, question: Question) -> dict[str, Any]:
        answers = question.answers.alive().order_by("order", "pk")
        return self.row(question) | {"answers": self.rows(answers)}

    def picture(self, picture: Attachment) -> dict[str, Any]:
        return self.row(picture) | {"sha256": self.keys[Attachment, picture.pk]}

    def source(self, source: SourceDocument) -> dict[str, Any]:
        return self.row(source) | {"sha256": source.sha256, "raw": hashlib.sha256(bytes(source.raw)).hexdigest()}

    def named_rows(self) -> dict[str, Any]:
        """Lectures, assignments and tags that rows name; telling one may name another."""
        told: dict[str, Any] = {}
        while self.named:
            _place, row = self.named.popitem()
            told[f"{type(row).__name__} {_name(row)}"] = self.row(row)
        return told

    # --- one row -----------------------------------------------------------------------------------------------------
    def rows(self, rows: Iterable[models.Model]) -> list[dict[str, Any]]:
        return [self.row(row) for row in rows]

    def row(self, row: models.Model) -> dict[str, Any]:
        fields = [*row._meta.concrete_fields, *row._meta.many_to_many]
        told = {}
        for field in fields:
            if field.name in LEFT_BEHIND | OF_ONE_NOUN.get(type(row), set()):
                continue
            value = self.value(row, field)
            if value not in (None, "", []):
                told[field.name] = value
        return told

    def value(self, row: models.Model, field: models.Field) -> Any:
        if field.many_to_many:
            return sorted(filter(None, (self.key(related) for related in getattr(row, field.name).all())))
        value = getattr(row, field.name)
        if field.is_relation:
            return self.key(value) if value is not None else None
        if field.name == "body":
            return self.text(value)
        if isinstance(value, datetime.datetime):
            return value.astimezone(datetime.UTC).isoformat()
        return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value

    def key(self, row: models.Model) -> str | None:
        if isinstance(row, Member):
            return self.person(row)
        if _name(row) is not None:
            self.named[type(row), row.pk] = row
            return str(_name(row))
        return self.keys.get((type(row), row.pk))

    def person(self, member: Member) -> str:
        if member.team_id == self.of.pk:
            return member.name
        self.guests.add(f"{member.name} ({member.team.name})")
        return f"{member.name} ({member.team.name})"

    def text(self, text: str) -> str:
        whole = text.replace("\r\n", "\n").replace("\r", "\n")
        return NAMED.sub("[Q](", outward(whole, settings.SITE_URL, self.address_of))

    def address_of(self, noun: str, key: str) -> str | None:
        model = {"questions": Question, "minutes": Meeting, "classes/notes": ClassNote}.get(noun)
        if model is None:
            return next((told for (of, pk), told in self.keys.items() if of is Attachment and str(pk) == key), None)
        return self.keys.get((model, int(key))) if key.isdecimal() else None


def _key(telling: _Telling, model: type, rows: Iterable, word: str, of=None) -> list:
    found = list(rows)
    for n, row in enumerate(found):
        telling.keys[model, row.pk] = of(row) if of else f"{word} {n}"
    return found


def _by_hash(row: SourceDocument | Attachment) -> str:
    if isinstance(row, SourceDocument):
        return row.sha256
    with row.picture.open() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place_of_note(note: ClassNote) -> tuple:
    return (note.master_class.held_on or datetime.date.min, note.pk)


def _name(row: models.Model) -> Any:
    """By which number or name lectures, assignments and tags go."""
    return {"Lecture": lambda: row.number, "Assignment": lambda: row.title, "Tag": lambda: row.name}.get(
        type(row).__name__, lambda: None
    )()


def told_by_rows(model: type[models.Model]) -> set[str]:
    """The fields of a noun that its canonical form holds."""
    names = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    return names - LEFT_BEHIND - OF_ONE_NOUN.get(model, set())
