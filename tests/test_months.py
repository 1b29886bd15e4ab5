import datetime

import pytest

from meetings.months import Month


def test_weeks_are_weekdays_of_the_month_alone():
    weeks = Month(2026, 11).weeks()
    assert [[day and day.day for day in week] for week in weeks] == [
        [2, 3, 4, 5, 6],
        [9, 10, 11, 12, 13],
        [16, 17, 18, 19, 20],
        [23, 24, 25, 26, 27],
        [30, None, None, None, None],
    ]


def test_a_month_that_begins_in_mid_week_and_one_that_begins_on_a_weekend():
    assert [day and day.day for day in Month(2026, 10).weeks()[0]] == [None, None, None, 1, 2]
    assert Month(2026, 8).weeks()[0][0] == datetime.date(2026, 8, 3)


def test_neighbours_cross_the_year():
    assert str(Month(2026, 1).previous) == "2025-12"
    assert str(Month(2026, 12).next) == "2027-01"
    assert str(Month(2026, 1).next) == "2026-02"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "0000-01", "9999-12", "2026-11-01", "２０２６-11", "x"]
)
def test_what_is_no_month_is_none(text):
    assert Month.parse(text) is None


def test_an_address_is_read_back():
    assert Month.parse(str(Month(2026, 3))) == Month(2026, 3)
