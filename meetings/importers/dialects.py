"""Which tool a note comes from. A new format is one file here beside the others and one line in the registry.

Such a file has a `NAME` and `recognise`, and may have `LAYOUT` (lines that only lay out), `TOGGLE` (lines whose group
`text` heads what follows), `clean_path` and `clean_text` (what the tool put into names and texts for itself), and
`read_whole`, where a note says by itself what each of its lines is, so that nothing has to be found out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from meetings.importers import github, hackmd, jekyll, markdown_notes, notion, own_draft, plain_text
from meetings.importers.draft import Draft, FrontMatter

# Asked in this order; the last takes whatever is left.
REGISTRY = (own_draft, notion, hackmd, jekyll, github, plain_text, markdown_notes)


@dataclass(frozen=True)
class Dialect:
    name: str
    why: str
    layout: re.Pattern[str] | None = None
    toggle: re.Pattern[str] | None = None
    clean_path: Callable[[str], str] = str
    clean_text: Callable[[str], str] | None = None
    read_whole: Callable[..., Draft] | None = None

    @classmethod
    def of(cls, module: ModuleType, why: str) -> Dialect:
        told = {
            name: getattr(module, name) for name in ("clean_path", "clean_text", "read_whole") if hasattr(module, name)
        }
        return cls(module.NAME, why, getattr(module, "LAYOUT", None), getattr(module, "TOGGLE", None), **told)


def detect(path: str, front_matter: FrontMatter | None, lines: list[str]) -> Dialect:
    for module in REGISTRY:
        if why := module.recognise(path, front_matter, lines):
            return Dialect.of(module, why)
    raise AssertionError("the last dialect takes every note")
