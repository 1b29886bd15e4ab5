"""Files that Peersession itself gave out: facts in the front matter, a quiet comment where each row begins.

Reads what people have edited since, too: rows without a label are new ones, texts without a row are told as lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

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

_KINDS = "question|answer|comment|review|section|text|agenda|actions|learnings|part|end"
_LABEL = r"[A-Z]\d{1,18}"
MARKER = re.compile(rf"<!-- ({_KINDS})(?: ({_LABEL}))? -->[ \t]*$")
ITEM_MARKER = re.compile(rf"[ \t]+<!-- ({_LABEL}) -->[ \t]*$")
ITEM = re.compile(r"- (?:\[( |x|X)\](?: |$))?(.*)$", re.DOTALL)
TICKED = ("agenda", "actions")
ESCAPED = re.compile(rf"^([ \t]*)\\(\\*<!-- (?:(?:{_KINDS})(?: {_LABEL})?|{_LABEL}) -->[ \t]*)$")
WAS = re.compile(r"\[[^\[\]\n]{0,2000}\]<!-- was ([\w.~%]+) -->", re.ASCII)
ESCAPED_WAS = re.compile(r"<!-- (\\*)\\was ")
HEADING = re.compile(r"(#{1,6})[ \t](.*)$", re.DOTALL)
FOOT = re.compile(r"(?:---|(?:(?: · )?(?:[^\[\]()]{0,40}: )?\[(?:\\.|[^\]\\\n]){0,400}\]\([^()\s]{0,400}\))+)?\s*$")
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
    below: list[Row] = field(default_factory=list)  # of a question its answers, of an answer the comments on it
    lines: tuple[int, int] = (1, 1)


@dataclass
class Leaf:
    """One file: which noun it is of, its facts, its rows in their order, and lines that are no row's."""

    noun: str
    facts: dict[str, Any]
    rows: list[Row] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    lost_lines: list[tuple[int, int]] = field(default_factory=list)  # where they stand


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    is_told = front_matter and front_matter.fields.get("format") == NAME
    return _("its front matter says that Peersession wrote it") if is_told or is_ours("\n".join(lines[:100])) else None


def is_ours(text: str) -> bool:
    """Looks at the head alone."""
    return text.startswith("---\n") and f"\nformat: {NAME}\n" in text[:4000]


def begins_as_ours(raw: bytes) -> bool:
    """The same of a file of any length, of which no more than the head is looked at."""
    return is_ours(raw[:16_000].decode("utf-8-sig", "ignore").replace("\r\n", "\n"))


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
        _Body(leaf, lines).read(end + 1)
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
    """What stands below the front matter, row by row. Spans of lines are counted from 0, their end not included."""

    def __init__(self, leaf: Leaf, lines: list[str]) -> None:
        self.leaf, self.lines = leaf, lines
        self.question: Row | None = None
        self.review = ""

    def read(self, start: int) -> None:
        marks = [(n, match) for n, line in enumerate(self.lines) if n >= start and (match := MARKER.match(line))]
        ends = [*(n for n, _mark in marks), len(self.lines)]
        self.lose(start, ends[0])
        for (n, match), after in zip(marks, ends[1:], strict=True):
            kind, label = match[1], match[2] or ""
            if kind == "end":
                self.lose_foot(n + 1)
                return
            self.take(kind, label, n, after)

    def take(self, kind: str, label: str, mark: int, after: int) -> None:
        if kind == "part":
            self.review = ""
            _heading, start = self.after_heading(mark + 1, after)
            self.lose(start, after)
        elif kind in (*TICKED, "learnings"):
            self.take_items(kind, mark + 1, after)
        else:
            self.take_block(kind, label, mark, after)

    def take_block(self, kind: str, label: str, mark: int, after: int) -> None:
        first = mark + 1
        heading, start = ("", self.after_blank(first, after)) if kind == "text" else self.after_heading(first, after)
        row = Row(kind, label, lines=self.span(mark, after))
        if kind == "section" and (match := HEADING.match(heading)):
            row.level, row.heading = len(match[1]), match[2]
        elif kind in ("question", "answer", "comment", "review"):
            row.heading = match[2] if (match := HEADING.match(heading)) else ""
            start = self.after_byline(start, after)
        row.body = _text(self.lines[start:after])
        if kind == "answer" and self.question:
            row.under = self.question.label
            self.question.below.append(row)
            return
        if kind == "comment" and self.question and self.question.below:
            row.under = self.question.below[-1].label
            self.question.below[-1].below.append(row)
            return
        if kind != "comment":  # one that stands below no answer parts nothing
            self.question = row if kind == "question" else None
            self.review = label if kind == "review" else ""
        self.leaf.rows.append(row)

    def take_items(self, kind: str, first: int, after: int) -> None:
        self.question = None
        heading, first = self.after_heading(first, after)
        if heading:
            self.review = ""
        starts = [n for n in range(first, after) if self.lines[n] == "-" or self.lines[n].startswith("- ")]
        self.lose(first, starts[0] if starts else after)
        for start, end in zip(starts, [*starts[1:], after], strict=True):
            row = _item(kind, self.lines[start:end])
            row.under = self.review if kind == "learnings" else ""
            row.lines = self.span(start, end)
            self.leaf.rows.append(row)

    def lose_foot(self, start: int) -> None:
        """Below the last row only links of ours stand; what somebody wrote there since is told."""
        self.lose(next((n for n in range(start, len(self.lines)) if not FOOT.match(self.lines[n])), len(self.lines)))

    def lose(self, start: int, end: int | None = None) -> None:
        end = len(self.lines) if end is None else end
        if text := "\n".join(self.lines[start:end]).strip():
            filled = [n for n in range(start, end) if self.lines[n].strip()]
            self.leaf.lost.append(text)
            self.leaf.lost_lines.append((filled[0] + 1, filled[-1] + 1))

    # --- places in the file ------------------------------------------------------------------------------------------
    def span(self, start: int, end: int) -> tuple[int, int]:
        """Lines as people count them, without blank ones at the end."""
        while end - 1 > start and not self.lines[end - 1].strip():
            end -= 1
        return start + 1, end

    def after_heading(self, start: int, end: int) -> tuple[str, int]:
        """The heading that stands first, if one does, and where what follows it and its blank line begins."""
        start = self.after_blank(start, end)
        if start < end and HEADING.match(self.lines[start]):
            return self.lines[start], self.after_blank(start + 1, end)
        return "", start

    def after_byline(self, start: int, end: int) -> int:
        is_there = start < end and self.lines[start].startswith("— ")
        return self.after_blank(start + 1, end) if is_there else start

    def after_blank(self, start: int, end: int) -> int:
        return start + 1 if start < end and not self.lines[start].strip() else start


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


def _text(lines: list[str]) -> str:
    """Without the blank line that keeps it apart from what follows."""
    return _unescaped("\n".join(lines[:-1] if lines and not lines[-1].strip() else lines))


def _unescaped(text: str) -> str:
    if "<!-- " not in text:
        return text
    return "\n".join(ESCAPED.sub(r"\1\2", line) for line in text.split("\n"))


def as_it_was(text: str) -> str:
    """A text with those links again that lead nowhere outside of the note they came from.

    They stand as words, with what they were beside them: `[Picture: a.png]<!-- was … -->`. Read them last, for they
    lead to no file beside this one, whatever they name.
    """
    if "<!-- " not in text:
        return text
    return ESCAPED_WAS.sub(r"<!-- \1was ", WAS.sub(lambda match: _NO_TEXT.sub("", unquote(match[1])), text))
