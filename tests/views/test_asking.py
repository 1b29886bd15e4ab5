"""What is done with a question on its page: accepting, confirming, remarking."""

import re

import pytest

from meetings.models import Answer, Comment, Member, Question
from tests.conftest import seated
from tests.views.test_editing import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(team, meeting, mate) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 $n-1$로 나누나요?")
    question.asked_by.add(mate)
    return question


@pytest.fixture
def answers(question, member) -> list[Answer]:
    return [Answer.objects.create(question=question, body=text, order=n) for n, text in enumerate(("첫째", "둘째"))]


@pytest.fixture
def mentor(team) -> Member:
    return seated(team, "mentor", "한도경", role=Member.Role.MENTOR)


def shown(client, question: Question, language: str = "en") -> str:
    html = client.get(question.get_absolute_url(), headers={"accept-language": language}).content.decode()
    return re.sub(r"\s+", " ", html)


@pytest.mark.slow
def test_an_answer_is_accepted_and_taken_back_by_plain_forms(question, answers, member, signed_in):
    client, address = signed_in(member), f"/answers/{answers[1].pk}/acceptance/"
    assert f'formaction="{address}"' in shown(client, question)
    response = client.post(address)
    assert response.url == answers[1].get_absolute_url()
    question.refresh_from_db()
    assert question.is_answered
    assert [answer.accepted_by for answer in question.answers.accepted()] == [member.user]
    assert 'name="_method" value="DELETE"' in shown(client, question)
    client.post(address, {"_method": "DELETE"})
    assert not question.answers.accepted().exists()


def test_who_accepted_first_stays_named_when_somebody_accepts_it_again(question, answers, member, mate, signed_in):
    for person in (member, mate):
        signed_in(person).post(f"/answers/{answers[0].pk}/acceptance/")
    assert question.answers.accepted().get().accepted_by == member.user


def test_an_answer_that_was_deleted_meanwhile_is_not_accepted(question, answers, member, signed_in):
    answers[0].remove(by=member.user)
    response = signed_in(member).post(f"/answers/{answers[0].pk}/acceptance/")
    assert response.status_code == 404
    assert not question.answers.accepted().exists()


@pytest.mark.slow
def test_mentors_confirm_with_a_sentence_and_take_it_back(question, answers, mentor, signed_in):
    client, address = signed_in(mentor), f"/answers/{answers[0].pk}/endorsement/"
    assert f'href="{address}"' in shown(client, question)
    client.post(address, {"sentence": "$v_t$ 쪽이 **더** 중요해요."})
    html = shown(client, question)
    assert "<b>한도경</b> confirmed that this is right." in html
    assert "<strong>더</strong>" in html
    assert "중요해요" in client.get(address).content.decode()
    client.post(address, {"sentence": "아니, 둘 다요."})
    assert Comment.objects.alive().get(endorses=True).body == "아니, 둘 다요."
    client.post(address, {"_method": "DELETE"})
    answers[0].refresh_from_db()
    assert (answers[0].endorsed_at, answers[0].endorsed_by) == (None, None)
    assert not Comment.objects.alive().exists()
    assert "confirmed" not in shown(client, question)


def test_confirming_needs_no_sentence(question, answers, staff, signed_in):
    signed_in(staff).post(f"/answers/{answers[0].pk}/endorsement/", {"sentence": ""})
    answers[0].refresh_from_db()
    assert answers[0].endorsed_by == staff
    assert not Comment.objects.exists()


def test_masters_of_the_team_confirm_as_mentors_do(question, answers, team, signed_in):
    master = seated(team, "master", "서라온", role=Member.Role.MASTER)
    assert signed_in(master).post(f"/answers/{answers[0].pk}/endorsement/").status_code == 302


@pytest.mark.slow
def test_members_change_nothing_about_what_confirms(question, answers, mentor, member, signed_in):
    answers[0].endorse(by=mentor.user, sentence="맞아요.")
    said = Comment.objects.get()
    client = signed_in(member)
    assert client.post(f"/answers/{answers[0].pk}/endorsement/", {"_method": "DELETE"}).status_code == 403
    assert client.post(said.edit_url, {"body": "틀려요."}).status_code == 403
    assert client.post(said.removal_url).status_code == 403
    assert said.edit_url not in shown(client, question)


