"""A form that has a page of its own has the focus in the field where one goes on writing."""

import re

import pytest

from meetings.models import Answer, Member, Question
from tests.conftest import seated
from tests.views.json_forms import JSON
from tests.views.test_editing import form_on

pytestmark = pytest.mark.django_db
FIELD = re.compile(r"<(?:input|textarea|select)\b[^>]*\bautofocus\b[^>]*>")


@pytest.fixture
def question(team, meeting, mate) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 나누나요?", typed_by=mate.user)
    question.asked_by.add(mate)
    return question


@pytest.fixture
def answer(question) -> Answer:
    return Answer.objects.create(question=question, body="첫 글")


@pytest.fixture
def mentor(team) -> Member:
    return seated(team, "mentor", "한도경", role=Member.Role.MENTOR)


def focused(page) -> list[str]:
    """The names of the fields that have the focus as the page opens."""
    return [re.search(r'name="([^"]+)"', field)[1] for field in FIELD.findall(page.content.decode())]


@pytest.mark.parametrize("what", ["answers", "edit", "follow-ups", "original", "deferral"])
def test_forms_of_a_question_have_the_focus(me, question, what):
    first = {"original": "number", "deferral": "to"}.get(what, "body")
    assert focused(me.get(f"/questions/{question.pk}/{what}/")) == [first]


def test_forms_of_an_answer_have_the_focus(answer, mentor, signed_in):
    client = signed_in(mentor)
    assert focused(client.get(f"/answers/{answer.pk}/comments/")) == ["body"]
    assert focused(client.get(f"/answers/{answer.pk}/endorsement/")) == ["sentence"]


def test_the_form_of_a_new_question_has_the_focus(me, meeting):
    assert focused(me.get(f"/minutes/{meeting.pk}/questions/?body=KL")) == ["body"]


def test_a_refused_form_has_the_focus_where_it_is_to_be_mended(me, meeting):
    address = f"/minutes/{meeting.pk}/questions/"
    refused = me.post(address, form_on(me.get(address)) | {"body": "애써 쓴 글", "tags": "가" * 61})
    assert focused(refused) == ["tags"]
    refused = me.post(address, form_on(me.get(address)) | {"body": ""})
    assert focused(refused) == ["body"]


def test_of_several_boxes_the_chosen_one_has_the_focus(me, question, mentor):
    question.defer(to=mentor)
    (field,) = FIELD.findall(me.get(f"/questions/{question.pk}/deferral/").content.decode())
    assert f'value="{mentor.pk}"' in field
    assert "checked" in field


def test_boxes_that_are_to_be_mended_have_one_focus(me, meeting, outsider):
    address = f"/minutes/{meeting.pk}/questions/"
    refused = me.post(address, form_on(me.get(address)) | {"body": "질문", "asked_by": [outsider.pk]})
    assert focused(refused) == ["asked_by"]


def test_a_form_inside_of_another_page_is_given_the_focus_by_whoever_puts_it_there(me, question):
    told = me.get(f"/questions/{question.pk}/answers/", **JSON).json()
    assert "autofocus" not in told["form"]
