"""The review of a note: in pages, in few queries, without writing, and with two people who decide at once."""

import datetime
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Answer, Meeting, Question, SourceDocument

DAY = "2026-11-12"


def questions(count: int) -> str:
    return f"# {DAY} 피어세션\n\n## 질문\n\n" + "".join(
        f"- Q. {n}번째로 왜 나누나요?\n  - A. {n}만큼 분산이 커져서요.\n" for n in range(count)
    )


LIKELY = (
    f"# {DAY} 피어세션\n\n모더레이터 : 울이\n\n## 질문\n\n- Q. 왜 나누나요?\n- 학습률은 배치 크기에 비례해야 하나요?\n"
)


@pytest.fixture
def reviewed(signed_in, member, team):
    """A function: the address of the review of a text that a member has brought in."""
    client = signed_in(member)

    def brought(text: str) -> str:
        answer = client.post(f"/teams/{team.slug}/imports/", {"files": [SimpleUploadedFile("a.md", text.encode())]})
        return answer.url

    brought.client = client
    return brought


def form_of(page) -> dict[str, str]:
    """What a browser without scripts sends: every field of the page, as it stands."""
    review = page.context["review"]
    told = {"seen": review.seen, "page": str(review.page)}
    for session in review.sessions:
        told |= {"sessions": str(session.number), f"meeting-{session.number}": session.decided.kind}
        told[f"day-{session.number}"] = session.decided.date.isoformat() if session.decided.date else ""
        if session.is_taken:
            told[f"session-{session.number}"] = "yes"
        for row in session.rows:
            told[f"kind-{row.key}"] = row.kind
            if row.has_people:
                told[f"people-{row.key}"] = row.people
            if row.takes is not None:
                told[f"take-{row.key}"] = "yes" if row.takes else "no"
    return told | {f"name-{name['name']}": name["chosen"] for name in review.names}


def decided() -> dict:
    return SourceDocument.objects.get().decisions


