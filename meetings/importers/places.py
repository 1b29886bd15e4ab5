"""Where a session's records go: to the meeting of its day or to a note of its class, a new one or one that is there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from meetings.importers import draft as drafts
from meetings.importers.drafts_json import LOOSE
from meetings.importers.report import Report, shown
from meetings.importers.seats import Seats
from meetings.models import ClassNote, MasterClass, Meeting, Resource, Team, User


@dataclass
class Place:
    """A meeting or a note of a class."""

    meeting: Meeting | None = None
    note: ClassNote | None = None
    is_new: bool = True

    @property
    def keys(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "class_note": self.note}

    def one_change(self) -> AbstractContextManager:
        """All that a note brings is one change of the minutes, counted once."""
        return self.meeting.one_revision() if self.meeting else nullcontext()

    def marked(self) -> set[int]:
        """Whose attendance is known there."""
        return set() if self.is_new else set(self.meeting.attendances.values_list("member", flat=True))

    def next_order(self) -> int:
        """Where rows that are added below the ones there begin; 0 in a new place."""
        if self.is_new:
            return 0
        there, nouns = self.note, ("sections", "questions")
        if self.meeting:
            there = self.meeting
            nouns += ("reviews", "learnings", "action_items", "agenda_items")
        if there is None:
            return 0
        last = [getattr(there, noun).aggregate(last=Max("order"))["last"] or 0 for noun in nouns]
        return 1 + max(last)


def needs_day(session: drafts.Session) -> bool:
    """A meeting does; a class may have none, and what was asked in neither has no use for one."""
    return not is_class(session) and session.kind != LOOSE


def is_class(session: drafts.Session) -> bool:
    return session.kind == "master_class" or (session.kind == "special" and bool(session.speakers))


def open_place(session: drafts.Session, team: Team, by: User | None, report: Report, seats: Seats) -> Place:
    if is_class(session):
        return ClassPlace(session, team, by, report).open()
    return open_meeting(session, team, report, seats, known_meeting(session, team, report))


# --- meetings --------------------------------------------------------------------------------------------------------
def open_meeting(
    session: drafts.Session, team: Team, report: Report, seats: Seats, meeting: Meeting | None, **facts: Any
) -> Place:
    """`meeting` where it is there already; else a new one, with `facts` that other notes don't tell."""
    place = Place(meeting, is_new=meeting is None)
    if meeting:
        told = {"day": f"{meeting.held_on:%Y-%m-%d}"}
        report.remark(_("The meeting of %(day)s was there already; the note was added to it.") % told)
    else:
        told = {"held_on": session.date, "kind": session.kind, **facts, **report.provenance(session)}
        place.meeting = Meeting(team=team, **told)
        report.created["meeting"] += 1
    _fill(place.meeting, session, report, seats)
    if meeting:
        report.ledger.save(meeting)
    else:
        report.ledger.keep(place.meeting)
    return place


def known_meeting(session: drafts.Session, team: Team, report: Report) -> Meeting | None:
    """A day has one daily meeting; of another kind it may have several, told apart by title and file."""
    that_day = team.meetings.alive().on(session.date).filter(kind=session.kind)
    if session.kind == "daily":
        return that_day.first()
    same = Q(source__path=report.source.path)
    if title := shown(session.title, 200):
        same |= Q(title__iexact=title)
    return that_day.filter(same).first()


def _fill(meeting: Meeting, session: drafts.Session, report: Report, seats: Seats) -> None:
    """What the meeting does not say yet; what somebody wrote there stays."""
    meeting.title = meeting.title or shown(session.title, 200)
    meeting.moderator = meeting.moderator or (seats.seat(session.moderator) if session.moderator else None)
    meeting.scribe = meeting.scribe or (seats.seat(session.scribe) if session.scribe else None)
    _fill_hours(meeting, session, report)


def _fill_hours(meeting: Meeting, session: drafts.Session, report: Report) -> None:
    starts_at = datetime.time.fromisoformat(session.starts_at) if session.starts_at else None
    ends_at = datetime.time.fromisoformat(session.ends_at) if session.ends_at else None
    day = f"{meeting.held_on:%Y-%m-%d}"
    if starts_at and not meeting.starts_at:
        if meeting.ends_at and meeting.ends_at <= starts_at:
            told = {"day": day, "hour": session.starts_at}
            report.remark(
                _("The meeting of %(day)s can't begin at %(hour)s, after its end; the beginning was left out.") % told
            )
            return
        meeting.starts_at = starts_at
    if ends_at and meeting.starts_at and not meeting.ends_at:
        if ends_at <= meeting.starts_at:
            told = {"day": day, "hour": session.ends_at}
            report.remark(
                _("The meeting of %(day)s can't end at %(hour)s, before it begins; the end was left out.") % told
            )
            return
        meeting.ends_at = ends_at


