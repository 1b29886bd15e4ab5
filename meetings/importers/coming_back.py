"""What lies in our own zips and folders beside the files of rows, where somebody brings those in as notes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from pathlib import Path
from typing import IO

from meetings.importers.archive import Archive, LeftOut
from meetings.importers.errors import UnreadableNote
from meetings.importers.errors import gettext_noop as _
from meetings.importers.own_archive import OwnArchive
from meetings.importers.peersession import begins_as_ours, is_ours

_WHOLE = _(
    "Peersession itself gave this zip out, and it is too large to come back note by note. Whoever runs the site brings "
    "it back as a whole with “manage.py import_team”."
)
_ABOUT = _("It tells of the team as a whole. Its days, classes and questions come back from the files beside it.")
_KEPT_NOTE = _("It is an old note, which was kept beside what was made of it. Bring it in by itself if you want it.")


def leave_out_what_is_no_row(archive: Archive) -> None:
    """Takes tables of contents, guides and old notes from the notes of an archive that Peersession gave out."""
    entries = {note.path: note for note in archive.notes}
    told = no_rows(entries, lambda path: entries[path].read())
    archive.left_out += [LeftOut(path, msgid) for path, msgid in told.items()]
    archive.notes[:] = [note for note in archive.notes if note.path not in told]


def no_rows(paths: Collection[str], read: Callable[[str], bytes]) -> dict[str, str]:
    """Which of these files of one folder or zip are no rows, if it is one of ours, with the sentence that says why."""
    indexes = (path for path in paths if posixpath.basename(path) == "index.md")
    tops = {path.removesuffix("index.md") for path in indexes if _is_index(path, read)}
    told = {}
    for path in paths if tops else ():
        top, _slash, inside = path.rpartition("_sources/")
        folder, name = posixpath.split(path)
        if _slash and inside and top in tops:
            told[path] = _KEPT_NOTE
        elif name in ("index.md", "README.md") and (f"{folder}/" if folder else "") in tops:
            told[path] = _ABOUT
    return told


def _is_index(path: str, read: Callable[[str], bytes]) -> bool:
    try:
        return begins_as_ours(read(path))
    except (UnreadableNote, OSError):
        return False


def tell_how_a_whole_team_comes_back(file: Path | IO[bytes]) -> None:
    """Raises `UnreadableNote` for the zip of a team that breaks the limits of notes; else says nothing."""
    try:
        with OwnArchive(file) as archive:
            inside = [path for path in archive.entries if path == "index.md" or path.endswith("/index.md")][:3]
            is_own = any(is_ours(archive.text(path)) for path in inside)
    except UnreadableNote:
        return
    finally:
        if not isinstance(file, Path):
            file.seek(0)
    if is_own:
        raise UnreadableNote(_WHOLE)
