import re

import pytest

from meetings.models import Answer, ClassNote, Learning, MasterClass, Question, Resource, Section
from meetings.views.reading import PAGE_SIZE
from tests.conftest import THURSDAY
from tests.views.test_questions import page, words

pytestmark = pytest.mark.django_db

# Account, seats; cohort; all texts with links.
READING_QUERIES = 4
ADDRESS = "/cohorts/autumn/reading/"


@pytest.fixture
def note(cohort, other_team) -> ClassNote:
    held = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=THURSDAY)
    return ClassNote.objects.create(master_class=held, team=other_team)


def readings(html: str) -> list[str]:
    return re.findall(r'<p class="reading-name"> <a href="([^"]*)"', html)


def test_links_of_notes_learnings_answers_and_brought_in_minutes_stand_once(team, meeting, note, member, signed_in):
    Section.objects.create(class_note=note, body="[딥러닝 책](https://d2l.ai/chapter/)을 봤어요")
    Section.objects.create(class_note=note, body="다시 http://www.d2l.ai/chapter#sec")
    learning = Learning.objects.create(team=team, meeting=meeting, body="https://d2l.ai/chapter 덕분에")
    question = Question.objects.create(team=team, meeting=meeting, body="왜 나누나요?")
    answer = Answer.objects.create(question=question, body="https://d2l.ai/chapter?utm_source=a 와 https://pytorch.org")
    Resource.objects.create(team=team, url="https://d2l.ai/chapter/", title="책").meetings.add(meeting)
    html = page(signed_in(member), ADDRESS)
    assert readings(html) == ["https://d2l.ai/chapter/", "https://pytorch.org"]
    text = words(html)
    assert "딥러닝 책 d2l.ai · in 4 places" in text
    assert "Class note 최적화의 직관 · 5조 과적합" in text
    assert f"Answer to question {question.pk} 왜 나누나요? · 12조 느린학습률" in text
    assert "Minutes of 19 November 12조 느린학습률" in text
    assert f"{meeting.get_absolute_url()}#learning-{learning.pk}" in html
    assert f"{question.get_absolute_url()}#answer-{answer.pk}" in html
    assert "pytorch.org in 1 place" in text


@pytest.mark.slow
def test_only_what_one_may_read_is_listed_and_counted(team, other_team, meeting, note, member, outsider, signed_in):
    Learning.objects.create(team=team, meeting=meeting, body="https://a.kr")
    Learning.objects.create(team=other_team, body="https://a.kr")
    Learning.objects.create(team=other_team, body="https://theirs.kr")
    Learning.objects.create(team=team, body="https://gone.kr").remove()
    gone = Question.objects.create(team=team, body="지움?")
    Answer.objects.create(question=gone, body="https://gone.kr")
    gone.remove()
    Section.objects.create(meeting=meeting, body="https://minutes.kr 회의록의 링크는 읽을거리가 아니에요")
    html = page(signed_in(member), ADDRESS)
    assert readings(html) == ["https://a.kr"]
    assert "in 1 place" in html
    note.remove()
    assert readings(page(signed_in(outsider), ADDRESS)) == ["https://a.kr", "https://theirs.kr"]


def test_own_pages_are_nothing_to_read(team, member, signed_in, settings):
    Learning.objects.create(team=team, body=f"{settings.SITE_URL}/questions/3/ 과 {settings.SITE_URL}")
    assert "No link yet." in page(signed_in(member), ADDRESS)


@pytest.mark.slow
def test_long_lists_go_on_where_the_page_ended(team, member, signed_in):
    for n in range(PAGE_SIZE + 4):
        Learning.objects.create(team=team, body=f"https://a.kr/{n:02} https://b.kr/{n // 2:02}")
    client, seen, following = signed_in(member), [], ""
    while following is not None:
        html = page(client, ADDRESS + following)
        seen += readings(html)
        match = re.search(r'rel="next" href="([^"]+)"', html)
        following = match and match[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == PAGE_SIZE + 4 + (PAGE_SIZE + 5) // 2
    assert seen[0].startswith("https://b.kr/")
    assert "There are no more links." in page(client, ADDRESS + "?after=1,zzz")


@pytest.mark.parametrize("query", ["after=x", "after=,", "after=-1,a", "after=9"])
def test_made_up_addresses_show_the_beginning(team, member, signed_in, query):
    Learning.objects.create(team=team, body="https://a.kr")
    assert readings(page(signed_in(member), f"{ADDRESS}?{query}")) == ["https://a.kr"]


def test_what_people_write_is_escaped(team, member, signed_in):
    Learning.objects.create(team=team, body="[<b>굵게</b>](https://a.kr/?<script>) 와 **세게**")
    Resource.objects.create(team=team, url="javascript:alert(1)", title="나쁜 것").meetings.create(
        team=team, held_on=THURSDAY
    )
    html = page(signed_in(member), ADDRESS)
    assert "<b>굵게" not in html
    assert "javascript:" not in html


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 40])
def test_queries(team, meeting, note, member, signed_in, count, django_assert_num_queries):
    for n in range(count):
        Section.objects.create(class_note=note, body=f"https://a.kr/{n}")
        Learning.objects.create(team=team, meeting=meeting, body=f"https://a.kr/{n}")
    client = signed_in(member)
    with django_assert_num_queries(READING_QUERIES):
        page(client, ADDRESS)
