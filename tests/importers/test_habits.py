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
        (
            DAY
            + "## 질의응답\n\n- 학습하다가 메모리가 모자란다는 오류가 났습니다.\n\n→ 배치를 줄이기\n\n- 이야기했다.\n",
            ["학습하다가 메모리가 모자란다는 오류가 났습니다."],
        ),
        (DAY + "- 두 모델의 차이\n  - 이든님: 깊이가 다르다\n- 이야기했다.\n- 회의함\n", []),
        (CLASS + "## Q&A\n\n- 끈기\n- 영어\n", []),
        (CLASS + "## 설계\n\n- Q1 : What errors does it make?\n- Q2 : How does it fail?\n\n## Q&A\n\n없음\n", []),
        (
            DAY + "## Discussion\n\n- How sure are we of that? Finding out may take a week\n",
            ["How sure are we of that? Finding out may take a week"],
        ),
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
        (
            "- Ada: hello\n- Ada to book the room and Grace to pay\n- Grace: yes\n- nobody to do it\n",
            ["Ada to book the room and Grace to pay"],
        ),
        (
            "## Action steps\n\n- 서나래\n  - 표 만들기\n- 실험 결과를 한 장으로 모아 두기\n  - 그림은 나중에\n",
            ["표 만들기", "실험 결과를 한 장으로 모아 두기\n- 그림은 나중에"],
        ),
        ("- 멘토님께 설명 부탁드리기\n", ["멘토님께 설명 부탁드리기"]),
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


def test_what_is_asked_during_a_review_is_no_feedback(read):
    text = "#### 합성곱 (이든)\n- 함께 봄\n- Q) 왜 줄어드나요?\n  - 경계 때문에\n\n#### 어텐션 (나래)\n- 처음부터\n"
    (session,) = read(text=DAY + text).sessions
    assert [(review.title, review.feedback) for review in session.reviews] == [
        ("합성곱", "- 함께 봄"),
        ("어텐션", "- 처음부터"),
    ]
    assert [(question.body, question.confidence) for question in session.questions] == [("왜 줄어드나요?", "certain")]


@pytest.mark.parametrize(
    ("text", "talks"),
    [
        (
            "## 심화 포스팅 주제\n\n- 이든 ) 배치 정규화\n- 나래 ) 합성곱\n",
            [("배치 정규화", "post", ["이든"]), ("합성곱", "post", ["나래"])],
        ),
        (
            "- 발표 주제\n    1. 문가온 : [어텐션](https://example.org)\n    2. 서나래 : PCA\n",
            [("어텐션", "other", ["문가온"]), ("PCA", "other", ["서나래"])],
        ),
        ("### GAN 논문\n\n발표자 : 문가온\n\n- 잘 들었다\n", [("GAN 논문", "paper", ["문가온"])]),
        ("심화 포스팅 발표\n1. 검정 (발표자: 하늘)\n- 내용\n", [("검정", "post", ["하늘"])]),
        ("## 발표 주제\n\n- 장점 : 빠르다\n- 하나\n- 둘\n", []),
    ],
)
def test_who_spoke_about_what(read, text, talks):
    (session,) = read(text=DAY + text).sessions
    assert [(review.title, review.subject, review.presenters) for review in session.reviews] == talks


def test_what_follows_a_folded_part_belongs_to_the_heading_above(read):
    folded = "<details>\n<summary>\n왜 줄어드나요?\n</summary>\n\n경계 때문에\n\n</details>\n\n"
    text = DAY + "## 질문\n\n" + folded + "- Q. 왜 늘어나나요?\n  - 덧대서\n"
    assert questions(read, text) == ["왜 줄어드나요?", "왜 늘어나나요?"]
