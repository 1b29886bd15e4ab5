"""Drafts → records: the one place where parsing meets models. All of a note is written, or nothing."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from meetings.importers import draft as drafts
from meetings.importers.errors import UnreadableNote
from meetings.importers.note import read_note
from meetings.models import (
    ActionItem,
    Answer,
    Attendance,
    ClassNote,
    Learning,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    SourceDocument,
    Team,
    User,
)
from meetings.models.fields import BIDI_CONTROLS

_NO_DAY = gettext_noop("This note doesn't say on which day the meeting was. Tell the day, and import it again.")


@dataclass
class Report:
    """What an import did, and each guess and loss in a sentence."""

    path: str
    source: SourceDocument | None = None
    created: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    is_unchanged: bool = False


def read_for(team: Team, path: str, raw: bytes, held_on: datetime.date | None = None) -> drafts.Draft:
    """Reads a note of the team: a day without a year is taken to lie in the team's cohort."""
    cohort = team.cohort
    read = read_note(path, raw, cohort.starts_on.year, held_on)
    days = [session.date for session in read.sessions if session.date]
    if cohort.ends_on.year > cohort.starts_on.year and any(day < cohort.starts_on for day in days):
        later = read_note(path, raw, cohort.ends_on.year, held_on)
        fits = [session.date and cohort.starts_on <= session.date <= cohort.ends_on for session in later.sessions]
        return later if all(fits) else read
    return read


@transaction.atomic
def write(draft: drafts.Draft, raw: bytes, team: Team, by: User | None = None) -> Report:
    """Makes the records of a draft, unless the team has imported the same bytes before.

    Raises `UnreadableNote` with a sentence where a meeting has no day.
    """
    # Two imports of one note at the same time: the second waits here, then finds the first one's source.
    Team.objects.select_for_update().get(pk=team.pk)
    report = Report(draft.source.path)
    if known := SourceDocument.objects.of(team, raw).first():
        report.source, report.is_unchanged = known, True
        report.remarks.append(_("This file was imported before. Nothing was changed."))
        return report
    if any(session.date is None and not _is_class(session) for session in draft.sessions):
        raise UnreadableNote(_NO_DAY)
    report.source = _keep_source(draft, raw, team, by)
    for session in draft.sessions:
        _SessionWriter(session, team, by, report).write()
    report.source.report = _report_json(draft, report)
    report.source.save(update_fields=["report"])
    return report


def _is_class(session: drafts.Session) -> bool:
    return session.kind == "master_class" or (session.kind == "special" and bool(session.speakers))


def _keep_source(draft: drafts.Draft, raw: bytes, team: Team, by: User | None) -> SourceDocument:
    front_matter = draft.to_json()["front_matter"]
    return SourceDocument.objects.create(
        team=team,
        path=_kept_path(draft.source.path),
        raw=raw,
        dialect=draft.source.dialect,
        front_matter=front_matter["fields"] if front_matter else {},
        imported_by=by,
    )


def _kept_path(path: str) -> str:
    """The path as a team would know it: where the file lay on somebody's machine is nobody's business."""
    return (PurePath(path).name if PurePath(path).is_absolute() else path)[-500:]


def _report_json(draft: drafts.Draft, report: Report) -> dict[str, Any]:
    told = draft.to_json()
    return {
        "created": dict(report.created),
        "remarks": report.remarks,
        "problems": told["problems"],
        "unplaced": told["unplaced"],
        "fields": [field for session in told["sessions"] for field in session["fields"]],
    }


def _shown(text: str, length: int) -> str:
    """One line that fits its column, without characters that turn the text around it."""
    return " ".join("".join(char for char in text if char not in BIDI_CONTROLS).split())[:length].strip()


class _Seats:
    """The team's people: found by name, alias or given name, else given a seat that waits to be claimed."""

    def __init__(self, team: Team, report: Report) -> None:
        self.team, self.report = team, report
        self.members = list(team.members.all())

    def find(self, name: str) -> Member | None:
        exact = [member for member in self.members if member.name == name]
        called = exact or [member for member in self.members if member.goes_by(name)]
        return called[0] if len(called) == 1 else None

    def seat(self, written: str) -> Member | None:
        name = _shown(re.sub(r"[^\w\s.@-]", "", written), 80)  # 민한🦝 is 민한
        if not name:
            return None
        if found := self.find(name):
            return found
        aliases = [written] if written != name else []
        member = Member.objects.create(team=self.team, name=name, aliases=aliases)
        self.members.append(member)
        self.report.created["member"] += 1
        self.report.remarks.append(_("%(name)s was unknown and got a seat that can be claimed.") % {"name": name})
        return member

    def seats(self, names: list[str]) -> list[Member]:
        return [member for name in names if (member := self.seat(name))]


