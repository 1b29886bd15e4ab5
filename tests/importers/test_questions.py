import pytest


def questions(read, *args, **options):
    return [question for session in read(*args, **options).sessions for question in session.questions]


def body_of(read, text):
    return [question.body for question in questions(read, text=text)]


def test_labelled_questions_take_the_paragraphs_below_as_answers(read):
    first, second = questions(read, "minutes.md")[:2]
    assert first.body == "배치 정규화를 하면 편향이 왜 필요 없나요?"
    assert first.answers[0].body.startswith("평균을 빼면서")
    assert "https://example.org/batch-norm" in first.answers[0].body
    assert (first.confidence, first.status, first.lecture) == ("certain", "answered", "11강")
    assert "\\lambda_{max}" in second.answers[0].body


def test_a_name_over_a_list_asks_the_whole_list(read):
    asked = [(question.asked_by, question.audience) for question in questions(read, "minutes.md")[2:]]
    assert asked == [(["문가온"], "mentor")] * 2 + [(["배이든"], "mentor")] * 2


def test_an_answer_under_several_open_questions_is_nobodys(read):
    inline, last = questions(read, "minutes.md")[-2:]
    assert inline.answers[0].body == "표 하나면 충분하다."
    assert (last.status, last.answers) == ("open", [])


def test_given_names_are_told_to_be_whom_the_note_names_in_full(read):
    asked = [question.asked_by for question in questions(read, "daily_post.md")[:3]]
    assert asked == [["문가온"], ["서나래"], ["남궁마루"]]


def test_a_nested_list_answers_without_a_mark(read):
    second = questions(read, "daily_post.md")[1]
    assert second.body == "드롭아웃은 평가할 때 왜 끄는지"
    assert "같은 답이 나와야" in second.answers[0].body


def test_a_bare_name_announces_what_stands_below(read):
    third = questions(read, "daily_post.md")[2]
    assert third.body == "패딩 토큰의 손실을 모르겠습니다"
    assert third.answers[0].body == "ignore_index 참고"


def test_a_section_about_a_class_asks_the_master(read):
    of_class = questions(read, "daily_post.md")[3:]
    assert [question.audience for question in of_class] == ["master", "master"]
    assert [question.body for question in of_class] == ["수학은 얼마나 필요한가", "학위가 중요한가"]


def test_what_somebody_asks_himself_in_a_retrospective_is_no_question(read):
    assert not [question for question in questions(read, "daily_post.md") if "어려울까" in question.body]


def test_pictures_and_quotes_ask_in_class_notes(read):
    asked = questions(read, "class_note.md")
    assert [question.body for question in asked] == [
        "![]({{site.url}}/assets/q1.png)",
        "![](./q2.png)",
        "마지막으로 하고 싶은 말씀이 있다면?",
    ]
    assert asked[0].answers[0].body == "- 처음에는 누구나 어렵다\n이어지는 줄"
    assert {question.audience for question in asked} == {"master"}


def test_an_arrow_parts_question_from_answer(read):
    first, second, third = questions(read, "arrows.md")
    assert first.answers[0].body == "어텐션이 길이의 제곱에 비례한다."
    assert second.status == "deferred"  # "추가 학습" answers nothing
    assert third.body == "768 -> 64 -> 768로 줄였다 늘리는 이유는 무엇인가요?"
    assert third.status == "deferred"


def test_a_conversation_is_one_question_until_it_breaks(read):
    first, second = questions(read, "english.md")
    assert (first.body, first.asked_by) == ("How do we know that it works?", ["Ada"])
    assert "Twice?" in first.answers[0].body
    assert second.body == "Is the limit per file?"


@pytest.mark.parametrize(
    "line",
    ["- Transformer란?", "- 예) 왜 지수를 쓰는가?", "- 이미지", "- 자료는 다음 페이지", "- 각자 정리하여 올렸다."],
)
def test_what_is_no_question(read, line):
    assert body_of(read, f"# 피어세션\n\n## 이야기\n\n{line}\n") == []


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Q1) 왜 그런가요?\n\nA1) 그래서요.\n", "왜 그런가요?"),
        ("- 질문 : 왜 그런지\n  - 그래서요.\n", "왜 그런지"),
        ("👶❓ : 왜 그럴까?\n\n👩‍🏫❕ : 그래서요.\n", "왜 그럴까?"),
        ("<details>\n<summary>Q. 왜 그럴까?</summary>\n\n그래서요.\n</details>\n", "왜 그럴까?"),
        ("**Q. 왜 그럴까?**\n\n그래서요.\n", "왜 그럴까?"),
        ("### Q2) 왜 그럴까?\n\n그래서요.\n", "왜 그럴까?"),
        ("- Q\n\n      왜 그럴까요?\n\n  A\n\n      그래서요.\n", "왜 그럴까요?"),
    ],
)
def test_forms_of_a_marked_question(read, text, body):
    (question,) = questions(read, text="# 피어세션\n\n" + text)
    assert question.body == body
    assert "그래서요." in question.answers[0].body
    assert question.status == "answered"


