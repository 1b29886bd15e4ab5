"""Files that Peersession itself gave out: facts in the front matter, a quiet comment where each row begins.

Reads what people have edited since, too: rows without a label are new ones, texts without a row are told as lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from meetings.importers.draft import FrontMatter
from meetings.importers.errors import UnreadableNote
from meetings.importers.errors import gettext_noop as _

NAME = "peersession"
VERSION = 1
WITH_ROWS = ("meeting", "class_note", "questions", "learnings")  # below another front matter stand only links
MOST_CHARACTERS = 8_000_000
MOST_DEPTH = 30

_BROKEN = _("The front matter of this file is broken. Mend it and import the file again.")
_NEWER = _("This file was written by a newer Peersession. Import it there, or ask for an update here.")

_KINDS = "question|answer|review|section|text|agenda|actions|learnings|part|end"
_LABEL = r"[A-Z]\d{1,18}"
MARKER = re.compile(rf"<!-- ({_KINDS})(?: ({_LABEL}))? -->[ \t]*$")
ITEM_MARKER = re.compile(rf"[ \t]+<!-- ({_LABEL}) -->[ \t]*$")
ITEM = re.compile(r"- (?:\[( |x|X)\](?: |$))?(.*)$", re.DOTALL)
TICKED = ("agenda", "actions")
ESCAPED = re.compile(rf"^([ \t]*)\\(\\*<!-- (?:(?:{_KINDS})(?: {_LABEL})?|{_LABEL}) -->[ \t]*)$")
HEADING = re.compile(r"(#{1,6})[ \t](.*)$", re.DOTALL)
# Halves of surrogate pairs and NUL: no database keeps them.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Row:
    kind: str
    label: str
    body: str = ""
    heading: str = ""
    level: int = 2
    is_ticked: bool = False
    under: str = ""  # the review that a learning was put under, the question that an answer answers
    answers: list[Row] = field(default_factory=list)


@dataclass
class Leaf:
    """One file: which noun it is of, its facts, its rows in their order, and lines that are no row's."""

    noun: str
    facts: dict[str, Any]
    rows: list[Row] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    if front_matter and front_matter.fields.get("format") == NAME:
        return "its front matter says that Peersession wrote it"
    return None


def is_ours(text: str) -> bool:
    """Looks at the head alone."""
    return text.startswith("---\n") and f"\nformat: {NAME}\n" in text[:4000]


