"""What a person decided about a draft, and that nothing which is refused is lost."""

import datetime

import pytest

from meetings.importers.deciding import KINDS, Decisions, decide, names_in, records
from meetings.importers.draft import Draft
from meetings.importers.pieces import pieces

NOTE = """# 11/19 피어세션

모더레이터 : 울이
참석자 : 가온, 이든

## 질문

- Q. 왜 나누나요?
  - A. 분산이 커져서요.
- 학습률은 배치 크기에 비례해야 하나요?

## 코드 리뷰

과제 4 (발표 : 지후)
- 로그는 logging으로

## 오늘의 한마디

좋은 하루였다
"""


@pytest.fixture
def note(read):
    """A function: the decided draft of NOTE."""
    draft, lines = read(text=NOTE, year_hint=2026), NOTE.split("\n")

    def decided(**told) -> Draft:
        return decide(draft, Decisions(**told), lines)

    decided.draft, decided.lines = draft, lines
    return decided


def words(draft: Draft) -> str:
    return str(draft.to_json()["sessions"])


def key_of(draft: Draft, text: str) -> str:
    return next(key for key, _number, record in records(draft) if text in str(record))


def test_what_is_certain_is_taken_and_what_is_likely_asks(note):
    likely = key_of(note.draft, "학습률은")
    assert Decisions().takes(likely, next(r for k, _n, r in records(note.draft) if k == likely)) is None
    bodies = [question.body for question in note().sessions[0].questions]
    assert bodies == ["왜 나누나요?"]


def test_a_question_that_is_none_stays_as_the_text_it_was(note):
    decided = note(records={key_of(note.draft, "왜 나누나요"): {"take": False}})
    assert not decided.sessions[0].questions
    assert "- Q. 왜 나누나요?\n  - A. 분산이 커져서요." in [section.body for section in decided.sessions[0].sections]


def test_a_likely_one_becomes_a_question_by_a_yes(note):
    decided = note(records={key_of(note.draft, "학습률은"): {"take": True}})
    made = decided.sessions[0].questions[1]
    assert made.body.startswith("학습률은")
    assert made.confidence == "certain"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["왜 나누나요", "과제 4", "좋은 하루"])
def test_every_record_can_become_every_kind_without_losing_a_word(note, text, kind):
    decided = note(records={key_of(note.draft, text): {"kind": kind, "take": True}})
    for word in ("나누나요", "분산이", "과제", "logging으로", "좋은", "하루였다"):
        assert word in words(decided), word


def test_text_can_answer_the_question_above(note):
    decided = note(records={key_of(note.draft, "좋은 하루"): {"kind": "answer"}})
    answers = decided.sessions[0].questions[-1].answers
    assert any("좋은 하루였다" in answer.body for answer in answers)


def test_an_answer_without_a_question_above_becomes_text(read):
    draft = read(text="# 2026-11-19\n\n## 잡담\n\n좋다\n")
    key = key_of(draft, "좋다")
    decided = decide(draft, Decisions(records={key: {"kind": "answer"}}), [])
    assert "좋다" in words(decided)


def test_day_kind_and_people_follow_the_decision(note):
    key = key_of(note.draft, "왜 나누나요")
    decided = note(
        sessions={"0": {"date": "2026-11-20", "kind": "mentoring"}},
        records={key: {"people": ["배이든"]}},
        names={"울이": "한여울", "가온": ""},
    )
    session = decided.sessions[0]
    assert (session.date, session.kind, session.moderator) == (datetime.date(2026, 11, 20), "mentoring", "한여울")
    assert session.attendees == ["이든"]
    assert session.questions[0].asked_by == ["배이든"]


def test_a_day_that_is_none_counts_as_no_day(note):
    assert note(sessions={"0": {"date": "2026-02-30"}}).sessions[0].date is None


def test_a_session_that_is_left_out_makes_nothing(note):
    assert note(sessions={"0": {"take": False}}).sessions == []


@pytest.mark.parametrize("told", [None, [], "x", {"records": 3}, {"sessions": {"0": {}}, "names": None}])
def test_stored_decisions_of_another_shape_count_as_none(note, told):
    decisions = Decisions.from_json(told)
    assert decide(note.draft, decisions, note.lines).sessions


def test_deciding_changes_nothing_in_the_draft(note):
    before = note.draft.to_json()
    note(records={key: {"take": False} for key, _n, _r in records(note.draft)})
    assert note.draft.to_json() == before


def test_everybody_named_is_told_once(note):
    assert names_in(note.draft.sessions[0]) == ["울이", "가온", "이든"]


def test_every_line_stands_beside_one_piece(note):
    shown = [piece for rows in pieces(note.draft, Decisions(), note.lines) for piece in rows]
    numbers = sorted(line.number for piece in shown for line in piece.lines)
    assert numbers == [n for n, text in enumerate(note.lines, start=1) if text.strip()]


def test_every_line_of_real_notes_stands_beside_one_piece(reference, read):
    for path in sorted((reference / "seeds").iterdir()):
        raw = path.read_bytes().decode()
        draft = read(path.name, raw)
        lines = raw.replace("\r\n", "\n").split("\n")
        shown = [piece for rows in pieces(draft, Decisions(), lines) for piece in rows]
        numbers = sorted(line.number for piece in shown for line in piece.lines)
        assert numbers == [n for n, text in enumerate(lines, start=1) if text.strip()], path.name


def test_a_bare_heading_stands_with_what_is_below_it(note):
    rows = pieces(note.draft, Decisions(), note.lines)[0]
    first = next(piece for piece in rows if piece.kind == "question")
    assert [line.text for line in first.lines][-3:] == ["## 질문", "- Q. 왜 나누나요?", "  - A. 분산이 커져서요."]
