"""What KaTeX under Node takes as it is, ours sets with the same bytes."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from meetings.demo import notes
from meetings.rendering.engine import _markdown
from meetings.rendering.formulas import KATEX, FormulaError, needs_display, typeset
from meetings.rendering.lines import clean, mend
from meetings.rendering.sheet import Sheet

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("node") is None, reason="no Node on this machine")]

SCRIPT = Path(__file__).parent / "katex_in_node.js"
OWN = [
    (r"\text{KL}(P\|Q) = \sum_x P(x) \log \frac{P(x)}{Q(x)}", True),
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", False),
    (r"\begin{align} a &= b \\ c &= d \tag{1} \end{align}", True),
    (r"f(x) = \begin{cases} 1 & \text{참이면} \\ 0 & \text{아니면} \end{cases}", True),
    (r"\underbrace{a + b}_{\text{한글 설명}} \ne \hat{y}^\top \mathbf{W}^{-1}", True),
    (r"\newcommand{\mine}[1]{\bm{#1}} \mine{x} \R \argmax_\theta", False),
    (r"\int_0^\infty e^{-x^2}\,dx = \sqrt{\pi}/2 < 1 \& \% \# 𝔼", False),
]


def formulas_of_the_demo() -> list[tuple[str, bool]]:
    sheet = Sheet()
    for body in bodies(notes.meetings()):
        _markdown.parse(mend(clean(body)), {"sheet": sheet})
    return [(formula.tex, formula.display) for formula in sheet.formulas]


def bodies(part) -> Iterable[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            yield from [value] if name == "body" else bodies(value)
    elif isinstance(part, list):
        for value in part:
            yield from bodies(value)


def by_node(formulas: list[tuple[str, bool]]) -> list[str | None]:
    lines = "".join(json.dumps(formula) + "\n" for formula in formulas)
    done = subprocess.run(
        ["node", SCRIPT, KATEX], input=lines, capture_output=True, encoding="utf-8", check=True, timeout=120
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def ours(tex: str, display: bool) -> str | None:
    try:
        return typeset(tex, display=display)
    except FormulaError:
        return None


def different(formulas: list[tuple[str, bool]]) -> list[str]:
    answers = by_node(formulas)
    assert len(answers) == len(formulas)
    taken = [(formula, html) for formula, html in zip(formulas, answers, strict=True) if html is not None]
    assert len(taken) > 0.95 * len(formulas)
    return [tex for (tex, display), html in taken if ours(tex, display) != html]


def test_our_own_formulas():
    demo = formulas_of_the_demo()
    assert len(demo) > 50
    assert different(OWN + demo) == []


def test_the_formulas_beside_the_checkout(reference):
    lines = (reference / "data" / "formulas.jsonl").read_text(encoding="utf-8").strip().split("\n")
    rows = [json.loads(line) for line in lines]
    assert different([(row["tex"], row["display"] or needs_display(row["tex"])) for row in rows]) == []


def test_the_annotation_holds_the_source_where_we_help():
    for tex in (r"\begin{multline} a \\ b \end{multline}", r"\mbox{끝} \E", "a &= b \\\\ c &= d", r"\text{100% 확실}"):
        html = typeset(tex, display=True)
        assert by_node([(tex, True)]) == [None]
        source = re.search(r'<annotation encoding="application/x-tex">([^<]*)', html)[1]
        assert source == tex.replace("&", "&amp;")
