import pytest

from meetings.rendering import render

from .reading import page


def test_lines_with_a_colon_define_the_list_item_above_them():
    shown = page("- 순서\n: : 소개\n: 안내 <b>굵게</b>\n- 다음\n: 끝")
    first, second = shown.all("li")
    assert [dd.text.strip() for dd in first.all("dd")] == ["소개", "안내 굵게"]
    assert first.all("dd")[0].attributes["class"] == "deeper"
    assert [dt.text for dt in second.all("dt")] == ["다음"]


def test_definition_lists():
    shown = page("용어\n: 뜻\n\n둘\n: 하나\n: 더")
    assert [dt.text for dt in shown.all("dt")] == ["용어", "둘"]
    assert len(shown.all("dd")) == 3


def test_a_heading_tag_on_one_line_ends_there():
    shown = page("<h2> 둘째</h2>\n- 항목\n- 하나")
    assert shown.all("h2")[0].text == "둘째"
    assert len(shown.all("li")) == 2
    assert [(heading.level, heading.title) for heading in render("<h2> 둘째</h2>").toc] == [(2, "둘째")]


@pytest.mark.parametrize(
    "source",
    [
        "<details>\n<summary>**더** 보기</summary>\n\n- $x$\n- 둘\n\n</details>",
        "<details>\n<summary>**더** 보기</summary>\n- $x$\n- 둘\n</details>",
        '<details markdown="1"><summary>**더** 보기</summary>\n\n- $x$\n- 둘\n\n</details>',
    ],
)
def test_details_hold_markdown(source):
    (details,) = page(source).all("details")
    assert details.all("summary")[0].all("strong")[0].text == "더"
    assert len(details.all("li")) == 2
    assert details.formulas == ["x"]


def test_a_div_can_ask_for_markdown():
    (div,) = page('<div markdown="1">\n**굵게**\n</div>\n뒤 *글*').all("div")
    assert div.all("strong")
    assert not div.all("em")


def test_a_list_that_is_indented_by_four_spaces_is_a_list_and_a_hint():
    source = (
        "## 1. 공부\n\n    1.1 어떻게 하나요?\n        - 보고\n        - 또 보고\n          - 듣고\n\n"
        "    1.2 그다음은?\n        - 쉰다\n"
    )
    shown = page(source)
    assert not shown.all("pre")
    assert [paragraph.text for paragraph in shown.all("p")] == ["1.1 어떻게 하나요?", "1.2 그다음은?"]
    assert len(shown.all("li")) == 4
    assert shown.all("li")[1].all("li")
    assert [(hint.line, hint.code) for hint in render(source).warnings] == [(3, "list-as-code")]


def test_an_indented_list_right_below_its_text_is_a_list_and_a_hint():
    source = "5조 - 다온\n    - 잘했다\n        - 정말\n    - 또\n6조 - 라온\n    1. 하나\n"
    shown = page(source)
    assert [paragraph.text for paragraph in shown.all("p")] == ["5조 - 다온", "6조 - 라온"]
    assert len(shown.all("li")) == 4
    assert [(hint.line, hint.code) for hint in render(source).warnings] == [(2, "list-as-code"), (6, "list-as-code")]


@pytest.mark.parametrize(
    "source",
    [
        "글\n\n    x = 1\n    - y\n",
        "    for i in range(3):\n        print(i)\n",
        "    def f():\n        return 1\n",
        "    - name: x\n    if (a) {\n    }\n",
    ],
)
def test_indented_code_stays_code(source):
    assert page(source).all("pre")


def test_what_is_said_below_an_item_a_space_short_of_it_is_no_code():
    shown = page(
        "  1. 무엇을 맡나요?\n\n    A. 데이터를 모으는 일부터 해요.\n\n    그다음은 아직 몰라요.\n\n  2. 다음 질문\n"
    )
    assert not shown.all("pre")
    assert [paragraph.text for paragraph in shown.all("p")] == [
        "A. 데이터를 모으는 일부터 해요.",
        "그다음은 아직 몰라요.",
    ]


def test_indented_prose_wraps_and_indented_code_does_not():
    shown = page("글\n\n    관계의 이름은 앞에 오는 말의 종류를 따라요.\n")
    assert shown.all("pre", "plain-text")
    assert not page("글\n\n    x = 1  # 하나를 담아요\n").all("pre", "plain-text")


