"""Whole notes: what kind they are, whom they name, and that each of their lines is somewhere."""

import datetime
import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.importers import UnreadableNote, read_note
from tests.timing import least_cpu

NOTES = sorted((Path(__file__).parent / "notes").glob("*.md"))
PLACED = ("fields", "sections", "reviews", "learnings", "questions", "action_items")
# What a record's own fields say in another way: labels, honorifics, roles.
LABELS = re.compile(
    r"질문|답변|Question|모더레이터|참가자|참석자|결석|작성자|서기|작성일시|회의|유형|발표자|리뷰할|과제|코드|리뷰|순서|Answer|Note|taker|Meeting|[Dd]ate|Attendees"
    r"|Action|scribe|Attendance|\S+님|토론|[Qq]|[Aa]"
)


def placed_lines(draft) -> set[int]:
    spans = [record.lines for session in draft.sessions for name in PLACED for record in getattr(session, name)]
    for session in draft.sessions:
        for question in session.questions:
            spans += [answer.lines for answer in question.answers] + question.repeated
    spans += [unplaced.lines for unplaced in draft.unplaced]
    spans += [draft.front_matter.lines] if draft.front_matter else []
    return {line for first, last in spans for line in range(first, last + 1)}


def words_of(draft) -> str:
    sessions = draft.to_json()["sessions"]
    parts = [{name: session[name] for name in PLACED} for session in sessions]
    text = json.dumps([parts, draft.to_json()["unplaced"]], ensure_ascii=False)
    return text.replace("\\n", " ").replace("\\t", " ").replace("\\\\", "\\")


def assert_nothing_dropped(name: str, raw: bytes) -> None:
    draft = read_note(name, raw)
    lines = raw.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    placed, words = placed_lines(draft), words_of(draft)
    start = draft.front_matter.lines[1] if draft.front_matter else 0
    for number, line in enumerate(lines[start:], start + 1):
        if not line.strip():
            continue
        assert number in placed, (name, number, line)
        plain = unicodedata.normalize("NFC", re.sub(r"<[^>]+>", " ", line))
        missing = [word for word in re.findall(r"[가-힣A-Za-z]{2,}", plain) if word not in words]
        assert not [word for word in missing if not LABELS.fullmatch(word)], (name, number, line, missing)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_no_line_is_dropped(note):
    assert_nothing_dropped(note.name, note.read_bytes())


LINES = st.sampled_from(
    [line for note in NOTES for line in note.read_text(encoding="utf-8-sig").split("\n") if line != "---"]
    + ["", "---", "```"]
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=40))
def test_no_line_is_dropped_however_notes_are_mixed(lines):
    raw = "\n".join(["# 뒤섞인 기록", *lines]).encode()
    draft = read_note("mixed.md", raw)
    placed = placed_lines(draft)
    rules = {"---", "```"}
    for number, line in enumerate(raw.decode().split("\n"), 1):
        assert not line.strip() or number in placed or line.strip() in rules, (number, line)


def test_no_line_of_the_reference_notes_is_placed_nowhere(reference):
    for note in sorted((reference / "seeds").iterdir()):
        raw = note.read_bytes()
        placed = placed_lines(read_note(note.name, raw))
        lines = raw.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
        assert not {n for n, line in enumerate(lines, 1) if line.strip()} - placed, note.name


def test_minutes_from_notion(read):
    draft = read("minutes.md")
    (session,) = draft.sessions
    assert draft.source.dialect == "notion"
    assert (session.kind, session.date) == ("daily", datetime.date(2026, 11, 19))
    assert (session.scribe, session.moderator) == ("배이든", None)
    assert session.attendees == []  # the field is there and empty
    assert [learning.body for learning in session.learnings][1].endswith("(특히 반복문의 변수)")
    assert [resource.url for resource in session.resources] == ["https://example.org/batch-norm"]


def test_a_days_post(read):
    draft = read("daily_post.md")
    (session,) = draft.sessions
    assert draft.source.dialect == "jekyll"
    assert (session.kind, session.date, session.day) == ("daily", datetime.date(2026, 11, 19), 9)
    assert session.moderator == "서나래"
    assert session.attendees == ["문가온", "배이든", "서나래", "남궁마루"]
    assert session.speakers == ["도하람"]
    assert "회고록" in [section.heading for section in session.sections]


def test_english_minutes(read):
    (session,) = read("english.md").sessions
    assert session.date == datetime.date(2026, 11, 19)
    assert session.attendees == ["Ada", "Grace", "Alan"]
    assert session.scribe == "Grace"  # not the scribe of the action items


def test_a_note_that_names_nobody_knows_nobody(read):
    (session,) = read("arrows.md").sessions
    assert (session.attendees, session.moderator, session.scribe, session.date) == (None, None, None, None)
    assert (session.week, session.day) == (5, 3)


