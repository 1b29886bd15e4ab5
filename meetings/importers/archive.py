"""Opens a zip of notes without trusting a byte of it: every limit counts what is really inside, and a zip that breaks
one is refused as a whole before anything is made of it.

What can be read as a note, a picture of one or a table of a database is indexed and proved once; nothing is unpacked
to the disk but zips inside the zip, and those into nameless temporary files.
"""

from __future__ import annotations

import re
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from meetings.importers.errors import UnreadableNote
from meetings.importers.errors import gettext_noop as _
from meetings.importers.peersession import begins_as_ours
from meetings.importers.reading import MOST_NOTE_BYTES

MOST_FILES = 5_000
MOST_BYTES = 200_000_000  # of all that is read, unpacked
MOST_PICTURE_BYTES = 10 * 1024 * 1024
MOST_DEPTH = 2  # a zip in a zip in a zip, which Notion's exports are
MOST_PATH = 500
MOST_FOLDERS = 30
MOST_TABLE_BYTES = 2_000_000
MOST_OWN_INDEX_BYTES = 8_000_000
MOST_INDEX_BYTES = 4_000_000  # of the zip's own list of files
CHUNK = 64 * 1024
SPOOLED = 4_000_000  # a zip inside the zip up to this size stays in memory

NOTES = (".md", ".markdown", ".mkd", ".txt")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
TABLES = (".csv",)

_NO_ZIP = _("This zip is damaged or cut off, so nothing of it was imported. Make it anew and try again.")
_DAMAGED = _("%(name)s is damaged inside this zip, so nothing of it was imported. Make the zip anew and try again.")
_ENCRYPTED = _("%(name)s is locked with a password. Make the zip without one and try again.")
_TOO_MANY = _("This zip holds more than %(most)s files. Split it and import the parts.")
_TOO_LARGE = _("This zip unpacks to more than %(most)s MB. Split it and import the parts.")
_NOTE_TOO_LONG = _("%(name)s is longer than %(most)s kB, the most a note may have. Split it or take it out of the zip.")
_OUTSIDE = _("%(name)s lies outside of its zip. Such zips are made to do harm, so nothing of it was imported.")
_LINK = _("%(name)s is a link to another file. Zip the file itself and try again.")
_BAD_NAME = _("A file in this zip has a name that can't be used: %(name)s. Rename it and make the zip anew.")
_TOO_DEEP = _("%(name)s is a zip in a zip in a zip. Unpack it and import what is inside.")
_OVERLAP = _("Files of this zip overlap. Such zips are made to do harm, so nothing of it was imported.")
_METHOD = _("%(name)s is packed in a way that can't be read. Make the zip with the usual compression and try again.")
_NO_NOTE = _("This zip holds no note: no .md and no .txt file. Export the notes as Markdown and try again.")

KIND_UNKNOWN = _("This kind of file is no note and no picture of one.")
_PICTURE_TOO_LARGE = _("The picture has more than %(most)s MB.")
_TWICE = _("The zip holds this name twice; both were read.")
_TWICE_PICTURE = _("The zip holds this name twice; the first one was taken.")

HOPELESS = (_NO_ZIP, _TOO_MANY)  # why not even the list of files was read

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, KeyError, IndexError)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Controls, and what turns the text around it; a name is shown to people.
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")


class UnreadableArchive(UnreadableNote):
    """A zip that is refused as a whole."""


@dataclass(frozen=True)
class LeftOut:
    """A file that is not read, or not as it stands, and why: a msgid and its values."""

    path: str
    msgid: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path}: {self.msgid % self.values if self.values else self.msgid}"


@dataclass(frozen=True)
class Entry:
    path: str
    size: int
    zip: zipfile.ZipFile
    info: zipfile.ZipInfo

    def read(self) -> bytes:
        with self.zip.open(self.info) as stream:
            return stream.read()


@dataclass
class Archive:
    """The files of a zip by their paths in it: notes in their order, pictures, tables, and what is left out."""

    notes: list[Entry] = field(default_factory=list)
    pictures: dict[str, Entry] = field(default_factory=dict)
    tables: dict[str, Entry] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    _open: list[IO[bytes] | zipfile.ZipFile] = field(default_factory=list)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_error: object) -> None:
        while self._open:
            self._open.pop().close()

    def picture(self, path: str) -> bytes | None:
        entry = self.pictures.get(path)
        return entry.read() if entry else None


