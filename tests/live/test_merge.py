"""Two changes of one text: both people's words, or nothing."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetings.live.merge import merge

WORDS = st.sampled_from(
    ["하나", "둘", "셋은", "$x_i$", "`a b`", "**굵게**", "- 넷", "\\frac{1}{2}", "a", "b", "$", "`"]
)
LINES = st.lists(WORDS, max_size=5).map(" ".join)
ENDS = st.sampled_from(["\n", "\n\n", "\r\n"])
TEXTS = st.one_of(
    st.builds(lambda lines, end: end.join(lines), st.lists(LINES, max_size=6), ENDS), st.text(max_size=30)
)

FEW = settings(max_examples=40)


def words(text: str) -> set[str]:
    return set(re.findall(r"\S+", text))


@pytest.mark.slow
@FEW
@given(TEXTS, TEXTS)
def test_what_only_one_changed_is_taken(base, changed):
    assert merge(base, changed, base) == changed
    assert merge(base, base, changed) == changed


@FEW
@given(TEXTS, TEXTS)
def test_the_same_change_of_both_is_there_once(base, changed):
    assert merge(base, changed, changed) == changed


@FEW
@given(TEXTS, TEXTS, TEXTS)
def test_who_saves_first_makes_no_difference(base, mine, theirs):
    assert merge(base, mine, theirs) == merge(base, theirs, mine)


@FEW
@given(TEXTS, TEXTS, TEXTS)
@example("a\nb", "a\nx b", "y\nb")
@example("", "a", "b")
def test_no_word_that_somebody_added_vanishes(base, mine, theirs):
    merged = merge(base, mine, theirs)
    if merged is not None:
        for text in (mine, theirs):
            for word in words(text) - words(base):
                assert word in merged


@FEW
@given(TEXTS, TEXTS, TEXTS)
@example("a\na", "a", "x\na")
@example("\n\n", "하나\n\n", "하나\n\n하나")
def test_no_line_that_nobody_touched_vanishes(base, mine, theirs):
    merged = merge(base, mine, theirs)
    if merged is not None:
        for line in set(base.splitlines()) & set(mine.splitlines()) & set(theirs.splitlines()):
            assert line in merged.splitlines()


@FEW
@given(st.lists(LINES, min_size=3, max_size=8), st.data())
def test_changes_of_different_lines_both_survive(lines, draw):
    """With numbers that make each line its own, so that it is known which line was changed."""
    base = [f"{n}: {line}" for n, line in enumerate(lines)]
    first, second = sorted(draw.draw(st.sets(st.integers(0, len(base) - 1), min_size=2, max_size=2)))
    mine, theirs, both = list(base), list(base), list(base)
    mine[first] = both[first] = draw.draw(LINES) + " 나"
    theirs[second] = both[second] = draw.draw(LINES) + " 너"
    assert merge("\n".join(base), "\n".join(mine), "\n".join(theirs)) == "\n".join(both)


@FEW
@given(st.lists(st.integers(0, 9), min_size=1, max_size=9), st.data())
def test_words_added_at_different_places_of_a_line_both_survive(numbers, draw):
    base = [f"낱말{place}" for place, _number in enumerate(numbers)]
    first, second = sorted(draw.draw(st.sets(st.integers(0, len(base)), min_size=2, max_size=2)))
    mine, theirs, both = list(base), list(base), list(base)
    mine.insert(first, "내")
    theirs.insert(second, "네")
    both.insert(second, "네")
    both.insert(first, "내")
    assert merge(" ".join(base), " ".join(mine), " ".join(theirs)) == " ".join(both)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("하나 둘 셋", "하나! 둘 셋", "하나 둘 셋?", "하나! 둘 셋?"),
        ("하나\n둘\n", "하나\n둘\n셋\n", "영\n하나\n둘\n", "영\n하나\n둘\n셋\n"),
        ("- 하나\n- 둘", "- 하나!\n- 둘", "- 하나\n- 둘\n- 셋", "- 하나!\n- 둘\n- 셋"),
        ("하나", "하나요", "하나\n둘", "하나요\n둘"),
        ("하나 둘 셋", "둘 셋", "하나 둘", "둘"),
        ("이름은 $a + b$ 입니다", "이름은 $a + c$ 입니다", "그 이름은 $a + b$ 입니다", "그 이름은 $a + c$ 입니다"),
        ("하나\r\n둘\r\n셋", "하나\r\n둘 둘\r\n셋", "하나\r\n둘\r\n셋 셋", "하나\r\n둘 둘\r\n셋 셋"),
    ],
)
def test_together(base, mine, theirs, both):
    assert merge(base, mine, theirs) == both


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("하나", "둘", "셋"),
        ("", "하나", "둘"),
        ("하나 둘", "하나 둘 셋", "하나 둘 넷"),
        ("하나 둘 셋", "하나 넷 셋", "하나 셋"),
        ("$a + b$", "$a + c$", "$x + b$"),
        ("`a b`를 쓴다", "`a c`를 쓴다", "`x b`를 쓴다"),
        ("하나 둘\n셋", "", "하나 둘\n셋 넷"),
    ],
)
def test_for_people_to_say(base, mine, theirs):
    assert merge(base, mine, theirs) is None


LONG = 200_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "texts",
    [
        ("a " * LONG, "b " + "a " * LONG, "a " * LONG + "c"),
        ("$" * LONG, "$" * (LONG - 1) + "x", "y" + "$" * (LONG - 1)),
        ("`" * LONG, "x" + "`" * LONG, "`" * LONG + "y"),
        ("$a" * (LONG // 2), "x" + "$b" * (LONG // 2), "$a" * (LONG // 2) + "y"),
        ("a\n" * (LONG // 2), "b\n" * (LONG // 2), "a\n" * (LONG // 4) + "b\n" * (LONG // 4)),
        ("\n" * LONG, "a" + "\n" * LONG, "\n" * (LONG // 2) + "b" + "\n" * (LONG // 2)),
        tuple("\n".join(str(n * step) for n in range(30_000)) for step in (1, 2, 3)),
        tuple(" ".join(str(n * step) for n in range(999)) for step in (1, -1, 2)),
        ("a b " * 111, "b a " * 111, "b b " * 111),
    ],
)
def test_hostile_texts_take_no_time(texts):
    began = time.process_time()
    merge(*texts)
    assert time.process_time() - began < 2
