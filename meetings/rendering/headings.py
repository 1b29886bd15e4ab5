"""Ids for headings, Hangul kept, and the contents of a text."""

import re

from markdown_it import MarkdownIt

from .pictures import alt_text
from .sanitise import PREFIX
from .sheet import Heading

NOT_IN_ID = re.compile(r"[^\w\s-]")


def slug(title: str) -> str:
    return re.sub(r"\s+", "-", NOT_IN_ID.sub("", title.lower()).strip())[:80] or "section"


def name_headings(state) -> None:
    used: dict[str, int] = {}
    sheet = state.env["sheet"]
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inline = state.tokens[index + 1]
        title = alt_text([child for child in inline.children if child.type != "html_inline"]).strip()
        name = _unused(slug(str(token.attrs.get("id") or title)), used)
        token.attrs["id"] = PREFIX + name
        sheet.toc.append(Heading(int(token.tag[1]), PREFIX + name, title))


def _unused(name: str, used: dict[str, int]) -> str:
    """The name itself, or with the first number that makes it new."""
    candidate = name
    while candidate in used:
        used[name] += 1
        candidate = f"{name}-{used[name]}"
    used[candidate] = 1
    return candidate


def heading_plugin(md: MarkdownIt) -> None:
    md.core.ruler.push("name_headings", name_headings)
