"""Uploaded files as they are stored."""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """A file is there whole and on the disk, or not at all, whatever fills the disk or ends the process."""

    def _save(self, name: str, content) -> str:
        part, whole = Path(self.path(f"{name}.part")), Path(self.path(name))
        try:
            super()._save(f"{name}.part", content)
            _sync(part)
            part.rename(whole)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _sync(whole.parent)
        return name


def _sync(path: Path) -> None:
    """Wait until the disk has it; for a folder, until the disk knows the names in it."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
