"""The demo cohort: what a newcomer sees first has to be whole, dated right and without a broken formula."""

import datetime
import itertools
import zoneinfo
from collections import Counter

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count
from django.test import override_settings

from meetings import duties, team_template
from meetings.demo import notes, people
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Attachment,
    Attendance,
    ClassNote,
    Cohort,
    Learning,
    MasterClass,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    User,
)

pytestmark = pytest.mark.slow

SEOUL = zoneinfo.ZoneInfo("Asia/Seoul")
THURSDAY_EVENING = datetime.datetime(2026, 11, 19, 18, 0, tzinfo=SEOUL)
# One team's minutes of today are there to be read and written on, the other's are there to be opened.
LATEST = {"minibatch": THURSDAY_EVENING.date(), "checkpoint": THURSDAY_EVENING.date() - datetime.timedelta(days=1)}
FAST_HASH = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROWS = (AgendaItem, ActionItem, Review, Learning, Question, Answer, Section)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, made once for all tests of this file on a Thursday evening, and rolled back after them."""
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, PASSWORD_HASHERS=FAST_HASH),
        time_machine.travel(THURSDAY_EVENING, tick=False),
        transaction.atomic(),
    ):
        call_command("demo", verbosity=0)
        yield Cohort.objects.get(slug="demo")
        transaction.set_rollback(True)


def tables() -> list:
    """All models of the app but those that keep the history."""
    return [model for model in apps.get_app_config("meetings").get_models() if not hasattr(model, "instance_type")]


def test_two_teams_of_seven_and_six_meet_for_ten_weekdays(demo, db):
    assert [team.members.exclude(role="mentor").count() for team in demo.teams.order_by("slug")] == [6, 7]
    for team in demo.teams.all():
        days = sorted(team.meetings.daily().values_list("held_on", flat=True))
        assert days == notes.weekdays_until(LATEST[team.slug])
        assert len(days) == 10
        assert all(demo.day_number(day) for day in days)
        assert team.meetings.filter(kind=Meeting.Kind.MENTORING).count() == 1


def test_there_is_one_of_everything_to_see(demo, db):
    assert Question.objects.count() >= 60
    assert set(Question.objects.values_list("status", flat=True)) == {"open", "answered", "deferred"}
    assert Question.objects.exclude(parent=None).count() >= 2
    assert Question.objects.exclude(duplicate_of=None).exists()
    assert Question.objects.filter(answers=None).exists()
    assert Question.objects.annotate(count=Count("answers")).filter(count__gte=2).count() >= 10
    assert Answer.objects.annotate(count=Count("answered_by")).filter(count__gte=2).exists()
    assert Answer.objects.accepted().count() >= 40
    assert Answer.objects.exclude(endorsed_at=None).count() >= 5
    assert Learning.objects.exclude(learners=None).exists()
    assert AgendaItem.objects.exclude(carried_from=None).exists()
    assert set(Review.objects.values_list("subject", flat=True)) >= {"assignment", "paper", "algorithm", "post"}
    assert Resource.objects.exclude(meetings=None).exists()
    assert Resource.objects.exclude(class_notes=None).exists()


def test_attendance_knows_late_excused_and_unknown(demo, db):
    states = Counter(Attendance.objects.values_list("state", flat=True))
    assert states.keys() >= {"present", "late", "excused", "left_early"}
    assert not Attendance.objects.filter(state="late", at=None).exists()
    latest = Meeting.objects.daily().order_by("held_on").last()
    assert latest.attendances.count() < latest.team.members.exclude(role="mentor").count()


def test_some_action_items_are_overdue_and_some_are_done(demo, db):
    assert ActionItem.objects.open().filter(due_on__lt=demo.today()).exists()
    assert ActionItem.objects.exclude(done_at=None).count() >= 10
    assert not ActionItem.objects.filter(owners=None).exists()


def test_each_team_has_left_one_past_day_unfinalised(demo, db):
    for team in demo.teams.all():
        past = team.meetings.filter(held_on__lt=LATEST[team.slug])
        assert past.filter(finalised_at=None).count() == 1
        assert not team.meetings.daily().get(held_on=LATEST[team.slug]).is_final


def test_a_newcomer_can_open_todays_minutes_of_the_other_team(demo, db):
    team = demo.teams.get(slug="checkpoint")
    naru = authenticate(username="naru", password=people.PASSWORD)
    with time_machine.travel(THURSDAY_EVENING, tick=False), transaction.atomic():
        meeting, is_new = Meeting.objects.open(team, demo.today(), by=naru)
        assert is_new
        assert meeting.agenda_items.exclude(carried_from=None).exists()
        assert meeting.action_items.exclude(carried_from=None).exists()
        assert meeting.moderator
        assert meeting.scribe
        transaction.set_rollback(True)


def test_teams_have_a_template_times_and_reasons(demo, db):
    for team in demo.teams.all():
        assert team_template.parse(team.template).items
        assert not team_template.parse(team.template).errors
        assert (team.starts_at, team.ends_at) == (datetime.time(16), datetime.time(17))
    reasons = [meeting.duty_reasons for meeting in Meeting.objects.daily()]
    assert all(duties.sentence(reason[duty]) for reason in reasons for duty in ("moderator", "scribe"))
    assert any(reason["moderator"][0] != "chosen" for reason in reasons)


def test_everybody_moderates_in_turn(demo, db):
    for team in demo.teams.all():
        moderators = [meeting.moderator for meeting in team.meetings.daily().order_by("held_on")]
        turns = Counter(moderators)
        assert len(turns) == team.members.exclude(role="mentor").count()
        assert max(turns.values()) - min(turns.values()) <= 1
        assert all(one != other for one, other in itertools.pairwise(moderators))


def test_nothing_is_said_twice(demo, db):
    for model in (Question, Answer, Learning, Section):
        bodies = Counter(model.objects.values_list("body", flat=True))
        assert bodies.most_common(1)[0][1] == 1


def test_three_notes_of_the_class_share_headings_across_teams(demo, db):
    held = MasterClass.objects.get()
    headings = [set(note.sections.values_list("heading", flat=True)) for note in held.notes.all()]
    assert len(headings) == 3
    assert len(set.intersection(*headings)) >= 3
    assert set.union(*headings) - set.intersection(*headings), "a gap has to be seen as well"
    assert ClassNote.objects.values("team").distinct().count() == 2
    for note in held.notes.all():
        assert note.questions.filter(answers__speaker="권라희 마스터").exists()


def test_every_formula_is_read_and_every_kind_is_there(demo, db):
    html = "".join(body for model in ROWS for body in model.objects.values_list("body_html", flat=True))
    text = "".join(body for model in ROWS for body in model.objects.values_list("body_text", flat=True))
    assert "math-error" not in html
    assert "|--" not in text, "a table that was not read as one"
    for part in (
        r"\begin{aligned}",
        r"\begin{cases}",
        r"\begin{align*}",
        r"\begin{pmatrix}",
        r"\underbrace",
        "<table",
        "<img",
        'type="checkbox"',
        "<pre",
    ):
        assert part in html, part


def test_pictures_are_drawn_and_belong_to_who_shows_them(demo, db):
    pictures = Attachment.objects.all()
    assert len(pictures) >= 8
    for picture in pictures:
        assert picture.picture.storage.exists(picture.picture.name)
        rows = [row for model in (Answer, Review, Learning) for row in model.objects.filter(body__contains=picture.pk)]
        assert len(rows) == 1
        row = rows[0]
        place = row.question if isinstance(row, Answer) else row.meeting
        assert place.team == picture.team


def test_every_record_is_valid(demo, db):
    connection.check_constraints()
    for record in itertools.chain.from_iterable(model.objects.all() for model in tables()):
        record.full_clean()


def test_rows_of_a_daily_meeting_were_written_in_its_hour(demo, db):
    for model in (Review, Learning, Question, Section, ActionItem):
        for row in model.objects.filter(meeting__kind="daily").select_related("meeting"):
            at = row.created_at.astimezone(SEOUL)
            assert at.date() == row.meeting.held_on
            assert at.hour == 16
            assert row.updated_at == row.created_at
            assert row.history.latest().history_date >= row.created_at


def test_answers_come_after_questions_and_acceptance_after_answers(demo, db):
    for answer in Answer.objects.select_related("question"):
        assert answer.created_at > answer.question.asked_at, answer
        assert not answer.accepted_at or answer.accepted_at > answer.created_at, answer
        assert not answer.endorsed_at or answer.endorsed_at > answer.created_at, answer


def test_what_happened_lies_before_the_end_of_the_last_day(demo, db):
    last = datetime.datetime.combine(demo.today(), datetime.time.max, SEOUL)
    for model, field in (
        (Answer, "created_at"),
        (Answer, "accepted_at"),
        (Answer, "endorsed_at"),
        (ActionItem, "done_at"),
        (Meeting, "finalised_at"),
    ):
        assert not model.objects.filter(**{f"{field}__gt": last}).exists(), (model, field)


def test_second_time_changes_nothing_and_prints_the_logins_again(demo, db, capsys):
    before = {model: list(model.objects.values_list()) for model in apps.get_app_config("meetings").get_models()}
    call_command("demo")
    printed = capsys.readouterr().out
    for username in notes.cohort()["logins"]:
        assert username in printed
    assert people.PASSWORD in printed
    assert "http://" in printed
    assert before == {model: list(model.objects.values_list()) for model in before}


def test_a_changed_password_is_no_longer_printed(demo, db, capsys):
    youngju = User.objects.get(username="youngju")
    youngju.set_password("something-else-9")
    youngju.save()
    call_command("demo")
    printed = capsys.readouterr().out
    assert "youngju" not in printed
    assert "eungyeol" in printed


def test_printed_logins_open_and_may_what_they_say(demo, db):
    member, _lead, mentor, staff, admin = (
        authenticate(username=username, password=people.PASSWORD) for username in notes.cohort()["logins"]
    )
    assert member.seat.team.slug == "minibatch"
    assert {seat.role for seat in mentor.seats} == {Member.Role.MENTOR}
    assert demo in Cohort.objects.run_by(staff)
    assert not staff.is_superuser
    assert admin.is_superuser


def test_everybody_has_an_account(demo, db):
    assert not Member.objects.filter(user=None).exists()


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        ("2026-11-19", "2026-11-06", "2026-11-19"),  # a Thursday
        ("2026-11-21", "2026-11-09", "2026-11-20"),  # a Saturday
        ("2026-11-22", "2026-11-09", "2026-11-20"),  # a Sunday
        ("2026-12-01", "2026-11-18", "2026-12-01"),  # a Tuesday, the 1st
        ("2027-01-01", "2026-12-21", "2027-01-01"),
        ("2028-03-01", "2028-02-17", "2028-03-01"),  # past a 29th of February
    ],
)
def test_days_are_the_ten_weekdays_up_to_today(today, first, last):
    days = notes.weekdays_until(datetime.date.fromisoformat(today))
    assert (days[0].isoformat(), days[-1].isoformat(), len(days)) == (first, last, 10)
    assert all(day.weekday() < 5 for day in days)


@pytest.mark.parametrize("count", [-3, -1, 0, 1, 4, 5, 10])
def test_weekdays_are_counted_over_weekends(count):
    friday = datetime.date(2026, 11, 20)
    days = notes.weekdays_until(datetime.date(2026, 12, 31), 60)
    assert notes.weekday_after(friday, count) == days[days.index(friday) + count]
