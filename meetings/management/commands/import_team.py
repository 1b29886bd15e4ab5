from __future__ import annotations

import json
import posixpath
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from meetings.exporters.canonical import digest
from meetings.importers.errors import UnreadableNote
from meetings.importers.own_archive import OwnArchive
from meetings.importers.restoring import Restored, import_cohort, import_team
from meetings.models import Cohort, Team


class Command(BaseCommand):
    help = (
        "Bring a team back from a zip that export_team or the site gave out: as a new team, as it was, or into a team "
        "that is there. All of it or nothing. Accounts and rights are never taken from the file."
    )

    def add_arguments(self, parser):
        parser.add_argument("zip", metavar="ZIP")
        parser.add_argument("--team", metavar="SLUG", help="add to this team what it does not have yet")
        parser.add_argument("--cohort", metavar="SLUG", help="put a new team into this cohort")
        parser.add_argument("--json", action="store_true", help="print one JSON object a team")

    @no_translations
    def handle(self, *, zip: str, team: str | None, cohort: str | None, json: bool, **options):
        into = {"team": _row(Team, team), "cohort": _row(Cohort, cohort)}
        try:
            with Path(zip).open("rb") as file, OwnArchive(file) as archive:
                folders = _folders(archive)
                if into["team"] and len(folders) > 1:
                    raise CommandError("This zip holds several teams; they can't all go into one.")
                restored = import_cohort(archive, folders, into["cohort"]) if len(folders) > 1 else None
                for one in restored or [import_team(archive, folders[0], **into)]:
                    self._tell(one, json)
        except OSError as error:
            raise CommandError(f"{zip} can't be read: {error.strerror}. Nothing was imported.") from None
        except UnreadableNote as error:
            raise CommandError(str(error)) from None

    def _tell(self, restored: Restored, as_json: bool) -> None:
        team, report, _joint = restored
        if as_json:
            told = {"team": team.slug, "created": dict(report.created), "remarks": report.remarks}
            self.stdout.write(json.dumps(told | {"digest": digest(team)}, ensure_ascii=False))
            return
        counts = ", ".join(f"{noun}: {count}" for noun, count in sorted(report.created.items()) if count)
        self.stdout.write(f"{team.slug}: {counts or 'nothing new'}")
        for remark in report.remarks:
            self.stdout.write(f"  {remark}")


def _folders(archive: OwnArchive) -> list[str]:
    """Where the teams lie: at the top, or a folder each in the zip of a cohort."""
    if "index.md" in archive and "noun: cohort" not in archive.text("index.md"):
        return [""]
    inside = (posixpath.dirname(path) for path in archive.entries if path.endswith("/index.md"))
    return [f"{folder}/" for folder in inside if "/" not in folder] or [""]


def _row(noun: type, slug: str | None):
    if slug is None:
        return None
    try:
        return noun.objects.get(slug=slug)
    except noun.DoesNotExist:
        name = noun._meta.verbose_name
        raise CommandError(f"There is no {name} with the address “{slug}”. Nothing was imported.") from None
