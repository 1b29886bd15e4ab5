"""Plain text, as from a chat or an editor: no mark of Markdown, so short lines over lists are its headings."""

from __future__ import annotations

import re

from meetings.importers.draft import FrontMatter
from meetings.importers.errors import gettext_noop as _

NAME = "plain"
_MARKDOWN = re.compile(r"\s{0,3}(?:#{1,6}\s|>\s|```|~~~|\|.*\|)|.*(?:\*\*\S|!\[|\]\(|</\w+>|\$\S)")


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    if front_matter or any(map(_MARKDOWN.match, lines)):
        return None
    return _("it has no mark of Markdown")
