"""GitHub Markdown: folded `<details>`, task lists, mentions, links to issues."""

from __future__ import annotations

import re

from meetings.importers.draft import FrontMatter
from meetings.importers.errors import gettext_noop as _

NAME = "github"
_FOLDED = re.compile(r"\s*<details\b", re.IGNORECASE)
_ISSUE = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/(?:issues|pull|discussions)/\d+|(?<![\w/&])#\d+\b(?!\.)")
_TASK = re.compile(r"\s*[-*+]\s+\[[ xX]\]\s")
LAYOUT = re.compile(r"</?details\b[^<>]{0,300}>|</?summary>|<!--.*-->", re.IGNORECASE)


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    if any(map(_FOLDED.match, lines)):
        return _("it folds its parts the way GitHub does")
    if sum(map(bool, map(_TASK.match, lines))) > 1 and any(map(_ISSUE.search, lines)):
        return _("it has task lists and names issues the way GitHub does")
    return None
