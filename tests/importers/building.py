"""Hypothesis strategies for notes as people write them, in every tool's way.

Each line that says something holds a word that occurs nowhere else (`zq0007`), so that a test can tell where it went.
"""

from __future__ import annotations

import itertools
import re

from hypothesis import strategies as st

WORD = re.compile(r"zq\d{4}")

QUESTIONS = [
    "왜 {} 그럴까요?",
    "{}은 어떻게 다른가요",
    "Q. {} 이유가 궁금합니다",
    "Q1) {} 무엇인가요?",
    "질문 : {} 맞나요?",
    "가온님 질문: {} 되나요?",
    "{} 차이? -> 그래서",
    "❓: {}",
    "How does {} work?",
    "{} 방법",
]
ANSWERS = ["A. {} 때문이에요", "답변 : {}", "→ {} 이다.", "=> {}", "배이든님 답변: {}", "{} 그렇게 됩니다.", "ㄴ {}"]
PLAIN = [
    "{} 이야기를 나눴다.",
    "오늘은 {} 했음",
    "다음 주 월요일까지 {} 해오기",
    "{}: 값",
    "가온: {}",
    "**{}**",
    "![{}](그림.png)",
    "[{}](https://example.org)",
    "{} (가온)",
    "$x$ 와 {}",
    "발표자 : {}",
    "AlexNet 논문 리뷰 {}",
]
HEADINGS = [
    "질문 {}",
    "배운 점 {}",
    "과제 리뷰 {}",
    "회고 {}",
    "멘토링 {}",
    "할 일 {}",
    "{} 왜 필요할까요?",
    "{}",
    "선택과제 {} (가온)",
]
MARKERS = ["- ", "* ", "1. ", "- [ ] ", "", "> ", ": ", "• ", "\t- ", "    - ", "  "]


def _line(templates: list[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(MARKERS), st.sampled_from(templates)).map("".join)


def _asked() -> st.SearchStrategy[list[str]]:
    """A question with its answers, nested or not."""
    deeper = st.sampled_from(["", "  ", "    ", "\t"])
    answers = st.lists(st.tuples(deeper, _line(ANSWERS)).map("".join), max_size=3)
    return st.tuples(_line(QUESTIONS), answers, st.booleans()).map(lambda t: [t[0], *[""] * t[2], *t[1]])


_BLOCKS = {
    "asked": _asked(),
    "plain": st.lists(_line(PLAIN), min_size=1, max_size=3),
    "code": st.just(["```python", "{} = 1", "```"]),
    "quote": st.lists(st.just("> {}"), min_size=1, max_size=2),
    "table": st.just(["| {} | 값 |", "|---|---|", "| {} | 둘 |"]),
    "formula": st.just(["$$", "{}", "$$"]),
    "rule": st.just(["---"]),
    "break": st.just(["<br>"]),
}
HEADED = st.tuples(st.sampled_from(["# ", "## ", "### ", "#### "]), st.sampled_from(HEADINGS)).map("".join)
BOLD = st.sampled_from(HEADINGS).map(lambda heading: f"**{heading}**")
FOLDED = st.sampled_from(HEADINGS).map(lambda heading: f"<details>\n<summary>{heading}</summary>")


def _parts(heading: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    block = st.one_of(*_BLOCKS.values()).map(lambda lines: [*lines, ""])
    part = st.tuples(heading, st.lists(block, max_size=4)).map(
        lambda t: [*t[0].split("\n"), "", *itertools.chain(*t[1])]
    )
    return st.lists(part, max_size=5).map(lambda parts: list(itertools.chain(*parts)))


HEADS: dict[str, list[str]] = {
    "notion": ["# 하루 {}", "", "작성일시: @2026년 11월 19일 오후 4:00", "작성자: 배이든", ""],
    "jekyll": ["---", "title: 하루", "date: 2026-11-19", "---", "", "모더레이터 : 문가온", ""],
    "hackmd": ["---", "tags: peer", "---", "", "# 11/19(목) 피어세션 {}", "", "[TOC]", ""],
    "github": ["# 2026-11-19 피어세션 {}", ""],
    "plain": ["2026-11-19 피어세션 {}", ""],
    "days": ["# 회의록 {}", ""],
}
HEADING_OF = {
    "notion": st.one_of(HEADED, BOLD),
    "jekyll": HEADED,
    "hackmd": st.one_of(HEADED, st.sampled_from(HEADINGS).map(lambda heading: f":::spoiler {heading}")),
    "github": st.one_of(HEADED, FOLDED),
    "plain": st.sampled_from(HEADINGS),
    "days": st.one_of(st.sampled_from(["## 11/18(수) 피어세션", "## 11/19(목) 피어세션"]), HEADED),
}


def _told(lines: list[str]) -> str:
    counter = itertools.count()
    return "\n".join(line.replace("{}", f"zq{next(counter):04d}") if "{}" in line else line for line in lines) + "\n"


@st.composite
def notes(draw) -> tuple[str, str]:
    """A tool's name and the text of a note."""
    name = draw(st.sampled_from(sorted(HEADS)))
    return name, _told([*HEADS[name], *draw(_parts(HEADING_OF[name]))])
