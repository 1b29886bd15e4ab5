"""Drafts → records: the one place where parsing meets models. All of a note is written, or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from meetings.importers import draft as drafts
from meetings.importers import own_draft
from meetings.importers.attaching import Pictures
from meetings.importers.draft import plain
from meetings.importers.errors import UnreadableNote
from meetings.importers.joining import RowWriter
from meetings.importers.note import read_note
from meetings.importers.own_home import at_home, source_pictures
from meetings.importers.own_writing import OwnWriting
from meetings.importers.places import Place, keep_resources, needs_day, open_place
from meetings.importers.reading import read_text
from meetings.importers.renderings import rendered_texts
from meetings.importers.report import Report, shown
from meetings.importers.seats import Seats
from meetings.models import Attendance, SourceDocument, Team, User
from meetings.models.rows import Row
from meetings.rendering import Rendered, find_references

__all__ = ["Report", "read_for", "require_days", "write"]

_NO_DAY = gettext_noop("This note doesn't say on which day the meeting was. Tell the day, and import it again.")
_GONE = gettext_noop("Somebody has just decided otherwise about this note, so nothing was made of it.")


def read_for(
    team: Team,
    path: str,
    raw: bytes,
    held_on: datetime.date | None = None,
    properties: Mapping[str, str] | None = None,
) -> drafts.Draft:
    """Reads a note of the team: a day without a year is taken to lie in the team's cohort."""
    cohort = team.cohort
    known = tuple(team.members.values_list("name", flat=True))
    read = read_note(path, raw, cohort.starts_on.year, held_on, known, properties)
    if read.source.dialect == own_draft.NAME:
        return at_home(read, team)
    days = [session.date for session in read.sessions if session.date]
    if cohort.ends_on.year > cohort.starts_on.year and any(day < cohort.starts_on for day in days):
        later = read_note(path, raw, cohort.ends_on.year, held_on, known, properties)
        fits = [session.date and cohort.starts_on <= session.date <= cohort.ends_on for session in later.sessions]
        return later if all(fits) else read
    return read


def require_days(draft: drafts.Draft) -> None:
    """Raises `UnreadableNote` where a meeting has no day."""
    if any(session.date is None and needs_day(session) for session in draft.sessions):
        raise UnreadableNote(_NO_DAY)


def write(
    draft: drafts.Draft,
    raw: bytes,
    team: Team,
    by: User | None = None,
    pictures: Pictures | None = None,
    waiting: SourceDocument | None = None,
) -> Report:
    """Makes the records of a draft, unless the team has imported the same bytes before.

    What takes time (pictures, rendering) is done before the one transaction, which then waits for nothing. Whoever
    gives pictures tells them to `settle` once all is committed, or to `discard` what a failed transaction had stored.
    Raises `UnreadableNote` with a sentence where a meeting has no day, and where the note that `waiting` is no longer
    waits: somebody has just refused it.
    """
    require_days(draft)
    if SourceDocument.objects.of(team, raw).filter(state=SourceDocument.State.IMPORTED).exists():
        return _write(draft, raw, team, by)
    if pictures:
        draft = pictures.prepare(draft, team, by)
    return _write(draft, raw, team, by, pictures, rendered_texts(draft), waiting)


@transaction.atomic
def _write(
    draft: drafts.Draft,
    raw: bytes,
    team: Team,
    by: User | None,
    pictures: Pictures | None = None,
    rendered: dict[str, Rendered] | None = None,
    waiting: SourceDocument | None = None,
) -> Report:
    # Two imports of one note at the same time: the second waits here, then finds the first one's source.
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    report = Report(draft.source.path)
    known = SourceDocument.objects.of(team, raw).first()
    if known and known.state == SourceDocument.State.IMPORTED:
        report.source, report.is_unchanged = known, True
        report.remarks.append(_("This file was imported before. Nothing was changed."))
        return report
    if waiting and waiting != known:
        raise UnreadableNote(_GONE)
    report.ledger.rendered = rendered or {}
    if pictures:
        pictures.store(report)
    report.source = _keep_source(known or SourceDocument(team=team, raw=raw), draft, by)
    if pictures:
        report.source.pictures.add(*pictures.attachments(draft))
    for session in draft.sessions:
        _write_session(session, team, by, report)
    if report.own:
        report.own["pictures"] = pictures.addresses(draft) if pictures else source_pictures(report.source)
    _link_texts(report)
    report.source.report, report.source.journal = _report_json(draft, report, raw), report.ledger.to_json()
    if report.own:
        report.source.journal["own"] = report.own
    report.source.save(update_fields=["report", "journal"])
    return report


def _keep_source(source: SourceDocument, draft: drafts.Draft, by: User | None) -> SourceDocument:
    """A new one, or one that waited for a person's decision."""
    source.path = source.path or _kept_path(draft.source.path)
    source.dialect, source.front_matter = (
        draft.source.dialect,
        plain(draft.front_matter.fields) if draft.front_matter else {},
    )
    source.state, source.imported_by, source.imported_at = SourceDocument.State.IMPORTED, by, timezone.now()
    source.save()
    return source


def _kept_path(path: str) -> str:
    """The path as a team would know it: where the file lay on somebody's machine is nobody's business."""
    return (PurePath(path).name if PurePath(path).is_absolute() else path)[-500:]


def _report_json(draft: drafts.Draft, report: Report, raw: bytes) -> dict[str, Any]:
    fields = [field for session in draft.sessions for field in session.fields]
    return {
        "created": dict(report.created),
        "remarks": report.remarks,
        "hints": report.hints(read_text(raw)[0].split("\n")),
        "problems": [plain(asdict(problem)) for problem in draft.problems],
        "unplaced": [plain(asdict(lines)) for lines in draft.unplaced],
        "fields": [plain(asdict(field)) for field in fields],
    }


def _write_session(session: drafts.Session, team: Team, by: User | None, report: Report) -> None:
    if session.facts:
        OwnWriting(session, team, by, report).write()
        return
    seats = Seats(team, report)
    # Full names first, so that the given names in the questions find them.
    people = [*(session.attendees or []), *session.attendance, session.moderator, session.scribe]
    for name in filter(None, people):
        seats.seat(name)
    place = open_place(session, team, by, report, seats)
    with place.one_change():
        if place.meeting:
            _mark_attendance(session, place, report, seats)
        RowWriter(session, place, team, by, report, seats).write()
        keep_resources(_links(session, report), place, team, report)
        report.ledger.store()


def _link_texts(report: Report) -> None:
    """Once more those texts that point at something: people and lectures may have come with later lines of the note."""
    for row in report.ledger.created:
        if isinstance(row, Row) and find_references(row.body):
            row.render_again()


def _mark_attendance(session: drafts.Session, place: Place, report: Report, seats: Seats) -> None:
    """Whoever is in the list already stays there as somebody marked it."""
    states = dict.fromkeys(session.attendees or [], "present") | session.attendance
    there = place.marked()
    for name, state in states.items():
        if (member := seats.seat(name)) and member.pk not in there:
            report.ledger.create(Attendance, meeting=place.meeting, member=member, state=state)
            report.created["attendance"] += 1
            there.add(member.pk)


def _links(session: drafts.Session, report: Report) -> Iterator[dict[str, Any]]:
    for resource in session.resources:
        if len(resource.url) > 2000:
            report.remark(_("A link in line %(line)d is too long to keep.") % {"line": resource.lines[0]})
        else:
            yield {"url": resource.url, "title": shown(resource.title, 300)}
