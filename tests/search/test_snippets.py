import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.search.needles import first_tiers
from meetings.search.query import parse
from meetings.search.snippets import LENGTH, LONGEST_FORMULA, LONGEST_TITLE, marked, snippet


def asked(text):
    return first_tiers(parse(text))[0]


def test_what_was_found_is_marked():
    assert marked("가능도의 곱", asked("가능도를")) == "<mark>가능도</mark>의 곱"
    assert marked("Day_34 후기", asked("day34")) == "<mark>Day_34</mark> 후기"
    assert marked("Res-Net", asked("resnet")) == "<mark>Res-Net</mark>"


def test_markup_of_a_text_stays_text():
    html = marked('<img src=x onerror="alert(1)"> & <mark>', asked("img"))
    assert html == "&lt;<mark>img</mark> src=x onerror=&quot;alert(1)&quot;&gt; &amp; &lt;mark&gt;"


def test_marks_never_cut_an_escape():
    assert marked("a&amp;b < c", asked("amp")) == "a&amp;<mark>amp</mark>;b &lt; c"


def test_a_long_text_is_cut_around_what_was_found():
    text = "처음 " * 100 + "역전파가 여기 있습니다 " + "끝 " * 100
    html = snippet(text, text, asked("역전파"))
    assert "<mark>역전파</mark>가 여기" in html
    assert html.startswith("…")
    assert html.endswith("…")
    assert len(html) < 300


@given(st.integers(0, 200), st.integers(1, 60))
def test_a_formula_is_never_cut(before, length):
    formula = r"\frac{a}{b}" + "+x" * length
    text = "글 " * before + "역전파 " + "가 " * 60 + formula + " 나" * 200
    html = snippet(text, text.replace(formula, f"${formula}$"), asked("역전파"))
    if len(formula) <= LONGEST_FORMULA:
        assert formula in html or r"\frac" not in html


def test_letters_of_other_widths_are_marked_where_they_stand():
    assert marked("① ｓｏｆｔｍａｘ 함수", asked("softmax")) == "① <mark>ｓｏｆｔｍａｘ</mark> 함수"


@pytest.mark.slow
@given(st.text(max_size=300), st.text(max_size=20))
def test_nothing_but_marks_and_code_comes_out(text, words):
    html = snippet(text, text, asked(words))
    assert not re.sub(r"</?(?:mark|code)>", "", html).count("<")


def test_a_formula_that_nobody_reads_to_its_end_is_cut_where_it_was_found():
    formula = r"\sum_{i}" + " + x_i" * 200 + " + gradient" + " + y_i" * 20_000
    text = "처음 " + formula
    html = snippet(text, f"처음 ${formula}$", asked("gradient"))
    assert "<mark>gradient</mark>" in re.sub("</?code>", "", html)
    assert len(html) < 1000


@given(st.integers(0, 1000), st.integers(1, 3000), st.sampled_from(["x", "<", "가 "]))
def test_no_snippet_is_longer_than_a_line_and_a_formula(before, length, letter):
    formula = letter * length
    text = "글 " * before + "역전파 " + formula + " 나" * 200
    html = snippet(text, text.replace(formula, f"${formula}$"), asked("역전파"))
    assert "역전파" in html
    assert len(html) < 6 * (LENGTH + 2 * LONGEST_FORMULA)


def test_what_stands_far_down_in_a_long_text_is_shown():
    text = "서론 " * 30_000 + "역전파 " + "결론 " * 10_000
    html = snippet(text, text, asked("역전파"))
    assert "<mark>역전파</mark>" in html
    assert html.startswith("…")
    assert html.endswith("…")


@pytest.mark.parametrize("hidden", ["<!-- {} -->", "{}"])
def test_thousands_of_formulas_and_marks_take_no_time(hidden):
    source = hidden.format("$q_1$ " * 30_000)
    text = "가 나 다 라 마 바 사 아 " * 12_000
    began = time.process_time()
    snippet(text, source, asked("가 나 다 라 마 바 사 아"))
    assert time.process_time() - began < 0.5


def test_a_formula_of_a_title_is_shown_as_its_source_and_in_one_piece():
    source = r"왜 $D_{KL}(p\|q)$는 거리가 아닌가요?"
    html = marked(source.replace("$", ""), asked("kl 거리"), source)
    assert html == r"왜 <code>D_{<mark>KL</mark>}(p\|q)</code>는 <mark>거리</mark>가 아닌가요?"
    html = snippet(source.replace("$", ""), source, asked("kl"))
    assert r"<code>D_{<mark>KL</mark>}(p\|q)</code>는" in html


@given(st.integers(0, LONGEST_TITLE + 20), st.integers(1, 60))
def test_a_long_title_ends_with_a_whole_formula(before, length):
    formula = r"\frac{a}{b}" + "+x" * length
    text = "글" * before + f" {formula} " + "나 " * 200
    html = marked(text, asked("역전파"), text.replace(formula, f"${formula}$"))
    assert html.endswith("…")
    assert f"<code>{formula}</code>" in html or "frac" not in html
    assert len(html) < LONGEST_TITLE + len(formula) + 40
