"""Notes that somebody brings in with a browser: received at once, read in steps, decided on, made into records."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from meetings.importers.attaching import Pictures
from meetings.importers.deciding import Decisions, decide, is_likely, records
from meetings.importers.draft import Draft
from meetings.importers.errors import UnreadableNote
from meetings.importers.places import is_class
from meetings.importers.reading import read_text
from meetings.importers.report import Report
from meetings.importers.uploads import Upload
from meetings.importers.writer import read_for, write
from meetings.models import Import, SourceDocument, Team, User

State = SourceDocument.State


@transaction.atomic
def receive(team: Team, upload: Upload, by: User, name: str = "") -> Import:
    """Keeps the notes, unread. Those that the team has already, waiting or imported, are told and left out."""
    Team.objects.select_for_update().get(pk=team.pk)
    arrival = Import.objects.create(team=team, name=(name or upload.name)[:300], started_by=by)
    return add(arrival, upload)


@transaction.atomic
def add(arrival: Import, upload: Upload) -> Import:
    """More files of the same folder: browsers send large ones in parts. Returns the import as it is then.

    Its `known` are the notes that the team has already.
    """
    arrival = Import.objects.select_for_update().select_related("team").get(pk=arrival.pk)
    arrival.known = []
    for file in upload.notes():
        if known := SourceDocument.objects.of(arrival.team, file.raw).defer("raw", "draft").first():
            arrival.known.append(known)
            arrival.losses.append(_("%(path)s was brought in before.") % {"path": file.path})
            continue
        SourceDocument.objects.create(
            team=arrival.team,
            path=file.path[-500:],
            raw=file.raw,
            brought_in=arrival,
            state=State.UNREAD,
            imported_by=arrival.started_by,
        )
    arrival.losses += [f"{left.path}: {_(left.msgid) % left.values}" for left in upload.left_out]
    if pictures := upload.pictures_zip():
        _keep_pictures(arrival, pictures)
    arrival.save()
    return arrival


def _keep_pictures(arrival: Import, pictures: BytesIO) -> None:
    """Adds to the pictures that came before."""
    if arrival.archive:
        with arrival.archive.open() as known, zipfile.ZipFile(known) as there, zipfile.ZipFile(pictures, "a") as all_of:
            for name in set(there.namelist()) - set(all_of.namelist()):
                all_of.writestr(name, there.read(name))
    arrival.archive.save("pictures.zip", File(pictures), save=False)


def read_some(arrival: Import, seconds: float = 2.0) -> int:
    """Reads unread notes for about that long, at least one of them. Returns how many are left."""
    began = time.monotonic()
    with _pictures_of(arrival) as pictures:
        while note := arrival.notes.unread().select_related("team__cohort").order_by("pk").first():
            read(note, pictures)
            if time.monotonic() - began > seconds:
                break
    return arrival.notes.unread().count()


@contextmanager
def _pictures_of(arrival: Import) -> Iterator[Pictures]:
    """What came along with the notes."""
    if not arrival.archive:
        yield Pictures((), lambda path: None)
        return
    with arrival.archive.open() as kept, zipfile.ZipFile(kept) as archive:
        yield Pictures(archive.namelist(), archive.read)


def read(note: SourceDocument, pictures: Pictures) -> None:
    """Stores what was understood, or the sentence that says why nothing was. Safe to do twice, even at once."""
    try:
        draft = read_for(note.team, note.path, bytes(note.raw))
    except UnreadableNote as error:
        unread = SourceDocument.objects.unread().filter(pk=note.pk)
        unread.update(refusal=_(error.msgid) % error.values, state=State.REFUSED)
        return
    shown = pictures.prepare(draft, note.team, note.imported_by)
    try:
        with transaction.atomic():
            if SourceDocument.objects.unread().select_for_update().filter(pk=note.pk).exists():
                _keep_draft(note, draft, shown, pictures)
    except BaseException:
        pictures.discard()
        raise
    pictures.settle()


def _keep_draft(note: SourceDocument, draft: Draft, shown: Draft, pictures: Pictures) -> None:
    """With its pictures already in their place, so that whoever decides sees them."""
    report = Report(note.path)
    pictures.store(report)
    note.draft, note.dialect, note.state = shown.to_json(), shown.source.dialect, State.WAITING
    note.decisions = {"pictures": pictures.addresses(draft)}
    note.report = {"remarks": report.remarks}
    note.save(update_fields=["draft", "dialect", "state", "decisions", "report"])
    note.pictures.set(pictures.attachments(draft))


@dataclass
class Reading:
    """A waiting note as it was understood and as far as it was decided on."""

    note: SourceDocument
    draft: Draft
    decisions: Decisions
    lines: list[str]

    @classmethod
    def of(cls, note: SourceDocument) -> Reading:
        text, _encoding = read_text(bytes(note.raw))
        return cls(note, Draft.from_json(note.draft), Decisions.from_json(note.decisions), text.split("\n"))

    def decided(self) -> Draft:
        return decide(self.draft, self.decisions, self.lines)

    def undecided(self) -> list[str]:
        """Keys of the likely records about which nobody has said anything yet."""
        found = records(self.draft)
        return [key for key, _n, record in found if is_likely(record) and self.decisions.takes(key, record) is None]

    def dayless(self) -> list[int]:
        """Numbers of the sessions that can't become a meeting before somebody tells their day."""
        sessions = enumerate(self.decided().sessions)
        return [number for number, session in sessions if session.date is None and not is_class(session)]


class _Rehearsed(Exception):
    pass


def rehearse(reading: Reading, by: User) -> Report | None:
    """What making the records would do to what is there: all of it happens, is reported and taken back.

    None where it can't be done yet, as of a meeting without a day.
    """
    report = None
    try:
        with transaction.atomic():
            report = write(reading.decided(), bytes(reading.note.raw), reading.note.team, by)
            raise _Rehearsed
    except (_Rehearsed, UnreadableNote):
        return report


def make(reading: Reading, by: User) -> Report:
    """The records of a waiting note, in one transaction. Raises UnreadableNote with a sentence."""
    try:
        return write(reading.decided(), bytes(reading.note.raw), reading.note.team, by)
    except IntegrityError as error:
        sentence = _("Somebody changed the same meeting at this moment. Nothing was made; try again.")
        raise UnreadableNote(sentence) from error


def make_certain(arrival: Import, by: User, seconds: float = 2.0) -> tuple[int, int, list[tuple[str, str]]]:
    """Makes the records of notes about which nothing is left to decide, for about that long.

    Returns how many notes it made records of, how many such notes are left, and who could not be made and why.
    """
    began, made, left, refused = time.monotonic(), 0, 0, []
    for note in arrival.notes.filter(state=State.WAITING).select_related("team__cohort").order_by("pk"):
        reading = Reading.of(note)
        if reading.undecided() or reading.dayless():
            continue
        if made and time.monotonic() - began > seconds:
            left += 1
            continue
        try:
            make(reading, by)
            made += 1
        except UnreadableNote as error:
            refused.append((note.name, str(error)))
    return made, left, refused
