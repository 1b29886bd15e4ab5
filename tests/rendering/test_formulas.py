import json
import re
import time

import pytest

from meetings.rendering import render
from meetings.rendering.formulas import FormulaError, _Memory, needs_display, typeset

from .reading import page


@pytest.mark.parametrize(
    ("source", "formulas"),
    [
        ("값 $x_i$ 와 $y_j^*$", ["x_i", "y_j^*"]),
        (r"$\text{KL}(P\|Q)$", [r"\text{KL}(P\|Q)"]),
        (r"$a \\ b$", [r"a \\ b"]),
        (r"$\{1,2\}$", [r"\{1,2\}"]),
        (r"$\text{한글 변수}_i$", [r"\text{한글 변수}_i"]),
        (r"Q2.  $ \lambda_1 = 2 $ 이다", [r"\lambda_1 = 2"]),
        ("$f(x)$와", ["f(x)"]),
        ("$E||y-f(x)||_2$", ["E||y-f(x)||_2"]),
        ("$P(x<y)$", ["P(x<y)"]),
        (r"\(x_i\)", ["x_i"]),
        (r"\[y_j\]", ["y_j"]),
        (r"\begin{align}a&=b\\c&=d\end{align}", [r"\begin{align}a&=b\\c&=d\end{align}"]),
        ("```math\nx_1\n```", ["x_1"]),
        ("$n$개 중 $k$개", ["n", "k"]),
        ("**$a*b$** 와 $c*d$", ["a*b", "c*d"]),
        (r"$\text{if $x$}$ 이면", [r"\text{if $x$}"]),
        ("링크 [$a]b$ 글](https://example.com)", ["a]b"]),
        ("$`x_1`$", ["x_1"]),
        ("문장 속 $$x^2$$ 도", ["x^2"]),
        ("| $P(A|B)$ | 둘 |\n|---|---|\n| 하나 | $P(C|D)$ |", ["P(A|B)", "P(C|D)"]),
        (r"| $P(A\|B)$ | 둘 |" + "\n|---|---|\n" + r"| 하나 | $P(C\|D)$ |", ["P(A|B)", "P(C|D)"]),
    ],
)
def test_formula_is_set_with_its_source_unchanged(source, formulas):
    shown = page(source)
    assert shown.formulas == formulas
    assert not shown.wrong_formulas
    assert not shown.all("em")


@pytest.mark.parametrize(
    "source",
    [
        "$5 and $6",
        "$5와 $6",
        "예산 $100, 지출 $30",
        r"\$x_1\$",
        "`$x$`",
        "```bash\necho $HOME $PATH\n```",
        "5 $ and 6 $ total",
        "$HOME/bin:$PATH",
        r"\[마스터클래스\] 후기 \(필수\)",
        r"\[ \] 할 일, \[x\] 한 일, \[1\]",
        "    echo $HOME $PATH",
        "US$5짜리와 US$6",
        "$$",
        "$ $",
        "$$\n\n$$",
    ],
)
def test_money_shell_and_brackets_are_no_formula(source):
    shown = page(source)
    assert not shown.formulas
    assert not shown.wrong_formulas


def test_display_formula_takes_lines_that_look_like_a_list_and_ends_the_paragraph():
    shown = page("앞\n$$\na_1\n- b\n* c\n$$\n뒤")
    assert shown.formulas == ["a_1\n- b\n* c"]
    assert len(shown.all("span", "math-display")) == 1
    assert [paragraph.text for paragraph in shown.all("p")] == ["앞", "뒤"]
    assert not shown.all("li")


def test_display_formula_stays_in_its_list_item_and_in_its_quote():
    item, second = page("- 항목\n\n  $$\n  x_1\n  $$\n- 둘").all("li")
    assert item.formulas == ["x_1"]
    assert second.text.strip() == "둘"
    (quote,) = page("> $$\n> x\n> $$").all("blockquote")
    assert quote.formulas == ["x"]


def test_a_display_formula_without_end_leaves_the_text_alone():
    shown = page("$$\nx\n\n# 제목\n\n- 글")
    assert not shown.formulas
    assert shown.all("h1")
    assert shown.all("li")


@pytest.mark.parametrize("source", [r"$x = 1 \tag{3}$", r"$\begin{align}a&=b\end{align}$", r"\(y \tag{1}\)"])
def test_what_only_a_display_can_hold_is_set_as_display(source):
    shown = page(source)
    assert len(shown.all("span", "math-display")) == 1
    assert not shown.wrong_formulas


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{align} a &= b \label{eq:1} \\ c &= d \nonumber \end{align}",
        r"\require{cancel} \cancel{x}",
        r"\eqref{eq:1}",
        r"\mathbbm{1}_A + \mathds{1}",
        r"\DeclareMathOperator{\softmin}{softmin} \softmin(x)",
        r"\bm{x} \argmax_\theta \R \E[X] \norm{x}",
        r"x^\*",
    ],
)
def test_what_authors_use_beyond_katex_is_set(tex):
    assert not page(f"$$ {tex} $$").wrong_formulas


