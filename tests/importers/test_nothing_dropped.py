"""Every line of a note is somewhere, no line is text twice, and what a record says is what its lines say."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from meetings.importers import Draft, read_note
from meetings.importers.draft import Lines
from meetings.importers.reading import read_text
from tests.importers.building import WORD, notes

Text = tuple[str, Lines, str]


def spans(draft: Draft) -> Iterator[Lines]:
    yield from (lost.lines for lost in draft.unplaced)
    if draft.front_matter:
        yield draft.front_matter.lines
    for session in draft.sessions:
        rows = [session.fields, session.sections, session.reviews, session.learnings, session.action_items]
        yield from (row.lines for nouns in rows for row in nouns)
        for question in session.questions:
            yield from (question.lines, *question.repeated, *(answer.lines for answer in question.answers))


def texts(draft: Draft) -> Iterator[Text]:
    """What each record says, with its lines and what kind of text it is."""
    yield from (("unplaced", lost.lines, lost.text) for lost in draft.unplaced)
    for session in draft.sessions:
        yield from (("field", told.lines, told.value) for told in session.fields)
        yield from (("heading", section.lines, section.heading) for section in session.sections)
        yield from (("section", section.lines, section.body) for section in session.sections)
        yield from (("title", review.lines, review.title) for review in session.reviews)
        yield from (("review", review.lines, review.feedback) for review in session.reviews)
        yield from (("learning", learning.lines, learning.body) for learning in session.learnings)
        yield from (("task", item.lines, item.text) for item in session.action_items)
        for question in session.questions:
            yield "question", question.lines, question.body
            yield from (("answer", answer.lines, answer.body) for answer in question.answers)


def people(draft: Draft) -> str:
    """Whom the records name; a label that named them is no text of theirs."""
    names: list[str] = []
    for session in draft.sessions:
        names += [*(session.attendees or []), *session.attendance, *session.speakers]
        names += [name for review in session.reviews for name in review.presenters]
        names += [name for item in session.action_items for name in item.owners]
        for question in session.questions:
            names += [*question.asked_by, *(name for answer in question.answers for name in answer.by)]
    return " ".join(names)


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", unicodedata.normalize("NFC", text)))


def is_within(told: str, source: str) -> bool:
    """Whether all letters of `told` stand in `source`, in their order."""
    rest = iter(source)
    return all(letter in rest for letter in told)


def unplaced_lines(draft: Draft, lines: list[str]) -> list[int]:
    placed = {line for first, last in spans(draft) for line in range(first, last + 1)}
    return [number for number, line in enumerate(lines, 1) if line.strip() and number not in placed]


def misquoted(draft: Draft, lines: list[str]) -> list[Text]:
    headings = {section.heading for session in draft.sessions for section in session.sections}
    wrong = []
    for kind, (first, last), text in texts(draft):
        if kind == "title" and text in headings:
            continue  # `- 라온` under 코드 리뷰: the heading's words name what was reviewed
        if not is_within(letters(text), letters("\n".join(lines[first - 1 : last]))):
            wrong.append((kind, (first, last), text))
    return wrong


# --- generated notes -------------------------------------------------------------------------------------------------
PATHS = {"notion": "하루 0a1b2c3d4e5f60718293a4b5c6d7e8f9.md", "plain": "하루.txt"}


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notes())
def test_each_line_of_a_note_is_said_once(note):
    name, text = note
    draft = read_note(PATHS.get(name, "하루.md"), text.encode(), year_hint=2026)
    lines = text.split("\n")
    assert unplaced_lines(draft, lines) == []
    assert misquoted(draft, lines) == []
    headings = {word for kind, _lines, told in texts(draft) if kind == "heading" for word in WORD.findall(told)}
    said = Counter()
    for kind, (first, last), told in texts(draft):
        words = [word for word in WORD.findall(told) if not (kind == "title" and word in headings)]
        said.update(words)
        assert all(word in "\n".join(lines[first - 1 : last]) for word in words), (kind, told)
    assert {word: count for word, count in said.items() if count > 1} == {}
    named = set(WORD.findall(people(draft)))
    assert [word for word in WORD.findall(text) if word not in said and word not in named] == []


# --- real notes ------------------------------------------------------------------------------------------------------
def reference_notes(reference):
    return [*sorted((reference / "corpus").rglob("*.md")), *sorted((reference / "seeds").iterdir())]


@pytest.mark.slow
def test_every_line_of_the_reference_notes_is_somewhere_and_quoted_right(reference):
    wrong = {}
    for note in reference_notes(reference):
        raw = note.read_bytes()
        draft, lines = read_note(note.name, raw), read_text(raw)[0].split("\n")
        if found := [*unplaced_lines(draft, lines), *misquoted(draft, lines)]:
            wrong[note.name] = found
    assert not wrong


@pytest.mark.slow
def test_no_line_of_the_reference_notes_is_said_twice(reference):
    """Lines that are long, and the only ones of their kind in the note."""
    wrong = {}
    for note in reference_notes(reference):
        raw = note.read_bytes()
        draft, lines = read_note(note.name, raw), [letters(line) for line in read_text(raw)[0].split("\n")]
        whole, once = "".join(lines), [line for line in lines if len(line) > 15]
        told = [letters(text) for kind, _lines, text in texts(draft) if kind != "title"]
        twice = [line for line in once if whole.count(line) == 1 and sum(line in text for text in told) > 1]
        if twice:
            wrong[note.name] = twice
    assert not wrong
