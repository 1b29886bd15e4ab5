"""Rows as Markdown that people read and edit, with one quiet comment a row that says which row it is.

    <!-- question Q12 -->

    ### Q12

    — 문가온 · open

    The text, as it was typed.

What the comment names has its facts in the front matter; heading and byline repeat them for reading.
"""

import re

MARKERS = "question|answer|comment|review|section|text|agenda|actions|learnings|part|end"
LABEL = r"[A-Z]\d{1,18}"
# A line of a text that looks like one of ours gets a backslash, which reading takes off again.
OURS = re.compile(rf"^([ \t]*)(\\*)(<!-- (?:(?:{MARKERS})(?: {LABEL})?|{LABEL}) -->[ \t]*)$", re.MULTILINE)


class Sheet:
    """The text of one file. A plain one carries no comments: for pads and blogs that would show them."""

    def __init__(self, is_plain: bool = False) -> None:
        self.is_plain, self.lines = is_plain, []

    def block(self, marker: str, heading: str, byline: str, body: str) -> None:
        self._mark(marker)
        self._spaced(heading)
        self._spaced(f"— {byline}" if byline else "")
        self.lines += [self._kept(body), ""]

    def part(self, heading: str) -> None:
        """A heading over rows, or a text about them, that is no row itself."""
        self._mark("part")
        self._spaced(heading)

    def group(self, marker: str, heading: str = "") -> None:
        self._mark(marker)
        self._spaced(heading)

    def item(self, label: str, bullet: str, body: str, byline: str) -> None:
        first, *more = self._kept(body).split("\n")
        self.lines.append(f"{bullet} {first}")
        self.lines += [f"  {line}" if line else "" for line in more]
        if not self.is_plain:
            self.lines.append(f"  <!-- {label} -->")
        if byline:
            self.lines += ["", f"  — {byline}"]
        self.lines.append("")

    def end(self) -> None:
        """What follows belongs to no row."""
        self._mark("end")

    def add(self, text: str) -> None:
        self._spaced(text)

    def __str__(self) -> str:
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def _mark(self, marker: str) -> None:
        if not self.is_plain:
            self.lines += [f"<!-- {marker} -->", ""]

    def _spaced(self, text: str) -> None:
        if text:
            self.lines += [text, ""]

    def _kept(self, body: str) -> str:
        return body if self.is_plain else OURS.sub(r"\1\\\2\3", body)
