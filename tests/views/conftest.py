import datetime

import pytest
from django.test import Client

from meetings.models import ActionItem, AgendaItem, Answer, Learning, Question, Review, Section


@pytest.fixture
def rows(team, meeting, mate) -> dict:
    question = Question.objects.create(team=team, meeting=meeting, body="하나 둘 셋", typed_by=mate.user)
    question.asked_by.add(mate)
    made = [
        Section.objects.create(meeting=meeting, heading="공지", body="하나 둘 셋"),
        AgendaItem.objects.create(meeting=meeting, body="하나 둘 셋"),
        ActionItem.objects.create(meeting=meeting, body="하나 둘 셋"),
        Review.objects.create(meeting=meeting, title="과제 6", body="하나 둘 셋"),
        Learning.objects.create(team=team, meeting=meeting, body="하나 둘 셋"),
        question,
        Answer.objects.create(question=question, body="하나 둘 셋"),
    ]
    return {row.route: row for row in made}


@pytest.fixture
def me(signed_in, member) -> Client:
    return signed_in(member)


@pytest.fixture
def other(signed_in, mate) -> Client:
    return signed_in(mate)


@pytest.fixture
def thursday_evening(time_machine) -> None:
    """Six o'clock in Seoul."""
    time_machine.move_to(datetime.datetime(2026, 11, 19, 9, tzinfo=datetime.UTC), tick=False)
