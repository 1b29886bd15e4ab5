"""Links worth keeping and pictures, from anywhere in a note. No address is ever opened."""

from __future__ import annotations

import re

from meetings.importers.draft import Image, Problem, Resource
from meetings.importers.errors import gettext_noop as _

_MD_IMAGE = re.compile(
    r"!\[(?P<alt>[^\]]*)\]\(\s*<?(?P<src>(?:[^()\s]|\([^()]*\))+(?:\s(?![\"'])[^()\s]+)*)>?(?:\s+[\"'][^)]*[\"'])?\s*\)"
)
_HTML_IMAGE = re.compile(r"<img\b(?P<attrs>[^>]*)>", re.IGNORECASE)
_WIKI_IMAGE = re.compile(r"!\[\[(?P<src>[^\]|]+)(?:\|(?P<alt>[^\]]*))?\]\]")
_MD_LINK = re.compile(
    r"(?<!!)\[(?P<title>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?(?P<url>https?://(?:[^()\s<>]|\([^()\s]*\))+)>?[^)]*\)"
)
_HTML_LINK = re.compile(
    r"<a\b[^>]*\bhref\s*=\s*[\"']?(?P<url>https?://[^\"'\s>]+)[\"']?[^>]*>(?P<title>.*?)(?:</a>|$)", re.IGNORECASE
)
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


def missing_problem(image: Image) -> Problem:
    return Problem(image.lines[0], "missing-image", MISSING % {"src": image.src[:200]})


def resources_in(text: str, line: int) -> list[Resource]:
    text = _HTML_IMAGE.sub("", _MD_IMAGE.sub("", text))
    found: list[Resource] = []
    for pattern in (_MD_LINK, _HTML_LINK):
        for match in pattern.finditer(text):
            title = re.sub(r"<[^>]+>|\\(?=[^\w\s])", "", match["title"]).strip()
            found.append(Resource(_trim(match["url"]), "" if title.startswith("http") else title, (line, line)))
        text = pattern.sub(" ", text)
    found += [Resource(_trim(match[0]), "", (line, line)) for match in _BARE.finditer(text)]
    return found


def _trim(url: str) -> str:
    """Without the stop, comma, particle or bracket that the sentence put behind the address."""
    url = re.sub(r"[.,;:!?*_~）。，、]+$", "", url)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = re.sub(r"[.,;:!?*]+$", "", url[:-1])
    return url


def unique(resources: list[Resource]) -> list[Resource]:
    kept: dict[str, Resource] = {}
    for resource in resources:
        known = kept.setdefault(resource.url, resource)
        known.title = known.title or resource.title
    return list(kept.values())
