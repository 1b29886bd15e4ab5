"""A zip that lies is refused as a whole; an honest one is read in the memory of its largest note."""

import io
import time
import tracemalloc
import unicodedata
import zipfile

import pytest

from meetings.importers import archive
from meetings.importers.archive import UnreadableArchive, open_archive
from tests.importers.zips import link, locked, lying, named, nested, overlapping, picture, zipped

NOTE = "# 2026-11-19 피어세션\n\n글\n"


def paths(raw: bytes) -> list[str]:
    with open_archive(raw) as opened:
        return [entry.path for entry in opened.notes]


HOSTILE = {
    "a path that climbs": (zipped(("ok.md", NOTE), ("../../up.md", "x")), "outside"),
    "an absolute path": (zipped(("/etc/cron.d/x.md", "x")), "outside"),
    "Windows' own way up": (zipped(("..\\..\\up.md", "x")), "outside"),
    "a drive": (zipped(("C:\\x.md", "x")), "outside"),
    "a link to a folder": (zipped((link("a"), "/etc"), ("a/passwd.md", "x")), "link"),
    "a picture that is a link": (zipped(("m.md", NOTE), (link("image.png"), "../../db.sqlite3")), "link"),
    "a note of a megabyte": (zipped(("big.md", b"\0" * 1_000_000)), "200 kB"),
    "zips in zips in zips": (nested(4, [("a.md", NOTE)]), "zip in a zip"),
    "a size that lies": (lying(5_000_000), "damaged"),
    "files that share their bytes": (overlapping(500), "overlap"),
    "a line end in a name": (zipped(("a\nb.md", NOTE)), "name that can't be used"),
    "a name written backwards": (zipped(("\u202egnp.md", NOTE)), "name that can't be used"),
    "an endless name": (zipped(("x" * 4000 + ".md", NOTE)), "name that can't be used"),
    "200 folders deep": (zipped(("a/" * 200 + "b.md", NOTE)), "name that can't be used"),
    "a password": (locked(zipped(("a.md", NOTE))), "password"),
    "cut in the middle": (zipped(("a.md", NOTE * 99))[:60], "damaged or cut off"),
    "no zip": (b"PK\3\4" + b"0" * 99, "damaged or cut off"),
    "nothing": (b"", "damaged or cut off"),
    "a wrong checksum": (
        zipped(("a.md", "aaa"), ("b.md", "bbb"), method=zipfile.ZIP_STORED).replace(b"bbb", b"bbX", 1),
        "b.md is damaged",
    ),
    "another packing": (zipped(("a.md", NOTE), method=zipfile.ZIP_LZMA), "packed in a way"),
    "no note": (zipped(("export.json", "{}")), "no note"),
}


def assert_refused(raw: bytes, why: str) -> None:
    began = time.monotonic()
    tracemalloc.start()
    with pytest.raises(UnreadableArchive, match=why) as refused:
        open_archive(raw)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(refused.value).endswith(".")
    assert time.monotonic() - began < 2
    assert peak < 64_000_000


@pytest.mark.parametrize("case", HOSTILE)
def test_a_zip_that_lies_is_refused_with_a_sentence(case):
    assert_refused(*HOSTILE[case])


@pytest.mark.slow
def test_a_zip_of_too_many_files_is_refused_with_a_sentence():
    assert_refused(zipped(*((f"{n}.md", "") for n in range(60_000))), "5000 files")


def test_all_that_is_unpacked_is_counted(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 100_000)
    raw = zipped(*((f"{n}.md", b"a" * 60_000) for n in range(2)))
    with pytest.raises(UnreadableArchive, match="unpacks to more than"):
        open_archive(raw)


def test_files_of_all_zips_inside_are_counted(monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    inner = zipped(("a.md", NOTE), ("b.md", NOTE))
    with pytest.raises(UnreadableArchive, match="more than 3 files"):
        open_archive(zipped(("1.zip", inner), ("2.zip", inner)))


def test_notes_and_pictures_are_taken_and_the_rest_is_told():
    raw = zipped(
        ("a.md", NOTE),
        ("b.txt", NOTE),
        ("a.png", picture()),
        ("index.html", "<script>"),
        ("evil.svg", "<svg onload='x'/>"),
        (".htaccess", "x"),
        ("__MACOSX/._a.md", "x"),
        ("folder/", ""),
    )
    with open_archive(raw) as opened:
        assert [entry.path for entry in opened.notes] == ["a.md", "b.txt"]
        assert opened.picture("a.png") == picture()
        assert [lost.path for lost in opened.left_out] == ["index.html", "evil.svg", ".htaccess"]
        assert all(str(lost).endswith(".") for lost in opened.left_out)


def test_notions_parts_lie_in_one_tree():
    part = zipped(("회의록/하루 0a.md", NOTE), ("회의록/하루/그림.png", picture()))
    with open_archive(zipped(("Export-Part-1.zip", part))) as opened:
        assert [entry.path for entry in opened.notes] == ["회의록/하루 0a.md"]
        assert list(opened.pictures) == ["회의록/하루/그림.png"]
        assert opened.notes[0].read().decode() == NOTE
    assert paths(zipped(("x.md", NOTE), ("more/part.zip", part))) == ["x.md", "more/part/회의록/하루 0a.md"]
    assert paths(nested(2, [("a.md", NOTE)])) == ["a.md"]


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_names_are_read_as_they_were_meant(encoding):
    assert paths(named("회의록.md".encode(encoding))) == ["회의록.md"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_come_twice_are_both_read_and_told():
    raw = zipped(("가.md", "하나"), (unicodedata.normalize("NFD", "가.md"), "둘"), ("A.md", "셋"), ("a.md", "넷"))
    with open_archive(raw) as opened:
        assert [entry.read().decode() for entry in opened.notes] == ["하나", "둘", "셋", "넷"]
        assert [str(lost) for lost in opened.left_out] == ["가.md: The zip holds this name twice; both were read."]


def test_a_stream_that_is_given_stays_open():
    stream = io.BytesIO(zipped(("a.md", NOTE)))
    with open_archive(stream):
        pass
    assert not stream.closed