@pytest.mark.slow
def test_who_confirms_after_somebody_else_speaks_for_themselves(question, answers, mentor, staff, signed_in):
    answers[0].endorse(by=mentor.user, sentence="맞아요.")
    client, address = signed_in(staff), f"/answers/{answers[0].pk}/endorsement/"
    form = form_on(client.get(address))
    assert form["sentence"] == ""
    client.post(address, form | {"sentence": "반만 맞아요."})
    assert [(said.name, said.body, said.endorses) for said in Comment.objects.alive()] == [
        ("한도경", "맞아요.", False),
        ("staff", "반만 맞아요.", True),
    ]
    assert "<b>staff</b> confirmed" in shown(client, question)


def test_who_confirms_at_the_same_time_is_told(question, answers, mentor, staff, signed_in):
    client, address = signed_in(staff), f"/answers/{answers[0].pk}/endorsement/"
    form = form_on(client.get(address)) | {"sentence": "반만\r\n맞아요."}
    answers[0].endorse(by=mentor.user, sentence="맞아요.")
    response = client.post(address, form, headers={"accept-language": "en"})
    assert response.status_code == 409
    assert "한도경 confirmed this answer." in response.content.decode()
    assert Comment.objects.get().name == "한도경"
    client.post(address, form_on(response))
    assert Comment.objects.alive().get(endorses=True).body == "반만\n맞아요."


def test_a_sentence_that_is_said_anew_keeps_the_first_one_in_its_history(answers, mentor):
    for sentence in ("맞아요.", "거의 맞아요.", ""):
        answers[0].endorse(by=mentor.user, sentence=sentence)
    said = Comment.objects.get()
    assert said.is_removed
    assert {version.body for version in said.history.all()} == {"맞아요.", "거의 맞아요."}


def told_undo(response) -> str:
    (message,) = response.context["messages"]
    return message.extra_tags


@pytest.mark.slow
def test_a_confirmation_that_was_taken_back_comes_back_with_its_sentence(question, answers, mentor, staff, signed_in):
    answers[0].endorse(by=mentor.user, sentence="첫째")
    answers[0].endorse(by=mentor.user, sentence="")  # taken out by its writer, which is not undone
    answers[0].endorse(by=mentor.user, sentence="맞아요.")
    (before,) = Answer.objects.filter(pk=answers[0].pk).values("endorsed_at", "endorsed_by")
    client, address = signed_in(staff), f"/answers/{answers[0].pk}/endorsement/"
    undo = told_undo(client.post(address, {"_method": "DELETE"}, follow=True))
    assert not Comment.objects.alive().exists()
    signed_in(mentor).post(undo, {"_method": "DELETE"})  # it was somebody else who took it back
    answers[0].refresh_from_db()
    assert answers[0].endorsed_at is None
    client.post(undo, {"_method": "DELETE"})
    assert list(Answer.objects.filter(pk=answers[0].pk).values("endorsed_at", "endorsed_by")) == [before]
    assert Comment.objects.alive().get(endorses=True).body == "맞아요."
    assert "It was changed since" not in shown(client, question)


@pytest.mark.slow
def test_an_acceptance_that_was_taken_back_comes_back_unless_another_one_was_accepted(
    question, answers, member, mate, signed_in
):
    answers[0].accept(by=mate.user)
    client, address = signed_in(member), f"/answers/{answers[0].pk}/acceptance/"
    undo = told_undo(client.post(address, {"_method": "DELETE"}, follow=True))
    client.post(undo, {"_method": "DELETE"})
    answers[0].refresh_from_db()
    assert answers[0].accepted_by == mate.user
    told = client.post(address, {"_method": "DELETE"}, headers={"accept": "application/json"}).json()
    assert told["undo"] == undo
    answers[1].accept(by=mate.user)
    told = client.post(undo, {"_method": "DELETE"}, headers={"accept-language": "en"}, follow=True)
    assert "It stands otherwise by now" in told.content.decode()
    assert question.answers.accepted().get() == answers[1]


def undone(client, said: Comment) -> None:
    client.post(said.removal_url, {"_method": "DELETE"})


def gone_back(client, said: Comment) -> None:
    client.post(f"{said.history_url}{said.history.last().history_id}/")


@pytest.mark.slow
@pytest.mark.parametrize("back", [undone, gone_back])
@pytest.mark.parametrize(
    "meanwhile", [lambda answer, by: answer.endorse(by, "둘째"), lambda answer, by: answer.unendorse(by)]
)
def test_a_sentence_that_comes_back_is_a_remark_where_another_one_confirms(
    question, answers, mentor, signed_in, meanwhile, back
):
    answers[0].endorse(by=mentor.user, sentence="첫째")
    said = Comment.objects.get()
    said.remove(by=mentor.user)
    meanwhile(answers[0], mentor.user)
    back(signed_in(mentor), said)
    said.refresh_from_db()
    assert (said.is_removed, said.endorses) == (False, False)
    assert "첫째" in shown(signed_in(mentor), question)


