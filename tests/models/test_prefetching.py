import pytest

from meetings.models import ActionItem, Answer, Question
from meetings.models.prefetching import prefetch_people

pytestmark = pytest.mark.django_db


def test_several_relations_cost_one_query_and_no_more_later(team, meeting, member, mate, django_assert_num_queries):
    question = Question.objects.create(team=team, meeting=meeting, body="왜요?")
    question.asked_by.set([mate, member])
    answer = Answer.objects.create(question=question, body="그래서요")
    answer.answered_by.add(mate)
    item = ActionItem.objects.create(meeting=meeting, body="할 일")
    with django_assert_num_queries(1):
        prefetch_people(([question], "asked_by"), ([answer], "answered_by"), ([item], "owners"), ([], "learners"))
        assert list(question.asked_by.all()) == [member, mate]
        assert [person.name for person in answer.answered_by.all()] == ["배이든"]
        assert list(item.owners.all()) == []
        assert question.asked_by.all()[0].aliases == []
        assert question.asked_by.all()[0].user_id == member.user_id


def test_nothing_to_look_up_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        prefetch_people(([], "asked_by"))


def test_what_is_written_later_is_seen(team, member, mate):
    question = Question.objects.create(team=team, body="왜요?")
    prefetch_people(([question], "asked_by"))
    question.asked_by.add(mate)
    assert list(question.asked_by.all()) == [mate]
    assert list(question.asked_by.filter(pk=member.pk)) == []
