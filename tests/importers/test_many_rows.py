"""A long note costs a few statements more than a short one, and its rows are stored as each would be by itself."""

import datetime
import random
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from simple_history.models import HistoricalRecords

from meetings.importers.known import Known, alike, folded
from meetings.importers.ledger import digest_of, digests_of, links_of, name_of, noun_called
from meetings.importers.undoing import undo
from meetings.models import Answer, Meeting, Question, Section, User

HEAD = "# 2026-11-19 피어세션\n\n참석자 : 서가온, 배이든\n\n## 질문\n\n"
ASKED = "- Q. 왜 {n}번째에 나누나요?\n  - A. {n}번 줄이려고요.\n"


def note(count: int, after: str = "") -> str:
    return HEAD + "".join(ASKED.format(n=n) for n in range(count)) + after


def queries_of(act, *args, **kwargs) -> int:
    with CaptureQueriesContext(connection) as queries:
        act(*args, **kwargs)
    return len(queries)


def test_more_rows_ask_the_database_no_more(bring):
    bring("other.md", text=note(2).replace("11-19", "11-18"))  # the people have their seats
    few = queries_of(bring, "few.md", text=note(3))
    many = queries_of(bring, "many.md", text=note(15).replace("11-19", "11-20"))
    assert Question.objects.filter(meeting__held_on="2026-11-20").count() == 15
    assert many <= few + 2


@pytest.mark.slow
def test_undoing_more_rows_asks_no_more(bring):
    few, many = bring("few.md", text=note(3)), bring("many.md", text=note(15).replace("11-19", "11-20"))
    assert queries_of(undo, many.source) <= queries_of(undo, few.source) + 4
    assert not Question.objects.exists()


@pytest.mark.slow
def test_rows_that_are_there_are_found_in_a_few_queries(bring):
    bring("few.md", text=note(3))
    bring("many.md", text=note(15).replace("11-19", "11-20"))
    few = queries_of(bring, "few again.md", text=note(3, after="\n끝\n"))
    assert queries_of(bring, "again.md", text=note(15, after="\n끝\n").replace("11-19", "11-20")) <= few + 2
    assert Question.objects.count() == Answer.objects.count() == 18


def test_each_row_has_one_version_by_whoever_brought_it(bring):
    somebody = User.objects.create(username="somebody")
    HistoricalRecords.context.request = SimpleNamespace(user=somebody)
    try:
        bring(text=note(3))
    finally:
        del HistoricalRecords.context.request
    for row in [*Question.objects.all(), *Answer.objects.all(), *Meeting.objects.all()]:
        version = row.history.get()
        assert (version.history_type, version.history_user, version.history_change_reason) == ("+", somebody, None)
        assert version.revision == getattr(row, "revision", None) or isinstance(row, Meeting)
    assert {row.revision for row in Question.objects.all()} == {Meeting.objects.get().revision}


def test_what_went_has_a_last_version(bring):
    source = bring(text=note(2)).source
    bodies = set(Question.objects.values_list("pk", "body"))
    undo(source)
    assert set(Question.history.filter(history_type="-").values_list("id", "body")) == bodies


@pytest.mark.parametrize(
    "text", [note(3), note(2, after="\n## 할 일\n\n- [ ] 배이든 : 논문 읽기\n\nhttps://example.org/1\n")]
)
def test_the_journal_says_what_is_stored(bring, text):
    told = bring(text=text).source.journal["created"]
    rows = {tuple(one["row"]): noun_called(one["row"][0])._base_manager.get(pk=one["row"][1]) for one in told}
    links, digests = links_of(rows.values()), digests_of(rows.values())
    for one in told:
        row = rows[tuple(one["row"])]
        assert (one["row"], one["links"], one["digest"]) == (name_of(row), links[row], digests[row])


def test_a_digest_is_the_same_in_any_time_zone():
    moment = datetime.datetime(2026, 11, 19, 12, tzinfo=datetime.UTC)
    seoul = moment.astimezone(datetime.timezone(datetime.timedelta(hours=9)))
    assert digest_of(Section(created_at=moment)) == digest_of(Section(created_at=seoul))


LINES = ["가", "나 나", "다", "  가", "", " ", "나  나", "라라라"]


@pytest.mark.slow
def test_whatever_is_alike_is_near():
    dice = random.Random(1)
    rows = [
        SimpleNamespace(
            heading=dice.choice("AB"), created_at=n, body="\n".join(dice.choices(LINES, k=dice.randint(0, 4)))
        )
        for n in range(300)
    ]
    known = Known(rows)
    for row in dice.sample(rows, 60):
        known.take(row)
        rows.remove(row)
    for _n in range(300):
        heading, body = dice.choice("AB"), "\n".join(dice.choices(LINES, k=dice.randint(0, 4)))
        near = known.near(heading, body)
        assert [row for row in rows if row.heading == heading and alike(row.body, body, True)] == [
            row for row in near if row.heading == heading and alike(row.body, body, True)
        ]
        same = {id(row) for row in rows if folded(row.body) == folded(body) and row.heading == heading}
        assert same <= set(map(id, near))
        assert [*known.saying(body)] == [row for row in rows if row.body == body]
