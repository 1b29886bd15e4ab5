"""What somebody dropped → notes to read and pictures that go with them, and what was left out and why. Pure."""

from __future__ import annotations

import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from meetings.importers.archive import (
    HOPELESS,
    KIND_UNKNOWN,
    MOST_PATH,
    MOST_PICTURE_BYTES,
    NOTES,
    PICTURES,
    Archive,
    LeftOut,
    UnreadableArchive,
    is_own_index,
    open_archive,
)
from meetings.importers.collection import Collection
from meetings.importers.coming_back import tell_how_a_whole_team_comes_back
from meetings.importers.errors import UnreadableNote
from meetings.importers.errors import gettext_noop as _
from meetings.importers.reading import MOST_NOTE_BYTES

_NOTHING = _("No note is among these files. Bring Markdown or text files, or a zip of them.")
_TOO_LONG = _("This file is longer than %(most)s kB, the most a note may have.")
_PICTURE_TOO_LARGE = _("The picture has more than %(most)s MB.")
ZIP_SIGNATURE = b"PK\x03\x04"
KEPT_IN_MEMORY = 4_000_000


@dataclass(frozen=True)
class File:
    """One note: its path inside of what was dropped, its bytes, and what a table beside it says of it."""

    path: str
    raw: bytes
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Upload:
    """Files as a browser sends them, by their paths. Close it when the notes have been taken.

    A folder is sent in parts, of which some may hold pictures alone: `is_part`.
    """

    files: Sequence[tuple[str, IO[bytes]]]
    is_part: bool = False
    left_out: list[LeftOut] = field(default_factory=list)
    collections: list[Collection] = field(default_factory=list)
    pictures: list[tuple[str, IO[bytes]]] = field(default_factory=list)
    _plain: list[tuple[str, IO[bytes]]] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        """Raises UnreadableNote for a zip that can't be trusted, and where there is no note at all."""
        self.files = [(shown_path(path), stream) for path, stream in self.files]
        try:
            for path, stream in self.files:
                self._sort(path, stream)
            if not (self.is_part or self._plain or self.collections):
                only = self.left_out[0] if len(self.files) == len(self.left_out) == 1 else LeftOut("", _NOTHING)
                raise UnreadableNote(only.msgid, **only.values)
        except UnreadableNote:
            self.close()
            raise

    def _sort(self, path: str, stream: IO[bytes]) -> None:
        suffix, size = PurePosixPath(path).suffix.lower(), stream.seek(0, 2)
        stream.seek(0)
        begin = stream.read(4)
        stream.seek(0)
        if begin == ZIP_SIGNATURE or suffix == ".zip":
            self.collections.append(Collection(self._open.enter_context(_opened(stream))))
        elif suffix in PICTURES and size > MOST_PICTURE_BYTES:
            self.left_out.append(LeftOut(path, _PICTURE_TOO_LARGE, {"most": MOST_PICTURE_BYTES // 1024 // 1024}))
        elif suffix in PICTURES:
            self.pictures.append((path, stream))
        elif suffix in NOTES and size > MOST_NOTE_BYTES and not _is_long_index(path, size, stream):
            self.left_out.append(LeftOut(path, _TOO_LONG, {"most": MOST_NOTE_BYTES // 1000}))
        elif suffix in NOTES:
            self._plain.append((path, stream))
        else:
            self.left_out.append(LeftOut(path, KIND_UNKNOWN))

    @property
    def name(self) -> str:
        """The folder or the file that all came in; of several the first one."""
        tops = list(dict.fromkeys(path.split("/")[0] for path, _stream in self.files)) or [""]
        return tops[0] if len(tops) == 1 else f"{tops[0]} …"

    @property
    def count(self) -> int:
        return len(self._plain) + sum(len(collection) for collection in self.collections)

    def notes(self) -> Iterator[File]:
        """One at a time, so that a large zip never lies in memory as a whole. At their end all losses are known."""
        for collection in self.collections:
            for entry in collection.archive.notes:
                yield File(entry.path, entry.read(), collection.properties(entry.path))
            self.left_out += collection.losses()
        for path, stream in self._plain:
            yield File(path, stream.read())

    @property
    def has_pictures(self) -> bool:
        return bool(self.pictures) or any(collection.archive.pictures for collection in self.collections)

    def pack_pictures(self, into: IO[bytes]) -> None:
        """Adds all pictures to a zip, which is kept until the notes are decided on. Of one name the first one stays."""
        with zipfile.ZipFile(into, "a", zipfile.ZIP_STORED) as kept:
            there = set(kept.namelist())
            for path, stream in self.pictures:
                if path not in there:
                    with kept.open(path, "w") as copy:
                        shutil.copyfileobj(stream, copy)
            for path, entry in ((p, e) for c in self.collections for p, e in c.archive.pictures.items()):
                if path not in there:
                    kept.writestr(path, entry.read())

    def close(self) -> None:
        self._open.close()


def _is_long_index(path: str, size: int, stream: IO[bytes]) -> bool:
    found = is_own_index(path, size, stream)
    stream.seek(0)
    return found


def _opened(stream: IO[bytes]) -> Archive:
    """The index, unless it is a team's own zip, which may break the limits of notes: that is told first."""
    try:
        return open_archive(stream)
    except UnreadableArchive as error:
        if error.msgid not in HOPELESS:
            tell_how_a_whole_team_comes_back(stream)
        raise


def shown_path(path: str) -> str:
    """A path as somebody's browser tells it, as text that any database and page can hold."""
    printable = "".join(char for char in path if char.isprintable())
    parts = [part.strip() for part in unicodedata.normalize("NFC", printable).replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part not in ("", ".", ".."))[-MOST_PATH:].lstrip("/") or "?"


def spooled() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)
