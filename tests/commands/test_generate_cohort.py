import random

import pytest
from django.core.management import CommandError, call_command

from meetings.demo.phrases import Writer
from meetings.models import Answer, Meeting, Question, SearchDocument, Team, User
from meetings.rendering import render
from meetings.search import indexing, search


@pytest.fixture(scope="module")
def few():
    return ["--days", "3", "--questions", "2", "--paragraphs", "30"]


@pytest.mark.slow
def test_a_cohort_grows(db, few, capsys):
    call_command("generate_cohort", "--teams", "1", *few)
    call_command("generate_cohort", "--teams", "2", *few)
    assert (Team.objects.count(), Meeting.objects.count(), Question.objects.count()) == (2, 6, 12)
    assert Answer.objects.count() == Question.objects.filter(status="answered").count() > 0
    assert "2 teams, 12 questions" in capsys.readouterr().out
    assert SearchDocument.objects.count() == 12 + Answer.objects.count() + 18 + 6
    assert indexing.check() == 0
    assert search(User.objects.get(username="grown-1-1"), "정리").count == 3


def test_nothing_grows_beside_what_is_in_use(team, few):
    with pytest.raises(CommandError, match="in use"):
        call_command("generate_cohort", *few)


def test_nothing_grows_where_others_sign_in(db, few, settings):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="open to others"):
        call_command("generate_cohort", *few)
    settings.HTTPS = False
    User.objects.create(username="somebody")
    with pytest.raises(CommandError, match="in use"):
        call_command("generate_cohort", *few)
    assert User.objects.count() == 1


def test_what_is_put_together_is_what_would_be_rendered():
    writer = Writer(random.Random(1), 30)
    for _number in range(20):
        said = writer.question()
        rendered = render(said.body)
        assert (said.html, said.text) == (rendered.html, rendered.text)
