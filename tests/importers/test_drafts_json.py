"""A draft goes to a person and comes back; what comes back may be anything."""

import contextlib
import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.importers import Draft, read_note
from meetings.importers.errors import InvalidDraft

NOTES = sorted((Path(__file__).parent / "notes").glob("*.md"))


def told(note: Path) -> dict:
    return json.loads(json.dumps(read_note(note.name, note.read_bytes()).to_json(), ensure_ascii=False))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_a_draft_comes_back_as_it_went(note):
    assert Draft.from_json(told(note)).to_json() == told(note)


def test_what_a_person_changed_is_kept():
    draft = told(NOTES[0])
    draft["sessions"][0] |= {"date": "2026-11-20", "kind": "mentoring", "attendees": ["문가온"]}
    session = Draft.from_json(draft).sessions[0]
    assert (f"{session.date}", session.kind, session.attendees) == ("2026-11-20", "mentoring", ["문가온"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), 2),
        (("sessions",), {}),
        (("sessions", 0, "kind"), "party"),
        (("sessions", 0, "date"), "yesterday"),
        (("sessions", 0, "starts_at"), "25:00"),
        (("sessions", 0, "week"), True),
        (("sessions", 0, "title"), "a\0b"),
        (("sessions", 0, "title"), "\ud800"),
        (("sessions", 0, "lines"), [0, 1]),
        (("sessions", 0, "lines"), [1, 10_000]),
        (("sessions", 0, "team_id"), 7),
        (("source",), None),
        (("source", "line_count"), "9"),
    ],
)
def test_what_no_draft_holds_is_refused_with_its_place(path, value):
    draft = told(NOTES[0])
    inner = draft
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(InvalidDraft, match=r"^[\w. ].*\.$"):
        Draft.from_json(draft)


DRAFT = told(NOTES[0])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=9,
)


@pytest.mark.slow
@given(st.data())
def test_a_draft_is_read_or_refused_whatever_is_put_into_it(data):
    draft = copy.deepcopy(DRAFT)
    inner = draft
    while isinstance(inner, (dict, list)) and inner:
        key = data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not isinstance(inner[key], (dict, list)) or data.draw(st.booleans()):
            inner[key] = data.draw(ANYTHING)
            break
        inner = inner[key]
    with contextlib.suppress(InvalidDraft):
        assert isinstance(Draft.from_json(draft), Draft)
