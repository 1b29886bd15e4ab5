import unicodedata
from pathlib import Path

import pytest

from meetings.importers import UnreadableNote
from meetings.importers.reading import MOST_NOTE_BYTES, read_file, read_text

KOREAN = "피어세션에서 나눈 이야기와 질문을 적었습니다.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_korean_is_read_in_each_encoding(encoding):
    assert read_text(KOREAN.encode(encoding))[0] == KOREAN


def test_line_ends_and_taken_apart_syllables_become_one_form():
    raw = unicodedata.normalize("NFD", "가\r\n나\r다\n").encode()
    assert read_text(raw)[0] == "가\n나\n다\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n" + b"0" * 99,
        b"PK\x03\x04" + b"0" * 99,
        b"text\x00with\x00zeros",
        bytes(range(1, 32)) * 9,
        "Größe, Übung, Straße".encode("latin-1"),
        b"\xff\xfe\x00",
        "ザ・ノート、これは日本語です".encode("shift-jis"),
        b"   \n\t\n",
        b"",
    ],
    ids=["png", "zip", "zeros", "controls", "latin-1", "half utf-16", "shift-jis", "blank", "nothing"],
)
def test_what_is_no_note_is_refused_with_a_sentence(raw):
    with pytest.raises(UnreadableNote, match=r"^[A-Z].*\.$"):
        read_text(raw)


def test_a_note_may_have_200_kB():
    assert read_text(b"a" * MOST_NOTE_BYTES)
    with pytest.raises(UnreadableNote, match="201 kB; a note may have 200 kB"):
        read_text(b"a" * (MOST_NOTE_BYTES + 1))


def test_a_huge_file_is_refused_unread(tmp_path: Path):
    huge = tmp_path / "huge.md"
    with huge.open("wb") as file:
        file.truncate(5_000_001)
    with pytest.raises(UnreadableNote, match="5001 kB"):
        read_file(huge)


def test_missing_files_and_folders_are_refused(tmp_path: Path):
    with pytest.raises(UnreadableNote, match="no such file"):
        read_file(tmp_path / "nothing.md")
    with pytest.raises(UnreadableNote, match="not a file"):
        read_file(tmp_path)
