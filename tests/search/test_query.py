import datetime
import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meetings.search.query import MOST_FILTERS, MOST_WORDS, Term, parse


def told(text):
    return [(said.key, said.value) for said in parse(text).filters]


def test_words_phrases_and_what_must_not_be_there():
    query = parse('역전파 "경사 하강법" -과적합 -"배치 정규화" self-attention')
    assert query.terms == (
        Term("역전파"),
        Term("경사 하강법", is_phrase=True),
        Term("과적합", is_excluded=True),
        Term("배치 정규화", is_phrase=True, is_excluded=True),
        Term("self-attention"),
    )


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("tag:rnn 태그:#rnn", [("tag", "rnn")]),
        ("by:@가온 이름:나", [("by", "가온"), ("by", "me")]),
        ("week:3 주차:3주차", [("week", "3")]),
        ("lecture:7 강의:7강", [("lecture", "7")]),
        ("is:open status:open 상태:열림", [("status", "open")]),
        ("상태:답", [("status", "answered")]),
        ("team:mine 조:우리 team:team-12", [("team", "mine"), ("team", "team-12")]),
        ("kind:question 종류:배움", [("kind", "question"), ("kind", "learning")]),
        ('tag:"KL 발산"', [("tag", "KL 발산")]),
        ("after:2026-11 이전:2026-11-20", [("after", "2026-11"), ("before", "2026-11-20")]),
        ("since:2026 부터:2026 이후:2026-1", [("after", "2026"), ("after", "2026-1")]),
        ("until:2026-11-20 까지:2026", [("until", "2026-11-20"), ("until", "2026")]),
    ],
)
def test_filters_in_both_languages(text, filters):
    assert told(text) == filters
    assert parse(text).terms == ()


def test_a_filter_counts_once_and_is_taken_off_with_all_its_repetitions():
    query = parse("week:3 역전파 주차:3 is:open")
    assert told(query.text) == [("week", "3"), ("status", "open")]
    assert [said.without() for said in query.filters] == ["역전파 is:open", "week:3 역전파 주차:3"]
    assert query.plain == "역전파"


def test_a_kind_is_named_and_taken_out_however_often_it_is_said():
    query = parse("종류:질문 역전파 kind:q kind:learning week:3")
    assert query.kind == "question"
    assert query.of_any_kind().text == "역전파 week:3"
    assert (parse("역전파").kind, parse("역전파").of_any_kind()) == ("", parse("역전파"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Q72", 72),
        ("q72 조:우리", 72),
        ("#72", 72),
        ("[[Q72]]", 72),
        ("72", None),
        ('"Q72"', None),
        ("Q72 왜", None),
        ("-Q72", None),
        ("[[Q72", None),
        ("tag:#72", None),
        ("Q" + "9" * 19, None),
    ],
)
def test_a_question_is_named_by_its_number_and_nothing_else(text, number):
    assert parse(text).number == number


def test_what_is_too_much_at_once_is_told_and_not_looked_for():
    query = parse(" ".join(f"by:사람{number}" for number in range(MOST_FILTERS + 2)))
    assert len(query.filters) == MOST_FILTERS
    assert query.left_out == ("by:사람8", "by:사람9")
    assert (query.plain, query.terms) == ("", ())
    query = parse(" ".join("가나다라마바사아자차카타파하거너더러머버서어저처커터") + ' -"고 노"')
    assert len(query.terms) == MOST_WORDS
    assert query.left_out == ("커", "터", '-"고 노"')
    assert parse("역전파 week:3").left_out == ()


def test_what_is_said_again_is_looked_for_once_and_never_left_out():
    query = parse("배치 " * 133)
    assert (query.terms, query.left_out) == ((Term("배치"),), ())
    assert parse('배치 "배치" -배치 배치').terms == (Term("배치"), Term("배치", True), Term("배치", False, True))
    many = " ".join(f"낱말{number}" for number in range(MOST_WORDS))
    assert parse(f"배치 {many} {many} 배치").left_out == (f"낱말{MOST_WORDS - 1}",)


