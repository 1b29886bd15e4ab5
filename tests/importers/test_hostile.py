"""The hostile files that lie beside the reference notes: each is refused, read right or left out, as its row says."""

import importlib.util
import json
import resource
import socket
import time
import warnings
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings.models import Attachment, Meeting, Question, SourceDocument, User
from tests.importers.zips import zipped

pytestmark = pytest.mark.slow

REFUSED = {f"Z{n:02}" for n in (*range(1, 11), *range(13, 17), *range(19, 24), 25, 28)}
READ = {"Z11", "Z12", "Z17", "Z18", "Z24", "Z26", "Z27"}
PICTURES = {f"U{n:02}" for n in range(1, 20)}
_NO_SOCKET = "nothing here listens to a WebSocket: texts are sent and merged by HTTP; as a file it is no note"
# What is no file for this door, and why. Brought in all the same, each makes nothing.
ELSEWHERE = {
    "Z29": "cells that look like formulas: tests/exporters/test_archive.py and tests/admin/test_roster.py",
    "Z30": "a broken roster: the admin's import tells each row, see tests/admin/test_roster.py",
    "Z31": "a roster that gives rights: no column makes staff, see tests/admin/test_roster.py",
    "W01": _NO_SOCKET,
    "W02": _NO_SOCKET,
    "W03": _NO_SOCKET,
    "W04": _NO_SOCKET,
}


def yjs_insertion(text: str) -> bytes:
    """A sync message as Yjs sends it: one client inserts a text. Its own library is needed for nothing else here."""
    inserted = b"\1\1\1\0\4\1\1t" + varint(len(text)) + text.encode() + b"\0"
    return b"\0\2" + varint(len(inserted)) + inserted


def varint(number: int) -> bytes:
    rest, low = divmod(number, 128)
    return bytes([low | 128]) + varint(rest) if rest else bytes([low])


BY_HAND = {"W02": yjs_insertion("x" * (20 << 20)), "W04": yjs_insertion("I may only read")}


@pytest.fixture(scope="module")
def hostile(reference, tmp_path_factory):
    """A function: the file of a case."""
    script = reference / "data" / "hostile_files.py"
    spec = importlib.util.spec_from_file_location("hostile_files", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("hostile")

    def made(case: str) -> Path:
        make = module.G[case]
        file = folder / make.case["file"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file.write_bytes(BY_HAND[case]) if case in BY_HAND else make(file)
        return file

    made.cases = {row["id"]: row for row in map(json.loads, (script.parent / "hostile_files.jsonl").open())}
    return made


@pytest.fixture(autouse=True)
def _no_network(monkeypatch, settings, tmp_path):
    def refuse(*args, **kwargs):
        raise AssertionError("something was to be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    settings.MEDIA_ROOT = tmp_path / "media"


def bring(file: Path, team) -> tuple[float, float]:
    """How many seconds of this process it took, and how many MB of memory more."""
    began, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        call_command("import_notes", file, "--date", "2026-11-19", team=team.slug)
    finally:
        took = time.process_time() - began
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
        assert took < 2
        assert grown < 64
    return took, grown


def test_every_case_is_looked_at_somewhere(hostile):
    assert set(hostile.cases) == REFUSED | READ | PICTURES | set(ELSEWHERE)


@pytest.mark.parametrize("case", sorted(ELSEWHERE))
def test_what_belongs_elsewhere_is_refused_too(case, hostile, team, capsys):
    test_it_is_refused_with_a_sentence_and_nothing_is_left(case, hostile, team, capsys)


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_it_is_refused_with_a_sentence_and_nothing_is_left(case, hostile, team, capsys):
    with pytest.raises(CommandError, match="1 of 1"):
        bring(hostile(case), team)
    told = capsys.readouterr().err.strip()
    assert told.endswith(".")
    assert "Traceback" not in told
    assert not SourceDocument.objects.exists()
    assert not Meeting.objects.exists()


def test_names_that_come_twice_are_told(hostile, team, capsys):
    bring(hostile("Z11"), team)
    told = capsys.readouterr().out
    assert "a.md: The zip holds this name twice" in told
    assert SourceDocument.objects.count() == 5


def test_names_in_cp949_are_shown_right(hostile, team):
    bring(hostile("Z12"), team)
    assert SourceDocument.objects.get().path == "회의록.md"


def test_what_is_no_note_is_listed_as_left_out(hostile, team, capsys):
    bring(hostile("Z17"), team)
    told = capsys.readouterr().out
    assert all(name in told for name in ("index.html", "evil.svg", "a.js", "settings.py", "db.sqlite3"))
    assert SourceDocument.objects.count() == 1


def test_nothing_is_fetched(hostile, team, signed_in, member):
    bring(hostile("Z18"), team)  # the sockets are blocked
    html = signed_in(member).get(Meeting.objects.get().get_absolute_url()).content.decode()
    assert 'src="http' not in html
    assert 'src="//' not in html


def test_a_hundred_kilobytes_of_brackets_take_no_time(hostile, team):
    began = time.process_time()
    call_command("import_notes", hostile("Z24"), dry_run=True)
    assert time.process_time() - began < 0.3


@pytest.mark.parametrize("case", ["Z26", "Z27"])
def test_other_encodings_are_read_right(case, hostile, team):
    bring(hostile(case), team)
    assert Meeting.objects.get().title == "8/5(목) 회의록"


@pytest.mark.parametrize("case", sorted(PICTURES))
def test_a_hostile_picture_is_left_out_or_written_anew(case, hostile, team, tmp_path, capsys):
    file = hostile(case)
    packed = tmp_path / "notes.zip"
    packed.write_bytes(zipped(("a.md", f"# 2026-11-19\n\n![x]({file.name})\n"), (file.name, file.read_bytes())))
    bring(packed, team)
    assert SourceDocument.objects.count() == 1
    kept = Attachment.objects.first()
    if kept:
        raw = kept.picture.read()
        assert raw.startswith((b"\x89PNG", b"\xff\xd8\xff"))
        assert b"<script" not in raw
        assert b"Exif" not in raw
        assert "traversal" not in kept.picture.name
    else:
        assert file.name in capsys.readouterr().out
    assert not User.objects.filter(is_superuser=True).exists()
    assert not Question.objects.exists()
