"""The lines that name people, day and hour: `모더레이터 : 가온`, `참석자\t…`, `### 서기` over a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from meetings.importers import dates, people, speech
from meetings.importers.draft import Field, Session
from meetings.importers.lines import Node
from meetings.importers.outline import Part
from meetings.importers.scope import Scope
from meetings.importers.vocabulary import field_of

_TOOL = re.compile(r"google|notion|노션|slack|슬랙|github|깃허브|hackmd|zoom|docs|excel|엑셀|구글", re.IGNORECASE)
_NEXT_FIELD = re.compile(
    r"\s*[/|,·]\s*(?=(?:모더레이터|서기|기록자?|작성자|참[석가여]자?|진행자?|moderator|scribe|날짜|일시)\s*[:：])", re.I
)
_ROLE_IN_HEADING = re.compile(
    r"(?P<name>모더레이터|진행자|사회자|서기|기록자|작성자|moderator|facilitator|scribe)\s*[:：]\s*(?P<value>[^:：,/|()\[\]]{2,20})",
    re.I,
)
_OF_THE_HEAD = ("type", "created", "edited")  # further down `종류 : …` is of something else
MOST_HEAD = 15


def read_fields(session: Session, nodes: list[Node]) -> list[Node]:
    """Takes the lines that name people, day and hour, and gives back those it took."""
    taken = []
    for index, node in enumerate(nodes):
        found = list(_fields_of(nodes, index))
        session.fields += [Field(name, value, (node.first, node.last)) for name, value in found]
        taken += [node] if found else []
    return taken


def _fields_of(nodes: list[Node], index: int) -> Iterator[tuple[str, str]]:
    node = nodes[index]
    if node.shape not in ("text", "bullet", "quote") or node.indent > 3 or "\n" in node.text or len(node.text) > 200:
        return
    for text in _NEXT_FIELD.split(node.text):
        found = speech.as_property(text) or (_lone_property(nodes, index) and (text, ""))
        name = field_of(found[0]) if found else None
        if not name and index <= MOST_HEAD:
            found = speech.as_loose_property(text)
            name = field_of(found[0]) if found else None
        if name and fits(name, found[1]) and not (name in _OF_THE_HEAD and index > MOST_HEAD):
            yield name, found[1]


def headed_fields(parts: list[Part]) -> Iterator[tuple[Field, Node | None]]:
    """`### 모더레이터 : 가온`, and `### 모더레이터` or `- 모더레이터` over a line that holds the name alone."""
    for part in parts:
        if part.heading and (match := _ROLE_IN_HEADING.search(part.title)) and fits("moderator", match["value"]):
            yield Field(field_of(match["name"]) or "", match["value"].strip(), _lines(part.heading)), None
        over = [(part.title, part.nodes[0])] if part.heading and part.nodes else []
        over += [(node.parent.text, node) for node in part.nodes if node.parent]
        for title, node in over:
            name = field_of(title.rstrip(":： ")) if len(title) <= 20 else None
            if name in ("moderator", "scribe", "date") and len(node.text) <= 40 and fits(name, node.text):
                yield Field(name, node.text, _lines(node)), node


def _lines(node: Node) -> tuple[int, int]:
    return node.first, node.last


def keep_headed(scope: Scope, headed: list[tuple[Field, Node | None]]) -> None:
    for told, node in headed:
        if node and scope.is_free(node):
            scope.session.fields.append(told)
            scope.take(node)


def _lone_property(nodes: list[Node], index: int) -> bool:
    """Notion leaves a name alone whose value is empty, between other properties."""
    around = [nodes[i].text for i in (index - 1, index + 1) if 0 <= i < len(nodes)]
    return any(speech.is_property(text) for text in around) and not nodes[index].gap


def fits(name: str, value: str) -> bool:
    if name in ("moderator", "scribe"):
        return len(value) <= 40 and not _TOOL.match(value) and (not value or people.looks_like_people(value))
    if name == "speakers":
        return bool(people.split_names(value)) and all(map(people.looks_korean_name, people.split_names(value)))
    if name in people.STATES:
        return bool(value) and all(people.looks_called(called + "님") for called in people.split_names(value) or ["?"])
    if name == "time":
        return dates.clock_span(value)[0] is not None
    if name in ("date", "created"):
        return dates.find_day(value) is not None
    return len(value) <= 200
