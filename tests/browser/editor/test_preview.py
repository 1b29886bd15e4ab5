"""The preview while writing: what it shows, when it is asked for, and that it never gets in the way of Hangul."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import BODY

# Each syllable as a two-set keyboard composes it.
SYLLABLES = [("ㅂ", "부", "분"), ("ㅅ", "사", "산"), ("ㅎ", "하", "한"), ("ㄱ", "구", "굴"), ("ㅇ", "오", "왜")]
LONG = "\n\n".join(f"## {n}번째\n\n$$\n\\frac{{{n}}}{{\\sum_i x_i}}\n$$\n\n글 {n}" for n in range(40))


def pane(page):
    return page.locator(".markdownx-preview").first


def asked(page, address="/preview/"):
    requests = []
    page.on("request", lambda request: address in request.url and requests.append(request))
    return requests


def test_preview_and_page_show_the_same(writing, start_with, question):
    start_with("**분산(Variance)**은 $\\sigma^2$")
    expect(pane(writing).locator("strong")).to_have_text("분산(Variance)")
    shown = pane(writing).inner_html()
    with writing.expect_navigation():
        writing.keyboard.press("Control+Enter")
    question.refresh_from_db()
    assert (
        question.body_html.strip()
        == writing.evaluate(
            "html => { const made = document.createElement('div'); made.innerHTML = html; return made.innerHTML; }",
            shown,
        )
        .replace("&nbsp;", "\xa0")
        .strip()
    )


def test_fifty_syllables_arrive_whole_and_no_preview_is_asked_for_meanwhile(writing, start_with, text, composer, area):
    """A pause longer than the preview's inside of each composition, and previews arriving between them."""
    start_with("앞 | 뒤")
    expect(pane(writing)).to_contain_text("앞")
    composing, during = {"now": False}, []
    writing.on("request", lambda request: composing["now"] and "/preview/" in request.url and during.append(request))
    typed = ""
    for turn in range(50):
        steps = SYLLABLES[turn % len(SYLLABLES)]
        composing["now"] = True
        composer.grow(*steps)
        if turn % 10 == 0:
            writing.wait_for_timeout(900)
        composing["now"] = False
        composer.commit(steps[-1])
        typed += steps[-1]
        if turn % 10 == 5:
            expect(pane(writing)).to_contain_text(typed)
        assert area.evaluate("area => area.selectionStart") == 2 + len(typed)
    assert text() == f"앞 {typed} 뒤"
    assert during == []
    expect(pane(writing)).to_contain_text(typed)


def test_answer_that_comes_during_a_composition_leaves_it_alone(writing, start_with, text, composer):
    held = []
    writing.route("**/preview/", lambda route: held.append(route))
    start_with("앞 |뒤")
    writing.wait_for_timeout(900)
    composer.grow("ㅎ", "하")
    for route in held:
        route.continue_()
    expect(pane(writing)).to_contain_text("앞 뒤")
    composer.grow("한")
    composer.commit("한")
    assert text() == "앞 한뒤"


def test_caret_selection_and_scroll_stay(writing, area, start_with, marked):
    writing.set_viewport_size({"width": 1280, "height": 500})
    start_with(LONG[:400] + "|여기|" + LONG[400:])
    before = marked(), writing.evaluate("scrollY")
    with writing.expect_response("**/preview/"):
        area.dispatch_event("input")
    writing.wait_for_timeout(300)
    assert (marked(), writing.evaluate("scrollY")) == before
    assert area.evaluate("area => document.activeElement === area")


def test_older_requests_are_given_up(writing, start_with):
    held, failed = [], []
    writing.route("**/preview/", lambda route: route.continue_() if held else held.append(route))
    writing.on("requestfailed", lambda request: failed.append(request.failure))
    start_with("처음")
    writing.wait_for_timeout(900)
    start_with("마지막")
    expect(pane(writing)).to_have_text(re.compile("마지막"))
    assert failed == ["net::ERR_ABORTED"]


