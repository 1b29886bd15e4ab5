from __future__ import annotations

import datetime
import json
import os
import sys
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from meetings.importers import Draft, UnreadableNote, read_note
from meetings.importers.archive import KIND_UNKNOWN, NOTES, Archive, open_archive
from meetings.importers.bringing import UNFORESEEN, Bringing, Brought, refusal_of, sentence
from meetings.importers.collection import Collection, Read, blank_page
from meetings.importers.folder import FileOnDisk, open_folder
from meetings.importers.report import hinted_rows
from meetings.importers.writer import Report
from meetings.models import Team

NOUNS = ("questions", "reviews", "learnings", "action_items", "sections", "resources", "images")
ZIP = b"PK"


class Command(BaseCommand):
    help = (
        "Turn notes (Markdown, Jekyll posts, Notion and HackMD exports, plain text) into records: files, folders and "
        "zips of them. Each file is imported whole or not at all, and so is a zip. "
        "Ends with 0 when all was imported, 1 when something was refused, 2 when it was asked for the wrong way."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="PATH", help="a note, a folder of notes or a zip")
        parser.add_argument("--team", metavar="SLUG", help="whose notes these are")
        parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day of notes that name none")
        parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="where the pictures of single files lie")
        parser.add_argument("--partly", action="store_true", help="take what can be read of a zip, though not all can")
        parser.add_argument("--dry-run", action="store_true", help="only show what would be imported")
        parser.add_argument("--json", action="store_true", help="print one JSON object a line")

    @no_translations  # what a command prints is English throughout
    def handle(self, *, files: list[str], team: str | None, date, pictures, partly: bool, dry_run: bool, **options):
        self.json, self.partly, self.dry_run = options["json"], partly, dry_run
        self.beside = self._pictures(pictures)
        whose = self._team(team, dry_run)
        self.bringing = Bringing(whose, held_on=date) if whose else None
        self.date = date
        failed = sum(self._import(name) for name in files)
        if failed:
            raise CommandError(f"{failed} of {len(files)} files could not be imported.", returncode=1)

    @staticmethod
    def _team(slug: str | None, dry_run: bool) -> Team | None:
        if slug is None and not dry_run:
            raise CommandError("Say whose notes these are: --team SLUG.", returncode=2)
        if slug is None:
            return None
        try:
            return Team.objects.select_related("cohort").get(slug=slug)
        except Team.DoesNotExist:
            told = f"There is no team with the address “{slug}”. Nothing was imported."
            raise CommandError(told, returncode=2) from None

    @staticmethod
    def _pictures(folder: Path | None) -> dict[str, FileOnDisk]:
        if folder is None:
            return {}
        if not folder.is_dir():
            raise CommandError(f"There is no folder “{_printable(str(folder))}”. Nothing was imported.", returncode=2)
        try:
            return dict(open_folder(folder, needs_notes=False).pictures)
        except UnreadableNote as error:
            raise CommandError(f"{_printable(str(folder))}: {error}", returncode=2) from None

    # --- one path ----------------------------------------------------------------------------------------------------
    def _import(self, name: str) -> bool:
        """Whether something of it was refused."""
        path = Path(name)
        try:
            with self._open(path, name) as archive:
                collection = Collection(archive)
                if self.dry_run:
                    return self._show(collection)
                brought = self.bringing.bring(
                    collection, self._meter(len(collection)), _is_zip(path) and not self.partly
                )
        except UnreadableNote as error:
            self._refuse(_printable(name), str(error))
            return True
        except UNFORESEEN as error:
            self._refuse(_printable(name), sentence(error))
            return True
        return self._tell(brought)

    def _open(self, path: Path, name: str) -> Archive:
        if path.is_dir():
            return open_folder(path)
        if _is_zip(path):
            return open_archive(path)
        if path.suffix.lower() not in (*NOTES, ""):
            raise UnreadableNote(KIND_UNKNOWN)
        size = path.stat().st_size if path.is_file() else 0
        return Archive([FileOnDisk(_printable(name), size, path)], self.beside)

    def _read_one(self, path: str, raw: bytes, properties) -> Draft:
        if self.bringing:
            return self.bringing.read_one(path, raw, properties)
        return read_note(path, raw, held_on=self.date, properties=properties)

    def _show(self, collection: Collection) -> bool:
        failed = False
        progress = self._meter(len(collection))
        for number, read in enumerate(collection.read(self._read_one), 1):
            progress(number, read.path)
            failed |= self._show_one(read, len(collection) > 1)
        for loss in collection.losses():
            self._whisper(str(loss))
        return failed

    def _show_one(self, read: Read, is_one_of_many: bool) -> bool:
        if read.draft:
            self._print_draft(read.draft)
            if why := refusal_of(read) if self.bringing else None:
                self._whisper(f"{read.path}: {why}")
            return False
        if is_one_of_many and (blank := blank_page(read)):
            self._whisper(str(blank))
            return False
        self._refuse(read.path, sentence(read.refusal))
        return True

    def _tell(self, brought: Brought) -> bool:
        for report in brought.reports:
            self._print_report(report)
        for loss in brought.losses:
            self._whisper(loss)
        for path, why in brought.refusals:
            self._refuse(path, why)
        return bool(brought.refusals)

    # --- printing ----------------------------------------------------------------------------------------------------
    def _refuse(self, path: str, why: str) -> None:
        self.stderr.write(f"{path}: {why}")

    def _whisper(self, told: str) -> None:
        """What was lost or guessed; with --json the other lines are for a program."""
        (self.stderr if self.json else self.stdout).write(f"  {told}")

    def _meter(self, count: int):
        """Draws a bar where somebody is watching, and only for what takes a while."""
        if count < 5 or not sys.stderr.isatty():
            return lambda number, path: None

        def draw(number: int, path: str) -> None:
            filled = 30 * number // count
            line = f"\r[{'#' * filled}{'.' * (30 - filled)}] {number}/{count} {path[-40:]}\x1b[K"
            sys.stderr.write(line if number < count else "\r\x1b[K")
            sys.stderr.flush()

        return draw

    def _print_draft(self, draft: Draft) -> None:
        if self.json:
            self.stdout.write(json.dumps(draft.to_json(), ensure_ascii=False))
            return
        sessions = draft.sessions
        counts = {noun: sum(len(getattr(session, noun)) for session in sessions) for noun in NOUNS}
        told = ", ".join(f"{count} {noun.replace('_', ' ')}" for noun, count in counts.items() if count)
        days = ", ".join(str(session.date or "no day") for session in sessions)
        likely = sum(q.confidence == "likely" for session in sessions for q in session.questions)
        guessed = f" ({likely} of the questions are guesses)" if likely else ""
        self.stdout.write(f"{draft.source.path}: {draft.source.dialect}, {days}: {told or 'nothing but text'}{guessed}")
        for problem in draft.problems:
            self.stdout.write(f"  line {problem.line}: {problem.message}")
        for lost in draft.unplaced:
            self.stdout.write(f"  lines {lost.lines[0]} to {lost.lines[1]} found no place")

    def _print_report(self, report: Report) -> None:
        if self.json:
            told = {"path": report.path, "unchanged": report.is_unchanged}
            told |= {"created": dict(report.created), "remarks": report.remarks, "hints": _hints(report)}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        counts = ", ".join(f"{noun}: {count}" for noun, count in sorted(report.created.items()) if count)
        self.stdout.write(f"{report.path}: {counts or 'nothing new'}")
        for remark in report.remarks:
            self.stdout.write(f"  {remark}")
        if hints := _hints(report):
            self.stdout.write(f"  {len(hints)} hints on how it will look:")
        for hint in hints:
            self.stdout.write(f"    {hint}")


def _hints(report: Report) -> list[str]:
    if report.is_unchanged or report.source is None:
        return []
    return [hint.message for hint, _row in hinted_rows(report.source)]


def _is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    if path.suffix.lower() == ".zip":
        return True
    with path.open("rb") as file:
        return file.read(2) == ZIP


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a day; write it as YYYY-MM-DD") from None


def _printable(name: str) -> str:
    """A file's name may hold bytes that are no UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")