def read_leaf(text: str) -> Leaf:
    """One of our files. Raises `UnreadableNote` with a sentence where its front matter can't be read."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        raise UnreadableNote(_BROKEN)
    facts = read_facts("\n".join(lines[1:end]))
    if not isinstance(facts.get("version"), int) or facts["version"] > VERSION:
        raise UnreadableNote(_NEWER)
    leaf = Leaf(str(facts.get("noun", "")), facts)
    if leaf.noun in WITH_ROWS:
        _Body(leaf).read(lines[end + 1 :])
    return leaf


def read_facts(text: str) -> dict[str, Any]:
    """YAML without tags, anchors and aliases, which we never write and which fill memories."""
    if len(text) > MOST_CHARACTERS or _NO_TEXT.search(text):
        raise UnreadableNote(_BROKEN)
    try:
        _refuse_tricks(text)
        facts = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, from C where there is one
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        raise UnreadableNote(_BROKEN) from None
    if not isinstance(facts, dict):
        raise UnreadableNote(_BROKEN)
    return facts


def _refuse_tricks(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or depth > MOST_DEPTH:
            raise UnreadableNote(_BROKEN)
        if getattr(event, "tag", None) not in (None, "!"):
            raise UnreadableNote(_BROKEN)
        if isinstance(event, yaml.ScalarEvent) and _NO_TEXT.search(event.value):
            raise UnreadableNote(_BROKEN)


class _Body:
    """What stands below the front matter, row by row."""

    def __init__(self, leaf: Leaf) -> None:
        self.leaf = leaf
        self.question: Row | None = None
        self.review = ""

    def read(self, lines: list[str]) -> None:
        marks = [(n, match) for n, line in enumerate(lines) if (match := MARKER.match(line))]
        ends = [*(n for n, _mark in marks), len(lines)]
        self.lose(lines[: ends[0]])
        for (n, match), after in zip(marks, ends[1:], strict=True):
            kind, label = match[1], match[2] or ""
            if kind == "end":
                return
            self.take(kind, label, lines[n + 1 : after])

    def take(self, kind: str, label: str, lines: list[str]) -> None:
        if kind == "part":
            self.review = ""
            _heading, rest = _after_heading(lines)
            self.lose(rest)
        elif kind in (*TICKED, "learnings"):
            self.take_items(kind, lines)
        else:
            self.take_block(kind, label, lines)

    def take_block(self, kind: str, label: str, lines: list[str]) -> None:
        heading, rest = ("", _after_blank(lines)) if kind == "text" else _after_heading(lines)
        row = Row(kind, label)
        if kind == "section" and (match := HEADING.match(heading)):
            row.level, row.heading = len(match[1]), match[2]
        elif kind in ("question", "answer", "review"):
            row.heading = match[2] if (match := HEADING.match(heading)) else ""
            rest = _after_byline(rest)
        row.body = _text(rest)
        if kind == "answer" and self.question:
            row.under = self.question.label
            self.question.answers.append(row)
            return
        self.question = row if kind == "question" else None
        self.review = label if kind == "review" else ""
        self.leaf.rows.append(row)

    def take_items(self, kind: str, lines: list[str]) -> None:
        self.question = None
        heading, rest = _after_heading(lines)
        if heading:
            self.review = ""
        starts = [n for n, line in enumerate(rest) if line == "-" or line.startswith("- ")]
        self.lose(rest[: starts[0]] if starts else rest)
        for start, after in zip(starts, [*starts[1:], len(rest)], strict=True):
            row = _item(kind, rest[start:after])
            row.under = self.review if kind == "learnings" else ""
            self.leaf.rows.append(row)

    def lose(self, lines: list[str]) -> None:
        if text := "\n".join(lines).strip():
            self.leaf.lost.append(text)


def _item(kind: str, lines: list[str]) -> Row:
    end = next((n for n, line in enumerate(lines) if ITEM_MARKER.match(line)), None)
    label = ITEM_MARKER.match(lines[end])[1] if end is not None else ""
    first, *more = lines[:end] if end is not None else _without_end(lines)
    match = ITEM.match(first if first != "-" else "- ")
    is_ticked, opening = (match[1] or " ") in "xX", match[2]
    if kind not in TICKED:
        is_ticked, opening = False, first[2:]
    body = "\n".join([opening, *(line.removeprefix("  ") for line in more)])
    return Row(kind, label, _unescaped(body), is_ticked=is_ticked)


def _without_end(lines: list[str]) -> list[str]:
    while len(lines) > 1 and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _after_heading(lines: list[str]) -> tuple[str, list[str]]:
    """The heading that stands first, if one does, and what follows it and its blank line."""
    rest = _after_blank(lines)
    return (rest[0], _after_blank(rest[1:])) if rest and HEADING.match(rest[0]) else ("", rest)


def _after_byline(lines: list[str]) -> list[str]:
    return _after_blank(lines[1:]) if lines and lines[0].startswith("— ") else lines


def _after_blank(lines: list[str]) -> list[str]:
    return lines[1:] if lines and not lines[0].strip() else lines


def _text(lines: list[str]) -> str:
    """Without the blank line that keeps it apart from what follows."""
    return _unescaped("\n".join(lines[:-1] if lines and not lines[-1].strip() else lines))


def _unescaped(text: str) -> str:
    if "<!-- " not in text:
        return text
    return "\n".join(ESCAPED.sub(r"\1\2", line) for line in text.split("\n"))
