"""Out and in again: an empty database then says the same as the one before."""

import io

from meetings.exporters.archive import team_files
from meetings.exporters.canonical import canonical
from meetings.exporters.zips import zipped
from meetings.importers.own_archive import OwnArchive
from meetings.importers.restoring import import_team
from meetings.models import Team, User
from tests.exporters.emptying import empty_database


def packed(team: Team) -> io.BytesIO:
    return io.BytesIO(b"".join(zipped(team_files(team, User(is_superuser=True)))))


def brought_back(team: Team) -> tuple[bytes, bytes]:
    before, archive = canonical(team), packed(team)
    empty_database()
    restored = import_team(OwnArchive(archive))
    assert restored.report.remarks == []
    return before, canonical(restored.team)


def test_everything_comes_back(full, team):
    before, after = brought_back(team)
    assert after.decode() == before.decode()
