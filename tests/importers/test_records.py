"""Reviews, learnings and what is to be done."""

import datetime

import pytest


def test_presenters_stand_in_brackets_or_speak_below(read):
    first, second = read("daily_post.md").sessions[0].reviews
    assert (first.title, first.presenters, first.subject) == ("선택과제 2 (어텐션)", ["배이든"], "assignment")
    assert first.feedback == "수식과 코드를 견주며 설명"
    assert (second.title, second.presenters) == ("과제 4. 토크나이저", ["문가온"])


def test_a_labelled_review_without_presenters(read):
    (review,) = read("minutes.md").sessions[0].reviews
    assert (review.title, review.presenters) == ("Assignment3", [])


def test_bullets_right_under_a_number_are_its_feedback(read):
    first, second = read("arrows.md").sessions[0].reviews
    assert (first.title, first.presenters, first.subject) == ("작은 언어 모델 만들기", ["하늘"], "lecture")
    assert "토큰을 세는 법" in first.feedback
    assert second.presenters == ["바다"]


def test_owners_of_a_list_share_the_day_set_above_it(read):
    items = read("daily_post.md").sessions[0].action_items
    monday = datetime.date(2026, 11, 23)
    assert [(item.text, item.owners, item.due) for item in items] == [
        ("작은모델", ["문가온", "배이든"], monday),
        ("큰모델", ["서나래"], monday),
    ]


def test_boxes_to_tick_and_names_with_a_verb_are_tasks(read):
    items = read("english.md").sessions[0].action_items
    assert [(item.text, item.owners) for item in items] == [
        ("Write to the speakers", []),
        ("Ada to book the room", ["Ada"]),
    ]


def test_headings_with_presenters_own_what_follows(read):
    text = "# Day4 피어세션\n\n#### 1. 합성곱 (발표자 : 하늘)\n- 커널을 움직인다\n\n#### 2. 순환망 (발표자 : )\n- 끝\n"
    first, second = read(text=text).sessions[0].reviews
    assert (first.title, first.presenters, first.feedback) == ("합성곱", ["하늘"], "- 커널을 움직인다")
    assert second.presenters == []


def test_a_word_in_brackets_is_no_presenter(read):
    topics = ("행렬", "벡터", "경사하강법 (순한맛)", "경사하강법 (매운맛)")
    text = "# Day4 피어세션\n" + "".join(f"\n#### {topic}\n- 이야기\n" for topic in topics)
    assert not [review.presenters for review in read(text=text).sessions[0].reviews]


def test_a_review_in_review_says_nothing_of_tasks(read):
    text = "# 11/19(목) 피어세션\n\n- 논문 두 편 논문 리뷰 진행\n  - 한줄평 남기기\n- 내일까지 과제 3 해오기\n"
    session = read(text=text, year_hint=2026).sessions[0]
    assert [review.subject for review in session.reviews] == ["paper"]
    assert [(item.text, item.due) for item in session.action_items] == [
        ("한줄평 남기기", None),
        ("내일까지 과제 3 해오기", datetime.date(2026, 11, 20)),
    ]


def test_each_lecture_under_a_review_of_lectures_is_one(read):
    text = "# Day3 피어세션\n\n### 강의 리뷰 및 질문정리\n\n#### 1. 행렬\n- 역행렬\n  - 참고\n\n#### 2. 벡터\n- 노름\n"
    session = read(text=text).sessions[0]
    assert [(review.title, review.subject) for review in session.reviews] == [("행렬", "lecture"), ("벡터", "lecture")]
    assert not session.questions


def test_what_a_role_does_every_day_is_no_task(read):
    session = read(text="# 1주차 피어세션\n\n## 모더레이터 할 일\n\n1. 회의록 작성\n2. 질문 정리\n").sessions[0]
    assert not session.action_items


def test_owners_stand_behind_a_task_or_are_called_with_an_at(read):
    tasks = ("논문 읽기 (가온)", "코드 정리 @이든 @gaon", "표 그리기 (중요)", "a@b.example 에 쓰기")
    items = read(text="# 피어세션\n\n" + "".join(f"- [ ] {task}\n" for task in tasks)).sessions[0].action_items
    assert [item.owners for item in items] == [["가온"], ["이든", "gaon"], [], []]


@pytest.mark.parametrize(
    "heading",
    [
        "배운 점",
        "오늘 배운 부분",
        "새롭게 안 것",
        "TIL",
        "Today I learned",
        "What we've learned",
        "Key takeaways",
        "💡 인사이트",
    ],
)
@pytest.mark.parametrize("mark", ["- ", "1. ", ""])
def test_learnings_are_bullets_or_paragraphs_under_many_headings(read, heading, mark):
    text = f"# 피어세션\n\n## {heading}\n\n{mark}평균을 빼면 편향이 사라진다.\n\n{mark}둘째.\n"
    learnings = read(text=text).sessions[0].learnings
    assert [learning.body for learning in learnings] == ["평균을 빼면 편향이 사라진다.", "둘째."]


def test_learnings_under_the_names_of_people(read):
    text = "# 피어세션\n\n## 배운 점\n\n### 가온\n\n- 하나\n\n### 이든\n\n둘\n\n## Deep Learning\n\n- 셋\n"
    assert [learning.body for learning in read(text=text).sessions[0].learnings] == ["하나", "둘"]


@pytest.mark.parametrize("label", ["리뷰할 과제", "발표할 논문", "리뷰 대상", "과제"])
def test_a_labelled_review_takes_its_people_from_the_order_beside_it(read, label):
    text = f"# 피어세션\n\n{label} : 작은 모델\n\n발표 차례 : 문가온, 배이든\n"
    (review,) = read(text=text).sessions[0].reviews
    assert (review.title, review.presenters) == ("작은 모델", ["문가온", "배이든"])


def test_a_checklist_lists_tasks(read):
    items = read(text="# Standup\n\n## Checklist\n\n- Book the room\n").sessions[0].action_items
    assert [item.text for item in items] == ["Book the room"]