# --- classes ---------------------------------------------------------------------------------------------------------
class ClassPlace:
    def __init__(self, session: drafts.Session, team: Team, by: User | None, report: Report) -> None:
        self.session, self.team, self.report = session, team, report
        self.title = shown(session.title, 200)
        self.speakers = [shown(name, 80) for name in session.speakers]
        self.author = team.members.filter(user=by).first() if by else None

    def open(self) -> Place:
        master_class = self._known_class() or self._new_class()
        if note := self._known_note(master_class):
            told = {"title": note.title or master_class.title}
            self.report.remark(_("The note “%(title)s” was there already; what is new was added to it.") % told)
            return Place(note=note, is_new=False)
        return Place(note=self._new_note(master_class, author=self.author, title=self.title))

    def _new_note(self, master_class: MasterClass, **told: Any) -> ClassNote:
        self.report.created["class note"] += 1
        told |= self.report.provenance(self.session)
        return self.report.ledger.create(ClassNote, master_class=master_class, team=self.team, **told)

    def _known_class(self) -> MasterClass | None:
        """The same day and a title or speaker in common; where one of them tells no day, both title and speaker."""
        day = self.session.date
        classes = list(MasterClass.objects.alive().filter(cohort=self.team.cohort))
        for known in classes:
            if known.held_on == day and (self._same_title(known) if day is None else self._alike(known)):
                self.report.remark(_("The note was added to the class “%(title)s”.") % {"title": known.title})
                return known
        undated = [c for c in classes if (c.held_on is None) != (day is None)]
        same = [known for known in undated if known.title.casefold() == self.title.casefold() and self._shared(known)]
        return self._across_days(same[0]) if len(same) == 1 else None

    def _alike(self, known: MasterClass) -> bool:
        return known.title.casefold() == self.title.casefold() or self._shared(known)

    def _same_title(self, known: MasterClass) -> bool:
        """Two without a day: the title has to do where neither names a speaker."""
        unnamed = not known.speakers and not self.speakers
        return known.title.casefold() == self.title.casefold() and (self._shared(known) or unnamed)

    def _shared(self, known: MasterClass) -> bool:
        return bool(set(known.speakers) & set(self.speakers))

    def _across_days(self, known: MasterClass) -> MasterClass:
        told = {"title": known.title}
        self.report.remark(
            _("A day is missing, so the class “%(title)s” was recognised by its title and a speaker.") % told
        )
        if known.held_on is None:
            self.report.ledger.change(known, held_on=self.session.date)
        return known

    def _new_class(self) -> MasterClass:
        self.report.created["master class"] += 1
        title = self.title or ", ".join(self.speakers)[:200] or _("Master class")
        return self.report.ledger.create(
            MasterClass, cohort=self.team.cohort, title=title, speakers=self.speakers, held_on=self.session.date
        )

    def _known_note(self, master_class: MasterClass) -> ClassNote | None:
        """An older state of the same note: two of its file, its title and its words are the same.

        Two people's notes may well have one title or lie in files of one name, and then they lie side by side.
        """
        notes = master_class.notes.alive().filter(team=self.team)
        if self.author:
            notes = notes.filter(Q(author=self.author) | Q(author=None))
        for note in notes.select_related("source").defer("source__raw"):
            same_path = bool(note.source) and note.source.path == self.report.source.path
            same_title = note.title.casefold() == self.title.casefold()
            if (same_path and same_title) or ((same_path or same_title) and self._has_words_of(note)):
                return note
        return None

    def _has_words_of(self, note: ClassNote) -> bool:
        asked = {question.body for question in self.session.questions}
        told = {section.body for section in self.session.sections if section.body.strip()}
        return (
            note.questions.alive().filter(body__in=asked).exists()
            or note.sections.alive().filter(body__in=told).exists()
        )


# --- links -----------------------------------------------------------------------------------------------------------
def keep_resources(told: Iterable[dict[str, Any]], place: Place, team: Team, report: Report) -> None:
    """A team keeps each link once, with everywhere it came across it. `told`: the fields of each, for a new one."""
    told = list(told)
    urls = [fields["url"] for fields in told]
    there = {row.url: row for row in Resource.objects.filter(team=team, url__in=urls).order_by()} if told else {}
    for fields in told:
        url = fields["url"]
        if url not in there:
            there[url] = report.ledger.create(Resource, team=team, **fields)
            report.created["resource"] += 1
        for relation, here in (("meetings", place.meeting), ("class_notes", place.note)):
            report.ledger.link(there[url], relation, [here] if here else [])
