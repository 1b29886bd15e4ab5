"""HTML that the author typed: tags a note may use stay and are balanced, everything else becomes visible text.

A sanitiser alone would swallow `vector<int>` and `<CLS>`; here they are words of the text. Balancing keeps an unclosed
`<b>` in its paragraph: HTML parsers would reopen it in every later one, which makes a small text an enormous page.
"""

import re
from collections.abc import Iterator
from html import escape

from markdown_it.token import Token

from .pictures import picture_html
from .sanitise import AUTHOR_TAGS
from .sheet import Sheet

DEEPEST = 20
VOID = {"br", "hr", "img", "wbr", "col"}
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s|/)(?:[^<>\"']|\"[^\"]*\"|'[^']*'){0,300}+)?>")
COMMENT = re.compile(r"<!--(?:>|->|.*?-->)", re.DOTALL)


def balance_html(state) -> None:
    """Core rule: after inline parsing, before any rule of ours adds tags of its own."""
    sheet, opened = state.env["sheet"], []
    for token in state.tokens:
        sheet.line = token.map[0] + 1 if token.map else sheet.line
        if token.type == "html_block":
            token.content = "".join(_balanced(token.content, opened, sheet))
        elif token.type == "inline" and any(child.type == "html_inline" for child in token.children):
            _balance_inline(token, sheet)


def balanced(html: str, sheet: Sheet) -> str:
    return "".join(_balanced(html, [], sheet))


def _balance_inline(inline: Token, sheet: Sheet) -> None:
    opened: list[str] = []
    in_link = False
    for child in inline.children:
        if child.type == "html_inline":
            child.content = "".join(_balanced(child.content, opened, sheet, in_link))
        elif child.type in ("link_open", "link_close"):
            in_link = child.type == "link_open"
    if opened:
        closing = Token("html_inline", "", 0)
        closing.content = "".join(f"</{name}>" for name in reversed(opened))
        inline.children.append(closing)


def _balanced(html: str, opened: list[str], sheet: Sheet, in_link: bool = False) -> Iterator[str]:
    head, end, tail = html.rpartition("-->")  # where no comment can end, none is looked for: each would look to the end
    at, html = 0, COMMENT.sub("", head + end) + tail
    for match in TAG.finditer(html):
        yield html[at : match.start()].replace("<", "&lt;")
        at = match.end()
        yield _tag(match, opened, sheet, in_link)
    yield html[at:].replace("<", "&lt;")


def _tag(match: re.Match[str], opened: list[str], sheet: Sheet, in_link: bool) -> str:
    closes, name = match[1], match[2].lower()
    if name not in AUTHOR_TAGS or (not closes and name not in VOID and len(opened) >= DEEPEST):
        return escape(match[0])
    if name == "img":
        return picture_html(attributes(match[3] or ""), sheet, in_link or "a" in opened)
    if name in VOID:
        return "" if closes else match[0]
    if not closes:
        if (match[3] or "").rstrip().endswith("/"):
            return f"{match[0]}</{name}>"
        opened.append(name)
        return match[0]
    if name not in opened:
        return ""
    tail = []
    while not tail or tail[-1] != f"</{name}>":
        tail.append(f"</{opened.pop()}>")
    return "".join(tail)


ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")


def attributes(text: str) -> dict[str, str]:
    from html import unescape

    found = {}
    for name, *values in ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape("".join(values)))
    return found
