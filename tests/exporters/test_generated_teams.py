"""Teams that nobody would think of: whatever stands in their texts, they come back as they were."""

import datetime
import io
import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from meetings.exporters.archive import team_files
from meetings.exporters.canonical import canonical
from meetings.exporters.zips import zipped
from meetings.importers.archive import open_archive
from meetings.importers.bringing import Bringing
from meetings.importers.collection import Collection
from meetings.importers.own_archive import OwnArchive
from meetings.importers.restoring import import_team
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Attendance,
    Cohort,
    Learning,
    Lecture,
    Meeting,
    Member,
    Question,
    Review,
    Section,
    Tag,
    Team,
    User,
)
from tests.exporters.emptying import empty_database

MONDAY = datetime.date(2026, 11, 2)
# What the format itself is made of, and what Markdown, YAML, Liquid and line ends could stumble over.
PIECES = [
    *(
        "<!-- question Q1 -->",
        "\\<!-- end -->",
        "  <!-- L1 -->",
        "<!-- part -->",
        "---",
        "- [x] ",
        "- ",
        "### Q1",
        "# ",
        "— ",
    ),
    *(
        "```",
        "~~~",
        "`",
        "[[Q1]]",
        "[[Q2]]",
        "`[[Q1]]`",
        "[Q1](x.md#q1)",
        "(/questions/1/)",
        "$x_1$",
        "{{ a }}",
        "{% raw %}",
    ),
    *(
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "    ",
        "\t",
        "\u2028",
        "\x85",
        "가",
        "가",
        "질문",
        "🦝",
        "|",
        "\\",
        "'",
        '"',
        ": ",
        "#",
        "@",
        "...",
    ),
]
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6), max_size=14
)
BODIES = TEXTS.map("".join)
WRITTEN = BODIES.filter(str.strip)
NAMES = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12).filter(
    lambda text: any(char.isalnum() for char in text)
)
MOMENTS = st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2027, 1, 1), timezones=st.just(datetime.UTC))
# A team that fails is told as it was found, for making it smaller takes five minutes: give it `Phase.shrink` by hand.
GENERATED = settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def build(draw) -> Team:
    cohort = Cohort.objects.create(name=draw(NAMES), slug="autumn", starts_on=MONDAY, ends_on="2027-04-30")
    team = Team.objects.create(cohort=cohort, name=draw(NAMES), slug="team")
    names = draw(st.lists(NAMES.map(str.strip), min_size=1, max_size=3, unique_by=lambda name: name.casefold()))
    people = [
        Member.objects.create(team=team, name=name, role=draw(st.sampled_from(Member.Role.values))) for name in names
    ]
    lectures = [
        Lecture.objects.create(cohort=cohort, number=n, title=draw(NAMES)) for n in range(draw(st.integers(0, 2)))
    ]
    tags = [Tag.objects.create(cohort=cohort, name=f"{n}{draw(NAMES)}") for n in range(draw(st.integers(0, 2)))]
    questions: list[Question] = []
    for day in range(draw(st.integers(1, 2))):
        meeting = Meeting.objects.create(
            team=team,
            held_on=MONDAY + datetime.timedelta(days=day),
            title=draw(st.just("") | NAMES),
            kind=draw(st.sampled_from(Meeting.Kind.values)),
            moderator=draw(st.sampled_from([None, *people])),
            finalised_at=draw(st.none() | MOMENTS),
        )
        fill(draw, meeting, people, lectures, tags, questions)
    return team


