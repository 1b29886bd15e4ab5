import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Cohort

MONDAY = datetime.date(2026, 11, 2)


def autumn(starts_on=MONDAY, **fields) -> Cohort:
    return Cohort(name="가을", slug="autumn", starts_on=starts_on, ends_on=datetime.date(2027, 4, 30), **fields)


def test_the_third_thursday_is_week_3_day_14():
    day = datetime.date(2026, 11, 19)
    assert (autumn().week_of(day), autumn().day_number(day)) == (3, 14)


def test_a_cohort_that_starts_on_wednesday_has_its_second_week_on_monday():
    cohort = autumn(starts_on=datetime.date(2026, 11, 4))
    assert cohort.day_number(datetime.date(2026, 11, 4)) == 1
    assert cohort.week_of(datetime.date(2026, 11, 9)) == 2
    assert cohort.day_number(datetime.date(2026, 11, 9)) == 4


@pytest.mark.parametrize("day", [datetime.date(2026, 11, 1), datetime.date(2027, 5, 1)])
def test_days_outside_the_cohort_have_no_number(day):
    assert autumn().week_of(day) is None
    assert autumn().day_number(day) is None


@pytest.mark.slow
@given(st.dates(MONDAY, datetime.date(2027, 4, 30)), st.dates(MONDAY, datetime.date(2027, 4, 30)))
def test_day_number_counts_the_weekdays_between(start, day):
    counted = sum((start + datetime.timedelta(n)).weekday() < 5 for n in range((day - start).days + 1))
    expected = counted if start <= day and day.weekday() < 5 else None
    assert autumn(starts_on=start).day_number(day) == expected


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-11-19T14:59:59Z", datetime.date(2026, 11, 19)), ("2026-11-19T15:00:00Z", datetime.date(2026, 11, 20))],
)
def test_the_day_turns_at_midnight_in_seoul(moment, day):
    with time_machine.travel(moment, tick=False):
        assert autumn().today() == day


def test_the_day_turns_in_the_zone_of_the_cohort():
    with time_machine.travel("2026-11-19T15:00:00Z", tick=False):
        assert autumn(time_zone="America/New_York").today() == datetime.date(2026, 11, 19)


def test_an_unknown_zone_is_refused_with_a_sentence():
    with pytest.raises(ValidationError, match="Seoul"):
        autumn(time_zone="Asia/Soul").full_clean(validate_unique=False, validate_constraints=False)


def test_a_cohort_cannot_end_before_it_starts(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.create(name="x", slug="x", starts_on=MONDAY, ends_on=datetime.date(2026, 11, 1))


def test_a_cohort_is_seen_by_its_members_and_staff_alone(cohort, member, staff, admin, django_user_model):
    stranger = django_user_model.objects.create_user("stranger")
    seen = [list(Cohort.objects.visible_to(user)) for user in (member.user, staff, admin, stranger)]
    assert seen == [[cohort], [cohort], [cohort], []]
