"""Notes that somebody brings in with a browser: received at once, read in steps, decided on, made into records."""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from meetings.importers import uploads
from meetings.importers.archive import MOST_BYTES, MOST_FILES
from meetings.importers.attaching import Pictures
from meetings.importers.bringing import UNFORESEEN, sentence
from meetings.importers.coming_back import no_rows
from meetings.importers.deciding import Decisions, decide, is_likely, records
from meetings.importers.draft import Draft
from meetings.importers.errors import UnreadableNote
from meetings.importers.places import needs_day
from meetings.importers.reading import read_text
from meetings.importers.report import Report
from meetings.importers.uploads import Upload
from meetings.importers.writer import read_for, write
from meetings.models import Import, SourceDocument, Team, User

State = SourceDocument.State
logger = logging.getLogger(__name__)

_TOO_MANY = gettext_noop("More than %(most)s notes can't be brought in at once. Bring them in parts.")
_TOO_LARGE = gettext_noop("The pictures have more than %(most)s MB together. Bring the notes in parts.")
_UNFORESEEN = gettext_noop("This note could not be read, which is our fault. It is kept; tell whoever runs the site.")


def receive(team: Team, upload: Upload, by: User, name: str = "") -> Import:
    """Keeps the notes, unread. Those that the team has already, waiting or imported, are told and left out."""
    return add(Import(team=team, name=(name or upload.name)[:300], started_by=by), upload)


def add(arrival: Import, upload: Upload) -> Import:
    """More files of the same folder: browsers send large ones in parts. All of them are kept, or none.

    Returns the import as it is then; its `known` are the notes that the team has already.
    """
    stored: list[str] = []
    try:
        with transaction.atomic():
            return _keep(arrival, upload, stored)
    except BaseException:
        for name in stored:
            arrival.archive.storage.delete(name)
        raise


def _keep(arrival: Import, upload: Upload, stored: list[str]) -> Import:
    Team.objects.select_for_update(no_key=True).get(pk=arrival.team_id)  # two may bring the same note at this moment
    if arrival.pk:
        arrival = Import.objects.select_for_update(no_key=True).select_related("team").get(pk=arrival.pk)
        if upload.count + arrival.notes.count() > MOST_FILES:
            raise UnreadableNote(_TOO_MANY, most=MOST_FILES)
    elif upload.count > MOST_FILES:
        raise UnreadableNote(_TOO_MANY, most=MOST_FILES)
    else:
        arrival.save()
    arrival.known = []
    new = _new_notes(arrival, upload)
    while some := list(islice(new, 50)):
        SourceDocument.objects.bulk_create(some)
    arrival.losses += [f"{left.path}: {_(left.msgid) % left.values}" for left in upload.left_out]
    if upload.has_pictures:
        _keep_pictures(arrival, upload, stored)
    arrival.save()
    return arrival


def _new_notes(arrival: Import, upload: Upload) -> Iterator[SourceDocument]:
    there = dict(SourceDocument.objects.here().filter(team=arrival.team).values_list("sha256", "pk"))
    for file in upload.notes():
        sha256 = hashlib.sha256(file.raw).hexdigest()
        if sha256 in there:
            arrival.losses.append(_("%(path)s was brought in before.") % {"path": file.path})
            if known := there[sha256]:
                arrival.known.append(known)
            continue
        there[sha256] = None  # twice in one zip
        yield SourceDocument(
            team=arrival.team,
            path=file.path[-500:],
            raw=file.raw,
            sha256=sha256,
            brought_in=arrival,
            state=State.UNREAD,
            decisions={"properties": dict(file.properties)} if file.properties else {},
            imported_by=arrival.started_by,
        )