def fill(draw, meeting, people, lectures, tags, questions) -> None:
    team, some = meeting.team, st.lists(st.sampled_from(people), max_size=2, unique=True)
    for person in draw(some):
        state = draw(st.sampled_from(Attendance.State.values))
        Attendance.objects.create(meeting=meeting, member=person, state=state)
    for order in range(draw(st.integers(0, 2))):
        done_at = draw(st.none() | MOMENTS)
        AgendaItem.objects.create(meeting=meeting, body=draw(BODIES), order=order, done_at=done_at)
        ActionItem.objects.create(meeting=meeting, body=draw(BODIES), order=order).owners.set(draw(some))
        heading, level = draw(st.just("") | NAMES), draw(st.integers(1, 6))
        section = Section.objects.create(
            meeting=meeting, body=draw(BODIES), heading=heading, level=level, order=draw(st.integers(0, 3))
        )
        review = Review.objects.create(meeting=meeting, title=draw(NAMES), body=draw(BODIES), order=order)
        learnt = {"team": team, "meeting": meeting, "review": draw(st.sampled_from([None, review]))}
        Learning.objects.create(body=draw(WRITTEN), order=draw(st.integers(0, 3)), **learnt).learners.set(draw(some))
        question = Question.objects.create(
            team=team,
            meeting=draw(st.sampled_from([meeting, meeting, None])),
            body=draw(WRITTEN),
            asked_at=draw(MOMENTS),
            order=draw(st.integers(0, 3)),
            lecture=draw(st.sampled_from([None, *lectures])),
            parent=draw(st.sampled_from([None, *questions])),
            section=draw(st.sampled_from([None, section])),
        )
        question.tags.set(tags)
        question.asked_by.set(draw(some))
        questions.append(question)
        answer = Answer.objects.create(question=question, body=draw(WRITTEN), accepted_at=draw(st.none() | MOMENTS))
        answer.answered_by.set(draw(some))


@pytest.mark.slow
@pytest.mark.django_db
@GENERATED
@given(st.data())
def test_any_team_comes_back(data):
    with transaction.atomic():
        team = build(data.draw)
        before = canonical(team)
        archive = io.BytesIO(b"".join(zipped(team_files(team, User(is_superuser=True)))))
        empty_database()
        restored = import_team(OwnArchive(archive))
        after = canonical(restored.team)
        transaction.set_rollback(True)
    assert restored.report.remarks == []
    assert after.decode() == before.decode()


# Where a row came from is the file now; closing minutes and endorsing answers are rights.
GONE = {"source", "source_first_line", "source_last_line", "confidence", "finalised_at", "endorsed_at", "endorses"}


def told(team: Team) -> dict:
    return without(json.loads(canonical(team)))


def without(told):
    if isinstance(told, dict):
        return {name: without(value) for name, value in told.items() if name not in GONE}
    return [without(one) for one in told] if isinstance(told, list) else told


def brought_as_notes(team: Team) -> tuple[dict, dict]:
    """What is told of `team`, and of another one that got its notes."""
    other = Team.objects.create(cohort=team.cohort, name="another", slug="another")
    with open_archive(b"".join(zipped(team_files(team, User(is_superuser=True))))) as archive:
        brought = Bringing(other).bring(Collection(archive), lambda number, path: None, as_whole=True)
    assert brought.refusals == []
    assert not any(report.source.report["unplaced"] for report in brought.reports)
    return told(team), told(other)


NOTED = ("meetings", "notes", "questions", "learnings", "resources")


@pytest.mark.slow
@pytest.mark.django_db
@GENERATED
@given(st.data())
def test_any_team_comes_back_into_another_one_as_notes(data):
    with transaction.atomic():
        before, after = brought_as_notes(build(data.draw))
        transaction.set_rollback(True)
    for noun in NOTED:
        assert after[noun] == before[noun]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["0\xa00", "가  나", "가\u2028나", "0]", "[가](나", "\\\\]"])
def test_names_keep_the_spaces_in_them(name):
    cohort = Cohort.objects.create(name=name, slug="autumn", starts_on=MONDAY, ends_on="2027-04-30")
    team = Team.objects.create(cohort=cohort, name=name, slug="team")
    person = Member.objects.create(team=team, name=name)
    meeting = Meeting.objects.create(team=team, held_on=MONDAY, title=name, moderator=person)
    Attendance.objects.create(meeting=meeting, member=person)
    Section.objects.create(meeting=meeting, heading=name, body="<!-- question Q1 -->")
    Review.objects.create(meeting=meeting, title=name, body="<!-- question Q1 -->").presenters.add(person)
    before, after = brought_as_notes(team)
    assert {noun: after[noun] for noun in NOTED} == {noun: before[noun] for noun in NOTED}
