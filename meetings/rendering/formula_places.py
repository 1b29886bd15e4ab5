"""Where the formulas of a source stand in it, for whoever has no time to set it anew.

The very rules that set formulas are asked, wherever one may begin. Only code is nothing to them here: what looks like a
formula inside of it is one, and it is up to the caller to see that its dollars are still there in the plain text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from .formula_rules import brackets, dollars, environment
from .sheet import Sheet

SECONDS = 0.05  # of CPU for one text; a long one with hundreds of formulas takes a fifth of it
OPENER = re.compile(
    r"\\begin\{|\\[(\[]|\\.|\$+"
    r"|^[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*math[ \t]*\n(?P<tex>.*?)\n[ \t>]*(?P=fence)",
    re.DOTALL | re.MULTILINE,
)
_NO_RULES = MarkdownIt("zero")


@dataclass(frozen=True, slots=True)
class Place:
    start: int  # with what delimits it
    end: int
    tex: str


def formulas_of(source: str) -> Iterator[Place]:
    """In their order; as many as there is time for."""
    sheet, at = Sheet(nonce=""), 0  # nothing is put in anybody's place here
    state = StateInline(source, _NO_RULES, {"sheet": sheet}, [])
    while (opener := OPENER.search(source, at)) and not sheet.is_late(SECONDS):
        start, at = opener.span()
        if opener["fence"]:
            yield Place(start, at, opener["tex"].strip())
            continue
        state.pos = start
        if dollars(state, False) or brackets(state, False) or environment(state, False):
            at = state.pos
            yield Place(start, at, sheet.formulas[-1].tex)