def test_a_wrong_formula_shows_its_source_beside_good_ones_and_warns_with_its_line():
    rendered = render("첫 줄\n\n둘째 줄\n값 $\\foo{x}$ 와 $y$")
    shown = page("첫 줄\n\n둘째 줄\n값 $\\foo{x}$ 와 $y$")
    assert shown.formulas == ["y"]
    (wrong,) = shown.all("code", "math-error")
    assert wrong.text == r"\foo{x}"
    assert [at.text for at in wrong.all("u", "math-error-at")] == [r"\foo"]
    korean, english = (reason.text for reason in shown.all("small", "math-error-reason"))
    assert english == r"(there is no command \foo, column 1)"
    assert korean == r"(\foo 명령은 없어요, 1번째 칸)"
    (hint,) = rendered.warnings
    assert (hint.line, hint.code, hint.detail) == (4, "math-command", r"\foo")


def test_a_definition_ends_with_its_formula():
    shown = page(r"$\gdef\pi{3}$ $\pi$ $\def\mine{4}$ $\mine$")
    assert shown.all("mi")[0].text == "π"
    assert shown.wrong_formulas == [r"\mine"]


@pytest.mark.parametrize(
    "tex", [r"\href{javascript:alert(1)}{x}", r"\includegraphics{http://x.example/a.png}", r"\url{x}"]
)
def test_commands_that_reach_outside_are_inert(tex):
    html = render(f"${tex}$").html
    assert "href=" not in html
    assert "src=" not in html


def test_formula_as_placeholder_text_is_only_text():
    shown = page("&#xE001;0.0&#xE002; $x$ \ue001a.0\ue002")
    assert shown.formulas == ["x"]
    assert "0.0" in shown.text


def test_formulas_in_headings_tables_and_definitions():
    shown = page("# 제목 $a$\n\n| $b$ |\n|---|\n| $c$ |\n\n말\n: 뜻 $d$")
    assert shown.formulas == ["a", "b", "c", "d"]


def test_a_short_formula_is_marked_so_that_it_never_breaks():
    assert page("$x_i + 1$").all("span", "math-short")
    assert not page("$" + "x+" * 20 + "x$").all("span", "math-short")


def test_a_wide_display_can_be_scrolled_by_keyboard():
    assert page("$$x$$").all("span", "math-display")[0].attributes.get("tabindex") is None
    assert page("$$" + "x+" * 40 + "x$$").all("span", "math-display")[0].attributes["tabindex"] == "0"


UNSET = {  # the beginning of a formula: why it is right to refuse it
    r"s\hspace7ex k": "a length without braces, which LaTeX refuses too",
    r"\ce{H2O": "chemistry: a package of 34 kB more in every thread for what these notes do not write",
    r"P(c_{CV} \mid d_5) = P(c_{CV})\prod{w\inW}": "a slip of the pen: there is no command \\inW",
    r"\left\{\begin{matrix}\begin{alignat*}{0}": "no columns in an environment that aligns them",
}


@pytest.mark.slow
def test_real_formulas(reference):
    """99.2 % are set; the others say why not, and none takes long."""
    lines = (reference / "data" / "formulas.jsonl").read_text(encoding="utf-8").strip().split("\n")
    wrong = []
    for row in map(json.loads, lines):
        began = time.thread_time()
        try:
            typeset(row["tex"], display=row["display"] or needs_display(row["tex"]))
        except FormulaError:
            wrong.append(row["tex"])
        assert time.thread_time() - began < 1
    assert len(lines) > 2_000
    assert 1 - len(wrong) / len(lines) >= 0.992, f"{len(wrong)} of {len(lines)} formulas fail"
    assert [tex for tex in wrong if not tex.startswith(tuple(UNSET))] == []


@pytest.mark.parametrize(
    ("tex", "marked", "reason"),
    [
        (r"a + \foo{x} + b", [r"\foo"], r"(there is no command \foo, column 5)"),
        ("a \\\\\nb + \\foo c", [r"\foo"], r"(there is no command \foo, line 2, column 5)"),
        (r"\E + \norm{\foo}", [r"\foo"], r"(there is no command \foo, column 12)"),
        (r"한글 + \foo", [r"\foo"], r"(there is no command \foo, column 6)"),
        (r"𝔸 + \foo", [r"\foo"], r"(there is no command \foo, column 5)"),
        (r"\begin{foo} x \end{foo}", ["{foo}"], "(there is no environment foo, column 7)"),
        ("x^2^3", ["^"], "(two in the same place: put them into braces, column 4)"),
        (r"\left( x", [], r"(\right is missing, at the end)"),
        (r"\def\mine{\foo} \mine", [r"\foo"], r"(there is no command \foo, column 11)"),
    ],
)
def test_a_wrong_formula_says_where_and_why(tex, marked, reason):
    shown = page(f"앞 $${tex}$$ 뒤")
    (wrong,) = shown.all("code", "math-error")
    assert wrong.text == tex
    assert [at.text for at in wrong.all("u", "math-error-at")] == marked
    korean, english = (why.text for why in shown.all("small", "math-error-reason"))
    assert english == reason
    assert any("가" <= letter <= "힣" for letter in korean)


