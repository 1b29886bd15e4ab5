"""Plain Markdown, as in GitHub repositories and HackMD pads."""

from __future__ import annotations

from meetings.importers.draft import FrontMatter

NAME = "markdown"


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    return "nothing tells of another tool"
