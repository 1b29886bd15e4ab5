"""What somebody dropped → notes to read and pictures that go with them, and what was left out and why. Pure."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from meetings.importers.archive import NOTES, PICTURES, Archive, LeftOut, open_archive
from meetings.importers.errors import UnreadableNote
from meetings.importers.errors import gettext_noop as _
from meetings.importers.reading import MOST_BYTES, MOST_NOTE_BYTES

_NOTHING = _("No note is among these files. Bring Markdown or text files, or a zip of them.")
_NO_NOTE = _("This kind of file is no note and no picture of one.")
_TOO_LONG = _("This file is longer than %(most)s kB, the most a note may have.")
ZIP_SIGNATURE = b"PK\x03\x04"


@dataclass(frozen=True)
class File:
    """One note: its path inside of what was dropped, and its bytes."""

    path: str
    raw: bytes


@dataclass
class Upload:
    """Files as a browser sends them, by their paths. Close it when the notes have been taken."""

    files: Sequence[tuple[str, IO[bytes]]]
    left_out: list[LeftOut] = field(default_factory=list)
    archives: list[Archive] = field(default_factory=list)
    pictures: list[tuple[str, IO[bytes]]] = field(default_factory=list)
    _plain: list[tuple[str, IO[bytes]]] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        """Raises UnreadableNote for a zip that can't be trusted, and where there is no note at all."""
        try:
            for path, stream in self.files:
                self._sort(path, stream)
            if not self._plain and not any(archive.notes for archive in self.archives):
                raise UnreadableNote(_NOTHING)
        except UnreadableNote:
            self.close()
            raise

    def _sort(self, path: str, stream: IO[bytes]) -> None:
        suffix = PurePosixPath(path).suffix.lower()
        begin = stream.read(4)
        stream.seek(0)
        if begin == ZIP_SIGNATURE or suffix == ".zip":
            self.archives.append(self._open.enter_context(open_archive(stream)))
            self.left_out += self.archives[-1].left_out
        elif suffix in PICTURES:
            self.pictures.append((path, stream))
        elif suffix in NOTES:
            self._plain.append((path, stream))
        else:
            self.left_out.append(LeftOut(path, _NO_NOTE))

    @property
    def name(self) -> str:
        """The folder or the file that all came in; of several the first one."""
        tops = list(dict.fromkeys(PurePosixPath(path).parts[0] for path, _stream in self.files if path))
        return tops[0] if len(tops) == 1 else f"{tops[0]} …"

    def notes(self) -> Iterator[File]:
        """One at a time, so that a large zip never lies in memory as a whole."""
        for archive in self.archives:
            for entry in archive.notes:
                yield File(entry.path, entry.read())
        for path, stream in self._plain:
            raw = stream.read(MOST_BYTES + 1)
            if len(raw) > MOST_NOTE_BYTES:
                self.left_out.append(LeftOut(path, _TOO_LONG, {"most": MOST_NOTE_BYTES // 1000}))
            else:
                yield File(path, raw)

    def pictures_zip(self) -> BytesIO | None:
        """All pictures in one zip, which is kept until the notes are decided on; None without any."""
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as kept:
            for path, stream in self.pictures:
                kept.writestr(path, stream.read())
            for archive in self.archives:
                for path, entry in archive.pictures.items():
                    kept.writestr(path, entry.read())
            return packed if kept.namelist() else None

    def close(self) -> None:
        self._open.close()
