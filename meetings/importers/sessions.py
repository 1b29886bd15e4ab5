"""What session a note tells of: its kind, day, people; and where one file holds several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from meetings.importers import dates, people, speech
from meetings.importers.draft import Field, FrontMatter, Session
from meetings.importers.lines import Node
from meetings.importers.outline import Part
from meetings.importers.people import Roster
from meetings.importers.scope import Scope
from meetings.importers.vocabulary import CLASS_KINDS, field_of, session_kind

_EVERYBODY = re.compile(r"(?:everyone|everybody|all|전원|모두)\b|전원|모두", re.IGNORECASE)
_ATTENDANCE_LABEL = re.compile(
    r"(?:team members?|members?|others?|guests?|참석|참가|온라인|오프라인)\s*[:：]\s*", re.IGNORECASE
)
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
_BARE_NAME = re.compile(r"[가-힣]{2,4}|[A-Z][\w.-]+(?: [A-Z][\w.-]+)?")
_SPEAKER_BEHIND = re.compile(r"\s[-–—]\s*(?P<names>[가-힣]{3,4}(?:\s*,\s*[가-힣]{3,4})*)\s*$")


@dataclass
class Frame:
    """What surrounds a session's lines: where the file lies and what its head says."""

    path: str
    front_matter: FrontMatter | None
    year_hint: int | None
    held_on: date | None = None  # given by whoever imports, for a note that names no day
    known: tuple[str, ...] = ()  # the team's people, where the team is known
    properties: Mapping[str, str] = field(default_factory=dict)  # told by a table beside the note

    def told_beside(self) -> dict[str, str]:
        """The properties that mean something, by the names of our fields."""
        named = [(field_of(name), value) for name, value in self.properties.items() if value]
        return {name: value for name, value in named if name and _fits(name, value)}


# --- several days in one file ----------------------------------------------------------------------------------------
def split_days(nodes: list[Node]) -> list[list[Node]]:
    """The nodes of each day, where headings of one rank name different days; what stands before goes to the first."""
    starts: dict[int, list[tuple[int, tuple]]] = {}
    for index, node in enumerate(nodes):
        if node.shape == "heading" and (mark := _day_mark(node.text)):
            starts.setdefault(node.level, []).append((index, mark))
    for level in sorted(starts):
        found = starts[level]
        if len(found) > 1 and len({mark for _, mark in found}) == len(found):
            cuts = [0, *[index for index, _ in found[1:]], len(nodes)]
            return [nodes[a:b] for a, b in pairwise(cuts)]
    return [nodes]


def _day_mark(text: str) -> tuple | None:
    """A heading that is little more than a day: `8/5(목) 회의록`, `Day 3`, not `9/16 까지 할 일` inside a day."""
    rest = re.sub(
        r"[\d\s/.\-:()]|년|월|일|요일|주차|week|day|[월화수목금토일]\b|피어\s*세션|회의록?|peer\s*session",
        "",
        text,
        flags=re.I,
    )
    if len(re.sub(r"\W", "", rest)) > 6 or "까지" in text:
        return None
    day = dates.find_day(text)
    return ("on", day.year, day.month, day.day) if day else _count_mark(text)


def _count_mark(text: str) -> tuple | None:
    week, day = dates.week_and_day(text)
    return ("nth", week, day) if day else None


# --- the head of a session -------------------------------------------------------------------------------------------
def open_session(frame: Frame, nodes: list[Node], lines: tuple[int, int]) -> Session:
    title = _title(frame, nodes)
    session = Session(kind="other", title=title, lines=lines)
    session.week, session.day = dates.week_and_day(
        title, *_first_texts(nodes), *_front_texts(frame), frame.path.rsplit("/", 1)[-1], frame.path
    )
    return session


def _title(frame: Frame, nodes: list[Node]) -> str:
    given = frame.front_matter.fields.get("title") if frame.front_matter else None
    heading = next((node for node in nodes if node.shape == "heading" and not node.pseudo), None)
    opening = next((node.opening for node in nodes[:3] if node.shape == "text" and len(node.text) < 60), "")
    first = heading.text if heading and _heads_all(heading, nodes) else ""
    return str(given or first or opening or _path_title(frame.path))[:200].strip(" #*")


def _heads_all(heading: Node, nodes: list[Node]) -> bool:
    """The first of many headings of one rank is a section, not the note's title."""
    beside = [node for node in nodes if node.shape == "heading" and not node.pseudo and node.level <= heading.level]
    return len(beside) == 1 or (bool(session_kind(heading.text)) and dates.find_day(heading.text) is not None)


def _path_title(path: str) -> str:
    parts = path.rsplit(".", 1)[0].split("/")
    return " ".join(part.replace("_", " ") for part in parts[-2:])