def _keep_pictures(arrival: Import, upload: Upload, stored: list[str]) -> None:
    """Adds to the pictures that came before, in a file of its own, so that a failure leaves the old one as it was."""
    before, storage = arrival.archive.name, arrival.archive.storage
    with uploads.spooled() as packed:
        if before:
            with arrival.archive.open() as there:
                shutil.copyfileobj(there, packed)
        upload.pack_pictures(packed)
        if packed.tell() > MOST_BYTES:
            raise UnreadableNote(_TOO_LARGE, most=MOST_BYTES // 1_000_000)
        arrival.archive.save("pictures.zip", File(packed), save=False)
    stored.append(arrival.archive.name)
    if before:
        transaction.on_commit(partial(storage.delete, before))


def discard(arrival: Import) -> None:
    """An import that brought nothing new."""
    _drop_archive(arrival)
    arrival.delete()


def _drop_archive(arrival: Import) -> None:
    name, storage = arrival.archive.name, arrival.archive.storage
    if name and Import.objects.filter(pk=arrival.pk, archive=name).update(archive=""):
        transaction.on_commit(partial(storage.delete, name))


def read_some(arrival: Import, seconds: float = 2.0) -> int:
    """Reads unread notes for about that long, at least one of them. Returns how many are left.

    Once all are read, their pictures are attachments, and the zip that they came in goes.
    """
    began = time.monotonic()
    _leave_out_what_is_no_row(arrival)
    with _pictures_of(arrival) as pictures:
        while note := arrival.notes.unread().select_related("team__cohort").order_by("pk").first():
            read(note, pictures)
            if time.monotonic() - began > seconds:
                break
    left = arrival.notes.unread().count()
    if not left:
        _drop_archive(arrival)
    return left


def _leave_out_what_is_no_row(arrival: Import) -> None:
    """Of a folder that Peersession gave out: all of its files are here by now, in whatever parts they came."""
    unread = arrival.notes.unread()
    paths = list(unread.values_list("path", flat=True))
    told = no_rows(paths, lambda path: bytes(unread.filter(path=path)[0].raw))
    if not told or len(told) == len(paths):
        return
    with transaction.atomic():
        arrival.losses = Import.objects.select_for_update(no_key=True).get(pk=arrival.pk).losses
        if unread.filter(path__in=told).delete()[0]:
            arrival.losses += [f"{path}: {_(msgid)}" for path, msgid in told.items()]
            arrival.save(update_fields=["losses"])


@contextmanager
def _pictures_of(arrival: Import) -> Iterator[Pictures]:
    """What came along with the notes."""
    with ExitStack() as opened:
        try:
            kept = opened.enter_context(arrival.archive.open()) if arrival.archive else None
            archive = opened.enter_context(zipfile.ZipFile(kept)) if kept else None
        except (OSError, zipfile.BadZipFile):
            logger.exception("The pictures of import %s can't be opened", arrival.pk)
            archive = None
        yield Pictures(archive.namelist(), archive.read) if archive else Pictures((), lambda path: None)


def read(note: SourceDocument, pictures: Pictures) -> None:
    """Stores what was understood, or the sentence that says why nothing was. Safe to do twice, even at once."""
    try:
        _read(note, pictures)
    except UnreadableNote as error:
        _refuse(note, _(error.msgid) % error.values)
    except Exception:  # one note must never keep the others from being read
        logger.exception("The note %s can't be read", note.pk)
        _refuse(note, _(_UNFORESEEN))


def _refuse(note: SourceDocument, why: str) -> None:
    SourceDocument.objects.unread().filter(pk=note.pk).update(refusal=why, state=State.REFUSED)


def _read(note: SourceDocument, pictures: Pictures) -> None:
    draft = read_for(note.team, note.path, bytes(note.raw), properties=note.decisions.get("properties"))
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
        return [number for number, session in sessions if session.date is None and needs_day(session)]


def make(reading: Reading, by: User) -> Report:
    """The records of a waiting note, in one transaction. Raises UnreadableNote with a sentence.

    Where somebody else has just made them, nothing more is made, and the report is that of an unchanged note.
    """
    note = reading.note
    try:
        return write(reading.decided(), bytes(note.raw), note.team, by, waiting=note)
    except IntegrityError as error:
        told = gettext_noop("Somebody changed the same meeting at this moment. Nothing was made; try again.")
        raise UnreadableNote(told) from error
    except UNFORESEEN as error:
        logger.exception("The note %s can't be made into records", note.pk)
        raise UnreadableNote("%(why)s", why=sentence(error)) from error


@dataclass
class Made:
    """One step through an import: how many notes became records, who could not and why, and where to go on."""

    count: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    after: int | None = None  # the last note that was looked at; None at the end


def make_certain(arrival: Import, by: User, after: int = 0, seconds: float = 2.0) -> Made:
    """Makes the records of notes about which nothing is left to decide, for about that long, behind note `after`."""
    began, made = time.monotonic(), Made()
    waiting = arrival.notes.filter(state=State.WAITING, pk__gt=after).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True))
    for place, key in enumerate(keys, 1):
        note = waiting.select_related("team__cohort").filter(pk=key).first()
        reading = note and Reading.of(note)
        if reading and not reading.undecided() and not reading.dayless():
            try:
                made.count += not make(reading, by).is_unchanged
            except UnreadableNote as error:
                made.refused.append((note.name, _(error.msgid) % error.values))
        if time.monotonic() - began > seconds:
            made.after = key if place < len(keys) else None
            break
    return made
