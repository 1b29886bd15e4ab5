"""Undoing an import: what it made goes, what it filled in is as it was, what people did since stays."""

import datetime
import json

import pytest
from django.apps import apps
from django.core import serializers

from meetings.importers.undoing import undo, what_stays
from meetings.models import Answer, Meeting, Member, Question, Section, SourceDocument

NOTE = """# 2026-11-19 피어세션

모더레이터 : 서가온
참석자 : 서가온, 배이든

## 질문

- Q. 왜 나누나요? [[Q1]]
  - A. 분산이 커져서요.

## 과제 리뷰

- 과제 3 (발표 : 배이든)

## 할 일

- [ ] 배이든 : 논문 읽기

## 잡담

참고 https://example.org/paper
"""
UNTOLD = {"SourceDocument", "Import"}  # that a note came and went is told for good


def everything() -> str:
    """All rows of all nouns, but their history and the counters, which only ever go up."""
    nouns = [noun for noun in apps.get_app_config("meetings").get_models() if noun.__name__ not in UNTOLD]
    rows = [row for noun in nouns if not noun.__name__.startswith("Historical") for row in noun._base_manager.all()]
    told = json.loads(serializers.serialize("json", rows))
    for row in told:
        row["fields"] = {name: value for name, value in row["fields"].items() if "revision" not in name}
    return json.dumps(told, indent=1, ensure_ascii=False)


@pytest.mark.slow
def test_an_import_into_an_empty_team_leaves_nothing_behind(bring):
    before = everything()
    source = bring(text=NOTE).source
    assert everything() != before
    undone = undo(source)
    assert everything() == before
    assert undone.removed["question"] == 1
    assert not undone.kept


@pytest.mark.slow
def test_a_meeting_that_was_there_is_as_before_byte_for_byte(bring, team):
    meeting = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 19))
    Section.objects.create(meeting=meeting, heading="잡담", body="참고")
    Question.objects.create(team=team, meeting=meeting, body="왜 나누나요? [[Q1]]")
    Member.objects.create(team=team, name="배이든")
    before = everything()
    source = bring(text=NOTE).source
    assert "분산이 커져서요." in everything()
    undo(source)
    assert everything() == before


def test_a_row_that_somebody_changed_stays_with_what_it_stands_in(bring):
    source = bring(text=NOTE).source
    question = Question.objects.get()
    question.body = "왜 나누어야 하나요?"
    question.save()
    undone = undo(source)
    assert Question.objects.get() == question
    assert Meeting.objects.get().questions.get() == question
    assert not Answer.objects.exists()
    assert question in undone.kept


def test_an_answer_that_somebody_wrote_keeps_its_question(bring, team):
    source = bring(text=NOTE).source
    question = Question.objects.get()
    mine = Answer.objects.create(question=question, body="다른 답")
    assert set(what_stays(source)) >= {question, question.meeting}
    undo(source)
    assert list(question.answers.all()) == [mine]


def test_somebody_counted_in_since_stays(bring, team):
    source = bring(text="# 2026-11-19 피어세션\n\n## 배운 점\n\n- 분산을 나눈다\n").source
    learning = Meeting.objects.get().learnings.get()
    learning.learners.add(Member.objects.create(team=team, name="한여울"))
    undo(source)
    assert Meeting.objects.get().learnings.get() == learning


def test_what_somebody_wrote_over_a_filled_in_field_stays(bring, team):
    meeting = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 19))
    source = bring(text=NOTE).source
    meeting.refresh_from_db()
    chosen = meeting.moderator
    meeting.title = "우리 제목"
    meeting.save()
    undo(source)
    meeting.refresh_from_db()
    assert meeting.title == "우리 제목"
    assert chosen is not None
    assert meeting.moderator is None


def test_undoing_twice_does_nothing_more(bring):
    source = bring(text=NOTE).source
    undo(source)
    assert not undo(source).removed
    assert SourceDocument.objects.get().state == "undone"


@pytest.mark.slow
def test_an_undone_note_can_be_brought_again(bring):
    undo(bring(text=NOTE).source)
    assert bring(text=NOTE).created["question"] == 1


@pytest.mark.slow
def test_what_a_second_note_hangs_on_stays_until_that_one_is_undone_too(bring):
    before = everything()
    first = bring("a.md", text=NOTE).source
    second = bring("b.md", text=NOTE + "\n## 회고\n\n좋았다\n").source
    undo(first)
    assert Section.objects.get().heading == "회고"
    assert not Question.objects.exists()
    undo(second)
    assert not Section.objects.exists()
    assert everything() == before


@pytest.mark.slow
def test_nothing_is_left_when_the_last_one_is_undone_first(bring):
    before = everything()
    sources = [bring("a.md", text=NOTE).source, bring("b.md", text=NOTE + "\n## 회고\n\n좋았다\n").source]
    for source in sources[::-1]:
        undo(source)
    assert everything() == before
