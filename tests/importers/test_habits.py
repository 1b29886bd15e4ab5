"""Habits of writing that notes share, each in the fewest words."""

import time

import pytest

DAY = "# 2026-11-19 피어세션\n\n"
CLASS = "# [특강] 도하람 교수님\n\n"


def questions(read, text: str) -> list[str]:
    return [question.body for session in read(text=text).sessions for question in session.questions]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (DAY + "- 층을 더 쌓으면 되지 않나? -> 기울기가 사라져요.\n", ["층을 더 쌓으면 되지 않나?"]),
        (DAY + "- 출력 크기는 왜 그대로인지 궁금\n", ["출력 크기는 왜 그대로인지 궁금"]),
        (DAY + "- ? → 아무 글자\n- 이야기\n", []),
        (DAY + "## 질문\n\n- 이야기한 것:\n  - 하나\n  - 둘\n", []),
        (
            DAY + "## Questions\n\n- Do we need it?\n- We had the old one yesterday.\n  - And left it.\n",
            ["Do we need it?"],
        ),
        (CLASS + "## 신경망이란 무엇인가?\n\n글\n\n- 왜 층을 쌓을까?\n  - 비선형이라서\n", []),
        (CLASS + "## Why Kaggle?\n\n- 재미\n", []),
        (CLASS + "## Q&A\n\n- 왜 층을 쌓나요?\n  - 비선형이라서\n", ["왜 층을 쌓나요?"]),
        (CLASS + "## 마지막으로 하고 싶은 말씀이 있다면?\n\n꾸준히 하세요.\n", ["마지막으로 하고 싶은 말씀이 있다면?"]),
    ],
)
def test_what_asks_and_what_does_not(read, text, asked):
    assert questions(read, text) == asked


def test_an_answer_ends_with_its_list(read):
    text = (
        DAY
        + "- 질문\n    - 가온님: 합성곱\n        Q: 왜 줄어드나요?\n        A: 경계 때문에\n    - 이든님: 다른 이야기\n"
    )
    (question, *_rest) = read(text=text).sessions[0].questions
    assert [answer.body for answer in question.answers] == ["경계 때문에"]


def test_an_answer_ends_where_posts_part(read):
    text = DAY + "## 질문\n\nQ. 왜 줄어드나요?\n\nA. 경계 때문에\n\n<br>\n\n```\n틀린 곳은 알려 주세요\n```\n"
    (question,) = read(text=text).sessions[0].questions
    assert [answer.body for answer in question.answers] == ["경계 때문에"]


def test_a_word_that_is_explained_answers_nobody(read):
    text = DAY + "## 질문\n\n- 두 방법의 차이는?\n  - boosting : 차례로 배움\n  - bagging : 나란히 배움\n"
    assert [answer.by for answer in read(text=text).sessions[0].questions[0].answers] == [[]]


def test_names_below_a_bare_label_are_attendees(read):
    assert read(text="November 5, 2026\n\n- Attendance:\n  - Ada, Grace\n\n- Notes\n").sessions[0].attendees == [
        "Ada",
        "Grace",
    ]


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("- [x] [열린 이슈](https://example.org/issues)\n", []),
        ("## 그라운드 룰\n\n- 확인했으면 이모지 남기기\n- 늦으면 전날까지 말하기\n", []),
        ("## 건의\n\n- 문가온님, 배이든님 금요일(11/20) 발표 예정\n", ["문가온님, 배이든님 금요일(11/20) 발표 예정"]),
    ],
)
def test_what_is_to_be_done(read, text, tasks):
    (session,) = read(text=DAY + text).sessions
    assert [item.text for item in session.action_items] == tasks


def test_a_lecturers_advice_is_no_task(read):
    (session,) = read(text=CLASS + "## 대회\n\n- 결과 파일만 제출\n").sessions
    assert session.action_items == []


def test_a_type_further_down_is_of_something_else(read):
    many = "".join(f"- 이야기 {n}\n" for n in range(20))
    (session,) = read(text=DAY + many + "- 종류: 손글씨\n").sessions
    assert [told.name for told in session.fields] == []


def test_addresses_in_a_heading_say_nothing_of_it(read):
    text = DAY + "**[위로](#further-question)**\n\n글\n"
    assert {section.kind for section in read(text=text).sessions[0].sections} == {"other"}


@pytest.mark.parametrize(
    "line",
    ["toc" + "\t" * 15_000 + "x", "가온" + " " * 4_000 + "x", "왜 그런가요" + "()" * 2_000 + "x", "가온 \t" * 3_000],
)
@pytest.mark.parametrize("opening", ["", "- ", "Q. "])
def test_long_gaps_and_brackets_are_read_in_no_time(read, opening, line):
    began = time.process_time()
    read(text=DAY + opening + line + "\n다음 줄\n\n## 질문\n\n" + line + "\n- 왜 그런가요?\n")
    assert time.process_time() - began < 0.5
