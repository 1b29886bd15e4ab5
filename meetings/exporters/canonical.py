"""All of a team that a file can bring back, in one form that names no key of this database.

Two teams with the same canonical bytes say the same: nouns, relations, times, states, order, texts, pictures, sources.
"""

import datetime
import hashlib
import json
import re
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, QuerySet

from meetings.exporters.links import outward
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Assignment,
    Attachment,
    ClassNote,
    Comment,
    Lecture,
    Meeting,
    Member,
    Question,
    Review,
    Section,
    SourceDocument,
    Tag,
    Team,
)

# What no file brings back, and why.
DERIVED = {"body_html", "body_text", "body_version", "sha256"}  # follows from the source text or the bytes
HISTORY = {"updated_at", "removed_at", "removed_by"}  # when it was last touched; removed rows stay behind
ACCOUNTS = {"user", "typed_by", "finalised_by", "accepted_by", "endorsed_by", "marked_by", "imported_by"}
ACCOUNTS |= {"uploaded_by", "staff"}  # a file names nobody's account and gives nobody a right
RIGHTS = {"other_teams"}  # another team's right to read; comes back with a whole cohort
PLACES = {"id", "order", "team", "cohort", "meeting", "class_note", "master_class", "question", "answer", "member"}
COUNTERS = {"revision", "head_revision", "opened_revision", "sent_as"}  # in which order this site heard of it
DUTIES = {"review_order", "duty_reasons"}  # why a day's duties fell as they did: what was known on that morning
MOMENTARY = {"taken_by", "taken_until"}  # who is on it for half an hour
ROUTES = {"for_class"}  # to which event of this site it is brought: no file of a team tells of those to come
LEFT_BEHIND = ROUTES | MOMENTARY | DERIVED | HISTORY | ACCOUNTS | RIGHTS | PLACES | COUNTERS | DUTIES
# Where an import stands on its way, of notes that have become records.
UNDERWAY = {"brought_in", "state", "draft", "refusal", "journal", "decisions", "pictures", "undone_by", "undone_at"}
OF_ONE_NOUN = {SourceDocument: UNDERWAY, Attachment: {"picture", "size"}}  # a picture is told by what is in it

NAMED = re.compile(r"\[Q\d+\]\((?=question )")


def canonical(team: Team) -> bytes:
    """Everything alive in `team` as JSON; the accounts behind it and its history are not part of it."""
    return "".join(_Telling(team).pieces()).encode()


def digest(team: Team) -> str:
    """Of the same bytes, of which a small part is in memory at once."""
    told = hashlib.sha256()
    for piece in _Telling(team).pieces():
        told.update(piece.encode())
    return told.hexdigest()


UNREAD = ("body_html", "body_text")
TIED = (Question, Review, AgendaItem, ActionItem, Section)  # what rows or texts of other places may name
IN_ORDER = ("order", "pk")


def _with_rows(places: QuerySet) -> QuerySet:
    """Meetings or notes with everything alive in them."""
    many = {"action_items": "owners", "reviews": "presenters", "learnings": "learners", "questions": "asked_by"}
    for name in ("agenda_items", "sections", *many):
        if hasattr(places.model, name):
            rows = places.model._meta.get_field(name).related_model.objects.alive().order_by(*IN_ORDER).defer(*UNREAD)
            rows = rows.prefetch_related(many[name]) if name in many else rows
            places = places.prefetch_related(Prefetch(name, _with_answers(rows) if name == "questions" else rows))
    return places.prefetch_related("resources")


def _with_answers(questions: QuerySet) -> QuerySet:
    answers = Answer.objects.alive().order_by(*IN_ORDER).defer(*UNREAD).prefetch_related("answered_by")
    comments = Comment.objects.alive().order_by(*IN_ORDER).defer(*UNREAD)
    answers = answers.prefetch_related(Prefetch("comments", comments))
    return questions.prefetch_related("asked_by", "asked_too", "tags", Prefetch("answers", answers))