def _first_texts(nodes: list[Node]) -> list[str]:
    return [node.opening for node in nodes if node.shape in ("heading", "text")][:3]


def _front_texts(frame: Frame) -> list[str]:
    fields = frame.front_matter.fields if frame.front_matter else {}
    return [str(fields[key]) for key in ("title", "tags", "categories") if fields.get(key)]


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
        if not name:
            found = speech.as_loose_property(text)
            name = field_of(found[0]) if found and index <= MOST_HEAD else None
        if name and _fits(name, found[1]) and not (name in _OF_THE_HEAD and index > MOST_HEAD):
            yield name, found[1]


def _headed_fields(parts: list[Part]) -> Iterator[tuple[Field, Node | None]]:
    """`### 모더레이터 : 가온`, and `### 모더레이터` or `- 모더레이터` over a line that holds the name alone."""
    for part in parts:
        if part.heading and (match := _ROLE_IN_HEADING.search(part.title)) and _fits("moderator", match["value"]):
            yield Field(field_of(match["name"]) or "", match["value"].strip(), _lines(part.heading)), None
        over = [(part.title, part.nodes[0])] if part.heading and part.nodes else []
        over += [(node.parent.text, node) for node in part.nodes if node.parent]
        for title, node in over:
            name = field_of(title.rstrip(":： ")) if len(title) <= 20 else None
            if name in ("moderator", "scribe", "date") and len(node.text) <= 40 and _fits(name, node.text):
                yield Field(name, node.text, _lines(node)), node


def _lines(node: Node) -> tuple[int, int]:
    return node.first, node.last


def _keep_headed(scope: Scope, headed: list[tuple[Field, Node | None]]) -> None:
    for told, node in headed:
        if node and scope.is_free(node):
            scope.session.fields.append(told)
            scope.take(node)


def _lone_property(nodes: list[Node], index: int) -> bool:
    """Notion leaves a name alone whose value is empty, between other properties."""
    around = [nodes[i].text for i in (index - 1, index + 1) if 0 <= i < len(nodes)]
    return any(speech.is_property(text) for text in around) and not nodes[index].gap


def _fits(name: str, value: str) -> bool:
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


def settle(session: Session, frame: Frame, parts: list[Part]) -> Scope:
    """Fills in people, day and kind from the fields read before, the front matter, the headings and the path."""
    values = frame.told_beside() | {f.name: f.value for f in reversed(session.fields) if f.value}
    values |= {f.name: "" for f in session.fields if f.name not in values}
    headed = [told for told in _headed_fields(parts) if not values.get(told[0].name)]
    values |= {told.name: told.value for told, _node in reversed(headed)}
    session.moderator = _one(values.get("moderator"))
    session.scribe = _one(values.get("scribe"))
    if "attendees" in values:
        listed = people.split_attendance(values["attendees"])
        if not values["attendees"]:
            session.attendees = []
        elif listed and not _EVERYBODY.match(values["attendees"]):
            _list_people(session, listed)
    for state in people.STATES:
        if state in values:
            _list_people(session, dict.fromkeys(people.split_names(values[state]), state))
    session.date = _date(session, frame, parts, values)
    if "time" in values or "date" in values:
        session.starts_at, session.ends_at = dates.clock_span(values.get("time") or values["date"])
    session.kind = _kind(session, frame, parts, values)
    named = [*(session.attendees or []), *session.attendance, session.moderator, session.scribe, *frame.known]
    roster = Roster([name for name in named if name])
    scope = Scope(session, parts, roster)
    _keep_headed(scope, headed)
    _read_attendance(scope)
    scope.roster = Roster([*roster.names, *(session.attendees or []), *session.attendance, *_full_names(parts, roster)])
    return scope


def _list_people(session: Session, listed: dict[str, str]) -> None:
    """Whoever came is an attendee, whoever came late one too; who didn't come is only known not to have come."""
    came = [name for name, state in listed.items() if state not in people.NOT_THERE]
    gone = {name for name, state in listed.items() if state in people.NOT_THERE}
    known = [name for name in session.attendees or [] if name not in gone]
    only_absent = session.attendees is None and not came
    session.attendees = None if only_absent else list(dict.fromkeys([*known, *came]))
    session.attendance |= {name: state for name, state in listed.items() if state != "present"}


def _one(value: str | None) -> str | None:
    names = people.split_names(value) if value else []
    return names[0] if names else (value.strip() or None if value else None)


