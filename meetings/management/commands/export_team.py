from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from meetings.exporters.archive import cohort_files, team_files
from meetings.exporters.book import Book
from meetings.exporters.dumps import team_json, team_tables
from meetings.exporters.snapshot import as_at_one_moment
from meetings.exporters.zips import zipped
from meetings.models import Cohort, Team, User

SUFFIXES = {"files": ".zip", "tables": ".zip", "records": ".json"}


class Command(BaseCommand):
    help = (
        "Write all of a team or a cohort to one file: a zip of Markdown and pictures (files), a zip of CSV (tables), "
        "or JSON (records). The file is put in place when it is whole; one that is there is replaced."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG", help="the team's address")
        parser.add_argument("--cohort", action="store_true", help="SLUG is a cohort's: all its teams, as files")
        parser.add_argument("--to", metavar="PATH", default=".", help="a folder, or the file to write (- for stdout)")
        parser.add_argument("--format", choices=SUFFIXES, default="files", help="files (a zip), tables or records")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    @no_translations
    def handle(self, *, slug: str, cohort: bool, to: str, format: str, json: bool, **options):
        pieces = as_at_one_moment(self._cohort(slug, format) if cohort else self._team(slug, format))
        if to == "-":
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        place = _place(Path(to), f"{slug}{SUFFIXES[format]}")
        self._tell({"path": str(place), "format": format, "bytes": self._write(pieces, place)}, json)

    def _team(self, slug: str, form: str) -> Iterator[bytes]:
        try:
            team = Team.objects.select_related("cohort").get(slug=slug)
        except Team.DoesNotExist:
            raise CommandError(f"There is no team with the address “{slug}”. Nothing was written.") from None
        everything = User(is_superuser=True)  # who runs commands reads the database anyway
        if form == "records":
            return (piece.encode() for piece in team_json(Book(team, everything)))
        return zipped(team_tables(Book(team, everything)) if form == "tables" else team_files(team, everything))

    def _cohort(self, slug: str, form: str) -> Iterator[bytes]:
        if form != "files":
            raise CommandError("A whole cohort comes as files. Export its teams one by one for another format.")
        try:
            cohort = Cohort.objects.get(slug=slug)
        except Cohort.DoesNotExist:
            raise CommandError(f"There is no cohort with the address “{slug}”. Nothing was written.") from None
        return zipped(cohort_files(cohort, User(is_superuser=True)))

    def _write(self, pieces: Iterable[bytes], place: Path) -> int:
        """The whole file or none: it is written beside its place and moved there at the end."""
        written = 0
        opened, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        try:
            with os.fdopen(opened, "wb") as file:
                for piece in pieces:
                    written += file.write(piece)
                    self._progress(written)
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        finally:
            self._progress(None)
        return written

    def _progress(self, written: int | None) -> None:
        """One line that is written over, where somebody watches."""
        if not self.stderr.isatty():
            return
        told = "\r\033[K" if written is None else f"\r{written / 1e6:9.1f} MB"
        self.stderr.write(told, ending="")

    def _tell(self, result: dict[str, Any], as_json: bool) -> None:
        told = json.dumps(result, ensure_ascii=False) if as_json else f"{result['path']}: {result['bytes']:,} bytes"
        self.stdout.write(told)


def _place(to: Path, name: str) -> Path:
    if to.is_dir():
        return to / name
    if not to.parent.is_dir():
        raise CommandError(f"There is no folder {to.parent}. Make it first; nothing was written.")
    return to
