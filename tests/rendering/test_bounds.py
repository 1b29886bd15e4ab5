"""Whatever is typed or pasted: an answer, in time, of bounded size, and the next text is none the worse for it."""

import multiprocessing
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.rendering import render
from meetings.rendering.engine import MAX_HTML

from .reading import page, read

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]

BOMBS = {
    "open braces": "$" + "{" * 20_000 + "$",
    "nested braces": "$" + "{" * 2_000 + "}" * 2_000 + "$",
    "macro": r"$\def\a{\a\a}\a$",
    "doubling macro": "$" + r"\def\a{xx}" + r"\edef\a{\a\a}" * 30 + r"\a$",
    "rule": r"$\rule{1e5em}{1e5em}$",
    "nested fractions": "$" + r"\frac{1}{" * 400 + "x" + "}" * 400 + "$",
    "brackets": "[" * 16_000,
    "pictures in pictures": "![" * 5_000 + "](a)" * 5_000,
    "notes in notes": "^[" * 60_000,
    "backtick runs": " ".join("`" * length for length in range(1, 600)),
    "stars": "*a**a " * 8_000,
    "dollars": "$$\n" * 8_000,
    "open displays": "$$a\n" * 40_000,
    "open formulas": "${" * 50_000,
    "formulas": "".join(f"${number}x$ " for number in range(20_000)),
    "headings": "# a\n" * 8_000,
    "reference expansion": "[x]: /" + "a" * 90_000 + "\n\n" + "[x]" * 30_000,
    "table": "|".join("a" * 128) + "\n" + "|".join(["-"] * 128) + "\n" + "a\n" * 16_000,
    "formulas in a row": "| " + "${" * 40_000 + "a$}" * 20_000 + " |\n|---|\n| " + "$|" * 10_000 + " |",
    "addresses": "http://a.b/" + ")" * 150_000,
    "colons": "http:" * 35_000,
    "quotes": ">" * 150_000,
    "lists in lists": "- " * 90_000,
    "footnote labels": "[^1]: x\n\n" + "[^" * 80_000,
    "definitions": "a\n" + ": a\n" * 45_000,
    "comments": "<!--" * 45_000,
    "open tags": "".join(f"<b id={number}>\n\n" for number in range(12_000)),
    "tasks": "- [ ] a\n" * 20_000,
    "accents": "a" + "\u0301\u0323" * 45_000,
    "python": "```python\n" + '"' * 19_000 + "\n```",
    "no characters at all": "\0\ud800\ue000" * 10_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_bounded(name):
    began = time.thread_time()
    rendered = render(BOMBS[name])
    took = time.thread_time() - began
    assert took < 2, f"{took:.1f} s"
    assert len(rendered.html) < MAX_HTML * 1.5
    assert page("값 $x_i$").formulas == ["x_i"]


def test_a_text_over_the_limit_is_shown_as_typed():
    rendered = render("# 제목 <b>\n" * 20_000)
    assert [hint.code for hint in rendered.warnings] == ["too-long"]
    (shown,) = read(rendered.html).all("pre", "plain-text")
    assert shown.text.startswith("# 제목 <b>\n# 제목 <b>\n")


def test_nesting_beyond_reason_loses_no_word():
    deep = "".join("  " * level + f"- 글{level}\n" for level in range(60))
    assert all(f"글{level}" in page(deep).text for level in range(60))
    assert "끝" in page("> " * 200 + "끝").text


@given(st.text(alphabet=st.sampled_from("가a1 \n\t*_~`$\\{}()[]<>|#-:!&;/.\"'^=+") | st.characters(), max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_rendered_and_well_formed(source):
    rendered = render(source)
    read(rendered.html)
    assert not any(hint.code == "not-set" for hint in rendered.warnings)
    assert render(source) == rendered


WORDS = st.lists(st.sampled_from(["사과", "나무", "책상", "강물", "구름"]), min_size=1, max_size=5).map(" ".join)
MARKS = st.sampled_from(
    ["- ", "# ", "> ", "    ", "1. ", "| ", ": ", "**", "$", "$$", "<b>", "<x>", "```\n", "\n\n", "\n", "~~", "[", "]("]
)


@given(st.lists(st.one_of(WORDS, MARKS), max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost(source):
    """Every Hangul word of the source is on the page, unless it is an address."""
    rendered = render(source)
    everything = rendered.html
    for word in ("사과", "나무", "책상", "강물", "구름"):
        if "](" not in source:
            assert everything.count(word) >= source.count(word)


def test_four_threads_at_once():
    expected = render("값 $x_i$ 와 **굵게**은").html
    answers = []

    def work():
        answers.extend(render("값 $x_i$ 와 **굵게**은").html == expected for _ in range(30))
        answers.append(page(f"$y_{{{threading.get_ident()}}}$").wrong_formulas == [])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4 * 31
    assert all(answers)


def _formulas_after_fork(queue):
    queue.put(page("$a_{1}+b_{7}$ $\\foo$").formulas)


def test_rendering_needs_no_django():
    words = "import sys; from meetings.rendering import render; assert '<strong>' in render('**a**').html; "
    subprocess.run([sys.executable, "-c", words + "assert 'django' not in sys.modules"], check=True, cwd=ROOT)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_after_a_fork():
    assert page("$a_0$").formulas
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    process = context.Process(target=_formulas_after_fork, args=(queue,))
    process.start()
    process.join(20)
    assert process.exitcode == 0
    assert queue.get() == ["a_{1}+b_{7}"]
