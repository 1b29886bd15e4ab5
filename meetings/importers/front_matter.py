"""The YAML block at the top of a Jekyll post. Whatever it claims (ids, authors, rights) is only text here."""

from __future__ import annotations

import re
from typing import Any

import yaml

from meetings.importers.draft import FrontMatter
from meetings.importers.errors import UnreadableNote
from meetings.importers.errors import gettext_noop as _

MOST_CHARACTERS = 20_000
MOST_ALIASES = 20
MOST_DEPTH = 20

_BROKEN = _("The front matter of this note is broken in line %(line)s. Mend that line and import the note again.")
_UNCLOSED = _("The front matter that starts in line 1 has no closing --- line. Add it, or take the first line out.")
_TOO_LARGE = _("The front matter of this note is larger than a note needs. Shorten it and import the note again.")
_KEY = re.compile(r"^[\w\"'-]+\s*:")


def split_front_matter(lines: list[str]) -> FrontMatter | None:
    """The front matter that opens `lines`, or None where line 1 is an ordinary rule."""
    if not lines or lines[0].rstrip() != "---":
        return None
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    block = lines[1:end]
    if not any(_KEY.match(line) for line in block[:5]):
        return None
    if end is None:
        raise UnreadableNote(_UNCLOSED)
    return FrontMatter(_parse("\n".join(block)), (1, end + 1))


def _parse(text: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise UnreadableNote(_TOO_LARGE)
    try:
        _count(text)
        fields = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableNote(_BROKEN, line=(mark.line if mark else 0) + 2) from None
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        raise UnreadableNote(_BROKEN, line=2) from None
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise UnreadableNote(_BROKEN, line=2)
    return {str(key): value for key, value in fields.items()}


def _count(text: str) -> None:
    """Looks at the events before anything is built: ten aliases of ten aliases of ten … fill the memory."""
    aliases = depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if aliases > MOST_ALIASES or depth > MOST_DEPTH:
            raise UnreadableNote(_TOO_LARGE)