class _SessionWriter:
    """Writes one session: to its meeting, or to a note of its class."""

    def __init__(self, session: drafts.Session, team: Team, by: User | None, report: Report) -> None:
        self.session, self.team, self.by, self.report = session, team, by, report
        self.seats = _Seats(team, report)
        self.meeting: Meeting | None = None
        self.note: ClassNote | None = None
        self.first_order = 0

    def write(self) -> None:
        # Full names first, so that the given names in the questions find them.
        people = [*(self.session.attendees or []), self.session.moderator, self.session.scribe]
        for name in filter(None, people):
            self.seats.seat(name)
        if _is_class(self.session):
            self._open_note()
        else:
            self._open_meeting()
            self._mark_attendance()
        self._write_sections()
        self._write_rows()
        self._write_questions()
        self._keep_resources()

    # --- where it belongs --------------------------------------------------------------------------------------------
    def _open_meeting(self) -> None:
        session = self.session
        there = self._meeting_of_that_day()
        if there:
            self.meeting = there
            told = {"day": f"{there.held_on:%Y-%m-%d}"}
            self.report.remarks.append(_("The meeting of %(day)s was there already; the note was added to it.") % told)
            self.first_order = 1 + max(
                rows.aggregate(last=Max("order"))["last"] or 0
                for rows in (there.sections, there.questions, there.reviews, there.learnings, there.action_items)
            )
        else:
            self.meeting = Meeting(team=self.team, held_on=session.date, kind=session.kind, **self._provenance(session))
            self.report.created["meeting"] += 1
        self._fill_meeting()

    def _meeting_of_that_day(self) -> Meeting | None:
        if self.session.kind != "daily":
            return None
        return self.team.meetings.alive().daily().on(self.session.date).first()

    def _fill_meeting(self) -> None:
        """What the meeting does not say yet; what somebody wrote there stays."""
        session, meeting = self.session, self.meeting
        meeting.title = meeting.title or _shown(session.title, 200)
        meeting.moderator = meeting.moderator or (self.seats.seat(session.moderator) if session.moderator else None)
        meeting.scribe = meeting.scribe or (self.seats.seat(session.scribe) if session.scribe else None)
        if session.starts_at and not meeting.starts_at:
            meeting.starts_at = datetime.time.fromisoformat(session.starts_at)
            ends_at = datetime.time.fromisoformat(session.ends_at) if session.ends_at else None
            meeting.ends_at = ends_at if ends_at and ends_at > meeting.starts_at else None
        meeting.save()

    def _open_note(self) -> None:
        master_class = self._find_class() or self._create_class()
        author = self.team.members.filter(user=self.by).first() if self.by else None
        self.note = ClassNote.objects.create(
            master_class=master_class,
            team=self.team,
            author=author,
            title=_shown(self.session.title, 200),
            **self._provenance(self.session),
        )
        self.report.created["class note"] += 1

    def _find_class(self) -> MasterClass | None:
        """The same day and a common speaker, or the same title where the note tells no day."""
        session = self.session
        classes = MasterClass.objects.alive().filter(cohort=self.team.cohort, held_on=session.date)
        for known in classes:
            same_title = known.title.casefold() == _shown(session.title, 200).casefold()
            same_speaker = session.date is not None and set(known.speakers) & set(session.speakers)
            if same_title or same_speaker:
                told = {"title": known.title}
                self.report.remarks.append(_("The note was added to the class “%(title)s”.") % told)
                return known
        return None

    def _create_class(self) -> MasterClass:
        self.report.created["master class"] += 1
        title = _shown(self.session.title, 200) or ", ".join(self.session.speakers)[:200] or _("Master class")
        speakers = [_shown(name, 80) for name in self.session.speakers]
        return MasterClass.objects.create(
            cohort=self.team.cohort, title=title, speakers=speakers, held_on=self.session.date
        )

    def _mark_attendance(self) -> None:
        for member in self.seats.seats(self.session.attendees or []):
            _row, is_new = Attendance.objects.get_or_create(meeting=self.meeting, member=member)
            self.report.created["attendance"] += is_new

    # --- rows --------------------------------------------------------------------------------------------------------
    def _provenance(self, record: Any, confidence: str = "certain") -> dict[str, Any]:
        first, last = record.lines
        return {
            "source": self.report.source,
            "source_first_line": first,
            "source_last_line": last,
            "confidence": confidence,
        }

    def _common(self, record: Any, confidence: str = "likely") -> dict[str, Any]:
        order = self.first_order + record.lines[0]
        return {"order": order, "typed_by": self.by, **self._provenance(record, confidence)}

    def _place(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "class_note": self.note}

    def _is_there(self, rows: Any, **same: str) -> bool:
        """The same words stand in the meeting already: another person's note of it was imported before."""
        if not self.first_order or not rows.alive().filter(**same).exists():
            return False
        self.report.created["already there"] += 1
        return True

    def _write_sections(self) -> None:
        self.sections: list[tuple[int, Section]] = []
        for section in self.session.sections:
            heading, body = _shown(section.heading, 300), section.body
            if len(section.heading) > len(heading) + 20:
                body = f"{section.heading}\n\n{body}"  # too long for a heading, so that nothing of it is lost
            if self.meeting and self._is_there(self.meeting.sections, heading=heading, body=body):
                continue
            self._add_section(section, heading, body, level=max(section.level, 1), kind=section.kind)

    def _add_section(self, record: Any, heading: str, body: str, level: int = 3, kind: str = "other") -> None:
        kind = "" if kind == "other" else kind
        row = Section.objects.create(
            heading=heading, body=body, level=level, kind=kind, **self._place(), **self._common(record, "certain")
        )
        self.sections.append((record.lines[0], row))
        self.report.created["section"] += 1

    def _write_rows(self) -> None:
        writers = (
            (self.session.reviews, self._write_review),
            (self.session.learnings, self._write_learning),
            (self.session.action_items, self._write_action_item),
        )
        for records, write_one in writers:
            for record in records:
                write_one(record)

    def _write_review(self, review: drafts.Review) -> None:
        title = _shown(review.title, 300)
        if self.note:
            self._add_section(review, title, review.feedback, kind="review")
        elif not self._is_there(self.meeting.reviews, title=title, body=review.feedback):
            row = Review.objects.create(
                meeting=self.meeting,
                subject=review.subject,
                title=title,
                body=review.feedback,
                **self._common(review),
            )
            row.presenters.set(self.seats.seats(review.presenters))
            self.report.created["review"] += 1

    def _write_learning(self, learning: drafts.Learning) -> None:
        if self.note:
            self._add_section(learning, "", learning.body, kind="learning")
        elif not self._is_there(self.meeting.learnings, body=learning.body):
            Learning.objects.create(
                team=self.team,
                meeting=self.meeting,
                body=learning.body,
                created_at=self._noon(),
                **self._common(learning, "certain"),
            )
            self.report.created["learning"] += 1

    def _write_action_item(self, item: drafts.ActionItem) -> None:
        if self.note:
            self._add_section(item, "", item.text, kind="action")
        elif not self._is_there(self.meeting.action_items, body=item.text):
            row = ActionItem.objects.create(meeting=self.meeting, body=item.text, due_on=item.due, **self._common(item))
            row.owners.set(self.seats.seats(item.owners))
            self.report.created["action item"] += 1

    # --- questions ---------------------------------------------------------------------------------------------------
    def _write_questions(self) -> None:
        for question in self.session.questions:
            if self.meeting and self._is_there(self.meeting.questions, body=question.body):
                continue
            row = Question.objects.create(
                team=self.team,
                body=question.body,
                audience=question.audience,
                status=question.status,
                asked_at=self._noon(),
                lecture=self._lecture(question.lecture),
                section=self._section_above(question.lines[0]),
                **self._place(),
                **self._common(question, question.confidence),
            )
            row.asked_by.set(self.seats.seats(question.asked_by))
            self.report.created["question"] += 1
            for answer in question.answers:
                self._write_answer(row, question, answer)

    def _noon(self) -> datetime.datetime:
        """Noon of the session's day where the cohort is; notes don't tell hours."""
        zone = self.team.cohort.zone
        if self.session.date is None:
            return datetime.datetime.now(zone)
        return datetime.datetime.combine(self.session.date, datetime.time(12), zone)

    def _lecture(self, called: str | None) -> Lecture | None:
        number = re.match(r"\d+", called or "")
        if not number:
            return None
        lecture, is_new = Lecture.objects.get_or_create(cohort=self.team.cohort, number=int(number[0]))
        self.report.created["lecture"] += is_new
        return lecture

    def _section_above(self, line: int) -> Section | None:
        above = [section for first, section in self.sections if first <= line]
        return above[-1] if above else None

    def _write_answer(self, row: Question, question: drafts.Question, answer: drafts.Answer) -> None:
        guests = [name for name in answer.by if name in self.session.speakers]
        if question.audience != "team":
            guests += [name for name in answer.by if name not in guests and not self.seats.find(name)]
        speaker = _shown(", ".join(guests), 80)
        common = self._common(answer, question.confidence)
        written = Answer.objects.create(question=row, body=answer.body, speaker=speaker, **common)
        written.answered_by.set(self.seats.seats([name for name in answer.by if name not in guests]))
        self.report.created["answer"] += 1

    def _keep_resources(self) -> None:
        for resource in self.session.resources:
            if len(resource.url) > 2000:
                self.report.remarks.append(
                    _("A link in line %(line)d is too long to keep.") % {"line": resource.lines[0]}
                )
                continue
            title = _shown(resource.title, 300)
            row, is_new = Resource.objects.get_or_create(team=self.team, url=resource.url, defaults={"title": title})
            self.report.created["resource"] += is_new
            if self.meeting:
                row.meetings.add(self.meeting)
            else:
                row.class_notes.add(self.note)