# --- long notes ------------------------------------------------------------------------------------------------------
def queries(client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.slow
@pytest.mark.parametrize("is_there", [False, True])
def test_many_records_need_no_more_queries_than_few(reviewed, team, is_there):
    if is_there:
        meeting = Meeting.objects.create(team=team, held_on=DAY)
        for n in range(3):
            question = Question.objects.create(team=team, meeting=meeting, body=f"{n}번째로 왜 나누나요?")
            Answer.objects.create(question=question, body="다른 답")
    few, many = reviewed(questions(5)), reviewed(questions(200))
    reviewed.client.get(few)
    assert len(queries(reviewed.client, few)) == len(queries(reviewed.client, many))


@pytest.mark.slow
def test_looking_writes_nothing_though_the_day_has_its_meeting(reviewed, team):
    meeting = Meeting.objects.create(team=team, held_on=DAY)
    Question.objects.create(team=team, meeting=meeting, body="1번째로 왜 나누나요?")
    address = reviewed(questions(5))
    told = queries(reviewed.client, address)
    assert not [sql for sql in told if not sql.startswith("SELECT")]
    rows = reviewed.client.get(address).context["review"].sessions[0].rows
    assert [bool(row.found) for row in rows] == [False, True, False, False, False]


@pytest.mark.slow
def test_each_record_of_a_long_note_stands_on_one_page(reviewed):
    address = reviewed(questions(230))
    keys, page = [], 1
    while True:
        review = reviewed.client.get(f"{address}?page={page}").context["review"]
        keys += [row.key for session in review.sessions for row in session.rows]
        if review.is_last:
            break
        page += 1
    assert page == 3
    assert keys == [f"0.questions.{n}" for n in range(230)]


@pytest.mark.slow
def test_going_to_the_next_page_keeps_what_was_decided(reviewed):
    address = reviewed(questions(150))
    told = form_of(reviewed.client.get(address)) | {"take-0.questions.7": "no"}
    page = reviewed.client.post(f"{address}?page=2", told)
    assert page.context["review"].page == 2
    assert decided()["records"] == {"0.questions.7": {"take": False}}


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1", "9" * 30])
def test_a_page_that_is_none_is_the_nearest(reviewed, asked):
    assert reviewed.client.get(reviewed(questions(3)), {"page": asked}).context["review"].page == 1


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.parametrize(
    "line",
    [
        "- Q. 왜 나누나요?\n",
        "a\n",
        "- Q. 왜 $x_{{{n}}}$ 인가요?\n",
        "## 11/{n}(목)\n",
        "- 사람{n}님 질문: 왜 그런가요?\n",
    ],
)
def test_the_longest_note_can_be_looked_over(reviewed, line):
    text, n = f"# {DAY}\n\n", 0
    lines = [text]
    size = len(text.encode())
    while size < 198_000:
        lines.append(line.format(n=n))
        size, n = size + len(lines[-1].encode()), n + 1
    address = reviewed("".join(lines))
    began = time.process_time()
    page = reviewed.client.get(address)
    assert time.process_time() - began < 4  # 2 where nothing else wants the processor
    assert len(page.content) < 1_000_000
    assert page.content.count(b"<") < 25_000


# --- two people ------------------------------------------------------------------------------------------------------
@pytest.fixture
def other(signed_in, mate):
    return signed_in(mate)


def test_what_a_form_merely_repeats_is_no_decision(reviewed):
    address = reviewed(LIKELY)
    reviewed.client.post(address, form_of(reviewed.client.get(address)))
    assert not any(decided()[part] for part in ("records", "sessions", "names"))


def test_two_people_without_scripts_both_keep_what_they_decided(reviewed, other):
    address = reviewed(LIKELY)
    mine, theirs = form_of(reviewed.client.get(address)), form_of(other.get(address))
    other.post(address, theirs | {"take-0.questions.1": "yes", "name-울이": "", "day-0": "2026-11-13"})
    answer = reviewed.client.post(address, mine | {"take-0.questions.0": "no", "kind-0.questions.1": "learning"})
    assert answer.status_code == 200
    assert decided()["records"] == {
        "0.questions.1": {"take": True, "kind": "learning"},
        "0.questions.0": {"take": False},
    }
    assert decided()["names"] == {"울이": ""}
    assert decided()["sessions"] == {"0": {"date": "2026-11-13"}}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "theirs", "mine"),
    [
        ("take-0.questions.1", "yes", "no"),
        ("kind-0.questions.0", "learning", "section"),
        ("people-0.questions.0", "문가온", "배이든"),
        ("day-0", "2026-11-13", "2026-11-14"),
        ("name-울이", "", "문가온"),
    ],
)
def test_where_two_people_differ_the_second_sees_it_and_nothing_is_made(reviewed, other, name, theirs, mine):
    address = reviewed(LIKELY)
    ours, others = form_of(reviewed.client.get(address)), form_of(other.get(address))
    other.post(address, others | {name: theirs})
    before = decided()
    answer = reviewed.client.post(f"{address}records/", ours | {name: mine})
    assert answer.status_code == 409
    assert answer.content.decode().count('class="overdue"') == 1  # beside what they differ about
    assert decided() == before
    assert not Meeting.objects.filter(held_on__gte=datetime.date(2026, 11, 12), held_on__lt="2026-11-15").exists()
    again = reviewed.client.post(f"{address}records/", form_of(answer) | {name: mine})  # now knowing of the other
    assert again.status_code == 302


@pytest.mark.parametrize(
    "seen", ["", "[]", "{", "1", '{"records": 1}', '{"records": {"0.questions.0": 1}}', "[" * 9999]
)
def test_a_page_that_was_tampered_with_is_taken_as_one_that_told_nothing(reviewed, seen):
    address = reviewed(LIKELY)
    assert reviewed.client.post(address, {"seen": seen, "take-0.questions.0": "no"}).status_code == 200
    assert decided()["records"] == {"0.questions.0": {"take": False}}
