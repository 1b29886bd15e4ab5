import pytest

from meetings.models import Answer, Member, Question
from tests.conftest import seated
from tests.views.test_editing import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(team, meeting, mate) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 $n-1$로 나누나요?")
    question.asked_by.add(mate)
    return question


@pytest.fixture
def mentor(team) -> Member:
    return seated(team, "mentor", "한도경", role=Member.Role.MENTOR)


def answer(client, question: Question, **fields):
    url = f"/questions/{question.pk}/answers/"
    return client.post(url, form_on(client.get(url)) | fields)


@pytest.mark.slow
def test_a_member_answers_where_the_question_stands(question, meeting, member, signed_in):
    client, page = signed_in(member), meeting.get_absolute_url()
    assert f'href="/questions/{question.pk}/answers/?next={page}"' in client.get(page).content.decode()
    response = answer(client, question, body="편향을 **없애려고**요.", next=page)
    given = question.answers.get()
    assert response.url == f"{page}#{given.anchor}"
    assert (given.typed_by, list(given.answered_by.all())) == (member.user, [member])
    assert "<strong>없애려고</strong>" in client.get(page).content.decode()


def test_without_a_way_back_the_answer_shows_on_the_page_of_its_question(question, member, signed_in):
    response = answer(signed_in(member), question, body="편향")
    assert response.url == question.answers.get().get_absolute_url()


def test_who_types_need_not_be_who_said_it(question, member, mate, signed_in):
    answer(signed_in(member), question, body="편향", answered_by=[mate.pk])
    given = question.answers.get()
    assert (given.typed_by, list(given.answered_by.all())) == (member.user, [mate])


@pytest.mark.slow
def test_mentors_answer_and_change_their_own_answer(question, mentor, signed_in):
    client = signed_in(mentor)
    assert f"/questions/{question.pk}/answers/" in client.get(question.get_absolute_url()).content.decode()
    answer(client, question, body="편향")
    given = question.answers.get()
    assert list(given.answered_by.all()) == [mentor]
    assert given.edit_url in client.get(question.get_absolute_url()).content.decode()
    client.post(given.edit_url, form_on(client.get(given.edit_url)) | {"body": "편향을 없애요"})
    assert question.answers.get().body == "편향을 없애요"


def test_staff_answer_by_name(question, staff, signed_in):
    answer(signed_in(staff), question, body="편향")
    assert question.answers.get().names == [staff.get_full_name()]


def test_guests_read(question, team, signed_in):
    guest = seated(team, "guest", "손님", role=Member.Role.GUEST)
    response = signed_in(guest).post(f"/questions/{question.pk}/answers/", {"body": "애써 쓴 글"})
    assert response.status_code == 403
    assert "애써 쓴 글</textarea>" in response.content.decode()
    assert not question.answers.exists()


def test_an_answered_question_is_answered(question, member, signed_in):
    answer(signed_in(member), question, body="편향")
    assert Question.objects.get().status == Question.Status.ANSWERED


@pytest.mark.slow
def test_one_that_waits_for_somebody_waits_on(question, member, mentor, signed_in):
    question.defer(to=mentor)
    answer(signed_in(member), question, body="아마 편향")
    assert Question.objects.get().status == Question.Status.DEFERRED
    answer(signed_in(mentor), question, body="편향이에요")
    assert (Question.objects.get().status, Question.objects.get().deferred_to) == (Question.Status.ANSWERED, None)


def test_minutes_that_are_final_still_take_answers(question, meeting, member, signed_in):
    meeting.finalise(by=member.user)
    answer(signed_in(member), question, body="편향")
    assert question.answers.count() == 1


@pytest.mark.slow
def test_sent_twice_it_is_there_once(question, member, mate, signed_in):
    client = signed_in(member)
    first, second = (answer(client, question, body="편향") for _ in range(2))
    assert first.url == second.url
    answer(signed_in(mate), question, body="편향")
    assert question.answers.count() == 2


@pytest.mark.slow
def test_two_people_may_say_the_same_through_one_who_types(question, member, mate, signed_in):
    client = signed_in(member)
    for said_by in (
        {"answered_by": [member.pk]},
        {"answered_by": [mate.pk]},
        {"answered_by": [], "speaker": "특강 강사"},
    ):
        answer(client, question, body="네, 그렇습니다.", **said_by)
    assert question.answers.count() == 3


def test_answers_stand_in_the_order_they_came(question, member, signed_in):
    Answer.objects.create(question=question, body="옛 답", order=7)
    answer(signed_in(member), question, body="새 답")
    assert [given.body for given in Answer.objects.order_by("order")] == ["옛 답", "새 답"]


def test_an_empty_answer_gets_a_sentence(question, member, signed_in):
    page = answer(signed_in(member), question, body=" \n")
    assert page.context["form"].errors["body"]
    assert not question.answers.exists()


def test_the_question_and_what_was_said_stand_above(question, mate, member, signed_in, django_assert_max_num_queries):
    Answer.objects.create(question=question, body="옛 답")
    client = signed_in(member)
    with django_assert_max_num_queries(10):
        page = client.get(f"/questions/{question.pk}/answers/").content.decode()
    assert question.html in page
    assert "옛 답" in page