@pytest.mark.parametrize(
    "tex",
    [
        "\\frac{1}{2",
        "x_1_2",
        "x^",
        "}",
        r"\sqrt",
        r"\begin{matrix}a\end{pmatrix}",
        r"\left x",
        r"\rule{1zz}{1}",
        r"\hline",
        r"\begin{cases}a",
        r"\def\a{\a\a}\a",
    ],
)
def test_usual_slips_are_told_in_korean(tex):
    korean, english = (why.text for why in page(f"앞 $${tex}$$ 뒤").all("small", "math-error-reason"))
    assert any("가" <= letter <= "힣" for letter in korean.split(",")[0]), korean
    assert "EOF" not in english


@pytest.mark.parametrize("source", [r"$\foo<b>$", r"$\text{<img src=x onerror=alert(1)>} \foo$", r"$\foo{'\"&}$"])
def test_a_wrong_formula_is_text_and_never_markup(source):
    shown = page(source)
    assert {element.tag for element in shown.walk()} <= {"page", "p", "code", "u", "small"}
    assert shown.wrong_formulas == [source[1:-1]]


@pytest.mark.parametrize(
    ("tex", "letters"),
    [
        (r"\newcommand{\R}{\mathbb{Q}} \R", "Q"),
        (r"\newcommand*\mine[2][a]{#1#2} \mine{x} \mine[b]{y}", "axby"),
        (r"\renewcommand{\unheard}{u} \unheard", "u"),
        (r"\DeclareMathOperator*{\amax}{amax} \amax_x", "xamax"),
        (r"\begin{multline} a \\ b \end{multline}", "ab"),
        (r"\begin{eqnarray} a &=& b \label{x} \end{eqnarray}", "a=b"),
        (r"\begin{subequations} a \end{subequations}", "a"),
        (r"\begin{cases*} a & b \end{cases*}", "{ab"),
        ("a &= b \\\\ c &= d", "ac==bd"),
        (r"a \& b & c", "a&b&c"),
        (r"\text{100% 확실}", "100%확실"),
        ("x^' + y^'_i", "x′+yi′"),
        ("a &lt; b", "a<b"),
        (r"\cases{a & b \cr c & d} \hfill \mbox{끝}", "{acbd끝"),
        (r"\root 3 \of {x} \bbox[red]{y} \unicode{x41}", "3xyA"),
        (r"\sideset{_a^b}{_c^d}\sum \cancelto{0}{x}", "∑ab∑cdx0"),
        (r"\pdv{f}{x} \qty(a) \softmax \T", "∂x∂f(a)softmax⊤"),
    ],
)
def test_what_authors_use_beyond_katex_says_what_it_said(tex, letters):
    shown = page(f"$${tex}$$")
    assert not shown.wrong_formulas
    assert shown.formulas == [tex]
    visible = re.sub(r"[\s\u200b\xa0]", "", shown.all("span", "katex-html")[0].text)
    assert sorted(visible) == sorted(letters), visible


def test_no_formula_spoils_a_preset_for_the_next():
    for tex in (
        r"\expandafter\noexpand\norm{x} \E",
        r"\gdef\norm{\foo} \E",
        r"\let\norm=\foo \E",
        r"\def\begin{\foo} \E",
    ):
        page(f"${tex}$")
        assert not page(r"$\norm{x} \E \begin{multline} a \end{multline}$").wrong_formulas


def test_the_memory_of_formulas_has_an_end_and_forgets_the_oldest():
    memory = _Memory(100)
    for tex in "abcd":
        memory.keep(tex, False, "=" + tex * 29)
        memory.recall("a", False)
    assert [memory.recall(tex, False) is not None for tex in "abcd"] == [True, False, True, True]
    memory.clear()
    assert (memory.room, memory.recall("a", False)) == (100, None)


def test_a_formula_that_heads_a_column_has_a_name():
    html = render('| $\\lambda$ | 값 $x$ | $a < "b"$ |\n|---|---|---|\n| $\\mu$ | 2 | 3 |').html
    assert html.count("aria-label=") == 2
    assert '<math aria-label="λ" xmlns=' in html
    assert '<math aria-label="a &lt; &quot; b &quot;" xmlns=' in html