class _Telling:
    def __init__(self, team: Team) -> None:
        self.of = team
        self.people: dict[int, str] = dict(team.members.values_list("pk", "name"))
        self.guests: set[str] = set()
        self.named: dict[tuple[type, Any], models.Model] = {}
        meetings = team.meetings.alive().order_by("held_on", "pk").values_list("pk", flat=True)
        notes = team.class_notes.alive().filter(master_class__removed_at=None)
        days = notes.values_list("master_class__held_on", "pk")
        self.places = {Meeting: {pk: n for n, pk in enumerate(meetings)}}
        self.places[ClassNote] = {
            pk: n for n, (_day, pk) in enumerate(sorted(days, key=lambda told: (told[0] or datetime.date.min, told[1])))
        }
        self.free = team.questions.alive().filter(meeting=None, class_note=None).order_by("asked_at", "pk")
        self.free_places = array("q", self.free.values_list("pk", flat=True).iterator())
        self.hashes: dict[type, dict[Any, str]] = {
            SourceDocument: dict(team.sources.filter(state="imported").values_list("pk", "sha256")),
            Attachment: {row.pk: _hash(row) for row in team.attachments.all()},
        }
        self.order_in = lru_cache(maxsize=64)(self._order_in)
        self.place_of = lru_cache(maxsize=4096)(self._place_of)

    def pieces(self) -> Iterator[str]:
        """A JSON object, a record of it at a time. Whom and what the rows name is known at their end alone."""
        yield f'{{"team":{_json(self.row(self.of))},"cohort":{_json(self.row(self.of.cohort))}'
        yield from _listed("meetings", map(self.meeting, self._in_places(Meeting)))
        yield from _listed("notes", map(self.note, self._in_places(ClassNote)))
        free = _with_answers(self.free.defer(*UNREAD)).iterator(chunk_size=100)
        yield from _listed("questions", map(self.question, free))
        learnt = self.of.learnings.alive().filter(meeting=None).order_by("created_at", "pk").defer(*UNREAD)
        yield from _listed("learnings", map(self.row, learnt.prefetch_related("learners").iterator(chunk_size=100)))
        yield from _listed("pictures", sorted(map(self.picture, self.of.attachments.all()), key=_json))
        imported = self.of.sources.filter(state="imported").order_by("sha256", "pk").defer("draft", "journal")
        yield from _listed("sources", map(self.source, imported.iterator(chunk_size=1)))
        yield from _listed("resources", map(self.row, self.of.resources.order_by("url").iterator()))
        yield f',"named":{_json(self.named_rows())}'
        guests = [{"name": name, "role": "guest", "aliases": []} for name in self.guests]
        members = sorted([*map(self.row, self.of.members.all()), *guests], key=lambda told: told["name"])
        yield f',"members":{_json(members)}}}'

    def _in_places(self, noun: type[models.Model]) -> Iterator[models.Model]:
        keys = iter(self.places[noun])
        while some := list(islice(keys, 20)):
            rows = _with_rows(noun.objects.filter(pk__in=some))
            rows = rows.prefetch_related("attendances" if noun is Meeting else "master_class")
            found = rows.in_bulk()
            yield from (found[pk] for pk in some)

    def meeting(self, meeting: Meeting) -> dict[str, Any]:
        told = self.row(meeting)
        for noun in ("agenda_items", "action_items", "reviews", "sections"):
            told[noun] = self.rows(getattr(meeting, noun).all())
        # Beside their reviews, as every page shows them.
        place = {row.pk: n for n, row in enumerate(meeting.reviews.all())}
        learnt = sorted(meeting.learnings.all(), key=lambda row: place.get(row.review_id, len(place)))
        told["learnings"] = self.rows(learnt)
        told["questions"] = [self.question(row) for row in meeting.questions.all()]
        told["attendance"] = {self.person(row.member_id): self.row(row) for row in meeting.attendances.all()}
        told["resources"] = sorted(link.url for link in meeting.resources.all())
        return told

    def note(self, note: ClassNote) -> dict[str, Any]:
        told = self.row(note) | {"class": self.row(note.master_class)}
        told["sections"] = self.rows(note.sections.all())
        told["questions"] = [self.question(row) for row in note.questions.all()]
        told["resources"] = sorted(link.url for link in note.resources.all())
        return told

    def question(self, question: Question) -> dict[str, Any]:
        return self.row(question) | {"answers": [self.answer(row) for row in question.answers.all()]}

    def answer(self, answer: Answer) -> dict[str, Any]:
        return self.row(answer) | {"comments": self.rows(answer.comments.all())}

    def picture(self, picture: Attachment) -> dict[str, Any]:
        return self.row(picture) | {"sha256": self.hashes[Attachment][picture.pk]}

    def source(self, source: SourceDocument) -> dict[str, Any]:
        return self.row(source) | {"sha256": source.sha256, "raw": hashlib.sha256(bytes(source.raw)).hexdigest()}

    def named_rows(self) -> dict[str, Any]:
        """Lectures, assignments and tags that rows name; telling one may name another."""
        told: dict[str, Any] = {}
        while waiting := [row for row in self.named.values() if f"{type(row).__name__} {_name(row)}" not in told]:
            told |= {f"{type(row).__name__} {_name(row)}": self.row(row) for row in waiting}
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
            related = (self.key(field.related_model, other.pk) for other in getattr(row, field.name).all())
            return sorted(filter(None, related))
        value = getattr(row, field.attname)
        if field.is_relation:
            return self.key(field.related_model, value) if value is not None else None
        if field.name == "body":
            return self.text(value)
        if isinstance(value, datetime.datetime):
            return value.astimezone(datetime.UTC).isoformat()
        return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value

    # --- what a row is called ----------------------------------------------------------------------------------------
    def key(self, noun: type[models.Model], pk: Any) -> str | None:
        """By name, by content, or by its place among those of its kind; None for what is not alive in the team."""
        if noun is Member:
            return self.person(pk)
        if noun in (Lecture, Assignment, Tag):
            row = self.named.get((noun, pk)) or self.named.setdefault((noun, pk), noun.objects.get(pk=pk))
            return str(_name(row))
        if noun in self.hashes:
            return self.hashes[noun].get(pk)
        if noun in self.places:
            number = self.places[noun].get(pk)
            return None if number is None else f"{noun._meta.model_name} {number}"
        return self.place_of(noun, pk) if noun in TIED else None

    def _place_of(self, noun: type[models.Model], pk: int) -> str | None:
        places = [place for place in (Meeting, ClassNote) if _column(place) in {f.name for f in noun._meta.fields}]
        told = noun.objects.alive().filter(pk=pk).values_list(*(f"{_column(place)}_id" for place in places)).first()
        for place, key in zip(places, told or (), strict=bool(told)):
            if (number := self.places[place].get(key)) is not None:
                order = self.order_in(noun, place, key).index(pk)
                return f"{noun._meta.model_name} {_column(place)} {number}.{order}"
        is_free = told and noun is Question and pk in self.free_places
        return f"question {self.free_places.index(pk)}" if is_free else None

    def _order_in(self, noun: type[models.Model], place: type[models.Model], key: int) -> list[int]:
        rows = noun.objects.alive().filter(**{_column(place): key}).order_by(*IN_ORDER)
        return list(rows.values_list("pk", flat=True))

    def person(self, pk: int) -> str:
        if pk not in self.people:
            member = Member.objects.select_related("team").get(pk=pk)
            self.people[pk] = f"{member.name} ({member.team.name})"
            self.guests.add(self.people[pk])
        return self.people[pk]

    def text(self, text: str) -> str:
        whole = text.replace("\r\n", "\n").replace("\r", "\n")
        return NAMED.sub("[Q](", outward(whole, settings.SITE_URL, self.address_of))

    def address_of(self, noun: str, key: str) -> str | None:
        if noun == "pictures":
            return next((told for pk, told in self.hashes[Attachment].items() if str(pk) == key), None)
        model = {"questions": Question, "minutes": Meeting, "classes/notes": ClassNote}[noun]
        return self.key(model, int(key)) if key.isdecimal() else None


def _column(place: type[models.Model]) -> str:
    return "meeting" if place is Meeting else "class_note"


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _listed(name: str, records: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',"{name}":['
    for n, told in enumerate(records):
        yield ("," if n else "") + _json(told)
    yield "]"


def _hash(picture: Attachment) -> str:
    with picture.picture.open() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name(row: Lecture | Assignment | Tag) -> Any:
    """By which number or name it goes."""
    return row.number if isinstance(row, Lecture) else row.title if isinstance(row, Assignment) else row.name


def told_by_rows(model: type[models.Model]) -> set[str]:
    """The fields of a noun that its canonical form holds."""
    names = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    return names - LEFT_BEHIND - OF_ONE_NOUN.get(model, set())
