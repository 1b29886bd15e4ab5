"""The zip of a whole team, opened by name and read file by file: nothing is unpacked, no path leads to the disk."""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from pathlib import Path
from typing import IO

from meetings.importers.errors import UnreadableNote
from meetings.importers.errors import gettext_noop as _

MOST_FILES = 100_000
MOST_TEXT = 8_000_000  # bytes of one file of text, unpacked
MOST_PICTURE = 20_000_000
MOST_BYTES = 4_000_000_000  # of all that is read

_NO_ZIP = _("This is no zip, or a damaged one. Nothing of it was imported.")
_TOO_LARGE = _("%(name)s is larger than such a file can be. Nothing of this zip was imported.")
_DAMAGED = _("%(name)s is damaged inside this zip. Nothing of it was imported.")
_MISSING = _("%(name)s is missing in this zip. Nothing of it was imported.")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


class OwnArchive:
    def __init__(self, file: Path | IO[bytes]) -> None:
        """Raises `UnreadableNote` with a sentence."""
        try:
            self.zip = zipfile.ZipFile(file)
        except _BROKEN:
            raise UnreadableNote(_NO_ZIP) from None
        entries = self.zip.infolist()
        if len(entries) > MOST_FILES:
            raise UnreadableNote(_TOO_LARGE, name=self.zip.filename or "zip")
        self.entries = {unicodedata.normalize("NFC", entry.filename): entry for entry in entries}
        self.left = MOST_BYTES

    def __enter__(self) -> OwnArchive:
        return self

    def __exit__(self, *_error: object) -> None:
        self.zip.close()

    def __contains__(self, path: str) -> bool:
        return path in self.entries

    def paths(self, folder: str, suffix: str = ".md") -> list[str]:
        """Files directly in a folder, in the order of the zip."""
        inside = [path for path in self.entries if path.startswith(folder) and path.endswith(suffix)]
        return [path for path in inside if "/" not in path[len(folder) :]]

    def read(self, path: str, most: int = MOST_PICTURE) -> bytes:
        if path not in self.entries:
            raise UnreadableNote(_MISSING, name=path[:200])
        try:
            with self.zip.open(self.entries[path]) as stream:
                content = stream.read(most + 1)
        except _BROKEN:
            raise UnreadableNote(_DAMAGED, name=path[:200]) from None
        self.left -= len(content)
        if len(content) > most or self.left < 0:
            raise UnreadableNote(_TOO_LARGE, name=path[:200])
        return content

    def text(self, path: str) -> str:
        try:
            text = self.read(path, MOST_TEXT).decode()
        except UnicodeDecodeError:
            raise UnreadableNote(_DAMAGED, name=path[:200]) from None
        if "\0" in text:
            raise UnreadableNote(_DAMAGED, name=path[:200])
        return text
