"""Pictures: ours are shown, those on other sites become links (no page asks another server for anything), and those we
do not have leave their name.
"""

import re
from html import escape
from urllib.parse import unquote, urlsplit

from .fixes import changing, described, without_site_url
from .lint import with_lines
from .sheet import Sheet

OURS = re.compile(r"/pictures/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/[^?#\\]*", re.IGNORECASE)
ELSEWHERE = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def picture_html(attributes: dict[str, str], sheet: Sheet, in_link: bool) -> str:
    source, alt = attributes.get("src", "").strip(), attributes.get("alt", "").strip()
    title = attributes.get("title", "")
    if OURS.fullmatch(source):
        if not alt:
            sheet.hint("empty-alt", mend=changing(sheet.line, sheet.line, described, "describe"))
        about = f' title="{escape(title)}"' if title else ""
        return f'<img src="{escape(source)}" alt="{escape(alt)}"{about} loading="lazy">'
    name = file_name(source)
    if ELSEWHERE.fullmatch(source):
        sheet.hint("image-elsewhere", name)
        return _elsewhere(source, alt or name, in_link)
    if "site.url" in unquote(source):
        sheet.hint("site-url", name, mend=changing(sheet.line, sheet.line, without_site_url, "path"))
    else:
        sheet.hint("missing-image", name)
    about = f'aria-label="{escape(alt or name)}" title="{escape(unquote(source))}"'
    return f'<span class="picture-missing" role="img" {about}>{escape(name)}</span>'


def _elsewhere(source: str, label: str, in_link: bool) -> str:
    if in_link:
        return f'<span class="picture-elsewhere" title="{escape(source)}">{escape(label)}</span>'
    return f'<a class="picture-elsewhere" href="{escape(source)}">{escape(label)}</a>'


def file_name(source: str) -> str:
    """The last part of an address, as a person would say it."""
    if source.startswith("data:"):
        return source.split(";")[0].split(",")[0]
    try:
        path = urlsplit(source).path
    except ValueError:
        path = source
    return unquote(path.rstrip("/").rsplit("/", 1)[-1]) or source or "?"


def alt_text(tokens) -> str:
    """The words of a picture's description; its formulas and code as they were typed."""
    words = []
    for token in tokens or ():
        if token.type == "image":
            words.append(alt_text(token.children))
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        else:
            words.append(token.content)
    return "".join(words)


def place_pictures(state) -> None:
    """Core rule: every picture becomes finished HTML, while it is known whether it stands in a link."""
    sheet = state.env["sheet"]
    for token in state.tokens:
        if token.type != "inline":
            continue
        first, in_link = token.map[0] + 1 if token.map else sheet.line, False
        for child, sheet.line in with_lines(token, first):
            if child.type in ("link_open", "link_close"):
                in_link = child.type == "link_open"
            elif child.type == "image":
                alt = alt_text(child.children)
                source = {"src": str(child.attrs["src"]), "alt": alt, "title": str(child.attrs.get("title", ""))}
                child.content = picture_html(source, sheet, in_link)
                child.meta["text"] = alt or file_name(source["src"])


def render_picture(self, tokens, index, options, env) -> str:
    return tokens[index].content
