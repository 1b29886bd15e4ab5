"""Links and pictures of a text that lead into nothing elsewhere: a note's own picture that never came along.

    ![그래프](img/a.png)  becomes  [Picture: 그래프]<!-- was %21%5B…%29 -->

so that a vault of notes has no broken link, people read what stood there, and reading it back finds the very text.
"""

import posixpath
import re
from urllib.parse import quote, unquote

from django.utils.translation import gettext as _

from meetings.exporters.links import ADDRESS
from meetings.rendering.outside_code import outside_code

_TARGET = r"(?:<[^<>\n]{1,500}>|(?:[^()\s<>]|\([^()\s]{0,200}\)){1,1000})"
_TITLE = r"(?:\s{1,9}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?"
LINK = re.compile(
    rf"(?P<bang>!?)\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]{{0,100}}\]){{0,500}})\]\(\s{{0,9}}(?P<to>{_TARGET}){_TITLE}\s{{0,9}}\)"
)
WIKI = re.compile(r"(?P<bang>!?)\[\[(?P<to>[^\[\]\n|]{1,300})(?:\|(?P<text>[^\[\]\n]{0,300}))?\]\]")
DEFINED = re.compile(
    rf"^ {{0,3}}\[(?P<text>[^\[\]\n]{{1,300}})\]:[ \t]{{0,9}}(?P<to>{_TARGET})[^\n]{{0,500}}$", re.MULTILINE
)
HTML = re.compile(
    r"<(?P<tag>img|a)\b[^<>\n]{0,1000}?\b(?:src|href)\s{0,3}=\s{0,3}[\"']?(?P<to>[^\"'\s<>]{1,1000})[^<>\n]{0,1000}>"
    r"(?:(?<!/>)(?P<text>[^<\n]{0,300})</a>)?",
    re.IGNORECASE,
)
QUESTION = re.compile(r"[ \t]*[qQ][ \t]*[0-9]{1,18}[ \t]*")
ELSEWHERE = re.compile(r"<?(?:[a-z][a-z0-9+.-]{0,30}:|//|#)", re.IGNORECASE)
OURS = re.compile(r"<!-- (\\*)was ")
SAYS = ("](", "[[", "]:", "<img", "<a ")


def without_dead_ends(text: str, is_kept: bool = True) -> str:
    """`text` with words for what leads nowhere. Where it isn't `is_kept`, nobody reads it back."""
    whole = OURS.sub(r"<!-- \1\\was ", text) if is_kept else text
    folded = whole.lower()
    if not any(sign in folded for sign in SAYS):
        return whole

    def closed(match: re.Match) -> str:
        if not _leads_nowhere(match):
            return match[0]
        words = f"[{_words(match)}]"
        return f"{words}<!-- was {_encoded(match[0])} -->" if is_kept else words

    def without(part: str) -> str:
        for pattern in (HTML, DEFINED, LINK, WIKI):
            part = pattern.sub(closed, part)
        return part

    return outside_code(whole, without)


def _leads_nowhere(match: re.Match) -> bool:
    target = match["to"].strip()
    if match.re is WIKI:
        return not QUESTION.fullmatch(match["to"])
    return not (ELSEWHERE.match(target) or ADDRESS.match(f'"{target.strip("<>")}', 1))


def _words(match: re.Match) -> str:
    told = match.groupdict()
    name = posixpath.basename(unquote(told["to"].strip("<>").partition("#")[0])) or told["to"]
    is_picture = bool(told.get("bang")) or (told.get("tag") or "").lower() == "img"
    text = re.sub(r"[\[\]\s]+", " ", told.get("text") or "").strip() or re.sub(r"[\[\]\s]+", " ", name).strip()
    return (_("[Picture: %(alt)s]") % {"alt": text})[1:-1] if is_picture else text


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
