"""A note that is written in another way tells the same: no rule hangs on one author's marks or names."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from meetings.importers import Draft, read_note
from tests.importers.retelling import BYTES, PEOPLE, RETELLINGS, by_others

NOTES = sorted((Path(__file__).parent / "notes").iterdir())


def told(text: str | None) -> str:
    """The letters of a text: what its marks, spaces and emoji are doesn't matter."""
    return "".join(re.findall(r"[가-힣A-Za-z0-9]", unicodedata.normalize("NFC", text or "")))


def records(draft: Draft) -> list[dict]:
    """What is made of a note, without how it was written."""
    return [
        {
            "head": (
                session.kind,
                session.date,
                session.moderator,
                session.scribe,
                session.attendees,
                session.speakers,
            ),
            "questions": [
                (told(q.body), sorted(q.asked_by), q.audience, q.status, told("".join(a.body for a in q.answers)))
                for q in session.questions
            ],
            "reviews": [(told(review.title), review.subject, review.presenters) for review in session.reviews],
            "tasks": [(told(item.text), item.owners, item.due) for item in session.action_items],
            "learnings": [told(learning.body) for learning in session.learnings],
        }
        for session in draft.sessions
    ]


def read(note: Path, raw: bytes) -> list[dict]:
    return records(read_note(note.name, raw, year_hint=2026))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
@pytest.mark.parametrize("way", RETELLINGS)
def test_a_retold_note_tells_the_same(note, way):
    text = note.read_text(encoding="utf-8-sig")
    assert read(note, RETELLINGS[way](text).encode()) == read(note, text.encode())


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
@pytest.mark.parametrize("way", BYTES)
def test_other_bytes_tell_the_same(note, way):
    text = note.read_text(encoding="utf-8-sig")
    assert read(note, BYTES[way](text)) == read(note, text.encode())


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_a_note_of_other_people_tells_the_same_of_them(note):
    text = note.read_text(encoding="utf-8-sig")
    ours = json.dumps(read(note, text.encode()), ensure_ascii=False, default=str)
    assert json.loads(by_others(ours)) == json.loads(
        json.dumps(read(note, by_others(text).encode()), ensure_ascii=False, default=str)
    )


@pytest.mark.parametrize("way", RETELLINGS)
def test_each_way_changes_a_note(way):
    assert any(RETELLINGS[way](text) != text for text in (note.read_text(encoding="utf-8-sig") for note in NOTES))


def test_nobody_is_called_alike():
    assert not set(PEOPLE) & set(PEOPLE.values())


@pytest.mark.slow
def test_retold_reference_notes_keep_their_questions(reference):
    """Of real notes some marks mean two things, so a share may change: at most two of a hundred questions."""
    notes = [*sorted((reference / "corpus").rglob("*.md")), *sorted((reference / "seeds").iterdir())]
    lost: Counter[str] = Counter()
    asked = 0
    for note in notes:
        text = note.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
        before = _bodies(note, text)
        asked += before.total()
        for way in RETELLINGS:
            changed = _bodies(note, RETELLINGS[way](text))
            lost[way] += max((before - changed).total(), (changed - before).total())
    assert asked > 300
    assert {way: count for way, count in lost.items() if count > 0.02 * asked} == {}


def _bodies(note: Path, text: str) -> Counter[str]:
    draft = read_note(note.name, text.encode())
    return Counter(told(question.body) for session in draft.sessions for question in session.questions)
