"""The contents of a long note: headings of its sections and those inside their texts, nested, each with its anchor.

What a text says of its headings is read out of its stored HTML: 0.1 ms for 100 kB, paid by pages that show sections.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

from meetings.models import Section
from meetings.models.rows import Row
from meetings.rendering.sanitise import PREFIX

LONG = 6  # headings, from which on a note gets a list of them
# In what the sanitiser wrote, a tag's name is lower case, its values stand in double quotes, and `<` begins a tag.
HEADING = re.compile(rf'<(h[1-6])(?= )[^>]*? id="({PREFIX}[^"]+)"[^>]*>(.*?)</\1>', re.DOTALL)
ID = re.compile(rf' id="({PREFIX}[^"]+)"')
TAG = re.compile(r"<[a-z][^<>]*>")
NAME = re.compile(rf'( id="| href="#)({PREFIX}[^"]+)')


@dataclass
class Entry:
    title: str
    anchor: str
    entries: list["Entry"] = field(default_factory=list)


class _Words(HTMLParser):
    """The words of a heading. Of a formula its MathML, without its source and the way it is drawn."""

    def __init__(self):
        super().__init__()
        self.words: list[str] = []
        self.open: list[bool] = []  # of each open element, whether its words are left out

    def handle_starttag(self, tag, attrs):
        if tag in ("br", "img", "input", "wbr"):
            return
        is_within = bool(self.open) and self.open[-1]
        self.open.append(is_within or tag == "annotation" or ("aria-hidden", "true") in attrs)

    def handle_endtag(self, tag):
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if not (self.open and self.open[-1]):
            self.words.append(data)


def _title(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.words).split())


def contents(sections: Iterable[Section]) -> list[Entry]:
    """The headings in order, those inside a text below the one that it stands under. None of a short note."""
    top: list[Entry] = []
    path: list[tuple[tuple[int, int], list[Entry]]] = []  # the headings around the place we are at, by their ranks
    count = 0
    for rank, entry in _headings(sections):
        # A section's own heading ends all that the text before had of its own.
        while path and (path[-1][0] >= rank or (not rank[1] and path[-1][0][1])):
            path.pop()
        (path[-1][1] if path else top).append(entry)
        path.append((rank, entry.entries))
        count += 1
    return top if count >= LONG else []


def _headings(sections: Iterable[Section]) -> Iterator[tuple[tuple[int, int], Entry]]:
    rank = 0
    for section in sections:
        if section.heading:
            rank = section.rank
            yield (rank, 0), Entry(section.heading, section.anchor)
        for level, anchor, words in HEADING.findall(section.body_html):
            if title := _title(words):
                yield (rank, int(level[1])), Entry(title, anchor)


def set_apart(rows: Iterable[Row]) -> None:
    """Give ids that an earlier text of the page has taken a number, so that each link leads into its own text.

    Two texts with a heading "정리" would both be `#md-정리`. Only this page's copies change; do not save them.
    """
    taken: set[str] = set()
    for row in rows:
        if f' id="{PREFIX}' not in row.body_html:
            continue
        names = set(ID.findall(row.body_html))
        if clashing := names & taken:
            _rename(row, {name: _unused(name, names | taken) for name in clashing})
            names = set(ID.findall(row.body_html))
        taken |= names


def _unused(name: str, taken: set[str]) -> str:
    return next(new for number in range(2, len(taken) + 3) if (new := f"{name}~{number}") not in taken)


def _rename(row: Row, new: dict[str, str]) -> None:
    def name(match: re.Match[str]) -> str:
        return match[1] + new.get(unquote(match[2]), match[2])

    row.body_html = TAG.sub(lambda tag: NAME.sub(name, tag[0]), row.body_html)