@pytest.mark.parametrize(
    "text", ["week:soon", "is:nice", "after:2026-13", "before:0001", "after:9999-12", "http://a.example", "P(A|B)"]
)
def test_what_is_no_filter_is_a_word(text):
    assert told(text) == []
    assert [term.text for term in parse(text).terms] == [text]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("수렴하나요?", "수렴하나요"),
        ("하강법을,", "하강법을"),
        ("(하강법이)", "하강법이"),
        ("하강법이?!", "하강법이"),
        ("하강법…", "하강법"),
        ("(이것은", "이것은"),
        ("'하강법'", "하강법"),
        ("fit()?", "fit()"),
        ("P(A|B):", "P(A|B)"),
        ("softmax(", "softmax("),
        ("__init__(self)", "__init__(self)"),
        ("C++,", "C++"),
        ("c#", "c#"),
        (r"\lambda.", r"\lambda"),
        (r"\frac{1}{2}", r"\frac{1}{2}"),
    ],
)
def test_the_signs_of_a_sentence_are_no_part_of_a_word(typed, word):
    assert [term.text for term in parse(typed).terms] == [word]


@pytest.mark.parametrize("text", ["?", "()", '"', "…"])
def test_signs_alone_are_no_words(text):
    assert parse(text).terms == ()


def test_it_is_the_same_whichever_keyboard_typed_it():
    text = '태그:정규화 "경사 하강법" 이름:은결 week:3'
    for typed in (unicodedata.normalize("NFD", text), text.replace(' "', " “").replace('" ', "” ").replace(":", "：")):
        assert parse(typed) == parse(text)
    assert parse("가" * 200) == parse(unicodedata.normalize("NFD", "가" * 200))


def test_days():
    assert parse("after:2026-12").filters[0].days == (datetime.date(2026, 12, 1), datetime.date(2027, 1, 1))
    assert parse("after:2026").filters[0].days == (datetime.date(2026, 1, 1), datetime.date(2027, 1, 1))


def test_a_chip_says_whether_its_day_belongs_to_it():
    for language, labels in {
        "ko": ["2026-11-12 전", "2026-11-12까지", "2026-11-12부터"],
        "en": ["before 2026-11-12", "until 2026-11-12", "since 2026-11-12"],
    }.items():
        with translation.override(language):
            said = parse("이전:2026-11-12 까지:2026-11-12 이후:2026-11-12").filters
            assert [one.label for one in said] == labels


def test_a_filter_can_be_taken_out():
    query = parse("경사 week:3 하강법 is:open -과적합")
    assert query.filters[0].without() == "경사 하강법 is:open -과적합"
    assert query.plain == "경사 하강법 -과적합"
    assert query.words == "경사 하강법"
    assert query.filters[0].label


def test_words_are_told_without_quotes_and_without_what_must_not_be_there():
    assert parse('왜 "거리"가 아닌가요? -퀴즈').words == "왜 거리 가 아닌가요?"


@pytest.mark.parametrize(
    ("text", "narrowed"),
    [
        ('"배치 정규화', '"배치 정규화" team:mine'),
        ('"배치 정규화"', '"배치 정규화" team:mine'),
        ('역전파 -"경사', '역전파 -"경사" team:mine'),
        ('tag:"KL 발산', 'tag:"KL 발산" team:mine'),
    ],
)
def test_a_filter_more_is_no_part_of_a_quote_that_was_left_open(text, narrowed):
    assert parse(text).narrowed_by("team:mine") == narrowed
    assert told(narrowed)[-1] == ("team", "mine")


def test_a_quote_that_is_open_yet_is_that_of_a_filter():
    assert told('손실 tag:"KL 발산') == [("tag", "KL 발산")]


def test_a_chip_says_the_name_that_it_was_given():
    with translation.override("en"):
        labels = [said.label for said in parse("tag:나 by:우리 by:나 team:우리 team:me").filters]
    assert labels == ["#나", "by 우리", "by me", "only our team", "team me"]


@given(st.text(max_size=100))
def test_anything_can_be_typed(text):
    query = parse(text)
    assert [parse(said.without()).text for said in query.filters] == [said.without() for said in query.filters]


@given(st.text(max_size=100) | st.text('"a:태그-() ', max_size=20))
def test_a_filter_more_changes_nothing_else(text):
    query = parse(text)
    narrowed = parse(query.narrowed_by("team:12"))
    assert narrowed.terms == query.terms
    assert {(said.key, said.value) for said in narrowed.filters} == {
        *((said.key, said.value) for said in query.filters),
        ("team", "12"),
    }
