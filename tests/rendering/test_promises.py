"""What the renderer promises its authors, one test a promise; the other files of this folder go into each at length."""

from urllib.parse import unquote

import pytest

from meetings.rendering import render

from .reading import page, read


def test_inline_formulas_keep_their_underscores_and_stars():
    shown = page("값 $x_i$ 와 $y_j^*$")
    assert shown.formulas == ["x_i", "y_j^*"]
    assert not shown.all("em")


@pytest.mark.parametrize("tex", [r"\text{KL}(P\|Q)", r"a \\ b", r"\{1,2\}"])
def test_backslashes_in_a_formula_stay_as_typed(tex):
    assert page(f"${tex}$").formulas == [tex]


def test_hangul_within_a_formula_is_set():
    shown = page(r"$\text{한글 변수}_i$")
    assert "한글\xa0변수" in shown.all("span", "katex-html")[0].text
    assert not shown.wrong_formulas


def test_a_display_formula_takes_lines_that_look_like_a_list():
    shown = page("앞\n$$\na_1\n- b\n* c\n$$\n뒤")
    assert shown.formulas == ["a_1\n- b\n* c"]
    assert len(shown.all("span", "math-display")) == 1
    assert not shown.all("li")
    assert [paragraph.text for paragraph in shown.all("p")] == ["앞", "뒤"]


def test_a_display_formula_stays_in_its_list_item_and_in_its_quote():
    first, second = page("- 항목\n\n  $$\n  x_1\n  $$\n- 둘").all("li")
    assert (first.formulas, second.formulas) == (["x_1"], [])
    (quote,) = page("> $$\n> x\n> $$").all("blockquote")
    assert quote.formulas == ["x"]


@pytest.mark.parametrize(
    "source",
    [
        *("$5 and $6", "$5와 $6", "예산 $100, 지출 $30", r"\$x_1\$", "`$x$`"),
        "```bash\necho $HOME and $PATH\n```",
    ],
)
def test_money_escapes_code_and_the_shell_are_no_formula(source):
    shown = page(source)
    assert not shown.formulas
    assert not shown.wrong_formulas
    assert "$" in shown.text


def test_an_escaped_dollar_is_a_dollar():
    assert page(r"\$x_1\$").text.strip() == "$x_1$"
    assert page(r"$5\$$").formulas == [r"5\$"]


@pytest.mark.parametrize(
    ("source", "tex"),
    [
        (r"Q2.  $ \lambda_1 = 2 $ 이다", r"\lambda_1 = 2"),
        ("$f(x)$와", "f(x)"),
        ("$E||y-f(x)||_2$", "E||y-f(x)||_2"),
        ("$P(x<y)$", "P(x<y)"),
    ],
)
def test_spaced_formulas_and_those_before_a_particle_are_set(source, tex):
    assert page(source).formulas == [tex]


@pytest.mark.parametrize(
    ("source", "tex"),
    [
        (r"\(x_i\)", "x_i"),
        (r"\[y_j\]", "y_j"),
        (r"\begin{align}a&=b\\c&=d\end{align}", r"\begin{align}a&=b\\c&=d\end{align}"),
        (r"식은 \begin{align}a&=b\end{align} 이다", r"\begin{align}a&=b\end{align}"),
        ("```math\nx^2\n```", "x^2"),
    ],
)
def test_brackets_environments_and_math_fences_are_formulas(source, tex):
    assert page(source).formulas == [tex]


@pytest.mark.parametrize("pipe", ["|", r"\|"])
def test_a_pipe_in_a_formula_does_not_cut_its_table_cell(pipe):
    shown = page(f"| $P(A{pipe}B)$ | 둘 |\n|---|---|\n| 하나 | $P(A{pipe}B)$ |")
    assert [len(row.all("td") + row.all("th")) for row in shown.all("tr")] == [2, 2]
    assert shown.formulas == ["P(A|B)"] * 2


@pytest.mark.parametrize(
    ("source", "tag"),
    [
        ("**굵게**은", "strong"),
        ('**"인용"**은', "strong"),
        ("**미적분(Calculus)**은", "strong"),
        ("**$x_i$**는", "strong"),
        ("**`code`**를", "strong"),
        ('*"기울임"*은', "em"),
        ('~~"취소"~~는', "s"),
    ],
)
def test_emphasis_ends_before_a_korean_particle(source, tag):
    shown = page(source)
    assert len(shown.all(tag)) == 1
    assert "*" not in shown.text
    assert "~" not in shown.text


@pytest.mark.parametrize("source", ["snake_case_name", "2 * 3 * 4", "3~4명 ~ 5명"])
def test_names_products_and_ranges_are_no_emphasis(source):
    shown = page(source)
    assert shown.text.strip() == source
    assert [element.tag for element in shown.walk()] == ["page", "p"]


def test_kramdown_definitions_below_list_items_and_one_line_headings_are_what_they_were_meant_to_be():
    source = "<h2> 발표 </h2>\n- 첫 순서\n: : 소개\n: : 안내\n- 다음 순서\n: : 정리\n"
    shown = page(source)
    assert [dd.text.strip() for dd in shown.all("dd")] == ["소개", "안내", "정리"]
    assert shown.all("h2")[0].text.strip() == "발표"
    assert not any(paragraph.text.startswith(": :") for paragraph in shown.all("p"))


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_list_indented_by_four_spaces_below_its_text_is_a_list_and_a_hint(gap):
    rendered = render(f"5조 - 다온{gap}    - 잘했다\n        - 정말\n    - 또\n")
    shown = read(rendered.html)
    assert not shown.all("pre")
    assert len(shown.all("li")) == 3
    assert "list-as-code" in [hint.code for hint in rendered.warnings]


def test_a_bare_address_ends_before_a_particle_and_hangul_in_it_stays_whole():
    assert [link.attributes["href"] for link in page("https://d2l.ai/를 보자").all("a")] == ["https://d2l.ai/"]
    for word in ("한국어", "회의"):  # the second only looks as if a particle ended it
        (link,) = page(f"https://ko.wikipedia.org/wiki/{word} 문서").all("a")
        assert unquote(link.attributes["href"]) == f"https://ko.wikipedia.org/wiki/{word}"


def test_two_headings_with_one_title_differ_and_the_contents_lead_to_both():
    rendered = render("## 피어 세션\n\n하나\n\n## 피어 세션\n\n둘")
    ids = [heading.attributes["id"] for heading in read(rendered.html).all("h2")]
    assert len(set(ids)) == 2
    assert [heading.id for heading in rendered.toc] == ids
    assert all("피어-세션" in name for name in ids)


def test_a_wrong_formula_shows_its_source_beside_a_good_one_and_defines_nothing_for_others():
    shown = page(r"$\foo{x}$ $y$")
    assert (shown.wrong_formulas, shown.formulas) == ([r"\foo{x}"], ["y"])
    assert page(r"$\gdef\pi{3}$ $\pi$").all("mi")[0].text == "π"
