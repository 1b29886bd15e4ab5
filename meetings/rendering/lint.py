"""What an author of pasted text should look at. Core rule: it reads the finished tokens and changes none."""

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it.token import Token

from . import fixes
from .blocks import CODE_LIKE, HANGUL, level_indentation
from .sheet import Sheet

ASKS = re.compile(r"질문|질의|문답|\bQ\s*&\s*A\b|\bFAQ\b|question", re.IGNORECASE)


def lint(state) -> None:
    sheet, heading = state.env["sheet"], ""
    for index, token in enumerate(state.tokens):
        sheet.line = token.map[0] + 1 if token.map else sheet.line
        if token.type == "heading_open":
            heading = state.tokens[index + 1].content
        elif token.type == "code_block":
            sheet.hint("code-block", mend=None if "inside" in token.meta else _outdented(token))
        elif token.type == "dd_open" and token.attrs.get("class") == "deeper":
            if not any(hint.code == "kramdown-definition" for hint in sheet.hints):
                sheet.hint("kramdown-definition", mend=fixes.definitions_to_lists)
        elif token.type == "inline":
            _lint_inline(token, sheet, in_questions=ASKS.search(heading) is not None)
            if state.tokens[index - 1].type == "paragraph_open":
                _lint_dollars(token, sheet)


def _outdented(token: Token) -> fixes.Mending:
    """Sentences are text that slipped to the right; everything else is code, and says so better between fences."""
    code, first = token.content, token.map[0] + 1
    if HANGUL.search(code) and not any(CODE_LIKE.search(line) for line in code.splitlines()):
        return fixes.moved_out(first, code, level_indentation(code.rstrip("\n")), "dedent")
    return fixes.moved_out(first, code, fixes.fence_of(code), "fence")


def with_lines(inline: Token, first: int) -> Iterator[tuple[Token, int]]:
    """The parts of a paragraph, each with its line."""
    line = first
    for child in inline.children:
        yield child, line
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type in ("html_inline", "formula"):
            line += child.meta.get("lines", child.content.count("\n"))


def _lint_inline(inline: Token, sheet: Sheet, *, in_questions: bool) -> None:
    last = inline.map[1] if inline.map else sheet.line
    if in_questions and [child.type for child in inline.children] == ["image"]:
        sheet.hint("picture-question")
    children = with_lines(inline, sheet.line)
    for (child, line), following in pairwise([*children, (inline, 0)]):
        if child.type == "link_open":
            address = str(child.attrs["href"]).replace("%5C", "\\")
            label = following[0].content if following[0].content.startswith("http") else ""
            if "site.url" in address:
                sheet.hint("site-url", line=line)
            elif "\\" in address or "\\" in label:
                mend = fixes.changing(line, last, fixes.unescaped, "unescape")
                sheet.hint("escaped-url", label or address, line, mend)


def _lint_dollars(inline: Token, sheet: Sheet) -> None:
    """A line that begins with `$$` and is still text: its formula has no end."""
    first, typed, begins = sheet.line, inline.content.split("\n"), True
    for child, line in with_lines(inline, first):
        is_typed = line - first < len(typed) and typed[line - first].lstrip().startswith("$$")
        if begins and is_typed and child.type == "text" and child.content.lstrip().startswith("$$"):
            sheet.hint("unclosed-math", line=line, mend=fixes.closed(line, inline.map[1]))
            return
        begins = child.type in ("softbreak", "hardbreak")
