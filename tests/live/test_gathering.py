"""Rows gathered in two queries are those that the ORM gives one noun at a time."""

import datetime

import pytest
from django.utils import timezone

from meetings.live.gathering import gather
from meetings.live.statements import NOUNS
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Assignment,
    Learning,
    Lecture,
    Meeting,
    Member,
    Question,
    Review,
    Section,
)
from tests.conftest import seated
from tests.views.test_minutes import fill

pytestmark = pytest.mark.django_db

LINKS = {Question: "asked_by", Answer: "answered_by", Review: "presenters", Learning: "learners", ActionItem: "owners"}


@pytest.fixture
def full(meeting, cohort, member, mate) -> Meeting:
    """Something of everything, with each column that can be empty filled on some rows."""
    fill(meeting, [member, mate], 3)
    lecture = Lecture.objects.create(cohort=cohort, number=11, title="최적화")
    question = Question.objects.first()
    question.lecture, question.typed_by, question.source_first_line = lecture, mate.user, 3
    question.assignment = Assignment.objects.create(cohort=cohort, title="과제 6", lecture=lecture)
    question.save()
    Answer.objects.create(question=question, body="받아들인 답", order=9).accept(by=None)
    question.defer(to=mate)
    AgendaItem.objects.filter(pk=AgendaItem.objects.first().pk).update(done_at=timezone.now(), minutes=None)
    Section.objects.filter(pk=Section.objects.first().pk).update(typed_by=member.user, level=3)
    for noun in (Question, Review, Learning, Section):
        noun.objects.last().remove()
    return Meeting.objects.for_page().get(pk=meeting.pk)


def seats(meeting: Meeting) -> list[Member]:
    return list(Member.objects.around(meeting))


def test_every_column_is_what_the_orm_gives(full):
    gathered = gather(full, seats(full))
    compared = 0
    for noun in NOUNS.values():
        for row in gathered[noun]:
            stored = noun.objects.get(pk=row.pk)
            for name, value in row.__dict__.items():
                if name in {column.attname for column in noun._meta.concrete_fields}:
                    assert value == getattr(stored, name), (noun, name)
                    compared += 1
    assert compared > 200


def test_all_that_is_there_and_nothing_that_was_taken_away(full):
    gathered = gather(full, seats(full))
    for noun in (AgendaItem, ActionItem, Review, Learning, Question, Section):
        assert [row.pk for row in gathered[noun]] == [row.pk for row in noun.objects.alive().order_by("order", "pk")]
    answers = {question.pk: [answer.pk for answer in question.answers.all()] for question in gathered[Question]}
    assert answers == {
        question.pk: [answer.pk for answer in question.answers.alive().best_first()]
        for question in Question.objects.alive()
    }


def test_names_are_there_without_another_query(full, django_assert_num_queries):
    known = seats(full)
    with django_assert_num_queries(2):
        gathered = gather(full, known)
        named = {
            noun: [[who.name for who in getattr(row, link).all()] for row in gathered[noun]]
            for noun, link in LINKS.items()
        }
        tags = [[tag.name for tag in question.tags.all()] for question in gathered[Question]]
        first = gathered[Question][0]
        said = (first.typed_by.get_full_name(), str(first.lecture), str(first.assignment), first.deferred_to.name)
        assert {row.meeting for row in gathered[AgendaItem]} == {full}
        assert gathered[AgendaItem][0].owner.name == "문가온"
    assert said == ("배이든", "11강 최적화", "과제 6", "배이든")
    for noun, link in LINKS.items():
        assert named[noun] == [
            [who.name for who in getattr(noun.objects.get(pk=row.pk), link).order_by("name", "pk")]
            for row in gathered[noun]
        ]
    assert tags == [[f"태그-{n}"] for n in range(2)]


def test_whom_a_joint_meeting_names_from_another_team_costs_one_more(full, outsider, django_assert_num_queries):
    Question.objects.first().asked_by.add(outsider)
    known = seats(full)
    with django_assert_num_queries(3):
        gathered = gather(full, known)
        assert "강다솜" in [who.name for who in gathered[Question][0].asked_by.all()]


def test_moments_are_those_that_were_stored(meeting, team):
    at = datetime.datetime(2026, 11, 19, 16, 21, 5, 123456, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
    Question.objects.create(team=team, meeting=meeting, body="언제?", asked_at=at)
    assert gather(meeting, [])[Question][0].asked_at == at


def test_a_text_comes_as_it_is_stored(meeting, team):
    body = 'A "B" \\ {c} %s \u2028 \U0001f9e0 $\\frac{1}{2}$ <b>'
    Question.objects.create(team=team, meeting=meeting, body=body)
    assert gather(meeting, [])[Question][0].body_html == Question.objects.get().body_html


class TestSince:
    def test_only_what_changed_comes_whole(self, full):
        changed = Question.objects.alive().first()
        changed.save()
        gathered = gather(full, seats(full), since=full.revision)
        assert [row.pk for row in gathered[Question] if gathered.is_whole(row)] == [changed.pk]
        assert not [row for row in gathered[Learning] if gathered.is_whole(row)]
        assert gathered.revision == changed.revision > full.revision

    def test_a_question_comes_with_its_answers_when_one_of_them_changed_or_went(self, full):
        answer = Answer.objects.filter(question__removed_at=None).first()
        answer.remove()
        gathered = gather(full, seats(full), since=full.revision)
        assert [row.pk for row in gathered[Question] if gathered.is_whole(row)] == [answer.question_id]

    def test_the_order_and_the_counts_are_those_of_all(self, full):
        whole, later = gather(full, seats(full)), gather(full, seats(full), since=full.revision)
        assert [row.anchor for row in later.shown] == [row.anchor for row in whole.shown]
        assert later.open_count == whole.open_count == 2

    def test_reviews_come_all_since_they_are_numbered(self, full):
        Review.objects.alive().first().remove()
        gathered = gather(full, seats(full), since=full.revision)
        assert [row.number for row in gathered[Review] if gathered.is_whole(row)] == [1]

    @pytest.mark.slow
    @pytest.mark.parametrize("times", [1, 20])
    def test_two_queries_always(self, meeting, member, mate, times, django_assert_num_queries):
        fill(meeting, [member, mate], times)
        meeting = Meeting.objects.for_page().get(pk=meeting.pk)
        known = seats(meeting)
        for since in (-1, meeting.revision - 3, meeting.revision):
            with django_assert_num_queries(2):
                gather(meeting, known, since)


def test_other_minutes_stay_out(full, team, outsider):
    other = Meeting.objects.create(team=team, held_on=full.held_on + datetime.timedelta(days=1))
    seated(team, "new", "새사람")
    assert gather(other, seats(other)).shown == []
