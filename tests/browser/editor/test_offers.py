"""What the editor offers: formulas to take, names to complete, hints that mend."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from meetings.models import Question
from meetings.views.editor import FORMULAS


def palette(page):
    return page.locator(".editor-formulas").first


def options(page):
    return page.locator(".editor-options [role=option]")


def hints(page):
    return page.locator(".editor-hints").first


def test_formula_is_taken_by_keyboard_with_its_first_part_selected(writing, start_with, marked, text):
    start_with("기울기는 |")
    writing.keyboard.press("Control+KeyM")
    expect(palette(writing).locator("button")).to_have_count(len(FORMULAS))
    expect(palette(writing).locator(".katex").first).to_be_visible()
    assert palette(writing).locator(".katex-error, .math-error").count() == 0
    writing.keyboard.press("Enter")
    assert marked() == "기울기는 $\\frac{|a|}{b}$"
    writing.keyboard.type("1")
    writing.keyboard.press("Control+KeyZ")
    writing.keyboard.press("Control+KeyZ")
    assert text() == "기울기는 "


def test_arrows_move_and_escape_leaves(writing, start_with, area):
    start_with("글|")
    writing.locator('[data-md-button="formula"]').click()
    here = "document.activeElement.getAttribute('aria-label')"
    expect(palette(writing).locator("button").first).to_be_focused()
    first = writing.evaluate(here)
    writing.keyboard.press("ArrowRight")
    second = writing.evaluate(here)
    writing.keyboard.press("ArrowDown")
    below = writing.evaluate(here)
    assert len({first, second, below}) == 3
    writing.keyboard.press("ArrowUp")
    assert writing.evaluate(here) == second
    writing.keyboard.press("Home")
    assert writing.evaluate(here) == first
    writing.keyboard.press("Escape")
    expect(palette(writing)).to_be_hidden()
    expect(area).to_be_focused()
    assert "/edit/" in writing.url


def test_in_a_formula_it_goes_in_bare_and_takes_the_selection(writing, start_with, marked):
    start_with("$y = |z|$")
    writing.keyboard.press("Control+KeyM")
    palette(writing).locator("button").first.click()
    assert marked() == "$y = \\frac{|z|}{b}$"


def test_tall_formula_gets_lines_of_its_own(writing, start_with, text):
    start_with("앞|")
    writing.keyboard.press("Control+KeyM")
    palette(writing).locator("button").last.click()
    assert text().startswith("앞\n\n$$\n\\begin{cases}")
    assert text().endswith("\n$$")


def test_palette_is_accessible(writing, start_with, assert_accessible):
    start_with("|")
    writing.keyboard.press("Control+KeyM")
    expect(palette(writing).locator("button").first).to_be_focused()
    assert_accessible(writing)


def test_name_is_completed_and_undone(writing, mate, start_with, text):
    start_with("물어본 |")
    writing.keyboard.type("@")
    expect(options(writing)).to_have_count(2)
    writing.keyboard.press("ArrowDown")
    writing.keyboard.press("Enter")
    written = text()
    assert written in ("물어본 @이든", "물어본 @가온")
    writing.keyboard.insert_text("님")
    assert text() == f"{written}님"
    for _ in range(2):
        writing.keyboard.press("Control+KeyZ")
    assert text() == "물어본 @"


def test_question_is_completed_by_words_in_it(writing, team, meeting, start_with, text, question):
    other = Question.objects.create(team=team, meeting=meeting, body="배치 정규화는 언제 쓰나요?")
    start_with("|")
    writing.keyboard.insert_text("[[")
    writing.keyboard.insert_text("배치 정")
    expect(options(writing)).to_have_count(1)
    writing.keyboard.press("Enter")
    assert text() == f"[[Q{other.pk}]]"
    expect(writing.locator("a.reference")).to_have_attribute("href", f"/questions/{other.pk}/")


def test_nothing_is_taken_while_a_syllable_is_composed(writing, mate, start_with, text, composer):
    start_with("|")
    writing.keyboard.type("@")
    expect(options(writing)).to_have_count(2)
    composer.grow("ㅇ", "이")
    expect(options(writing)).to_have_count(1)
    writing.locator("#id_body").evaluate(
        """area => area.dispatchEvent(new KeyboardEvent("keydown",
            { key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true }))"""
    )
    assert text() == "@이"
    composer.commit("이")
    expect(options(writing)).to_have_count(1)
    writing.keyboard.press("Enter")
    assert text() == "@이든"


def test_syllables_arrive_whole_while_names_are_offered(writing, mate, start_with, text, composer, area):
    start_with("|")
    for turn in range(10):
        writing.keyboard.type("@")
        expect(options(writing).first).to_be_visible()
        composer.grow("ㅇ", "이")
        writing.wait_for_timeout(250)  # long enough for the answer to come in the middle
        composer.commit("이")
        composer.syllable("ㄷ", "드", "든")
        writing.keyboard.type(" ")
        assert text() == "@이든 " * (turn + 1)
    assert area.evaluate("area => area.selectionStart") == len(text())


def test_tab_takes_no_suggestion(writing, start_with, text, mate):
    start_with("|")
    writing.keyboard.type("@")
    expect(options(writing).first).to_be_visible()
    writing.keyboard.press("Tab")
    assert text() == "@"
    assert writing.evaluate("document.activeElement.id") != "id_body"


def test_escape_closes_the_suggestions_first(writing, start_with, mate):
    start_with("|")
    writing.keyboard.type("@")
    expect(options(writing).first).to_be_visible()
    writing.keyboard.press("Escape")
    expect(options(writing)).to_have_count(0)
    assert "/edit/" in writing.url


@pytest.mark.parametrize("typed", ["# ", "$@", "```\n@", "a@"])
def test_nothing_is_offered_where_no_name_is_meant(writing, start_with, typed):
    asked = []
    writing.on("request", lambda request: "completions" in request.url and asked.append(request.url))
    start_with("|")
    writing.keyboard.type(typed)
    writing.wait_for_timeout(400)
    assert asked == []


def test_suggestions_are_accessible(writing, start_with, mate, area):
    start_with("|")
    writing.keyboard.type("@")
    expect(options(writing).first).to_be_visible()
    results = Axe().run(writing, context=".editor-options", options={"preload": False})
    assert results.violations_count == 0, results.generate_report()
    chosen = writing.locator(".editor-options [aria-selected=true]")
    assert area.get_attribute("aria-activedescendant") == chosen.get_attribute("id")


def test_hint_leads_to_its_line(writing, start_with, area):
    start_with("하나\n\n$\\foo{x}$\n\n셋|")
    line = hints(writing).locator(".editor-line")
    expect(line).to_contain_text("3")
    line.click()
    expect(area).to_be_focused()
    assert area.evaluate("area => area.selectionStart") == len("하나\n\n")


def test_hint_mends_its_lines_and_ctrl_z_takes_it_back(writing, start_with, marked, text):
    before = "글이에요.\n\n    - 들여 쓴 목록\n    - 둘째\n\n끝"
    start_with(f"{before}|")
    mend = hints(writing).locator(".editor-fix").first
    mend.click()
    assert "\n- 들여 쓴 목록" in text()
    assert marked().endswith("끝|")
    expect(hints(writing).locator("li")).to_have_count(0)
    while text() != before:
        undone = text()
        writing.keyboard.press("Control+KeyZ")
        assert text() != undone


def test_hint_for_lines_that_changed_since_mends_nothing(writing, start_with, text, area):
    start_with("글이에요.\n\n    - 들여 쓴 목록\n    - 둘째|")
    expect(hints(writing).locator(".editor-fix")).to_be_visible()
    writing.route("**/preview/", lambda route: route.abort())
    start_with("새로 쓴 글\n\n다른 줄|")
    hints(writing).locator(".editor-fix").click()
    assert text() == "새로 쓴 글\n\n다른 줄"


def test_page_with_hints_is_accessible(writing, start_with, assert_accessible):
    start_with("글\n\n    - 목록\n\n$\\foo$")
    expect(hints(writing).locator("li").first).to_be_visible()
    assert_accessible(writing)
