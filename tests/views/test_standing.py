"""Who is on a question, whom it waits for, and that it is open again."""

import datetime
import re

import pytest
from django.utils import timezone

from meetings.models import Answer, MasterClass, Member, Question
from meetings.models.taking import Held
from tests.conftest import seated
from tests.views.test_editing import form_on

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 19, 16, 35, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def question(team, meeting, mate) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 $n-1$로 나누나요?", asked_at=NOW)
    question.asked_by.add(mate)
    return question


@pytest.fixture
def mentor(team) -> Member:
    return seated(team, "mentor", "한도경", role=Member.Role.MENTOR)


def shown(client, address: str) -> str:
    html = client.get(address, headers={"accept-language": "en"}).content.decode()
    return re.sub(r"\s+", " ", html)


# Taking it


@pytest.mark.slow
def test_who_takes_a_question_shows_in_minutes_list_and_on_its_page_for_half_an_hour(
    question, meeting, member, mate, signed_in, time_machine
):
    client, pages = signed_in(member), (question.get_absolute_url(), meeting.get_absolute_url())
    pages += (f"/teams/{question.team.slug}/questions/",)
    address = f"/questions/{question.pk}/taker/"
    assert all(f'formaction="{address}"' in shown(client, page) for page in pages[:2])
    client.post(address)
    for page in pages:
        html = shown(signed_in(mate), page)
        assert "문가온 took it, until 17:05" in html
        assert "mark-writing" in html
        assert f'formaction="{address}"' not in html
    time_machine.move_to(NOW + datetime.timedelta(minutes=30), tick=False)
    for page in pages:
        assert "took it" not in shown(client, page)
    assert question.history.count() == 1


def test_taking_it_reaches_whoever_has_the_minutes_open(question, meeting, member, mate, signed_in):
    client = signed_in(mate)
    meeting.refresh_from_db()
    address = f"/minutes/{meeting.pk}/changes/?since={meeting.revision}&tab=1"
    client.get(address)
    signed_in(member).post(f"/questions/{question.pk}/taker/")
    told = client.get(address).json()
    assert [piece["id"] for piece in told["fragments"] if "문가온" in piece["html"]] == [question.anchor]


def test_what_somebody_has_is_not_taken_again(question, member, mate, signed_in):
    address = f"/questions/{question.pk}/taker/"
    signed_in(member).post(address)
    accept = {"accept": "application/json", "accept-language": "en"}
    answer = signed_in(mate).post(address, headers=accept)
    assert (answer.status_code, answer.json()["sentence"]) == (
        422,
        "문가온 took it until 17:05. Nothing was changed.",
    )
    again = signed_in(member).post(address, headers=accept)
    assert again.json()["sentence"] == "You have it already, until 17:05."
    assert signed_in(mate).post(address, {"_method": "DELETE"}, headers=accept).status_code == 422
    question.refresh_from_db()
    assert question.taken_by == member


@pytest.mark.slow
def test_it_is_given_back(question, member, mate, signed_in):
    address = f"/questions/{question.pk}/taker/"
    client = signed_in(member)
    client.post(address)
    assert "Give it back" in shown(client, question.get_absolute_url())
    client.post(address, {"_method": "DELETE"})
    client.post(address, {"_method": "DELETE"})  # of nobody's it is nothing
    signed_in(mate).post(address)
    question.refresh_from_db()
    assert question.taken_by == mate


def test_after_half_an_hour_it_is_anybodys(question, member, mate, time_machine):
    question.take(by=member)
    with pytest.raises(Held):
        question.take(by=mate)
    time_machine.move_to(NOW + datetime.timedelta(minutes=30), tick=False)
    question.take(by=mate)
    assert (question.taken_by, question.taken_until) == (mate, timezone.now() + Question.HALF_AN_HOUR)


def test_answering_ends_it(question, member):
    question.take(by=member)
    answer = Answer.objects.create(question=question, body="편향")
    answer.accept(by=member.user)
    question.reopen()
    assert not question.is_on_it


def test_an_answered_question_is_not_taken(question, member, signed_in):
    question.take_answer_of([])
    signed_in(member).post(f"/questions/{question.pk}/taker/")
    question.refresh_from_db()
    assert question.taken_by is None


# Whom it waits for


@pytest.mark.slow
def test_a_question_waits_for_a_kind_of_person_or_for_one(question, member, mentor, signed_in):
    client, address = signed_in(member), f"/questions/{question.pk}/deferral/"
    page = shown(client, address)
    assert page.index("한도경") < page.index("배이든")
    client.post(address, {"to": "ta"})
    question.refresh_from_db()
    assert (question.status, question.audience, question.deferred_to) == ("deferred", "ta", None)
    assert "Waits for a teaching assistant" in shown(client, question.get_absolute_url())
    client.post(address, {"to": str(mentor.pk)})
    question.refresh_from_db()
    assert (question.status, question.audience, question.deferred_to) == ("deferred", "mentor", mentor)
    assert "Waits for 한도경" in shown(client, question.get_absolute_url())


def test_nobody_of_another_team_is_waited_for(question, member, outsider, signed_in):
    response = signed_in(member).post(f"/questions/{question.pk}/deferral/", {"to": str(outsider.pk)})
    assert response.context["form"].errors
    question.refresh_from_db()
    assert question.status == "open"


