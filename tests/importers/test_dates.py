from datetime import date

import pytest

from meetings.importers import dates

THURSDAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-19", THURSDAY),
        ("2026년 11월 19일", THURSDAY),
        ("26.11.19 회의", THURSDAY),
        ("November 19, 2026", THURSDAY),
        ("11/19/26", THURSDAY),
        ("20261119 피어세션", THURSDAY),
        ("11/19(목) 회의록", None),
        ("0.7858이 1등", None),
    ],
)
def test_a_day_is_certain_only_with_its_year(text, found):
    day = dates.find_day(text)
    assert (day.on(None) if day else None) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("_posts/2026-11-19-day.md", THURSDAY),
        ("회의록/1119.md", THURSDAY),
        ("notes_102925.md", None),
        ("week1_4.md", None),
    ],
)
def test_days_of_paths(path, found):
    day = dates.day_of_path(path)
    assert (day.on(2026) if day else None) == found


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("다음 주 월요일까지 읽기", date(2026, 11, 23)),
        ("다음주 수요일(11/25)까지", date(2026, 11, 25)),
        ("금요일까지", date(2026, 11, 20)),
        ("화요일까지", date(2026, 11, 24)),
        ("내일까지", date(2026, 11, 20)),
        ("1/5까지", date(2027, 1, 5)),
        ("언젠가", None),
    ],
)
def test_what_is_due_counts_from_the_meeting(text, due):
    assert dates.find_due(text, THURSDAY) == due


def test_nothing_is_due_on_a_day_nobody_knows():
    assert dates.find_due("내일까지", None) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("Day34", (None, 34)), ("3주차 회고", (3, None)), ("week1_4.md", (1, 4)), ("Week 6 - Day 1", (6, 1))],
)
def test_weeks_and_days(text, numbers):
    assert dates.week_and_day(text) == numbers


def test_hours():
    assert dates.clock_span("오후 4시 ~ 5시 30분")[0] == "16:00"
    assert dates.clock_span("14:30 ~ 16:00") == ("14:30", "16:00")
