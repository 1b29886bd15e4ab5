"""Links worth keeping and pictures, from anywhere in a note. No address is ever opened."""

from __future__ import annotations

import re
from collections.abc import Callable

from meetings.importers.draft import Image, Problem, Resource
from meetings.importers.errors import gettext_noop as _

# Each part has a limit, so that a line full of openings without ends is read once and not once for each of them.
_MD_IMAGE = re.compile(
    r"!\[(?P<alt>[^\][]{0,300})\]\(\s{0,9}<?(?P<src>(?:[^()\s]|\([^()\s]{0,300}\)){1,2000}(?:\s(?![\"'])[^()\s]{1,200}){0,20})>?"
    r"(?:\s{1,9}[\"'][^)(]{0,300}[\"'])?\s{0,9}\)"
)
_HTML_IMAGE = re.compile(r"<img\b(?P<attrs>[^<>]{0,2000})>", re.IGNORECASE)
_WIKI_IMAGE = re.compile(r"!\[\[(?P<src>[^\][|]{1,300})(?:\|(?P<alt>[^\][]{0,300}))?\]\]")
_MD_LINK = re.compile(
    r"(?<!!)\[(?P<title>(?:[^\[\]]|\[[^\[\]]{0,300}\]){0,500})\]"
    r"\(\s{0,9}<?(?P<url>https?://(?:[^()\s<>\[]|\([^()\s]{0,300}\)){1,2000})>?[^)(]{0,300}\)"
)
_HTML_LINK = re.compile(r"<a\b(?P<attrs>[^<>]{0,2000})>(?P<title>[^<]{0,300})", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s{0,3}=\s{0,3}[\"']?(?P<url>https?://[^\"'\s>]{1,2000})", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>\[\]\"'`|{}]+")
_ATTRIBUTE = re.compile(r"\b(?P<name>src|alt)\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s>]+))", re.IGNORECASE)
_SIGNED = re.compile(r"[?&](?:X-Amz-Signature|X-Amz-Expires|Expires|expirationTimestamp)=", re.IGNORECASE)
MISSING = _("The picture %(src)s is not part of this file. Upload it to the record after the import.")


def images_in(text: str, line: int) -> list[Image]:
    found: list[tuple[str, str]] = [(m["src"], m["alt"]) for m in _MD_IMAGE.finditer(text)]
    for match in _HTML_IMAGE.finditer(text):
        attributes = {m["name"].lower(): m["a"] or m["b"] or m["c"] or "" for m in _ATTRIBUTE.finditer(match["attrs"])}
        found.append((attributes.get("src", ""), attributes.get("alt", "")))
    found += [(m["src"], m["alt"] or "") for m in _WIKI_IMAGE.finditer(text)]
    return [Image(src, alt, is_missing(src), (line, line)) for src, alt in found if src]


def is_missing(src: str) -> bool:
    """Relative, in a site's own variables, or behind a signature that has run out."""
    return not re.match(r"(?:https?:)?//|data:image/", src) or bool(_SIGNED.search(src))


def replaced_images(text: str, address_of: Callable[[str], str | None]) -> str:
    """The text with the addresses of its pictures changed, of those for which `address_of` knows a new one."""

    def with_source(match: re.Match[str]) -> str:
        address = address_of(match["src"])
        at = match.start("src") - match.start()
        return f"{match[0][:at]}{address}{match[0][at + len(match['src']) :]}" if address else match[0]

    def with_attribute(match: re.Match[str]) -> str:
        source = next((m for m in _ATTRIBUTE.finditer(match[0]) if m["name"].lower() == "src"), None)
        address = source and address_of(source["a"] or source["b"] or source["c"] or "")
        return f'{match[0][: source.start()]}src="{address}"{match[0][source.end() :]}' if address else match[0]

    def as_markdown(match: re.Match[str]) -> str:
        address = address_of(match["src"])
        alt = match["alt"] if match["alt"] and not match["alt"].isdigit() else match["src"].rsplit("/", 1)[-1]
        return f"![{alt}]({address})" if address else match[0]

    text = _MD_IMAGE.sub(with_source, text) if "![" in text else text
    text = _WIKI_IMAGE.sub(as_markdown, text) if "![[" in text else text
    return _HTML_IMAGE.sub(with_attribute, text) if "<img" in text.lower() else text


def missing_problem(image: Image) -> Problem:
    return Problem(image.lines[0], "missing-image", MISSING % {"src": image.src[:200]})


def resources_in(text: str, line: int) -> list[Resource]:
    text = _HTML_IMAGE.sub("", _MD_IMAGE.sub("", text))
    found: list[tuple[str, str]] = [(match["url"], match["title"]) for match in _MD_LINK.finditer(text)]
    text = _MD_LINK.sub(" ", text)
    anchors = [(_HREF.search(match["attrs"]), match["title"]) for match in _HTML_LINK.finditer(text)]
    found += [(href["url"], title) for href, title in anchors if href]
    text = _HTML_LINK.sub(" ", text)
    found += [(match[0], "") for match in _BARE.finditer(text)]
    return [Resource(_trim(url), _title(title), (line, line)) for url, title in found]


def _title(text: str) -> str:
    title = re.sub(r"<[^<>]{0,300}>|\\(?=[^\w\s])", "", text).strip()
    return "" if title.startswith("http") else title


def _trim(url: str) -> str:
    """Without the stop, comma, particle or bracket that the sentence put behind the address."""
    end, unopened = len(url.rstrip(".,;:!?*_~）。，、")), url.count(")") - url.count("(")
    while unopened > 0 and url[end - 1 : end] == ")":
        end, unopened = end - 1, unopened - 1
        while url[end - 1 : end] and url[end - 1] in ".,;:!?*":
            end -= 1
    return url[:end]


def unique(resources: list[Resource]) -> list[Resource]:
    kept: dict[str, Resource] = {}
    for resource in resources:
        known = kept.setdefault(resource.url, resource)
        known.title = known.title or resource.title
    return list(kept.values())
