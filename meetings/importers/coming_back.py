"""Files that Peersession itself gave out, where somebody brings them in as notes: told, and never cut up like notes."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from meetings.importers.errors import UnreadableNote
from meetings.importers.errors import gettext_noop as _
from meetings.importers.own_archive import OwnArchive
from meetings.importers.peersession import is_ours
from meetings.importers.reading import read_text

_ZIP = _(
    "Peersession itself gave this zip out, with all that a team has. It comes back as a whole and not note by note: "
    "whoever runs the site brings it back with “manage.py import_team”."
)
_FILE = _(
    "Peersession itself gave this file out, with marks that no ordinary note has. It comes back with the zip of its "
    "team: whoever runs the site brings that back with “manage.py import_team”."
)


def refuse_own_zip(file: Path | IO[bytes]) -> None:
    """Raises `UnreadableNote` for the zip of a team or cohort; nothing else is said of what the zip holds."""
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
        raise UnreadableNote(_ZIP)


def refuse_own_file(raw: bytes) -> None:
    """Raises `UnreadableNote` for a file with our front matter."""
    if is_ours(read_text(raw)[0].removeprefix("\ufeff")):
        raise UnreadableNote(_FILE)