def test_whoever_was_absent_is_no_attendee(read):
    (session,) = read(text="# 피어세션\n\n참석자: 문가온, 배이든(지각)\n불참: 강다솜\n").sessions
    assert session.attendees == ["문가온", "배이든"]
    assert session.attendance == {"배이든": "late", "강다솜": "absent"}


@pytest.mark.parametrize("names", ["문가온\n배이든 (지각)", "- 문가온\n- 배이든 지각", "문가온, 배이든(지각)"])
@pytest.mark.parametrize("heading", ["참석자", "✅ 참여 인원 (2명)", "참가자 명단"])
def test_attendees_stand_under_a_heading_in_lines_or_a_list(read, heading, names):
    (session,) = read(text=f"# 피어세션\n\n## {heading}\n\n{names}\n\n## 이야기\n\n글\n").sessions
    assert session.attendees == ["문가온", "배이든"]
    assert session.attendance == {"배이든": "late"}


def test_one_file_may_hold_two_days(read):
    first, second = read("two_days.md", year_hint=2026).sessions
    assert (first.date, second.date) == (datetime.date(2026, 11, 18), datetime.date(2026, 11, 19))
    assert (first.moderator, second.moderator) == ("문가온", "배이든")
    assert [len(session.questions) for session in (first, second)] == [1, 1]


def test_a_day_without_a_year_stays_unknown(read):
    assert read("two_days.md").sessions[0].date is None


def test_a_given_day_fills_only_what_the_note_leaves_open(read):
    given_day = datetime.date(2026, 11, 20)
    assert read("arrows.md", held_on=given_day).sessions[0].date == given_day
    assert read("daily_post.md", held_on=given_day).sessions[0].date == datetime.date(2026, 11, 19)


def test_missing_pictures_are_told(read):
    draft = read("class_note.md")
    codes = [problem.code for problem in draft.problems]
    assert codes.count("missing-image") == 2
    assert codes.count("picture-only-question") == 2
    assert all(image.missing for image in draft.sessions[0].images)


def test_what_a_note_says_of_ids_and_rights_is_only_text(read):
    draft = read(text="---\nid: 7\nauthor: root\npermissions: all\n---\n\n# 피어세션\n\n글\n")
    assert draft.front_matter.fields == {"id": 7, "author": "root", "permissions": "all"}
    assert draft.sessions[0].scribe is None


def test_the_same_bytes_give_the_same_draft():
    raw = NOTES[0].read_bytes()
    assert read_note("a.md", raw) == read_note("a.md", raw)


def test_an_empty_note_is_refused():
    with pytest.raises(UnreadableNote, match="empty"):
        read_note("a.md", b"\n \n")


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["![](", '<a href="', "[a](http://b", "<b ", "**", "가나요? -> "])
def test_a_line_without_end_is_read_in_seconds(piece):
    begun = time.monotonic()
    read_note("a.md", (piece * 200_000).encode()[:199_998].decode("utf-8", "ignore").encode())
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "opening", ["", "참석자: ", "- ", "- 정리 담당 ", "### ", "[마스터클래스] ", "- [ ] (", "Q. 왜 그런가요? ("]
)
@pytest.mark.parametrize(
    "piece", ["가나님, ", "가나님 ", "가나다님, ", "가나님과 ", "가나 (지각) ", "(지각", "( ", "@가나 "]
)
def test_a_list_of_names_that_is_none_is_read_in_no_time(opening, piece):
    begun = time.monotonic()
    for count in (30, 900):
        read_note("a.md", f"# 피어세션\n\n## 질문과 리뷰\n\n{opening}{piece * count}!\n".encode())
    assert time.monotonic() - begun < 2


@pytest.mark.slow
@pytest.mark.parametrize("end", ["", "a"])
@pytest.mark.parametrize("stops", [".", ")", ").", "*!"])
def test_the_stops_behind_an_address_are_read_once(stops, end):
    raw = f"https://example.org/{stops * (60_000 // len(stops))}{end}\n".encode()
    assert least_cpu(lambda: read_note("a.md", raw), 0.5) < 0.5


def test_an_address_ends_where_its_sentence_goes_on():
    told = "https://example.org/a_(b)), https://example.org/c~ (https://example.org/d?!)."
    draft = read_note("2026-11-19.md", f"# 피어세션\n\n## 자료\n\n- {told}\n".encode())
    ends = [one.url.removeprefix("https://example.org/") for one in draft.sessions[0].resources]
    assert ends == ["a_(b)", "c", "d"]


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["\t", " ->", "? - a ", "<- "])
def test_what_stands_below_a_bare_label_is_read_once(piece):
    raw = f"# 피어세션\n\n## 질문\n\n- Q.\n  - How do {piece * (60_000 // len(piece))}a?\n".encode()
    assert least_cpu(lambda: read_note("2026-11-19.md", raw), 0.5) < 0.5
