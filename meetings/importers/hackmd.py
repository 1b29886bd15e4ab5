"""HackMD and CodiMD pads: tags in front matter or in a heading of the sixth level, `:::info` boxes, `[TOC]`."""

from __future__ import annotations

import re

from meetings.importers.draft import FrontMatter
from meetings.importers.errors import gettext_noop as _

NAME = "hackmd"
_TAGS = re.compile(r"#{5,6}\s+tags\s*:")
_BOX = re.compile(r":::\s*(?:info|success|warning|danger|spoiler)\b")
_OWN_KEYS = {"tags", "lang", "robots", "GA", "breaks", "slideOptions", "type", "langs", "disqus", "dir"}
LAYOUT = re.compile(r":{3,}\s*(?:info|success|warning|danger|left|right|center)?|\[TOC\]|#{5,6}\s+tags\s*:.*", re.I)
TOGGLE = re.compile(r":{3,}\s*(?:spoiler|info|success|warning|danger)\s+(?P<text>\S.*)", re.IGNORECASE)


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    if any(map(_TAGS.match, lines)):
        return _("it lists its tags the way HackMD does")
    if any(map(_BOX.match, lines)):
        return _("it has boxes as HackMD draws them")
    keys = set(front_matter.fields) if front_matter else set()
    if "tags" in keys and isinstance(front_matter.fields["tags"], str) and keys <= _OWN_KEYS | {"title", "description"}:
        return _("its front matter holds tags alone, as HackMD's does")
    return (
        "it asks for a table of contents the way HackMD does" if "[TOC]" in (line.strip() for line in lines) else None
    )
