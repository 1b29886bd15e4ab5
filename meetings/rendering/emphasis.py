"""Emphasis in Korean: `**미적분(Calculus)**은` and `가**(나)**다`, where CommonMark sees no delimiter.

Korean glues particles to words, so a run between punctuation and Hangul closes or opens just as it would with a space.
"""

import re
import unicodedata
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from .rules import wrap

WITHIN_WORD = re.compile(r"(?<=[^\W_])_+(?=[^\W_])")


def is_hangul(char: str) -> bool:
    return "가" <= char <= "힣" or "ㄱ" <= char <= "ㆎ"


def _closes_text(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS" and unicodedata.category(char) not in ("Ps", "Pi")


def _opens_text(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS" and unicodedata.category(char) not in ("Pe", "Pf")


def korean(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def tokenize(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.delimiters)
        if not silent and (within := WITHIN_WORD.match(state.src, start, state.posMax)):
            state.pending += within[0]  # one piece of text with what stands before, for a mail address to be found in
            state.pos = within.end()
            return True
        if not rule(state, silent):
            return False
        before = state.src[start - 1] if start else " "
        after = state.src[state.pos] if state.pos < state.posMax else " "
        if state.src[start] != "_":
            for delimiter in state.delimiters[known:]:
                delimiter.close = delimiter.close or (_closes_text(before) and is_hangul(after))
                delimiter.open = delimiter.open or (is_hangul(before) and _opens_text(after))
        return True

    return tokenize


def emphasis_plugin(md: MarkdownIt) -> None:
    wrap(md.inline.ruler, "emphasis", korean)
    wrap(md.inline.ruler, "strikethrough", korean)
