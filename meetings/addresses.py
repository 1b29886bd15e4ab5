"""Addresses of pages elsewhere: which are the same, and which stand in a set text. No address is ever opened."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

LINK = re.compile(
    r'<a\b(?P<attributes>[^>]*\bhref="(?P<url>https?://[^"]{1,2000})"[^>]*)>(?P<title>.*?)</a>', re.DOTALL
)
TAGS = re.compile(r"<[^>]*>")
LONGEST_TITLE = 200
# What says where a reader came from, and nothing of the page.
CAMPAIGN = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref_src|spm|si", re.ASCII)


class Link(NamedTuple):
    url: str
    title: str  # what the text calls it; "" where that is the address itself


def links_in(html: str) -> Iterator[Link]:
    """Those of a text as it is stored, in its order; pictures of other sites are none."""
    for match in LINK.finditer(html):
        if "picture-elsewhere" not in match["attributes"]:
            url = unescape(match["url"])
            title = " ".join(unescape(TAGS.sub("", match["title"])).split())[:LONGEST_TITLE]
            yield Link(url, "" if title.startswith(("http://", "https://", "www.")) else title)


def same(url: str) -> str:
    """Equal for addresses of one page, however they are written; "" for what is no address.

    Neither http nor https, www., a port that goes without saying, an end of "/", a place within the page, campaign
    parameters nor the order of the others make a difference.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    if parts.scheme not in ("http", "https") or not host:
        return ""
    port = f":{port}" if port not in (None, 80, 443) else ""
    path = quote(unquote(parts.path), safe="/~!$&'()*+,;=:@").rstrip("/")
    asked = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not CAMPAIGN.fullmatch(pair[0]))
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{host}{port}{path}{query}"
