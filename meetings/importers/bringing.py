"""Notes of a zip or folder → records of a team, each note in a short transaction of its own.

A zip is brought in as a whole: all its notes are read before the first is written, and should one fail then, what the
others made is undone. A folder is many files, of which each stands for itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.utils.translation import gettext as _

from meetings.importers.attaching import Pictures
from meetings.importers.collection import Collection, Read, blank_page
from meetings.importers.draft import Draft
from meetings.importers.errors import UnreadableNote
from meetings.importers.report import Report
from meetings.importers.undoing import undo
from meetings.importers.writer import read_for, require_days, write
from meetings.models import Team, User

UNFORESEEN = (DatabaseError, ArithmeticError, ValueError)
Progress = Callable[[int, str], None]


@dataclass
class Brought:
    """What became of the notes: reports of those that were written, sentences of those that were refused."""

    reports: list[Report] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


class Bringing:
    def __init__(self, team: Team, by: User | None = None, held_on: datetime.date | None = None) -> None:
        self.team, self.by, self.held_on = team, by, held_on

    def read_one(self, path: str, raw: bytes, properties: Mapping[str, str]) -> Draft:
        return read_for(self.team, path, raw, self.held_on, properties)

    def bring(self, collection: Collection, progress: Progress, as_whole: bool) -> Brought:
        brought = Brought()
        if as_whole:
            brought.refusals = self._refusals(collection, progress)
        if not brought.refusals:
            self._write_all(collection, brought, progress, as_whole)
        brought.losses = [_told(loss) for loss in collection.losses()] + brought.losses
        return brought

    def _refusals(self, collection: Collection, progress: Progress) -> list[tuple[str, str]]:
        found = []
        for number, read in enumerate(collection.read(self.read_one), 1):
            progress(number, read.path)
            if (why := refusal_of(read)) and not blank_page(read):
                found.append((read.path, why))
        return found

    def _write_all(self, collection: Collection, brought: Brought, progress: Progress, as_whole: bool) -> None:
        pictures = Pictures(collection.archive.pictures, collection.archive.picture)
        for number, read in enumerate(collection.read(self.read_one), 1):
            progress(number, read.path)
            if blank := blank_page(read):
                brought.losses.append(_told(blank))
                continue
            try:
                brought.reports.append(self.write_one(read, pictures))
            except (UnreadableNote, *UNFORESEEN) as error:
                brought.refusals.append((read.path, sentence(error)))
                if as_whole:
                    self._take_back(brought)
                    return

    def write_one(self, read: Read, pictures: Pictures) -> Report:
        if read.refusal:
            raise read.refusal
        try:
            report = write(read.draft, read.raw, self.team, self.by, pictures)
        except BaseException:
            pictures.discard()
            raise
        pictures.settle()
        return report

    def _take_back(self, brought: Brought) -> None:
        for report in reversed(brought.reports):
            if report.source and not report.is_unchanged:
                undo(report.source, self.by)
        brought.reports.clear()


def refusal_of(read: Read) -> str | None:
    if read.refusal:
        return sentence(read.refusal)
    try:
        require_days(read.draft)
    except UnreadableNote as error:
        return sentence(error)
    return None


def sentence(error: Exception) -> str:
    if isinstance(error, UnreadableNote):
        return _(error.msgid) % error.values if error.values else _(error.msgid)
    why = " ".join(str(error).split())[:300] or type(error).__name__
    return _("This note can't be stored, so nothing of it was: %(why)s") % {"why": why}


def _told(loss) -> str:
    return f"{loss.path}: {_(loss.msgid) % loss.values if loss.values else _(loss.msgid)}"
