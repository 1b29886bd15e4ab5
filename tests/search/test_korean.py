import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.search import korean


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("가능도의", "가능도"),
        ("역전파가", "역전파"),
        ("학습률이", "학습률"),
        ("엔트로피란", "엔트로피"),
        ("모델로", "모델"),
        ("어텐션에서는", "어텐션"),
        ("전문가", "전문가"),  # 가 never follows a consonant
        ("가능도", "가능도"),  # 도 is part of many words
        ("정의", "정의"),  # what would stay is no word
    ],
)
def test_a_particle_goes_where_it_can_be_one(word, stem):
    assert korean.stripped(word) == stem


@pytest.mark.parametrize(
    ("word", "some", "none"),
    [
        ("학습", "은 으로 에서", "는 로 라는"),
        ("함수", "는 로 라는 에서", "은 으로 이란"),
        ("모델", "은 로 로는", "는 으로"),
    ],
)
def test_particles_agree_with_the_end_of_a_word(word, some, none):
    told = {particle for part in korean.particles(word) for particle in part}
    assert told >= set(some.split())
    assert not told & set(none.split())


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("수렴한다", "수렴"),
        ("구현했습니다", "구현"),
        ("초기화하기", "초기화"),
        ("어렵다", "어려"),
        ("어려운", "어렵"),
        ("나눕니다", "나눠"),
        ("나눴더니", "나누"),
        ("나눴더니", "나눠"),
        ("사라져요", "사라지"),
        ("사라졌나요", "사라진"),
        ("맞춰서", "맞추"),
        ("살펴봤는데", "살펴보"),
        ("받아썼다", "받아쓰"),
        ("학습했더니", "학습"),
        ("나누는가요", "나눌"),
        ("만나니까", "만났"),
    ],
)
def test_verbs_are_found_in_other_forms(word, stem):
    assert stem in [*korean.stems(word), *(form for form, _then in korean.forms(word))]


@pytest.mark.parametrize(("word", "noun"), [("사라지", "사람"), ("고려는", "고리"), ("수렴하지", "수렴한")])
def test_a_verb_has_no_forms_that_it_cannot_have(word, noun):
    assert noun not in [*korean.stems(word), *(form for form, _then in korean.forms(word))]


@pytest.mark.parametrize("noun", ["이미지", "자연어", "에너지"])
def test_a_noun_with_its_particle_is_no_verb(noun):
    assert korean.nominal_stems(noun) == []
    assert korean.nominal_stems("나누기")


@pytest.mark.parametrize("noun", ["행렬", "트랜스포머", "확률"])
def test_a_noun_has_no_ending(noun):
    assert korean.stems(noun) == []


@pytest.mark.parametrize("text", ["Day 34", "Day34", "day_34", "DAY-34"])
def test_spellings_of_a_name_with_a_number_are_one(text):
    assert korean.phrase_tokens(text) == ["day", "34"]


def test_names_of_code_are_found_by_their_parts():
    tokens = korean.document_tokens("", "CrossEntropyLoss batch_idx Res-Net C++ #rnn")
    assert {"crossentropyloss", "cross", "entropy", "batch_idx", "batch", "resnet", "c++", "rnn"} <= set(tokens)


def test_formulas_keep_their_commands():
    tokens = korean.document_tokens("", r"$\frac{n_k}{\lambda}$ μ")
    assert {"\\frac", "n_k", "\\lambda", "\\mu", "lambda", "mu"} <= set(tokens)


def test_every_syllable_begins_a_token():
    assert korean.phrase_tokens("경사하강법") == ["경사", "사하", "하강", "강법"]
    assert korean.document_tokens("", "결합")[-3:] == ["결합", "합", "_"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("ghkrfbf", "확률"), ("rudtkgkrkdqjq", "경사하강법"), ("djqtdl", "없이"), ("softmax", "")]
)
def test_korean_typed_in_the_english_layout(typed, meant):
    assert korean.typed_as_latin(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gkr", "학"), ("gkrt", "핛"), ("ghkrf", "확ㄹ"), ("ghkrfb", "확류"), ("gk", ""), ("rnn", ""), ("gkrㅗ", "")],
)
def test_half_a_word_of_korean_typed_in_the_english_layout(typed, meant):
    assert korean.begun_as_latin(typed) == meant
    assert korean.typed_as_latin(typed) == (meant if meant == "확류" else "")


def test_english_typed_in_the_korean_layout():
    assert korean.typed_as_korean("낼슴ㅌ") == "softmax"


def test_letters_and_initials():
    assert korean.initials("경사하강법") == "ㄱㅅㅎㄱㅂ"
    assert korean.jamo("드롭아우ㅅ") == korean.jamo("드롭아웃")
    assert "드롭아웃" in korean.unfinished("드롭아우ㅅ")
    assert korean.folded("ㄱㅅㅎ ① ℝ") == "ㄱㅅㅎ 1 R"


@pytest.mark.parametrize(
    ("word", "goes_on"),
    [
        ("학ㅅ", True),
        ("핛", True),
        ("학습ㄹ", True),
        ("학습", False),
        ("ㅅ", False),
        ("", False),
        ("aㅅ", False),
        ("했", False),
    ],
)
def test_a_syllable_is_begun_by_a_letter_without_a_place(word, goes_on):
    assert korean.goes_on(word) == goes_on


@given(st.text("가각뷁ㄱㅏ", max_size=8))
def test_letters_come_together_as_they_were_typed(word):
    letters = korean.jamo(korean.composed(korean.jamo(word)))
    assert letters == korean.jamo(word)


@given(st.text(max_size=200))
def test_tokens_of_any_text_can_be_stored(text):
    for token in korean.document_tokens(text, text):
        assert token
        assert not set(token) & set(" \t\n\"'\0")


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_distance_is_the_same_both_ways(one, other):
    assert korean.distance(one, other, 3) == korean.distance(other, one, 3)
    assert (korean.distance(one, other, 3) == 0) == (one == other)


def test_swapped_letters_are_one_mistake():
    assert korean.distance("gradeint", "gradient", 2) == 1