def test_code_between_question_and_answer_belongs_to_the_question(read):
    text = "# 피어세션\n\nQ. 아래 코드는 왜 틀리나요?\n\n```python\n1 / 0\n```\n\nA. 영으로 나누기 때문이다.\n"
    (question,) = questions(read, text=text)
    assert "1 / 0" in question.body
    assert question.answers[0].body == "영으로 나누기 때문이다."


def test_answers_may_name_the_question_by_its_number(read):
    text = "# 멘토링\n\n## 사전 질문\n\n1. 무엇이 먼저인가요?\n\n2. 무엇이 나중인가요?\n\n- 질문 2번 : 배포다.\n"
    first, second = questions(read, text=text)
    assert (first.status, second.status) == ("open", "answered")
    assert second.answers[0].body == "배포다."


def test_a_list_repeated_with_answers_is_one_list(read):
    text = "# Further Question\n\n- 평균은 왜 흔들리나요?\n\n### Q1) 평균은 왜 흔들리나요?\n\n표본이 작기 때문이다.\n"
    (question,) = questions(read, text=text)
    assert question.answers
    assert question.repeated == [(3, 3)]


def test_whatever_is_repeated_before_the_answer_is_remembered(read):
    asked = "Q1. 배치 정규화를 하면 편향이 왜 필요 없나요?\n"
    question = read(text=f"# 기록\n{asked * 3}- 강의 자료 함께 보기\n").sessions[0].questions[0]
    assert question.lines == (4, 4)
    assert sorted(question.repeated) == [(2, 2), (3, 3)]


TABLE = "| 질문 | 누가 | 답 |\n|---|---|---|\n| 왜 나누나요? | 가온 | 분산 |\n| 왜 곱하나요? | 이든 | 크기 |\n"


@pytest.mark.parametrize("head", ["", "- 왜 더하나요?\n", "- 왜 더하나요?\n\n", "Q. 왜 더하나요?\n\n"])
def test_a_table_neither_asks_nor_answers(read, head):
    asked = questions(read, text=f"# 피어세션\n\n## 질문\n\n{head}{TABLE}")
    assert [(question.body, question.answers) for question in asked] == ([("왜 더하나요?", [])] if head else [])


def test_an_answer_may_go_on_with_a_table(read):
    (question,) = questions(read, text=f"# 피어세션\n\n## 질문\n\nQ. 왜 더하나요?\n\nA. 표로 보면\n\n{TABLE}")
    assert question.answers[0].body.startswith("표로 보면")
    assert "| 왜 나누나요? | 가온 | 분산 |" in question.answers[0].body


def test_tags_that_close_around_an_answer_are_none_of_it(read):
    text = "# 피어세션\n\n<details>\n<summary>Q. 왜 그럴까?</summary>\n\n그래서요. </details>\n"
    (question,) = questions(read, text=text)
    assert question.answers[0].body == "그래서요."


@pytest.mark.parametrize("people", ["참석자: 문가온, 배이든\n\n", ""], ids=["known", "unknown"])
@pytest.mark.parametrize("line", ["- 가온: 왜 나누나요?", "- 왜 나누나요? (가온)", "1. 가온 : 왜 나누나요?"])
def test_a_bare_name_before_a_colon_or_in_brackets_asks(read, people, line):
    (question,) = questions(read, text=f"# 피어세션\n\n{people}## 질문\n\n{line}\n")
    assert question.body == "왜 나누나요?"
    assert question.asked_by == ["문가온" if people else "가온"]


@pytest.mark.parametrize(
    "line", ["- 모델: 왜 나누나요?", "- 정규화: 왜 나누나요?", "- 왜 나누나요? (심화)", "- 역치: 왜 역치로 나누나요?"]
)
def test_a_topic_before_a_colon_or_in_brackets_asks_nothing(read, line):
    (question,) = questions(read, text=f"# 피어세션\n\n## 질문\n\n{line}\n")
    assert (question.asked_by, question.body) == ([], line[2:])


def test_people_whom_the_team_knows_are_known_by_their_given_names(read):
    text = "# 피어세션\n\n## 질문\n\n- 가온: 왜 나누나요?\n\n가온 이야기\n"
    assert questions(read, text=text)[0].asked_by == []
    assert questions(read, text=text, known=("문가온",))[0].asked_by == ["문가온"]


def test_plain_items_among_what_people_wonder_about_are_questions(read):
    items = "- 헤드 수의 근거\n  - 실험으로 정한다.\n- 학습률과의 관계\n- 없음\n- 다음에 이야기했음\n"
    asked = questions(read, text=f"# 피어세션\n\n## 궁금한 점\n\n{items}")
    assert [(question.body, len(question.answers)) for question in asked] == [
        ("헤드 수의 근거", 1),
        ("학습률과의 관계", 0),
    ]


def test_what_follows_a_fold_below_a_heading_that_asks_belongs_to_its_answer(read):
    fold = "<details>\n<summary>펼치기</summary>\n\n글\n\n</details>"
    text = f"# 기록\n\n# 왜 나누나요?\n\n### 안쪽\n\n{fold}\n\n바깥의 글이다.\n"
    (question,) = questions(read, text=text)
    assert "안쪽" in question.answers[0].body
    assert "바깥의 글이다." in question.answers[-1].body
