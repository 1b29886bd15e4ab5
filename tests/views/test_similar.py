"""What others asked already, while somebody asks."""

import re

import pytest
from django.test import Client

from meetings.models import Answer, Meeting, Question
from meetings.views.similar import A_MINUTE

pytestmark = pytest.mark.django_db

QUERIES = 8  # account, seats, tags, words, teams, texts, what is shown, who asked it


def told(client: Client, body: str) -> str:
    response = client.post("/questions/similar/", {"body": body}, headers={"accept-language": "en"})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.json()["html"])


@pytest.fixture
def asked(team, meeting, mate) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="역전파가 왜 **필요한가요**?")
    question.asked_by.add(mate)
    return question


def test_a_question_that_asks_the_same_is_shown_with_its_state_and_the_way_there(asked, member, signed_in):
    me = signed_in(member)
    html = told(me, "역전파가 필요한 까닭이 뭔가요?")
    assert f'href="{asked.get_absolute_url()}"' in html
    assert "역전파가 왜 <strong>필요한가요</strong>?" in html
    assert "mark-open" in html
    assert "no answer" in html
    Answer.objects.create(question=asked, body="그래서요")
    asked.take_answer_of([])
    html = told(me, "역전파가 필요한 까닭이 뭔가요?")
    assert "mark-answered" in html
    assert "1 answer" in html


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (r"어텐션은 왜 $\sqrt{d}$ 로 [나누나요](https://a.example/)?", '<span class="katex">'),
        ("# 어텐션은 왜 $d$ 로 나누나요?", '<span class="katex">'),
        ("- 어텐션은 왜 $d$ 로 나누나요?", "<code>d</code> 로 나누나요?"),
        ("어텐션은 왜 $d$ 로 나누나요? " + "그리고 " * 80, "<code>d</code> 로 나누나요?"),
        ("![어텐션](/a.png) 이 그림의 어텐션은 뭐예요?", "이 그림의 어텐션은 뭐예요?"),
    ],
    ids=["paragraph", "heading", "list", "long", "picture"],
)
def test_formulas_of_titles_are_set_or_marked_as_their_source(team, meeting, member, signed_in, body, shown):
    Question.objects.create(team=team, meeting=meeting, body=body)
    html = told(signed_in(member), "어텐션은 왜 나누나요 그림")
    title = re.search(r"<a [^>]*>(.*?)<span class=\"visually-hidden", html)[1]
    assert shown in title
    assert "<a " not in title
    assert len(title) < 4_000


@pytest.mark.slow
def test_one_press_counts_the_reader_in_and_another_out(asked, member, mate, signed_in):
    address = re.search(r'value="(/questions/\d+/askers/)" aria-pressed="false"', told(signed_in(member), "역전파란?"))[
        1
    ]
    me = signed_in(member)
    assert me.post(address, headers={"accept": "application/json"}).status_code == 200
    html = told(me, "역전파란?")
    assert 'aria-pressed="true"' in html
    assert "<span>1</span>" in html
    assert me.post(address, {"_method": "DELETE"}, headers={"accept": "application/json"}).status_code == 200
    assert 'aria-pressed="false"' in told(me, "역전파란?")
    assert "askers/" not in told(signed_in(mate), "역전파란?")  # who asked it


@pytest.mark.slow
def test_another_team_is_named_and_what_one_may_not_read_is_not_there(asked, member, outsider, signed_in):
    assert told(signed_in(outsider), "역전파란?").strip() == ""
    other = Meeting.objects.create(team=outsider.team, held_on=asked.meeting.held_on)
    there = Question.objects.create(team=outsider.team, meeting=other, body="역전파는 뭐예요?")
    assert there.get_absolute_url() not in told(signed_in(member), "역전파란?")
    other.other_teams.add(asked.team)
    html = told(signed_in(member), "역전파란?")
    assert there.get_absolute_url() in html
    assert outsider.team.name in html


@pytest.mark.parametrize("who", ["member", "mate", "outsider", "staff"])
def test_who_asked_without_a_name_is_not_told_by_what_is_shown(who, asked, mate, member, signed_in, request):
    """The same to everybody else, whoever asked; to who did only that there is nothing to count."""
    client = signed_in(request.getfixturevalue(who))
    asked.is_anonymous = True
    asked.save()
    by_mate = told(client, "역전파란?")
    asked.asked_by.set([member])
    by_member = told(client, "역전파란?")
    assert "배이든" not in by_mate + by_member
    if who in ("outsider", "staff"):
        assert by_mate == by_member


def test_a_script_that_was_asked_is_words(team, meeting, member, signed_in):
    Question.objects.create(team=team, meeting=meeting, body="`<img src=x onerror=alert(1)>` 역전파가 뭔가요?")
    assert "<img" not in told(signed_in(member), "역전파란? <img src=x>")


@pytest.mark.parametrize("body", ["", "?", "가", "역전파 " * 5000, "$" * 5000, "\x00", "가" * 50_000])
def test_anything_can_be_typed(body, asked, member, signed_in):
    told(signed_in(member), body)


@pytest.mark.slow
def test_it_is_asked_by_a_script_and_not_too_often(asked, member, signed_in):
    me = signed_in(member)
    assert me.get("/questions/similar/").status_code == 405
    for _time in range(A_MINUTE):
        told(me, "왜")
    assert me.post("/questions/similar/", {"body": "왜"}).status_code == 429


@pytest.mark.parametrize("times", [1, 10])
def test_queries(times, team, meeting, member, mate, signed_in, django_assert_max_num_queries):
    for n in range(times):
        question = Question.objects.create(team=team, meeting=meeting, body=f"역전파 {n}")
        question.asked_by.add(mate)
    me = signed_in(member)
    with django_assert_max_num_queries(QUERIES):
        assert told(me, "역전파가 뭔가요?").count("<li>") == min(times, 5)


@pytest.mark.slow
def test_the_form_of_a_new_question_has_a_place_for_them_and_no_other_form(asked, meeting, member, signed_in):
    me = signed_in(member)
    assert "data-similar" in me.get(f"/minutes/{meeting.pk}/questions/").content.decode()
    assert "data-similar" in me.get(f"/minutes/{meeting.pk}/forms/").json()["question"]
    assert "data-similar" not in me.get(f"/minutes/{meeting.pk}/learnings/").content.decode()
    assert "data-similar" not in me.get(asked.edit_url).content.decode()
