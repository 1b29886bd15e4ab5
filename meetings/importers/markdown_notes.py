"""Plain Markdown, as in GitHub repositories and HackMD pads."""

from __future__ import annotations

from meetings.importers.draft import FrontMatter
from meetings.importers.errors import gettext_noop as _

NAME = "markdown"


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    return _("nothing tells of another tool")
