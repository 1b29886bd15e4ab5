"""What an author of pasted text should look at. Core rule: it reads the finished tokens and changes none."""

import re
from itertools import pairwise

from markdown_it.token import Token

from .sheet import Sheet

ASKS = re.compile(r"질문|질의|문답|\bQ\s*&\s*A\b|\bFAQ\b|question", re.IGNORECASE)


def lint(state) -> None:
    sheet, heading = state.env["sheet"], ""
    for index, token in enumerate(state.tokens):
        sheet.line = token.map[0] + 1 if token.map else sheet.line
        if token.type == "heading_open":
            heading = state.tokens[index + 1].content
        elif token.type == "code_block":
            sheet.hint("code-block")
        elif token.type == "dd_open" and token.attrs.get("class") == "deeper":
            if not any(hint.code == "kramdown-definition" for hint in sheet.hints):
                sheet.hint("kramdown-definition")
        elif token.type == "inline":
            _lint_inline(token, sheet, in_questions=ASKS.search(heading) is not None)


def _lint_inline(inline: Token, sheet: Sheet, *, in_questions: bool) -> None:
    if in_questions and [child.type for child in inline.children] == ["image"]:
        sheet.hint("picture-question")
    for child, following in pairwise([*inline.children, inline]):
        if child.type == "link_open":
            address = str(child.attrs["href"]).replace("%5C", "\\")
            label = following.content if following.content.startswith("http") else ""
            if "site.url" in address:
                sheet.hint("site-url")
            elif "\\" in address or "\\" in label:
                sheet.hint("escaped-url", label or address)
