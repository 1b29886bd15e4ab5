"""Bytes → text, or a sentence that says why not."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from meetings.importers.errors import EmptyNote, UnreadableNote
from meetings.importers.errors import gettext_noop as _

MOST_BYTES = 5_000_000  # a file this long is refused before it is looked at
MOST_NOTE_BYTES = 200_000

_TOO_LONG = _("This file has %(size)s kB; a note may have %(most)s kB. Split it and import the parts.")
_BINARY = _("This file is not text, so it can't be a note. Export it as Markdown and import that.")
_UNDECODABLE = _("The characters of this file can't be read with certainty. Save it as UTF-8 and import it again.")
_NO_FILE = _("There is no such file.")
_NOT_A_FILE = _("This is not a file but a folder or something else. Name the notes one by one.")
_NO_ACCESS = _("This file can't be read: %(why)s.")
_EMPTY = _("This file is empty, so there is nothing to import.")

# Signatures of what people drop on an importer by mistake: zip, PDF, PNG, JPEG, GIF, gzip, old Office, ELF.
_SIGNATURES = (
    b"PK\x03\x04",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_file(path: Path) -> bytes:
    """The bytes of a file, of which a hopeless one is refused before it is read into memory."""
    if not path.exists():
        raise UnreadableNote(_NO_FILE)
    if not path.is_file():
        raise UnreadableNote(_NOT_A_FILE)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnreadableNote(_TOO_LONG, size=-(-size // 1000), most=MOST_NOTE_BYTES // 1000)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableNote(_NO_ACCESS, why=error.strerror or type(error).__name__) from None


def read_text(raw: bytes) -> tuple[str, str]:
    """The text in NFC with `\\n` line ends, and the name of its encoding."""
    if len(raw) > MOST_NOTE_BYTES:
        raise UnreadableNote(_TOO_LONG, size=-(-len(raw) // 1000), most=MOST_NOTE_BYTES // 1000)
    if raw.startswith(_SIGNATURES):
        raise UnreadableNote(_BINARY)
    text, encoding = _decode(raw)
    if not text.strip():
        raise EmptyNote(_EMPTY)
    # Control characters mean nothing in a note, and form feed and its like would be counted as line ends.
    text = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text)
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]", "", text)
    return unicodedata.normalize("NFC", text), encoding


def _decode(raw: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _strict(raw, encoding), encoding.removesuffix("-sig")
    if b"\x00" in raw:
        raise UnreadableNote(_BINARY)
    try:
        return _printable(raw.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _korean(raw), "cp949"


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return _printable(raw.decode(encoding))
    except UnicodeDecodeError:
        raise UnreadableNote(_UNDECODABLE) from None


def _printable(text: str) -> str:
    controls = sum(1 for char in text if char < " " and char not in "\t\n\r\f")
    if controls > len(text) / 100 + 2:
        raise UnreadableNote(_BINARY)
    return text


def _korean(raw: bytes) -> str:
    """CP949 decodes much that is not Korean, so what comes out has to look Korean: common syllables, few rare ones."""
    text = _strict(raw, "cp949")
    foreign = [char for char in text if char > "\x7f"]
    # KS X 1001 orders the 2,350 usual syllables from 0xB0A1 to 0xC8FE; CP949 keeps the 8,822 rare ones elsewhere.
    usual = sum(1 for char in foreign if "가" <= char <= "힣" and _is_usual(char))
    if not foreign or usual / len(foreign) < 0.8:
        raise UnreadableNote(_UNDECODABLE)
    return text


def _is_usual(syllable: str) -> bool:
    try:
        return len(syllable.encode("euc-kr")) == 2
    except UnicodeEncodeError:
        return False
