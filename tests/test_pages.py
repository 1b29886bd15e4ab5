import datetime

import pytest
from django.utils import timezone

from meetings.models import Question
from meetings.pages import LARGEST_KEY, Key, page_before

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 19, 3, tzinfo=datetime.UTC)


def ask(team, times: list[datetime.datetime]) -> list[int]:
    """Questions asked at those times, as keys, newest first; of one moment the younger row first."""
    rows = [Question(team=team, body="왜?", body_html="<p>왜?</p>", asked_at=time) for time in times]
    asked = Question.objects.bulk_create(rows)
    return [question.pk for question in sorted(asked, key=lambda q: (q.asked_at, q.pk), reverse=True)]


def walk(size: int) -> list[list[int]]:
    pages, before = [], ""
    while True:
        page = page_before(Question.objects.all(), "asked_at", before, size)
        pages.append([question.pk for question in page.rows])
        if page.next is None:
            return pages
        before = str(page.next)


@pytest.mark.slow
@pytest.mark.parametrize("size", [25, 40, 999, 1000, 1001])
def test_a_thousand_questions_come_once_each_in_order(team, size):
    times = [NOON - datetime.timedelta(minutes=n % 337, microseconds=n % 3) for n in range(1000)]
    expected = ask(team, times)
    pages = walk(size)
    assert [pk for page in pages for pk in page] == expected
    assert all(len(page) == size for page in pages[:-1])


def test_a_page_may_end_between_questions_of_one_moment(team):
    expected = ask(team, [NOON] * 7)
    assert walk(3) == [expected[:3], expected[3:6], expected[6:]]


def test_a_full_last_page_has_none_after_it(team):
    ask(team, [NOON] * 6)
    assert [len(page) for page in walk(3)] == [3, 3]


def test_the_page_stays_where_it_was_when_newer_and_removed_rows_come_between(team):
    expected = ask(team, [NOON - datetime.timedelta(minutes=n) for n in range(6)])
    first = page_before(Question.objects.all(), "asked_at", "", 3)
    ask(team, [NOON + datetime.timedelta(minutes=5)])
    Question.objects.filter(pk=expected[2]).delete()
    second = page_before(Question.objects.all(), "asked_at", str(first.next), 3)
    assert [question.pk for question in second.rows] == expected[3:]


def test_a_key_survives_its_address():
    seoul = datetime.timezone(datetime.timedelta(hours=9))
    for at in (NOON, NOON.replace(microsecond=40), datetime.datetime(2026, 11, 19, 12, 0, 1, 999_999, seoul)):
        key = Key.parse(str(Key(at, 12)))
        assert key == Key(at, 12)
        assert "+" not in str(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "7",
        "2026-11-19T03:00:00Z",
        "2026-11-19T03:00:00Z,",
        "2026-11-19T03:00:00Z,x",
        "2026-11-19T03:00:00Z,0",
        "2026-11-19T03:00:00Z,-4",
        "2026-11-19T03:00:00Z,1,2",
        "2026-11-19T03:00:00Z, 1",
        "2026-11-19T03:00:00Z,１",
        "2026-11-19T03:00:00,1",
        "2026-11-19,1",
        "2026-02-30T03:00:00Z,1",
        "0001-01-01T00:00:00+14:00,1",
        "9999-12-31T23:59:59-12:00,1",
        f"2026-11-19T03:00:00Z,{LARGEST_KEY + 1}",
        "2026-11-19T03:00:00Z," + "9" * 5000,
        "2026-11-19T03:00:00Z,1\x00",
        "' OR 1=1 --,1",
    ],
)
def test_what_is_no_key_means_the_first_page(team, text):
    expected = ask(team, [timezone.now(), timezone.now()])
    page = page_before(Question.objects.all(), "asked_at", text, 5)
    assert [question.pk for question in page.rows] == expected
    assert page.is_first


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z,1", f"9999-12-31T23:59:59.999999Z,{LARGEST_KEY}"])
def test_the_ends_of_time_are_pages_too(team, text):
    ask(team, [NOON])
    page = page_before(Question.objects.all(), "asked_at", text, 5)
    assert not page.is_first
    assert len(page.rows) == (1 if text.startswith("9999") else 0)
