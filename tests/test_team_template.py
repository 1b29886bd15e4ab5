import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.team_template import LONGEST, MOST_ITEMS, Item, Part, default, parse


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("- 코드 리뷰 15분", ("코드 리뷰", 15)),
        ("* 코드 리뷰 (15분)", ("코드 리뷰", 15)),
        ("1. 코드 리뷰 - 15 분", ("코드 리뷰", 15)),
        ("- [ ] 코드 리뷰: 15min", ("코드 리뷰", 15)),
        ("- Code review, 15 minutes", ("Code review", 15)),
        ("• Code review 15'", ("Code review", 15)),
        ("코드 리뷰", ("코드 리뷰", None)),
        ("- 13강", ("13강", None)),
        ("- 5분 스피치", ("5분 스피치", None)),
        ("  - 들여 쓴 안건  ", ("들여 쓴 안건", None)),
    ],
)
def test_a_line_is_an_item(line, item):
    assert parse(line) == ((Item(*item),), (), ())


def test_headings_begin_free_parts_with_what_stands_below():
    template = parse("- 공지\n\n## 회고\n- 잘된 것\n\n- 아쉬운 것\n\n### 그리고 ##\n\n#태그")
    assert template.items == (Item("공지", None),)
    assert template.parts == (Part("회고", 2, "- 잘된 것\n\n- 아쉬운 것"), Part("그리고", 3, ""), Part("태그", 1, ""))


def test_below_a_heading_that_says_agenda_are_items():
    assert parse("## 메모\n글\n## 안건\n- 공지 5분").items == (Item("공지", 5),)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("- 공지\n##", "2"),
        ("- 리뷰 0분", "480"),
        ("- 리뷰 999분", "480"),
        ("- (5분)", "1"),
        ("\n".join(f"- 안건 {n}" for n in range(MOST_ITEMS + 1)), "30"),
        ("## 절\n" * 21, "20"),
        ("가" * (LONGEST + 1), "20000"),
        ("# " + "가" * 201, "1"),
    ],
)
def test_what_cannot_be_meant_is_told_in_a_sentence(source, words):
    errors = parse(source).errors
    assert len(errors) == 1
    assert words in errors[0]


def test_what_is_told_is_left_out_and_the_rest_is_there():
    template = parse("- (5분)\n- 리뷰 999분\n- 공지 5분")
    assert template.items == (Item("리뷰", None), Item("공지", 5))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_default_is_an_hour_and_has_no_error(language):
    template = parse(default(language))
    assert sum(item.minutes for item in template.items) == 60
    assert not template.errors


@given(st.text(alphabet=st.sampled_from("-*#[]() 0159분m\n\t가a.:'"), max_size=200))
def test_any_text_can_be_read(source):
    template = parse(source)
    assert all(item.text.strip() and (item.minutes is None or 1 <= item.minutes <= 480) for item in template.items)
    assert all(part.heading for part in template.parts)
