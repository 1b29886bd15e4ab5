"""Keys, buttons, lists and paste: what they do to a text, and that Ctrl+Z takes it back."""

import pytest
from playwright.sync_api import expect


def press(page, name):
    page.locator(f'markdown-toolbar [data-md-button="{name}"]').first.click()


@pytest.mark.parametrize(
    ("button", "key", "before", "after"),
    [
        ("bold", "Control+KeyB", "가 |나| 다", "가 **|나|** 다"),
        ("code", "Control+KeyE", "가 |나| 다", "가 `|나|` 다"),
        ("link", "Control+KeyK", "가 |나| 다", "가 [나](|url|) 다"),
        ("unordered-list", "Control+Shift+Digit8", "가|", "- 가|"),
        ("quote", "Control+Shift+Period", "|가|", "> |가|"),
    ],
)
def test_button_and_key_mark_the_selection(writing, start_with, marked, text, button, key, before, after):
    start_with(before)
    press(writing, button)
    assert marked() == after
    start_with(before)
    writing.keyboard.press(key)
    assert marked() == after
    writing.keyboard.press("Control+KeyZ")
    assert text() == before.replace("|", "")


def test_key_works_while_the_keyboard_is_in_hangul_mode(writing, area, start_with, marked):
    start_with("가 |나|")
    area.evaluate(
        """area => area.dispatchEvent(new KeyboardEvent("keydown",
            { key: "ㅠ", code: "KeyB", ctrlKey: true, bubbles: true, cancelable: true }))"""
    )
    assert marked() == "가 **|나|**"


def test_question_is_named_by_a_button(writing, start_with, marked):
    start_with("앞서 말한 것|")
    press(writing, "reference")
    assert marked() == "앞서 말한 것 [[|"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- 하나|", "- 하나\n- |"),
        ("* 하나|", "* 하나\n* |"),
        ("  - 안쪽|", "  - 안쪽\n  - |"),
        ("9. 아홉|", "9. 아홉\n10. |"),
        ("1) 하나|", "1) 하나\n2) |"),
        ("- [x] 했다|", "- [x] 했다\n- [ ] |"),
        ("> 인용|", "> 인용\n> |"),
        ("> - 둘 다|", "> - 둘 다\n> - |"),
        ("- 앞|뒤", "- 앞\n- |뒤"),
        ("- 하나\n- |", "- 하나\n|"),
        ("> 인용\n> |", "> 인용\n|"),
        ("그냥|", "그냥\n|"),
        ("-아님|", "-아님\n|"),
        ("```\n- 코드|", "```\n- 코드\n|"),
        ("|- 앞에서", "\n|- 앞에서"),
    ],
)
def test_enter_goes_on_with_a_list_and_ends_an_empty_item(writing, start_with, marked, before, after):
    start_with(before)
    writing.keyboard.press("Enter")
    assert marked() == after


def test_enter_in_a_list_is_undone_by_itself(writing, start_with, text):
    start_with("- 하나|")
    writing.keyboard.press("Enter")
    writing.keyboard.type("둘")
    assert text() == "- 하나\n- 둘"
    for _ in range(2):
        writing.keyboard.press("Control+KeyZ")
    assert text() == "- 하나"
    for _ in range(2):
        writing.keyboard.press("Control+Shift+KeyZ")
    assert text() == "- 하나\n- 둘"


def test_shift_and_enter_is_a_plain_line(writing, start_with, text):
    start_with("- 하나|")
    writing.keyboard.press("Shift+Enter")
    assert text() == "- 하나\n"


