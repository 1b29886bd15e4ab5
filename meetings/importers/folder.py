"""Opens a folder of notes with the same eyes as a zip. Links are not followed, nor is anything hidden read."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from meetings.importers.archive import (
    KIND_UNKNOWN,
    MOST_BYTES,
    MOST_FILES,
    MOST_PICTURE_BYTES,
    MOST_TABLE_BYTES,
    NOTES,
    PICTURES,
    TABLES,
    Archive,
    LeftOut,
    UnreadableArchive,
)
from meetings.importers.errors import gettext_noop as _
from meetings.importers.reading import read_file

_NO_NOTE = _("This folder holds no note: no .md and no .txt file.")
_TOO_MANY = _("This folder holds more than %(most)s files. Import its parts one by one.")
_TOO_LARGE = _("The notes and pictures of this folder have more than %(most)s MB. Import its parts one by one.")
_ZIP = _("A zip inside of a folder is not opened. Import it by itself.")


@dataclass(frozen=True)
class FileOnDisk:
    path: str
    size: int
    file: Path

    def read(self) -> bytes:
        return read_file(self.file)


def open_folder(folder: Path, needs_notes: bool = True) -> Archive:
    """The files of a folder by their paths in it. Raises `UnreadableArchive` with a sentence."""
    found, total = Archive(), 0
    for number, file in enumerate(_files(folder), 1):
        if number > MOST_FILES:
            raise UnreadableArchive(_TOO_MANY, most=MOST_FILES)
        path = os.fsencode(file.relative_to(folder.parent)).decode("utf-8", "replace")
        entry = FileOnDisk(unicodedata.normalize("NFC", path), file.stat().st_size, file)
        total += entry.size * _sort_in(entry, found)
    if total > MOST_BYTES:
        raise UnreadableArchive(_TOO_LARGE, most=MOST_BYTES // 1_000_000)
    if needs_notes and not found.notes:
        raise UnreadableArchive(_NO_NOTE)
    return found


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files = (Path(place, name) for name in sorted(names) if not name.startswith("."))
        yield from (file for file in files if file.is_file() and not file.is_symlink())


def _sort_in(entry: FileOnDisk, found: Archive) -> bool:
    """Whether the file is taken."""
    suffix = entry.file.suffix.lower()
    if suffix in NOTES:
        found.notes.append(entry)
    elif suffix in PICTURES and entry.size <= MOST_PICTURE_BYTES:
        found.pictures[entry.path] = entry
    elif suffix in TABLES and entry.size <= MOST_TABLE_BYTES:
        found.tables[entry.path] = entry
    else:
        found.left_out.append(LeftOut(entry.path, _ZIP if suffix == ".zip" else KIND_UNKNOWN))
        return False
    return True
