"""What a text says, without markup: for search, snippets and mail. Formulas stay as their LaTeX."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from markdown_it.token import Token

TAGS = re.compile(r"<[^>]*>")
# Characters that turn whatever follows them on its line: in a list that would be others' words.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
ENDS_LINE = {"heading_close", "paragraph_close", "dt_close", "tr_close", "inline"}


def plain_text(tokens: Iterable[Token]) -> str:
    return tidied("".join(_pieces(tokens)))


def tidied(text: str) -> str:
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.translate(TURNING).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _pieces(tokens: Iterable[Token]) -> Iterator[str]:
    in_row = False
    for token in tokens:
        if token.type == "inline":
            yield from _inline(token.children or ())
            yield " " if in_row else "\n"
        elif token.type in ("tr_open", "tr_close"):
            in_row = token.type == "tr_open"
            yield "" if in_row else "\n"
        elif token.type == "html_block":
            yield unescape(TAGS.sub(" ", token.content)) + "\n"
        elif token.type in ("fence", "code_block", "formula", "text"):
            yield token.content + "\n"


def _inline(children: Iterable[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type == "image":
            yield child.meta.get("text", "")
        elif child.type == "html_inline":
            yield "\n" if child.content.lower().startswith("<br") else unescape(TAGS.sub("", child.content))
        elif child.type in ("text", "code_inline", "formula"):
            yield child.content