def test_enter_that_ends_a_composition_begins_no_item(writing, area, start_with, text, composer):
    start_with("- |")
    composer.grow("ㅎ", "하", "한")
    area.evaluate(
        """area => area.dispatchEvent(new InputEvent("beforeinput",
            { inputType: "insertLineBreak", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    composer.commit("한")
    assert text() == "- 한"


def test_tab_leaves_the_field_and_the_toolbar_is_one_stop(writing, area):
    area.focus()
    writing.keyboard.press("Tab")
    assert writing.evaluate("document.activeElement.id") != "id_body"
    area.focus()
    writing.keyboard.press("Shift+Tab")
    assert writing.evaluate("document.activeElement.dataset.mdButton") == "bold"
    writing.keyboard.press("ArrowRight")
    assert writing.evaluate("document.activeElement.dataset.mdButton") == "formula"
    writing.keyboard.press("Tab")
    assert writing.evaluate("document.activeElement.id") == "id_body"


CELLS = "<meta><style>td{}</style><table><tr><th></th><th>층</th></tr><tr><th>0</th><td>a|b</td></tr></table>"
TABLE = "|  | 층 |\n| --- | --- |\n| 0 | a\\|b |"


def test_cells_are_pasted_as_a_table_with_its_row_headings(start_with, paste, text, writing):
    start_with("앞|")
    assert not paste(text_html=CELLS, text_plain="\t층\n0\ta|b")
    assert text() == f"앞\n\n{TABLE}"
    writing.keyboard.press("Control+KeyZ")
    assert text() == "앞"


def test_lines_of_a_sheet_are_pasted_as_a_table(start_with, paste, text):
    start_with("|")
    assert not paste(text_plain="이름\t점수\r\n가온\t3\r\n")
    assert text() == "| 이름 | 점수 |\n| --- | --- |\n| 가온 | 3 |"


@pytest.mark.parametrize("plain", ["한 줄\t뿐", "\tif x:\n\t\treturn", "a\tb\nc", "그냥 글"])
def test_what_is_no_table_is_pasted_as_it_is(start_with, paste, plain):
    start_with("|")
    assert paste(text_plain=plain)


def test_table_among_paragraphs_brings_no_html(start_with, paste, text):
    start_with("|")
    paste(text_html=f"<p>글</p>{CELLS}<p>글</p>", text_plain="글\n\n0\ta\n\n글")
    assert text() == "글\n\n0\ta\n\n글"


def test_cells_in_code_stay_as_they_are(start_with, paste):
    start_with("```\n|")
    assert paste(text_plain="a\tb\nc\td")


def test_address_over_a_selection_makes_a_link(start_with, paste, text, writing):
    start_with("여기 |문서|")
    paste(text_plain="https://example.com/a")
    assert text() == "여기 [문서](https://example.com/a)"
    writing.keyboard.press("Control+KeyZ")
    assert text() == "여기 문서"


def test_control_and_enter_saves(writing, start_with, question):
    start_with("고친 글")
    with writing.expect_navigation():
        writing.keyboard.press("Control+Enter")
    question.refresh_from_db()
    assert question.body == "고친 글"


def test_escape_closes(writing, start_with):
    start_with("고치다 만 글")
    with writing.expect_navigation():
        writing.keyboard.press("Escape")
    assert "/edit/" not in writing.url


def test_question_mark_shows_the_keys_outside_of_fields(writing, area, assert_accessible):
    area.focus()
    writing.keyboard.type("?")
    writing.wait_for_timeout(200)
    expect(writing.locator("dialog")).to_have_count(0)
    area.blur()
    writing.keyboard.press("Shift+Slash")
    expect(writing.locator("dialog[open]")).to_contain_text("Ctrl")
    assert_accessible(writing)
    writing.keyboard.press("Escape")
    expect(writing.locator("dialog")).to_have_count(0)
    writing.locator(".editor-keys").click()
    expect(writing.locator("dialog[open]")).to_be_visible()


def test_field_grows_and_never_scrolls_inside(writing, area, start_with):
    start_with("\n".join(str(number) for number in range(80)))
    assert area.evaluate("area => area.scrollHeight <= area.clientHeight + 1")
    box = writing.locator(".editor-head").bounding_box()
    assert box["y"] >= 0
    assert box["y"] < 100
