"""Every fix makes its hint go away and keeps every word; all of a text, from the bottom up, leave none that is left."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.rendering import Hint, render
from meetings.rendering.fixes import mended
from meetings.rendering.hints import Fix
from meetings.rendering.lines import clean
from meetings.rendering.sheet import Sheet
from meetings.rendering.spelling import COMMANDS, near

PICTURE = "/pictures/0b7e4c1a-9f6d-4a52-8c3e-5d1f2a3b4c5d/"


def put(fix: Fix, source: str) -> str:
    lines = clean(source).split("\n")
    lines[fix.first_line - 1 : fix.last_line] = fix.text.split("\n")
    return "\n".join(lines)


def hint_of(source: str, code: str) -> Hint:
    return next(hint for hint in render(source).warnings if hint.code == code)


def words(source: str) -> str:
    """Letters and digits of what a text says, in their order, spelt right; not addresses, which links hide."""
    said = render(source).text.replace("학습-곡선.png", "학습 곡선")  # its name, until it has a description
    for wrong, right in {"aplha": "alpha", "fracc": "frac", "pmatrx": "pmatrix"}.items():
        said = said.replace(wrong, right)
    return re.sub(r"https?://\S+|[\W_]", "", said)


# What is typed, the code of its hint, and the same text mended.
MENDED = {
    "a list under text": ("할 일\n    - 하나\n    - 둘", "list-as-code", "할 일\n- 하나\n- 둘"),
    "a list with lists in it": (
        "글\n\n    - 하나\n        - 속\n    - 둘\n",
        "list-as-code",
        "글\n\n- 하나\n  - 속\n- 둘\n",
    ),
    "a list and text below": ("글\n    - 하나\n글", "list-as-code", "글\n- 하나\n\n글"),
    "a list by tabs": ("\t- 하나\n\t- 둘", "list-as-code", "- 하나\n- 둘"),
    "a list in a list": ("1. 글\n\n       - 하나\n       - 둘", "list-as-code", "1. 글\n\n   - 하나\n   - 둘"),
    "a list in a quote": (
        "> 글\n>\n>     - 하나\n>     - 둘\n> 글",
        "list-as-code",
        "> 글\n>\n> - 하나\n> - 둘\n>\n> 글",
    ),
    "code": ("글\n\n    x = 1\n    y = 2\n\n글", "code-block", "글\n\n```\nx = 1\ny = 2\n```\n\n글"),
    "code with fences in it": ("    a = 1\n    ```\n", "code-block", "````\na = 1\n```\n````\n"),
    "code in an item": ("- 글\n\n      x = 1\n      y\n", "code-block", "- 글\n\n  ```\n  x = 1\n  y\n  ```\n"),
    "code that begins an item": ("-     x = 1\n\n      y\n", "code-block", "- ```\n  x = 1\n\n  y\n  ```\n"),
    "a sentence": ("글\n\n    다음 글이에요.\n      이어져요.\n", "code-block", "글\n\n다음 글이에요.\n이어져요.\n"),
    "a sentence below a table": (
        "| 가 |\n|---|\n| 나 |\n    다음 글이에요.",
        "code-block",
        "| 가 |\n|---|\n| 나 |\n\n다음 글이에요.",
    ),
    "definitions": (
        "- 항목\n: 뜻\n: : 더 깊은 뜻\n: : 또\n\n- 둘\n: : 하나\n글",
        "kramdown-definition",
        "- 항목\n  - 뜻\n    - 더 깊은 뜻\n    - 또\n\n- 둘\n  - 하나\n글",
    ),
    "definitions of words": ("용어\n: : 뜻\n\n글", "kramdown-definition", "용어\n- 뜻\n\n글"),
    "definitions in a quote": ("> 용어\n> : : 뜻", "kramdown-definition", "> 용어\n> - 뜻"),
    "a picture of another site": ("글\n![곡선]({{site.url}}/a.png)", "site-url", "글\n![곡선](/a.png)"),
    "an image of another site": ('글 <img src="{{ site.url }}/a.png">', "site-url", '글 <img src="/a.png">'),
    "an address": (
        "글\n둘째 https://x.example/a\\_b\\_c 글",
        "escaped-url",
        "글\n둘째 https://x.example/a_b_c 글",
    ),
    "an address in a link": ("[글](https://x.example/a\\\\_b)", "escaped-url", "[글](https://x.example/a_b)"),
    "an address between brackets": ("<https://x.example/a\\_b>", "escaped-url", "<https://x.example/a_b>"),
    "a formula": ("글\n$$\nx_1\n\n다음", "unclosed-math", "글\n$$\nx_1\n$$\n\n다음"),
    "a formula above words": ("$$\nx_1 \\text{값}\n이에요", "unclosed-math", "$$\nx_1 \\text{값}\n$$\n이에요"),
    "a formula in a line": ("$$ x_1", "unclosed-math", "$$ x_1\n$$"),
    "a formula in an item": ("- $$\n  x\n", "unclosed-math", "- $$\n  x\n  $$\n"),
    "a formula in a quote": ("> $$\n> x", "unclosed-math", "> $$\n> x\n> $$"),
    "a command": ("값은 $\\aplha_i$ 와 $\\aplha$", "math-command", "값은 $\\alpha_i$ 와 $\\alpha$"),
    "a command in a display": ("$$\nx\n\\fracc{1}{2}\n$$", "math-command", "$$\nx\n\\frac{1}{2}\n$$"),
    "an environment": (
        "$$\n\\begin{pmatrx}a\\end{pmatrx}\n$$",
        "math-environment",
        "$$\n\\begin{pmatrix}a\\end{pmatrix}\n$$",
    ),
    "a picture with a name": (
        f"글\n![]({PICTURE}학습-곡선.png)",
        "empty-alt",
        f"글\n![학습 곡선]({PICTURE}학습-곡선.png)",
    ),
}
FRONT_MATTER = "---\ntitle: 노트\ndate: 2026-11-19\n---\n"


@pytest.mark.parametrize(("typed", "code", "wanted"), MENDED.values(), ids=list(MENDED))
@pytest.mark.parametrize(
    "above", ["", FRONT_MATTER, "\x00앞\r\n\r\n"], ids=["alone", "front matter", "other characters"]
)
def test_one_click_mends(typed, code, wanted, above):
    fix = hint_of(above + typed, code).fix
    mended = put(fix, above + typed)
    assert mended == clean(above) + wanted
    assert code not in {hint.code for hint in render(mended).warnings}
    assert words(mended) == words(above + typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("[글]({{site.url}}/a)", "site-url"),  # a link would lead to a page of ours that is none
        ("![](a.png)", "missing-image"),
        ("![](https://x.example/a.png)", "image-elsewhere"),
        ("[[Q12]]", "unknown-reference"),
        ("## 질문\n\n![](a.png)", "picture-question"),
        (f"![]({PICTURE})", "empty-alt"),
        (f"![]({PICTURE}IMG_2031.png)", "empty-alt"),
        ("$\\foo$", "math-command"),
        ("$\\bigt($", "math-command"),  # \bigl or \bigr
        ("$\\frac{1}$", "math-error"),
        ("$\\begin{foo}x\\end{foo}$", "math-environment"),
        ("글\n\n$$\n", "unclosed-math"),
        ("$$ 이만큼이에요", "unclosed-math"),
        ("[글][1] `https://x.example/\\_`\n\n[1]: https://x.example/a\\\\_b", "escaped-url"),
    ],
)
def test_where_nobody_can_be_certain_there_is_no_fix(typed, code):
    assert hint_of(typed, code).fix is None


@pytest.mark.parametrize(
    "typed", ["$$\nx\n$$ 이다", "`$$`", "$$ x $$", "\\$\\$ 돈", "```\n$$\n```", "| $$x | 글 |\n|-|-|"]
)
def test_formulas_that_end_are_not_hinted_at(typed):
    assert "unclosed-math" not in {hint.code for hint in render(typed).warnings}


def test_hints_name_the_line_of_the_word_and_not_of_its_paragraph():
    typed = f"하나\n둘 ![]({PICTURE})\n$$\na\n$$ 셋 ![]({PICTURE})\n<br\n/>넷 ![](a.png)\n다섯 [a]({{{{site.url}}}}/x)"
    assert [(hint.line, hint.code) for hint in render(typed).warnings] == [
        (2, "empty-alt"),
        (5, "empty-alt"),
        (7, "missing-image"),
        (8, "site-url"),
    ]


def test_hints_in_a_list_that_was_indented_name_their_lines():
    typed = "글\n    - 하나\n    - 둘\n\n      $$\n      \\foo\n      $$\n\n    - 셋 $\\bar$"
    assert next((hint.line, hint.code) for hint in render(typed).warnings) == (2, "list-as-code")
    assert (6, "math-command") in [(hint.line, hint.code) for hint in render(typed).warnings]
    assert (9, "math-error") in [(hint.line, hint.code) for hint in render(typed).warnings]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("aplha", "alpha"),
        ("lamda", "lambda"),
        ("epsilonn", "epsilon"),
        ("thata", "theta"),
        ("nabal", "nabla"),
        ("foo", None),
        ("bigt", None),
        ("xx", None),
        ("alpha", None),
        ("", None),
    ],
)
def test_a_slip_of_the_fingers_has_one_meaning(wrong, right):
    assert near(wrong, COMMANDS) == right


@pytest.mark.parametrize(
    "code", ["list-as-code", "code-block", "site-url", "escaped-url", "unclosed-math", "empty-alt"]
)
def test_every_fix_says_what_it_does(code):
    typed = next(typed for typed, of, _wanted in MENDED.values() if of == code)
    label = hint_of(typed, code).fix.label
    assert label
    assert "\n" not in label


# All fixes of any text. Pieces that hint, joined in any order and at any depth.
PIECES = [
    *(typed for typed, _code, _wanted in MENDED.values()),
    "글",
    "# 제목",
    "- 항목",
    "```\n코드\n```",
    "| 가 |\n|-|\n| 나 |",
]


def all_put(source: str) -> tuple[str, bool]:
    """The text with the fixes of its hints, from the bottom up; of two for the same lines the lower one."""
    above, found = 10**9, False
    for hint in sorted(render(source).warnings, key=lambda hint: -hint.fix.last_line if hint.fix else 0):
        if hint.fix and hint.fix.last_line < above:
            source, above, found = put(hint.fix, source), hint.fix.first_line, True
    return source, found


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["\n", "\n\n"])), max_size=6))
def test_all_fixes_of_a_text_come_to_an_end_and_keep_its_words(pieces):
    source = "".join(piece + end for piece, end in pieces)
    said = sorted(words(source))
    for _round in range(12):
        source, found = all_put(source)
        if not found:
            break
    assert not [hint for hint in render(source).warnings if hint.fix]
    assert sorted(words(source)) == said


@pytest.mark.slow
@given(st.text(alphabet="-*:> \t\n1.가나x=${}\\_!()[]`#|/hsepct", max_size=120))
def test_whatever_is_typed_a_fix_lies_within_it_and_ends(source):
    for _round in range(40):
        lines = clean(source).split("\n")
        fixes = [hint.fix for hint in render(source).warnings if hint.fix]
        for fix in fixes:
            assert 1 <= fix.first_line <= fix.last_line <= len(lines)
        if not fixes:
            break
        source = put(fixes[-1], source)
    assert not fixes


def test_a_hint_without_a_mending_has_no_fix():
    sheet = Sheet()
    sheet.hint("too-deep", line=2)
    sheet.hint("x", line=1, mend=lambda lines: Fix(1, 1, lines[0]))
    assert mended(sheet, ["글"]) == [Hint(1, "x", fix=Fix(1, 1, "글")), Hint(2, "too-deep")]


def test_no_fix_is_looked_for_when_the_time_is_over():
    sheet = Sheet(pace=0)
    sheet.hint("x", mend=lambda lines: Fix(1, 1, lines[0]))
    assert mended(sheet, ["글"]) == [Hint(1, "x")]
