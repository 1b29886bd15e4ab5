"""The zip of a team: files that people and programs elsewhere can read."""

import io
import zipfile

import pytest

from meetings.exporters.archive import team_files
from meetings.exporters.zips import zipped


def packed(files) -> bytes:
    return b"".join(zipped(files))


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def files(full, team, member) -> dict[str, bytes]:
    return opened(packed(team_files(team, member.user)))


def test_same_records_make_the_same_bytes(full, team, member):
    assert packed(team_files(team, member.user)) == packed(team_files(team, member.user))
