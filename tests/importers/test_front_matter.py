import time

import pytest

from meetings.importers import UnreadableNote
from meetings.importers.front_matter import split_front_matter


def test_fields_and_lines():
    found = split_front_matter(["---", "title: 가", "tags: [a, b]", "---", "글"])
    assert found.fields == {"title": "가", "tags": ["a", "b"]}
    assert found.lines == (1, 4)


def test_a_rule_at_the_top_is_no_front_matter():
    assert split_front_matter(["---", "그냥 줄", "---"]) is None


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (["---", "title: 가", "tags: [a", "---"], "line 3"),
        (["---", "title: 'a", "b: c", "---"], "line"),
        (["---", "a: !!python/object/apply:os.system ['true']", "---"], "line 2"),
        (["---", "title: 가", "글"], "no closing"),
    ],
)
def test_broken_front_matter_is_refused_with_the_line(lines, where):
    with pytest.raises(UnreadableNote, match=where):
        split_front_matter(lines)


def test_aliases_that_explode_are_refused_at_once():
    bomb = ["---", "a0: &a0 [x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join(f'*a{n - 1}' for _ in range(9))}]" for n in range(1, 12)] + ["---"]
    begun = time.monotonic()
    with pytest.raises(UnreadableNote, match="larger"):
        split_front_matter(bomb)
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    "value",
    [
        '"\\ud800"',
        '"a\\0b"',
        ".nan",
        "-.INF",
        "1.0e+999",
        "1" * 301,
        "0x" + "f" * 300,
        "[1, {y: .inf}]",
        '!!float "nan"',
    ],
)
def test_what_no_database_keeps_is_refused_with_its_line(value):
    with pytest.raises(UnreadableNote, match=r"^Line 3 .*\.$"):
        split_front_matter(["---", "title: 가", f"x: {value}", "---"])


@pytest.mark.parametrize("value", ["1.5", "-3", "2026-11-19", "nan", "infinity", '"😀"', "1:30", "e" * 400])
def test_usual_values_are_kept(value):
    assert split_front_matter(["---", "title: 가", f"x: {value}", "---"]).fields["x"] is not None
