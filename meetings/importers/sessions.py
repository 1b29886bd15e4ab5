"""What session a note tells of: its kind, day, people; and where one file holds several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from meetings.importers import dates, people
from meetings.importers.attendance import EVERYBODY, list_people, read_attendance
from meetings.importers.draft import FrontMatter, Session
from meetings.importers.fields import fits, headed_fields, keep_headed
from meetings.importers.lines import Node
from meetings.importers.outline import Part
from meetings.importers.people import Roster
from meetings.importers.scope import Scope
from meetings.importers.vocabulary import CLASS_KINDS, field_of, session_kind

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
        return {name: value for name, value in named if name and fits(name, value)}


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


def settle(session: Session, frame: Frame, parts: list[Part]) -> Scope:
    """Fills in people, day and kind from the fields read before, the front matter, the headings and the path."""
    values = frame.told_beside() | {f.name: f.value for f in reversed(session.fields) if f.value}
    values |= {f.name: "" for f in session.fields if f.name not in values}
    headed = [told for told in headed_fields(parts) if not values.get(told[0].name)]
    values |= {told.name: told.value for told, _node in reversed(headed)}
    _name_people(session, values)
    session.date = _date(session, frame, parts, values)
    if "time" in values or "date" in values:
        session.starts_at, session.ends_at = dates.clock_span(values.get("time") or values["date"])
    session.kind = _kind(session, frame, parts, values)
    named = [*(session.attendees or []), *session.attendance, session.moderator, session.scribe, *frame.known]
    roster = Roster([name for name in named if name])
    scope = Scope(session, parts, roster)
    keep_headed(scope, headed)
    read_attendance(scope)
    scope.roster = Roster([*roster.names, *(session.attendees or []), *session.attendance, *_full_names(parts, roster)])
    return scope


def _name_people(session: Session, values: dict[str, str]) -> None:
    session.moderator = _one(values.get("moderator"))
    session.scribe = _one(values.get("scribe"))
    if "attendees" in values:
        listed = people.split_attendance(values["attendees"])
        if not values["attendees"]:
            session.attendees = []
        elif listed and not EVERYBODY.match(values["attendees"]):
            list_people(session, listed)
    for state in people.STATES:
        if state in values:
            list_people(session, dict.fromkeys(people.split_names(values[state]), state))


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
