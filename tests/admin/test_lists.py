"""A list asks the database as often for a thousand rows as for ten, and less than ten times."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Assignment,
    Attachment,
    Attendance,
    ClassNote,
    Cohort,
    Learning,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    SourceDocument,
    Tag,
    Team,
    User,
)
from tests.admin.test_pages import OURS, url_of

FIRST_DAY = datetime.date(2020, 1, 1)


def add_rows(count: int, team: Team, meeting: Meeting, member: Member) -> None:
    """So many rows of every noun, past save(): what a list reads is all that matters here."""
    cohort = team.cohort
    numbers = range(Meeting.objects.count(), Meeting.objects.count() + count)
    question = Question.objects.first() or Question.objects.create(team=team, meeting=meeting, body="왜요?")
    lecture = Lecture.objects.first() or Lecture.objects.create(cohort=cohort, number=0)
    master_class = MasterClass.objects.first() or MasterClass.objects.create(cohort=cohort, title="수업")
    text = {"body": "글", "body_html": "<p>글</p>", "body_text": "글"}
    days = [FIRST_DAY + datetime.timedelta(days=number) for number in numbers]
    Cohort.objects.bulk_create(
        Cohort(name=f"c{n}", slug=f"c{n}", starts_on=FIRST_DAY, ends_on=FIRST_DAY) for n in numbers
    )
    Team.objects.bulk_create(Team(cohort=cohort, name=f"t{n}", slug=f"t{n}") for n in numbers)
    users = User.objects.bulk_create(User(username=f"u{n}", email=f"u{n}@example.com") for n in numbers)
    seats = Member.objects.bulk_create(Member(team=team, name=f"m{u.pk}", user=u) for u in users)
    meetings = Meeting.objects.bulk_create(Meeting(team=team, held_on=day, moderator=member) for day in days)
    Attendance.objects.bulk_create(Attendance(meeting=meeting, member=seat) for seat in seats)
    Lecture.objects.bulk_create(Lecture(cohort=cohort, number=n + 1) for n in numbers)
    MasterClass.objects.bulk_create(MasterClass(cohort=cohort, title=f"k{n}", held_on=FIRST_DAY) for n in numbers)
    ClassNote.objects.bulk_create(ClassNote(master_class=master_class, team=team, author=seat) for seat in seats)
    Assignment.objects.bulk_create(Assignment(cohort=cohort, title=f"a{n}", lecture=lecture) for n in numbers)
    Tag.objects.bulk_create(Tag(cohort=cohort, name=f"g{n}") for n in numbers)
    Resource.objects.bulk_create(Resource(team=team, url=f"https://example.org/{n}") for n in numbers)
    Attachment.objects.bulk_create(
        Attachment(team=team, alt="x", picture="x.png", uploaded_by=users[0]) for n in numbers
    )
    SourceDocument.objects.bulk_create(SourceDocument(team=team, path=str(n), raw=b"", sha256=str(n)) for n in numbers)
    Section.objects.bulk_create(Section(meeting=one, **text) for one in meetings)
    AgendaItem.objects.bulk_create(AgendaItem(meeting=one, owner=member, **text) for one in meetings)
    ActionItem.objects.bulk_create(ActionItem(meeting=one, due_on=FIRST_DAY, **text) for one in meetings)
    Review.objects.bulk_create(Review(meeting=one, title="r", lecture=lecture, **text) for one in meetings)
    Learning.objects.bulk_create(Learning(team=team, meeting=one, author=member, **text) for one in meetings)
    Question.objects.bulk_create(Question(team=team, meeting=one, lecture=lecture, **text) for one in meetings)
    Answer.objects.bulk_create(Answer(question=question, **text) for one in meetings)


def queries_of_lists(desk, query: dict) -> dict[str, int]:
    counts = {}
    for model in OURS:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert desk.get(url_of(model, "changelist"), query).status_code in (200, 403)
        counts[model.__name__] = len(asked)
    return counts


@pytest.mark.slow
@pytest.mark.parametrize("who", ["admin", "staff"])
def test_lists_ask_as_often_for_many_rows(who, request, signed_in, team, meeting, member):
    desk = signed_in(request.getfixturevalue(who))
    add_rows(10, team, meeting, member)
    few = queries_of_lists(desk, {})
    add_rows(190, team, meeting, member)
    many = queries_of_lists(desk, {})
    assert many == few
    assert max(many.values()) < 10


@pytest.mark.slow
def test_searching_a_later_page_asks_no_more(signed_in, admin, team, meeting, member):
    add_rows(120, team, meeting, member)
    assert max(queries_of_lists(signed_in(admin), {"q": "1", "p": "1"}).values()) < 10


@pytest.fixture
def desk(signed_in, staff):
    return signed_in(staff)


@pytest.mark.slow
@pytest.mark.parametrize("keys", [["abc"], [""], ["\0"], ["9" * 20]])
def test_made_up_keys_are_refused(keys, desk):
    sent = {"action": "delete_selected", "_selected_action": keys, "index": "0"}
    for model in (Question, Attachment):
        assert desk.post(url_of(model, "changelist"), sent).status_code in (200, 302, 400)


@pytest.mark.parametrize("query", ["created_at__year=0", "created_at__year=10000", "asked_at__year=9999"])
def test_years_without_a_calendar_are_refused(query, desk):
    assert desk.get(url_of(Question, "changelist") + f"?{query}").status_code == 400


@pytest.mark.parametrize("query", ["body_text__regex=(a%2B)%2B%24", "body__iregex=%5B"])
def test_nobody_filters_by_a_pattern(query, desk):
    assert desk.get(url_of(Question, "changelist") + f"?{query}").status_code == 400
