from __future__ import annotations

import datetime
import json
import os
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError

from meetings.importers import Draft, UnreadableNote, read_note
from meetings.importers.reading import read_file
from meetings.importers.writer import Report, read_for, write
from meetings.models import Team

NOUNS = ("questions", "reviews", "learnings", "action_items", "sections", "resources", "images")


class Command(BaseCommand):
    help = (
        "Turn notes (Markdown, Jekyll posts, Notion exports) into records. Each file is imported whole or not at all."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--team", metavar="SLUG", help="whose notes these are")
        parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day of notes that name none")
        parser.add_argument("--dry-run", action="store_true", help="only show what would be imported")
        parser.add_argument("--json", action="store_true", help="print one JSON object a line")

    @no_translations  # what a command prints is English throughout
    def handle(self, *, files: list[str], team: str | None, date, dry_run: bool, json: bool, **options):
        self.json = json
        whose = self._team(team, dry_run)
        failed = 0
        for name in files:
            try:
                self._import(name, whose, date, dry_run)
            except UnreadableNote as error:
                self.stderr.write(f"{_printable(name)}: {error}")
                failed += 1
            except (DatabaseError, ArithmeticError, ValueError) as error:  # unforeseen, but of this file alone
                why = " ".join(str(error).split())[:300] or type(error).__name__
                self.stderr.write(f"{_printable(name)}: This note can't be stored, so nothing of it was: {why}")
                failed += 1
        if failed:
            raise CommandError(f"{failed} of {len(files)} files could not be imported.")

    @staticmethod
    def _team(slug: str | None, dry_run: bool) -> Team | None:
        if slug is None and not dry_run:
            raise CommandError("Say whose notes these are: --team SLUG.")
        if slug is None:
            return None
        try:
            return Team.objects.select_related("cohort").get(slug=slug)
        except Team.DoesNotExist:
            raise CommandError(f"There is no team with the address “{slug}”. Nothing was imported.") from None

    def _import(self, name: str, team: Team | None, date: datetime.date | None, dry_run: bool) -> None:
        raw = read_file(Path(name))
        path = _printable(name)
        draft = read_for(team, path, raw, date) if team else read_note(path, raw, held_on=date)
        if dry_run:
            self._print_draft(draft)
        else:
            self._print_report(write(draft, raw, team))

    def _print_draft(self, draft: Draft) -> None:
        if self.json:
            self.stdout.write(json.dumps(draft.to_json(), ensure_ascii=False))
            return
        sessions = draft.sessions
        counts = {noun: sum(len(getattr(session, noun)) for session in sessions) for noun in NOUNS}
        told = ", ".join(f"{count} {noun.replace('_', ' ')}" for noun, count in counts.items() if count)
        days = ", ".join(str(session.date or "no day") for session in sessions)
        self.stdout.write(f"{draft.source.path}: {draft.source.dialect}, {days}: {told or 'nothing but text'}")
        for problem in draft.problems:
            self.stdout.write(f"  line {problem.line}: {problem.message}")

    def _print_report(self, report: Report) -> None:
        if self.json:
            told = {"path": report.path, "unchanged": report.is_unchanged}
            told |= {"created": dict(report.created), "remarks": report.remarks}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        counts = ", ".join(f"{noun}: {count}" for noun, count in sorted(report.created.items()) if count)
        self.stdout.write(f"{report.path}: {counts or 'nothing new'}")
        for remark in report.remarks:
            self.stdout.write(f"  {remark}")


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a day; write it as YYYY-MM-DD") from None


def _printable(name: str) -> str:
    """A file's name may hold bytes that are no UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")
