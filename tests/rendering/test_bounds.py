"""Whatever is typed or pasted: an answer, in time, of bounded size, and the next text is none the worse for it."""

import gc
import multiprocessing
import re
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
from meetings.rendering.formulas import FormulaError, forget, typeset
from tests.timing import least_cpu

from .bombs import BOMBS, LATE, LONG_MACRO
from .reading import page, read

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_bounded(name):
    rendered = render(BOMBS[name])
    assert least_cpu(lambda: render(BOMBS[name]), enough=2, before=forget) < 2
    assert len(rendered.html) < MAX_HTML * 1.5
    assert page("값 $x_i$").formulas == ["x_i"]


def test_the_garbage_collector_waits_until_a_text_is_set():
    collected = []
    gc.callbacks.append(lambda phase, _info: collected.append(phase))
    try:
        render("- 글 $x_i$\n" * 500)
    finally:
        gc.callbacks.pop()
    assert gc.isenabled()
    assert len(collected) <= 2  # once, after it


def test_the_collector_works_on_after_many_set_texts_at_once():
    writers = [threading.Thread(target=render, args=("글 $x_i$ " * 300 * number,)) for number in range(1, 5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert gc.isenabled()


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
def test_any_text_is_rendered_in_time_and_well_formed(source):
    began = time.thread_time()
    rendered = render(source)
    assert time.thread_time() - began < 2
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


def in_threads(*works):
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_four_threads_at_once():
    expected = render("값 $x_i$ 와 **굵게**은").html
    answers = []

    def work():
        answers.extend(render("값 $x_i$ 와 **굵게**은").html == expected for _ in range(30))
        answers.append(page(f"$y_{{{threading.get_ident()}}}$").wrong_formulas == [])

    in_threads(*[work] * 4)
    assert len(answers) == 4 * 31
    assert all(answers)


def test_a_text_is_set_right_while_three_threads_set_bombs():
    formulas = [f"x_{{{number}}}" for number in range(40)]
    shown = []

    def bomb():
        for name in ("macro", "macros that end in time, thirty times", "open braces", "brackets", "stars"):
            render(BOMBS[name])

    in_threads(bomb, bomb, bomb, lambda: shown.extend(page(f"값 ${tex}$ 와 **굵게**은") for tex in formulas))
    assert [element.formulas for element in shown] == [[tex] for tex in formulas]
    assert all(element.all("strong") for element in shown)


@pytest.mark.slow(20)
def test_all_bombs_together_take_a_bounded_amount_of_memory():
    """In a process of its own, for the peak of this one says nothing."""
    words = [sys.executable, "-m", "tests.rendering.bombs"]
    grown = int(subprocess.run(words, check=True, cwd=ROOT, capture_output=True, text=True).stdout)
    assert grown < 256 * 1024, f"{grown // 1024} MB"


def test_rendering_needs_no_django():
    words = "import sys; from meetings.rendering import render; assert '<strong>' in render('**a**').html; "
    subprocess.run([sys.executable, "-c", words + "assert 'django' not in sys.modules"], check=True, cwd=ROOT)


def _formulas_after_fork(queue):
    first = page("$a_{1}+b_{7}$ $\\foo$").formulas
    render(BOMBS["macro"])
    queue.put([first, page("$a_{2}+b_{8}$ $\\bm\\E$").formulas])


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_after_a_fork_parent_and_child_set_right():
    render(BOMBS["macro"])
    assert page("$a_0$").formulas
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    process = context.Process(target=_formulas_after_fork, args=(queue,))
    process.start()
    assert page("$a_{3}$").formulas == ["a_{3}"]
    process.join(20)
    assert process.exitcode == 0
    assert queue.get() == [["a_{1}+b_{7}"], ["a_{2}+b_{8}", "\\bm\\E"]]


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\def\a{\a\a}\a", "Too many expansions"),  # long before any time is up
        ("x" * 5_001, "longer than 5000 characters"),
        (r"\begin{aligned}" + "&" * 800 + r"\end{aligned}", "too large"),  # and not yet too slow on a slow machine
        (LONG_MACRO + LATE, "too complex"),
        ("{" * 2_000 + "}" * 2_000, "nested too deeply"),
    ],
)
def test_each_limit_of_a_formula_says_its_own_reason(tex, reason):
    began = time.thread_time()
    with pytest.raises(FormulaError, match=reason):
        typeset(tex, display=False)
    assert time.thread_time() - began < 1


def test_no_length_in_a_formula_is_larger_than_twenty_em():
    html = render(r"$\rule{100000em}{100000em}$").html.replace("{100000em}", "")
    assert max(map(float, re.findall(r"([\d.]+)em", html))) <= 25


def test_a_text_of_too_many_formulas_shows_the_last_as_their_source():
    rendered = render(BOMBS["macros that end in time, thirty times"])
    assert "math-slow" in [hint.code for hint in rendered.warnings]
    assert read(rendered.html).all("code", "math-source")


def test_a_table_of_few_lines_and_many_cells_stays_small():
    rendered = render(BOMBS["table"])
    assert rendered.html.count("<td") < 6_000
    assert rendered.text.split().count("a") == 128 + 16_000  # and keeps the rows that are none