@pytest.mark.slow
def test_it_opens_again_and_its_answers_stay(question, member, signed_in):
    client = signed_in(member)
    answer = Answer.objects.create(question=question, body="편향")
    answer.accept(by=member.user)
    assert f'formaction="/questions/{question.pk}/reopening/"' in shown(client, question.get_absolute_url())
    client.post(f"/questions/{question.pk}/reopening/")
    question.refresh_from_db()
    assert question.status == "open"
    assert question.answers.accepted().get() == answer
    client.post(f"/questions/{question.pk}/reopening/")
    assert question.history.filter(status="open").count() == 2


def test_mentors_say_how_it_stands_and_readers_do_not(question, mentor, team, signed_in):
    guest = seated(team, "guest", "손님", role=Member.Role.GUEST)
    assert signed_in(mentor).post(f"/questions/{question.pk}/deferral/", {"to": "master"}).status_code == 302
    assert signed_in(guest).post(f"/questions/{question.pk}/deferral/", {"to": "ta"}).status_code == 403
    assert signed_in(guest).post(f"/questions/{question.pk}/taker/").status_code == 403


@pytest.mark.slow
def test_time_closes_nothing(question, member, signed_in, time_machine):
    question.defer(audience="mentor")
    time_machine.move_to(NOW + datetime.timedelta(days=90), tick=False)
    client, team = signed_in(member), f"/teams/{question.team.slug}"
    for page in ("/", f"{team}/mentoring/", f"{team}/questions/", f"{team}/questions/open/"):
        assert f'href="{question.get_absolute_url()}"' in shown(client, page), page
    assert "Goes to mentoring" in shown(client, question.get_absolute_url())


@pytest.mark.slow
def test_what_belonged_to_how_it_stood_is_over_with_it(question, member, mentor, signed_in, team):
    client, address = signed_in(member), f"/questions/{question.pk}/deferral/"
    client.post(f"/questions/{question.pk}/taker/")
    client.post(address, {"to": "mentor"})
    question.refresh_from_db()
    assert question.taken_by is None
    client.post(f"/questions/{question.pk}/raised/")
    Question.objects.filter(pk=question.pk).update(turn=3)
    client.post(question.edit_url, form_on(client.get(question.edit_url)) | {"status": "open"})
    question.refresh_from_db()
    assert (question.status, question.turn, question.raised_at) == ("open", None, None)


def test_a_question_that_goes_to_a_class_stays_there_by_default(question, member, cohort, signed_in, time_machine):
    held = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=datetime.date(2026, 11, 20))
    question.defer(audience="master", for_class=held)
    time_machine.move_to(NOW + datetime.timedelta(days=3), tick=False)
    client, address = signed_in(member), f"/questions/{question.pk}/deferral/"
    form = form_on(client.get(address))
    assert form["to"] == f"class-{held.pk}"
    client.post(address, form)
    question.refresh_from_db()
    assert question.for_class == held


# Two people decide at once


@pytest.mark.slow
def test_who_leaves_it_to_somebody_else_than_was_decided_meanwhile_is_told(question, member, mate, mentor, signed_in):
    clients, address = (signed_in(member), signed_in(mate)), f"/questions/{question.pk}/deferral/"
    first, second = (form_on(client.get(address)) for client in clients)
    clients[0].post(address, first | {"to": str(mentor.pk)})
    told = clients[1].post(address, second | {"to": "ta"}, headers={"accept-language": "en"})
    assert told.status_code == 409
    assert "While you chose, somebody changed this to “한도경”." in told.content.decode()
    question.refresh_from_db()
    assert question.deferred_to == mentor
    clients[1].post(address, form_on(told) | {"to": "ta"})  # now in full knowledge
    question.refresh_from_db()
    assert (question.deferred_to, question.audience) == (None, "ta")


def test_who_decides_the_same_is_told_nothing(question, member, mate, mentor, signed_in):
    clients, address = (signed_in(member), signed_in(mate)), f"/questions/{question.pk}/deferral/"
    forms = [form_on(client.get(address)) | {"to": str(mentor.pk)} for client in clients]
    assert [client.post(address, form).status_code for client, form in zip(clients, forms, strict=True)] == [302, 302]
    assert question.history.count() == 2


def test_what_was_answered_meanwhile_is_not_left_to_somebody_unseen(question, member, mate, signed_in):
    client, address = signed_in(member), f"/questions/{question.pk}/deferral/"
    form = form_on(client.get(address))
    Answer.objects.create(question=question, body="편향").accept(by=mate.user)
    assert client.post(address, form | {"to": "mentor"}).status_code == 409
    question.refresh_from_db()
    assert question.is_answered


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/questions/{}/reopening/", "/questions/{}/deferral/"])
def test_who_opens_what_was_left_to_somebody_else_meanwhile_is_told(address, question, member, mate, mentor, signed_in):
    client, question_page = signed_in(member), question.get_absolute_url()
    question.defer(to=mate)
    stance = re.search(r'name="instead_of"\s+value="([^"]+)"', shown(client, question_page))[1]
    Question.objects.get(pk=question.pk).defer(to=mentor)
    sent = {"instead_of": stance, "_method": "DELETE" if "deferral" in address else "POST", "next": question_page}
    html = client.post(address.format(question.pk), sent, headers={"accept-language": "en"}, follow=True)
    assert "Meanwhile somebody has changed how it stands to “한도경”." in html.content.decode()
    question.refresh_from_db()
    assert question.deferred_to == mentor
    sent["instead_of"] = question.stance
    client.post(address.format(question.pk), sent)
    question.refresh_from_db()
    assert question.status == "open"
