import pytest

from meetings.rendering import render


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("글\n\n    x = 1\n", "code-block", 3),
        ("- 항목\n: : 뜻\n: : 더\n", "kramdown-definition", 2),
        ("[글]({{site.url}}/a)", "site-url", 1),
        ("글\n\n[https://x.example/a\\\\_b](https://x.example/a_b)", "escaped-url", 3),
        ("[a](https://x.example/a\\\\_b)", "escaped-url", 1),
        ("## 질의응답\n\n![질문](a.png)\n\n- 답", "picture-question", 3),
        ("![](/pictures/0b7e4c1a-9f6d-4a52-8c3e-5d1f2a3b4c5d/a.png)", "empty-alt", 1),
        ("글\n\n$$\nx\n", "unclosed-math", 3),
        ("첫 줄\n$$\n\\foo\n$$", "math-command", 3),
        ("$$\na \\\\\n\nb + \\foo\n$$", "math-command", 4),
        ("```math\n\nx\n\\foo\n```", "math-command", 4),
        ("$\\begin{foo}x\\end{foo}$", "math-environment", 1),
        ("글\n$\\frac{1}$", "math-error", 2),
    ],
)
def test_hint_with_its_line(source, code, line):
    assert (code, line) in [(hint.code, hint.line) for hint in render(source).warnings]


def test_a_plain_note_has_no_hints():
    assert render("# 8/5 회의록\n\n1. 하나\n2. 둘 $x$\n\n> 인용\n").warnings == ()


def test_every_hint_is_a_sentence():
    source = "- 항목\n: : 뜻\n\n![](a.png) $\\foo$ [a]({{site.url}})\n\n    - 목록\n"
    for hint in render(source).warnings:
        assert str(hint.line) in hint.message
        assert hint.message.endswith(".")