@pytest.mark.slow
def test_what_was_confirmed_can_be_read_when_the_answer_says_something_else(question, answers, mentor, signed_in):
    answers[0].endorse(by=mentor.user)
    client = signed_in(mentor)
    assert "It was changed since" not in shown(client, question)
    version = answers[0].history.first().history_id
    answers[0].body = "틀린 말"
    answers[0].save()
    html = shown(client, question)
    assert "It was changed since" in html
    address = f"/answers/{answers[0].pk}/history/?before={version + 1}#change-{version}"
    assert f'href="{address}"' in html
    assert f'id="change-{version}"' in client.get(address).content.decode()
    answers[0].endorse(by=mentor.user)
    assert "It was changed since" not in shown(client, question)


def test_a_guest_who_typed_the_question_accepts_nothing(question, answers, team, signed_in):
    guest = seated(team, "guest", "손님", role=Member.Role.GUEST)
    Question.objects.filter(pk=question.pk).update(typed_by=guest.user)
    client, address = signed_in(guest), f"/answers/{answers[0].pk}/acceptance/"
    assert client.post(address).status_code == 403
    assert address not in shown(client, question)


def test_nobody_remarks_with_the_mouth_of_somebody_else(answers, member, mentor, signed_in):
    client, address = signed_in(member), f"/answers/{answers[0].pk}/comments/"
    client.post(address, form_on(client.get(address)) | {"body": "맞아요.", "said_by": mentor.pk})
    assert Comment.objects.get().said_by == member


@pytest.mark.slow
def test_a_remark_stands_below_its_answer_with_who_said_it(question, answers, member, mentor, signed_in):
    client, address = signed_in(member), f"/answers/{answers[0].pk}/comments/"
    assert f'href="{address}"' in shown(client, question)
    client.post(address, form_on(client.get(address)) | {"body": "표를 보니 $v_t$ 도요."})
    comment = Comment.objects.get()
    assert (comment.answer, comment.said_by, comment.typed_by) == (answers[0], member, member.user)
    html = shown(client, question)
    assert html.index("첫째") < html.index(f'id="{comment.anchor}"') < html.index("둘째")
    assert signed_in(mentor).post(address, {"body": "맞아요."}).status_code == 302


@pytest.mark.slow
def test_a_remark_is_edited_removed_and_brought_back(question, answers, member, signed_in):
    client = signed_in(member)
    comment = Comment.objects.create(answer=answers[0], body="표", said_by=member, typed_by=member.user)
    client.post(comment.edit_url, form_on(client.get(comment.edit_url)) | {"body": "표 둘"})
    assert "표 둘" in shown(client, question)
    assert "표 둘" in client.get(comment.history_url).content.decode()
    assert comment.removal_url in client.post(comment.removal_url, follow=True).content.decode()
    assert "표 둘" not in shown(client, question)
    client.post(comment.removal_url, {"_method": "DELETE"})
    assert "표 둘" in shown(client, question)


@pytest.mark.slow
def test_a_remark_that_is_sent_twice_is_made_once(question, answers, member, signed_in):
    client, address = signed_in(member), f"/answers/{answers[0].pk}/comments/"
    form = form_on(client.get(address)) | {"body": "표"}
    for _ in range(2):
        client.post(address, form)
        client.post(address, {"body": "이름 없이"})
    assert sorted(Comment.objects.values_list("body", flat=True)) == ["이름 없이", "표"]


def test_what_is_long_is_an_answer(question, answers, member, signed_in):
    response = signed_in(member).post(f"/answers/{answers[0].pk}/comments/", {"body": "가" * (Comment.LONGEST + 1)})
    assert response.status_code == 200
    assert "가가가" in response.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.slow
def test_remarks_are_among_the_changes_of_their_minutes(question, answers, meeting, member, signed_in):
    Comment.objects.create(answer=answers[0], body="표가 있어요", said_by=member)
    client = signed_in(member)
    assert "표가 있어요" in client.get(f"/minutes/{meeting.pk}/history/").content.decode()
    assert client.get(f"/minutes/{meeting.pk}/").status_code == 200


def test_a_remark_points_at_questions_like_every_text(question, answers, team, member, signed_in):
    other = Question.objects.create(team=team, body="다른 질문")
    Comment.objects.create(answer=answers[0], body=f"[[Q{other.pk}]]와 같아요", said_by=member)
    assert "와 같아요" in shown(signed_in(member), other)
