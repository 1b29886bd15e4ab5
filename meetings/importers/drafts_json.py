"""JSON → draft, strictly: a draft lies with a person before it becomes records, and what comes back may be anything.

The fields and their types are read from the dataclasses, so a new field needs nothing here.
"""

from __future__ import annotations

import re
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from meetings.importers.errors import InvalidDraft
from meetings.importers.errors import gettext_noop as _

_WRONG_SCHEMA = _("This draft is of another version (%(schema)s). Read the note again.")
_MALFORMED = _("%(place)s isn't what a draft holds there. Correct it and try again.")
_UNKNOWN = _("%(place)s is unknown. Take it out and try again.")
_MISSING = _("%(place)s is missing. Read the note again.")
_NO_LINES = _("%(place)s names lines that the note doesn't have. Read the note again.")
_NO_TEXT = _("%(place)s holds a character that can't be kept. Take it out and try again.")

CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Session", "kind"): (
        "daily",
        "mentoring",
        "office_hour",
        "master_class",
        "special",
        "retrospective",
        "project",
        "other",
    ),
    ("Review", "subject"): ("assignment", "lecture", "paper", "algorithm", "post", "other"),
    ("Question", "audience"): ("team", "mentor", "master", "ta"),
    ("Question", "status"): ("open", "answered", "deferred"),
    ("Question", "confidence"): ("certain", "likely"),
}
LOOSE = "loose"  # a session of what was asked or learnt in no meeting; nobody chooses it
_UNKEPT = re.compile("[\0\ud800-\udfff]")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_T = TypeVar("_T")


def draft_from_json(wanted: type[_T], told: Any, schema: int) -> _T:
    if not isinstance(told, dict) or told.get("schema") != schema:
        raise InvalidDraft(_WRONG_SCHEMA, schema=str(told.get("schema") if isinstance(told, dict) else None)[:20])
    source = told.get("source")
    last = source.get("line_count") if isinstance(source, dict) else None
    reader = _Reader(last if type(last) is int else 0)
    return reader.record(wanted, {name: value for name, value in told.items() if name != "schema"}, "draft")


@lru_cache
def _hints(wanted: type) -> dict[str, Any]:
    return get_type_hints(wanted)


class _Reader:
    def __init__(self, last_line: int) -> None:
        self.last_line = last_line

    def record(self, wanted: type[_T], told: Any, place: str) -> _T:
        known = {field.name: field for field in fields(wanted)}
        for name in self.of(dict, told, place):
            if name not in known:
                raise InvalidDraft(_UNKNOWN, place=f"{place}.{str(name)[:40]}")
        read = {}
        for name, field in known.items():
            if name in told:
                read[name] = self.value(_hints(wanted)[name], told[name], f"{place}.{name}")
                self.check(wanted.__name__, name, read[name], f"{place}.{name}")
            elif field.default is MISSING and field.default_factory is MISSING:
                raise InvalidDraft(_MISSING, place=f"{place}.{name}")
        return wanted(**read)

    def value(self, wanted: Any, told: Any, place: str) -> Any:
        origin, inside = get_origin(wanted), get_args(wanted)
        if origin in (Union, types.UnionType):
            inner = next(kind for kind in inside if kind is not type(None))
            return None if told is None else self.value(inner, told, place)
        if origin is list:
            return [self.value(inside[0], item, f"{place}[{n}]") for n, item in enumerate(self.of(list, told, place))]
        if origin is tuple:
            return self.span(told, place)
        if origin is dict:
            items = self.of(dict, told, place).items()
            return {self.text(key, place): self.value(inside[1], item, place) for key, item in items}
        return self.record(wanted, told, place) if is_dataclass(wanted) else self.plain(wanted, told, place)

    def plain(self, wanted: Any, told: Any, place: str) -> Any:
        if wanted is Any:
            return self.anything(told, place)
        if wanted is not date:
            return self.text(told, place) if wanted is str else self.of(wanted, told, place)
        try:
            return date.fromisoformat(self.text(told, place))
        except ValueError:
            raise InvalidDraft(_MALFORMED, place=place) from None

    def anything(self, told: Any, place: str) -> Any:
        """Front matter: whatever YAML holds, as text and numbers, lists and objects."""
        if isinstance(told, dict):
            return {self.text(key, place): self.anything(item, place) for key, item in told.items()}
        if isinstance(told, list):
            return [self.anything(item, place) for item in told]
        return self.text(told, place) if isinstance(told, str) else told

    def of(self, wanted: type, told: Any, place: str) -> Any:
        if not isinstance(told, wanted) or (wanted is int and isinstance(told, bool)):
            raise InvalidDraft(_MALFORMED, place=place)
        return told

    def text(self, told: Any, place: str) -> str:
        if _UNKEPT.search(self.of(str, told, place)):
            raise InvalidDraft(_NO_TEXT, place=place)
        return told

    def span(self, told: Any, place: str) -> tuple[int, int]:
        is_pair = isinstance(told, (list, tuple)) and len(told) == 2 and all(type(line) is int for line in told)
        if not is_pair or not 1 <= told[0] <= told[1] <= self.last_line:
            raise InvalidDraft(_NO_LINES, place=place)
        return told[0], told[1]

    def check(self, record: str, name: str, value: Any, place: str) -> None:
        choices = CHOICES.get((record, name))
        is_hour = name in ("starts_at", "ends_at") and value is not None
        is_loose = (record, name, value) == ("Session", "kind", LOOSE)
        if (choices and value not in choices and not is_loose) or (is_hour and not _CLOCK.fullmatch(value)):
            raise InvalidDraft(_MALFORMED, place=place)
