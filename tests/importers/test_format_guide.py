"""The guide to note formats shows a format, a note and what is read. All three are taken from the page and tried."""

import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from meetings.importers import dialects, read_note

GUIDE = (Path(__file__).resolve().parent.parent.parent / "docs" / "note-formats.md").read_text()


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    return found


@pytest.fixture
def guide_format(monkeypatch) -> ModuleType:
    module = ModuleType("meetings.importers.guide_format")
    exec(compile(block("python"), "docs/note-formats.md", "exec"), module.__dict__)
    *others, last = dialects.REGISTRY
    monkeypatch.setattr(dialects, "REGISTRY", (*others, module, last))
    return module


def summary(draft) -> dict:
    (session,) = draft.sessions
    questions = [
        {
            "body": question.body,
            "status": question.status,
            "answers": [answer.body for answer in question.answers],
        }
        for question in session.questions
    ]
    return {
        "dialect": draft.source.dialect,
        "why": draft.source.why,
        "kind": session.kind,
        "date": str(session.date),
        "moderator": session.moderator,
        "attendees": session.attendees,
        "questions": questions,
    }


def test_guide_tells_the_truth(guide_format):
    draft = read_note("피어세션.md", block("markdown").encode(), year_hint=2026)
    assert summary(draft) == json.loads(block("json"))
    assert draft.unplaced == []


def test_guide_shows_the_registry_as_it_is_with_its_format_in_it(guide_format):
    shown = re.search(r"^REGISTRY = \((.*)\)$", GUIDE, re.MULTILINE)[1].split(", ")
    assert shown == [
        guide_format.NAME if module is guide_format else module.__name__.rsplit(".", 1)[-1]
        for module in dialects.REGISTRY
    ]


def test_guide_names_files_that_are_there():
    importers = Path(dialects.__file__).parent
    named = set(re.findall(r"`(\w+\.py)`", GUIDE))
    assert {name for name in named if not (importers / name).exists()} == set()
    for variable, name in re.findall(r"`(_[A-Z]+)` in `(\w+\.py)`", GUIDE):
        assert re.search(rf"^{variable}\b", (importers / name).read_text(), re.MULTILINE)