def open_archive(file: Path | bytes | IO[bytes]) -> Archive:
    """The proved index of a zip; close it, or use it in a `with`.

    Raises `UnreadableArchive` with a sentence, and then nothing of the zip may be used. Opens no address.
    """
    stream = BytesIO(file) if isinstance(file, bytes) else file.open("rb") if isinstance(file, Path) else file
    archive = Archive()
    if stream is not file:
        archive._open.append(stream)
    try:
        _Opener(archive).open(stream)
        if not archive.notes:
            raise UnreadableArchive(_NO_NOTE)
    except BaseException:
        archive.__exit__()
        raise
    return archive


class _Opener:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.files = self.bytes = 0
        self.paths: dict[str, int] = {}

    def open(self, stream: IO[bytes], folder: str = "", depth: int = 0) -> None:
        opened = _open_zip(stream)
        self.archive._open.append(opened)
        entries = list(_entries(opened, folder))
        self.files += len(entries)
        if self.files > MOST_FILES:
            raise UnreadableArchive(_TOO_MANY, most=MOST_FILES)
        _refuse_overlaps(opened.infolist())
        only_zips = all(entry.path.lower().endswith(".zip") for entry in entries)
        for entry in entries:
            self.sort_in(entry, depth, only_zips)

    def sort_in(self, entry: Entry, depth: int, only_zips: bool) -> None:
        suffix = PurePosixPath(entry.path).suffix.lower()
        is_hidden = any(part.startswith(".") for part in entry.path.split("/"))
        if suffix == ".zip":
            self.open_inner(entry, depth, only_zips)
        elif is_hidden or suffix not in NOTES + PICTURES + TABLES:
            self.leave_out(entry.path, KIND_UNKNOWN)
        elif suffix in PICTURES and entry.size > MOST_PICTURE_BYTES:
            self.leave_out(entry.path, _PICTURE_TOO_LARGE, most=MOST_PICTURE_BYTES // 1024 // 1024)
        elif suffix in NOTES:
            if entry.size > MOST_NOTE_BYTES and not self.is_own_index(entry):
                raise UnreadableArchive(_NOTE_TOO_LONG, name=shown(entry.path), most=MOST_NOTE_BYTES // 1000)
            self.take_note(entry)
        else:
            self.take_beside(entry, self.archive.pictures if suffix in PICTURES else self.archive.tables, suffix)

    def is_own_index(self, entry: Entry) -> bool:
        try:
            with entry.zip.open(entry.info) as stream:
                return is_own_index(entry.path, entry.size, stream)
        except (*_BROKEN, RuntimeError, NotImplementedError):
            raise UnreadableArchive(_DAMAGED, name=shown(entry.path)) from None

    def take_note(self, entry: Entry) -> None:
        self.prove(entry)
        if self.see(entry.path):
            self.leave_out(entry.path, _TWICE)
        self.archive.notes.append(entry)

    def take_beside(self, entry: Entry, into: dict[str, Entry], suffix: str) -> None:
        if suffix in TABLES and entry.size > MOST_TABLE_BYTES:
            self.leave_out(entry.path, KIND_UNKNOWN)
            return
        self.prove(entry)
        if self.see(entry.path):
            self.leave_out(entry.path, _TWICE_PICTURE)
        into.setdefault(entry.path, entry)

    def see(self, path: str) -> bool:
        """Whether a path was there before: names that differ only in their form (NFD) are one."""
        self.paths[path] = self.paths.get(path, 0) + 1
        return self.paths[path] > 1

    def leave_out(self, path: str, msgid: str, **values: object) -> None:
        self.archive.left_out.append(LeftOut(path, msgid, values))

    def prove(self, entry: Entry, keep: Callable[[bytes], object] | None = None) -> None:
        """Reads an entry once, so that a wrong checksum or a lying size is known before anything is made."""
        try:
            with entry.zip.open(entry.info) as stream:
                while chunk := stream.read(CHUNK):
                    self.bytes += len(chunk)
                    if self.bytes > MOST_BYTES:
                        raise UnreadableArchive(_TOO_LARGE, most=MOST_BYTES // 1_000_000)
                    if keep:
                        keep(chunk)
        except (*_BROKEN, RuntimeError, NotImplementedError):
            raise UnreadableArchive(_DAMAGED, name=shown(entry.path)) from None

    def open_inner(self, entry: Entry, depth: int, only_zips: bool) -> None:
        if depth >= MOST_DEPTH:
            raise UnreadableArchive(_TOO_DEEP, name=shown(entry.path))
        if self.bytes + entry.size > MOST_BYTES:
            raise UnreadableArchive(_TOO_LARGE, most=MOST_BYTES // 1_000_000)
        spooled = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115 - closed with the archive
        self.archive._open.append(spooled)
        self.prove(entry, spooled.write)
        self.bytes -= entry.size  # what is inside counts, not the wrapping
        inside = PurePosixPath(entry.path)
        folder = inside.parent if only_zips else inside.with_suffix("")
        self.open(spooled, "" if str(folder) == "." else f"{folder}/", depth + 1)


def is_own_index(path: str, size: int, stream: IO[bytes]) -> bool:
    """The first page of a team that we gave out, which grows with every note that the team brought in."""
    named_so = PurePosixPath(path).name == "index.md" and size <= MOST_OWN_INDEX_BYTES
    return named_so and begins_as_ours(stream.read(CHUNK))


# --- one zip ---------------------------------------------------------------------------------------------------------
def _open_zip(stream: IO[bytes]) -> zipfile.ZipFile:
    _refuse_endless_index(stream)
    try:
        return zipfile.ZipFile(stream)
    except (*_BROKEN, NotImplementedError):
        raise UnreadableArchive(_NO_ZIP) from None


def _refuse_endless_index(stream: IO[bytes]) -> None:
    """Before Python builds an object for each file: how many files the end of the zip speaks of."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65_557))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        raise UnreadableArchive(_NO_ZIP)
    count, index_bytes = struct.unpack_from("<10xHI", tail, at)
    large = tail.rfind(b"PK\6\6", 0, at)
    if large >= 0 and len(tail) >= large + 48:
        count, index_bytes = struct.unpack_from("<32xQQ", tail, large)
    # Folders are entries too, so the count alone may be twice that of the files.
    if count > 2 * MOST_FILES or index_bytes > MOST_INDEX_BYTES:
        raise UnreadableArchive(_TOO_MANY, most=MOST_FILES)


def _entries(opened: zipfile.ZipFile, folder: str) -> Iterator[Entry]:
    for info in opened.infolist():
        path = _safe_path(info)
        if (info.external_attr >> 16) & 0o170000 == 0o120000:
            raise UnreadableArchive(_LINK, name=shown(path))
        if info.flag_bits & 0x1:
            raise UnreadableArchive(_ENCRYPTED, name=shown(path))
        if path.endswith("/") or _JUNK.search(path):
            continue
        if info.compress_type not in _METHODS:
            raise UnreadableArchive(_METHOD, name=shown(path))
        yield Entry(folder + path, info.file_size, opened, info)


def _safe_path(info: zipfile.ZipInfo) -> str:
    name = _name_of(info)
    if not name or len(name) > MOST_PATH or _NOT_IN_NAMES.search(name) or name.count("/") > MOST_FOLDERS:
        raise UnreadableArchive(_BAD_NAME, name=shown(name))
    parts = name.split("/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in parts:
        raise UnreadableArchive(_OUTSIDE, name=shown(name))
    return re.sub(r"/(?:\./|/)+", "/", name.removeprefix("./"))


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: old Windows zips write CP949 without a word, old Macs UTF-8 taken apart."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        name = _guessed(name)
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _guessed(name: str) -> str:
    try:
        raw = name.encode("cp437")  # what Python took it for
    except UnicodeEncodeError:
        return name
    for encoding in ("ascii", "utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _refuse_overlaps(infos: list[zipfile.ZipInfo]) -> None:
    """Bombs let thousands of entries share the same few bytes."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise UnreadableArchive(_OVERLAP)
        end = info.header_offset + 30 + len(info.orig_filename.encode("utf-8", "replace")) // 3 + info.compress_size


def shown(name: str) -> str:
    """A name in a sentence: one line that nothing can turn around."""
    bare = _NOT_IN_NAMES.sub("�", name)
    return bare if len(bare) <= 80 else f"{bare[:60]}…{bare[-15:]}"