def test_a_minute_of_typing_stays_below_the_limit(writing, area, start_with):
    """Time is quickened: 60 s of changes with pauses just long enough for a preview each."""
    writing.clock.install()
    writing.reload()
    requests = asked(writing)
    for turn in range(75):
        area.fill(f"글 {turn}")
        writing.clock.run_for(800)
    assert 15 <= len(requests) <= 29


def test_too_many_are_said_once_and_the_preview_comes_back(writing, start_with, problems):
    refused = {"left": 2}

    def limited(route):
        if not refused["left"]:
            return route.continue_()
        refused["left"] -= 1
        return route.fulfill(status=429, content_type="text/plain; charset=utf-8", body="잠깐 쉬었다가 보여 드려요.")

    writing.clock.install()
    writing.reload()
    writing.route("**/preview/", limited)
    start_with("새 글")
    writing.clock.run_for(1000)
    expect(writing.locator(".markdownx-status")).to_have_text("잠깐 쉬었다가 보여 드려요.")
    for _ in range(3):
        writing.clock.run_for(16_000)
        writing.wait_for_timeout(300)
    expect(pane(writing)).to_contain_text("새 글")
    expect(writing.locator(".markdownx-status")).to_be_empty()
    assert len([problem for problem in problems if "429" in problem]) == 2
    problems.clear()


@pytest.mark.slow(15)
def test_formulas_that_took_too_long_are_asked_for_again(writing, start_with):
    slow = {"line": 1, "code": "math-slow", "message": "수식이 너무 많아요.", "fix": None}
    texts = []

    def answer(route):
        texts.append(route.request.post_data)
        if len(texts) != 3:
            route.fulfill(json={"html": "<p>아직</p>", "hints": [slow]})
        else:
            route.continue_()

    writing.route("**/preview/", answer)
    start_with("다 쓴 $x_1$")
    expect(pane(writing)).to_contain_text("다 쓴", timeout=20_000)
    assert len(texts) == 3
    start_with("끝없는 $x_2$")
    writing.wait_for_timeout(15_000)
    assert texts.count(texts[-1]) == 4


def test_signed_out_writer_keeps_the_text(writing, start_with, text, browser_context, settings):
    browser_context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    start_with("아직 여기 있는 글")
    expect(writing.locator(".markdownx-status")).not_to_be_empty()
    assert text() == "아직 여기 있는 글"


def test_pane_goes_with_the_text(writing, area, start_with):
    writing.set_viewport_size({"width": 1280, "height": 600})
    start_with(LONG)
    expect(pane(writing)).to_contain_text("글 39")
    for number in (3, 20, 38):
        area.evaluate(
            """(area, words) => {
                const at = area.value.indexOf(words);
                area.blur();
                area.setSelectionRange(at, at);
                area.focus();
            }""",
            f"글 {number}",
        )
        writing.wait_for_timeout(200)
        beside = pane(writing).locator("p", has_text=re.compile(f"^글 {number}$")).bounding_box()
        frame = pane(writing).bounding_box()
        assert frame["y"] <= beside["y"] < frame["y"] + frame["height"], number
    assert area.evaluate("area => document.activeElement === area")


def test_on_a_phone_text_and_preview_take_turns(page, sign_in, member, question):
    page.set_viewport_size({"width": 360, "height": 700})
    sign_in(member)
    page.goto(question.edit_url)
    show = page.locator(".editor-show")
    expect(pane(page)).to_be_hidden()
    show.click()
    expect(pane(page).locator(".katex").first).to_be_visible()
    expect(page.locator("#id_body")).to_be_hidden()
    assert show.get_attribute("aria-pressed") == "true"
    show.click()
    expect(page.locator("#id_body")).to_be_focused()


def test_opening_asks_for_nothing_and_writing_for_hints(writing, area):
    requests = asked(writing)
    writing.reload()
    writing.wait_for_timeout(900)
    expect(area).to_be_focused()
    assert requests == []
    writing.keyboard.press("ArrowRight")
    writing.wait_for_timeout(900)
    assert len(requests) == 1
    assert area.input_value() == BODY