def _date(session: Session, frame: Frame, parts: list[Part], values: dict[str, str]) -> date | None:
    front = frame.front_matter.fields.get("date") if frame.front_matter else None
    headings = [part.title for part in parts if part.heading][:2]
    found = [
        dates.day_of_value(front),
        dates.find_day(values.get("date", "")),
        *[dates.find_day(text) or dates.packed_day(text) for text in (session.title, *headings)],
        *map(dates.find_day, _dated_lines(parts)),
        dates.day_of_path(frame.path),
        dates.find_day(values.get("created", "")),
    ]
    days = [day for day in found if day]
    # A heading that names month and day borrows the year from a property or a path that tells it.
    year = next((day.year for day in days if day.year), None) or dates.year_of_path(frame.path) or frame.year_hint
    return next((on for day in days if (on := day.on(year))), frame.held_on)


def _dated_lines(parts: list[Part]) -> Iterator[str]:
    """Short lines at the very top, and below the title those that hold a day alone or call it one."""
    for node in parts[0].nodes[:3]:
        if node.shape in ("text", "bullet") and len(node.text) < 60:
            yield node.opening
    for part in parts[:3]:
        for node in part.nodes[:3]:
            if re.match(r"(?:meeting )?date\b", node.opening, re.I) or dates.is_day(node.text):
                yield node.opening


def _kind(session: Session, frame: Frame, parts: list[Part], values: dict[str, str]) -> str:
    name = frame.path.rsplit("/", 1)[-1]
    folder = frame.path.rsplit("/", 1)[0] if "/" in frame.path else ""
    headings = [part.title for part in parts if part.heading]
    texts = [
        *_front_texts(frame)[:1],
        session.title,
        values.get("type", ""),
        name,
        *_front_texts(frame)[1:],
        *headings[:1],
        folder,
    ]
    for text in texts:
        if kind := session_kind(text):
            return kind
    openings = [node.opening for node in parts[0].nodes[:4] if len(node.text) < 60]
    later = [session_kind(text) for text in (*headings, *openings)]
    return "daily" if "daily" in later else "other"


def _read_attendance(scope: Scope) -> None:
    names: dict[str, str] = {}
    for part in scope.parts:
        over = part if "attendance" in part.kinds else None
        for node in part.nodes:
            under = node.parent is not None and _heads_people(node.parent.text)
            if not (over or under) or not scope.is_free(node):
                continue
            text = _ATTENDANCE_LABEL.sub("", node.text)
            listed = people.split_attendance(text) if node.is_item else _names_in_lines(node)
            if listed and not _EVERYBODY.match(text) and not _EVERYBODY.search(text.lower()):
                names |= listed
                scope.take(node)
                scope.session.fields.append(Field("attendees", node.text, (node.first, node.last)))
    if names and not scope.session.attendees:
        _list_people(scope.session, names)


def _heads_people(text: str) -> bool:
    found = speech.as_property(text) or speech.as_property(text + ":")
    return len(text) <= 24 and bool(found) and found[1] in ("", ":") and field_of(found[0]) == "attendees"


def _names_in_lines(node: Node) -> dict[str, str]:
    """A paragraph of nothing but names, one or several a line."""
    rows = [people.split_attendance(row) for row in node.text.split("\n")] if node.shape == "text" else []
    if not all(row and all(map(_BARE_NAME.fullmatch, row)) for row in rows):
        return {}
    return {name: state for row in rows for name, state in row.items()}


def _full_names(parts: list[Part], roster: Roster) -> list[str]:
    """People whom the note calls in full, though no list of attendees names them."""
    text = "\n".join(node.text for part in parts for node in part.nodes)
    called = re.findall(r"(?<![가-힣])([가-힣]{3,4})\s?님", text)
    return [name for name in dict.fromkeys(called) if people.looks_korean_name(name) and roster.resolve(name) == name]


# --- speakers --------------------------------------------------------------------------------------------------------
def find_speakers(scope: Scope, frame: Frame) -> None:
    session = scope.session
    values = [f.value for f in session.fields if f.name == "speakers"]
    found = [name for value in values for name in people.split_names(value)]
    titles = [part.title for part in scope.parts if part.heading and not part.heading.pseudo]
    for text in (*_front_texts(frame)[:1], session.title, *titles):
        found += people.speakers_in(text)
        if session.kind in CLASS_KINDS and (match := _SPEAKER_BEHIND.search(text)):
            found += [name for name in people.split_names(match["names"]) if people.looks_korean_name(name)]
    for part in scope.parts:
        if part.class_kind() and session.kind not in CLASS_KINDS:
            free = [node for node in part.nodes if scope.is_free(node) and node.indent == 0]
            found += [name for node in free for name in people.speakers_in(node.text)]
    session.speakers = list(dict.fromkeys(name for name in found if name not in (session.attendees or [])))