def test_headings_with_one_title_differ_and_the_contents_resolve():
    rendered = render("## 피어 세션\n\n## 피어 세션\n\n# 배운 점 $x$\n\n## 피어 세션-2")
    ids = [element.attributes["id"] for element in page("## 피어 세션\n\n## 피어 세션\n\n## 피어 세션-2").all("h2")]
    assert len(set(ids)) == 3
    shown = {element.attributes.get("id") for element in page("## 피어 세션\n\n## 피어 세션\n\n# 배운 점 $x$").walk()}
    assert {heading.id for heading in rendered.toc[:3]} <= shown
    assert rendered.toc[0].id == "md-피어-세션"
    assert rendered.toc[2].title == "배운 점 x"


def test_links_within_a_text_find_their_heading():
    shown = page("[가기](#피어-세션)\n\n## 피어 세션")
    from urllib.parse import unquote

    assert unquote(shown.all("a")[0].attributes["href"]) == "#" + shown.all("h2")[0].attributes["id"]


def test_front_matter_is_not_on_the_page_but_a_rule_of_dashes_is():
    rendered = render("---\ntitle: 비밀\ntags:\n  - a\n---\n# 글")
    assert "비밀" not in rendered.html + rendered.text
    assert "첫 글" in render("---\n첫 글\n---\n둘째").html


def test_a_row_with_too_many_cells_keeps_them():
    rows = page("| a | b |\n|---|---|\n| 1 | 2 | 3 | 4 |\n").all("tr")
    assert [cell.text for cell in rows[1].all("td")] == ["1", "2 | 3 | 4"]


def test_a_wide_table_can_be_scrolled_by_keyboard():
    assert "tabindex" not in page("| a |\n|---|\n| b |").all("div", "table-scroll")[0].attributes
    wide = "| " + " | ".join(["긴 머리글"] * 8) + " |\n|" + "---|" * 8
    assert page(wide).all("div", "table-scroll")[0].attributes["tabindex"] == "0"


def test_tasks_have_a_name_and_cannot_be_ticked():
    first, second = page("- [ ] 회의록 **쓰기**\n- [x] 읽기").all("input")
    assert first.attributes["aria-label"] == "회의록 쓰기"
    assert "disabled" in first.attributes
    assert "checked" in second.attributes


def test_footnotes_keep_every_note_and_differ_between_texts():
    shown = page("하나[^a] 둘[^a]\n\n[^a]: 첫째 각주\n[^a]: 또 첫째\n[^b]: 부르지 않은 각주")
    assert len(shown.all("li", "footnote-item")) == 3
    links = [link.attributes["href"][1:] for link in shown.all("a")]
    ids = {element.attributes.get("id") for element in shown.walk()}
    assert set(links) <= ids
    other = {element.attributes.get("id") for element in page("딴[^a]\n\n[^a]: 글").walk()} - {None}
    assert not other & ids


def test_code_is_highlighted_by_class():
    (code,) = page("```python\nfor x in y: # 설명\n    pass\n```").all("code")
    assert code.attributes["class"] == "language-python highlight"
    assert code.all("span", "k")[0].text == "for"
    assert code.text == "for x in y: # 설명\n    pass\n"


def test_unknown_language_stays_plain():
    (code,) = page('```<x" y>\na < b\n```').all("code")
    assert code.text == "a < b\n"


@pytest.mark.parametrize(
    ("source", "address", "text"),
    [
        ("https://d2l.ai/를 보자", "https://d2l.ai/", "https://d2l.ai/"),
        ("https://ko.wikipedia.org/wiki/한국어", "https://ko.wikipedia.org/wiki/%ED%95%9C%EA%B5%AD%EC%96%B4", None),
        ("(https://example.com/a_b_c)에서", "https://example.com/a_b_c", None),
        ("www.example.com은", "http://www.example.com", "www.example.com"),
        ("https://example.com에서는 된다", "https://example.com", None),
        ("메일 gaon@example.com로", "mailto:gaon@example.com", "gaon@example.com"),
        ("ga_on.moon@example.com에게", "mailto:ga_on.moon@example.com", "ga_on.moon@example.com"),
        ("출처:https://d2l.ai/a를", "https://d2l.ai/a", "https://d2l.ai/a"),
        ("여기https://d2l.ai/a", "https://d2l.ai/a", "https://d2l.ai/a"),
    ],
)
def test_bare_addresses_end_before_a_particle(source, address, text):
    (link,) = page(source).all("a")
    assert link.attributes["href"] == address
    if text:
        assert link.text == text
    assert page(source).text.strip() == source


def test_definitions_of_nothing_are_a_list():
    shown = page("## 순서\n\n: : 하나\n: : **둘**은\n")
    assert [item.text for item in shown.all("li")] == ["하나", "둘은"]
    assert not shown.all("dd")


def test_a_definition_below_its_term_stays_one():
    shown = page("용어\n: 뜻\n\n: 다른 뜻")
    assert len(shown.all("dd")) == 2
    assert not shown.all("li")
