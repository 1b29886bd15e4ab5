"""Posts of a Jekyll site: YAML front matter, Liquid variables, kramdown's attributes, a day in the file's name."""

from __future__ import annotations

import re

from meetings.importers.draft import FrontMatter
from meetings.importers.errors import gettext_noop as _

NAME = "jekyll"
_LIQUID = re.compile(r"\{\{\s*site\.|\{%\s*\w+|\{:\s*[.#]")
LAYOUT = re.compile(r"\{:[^{}]*\}|\{%[^{}]*%\}|[*-]\s+(?:TOC|toc|목차)", re.ASCII)


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    if front_matter:
        return _("it opens with front matter")
    if "_posts/" in path:
        return _("it lies in a folder of posts")
    return _("it uses variables of a site") if any(_LIQUID.search(line) for line in lines) else None
