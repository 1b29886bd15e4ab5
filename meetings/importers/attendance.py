"""Who came: lists of people under a heading, an item or a label of their own."""

from __future__ import annotations

import re

from meetings.importers import people, speech
from meetings.importers.draft import Field, Session
from meetings.importers.lines import Node
from meetings.importers.scope import Scope
from meetings.importers.vocabulary import field_of

EVERYBODY = re.compile(r"(?:everyone|everybody|all|전원|모두)\b|전원|모두", re.IGNORECASE)
_ATTENDANCE_LABEL = re.compile(
    r"(?:team members?|members?|others?|guests?|참석|참가|온라인|오프라인)\s*[:：]\s*", re.IGNORECASE
)
_BARE_NAME = re.compile(r"[가-힣]{2,4}|[A-Z][\w.-]+(?: [A-Z][\w.-]+)?")


def list_people(session: Session, listed: dict[str, str]) -> None:
    """Whoever came is an attendee, whoever came late one too; who didn't come is only known not to have come."""
    came = [name for name, state in listed.items() if state not in people.NOT_THERE]
    gone = {name for name, state in listed.items() if state in people.NOT_THERE}
    known = [name for name in session.attendees or [] if name not in gone]
    only_absent = session.attendees is None and not came
    session.attendees = None if only_absent else list(dict.fromkeys([*known, *came]))
    session.attendance |= {name: state for name, state in listed.items() if state != "present"}


def read_attendance(scope: Scope) -> None:
    names: dict[str, str] = {}
    for part in scope.parts:
        over = part if "attendance" in part.kinds else None
        for node in part.nodes:
            under = node.parent is not None and _heads_people(node.parent.text)
            if not (over or under) or not scope.is_free(node):
                continue
            text = _ATTENDANCE_LABEL.sub("", node.text)
            listed = people.split_attendance(text) if node.is_item else _names_in_lines(node)
            if listed and not EVERYBODY.match(text) and not EVERYBODY.search(text.lower()):
                names |= listed
                scope.take(node)
                scope.session.fields.append(Field("attendees", node.text, (node.first, node.last)))
    if names and not scope.session.attendees:
        list_people(scope.session, names)


def _heads_people(text: str) -> bool:
    found = speech.as_property(text) or speech.as_property(text + ":")
    return len(text) <= 24 and bool(found) and found[1] in ("", ":") and field_of(found[0]) == "attendees"


def _names_in_lines(node: Node) -> dict[str, str]:
    """A paragraph of nothing but names, one or several a line."""
    rows = [people.split_attendance(row) for row in node.text.split("\n")] if node.shape == "text" else []
    if not all(row and all(map(_BARE_NAME.fullmatch, row)) for row in rows):
        return {}
    return {name: state for row in rows for name, state in row.items()}
