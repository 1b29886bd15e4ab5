import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from meetings.models import Answer, ClassNote, Learning, MasterClass, Question


@pytest.fixture
def question(team, meeting, member) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="$m_t$ 를 왜 나누나요?")
    question.asked_by.add(member)
    return question


@pytest.fixture
def answers(question) -> list[Answer]:
    return [Answer.objects.create(question=question, body=text, order=n) for n, text in enumerate(("첫째", "둘째"))]


def test_accepting_an_answer_settles_the_question(question, answers, member):
    answers[1].accept(by=member.user)
    question.refresh_from_db()
    assert question.is_answered
    assert list(question.answers.accepted()) == [answers[1]]
    assert question.answers.best_first().first() == answers[1]


def test_accepting_another_answer_takes_the_first_acceptance_back(question, answers, member):
    answers[0].accept(by=member.user)
    answers[1].accept(by=member.user)
    assert list(question.answers.accepted()) == [answers[1]]


def test_accepting_settles_the_question_that_the_answer_stands_below_by_now(question, answers, team, member):
    stale, other = (
        Answer.objects.select_related("question").get(pk=answers[0].pk),
        Question(team=team, body="다른 질문"),
    )
    other.save()
    Answer.objects.create(question=other, body="다른 답").accept(by=member.user)
    Answer.objects.filter(pk=answers[0].pk).update(question=other)
    other.reopen()
    stale.accept(by=member.user)
    question.refresh_from_db()
    other.refresh_from_db()
    assert (question.status, other.status) == ("open", "answered")
    assert list(other.answers.accepted()) == [answers[0]]


def test_the_database_holds_one_accepted_answer_a_question(question, answers, member):
    answers[0].accept(by=member.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answers[1].pk).update(accepted_at=question.asked_at)


def test_taking_the_acceptance_back_leaves_the_question_answered(question, answers, member):
    answers[0].accept(by=member.user)
    question.unaccept()
    question.refresh_from_db()
    assert question.is_answered
    assert not question.answers.accepted().exists()


def test_a_deferred_question_waits_for_somebody_and_an_open_one_does_not(question, mate):
    question.defer(to=mate, audience=Question.Audience.MENTOR)
    assert (question.status, question.deferred_to) == ("deferred", mate)
    question.reopen()
    question.refresh_from_db()
    assert (question.status, question.deferred_to) == ("open", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(deferred_to=mate)


def test_deferred_ones_count_as_unanswered(question, team, mate):
    question.defer(to=mate)
    Question.objects.create(team=team, body="답이 있는 것", status="answered")
    assert list(Question.objects.unanswered()) == [question]


@pytest.mark.parametrize("link", ["parent", "duplicate_of"])
def test_a_question_does_not_point_to_itself(question, link):
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**{link: question})


def test_an_empty_question_is_refused_with_a_sentence(team):
    with pytest.raises(ValidationError, match=r"Write the question|질문을 적어"):
        Question(team=team, body="").full_clean()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("noun", [Question, Learning])
def test_the_database_refuses_a_row_whose_meeting_is_another_teams(noun, other_team, meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        noun.objects.create(team=other_team, meeting=meeting, body="어긋난 것")


def test_a_question_is_asked_in_one_place(team, cohort, meeting):
    note = ClassNote.objects.create(master_class=MasterClass.objects.create(cohort=cohort, title="강연"), team=team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(team=team, meeting=meeting, class_note=note, body="어디서?")


def test_questions_of_a_team_are_its_own_and_questions_of_a_class_are_the_cohorts(
    question, team, cohort, member, outsider, ex_member, staff
):
    note = ClassNote.objects.create(master_class=MasterClass.objects.create(cohort=cohort, title="강연"), team=team)
    asked_in_class = Question.objects.create(team=team, class_note=note, body="교수님께")
    loose = Question.objects.create(team=team, body="회의 밖에서")
    assert set(Question.objects.visible_to(member.user)) == {question, asked_in_class, loose}
    assert set(Question.objects.visible_to(staff)) == {question, asked_in_class, loose}
    assert set(Question.objects.visible_to(outsider.user)) == {asked_in_class}
    assert not Question.objects.visible_to(ex_member.user).exists()


def test_removed_answers_are_not_shown(question, answers, member, admin):
    answers[0].remove(by=admin)
    assert list(Answer.objects.visible_to(member.user)) == [answers[1]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
def test_of_two_answers_accepted_at_once_one_is_accepted(team):
    question = Question.objects.create(team=team, body="왜?")
    answers = [Answer.objects.create(question=question, body=body) for body in ("하나", "둘", "셋", "넷")]
    begin = threading.Barrier(len(answers))

    def accept(answer):
        begin.wait()
        try:
            Answer.objects.get(pk=answer.pk).accept(by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(answers)) as people:
        list(people.map(accept, answers))
    assert question.answers.accepted().count() == 1


def test_removing_the_accepted_answer_takes_the_acceptance_with_it(question, answers, member, admin):
    answers[0].accept(by=member.user)
    answers[0].refresh_from_db()
    answers[0].remove(by=admin)
    question.refresh_from_db()
    assert question.is_answered
    assert not question.answers.accepted().exists()


def test_a_question_whose_last_answer_is_removed_is_open_again(question, answers, member, admin):
    answers[0].accept(by=member.user)
    for answer in question.answers.all():
        answer.remove(by=admin)
    question.refresh_from_db()
    assert question.status == "open"


@pytest.mark.django_db(transaction=True)
def test_a_question_waits_for_somebody_of_its_team(question, outsider):
    with pytest.raises(IntegrityError), transaction.atomic():
        question.defer(to=outsider)
