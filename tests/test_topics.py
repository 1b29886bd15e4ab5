import string
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.topics import align, fold


@dataclass(frozen=True)
class Part:
    heading: str
    level: int = 2
    body: str = ""


def note(*headings: str) -> list[Part]:
    """A note of sections, "## 제목" for level 2 and so on; level 2 without signs; each its own text."""
    parts = []
    for number, line in enumerate(headings):
        signs = len(line) - len(line.lstrip("#"))
        parts.append(Part(line.lstrip("# "), signs or 2, f"{number}"))
    return parts


def lines(*notes: list[Part]) -> list[tuple]:
    """Each topic: its heading, then how many sections every note has there."""
    return [(topic.heading, *map(len, topic.cells)) for topic in align(notes)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Momentum 과 Adam", "  momentum과  ADAM "),
        ("1. 편향 보정", "편향 보정"),
        ("1.2 편향 보정", "3) 편향보정"),
        ("(4) 편향 보정", "④ 편향 보정"),
        ("Part 1 - 공부하기", "공부하기"),
        ("Q1. 왜 1차인가", "왜 1차인가?"),
        ("IV. 학습률 계획", "**학습률** 계획:"),
        ("가) 학습률", "[2] 학습률"),
        ("Ｑ＆Ａ", "Q&A"),
    ],
)
def test_headings_that_mean_the_same_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 stage detector", "2 stage detector"),
        ("1차 방법", "2차 방법"),
        ("학습률", "학습"),
        ("C", "C++ 한 줄"),
        ("?", "!"),
        ("1.", "2."),
    ],
)
def test_headings_that_differ_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_the_same_heading_makes_one_line_and_a_missing_one_a_gap():
    assert lines(note("왜 1차인가", "편향 보정"), note("1. 왜 1차인가"), note("편향보정")) == [
        ("왜 1차인가", 1, 1, 0),
        ("편향 보정", 1, 0, 1),
    ]


def test_what_only_one_note_has_stands_before_what_follows_it_there():
    assert [topic[0] for topic in lines(note("하나", "둘"), note("하나", "셋"))] == ["하나", "둘", "셋"]
    assert [topic[0] for topic in lines(note("하나", "넷"), note("하나", "둘", "셋", "넷"))] == [
        "하나",
        "둘",
        "셋",
        "넷",
    ]
    assert [topic[0] for topic in lines(note("가운데"), note("처음", "가운데", "끝"))] == ["처음", "가운데", "끝"]


def test_notes_in_another_order_lose_nothing():
    assert lines(note("하나", "둘"), note("둘", "하나")) == [("하나", 1, 1), ("둘", 1, 1)]


def test_deeper_headings_stay_with_the_topic_above():
    assert lines(note("## 학습률", "### 웜업", "### 코사인", "## 끝"), note("## 학습률")) == [
        ("학습률", 3, 1),
        ("끝", 1, 0),
    ]


def test_a_heading_that_two_notes_share_is_a_topic_at_any_level():
    assert lines(note("## 학습률", "### 웜업", "## 끝"), note("## 웜업", "## 끝")) == [
        ("학습률", 1, 0),
        ("웜업", 1, 1),
        ("끝", 1, 1),
    ]


def test_a_title_over_everything_is_not_the_only_topic():
    assert lines(note("# 최적화의 직관", "## 하나", "## 둘"), note("## 하나", "## 둘")) == [
        ("최적화의 직관", 1, 0),
        ("하나", 1, 1),
        ("둘", 1, 1),
    ]


def test_text_before_the_first_heading_is_a_topic_without_a_name():
    assert lines(note("", "하나"), note("", "하나")) == [("", 1, 1), ("하나", 1, 1)]
    assert lines(note("하나"), note("", "둘")) == [("", 0, 1), ("하나", 1, 0), ("둘", 0, 1)]


def test_text_without_a_heading_in_between_stays_where_it_is():
    assert lines(note("하나", "", "둘"), note("하나")) == [("하나", 2, 1), ("둘", 1, 0)]


def test_a_heading_that_comes_back_meets_the_others_second_one():
    assert lines(note("질문", "본론", "질문"), note("질문", "질문")) == [("질문", 1, 1), ("본론", 1, 0), ("질문", 1, 1)]


def test_no_notes_and_empty_notes_have_no_topics():
    assert align([]) == []
    assert align([[], []]) == []


headings = st.text(alphabet=string.digits + ".가나 ?#", max_size=4)
parts = st.builds(Part, headings, st.integers(1, 4), st.uuids().map(str))


@pytest.mark.slow
@given(st.lists(st.lists(parts, max_size=6), max_size=4))
def test_every_section_stands_in_its_notes_column_exactly_once(notes):
    topics = align(notes)
    for column, sections in enumerate(notes):
        placed = [section for topic in topics for section in topic.cells[column]]
        assert sorted(placed, key=lambda section: section.body) == sorted(sections, key=lambda section: section.body)
    assert all(len(topic.cells) == len(notes) and any(topic.cells) for topic in topics)
