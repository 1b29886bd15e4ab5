import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.rendering import render
from meetings.search.formulas import formulas_in
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


def located(source):
    text = render(source).text
    return [text[start:end] for start, end in formulas_in(text, source)]


UNDERBRACES = r"""모양을 **맞추면** 된다. $Y = XW$이고 $X$가 $(n,d)$라면

$$
\frac{\partial L}{\partial W} = \underbrace{X^\top}_{(d,\,n)} \underbrace{\frac{\partial L}{\partial Y}}_{(n,k)}, \quad
\frac{\partial L}{\partial X} = \underbrace{\frac{\partial L}{\partial Y}}_{(n,\,k)} \underbrace{W^\top}_{(k,\,d)}
$$

곱해서 맞는 모양이 되는 방법이 하나뿐이다!"""


@pytest.mark.parametrize("words", [r"\frac", r"\partial", "방법이"])
def test_formulas_of_the_title_are_not_looked_for_below_it(words):
    text = render(UNDERBRACES).text
    html = snippet(text, UNDERBRACES, asked(words), is_titled=True)
    display = UNDERBRACES.split("$$")[1].strip()
    assert re.sub("</?mark>", "", html).startswith(f"<code>{display}</code>")
    title = marked(text, asked(words), UNDERBRACES)
    assert title.endswith("된다. <code>Y = XW</code>이고 <code>X</code>가 <code>(n,d)</code>라면")


def test_an_environment_without_dollars_is_a_formula_as_on_its_page():
    formula = r"""\begin{align*}
L &= -\sum_k y_k \log p_k = -\sum_k y_k \Bigl( z_k - \log \sum_j e^{z_j} \Bigr) \\
&= -\sum_k y_k z_k + \log \sum_j e^{z_j} \\
\frac{\partial L}{\partial z_i} &= -y_i + \frac{e^{z_i}}{\sum_j e^{z_j}} = p_i - y_i
\end{align*}"""
    source = "로그를 먼저 풀면 짧다. " * 20 + f"\n\n{formula}\n\n" + r"둘째 줄에서 $\sum_k y_k = 1$을 썼다."
    html = snippet(render(source).text, source, asked(r"\partial"))
    plain = re.sub("</?mark>", "", html).replace("&amp;", "&")
    assert f"<code>{formula}</code>" in plain
    assert "<code>\\sum_k y_k = 1</code>을" in plain


def test_a_formula_of_one_letter_is_no_letter_of_a_word():
    source = """평균을 배치에 기대지 않는 친구들:

| 이름 | 범위 ($N, C, H, W$에서) | 많이 쓰는 곳 |
|---|---|---|
| BatchNorm | $N, H, W$ | 배치가 큰 CNN |
| LayerNorm | $C$ (토큰마다) | 트랜스포머 |"""
    html = snippet(render(source).text, source, asked("트랜스포머"))
    assert "큰 CNN\nLayerNorm <code>C</code> (토큰마다)" in html


@pytest.mark.parametrize(
    ("source", "formulas"),
    [
        (r"\(x_1\)와 \[\frac ab\] 그리고 $`y_1`$", ["x_1", r"\frac ab", "y_1"]),
        ("```math\n\\frac ab\n```\n그리고 $a$", [r"\frac ab", "a"]),
        ("값 $5 와 $6 그리고 $x$", ["x"]),
        ("코드 `$x$` 는 식 $x$ 는", ["x"]),
        ("```\necho $x$ y\n```\n\n식 $x$ y", ["x"]),
        ("1. $x$\n2. $y$\n3. $z$", ["x", "y", "z"]),
        ("a cat, a dog: $a$ is a letter", ["a"]),
        ("$n$ n개 중 $n$개, n = $n$", ["n", "n", "n"]),
        ("> 인용\n>\n> $$\n> a\n> = b\n> $$\n>\n> 끝 $a$", ["a\n= b", "a"]),
        ("| $P(A\\|B)$ | x |\n|---|---|\n| $x$ | $P(C|D)$ |", ["P(A|B)", "x", "P(C|D)"]),
        ("$$\na\n\nb\n$$\n\n뒤 $a$", ["a\n\nb", "a"]),
        ("<b>$x$</b> x [y](https://y.example/y) $x$<br>$y$", ["x", "x", "y"]),
        ("$x$는\r\n\r\n$$\r\na\r\n= b\r\n$$", ["x", "a\n= b"]),
    ],
)
def test_formulas_are_found_as_they_are_set(source, formulas):
    assert located(source) == formulas


def test_letters_beside_a_formula_are_not_taken_for_it():
    source = "a cat, a dog: $a$ is a letter"
    assert list(formulas_in(render(source).text, source)) == [(14, 15)]


def test_a_title_that_is_a_formula_of_several_lines_is_whole():
    source = "\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}\n\n왜 그런가요?"
    text = render(source).text
    formula = text.partition("\n왜")[0]
    assert marked(text, asked("왜"), source) == f"<code>{formula.replace('&', '&amp;')}</code>"
    assert snippet(text, source, asked("왜"), is_titled=True) == "<mark>왜</mark> 그런가요?"


@pytest.mark.parametrize("piece", ["\\begin{cases}", "${", "$x {", "\\(", "```math\n", "$x$ x "])
def test_what_only_looks_like_formulas_takes_no_time(piece):
    source = piece * (180_000 // len(piece)) + "\\end{cases} \\) }$"
    began = time.process_time()
    snippet(source, source, asked("frac"))
    assert time.process_time() - began < 0.5
