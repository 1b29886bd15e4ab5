"""Writes what a file of our own tells, like any note, and with every fact that only such a file has.

What only a right can give is never taken from a file: the closing of minutes, endorsements, roles, accounts.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.importers import draft as drafts
from meetings.importers.deciding import names_in
from meetings.importers.drafts_json import LOOSE
from meetings.importers.joining import IsSame, RowWriter
from meetings.importers.known import Known, folded
from meetings.importers.own_draft import NAME, PROVENANCE
from meetings.importers.own_facts import LATER, Fields, tie
from meetings.importers.own_home import Elsewhere, in_team, moment
from meetings.importers.own_links import inward
from meetings.importers.peersession import as_it_was
from meetings.importers.places import ClassPlace, Place, keep_resources, known_meeting, open_meeting
from meetings.importers.report import Report
from meetings.importers.seats import Seats
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Assignment,
    Attendance,
    ClassNote,
    Comment,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    SourceDocument,
    Tag,
    Team,
    User,
)
from meetings.models.facts import LETTERS

# What only a right gives, where the row came from before, and what the draft's own fields tell.
UNTOLD = {*PROVENANCE, "finalised_at", "endorsed_at", "endorses", "status", "audience", "subject", "held_on", "kind"}
COURSEWORK = {Lecture: ("number", "lectures"), Assignment: ("title", "assignments"), Tag: ("name", "tags")}
# A row that is there keeps how it stands: whoever opened it again or counted themselves out since has meant it.
STATES = {"done_at", "accepted_at", "deferred_to", "created_at", "asked_at", "section", "raised_at", "turn"}
STATES |= {"is_anonymous", "asked_too", "learners"}
ELSEWHERE = re.compile(r" \([^()]+\)$")


class OwnSeats(Seats):
    """People by their very names: `배이든 (5조)` is a guest from another team."""

    def seat(self, written: str) -> Member | None:
        called = self.called(written)
        if len(called) != 1:
            try:
                name = Member._meta.get_field("name").clean(written, None)
            except ValidationError:
                return super().seat(written)
            if not called:
                return self._guest(name) if ELSEWHERE.search(name) else self._new(name, name)
        return super().seat(written) if len(called) > 1 else called[0]

    def _guest(self, name: str) -> Member:
        member = self._new(name, name)
        member.role = Member.Role.GUEST
        self.report.ledger.save(member)
        return member


class OwnWriting:
    def __init__(self, session: drafts.Session, team: Team, by: User | None, report: Report) -> None:
        self.session, self.team, self.by, self.report = session, team, by, report
        self.seats, self.ledger = OwnSeats(team, report), report.ledger
        self.fields = Fields(team.cohort.zone, report, self.find)
        self.named: dict[tuple[type, str], models.Model | None] = {}
        self.rows: dict[str, models.Model] = {}  # by label
        self.ties: list[tuple[models.Model, str, str, str]] = []
        self.as_words: dict[int, str] = {}  # texts as they stand in the file, by record
        self.words: dict[int, str] = {}  # by the row that was made
        self.elsewhere = Elsewhere(team)

    def write(self) -> None:
        for name in names_in(self.session):
            if not ELSEWHERE.search(name):  # those of other teams sit here once a row is made that names them
                self.seats.seat(name)
        self._take_words_back()
        place = self._open()
        with place.one_change():
            if place.meeting:
                self._mark_attendance(place)
            OwnRows(self, place).write()
            keep_resources(self._links(), place, self.team, self.report)
            self.ledger.store()
        there = place.meeting or place.note
        self.report.own["rows"] = {label: row.pk for label, row in self.rows.items()}
        self.report.own["place"] = there.get_absolute_url() if there else ""
        Ties(self).tie()

    def _take_words_back(self) -> None:
        """Links that lead nowhere are links again; as words, they are kept in mind until all others are followed."""
        for record in drafts.records_in(self.session):
            for name in drafts.TEXTS:
                text = getattr(record, name, "")
                if "<!-- " in text:
                    setattr(record, name, as_it_was(text))
                    self.as_words[id(record)] = text

    # --- where the rows stand ----------------------------------------------------------------------------------------
    def _open(self) -> Place:
        session, place = self.session, self.session.facts.get("place", {})
        if session.kind == LOOSE:
            return Place(is_new=False)
        if session.kind == "master_class":
            return OwnClassPlace(self).open()
        same = {"held_on": session.date, "kind": session.kind, "created_at": moment(place.get("created_at"))}
        written = self.team.meetings.alive().filter(**same).first() if same["created_at"] else None
        told = self.fields.of(Meeting, place, besides=UNTOLD | {"moderator", "scribe"})
        known = written or known_meeting(session, self.team, self.report)
        return open_meeting(session, self.team, self.report, self.seats, known, **told)

    def _mark_attendance(self, place: Place) -> None:
        facts = self.session.facts.get("attendance") or {}
        states = dict.fromkeys(self.session.attendees or [], "present") | self.session.attendance
        there = place.marked()
        for name, state in states.items():
            if (member := self.seats.seat(name)) and member.pk not in there:
                told = facts.get(name)
                fields = self.fields.of(Attendance, told if isinstance(told, dict) else {}) | {"state": state}
                self.ledger.create(Attendance, meeting=place.meeting, member=member, **fields)
                self.report.created["attendance"] += 1
                there.add(member.pk)

    def _links(self) -> Iterator[dict[str, Any]]:
        for resource in self.session.resources:
            fields = self.fields.of(Resource, {"url": resource.url, "title": resource.title})
            if "url" in fields:
                yield fields

    # --- what rows name ----------------------------------------------------------------------------------------------
    def find(self, noun: type[models.Model], name: Any) -> models.Model | None:
        if name is None or isinstance(name, (dict, list)):
            return None
        if noun is Member:
            return self.seats.seat(str(name))
        if noun in COURSEWORK:
            if (noun, str(name)) not in self.named:
                self.named[noun, str(name)] = self._coursework(noun, str(name))
            return self.named[noun, str(name)]
        row = self.rows.get(str(name)) or self.elsewhere.labelled(str(name))
        return row if isinstance(row, noun) else None

    def _coursework(self, noun: type[models.Model], name: str) -> models.Model | None:
        """The cohort's, or a new one: what the file tells of it counts only where it wasn't there."""
        key, table = COURSEWORK[noun]
        told = self.session.facts.get(table) or {}
        facts = told.get(name) if isinstance(told.get(name), dict) else {}
        fields = self.fields.of(noun, {**facts, key: int(name) if noun is Lecture and name.isdecimal() else name})
        if key not in fields:
            return None
        known = {"cohort": self.team.cohort, key: fields.pop(key)}
        row, is_new = self.ledger.get_or_create(noun, **known, defaults=fields)
        self.report.created[noun._meta.model_name] += is_new
        return row


class OwnClassPlace(ClassPlace):
    def __init__(self, writing: OwnWriting) -> None:
        super().__init__(writing.session, writing.team, writing.by, writing.report)
        self.fields = writing.fields
        place = self.session.facts.get("place", {})
        self.told = self.fields.of(ClassNote, place, besides=UNTOLD)
        self.author = self.told.get("author") or (self.author if "author" not in place else None)

    def _new_class(self) -> MasterClass:
        facts = self.fields.of(MasterClass, self.session.facts.get("class", {})) | {"held_on": self.session.date}
        self.report.created["master class"] += 1
        title = facts.pop("title", "") or self.title or _("Master class")
        return self.report.ledger.create(MasterClass, cohort=self.team.cohort, title=title, **facts)

    def _known_note(self, master_class: MasterClass) -> ClassNote | None:
        written = self.told.get("created_at")
        same = master_class.notes.alive().filter(team=self.team, created_at=written) if written else None
        return (same and same.first()) or super()._known_note(master_class)

    def _new_note(self, master_class: MasterClass, **told: Any) -> ClassNote:
        return super()._new_note(master_class, **(told | {"title": ""} | self.told | {"author": self.author}))


class OwnRows(RowWriter):
    def __init__(self, writing: OwnWriting, place: Place) -> None:
        self.of = writing
        self.accepted: dict[int, Question] = {}  # those that have their accepted answer
        super().__init__(writing.session, place, writing.team, writing.by, writing.report, writing.seats)

    # --- where nothing can stand but questions and learnings ---------------------------------------------------------
    @property
    def is_loose(self) -> bool:
        return not (self.place.meeting or self.place.note)

    def _rows(self, noun: str) -> Any:
        if not self.is_loose:
            return super()._rows(noun)
        where = {"meeting": None, "class_note": None} if noun == "questions" else {"meeting": None}
        return getattr(self.team, noun).alive().filter(**where)

    def _title_of(self, review: drafts.Review) -> str:
        """With every space in it, as it was written here."""
        try:
            return Review._meta.get_field("title").clean(review.title, None)
        except ValidationError:
            return super()._title_of(review)

    def _write_review(self, review: drafts.Review) -> None:
        super()._write_review(review) if not self.is_loose else self._tell_loss(review)

    def _write_action_item(self, item: drafts.ActionItem) -> None:
        super()._write_action_item(item) if not self.is_loose else self._tell_loss(item)

    def _write_agenda_item(self, item: drafts.AgendaItem) -> None:
        super()._write_agenda_item(item) if not self.is_loose else self._tell_loss(item)

    def _tell_loss(self, record: Any) -> None:
        told = {"line": record.lines[0]}
        self.report.remark(_("Line %(line)d stands in no meeting, so it became no row. The file is kept.") % told)

    # --- rows --------------------------------------------------------------------------------------------------------
    def _common(self, record: Any, confidence: str = "certain") -> dict[str, Any]:
        return super()._common(record, "certain")

    def _write_section(self, section: drafts.Section) -> None:
        if self.is_loose:
            self._tell_loss(section)
            return
        if not section.facts:  # somebody made it of another kind of row
            super()._write_section(section)
            return
        try:
            heading = Section._meta.get_field("heading").clean(section.heading, None)
        except ValidationError:
            super()._write_section(section)
            return
        kind = "" if section.kind == "other" else section.kind
        self._add_section(section, heading, section.body, section.level, kind)

    def _matching(self, record: Any, known: Known, is_same: IsSame, body: str, heading: str = "") -> Any | None:
        """First the one that was written at the same moment, whatever either says by now."""
        facts = getattr(record, "facts", {})
        written = moment(facts.get("created_at"))
        same = list(known.written_at(written)) if written else []
        exact = next((row for row in same if row.body == body), None)
        return (
            exact or (same[0] if len(same) == 1 else None) or super()._matching(record, known, is_same, body, heading)
        )

    def _make(self, noun: type, record: Any, **values: Any) -> Any:
        row = super()._make(noun, record, **{**values, **self._told(noun, record, values)})
        self._meet(record, row, LATER)
        if id(record) in self.of.as_words:
            self.of.words[id(row)] = self.of.as_words[id(record)]
        return row

    def _completed(self, record: Any, row: Any, **missing: Any) -> None:
        told = self._told(type(row), record, {})
        lacking = {name: value for name, value in told.items() if name not in STATES and not getattr(row, name)}
        super()._completed(record, row, **{**lacking, **missing})
        body = getattr(record, "body", None) or getattr(record, "feedback", None) or getattr(record, "text", "")
        if body.strip() and body != row.body and ".md" not in body:
            told = {"line": record.lines[0]}
            self.report.remark(_("What line %(line)d tells has another text here by now, which stays.") % told)
        self._meet(record, row, LATER - {"duplicate_of"}, STATES)  # somebody may have set them apart since

    def _told(self, noun: type, record: Any, values: dict[str, Any]) -> dict[str, Any]:
        """What the file tells of a row beside its text, as far as it fits."""
        facts = getattr(record, "facts", {})
        fields = self.of.fields.of(noun, facts, besides=UNTOLD)
        if noun in (ActionItem, AgendaItem):
            done_at = fields.get("done_at") or timezone.now()
            fields["done_at"] = done_at if facts.get("is_done") else None
        if noun is Question:
            fields["section"] = fields.get("section")
            if values.get("status", "open") != Question.Status.DEFERRED:
                fields.pop("deferred_to", None)
        if noun is Answer and "accepted_at" in fields and values and not self._may_be_accepted(values["question"]):
            del fields["accepted_at"]
        return fields

    def _may_be_accepted(self, question: Question) -> bool:
        """One answer of a question: the one that is so here, or the first that comes."""
        if id(question) not in self.accepted:
            self.accepted[id(question)] = question
            return question.pk is None or not question.answers.accepted().exists()
        return False

    def _meet(self, record: Any, row: models.Model, ties: set[str], besides: set[str] = frozenset()) -> None:
        """Remembers by its label what became of a record, and what it is tied to."""
        facts = getattr(record, "facts", {})
        if label := facts.get("label"):
            self.of.rows[str(label)] = row
        for name, rows in self.of.fields.many(type(row), facts, besides).items():
            self.ledger.link(row, name, rows)
        told = [name for name in ties if isinstance(facts.get(name), str) and hasattr(row, f"{name}_id")]
        merged_at = str(facts.get("merged_at") or "")
        self.of.ties += [(row, name, facts[name], merged_at) for name in told if not getattr(row, f"{name}_id")]

    def _section_above(self, line: int) -> Section | None:
        return None

    def _who_answered(self, question: drafts.Question, answer: drafts.Answer) -> tuple[str, list[Any]]:
        return str(answer.facts.get("speaker", "")), self.seats.seats(answer.by)

    def _write_answer(self, row: Question, question: drafts.Question, answer: drafts.Answer) -> Answer:
        written = super()._write_answer(row, question, answer)
        for comment in answer.comments:
            self._write_comment(written, comment)
        return written

    def _join_comments(self, known: Answer, answer: drafts.Answer) -> None:
        """Those that are new: what the file gives no moment of, as somebody wrote it there, is known by its words."""
        there = list(known.comments.alive()) if known.pk else []
        for comment in answer.comments:
            written = moment(comment.facts.get("created_at"))
            same = [row for row in there if row.created_at == written] if written else []
            same = same or [row for row in there if not written and folded(row.body) == folded(comment.body)]
            if same:
                there.remove(same[0])
                self._completed(comment, same[0])
            else:
                self._write_comment(known, comment)

    def _write_comment(self, answer: Answer, comment: drafts.Comment) -> None:
        self._make(Comment, comment, answer=answer, body=comment.body, **self._common(comment))
        self.report.created["comment"] += 1

    def _lecture(self, called: str | None) -> Lecture | None:
        return self.of.find(Lecture, called)

    def _noon(self) -> datetime.datetime:
        return super()._noon() if self.session.date else timezone.now()


class Ties:
    """Rows name rows, and texts lead to texts: of the same file, of files that came before, of those still to come."""

    def __init__(self, writing: OwnWriting) -> None:
        self.of, self.report, self.team = writing, writing.report, writing.team
        self.path = self.report.source.path
        self.texts: list[list[Any]] = []
        self.waiting: list[list[Any]] = []

    def tie(self) -> None:
        # What follows up on what decides whether two can be one.
        for told in sorted(self.of.ties, key=lambda told: told[1] == "duplicate_of"):
            self._tie(*told)
        for row in self.report.ledger.created:
            if ".md" in getattr(row, "body", "") and self._lead(row, self.path) is None:
                self.texts.append([LETTERS[type(row)], row.pk])
        if self.texts or self.waiting:
            self.report.own["waits"] = {"texts": self.texts, "ties": self.waiting}
        self._serve_those_that_waited()

    def _tie(self, row: models.Model, name: str, label: str, merged_at: str = "") -> None:
        other = self.of.rows.get(label) or self.of.elsewhere.labelled(label)
        named = type(row)._meta.get_field(name).related_model
        if isinstance(other, named) and other != row:
            self.report.ledger.change(row, **tie(row, name, other, merged_at))
        elif other is None:
            self.waiting.append([LETTERS[type(row)], row.pk, name, label, merged_at])

    def _lead(self, row: models.Model, path: str) -> bool | None:
        """Whether the text changed; None while it leads to a file that isn't here."""
        unknown = []

        def question(to: str, number: str) -> int | None:
            key = self._row(to, f"Q{number}", path)
            return unknown.append(to) if key is None else key

        def address(to: str, number: str) -> str | None:
            key = question(to, number) if number else None
            found = f"/questions/{key}/" if key else self._place(to, path) if not number else None
            return found or unknown.append(to)

        body = as_it_was(inward(self.of.words.get(id(row), row.body), path, question, address))
        is_changed = body != row.body and self.report.ledger.change(row, body=body)
        return None if unknown else is_changed

    def _row(self, to: str, label: str, path: str) -> int | None:
        if posixpath.basename(to) == posixpath.basename(self.path):
            row = self.of.rows.get(label)
        else:
            row = self.of.elsewhere.row(label, to)
        return row.pk if row else None

    def _place(self, to: str, path: str) -> str | None:
        if posixpath.basename(to) == posixpath.basename(self.path):
            return self.report.own.get("place") or None
        return self.of.elsewhere.place(to)

    def _serve_those_that_waited(self) -> None:
        imported = self.team.sources.filter(state=SourceDocument.State.IMPORTED, dialect=NAME)
        waiting = imported.filter(journal__own__has_key="waits").exclude(pk=self.report.source.pk)
        for source in waiting.only("pk", "path", "journal"):
            self._serve(source, source.journal["own"])

    def _serve(self, source: SourceDocument, own: dict[str, Any]) -> None:
        nouns = {letter: noun for noun, letter in LETTERS.items()}
        waits = own["waits"]
        for letter, pk in waits["texts"]:
            row = in_team(nouns[letter], self.team).filter(pk=pk).first()
            if row and posixpath.basename(self.path) in row.body:
                self._lead(row, source.path)
        for letter, pk, name, label, *more in waits["ties"]:
            row = in_team(nouns[letter], self.team).filter(pk=pk).first()
            if row and not getattr(row, f"{name}_id") and label in self.of.rows:
                self._tie(row, name, label, *more)
