"""What was typed and not saved is offered again, to whoever typed it, until it is saved or thrown away."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import BODY


@pytest.fixture
def offer(writing):
    return writing.locator(".editor-offer").first


def kept(page) -> int:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:')).length")


def leave_and_return(page, question):
    page.goto("/")
    page.goto(question.edit_url)


def test_unfinished_text_is_offered_and_gone_on_with(writing, start_with, text, offer, question, assert_accessible):
    start_with("쓰다 만 글")
    leave_and_return(writing, question)
    expect(offer).to_be_visible()
    expect(offer).to_contain_text(":")
    assert text() == BODY
    assert_accessible(writing)
    offer.locator("[value=take]").click()
    assert text() == "쓰다 만 글"
    expect(offer).to_be_hidden()
    writing.keyboard.press("Control+KeyZ")
    assert text() == BODY


def test_thrown_away_is_gone(writing, start_with, offer, question):
    start_with("쓰다 만 글")
    leave_and_return(writing, question)
    offer.locator(".word").click()
    writing.reload()
    writing.wait_for_timeout(200)
    expect(offer).to_be_hidden()
    assert kept(writing) == 0


@pytest.mark.parametrize("is_saved", [False, True])
def test_what_is_typed_beside_an_offer_takes_its_place_nowhere(writing, start_with, text, offer, question, is_saved):
    start_with("어제 쓰다 만 글")
    leave_and_return(writing, question)
    expect(offer).to_be_visible()
    start_with("오늘 쓴 글")
    if is_saved:
        with writing.expect_navigation():
            writing.keyboard.press("Control+Enter")
        writing.goto(question.edit_url)
    else:
        leave_and_return(writing, question)
        offer.locator("[value=take]").click()
        assert text() == "오늘 쓴 글"
    expect(offer).to_be_visible()
    offer.locator("[value=take]").click()
    assert text() == "어제 쓰다 만 글"
    expect(offer).to_be_hidden()


def test_saved_text_is_forgotten(writing, start_with, offer, question):
    start_with("다 쓴 글")
    with writing.expect_navigation():
        writing.keyboard.press("Control+Enter")
    assert kept(writing) == 0
    writing.goto(question.edit_url)
    expect(offer).to_be_hidden()


def test_answer_that_was_sent_is_not_offered_again(page, sign_in, member, question):
    sign_in(member)
    page.goto(f"/questions/{question.pk}/answers/")
    page.locator("#id_body").focus()
    page.keyboard.insert_text("불편 추정이라서요.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert question.answers.count() == 1
    page.goto(f"/questions/{question.pk}/answers/")
    expect(page.locator(".editor-offer")).to_be_hidden()
    assert kept(page) == 0


def leave_by_a_link(page):
    with page.expect_navigation():
        page.locator("a[href='/']").first.click()


@pytest.mark.parametrize("more", ["", " 그리고 더"])
def test_text_of_a_save_that_was_never_answered_is_still_a_draft(writing, start_with, offer, question, more):
    start_with("다 쓴 글")
    writing.route(f"**{question.edit_url}", lambda route: route.fulfill(status=204))
    writing.keyboard.press("Control+Enter")
    writing.wait_for_timeout(300)
    writing.unroute(f"**{question.edit_url}")
    if more:
        writing.keyboard.insert_text(more)
    leave_by_a_link(writing)
    assert kept(writing) == 1
    writing.goto(question.edit_url)
    expect(offer).to_be_visible()


def test_refused_text_is_still_a_draft(writing, start_with, question, text):
    start_with("다 쓴 글")
    question.body = "누가 먼저 고친 글"
    question.save()
    with writing.expect_navigation():
        writing.keyboard.press("Control+Enter")
    assert text() == "다 쓴 글"
    leave_and_return(writing, question)
    expect(writing.locator(".editor-offer").first).to_be_visible()


def test_text_of_who_was_signed_out_is_still_there(
    writing, start_with, offer, question, browser_context, settings, sign_in, member
):
    start_with("긴 글")
    browser_context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    with writing.expect_navigation():
        writing.keyboard.press("Control+Enter")
    assert "/accounts/" in writing.url
    sign_in(member)
    writing.goto(question.edit_url)
    expect(offer).to_be_visible()


def test_another_person_at_the_same_machine_sees_nothing(writing, start_with, offer, question, sign_in, mate):
    start_with("내 글")
    writing.goto("about:blank")  # a page of ours may ask for something while another person is signed in
    sign_in(mate)
    writing.goto(question.edit_url)
    writing.wait_for_timeout(200)
    expect(offer).to_be_hidden()


def test_signing_out_leaves_it_to_its_writer_alone(writing, start_with, offer, question, site, sign_in, member, mate):
    start_with("내 글")
    writing.goto("/")
    writing.locator(".menu-name").click()
    writing.once("dialog", lambda told: told.accept())
    with writing.expect_event("dialog"), writing.expect_navigation():
        writing.locator("form[action='/accounts/logout/'] button").click()
    sign_in(mate)
    writing.goto(question.edit_url)
    writing.wait_for_timeout(200)
    expect(offer).to_be_hidden()
    sign_in(member)
    writing.goto(question.edit_url)
    expect(offer).to_be_visible()


def test_text_as_it_was_is_no_draft(writing, start_with, question):
    start_with("다른 글")
    writing.wait_for_timeout(400)
    assert kept(writing) == 1
    start_with(BODY)
    writing.wait_for_timeout(400)
    assert kept(writing) == 0


def test_escape_keeps_the_draft(writing, start_with, offer, question):
    start_with("닫아도 남는 글")
    with writing.expect_navigation():
        writing.keyboard.press("Escape")
    writing.goto(question.edit_url)
    expect(offer).to_be_visible()
