"""The YAML block at the top of a Jekyll post. Whatever it claims (ids, authors, rights) is only text here."""

from __future__ import annotations

import math
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
_UNKEPT = _("Line %(line)s of this note holds a character or a number that can't be kept. Take it out, then import.")
# NUL and halves of surrogate pairs are refused by databases, and JSON knows no number that has no end.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|nan)$", re.IGNORECASE)
_MOST_DIGITS = 300
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
    aliases = 0
    inside: list[str | None] = []  # the names of the collections that are open
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.ScalarEvent) and not _can_be_kept(event):
            raise UnreadableNote(_UNKEPT, line=event.start_mark.line + 2)
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
            if event.anchor in inside:  # it would hold itself
                raise UnreadableNote(_BROKEN, line=event.start_mark.line + 2)
        elif isinstance(event, yaml.CollectionStartEvent):
            inside.append(event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            inside.pop()
        if aliases > MOST_ALIASES or len(inside) > MOST_DEPTH:
            raise UnreadableNote(_TOO_LARGE)


def _can_be_kept(scalar: yaml.ScalarEvent) -> bool:
    value = scalar.value
    if _NO_TEXT.search(value):
        return False
    if scalar.style or not re.match(r"[-+.\d]", value):
        return scalar.tag is None or not scalar.tag.endswith((":float", ":int"))
    try:
        is_finite = math.isfinite(float(value.replace("_", "")))
    except ValueError:
        is_finite = not _NOT_FINITE.match(value)
    return is_finite and not (len(value) > _MOST_DIGITS and re.fullmatch(r"[-+]?[\w.:]+", value))
