"""Rows of our own files → rows of the database, in the order of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.importers.peersession import Leaf, Row
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Attendance,
    ClassNote,
    Comment,
    Learning,
    MasterClass,
    Meeting,
    Question,
    Resource,
    Review,
    Section,
)
from meetings.models.facts import FACTS

# Kind of row in a file → its noun, and where the front matter has its facts.
NOUNS: dict[str, tuple[type[models.Model], str]] = {
    "agenda": (AgendaItem, "agenda"),
    "actions": (ActionItem, "actions"),
    "review": (Review, "reviews"),
    "learnings": (Learning, "learnings"),
    "question": (Question, "questions"),
    "answer": (Answer, "answers"),
    "comment": (Comment, "comments"),
    "section": (Section, "sections"),
    "text": (Section, "sections"),
}
# Sections and reviews first: questions and learnings name them, wherever they stand in the file.
FIRST = ("section", "text", "review")
NEEDS_TEXT = (Question, Answer, Comment, Learning)


class RowsOfFile:
    def __init__(self, restoration: Any) -> None:
        self.of = restoration
        self.fields = restoration.fields
        self.team = restoration.team

    # --- files -------------------------------------------------------------------------------------------------------
    def take_meeting(self, path: str, leaf: Leaf) -> None:
        fields = self.fields.of(Meeting, leaf.facts.get("meeting"))
        if "held_on" not in fields:
            self.remark(_("%(file)s doesn't say on which day the meeting was, so it was left out."), file=path)
            return
        if not self.of.is_new:
            fields.pop("finalised_at", None)
            if self._is_known(fields):
                self.remark(_("The meeting in %(file)s was there already; nothing of it was changed."), file=path)
                return
        meeting = self._saved(Meeting(team=self.team, **fields), path)
        if meeting is None:
            return
        self.of.places[path] = meeting.get_absolute_url()
        self._attendance(meeting, leaf)
        together = leaf.facts.get("together_with")
        if self.of.is_new and isinstance(together, list):
            self.of.joint.append((meeting, [str(name) for name in together]))
        self._links(leaf, lambda row: row.meetings.add(meeting))
        self._rows(path, leaf, {"meeting": meeting})

    def take_note(self, path: str, leaf: Leaf) -> None:
        told = self.fields.of(MasterClass, leaf.facts.get("class"))
        fields = self.fields.of(ClassNote, leaf.facts.get("class_note"))
        if not told.get("title"):
            self.remark(_("%(file)s doesn't say of which class the note is, so it was left out."), file=path)
            return
        master_class = self._class(told)
        same = {"title": fields.get("title", ""), "author": fields.get("author")}
        if not self.of.is_new and master_class.notes.alive().filter(team=self.team, **same).exists():
            self.remark(_("The note in %(file)s was there already; nothing of it was changed."), file=path)
            return
        note = self._saved(ClassNote(master_class=master_class, team=self.team, **fields), path)
        if note is None:
            return
        self.of.places[path] = note.get_absolute_url()
        self._links(leaf, lambda row: row.class_notes.add(note))
        self._rows(path, leaf, {"class_note": note})

    def take_loose(self, path: str, leaf: Leaf) -> None:
        self._rows(path, leaf, {})

    def _is_known(self, fields: dict[str, Any]) -> bool:
        kind = fields.get("kind", Meeting.Kind.DAILY)
        same = self.team.meetings.alive().on(fields["held_on"]).filter(kind=kind)
        return (same if kind == Meeting.Kind.DAILY else same.filter(title=fields.get("title", ""))).exists()

    def _class(self, told: dict[str, Any]) -> MasterClass:
        """The one with the very same facts: several notes tell of it."""
        empty = {name: MasterClass._meta.get_field(name).get_default() for name in FACTS[MasterClass]}
        known = empty | told
        same = MasterClass.objects.alive().filter(cohort=self.of.cohort)
        exact = {f"{k}__isnull" if v is None else k: True if v is None else v for k, v in known.items()}
        if found := same.filter(**exact).order_by("pk").first():
            return found
        self.of.report.created["masterclass"] += 1
        return MasterClass.objects.create(cohort=self.of.cohort, **told)

    # --- rows --------------------------------------------------------------------------------------------------------
    def _rows(self, path: str, leaf: Leaf, place: dict[str, Any]) -> None:
        for text in leaf.lost:
            self.remark(_("%(file)s: a text belongs to no row and was left out: %(text)s"), file=path, text=text[:80])
        ordered = list(enumerate(leaf.rows, 1))
        first = [pair for pair in ordered if pair[1].kind in FIRST]
        for order, row in first + [pair for pair in ordered if pair[1].kind not in FIRST]:
            self._row(path, leaf, row, {**place, "order": order})

    def _row(self, path: str, leaf: Leaf, row: Row, keys: dict[str, Any]) -> models.Model | None:
        noun, table = NOUNS[row.kind]
        keys = {key: value for key, value in keys.items() if _has(noun, key)}
        if noun in (Question, Learning):
            keys["team"] = self.team
        if row.kind == "answer" and "question" not in keys:
            self.remark(_("%(file)s: an answer stands before every question and was left out."), file=path)
            return None
        if row.kind == "comment" and "answer" not in keys:
            self.remark(_("%(file)s: a comment stands below no answer and was left out."), file=path)
            return None
        told = leaf.facts.get(table)
        told = told.get(row.label, {}) if isinstance(told, dict) and row.label else {}
        fields = self.fields.of(noun, told) | keys
        body, late = self.of.text(row.body, path)
        if noun in NEEDS_TEXT and not body.strip():
            return None
        made = noun(body=body, typed_by=self.of.by, **_in_text(noun, row, fields, self.of.is_new))
        if noun is Learning and row.under and "review" not in fields:
            made.review = self.of.find(Review, row.under)
        if not self.of.is_new and not keys.get("meeting") and self._is_there(noun, made):
            return None
        if self._saved(made, path) is None:
            return None
        for name, rows in self.fields.many(noun, told).items():
            getattr(made, name).set(rows)
        self.of.later(made, row.label, path, late, told)
        for order, below in enumerate(row.below, 1):
            self._row(path, leaf, below, {made.route: made, "order": order})
        return made

    def _is_there(self, noun: type[models.Model], made: models.Model) -> bool:
        """What hangs on no meeting, in a team that had it before."""
        loose = {"meeting": None, "class_note": None} if noun is Question else {"meeting": None}
        is_loose = noun in (Question, Learning) and getattr(made, "class_note_id", None) is None
        return is_loose and noun.objects.alive().filter(team=self.team, body=made.body, **loose).exists()

    def _attendance(self, meeting: Meeting, leaf: Leaf) -> None:
        told = leaf.facts.get("attendance")
        for name, facts in told.items() if isinstance(told, dict) else ():
            member = self.of.person(str(name))
            if member is not None:
                fields = self.fields.of(Attendance, facts if isinstance(facts, dict) else {"state": facts})
                Attendance.objects.get_or_create(meeting=meeting, member=member, defaults=fields)

    def _links(self, leaf: Leaf, keep: Callable[[Resource], None]) -> None:
        links = leaf.facts.get("links")
        for url in links if isinstance(links, (list, dict)) else ():
            if row := Resource.objects.filter(team=self.team, url=str(url)).first():
                keep(row)

    def _saved(self, row: models.Model, path: str) -> models.Model | None:
        """The row, once it keeps the rules of its noun; else a remark says which it broke."""
        try:
            row.clean_fields(exclude=[f.name for f in row._meta.fields if f.is_relation or f.name in _RENDERED])
            row.validate_constraints()
        except ValidationError as error:
            why = " ".join(error.messages)
            self.remark(_("%(file)s: a row was left out. %(why)s"), file=path, why=why)
            return None
        row.save()
        self.of.report.created[row._meta.model_name] += 1
        return row

    def remark(self, sentence: str, **told: str) -> None:
        self.of.report.remark(sentence % told)


_RENDERED = ("body_html", "body_text")


def _has(noun: type[models.Model], name: str) -> bool:
    return name in {field.name for field in noun._meta.concrete_fields}


def _in_text(noun: type[models.Model], row: Row, fields: dict[str, Any], is_new: bool) -> dict[str, Any]:
    """Fields together with what the text itself says: headings, levels, ticks."""
    if noun is Section and row.kind == "section":
        return {"heading": row.heading, "level": row.level} | fields
    if noun is Review:
        return {"title": row.heading or "…"} | fields
    if noun in (AgendaItem, ActionItem):
        done_at = fields.get("done_at") or timezone.now()
        return {**fields, "done_at": done_at if row.is_ticked else None}
    if noun in (Answer, Comment) and not is_new:
        return {name: value for name, value in fields.items() if name not in ("endorsed_at", "endorses")}
    return fields
