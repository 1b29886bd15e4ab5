import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.rendering import find_references, render
from meetings.rendering.sanitise import sanitise
from tests.timing import least_cpu

ADDRESSES = {
    "Q12": "/questions/12/",
    "7강": "/lectures/3/",
    "@은결": "/people/1/",
    "@은결이": "/people/2/",
    "@ada": "/people/3/",
    "@ada.l": "/people/4/",
    "@남궁 민": "/people/5/",
}
LINK = re.compile(r'<a class="reference" href="([^"]*)"[^>]*>([^<]*)</a>')


def links(source: str) -> list[tuple[str, str]]:
    return [(address, shown) for address, shown in LINK.findall(render(source, ADDRESSES).html)]


@pytest.mark.parametrize("typed", ["[[Q12]]", "[[q12]]", "[[ Q 12 ]]", "[[Q012]]", "[[Q12]](지난 시간)", "([[Q12]])"])
def test_a_question_by_its_number(typed):
    assert links(f"앞 {typed} 뒤") == [("/questions/12/", "Q12")]


@pytest.mark.parametrize("typed", ["#7강", "#7강에서", "(#7강)", "**#7강**은", "#07강", "“#7강”", "1강·#7강"])
def test_a_lecture_by_its_number(typed):
    assert [address for address, _shown in links(f"{typed} 보기")] == ["/lectures/3/"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@은결", "@은결"),
        ("@은결님이", "@은결"),
        ("@은결에게서는", "@은결"),
        ("@은결님들께서도", "@은결"),
        ("@은결 멘토님", "@은결"),
        ("(@은결)", "@은결"),
        ("**@은결**은", "@은결"),
        ("@은결이가", "@은결이"),  # the longest name that fits
        ("@은결이었어요", "@은결이"),
        ("@ADA가", "@ADA"),
        ("@ada.", "@ada"),
        ("@ada.l의", "@ada.l"),
        ("@남궁 민이랑", "@남궁 민"),
    ],
)
def test_a_person_by_name_with_whatever_is_glued_to_it(typed, shown):
    address = ADDRESSES.get(shown.lower())
    assert links(f"발표는 {typed}") == [(address, shown)]


def test_particles_stay_text():
    assert render("#7강에서 @은결님이", ADDRESSES).text == "#7강에서 @은결님이"
    assert "</a>에서 <a" in render("#7강에서 @은결님이", ADDRESSES).html


@pytest.mark.parametrize(
    "source",
    [
        "`[[Q12]] #7강 @은결`",
        "```\n[[Q12]] #7강 @은결\n```",
        "글\n\n    [[Q12]] #7강 @은결 = 1",
        "$[[Q12]]$ $@은결$",
        "<code>[[Q12]] #7강 @은결</code>",
        '<b title="[[Q12]] #7강 @은결">굵게</b>',
        "[보기 [[Q12]] #7강 @은결](https://x.example)",
        '<a href="https://x.example">[[Q12]] #7강 @은결</a>',
        "[[Q12]](https://x.example)",
        "\\[[Q12]] \\#7강 \\@은결",
        "![@은결 #7강](a.png)",
        "# 7강",
        "가#7강 /#7강 C#7강 #7강a #7 강",
        "은결@ada.com a@은결.kr 가@은결 /@은결 @@은결",
        "@은결희 @은결abc @ada/core @ada-x @ada.x @adab @property",
        "https://x.example/#7강 https://x.example/@은결 x.example/@은결",
        "[[Q13]] #8강 @민호",
    ],
)
def test_what_is_no_reference_or_leads_nowhere_stays_as_typed(source):
    rendered = render(source, ADDRESSES)
    assert 'class="reference"' not in rendered.html
    assert rendered.references == ()
    assert rendered.html == render(source).html


def test_what_a_text_refers_to_is_told_once_and_without_what_stands_in_code():
    assert render("@은결 @은결님 [[Q12]] `#7강` <code>@ada</code>", ADDRESSES).references == ("@은결", "Q12")


def test_taken_back_in_code_it_reads_as_it_was_typed():
    assert "<code>[[ q12 ]]</code>" in render("<code>[[ q12 ]]</code>", ADDRESSES).html


def test_a_question_that_leads_nowhere_is_hinted_at_once_with_its_line():
    hints = render("하나\n둘 [[Q13]] [[Q12]]\n\n셋 [[Q13]] [[Q14]]\n", ADDRESSES).warnings
    assert [(hint.line, hint.code, hint.detail) for hint in hints] == [
        (2, "unknown-reference", "Q13"),
        (4, "unknown-reference", "Q14"),
    ]


def test_a_link_of_the_authors_own_is_no_unknown_question():
    rendered = render("[[Q13]]\n\n[Q13]: https://x.example", ADDRESSES)
    assert rendered.warnings == ()
    assert 'href="https://x.example"' in rendered.html


def test_text_for_search_and_headings_hold_the_words():
    rendered = render("## [[Q12]]와 @은결\n\n| #7강 |\n|---|\n| 가 |", ADDRESSES)
    assert rendered.toc[0].title == "Q12와 @은결"
    assert rendered.text == "Q12와 @은결\n#7강\n가"


def test_an_address_is_escaped_and_never_runs():
    html = render("@은결 [[Q12]]", {"@은결": '/x"><script>', "Q12": "javascript:alert(1)"}).html
    assert "<script" not in html
    assert "javascript:" not in html
    assert html == sanitise(html)


def test_candidates_are_found_in_the_form_of_addresses():
    source = "[[ q012 ]] #07강에서 `#8강` @은결님이 a@b.com 가#9강 [[Q12]] @남궁 민"
    assert find_references(source) == ("Q12", "7강", "8강", "@은결님이", "@남궁")


def test_names_in_decomposed_hangul_are_found():
    decomposed = "@\u110b\u1173\u11ab\u1100\u1167\u11af #7\u1100\u1161\u11bc"
    assert find_references(decomposed) == ("@은결", "7강")
    assert len(links(decomposed)) == 2


def test_a_text_without_a_candidate_is_not_read():
    assert find_references("그냥 글 $x$ **굵게**") == ()


@pytest.mark.slow
@given(st.text(alphabet="[]Qq12#강@은결이 \n`*_\\().ad/<>$"))
def test_only_what_is_found_is_linked_and_no_word_is_lost(source):
    rendered = render(source, ADDRESSES)
    found = find_references(source)
    names = [key for key in found if key.startswith("@")]
    for key in rendered.references:
        assert key in found or (key[0] == "@" and any(name.startswith(key) for name in names))
    plain = render(source)
    assert re.sub(r"\s|\[\[|\]\]|[qQ0 ]", "", rendered.text) == re.sub(r"\s|\[\[|\]\]|[qQ0 ]", "", plain.text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["[[Q12]] ", "[[Q13]] ", "[[Q1] ", "#7강 ", "@은결 ", "@은결", "@은결이이이이이이이 ", "[[", "@"]
)
def test_many_of_them_take_linear_time(piece):
    source = piece * (190_000 // len(piece.encode()))
    assert least_cpu(lambda: find_references(source), 0.3) < 0.3
    assert least_cpu(lambda: render(source, ADDRESSES), 1.7) < 1.7
