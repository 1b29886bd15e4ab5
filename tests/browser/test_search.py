"""The search at the keyboard: `/`, results as one types, from one to the next, what one looked for lately."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from meetings.models import Answer, Learning, Question
from tests.browser.editor.conftest import Composer

pytestmark = pytest.mark.django_db(transaction=True)

# What leaves, as the page itself sees it.
WATCH = """() => {
    let isComposing = false;
    addEventListener("compositionstart", () => (isComposing = true), true);
    addEventListener("compositionend", () => (isComposing = false), true);
    const { fetch } = window;
    Object.assign(window, { left: [], interrupted: [] });
    window.fetch = (address, options) => {
        (isComposing ? interrupted : left).push(decodeURIComponent(String(address)));
        return fetch(address, options);
    };
}"""


@pytest.fixture
def questions(team, meeting, member) -> list[Question]:
    asked = [
        "확률 변수와 확률 분포는 무엇이 다른가요?",
        "확률론은 어디까지 알아야 하나요? $P(A \\mid B) = \\frac{P(A \\cap B)}{P(B)}$",
        "배치 정규화는 왜 학습을 빠르게 하나요?",
        "`KLDivLoss`는 왜 로그 확률을 받나요?",
    ]
    made = [Question.objects.create(team=team, meeting=meeting, body=body, order=n) for n, body in enumerate(asked)]
    Answer.objects.create(question=made[0], body="변수는 함수고 분포는 그 값이 나올 확률이에요.")
    Learning.objects.create(team=team, meeting=meeting, author=member, body="확률은 넓이다")
    return made


@pytest.fixture
def looking(page: Page, sign_in, member, questions) -> Callable[..., Page]:
    sign_in(member)

    def open_page(address: str = "/search/", width: int = 1280, scheme: str = "light") -> Page:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return page

    return open_page


def box(page: Page):
    return page.locator("#search-text")


def hits(page: Page):
    return page.locator("[data-hits] .row-hit")


def test_slash_goes_to_the_box_of_any_page_and_escape_leaves_it(looking, questions, meeting):
    for address in ("/", "/classes/", questions[0].get_absolute_url(), questions[0].edit_url, "/search/?q=확률"):
        page = looking(address)
        page.locator("#main").focus()
        page.keyboard.press("/")
        here = page.locator("[data-find]")
        expect(here).to_be_focused()
        page.keyboard.type("확")
        page.keyboard.press("Escape")
        expect(here).not_to_be_focused()
        assert here.input_value() == "확"


def test_a_slash_in_a_text_is_a_slash(looking, questions):
    page = looking(questions[0].edit_url)
    page.locator("textarea").first.focus()
    page.keyboard.press("/")
    expect(page.locator("textarea").first).to_be_focused()
    assert "/" in page.locator("textarea").first.input_value()


def test_the_box_of_a_page_leads_to_what_it_finds(looking):
    page = looking("/classes/")
    page.keyboard.press("/")
    page.keyboard.type("배치")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(hits(page)).to_have_count(1)


def test_the_best_few_stand_under_the_box_of_any_page(looking, questions, meeting):
    for address in ("/classes/", meeting.get_absolute_url()):
        page = looking(address)
        page.keyboard.press("/")
        page.keyboard.type("확률")
        few = page.locator(".find-first a")
        expect(few.first).to_be_visible()
        expect(page.locator("[data-find]")).to_be_focused()
        expect(page.locator(".find-first")).to_contain_text("모두 보기")
        page.keyboard.press("Escape")
        expect(few.first).to_be_hidden()
        page.keyboard.press("/")
        expect(few.first).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(few.first).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.locator("[data-find]")).to_be_focused()
        page.keyboard.press("ArrowDown")
        there = few.first.get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{there}")


def test_the_box_asks_nothing_before_a_syllable_stands_and_closes_when_it_is_left(looking):
    page = looking("/classes/")
    page.evaluate(WATCH)
    page.keyboard.press("/")
    composer = Composer(page.context.new_cdp_session(page))
    composer.grow("ㅎ", "화", "확")
    page.wait_for_timeout(600)
    assert page.evaluate("[left, interrupted]") == [[], []]
    composer.commit("확")
    expect(page.locator(".find-first")).to_be_visible()
    assert page.evaluate("interrupted") == []
    page.locator("#main").click(position={"x": 5, "y": 400})
    expect(page.locator(".find-first")).to_be_hidden()


def test_results_come_as_one_types_and_the_caret_stays(looking):
    page = looking()
    expect(box(page)).to_be_focused()
    page.keyboard.type("정규화 배치")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("는")
    page.keyboard.press("Backspace")
    expect(hits(page)).to_have_count(1)
    expect(box(page)).to_be_focused()
    assert box(page).evaluate("box => box.selectionStart") == 3
    assert re.search(r"/search/\?q=[^&]+$", page.url)
    expect(page).to_have_title(re.compile("정규화 배치"))
    expect(page.locator("#search-said")).to_have_text("1개")
    page.reload()
    expect(hits(page)).to_have_count(1)


def test_nothing_is_asked_before_a_syllable_stands(looking):
    page = looking()
    page.evaluate(WATCH)
    composer = Composer(page.context.new_cdp_session(page))
    composer.grow("ㅎ", "화", "확")
    page.wait_for_timeout(600)
    assert page.evaluate("[left, interrupted]") == [[], []]
    composer.commit("확")
    composer.grow("ㄹ", "류", "률")
    page.wait_for_timeout(600)
    assert page.evaluate("interrupted") == []
    composer.commit("률")
    expect(hits(page).first).to_be_visible()
    assert page.evaluate("interrupted") == []
    assert box(page).input_value() == "확률"
    assert page.evaluate("left").pop().endswith("q=확률")


def test_an_answer_that_comes_late_is_given_up(looking):
    page, waiting = looking(), []

    def hold_first(route: Route) -> None:
        if waiting:
            return route.continue_()
        return waiting.append(route)

    page.route(re.compile(r"/search/\?q="), hold_first)
    page.keyboard.type("확")
    page.wait_for_timeout(400)
    assert len(waiting) == 1
    box(page).fill("배치")
    expect(hits(page)).to_have_count(1)
    expect(hits(page)).to_contain_text("배치")
    waiting[0].abort()
    page.wait_for_timeout(200)
    expect(hits(page)).to_contain_text("배치")
    expect(page.locator("#search-wait, #search-failed").filter(visible=True)).to_have_count(0)


def test_a_letter_that_was_taken_back_at_once_leaves_what_fits_the_box(looking):
    page, waiting = looking("/search/?q=확률"), []

    def hold_first(route: Route) -> None:
        if waiting:
            return route.continue_()
        return waiting.append(route)

    page.route(re.compile(r"/search/\?q="), hold_first)
    box(page).fill("배치")
    page.wait_for_timeout(400)
    box(page).evaluate(
        "box => { box.value = '배치가'; box.dispatchEvent(new InputEvent('input', { bubbles: true })); }"
    )
    waiting[0].continue_()
    page.wait_for_timeout(20)
    box(page).evaluate("box => { box.value = '배치'; box.dispatchEvent(new InputEvent('input', { bubbles: true })); }")
    expect(hits(page)).to_have_count(1)
    expect(hits(page)).to_contain_text("배치")
    expect(page).to_have_title(re.compile("배치"))


def test_whoever_stands_on_a_result_stays_there_when_new_ones_come(looking):
    page = looking("/search/?q=확률")
    page.locator(".chips-more > summary").click()
    link = page.locator("[data-hits] .row-open").nth(1)
    there = link.get_attribute("href")
    box(page).evaluate("box => { box.value = '확률 '; }")
    link.focus()
    box(page).evaluate(
        "box => { box.value = '확률은'; box.dispatchEvent(new InputEvent('input', { bubbles: true })); }"
    )
    page.wait_for_url(re.compile("%ED%99%95%EB%A5%A0%EC%9D%80"))
    assert page.evaluate("document.activeElement.getAttribute('href')") == there
    assert page.locator(".chips-more").evaluate("details => details.open")


def test_signing_out_leaves_nobody_what_was_looked_for(looking):
    page = looking("/search/?q=확률")
    kept = "Object.keys(localStorage).filter(key => key.startsWith('searches'))"
    assert len(page.evaluate(kept)) == 1
    page.goto("/accounts/logout/")
    page.locator('main form[action$="/logout/"] button').click()
    page.wait_for_url(re.compile("/accounts/login/"))
    assert page.evaluate(kept) == []


def test_a_lost_connection_is_said_and_what_was_found_stays(looking, problems):
    page = looking("/search/?q=배치")
    page.context.set_offline(True)
    page.keyboard.press("/")
    page.keyboard.type("확률")
    expect(page.locator("#search-failed")).to_contain_text("찾으러 가지 못했어요.")
    expect(hits(page)).to_have_count(1)
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(page.locator(".search-summary")).to_be_visible()
    expect(hits(page).first).to_contain_text("확률")
    problems[:] = [problem for problem in problems if "ERR_INTERNET_DISCONNECTED" not in problem]


def too_often(page: Page, address: str, times: int = 1) -> list[str]:
    """So many searches are refused for a second, as the server does it for longer."""
    refused: list[str] = []

    def refuse(route: Route) -> None:
        if len(refused) >= times:
            return route.continue_()
        refused.append(route.request.url)
        return route.fulfill(status=429, headers={"Retry-After": "1"}, json={"sentence": "잠깐만요, 1초 뒤에요."})

    page.route(re.compile(address), refuse)
    return refused


def test_too_many_searches_are_told_as_that_and_go_on_by_themselves(looking, problems):
    page = looking("/search/?q=배치")
    refused = too_often(page, r"/search/\?q=%ED%99%95")
    page.keyboard.press("/")
    page.keyboard.type("확률")
    expect(page.locator("#search-failed")).to_have_text("잠깐만요, 1초 뒤에요.")
    expect(hits(page)).to_have_count(1)
    expect(hits(page)).to_contain_text("배치")
    expect(hits(page).first).to_contain_text("확률")
    expect(page.locator("#search-failed")).to_be_hidden()
    assert len(refused) == 1
    page = looking("/classes/")
    too_often(page, r"/search/first/\?q=")
    page.keyboard.press("/")
    page.keyboard.type("확률")
    expect(page.locator(".find-first")).to_have_text("잠깐만요, 1초 뒤에요.")
    expect(page.locator(".find-first a").first).to_contain_text("확률")
    problems[:] = [problem for problem in problems if "429" not in problem]


def test_a_page_that_came_too_often_goes_on_by_itself(looking, problems, monkeypatch):
    monkeypatch.setattr("meetings.views.search.SEARCHES_A_MINUTE", 0)
    monkeypatch.setattr("meetings.views.search.seconds_left", lambda *_of: 1)
    page = looking("/search/?q=확률")
    expect(page.locator("[data-again]")).to_be_visible()
    monkeypatch.undo()
    expect(hits(page).first).to_contain_text("확률")
    problems[:] = [problem for problem in problems if "429" not in problem]


def test_what_the_box_needs_is_fetched_again_after_a_failure(looking, problems):
    page, refused = looking("/classes/"), []

    def refuse_first(route: Route) -> None:
        if refused:
            return route.continue_()
        refused.append(route.request.url)
        return route.abort()

    page.route(re.compile(r"/finding[.\w]*\.js"), refuse_first)
    page.keyboard.press("/")
    page.keyboard.type("확")
    page.wait_for_timeout(300)
    assert refused
    page.keyboard.type("률")
    expect(page.locator(".find-first a").first).to_be_visible()
    problems[:] = [problem for problem in problems if "ERR_FAILED" not in problem]


def test_the_box_says_what_it_opens(looking, assert_accessible):
    page = looking("/classes/")
    here = page.locator("[data-find]")
    page.keyboard.press("/")
    page.keyboard.type("확률")
    expect(page.locator(".find-first")).to_be_visible()
    assert here.get_attribute("aria-controls") == page.get_by_role("dialog").get_attribute("id")
    expect(page.locator(".find [role=status]")).to_have_text(re.compile("모두 보기"))
    assert_accessible(page)


def test_whoever_stands_on_a_button_stays_there_when_new_ones_come(looking):
    looking("/search/?q=배치")
    page = looking("/search/?q=확률")
    page.get_by_role("button", name="‘배치’ 잊기").focus()
    box(page).evaluate(
        "box => { box.value = '확률은'; box.dispatchEvent(new InputEvent('input', { bubbles: true })); }"
    )
    page.wait_for_url(re.compile("%ED%99%95%EB%A5%A0%EC%9D%80"))
    assert page.evaluate("document.activeElement.value") == "배치"


def test_keys_go_from_one_to_the_next_and_enter_opens(looking):
    page = looking()
    page.keyboard.type("확률")
    expect(hits(page).first).to_be_visible()
    links = page.locator("[data-hits] .row-open")
    expect(links.nth(2)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    there = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{there}")
    page.go_back()
    expect(hits(page).first).to_be_visible()
    assert box(page).input_value() == "확률"


def test_what_was_found_is_remembered_until_it_is_forgotten(looking, sign_in, mate):
    page = looking("/search/?q=배치")
    page = looking("/search/?q=없는말없는말")
    recent = page.locator("#recent li")
    expect(recent).to_have_count(1)
    box(page).fill("확률")
    expect(hits(page).first).to_be_visible()
    hits(page).first.locator(".row-open").click()
    page.wait_for_url(re.compile("/(questions|minutes)/"))
    page.goto("/search/")
    assert recent.locator("a").all_inner_texts() == ["확률", "배치"]
    recent.get_by_role("button", name="‘확률’ 잊기").click()
    expect(recent).to_have_count(1)
    recent.get_by_role("link", name="배치").click()
    expect(hits(page)).to_have_count(1)
    sign_in(mate)
    page.goto("/search/")
    expect(page.locator("#recent")).to_be_hidden()


def test_all_of_it_is_forgotten_with_one_press(looking):
    for text in ("배치", "확률"):
        page = looking(f"/search/?q={text}")
    page.get_by_role("button", name="모두 잊기").click()
    expect(page.locator("#recent")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('searches'))") == []


def test_it_needs_no_script(browser, site, sign_in, browser_context, member, questions):
    sign_in(member)
    context = browser.new_context(java_script_enabled=False, base_url=site, locale="ko-KR")
    context.add_cookies(browser_context.cookies())
    page = context.new_page()
    page.goto("/classes/")
    page.locator("[data-find]").fill("확률")
    page.locator("[data-find]").press("Enter")
    expect(hits(page).nth(2)).to_be_visible()
    page.get_by_role("link", name=re.compile("^배운 점")).click()
    expect(hits(page)).to_have_count(1)
    page.get_by_role("link", name="우리 조만").click()
    page.wait_for_url(re.compile("%EC%9A%B0%EB%A6%AC"))
    expect(hits(page)).to_have_count(1)
    hits(page).first.locator(".row-open").click()
    assert "/minutes/" in page.url
    context.close()


@pytest.mark.parametrize("scripted", [True, False])
def test_what_nobody_asked_comes_along_when_todays_minutes_are_opened(looking, without_script, team, meeting, scripted):
    meeting.remove()
    page = looking("/search/?q=없는 말?")
    if not scripted:
        without_script.add_cookies(page.context.cookies())
        page = without_script.new_page()
        page.goto("/search/?q=없는 말?")
    page.get_by_role("link", name="질문으로 올리기").click()
    expect(page.locator("blockquote")).to_have_text("없는 말?")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/minutes/\d+/questions/"))
    assert page.locator("textarea").first.input_value() == "없는 말?"


def test_a_formula_is_whole(looking):
    page = looking("/search/?q=확률론")
    set_or_source = hits(page).first.inner_text()
    assert hits(page).first.locator(".katex").count() or "\\frac{P(A \\cap B)}{P(B)}" in set_or_source


@pytest.mark.parametrize("text", ["", "?q=확률 상태:열림", "?q=없는말없는말", f"?q={'가' * 380}"], ids=range(4))
def test_it_fits_and_has_no_barrier(looking, text, assert_shown_well):
    assert_shown_well(looking(f"/search/{text}"))


def test_on_a_phone_the_search_has_its_tab_and_room_for_a_thumb(looking):
    page = looking("/", 360)
    expect(page.locator(".find")).to_be_hidden()
    page.locator(".thumbs").get_by_role("link", name="찾기").click()
    page.wait_for_url("**/search/")
    expect(box(page)).to_be_focused()
    page = looking("/search/?q=확률", 360)
    expect(page.locator(".thumbs [aria-current]")).to_have_text("찾기")
    for target in page.locator(".tabs a, .search-ways > .chips > li > .chip, .chips-more > summary").all():
        assert target.bounding_box()["height"] >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_best_few_have_no_barrier(looking, scheme, assert_accessible):
    page = looking("/classes/", 1000, scheme)
    page.keyboard.press("/")
    page.keyboard.type("확률")
    expect(page.locator(".find-first a").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


@pytest.mark.parametrize("width", [641, 720, 960, 961, 1056, 1280])
def test_the_bar_holds_the_box_at_every_width(looking, meeting, width):
    page = looking(meeting.get_absolute_url(), width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".find, .find-word").filter(visible=True).count() == 1
    bar = page.locator(".bar > .page")
    assert bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
