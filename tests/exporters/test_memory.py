"""However many records a team has, taking it along needs the memory of a few of them."""

import datetime
import gc
import tracemalloc

import pytest

from meetings.exporters.archive import team_files
from meetings.exporters.book import Book
from meetings.exporters.canonical import _Telling
from meetings.exporters.dumps import team_json, team_tables
from meetings.exporters.zips import zipped
from meetings.models import Answer, Cohort, Learning, Meeting, Question, Section, Team, User

EVERYTHING = User(is_superuser=True)
A_MEETING = 20  # records
FEW, MANY = 45, 135  # meetings; more than are read at once
A_RECORD = 150  # bytes that may stay of each until the end, its share of a meeting's name included; its text has 900

FORMS = {
    "files": lambda team: zipped(team_files(team, EVERYTHING)),
    "tables": lambda team: zipped(team_tables(Book(team, EVERYTHING))),
    "records": lambda team: team_json(Book(team, EVERYTHING)),
    "canonical form": lambda team: _Telling(team).pieces(),
}


def team_of(meetings: int) -> Team:
    first = datetime.date(2020, 1, 1)
    cohort = Cohort.objects.create(name="기수", slug=f"of-{meetings}", starts_on=first, ends_on="2030-01-01")
    team = Team.objects.create(cohort=cohort, name="팀", slug=f"of-{meetings}")
    days = [Meeting(team=team, held_on=first + datetime.timedelta(days=n)) for n in range(meetings)]
    for meeting in Meeting.objects.bulk_create(days):
        text = "왜 그런가요? " * 60
        asked = [Question(team=team, meeting=meeting, body=text, order=n) for n in range(5)]
        Answer.objects.bulk_create(Answer(question=row, body=text) for row in Question.objects.bulk_create(asked))
        Learning.objects.bulk_create(Learning(team=team, meeting=meeting, body=text) for _ in range(5))
        Section.objects.bulk_create(Section(meeting=meeting, body=text) for _ in range(5))
    return team


def kept(form: str, team: Team) -> int:
    """The most that is kept at once, looked at now and then: rows that are read but not needed any more don't count."""
    most = 0
    tracemalloc.start()
    try:
        for n, _piece in enumerate(FORMS[form](team)):
            if n % 15 == 0:
                gc.collect()
                most = max(most, tracemalloc.get_traced_memory()[0])
        return most
    finally:
        tracemalloc.stop()


@pytest.mark.slow(30)
@pytest.mark.django_db
def test_memory_does_not_grow_with_the_number_of_records():
    few, many = team_of(FEW), team_of(MANY)
    for form in FORMS:
        list(FORMS[form](few))  # what is loaded once
        grown = kept(form, many) - kept(form, few)
        assert grown < (MANY - FEW) * A_MEETING * A_RECORD, form
