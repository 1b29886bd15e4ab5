"""Which tool a note comes from. A new format is one file here beside the others and one line in the registry."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.importers import jekyll, markdown_notes, notion
from meetings.importers.draft import FrontMatter

REGISTRY = (notion, jekyll, markdown_notes)  # asked in this order; the last takes whatever is left


@dataclass(frozen=True)
class Dialect:
    name: str
    why: str


def detect(path: str, front_matter: FrontMatter | None, lines: list[str]) -> Dialect:
    for dialect in REGISTRY:
        if why := dialect.recognise(path, front_matter, lines):
            return Dialect(dialect.NAME, why)
    raise AssertionError("the last dialect takes every note")
