"""What making the records of a note would find there already. Nothing is written, and no lock is taken."""

from __future__ import annotations

import itertools
import time
from typing import Any

from django.db import models

from meetings.importers import draft as drafts
from meetings.importers.joining import RowWriter
from meetings.importers.ledger import Ledger, Values
from meetings.importers.own_writing import OwnRows, OwnWriting
from meetings.importers.places import open_place
from meetings.importers.report import Report
from meetings.importers.seats import Seats
from meetings.models import SourceDocument, User

SECONDS = 1.0  # of CPU; what was not compared by then counts as new


class Rehearsal(Ledger):
    """A ledger that keeps nothing: its rows have keys that no stored row has."""

    def __init__(self) -> None:
        super().__init__()
        self.until = time.thread_time() + SECONDS
        self.keys = itertools.count(-1, -1)
        self.got: dict[tuple[Any, ...], models.Model] = {}

    def keep(self, row: models.Model) -> Any:
        row.pk = next(self.keys)
        self.created.append(row)
        return row

    def get_or_create(self, noun: type[models.Model], defaults: Values | None = None, **known: Any) -> tuple[Any, bool]:
        key = (noun, *known.items())
        is_new = False
        if key not in self.got:
            found = noun._default_manager.filter(**known).first()
            is_new = found is None
            self.got[key] = found or self.create(noun, **known, **(defaults or {}))
        return self.got[key], is_new

    def change(self, row: models.Model, **values: Any) -> bool:
        differing = any(getattr(row, name) != value for name, value in values.items())
        for name, value in values.items():
            setattr(row, name, value)
        return differing

    def save(self, row: models.Model) -> bool:
        return False

    def link(self, row: models.Model, relation: str, others: list[Any]) -> None:
        pass


class _Late(Exception):
    pass


class _Comparing:
    def _matching(self, *told: Any) -> Any | None:
        if time.thread_time() > self.ledger.until:
            raise _Late
        return super()._matching(*told)


class _Rows(_Comparing, RowWriter):
    pass


class _OwnRows(_Comparing, OwnRows):
    pass


class _OwnWriting(OwnWriting):
    def write(self) -> None:
        _OwnRows(self, self._open()).write()


def rehearse(sessions: list[drafts.Session], note: SourceDocument, by: User) -> Report:
    """`there` of the report says which records of the sessions have a row already, and whether it lacks something."""
    report = Report(note.path, source=note, ledger=Rehearsal())
    try:
        for session in sessions:
            _rehearse(session, note, by, report)
    except _Late:
        pass
    return report


def _rehearse(session: drafts.Session, note: SourceDocument, by: User, report: Report) -> None:
    if session.facts:
        _OwnWriting(session, note.team, by, report).write()
        return
    seats = Seats(note.team, report)
    _Rows(session, open_place(session, note.team, by, report, seats), note.team, by, report, seats).write()
