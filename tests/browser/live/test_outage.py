"""What is typed survives the network, the server, the session and the tab; and is stored once."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from meetings.models import AgendaItem, Meeting, Question
from tests.browser.live.conftest import SAVED, UNSAVED, WRITING, Writer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("expects_refusals")]


def test_offline_twice_everything_goes_out_by_itself_and_once(writer, written):
    for turn in (1, 2):
        writer.page.context.set_offline(True)
        writer.add("KeyQ", f"끊긴 동안의 질문 {turn}")
        writer.expect_light(UNSAVED)
        expect(writer.page.locator("#live-notice")).not_to_be_empty()
        expect(writer.page.locator(".pending")).to_have_text(f"끊긴 동안의 질문 {turn}")
        assert writer.waiting() == 1
        writer.page.context.set_offline(False)
        writer.expect_light(SAVED)
        assert writer.waiting() == 0
    assert Question.objects.filter(body__startswith="끊긴 동안의 질문").count() == 2


@pytest.mark.parametrize("is_stored", [True, False], ids=["answer lost", "never arrived"])
def test_server_that_dies_during_a_save_has_it_once_in_the_end(writer, written, is_stored):
    """As after kill -9: whether it was stored the browser can't know, so it asks again."""
    died = []

    def die(route):
        died.append(route.request.post_data)
        if is_stored:
            route.fetch()
        route.abort("connectionreset")

    writer.page.route("**/minutes/*/questions/", die, times=2)
    writer.add("KeyQ", "질문 하나")
    writer.expect_light(SAVED)
    assert len(died) == 2
    assert Question.objects.filter(body="질문 하나").count() == 1
    assert writer.waiting() == 0
    expect(writer.page.locator("#questions .pending")).to_have_count(0)


def test_the_same_edit_sent_twice_is_one(writer, question):
    lost = []

    def lose_first_answer(route):
        if route.request.method == "GET" or lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort("connectionreset")

    writer.page.route(f"**{question.edit_url}", lose_first_answer)
    before = question.history.count()
    writer.edit(question)
    writer.press("Control+End")
    writer.type(" 고침")
    writer.press("Control+Enter")
    writer.expect_light(SAVED)
    assert lost == [200]
    question.refresh_from_db()
    assert question.body == "왜 나누나요? 고침"
    assert question.history.count() == before + 1


def test_signed_out_keeps_all_and_goes_on_after_the_sign_in(writer, written, site, sign_in, member):
    writer.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    writer.add("KeyQ", "로그아웃된 질문")
    writer.expect_light(UNSAVED)
    link = writer.page.locator("#live-notice a")
    expect(link).to_have_attribute("href", f"/accounts/login/?next={written.get_absolute_url()}")
    assert writer.waiting() == 1
    sign_in(member)
    # A sign-in in another tab makes the token of this one worthless.
    writer.page.context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": "a" * 32, "url": site}])
    writer.expect_light(SAVED)
    assert Question.objects.filter(body="로그아웃된 질문").count() == 1


def test_words_of_one_reader_never_go_out_as_anothers(writer, written, site, sign_in, mate):
    writer.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    writer.add("KeyQ", "가온이 쓴 질문")
    writer.expect_light(UNSAVED)
    sign_in(mate)
    writer.page.context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": "b" * 32, "url": site}])
    asked = []
    writer.page.on("request", lambda request: asked.append(request.url))
    way_out = writer.page.locator("#live-notice a")
    expect(way_out).to_have_attribute("href", "/accounts/logout/")  # who is signed in is not asked to sign in
    writer.page.wait_for_timeout(4000)
    assert len(asked) < 12
    assert not Question.objects.filter(body="가온이 쓴 질문").exists()
    assert writer.waiting() == 1
    writer.expect_light(UNSAVED)


def test_killed_tab_is_taken_over_by_the_next(writer, written, browser_context):
    browser_context.set_offline(True)
    writer.add("KeyQ", "닫힌 창의 질문")
    writer.expect_light(UNSAVED)
    writer.press("KeyL")
    expect(writer.area).to_be_focused()
    writer.page.keyboard.type("쓰다 만 배움", delay=20)
    writer.page.wait_for_timeout(400)
    writer.page.close()  # runs no unload handler
    browser_context.set_offline(False)
    again = Writer(browser_context.new_page()).open(written)
    again.sees("닫힌 창의 질문")
    again.expect_light(WRITING)  # of what is there to go on with
    assert again.waiting() == 0
    assert Question.objects.filter(body="닫힌 창의 질문").count() == 1
    unfinished = again.page.locator("#live-unsent")
    expect(unfinished).to_contain_text("쓰다 만 배움")
    unfinished.locator(".unsent-acts button").first.click()
    expect(again.page.locator(".editor-offer")).to_be_visible()
    again.page.locator(".editor-offer [value=take]").click()
    assert again.area.input_value() == "쓰다 만 배움"


def test_what_is_not_there_any_more_cannot_be_thrown_away(writer, written, browser_context):
    writer.press("KeyL")
    expect(writer.area).to_be_focused()
    writer.page.keyboard.type("쓰다 만 배움", delay=20)
    writer.page.wait_for_timeout(400)
    page = browser_context.new_page()
    page.goto(written.get_absolute_url())
    unsent = page.locator("#live-unsent")
    expect(unsent).to_contain_text("쓰다 만 배움")
    page.wait_for_timeout(500)  # it is put there again when the draft is kept once more
    unsent.locator("button").last.evaluate(
        """button => {
            const drafts = Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
            drafts.forEach((key) => localStorage.removeItem(key));
            button.click();
        }"""
    )
    expect(unsent).to_be_hidden(timeout=10_000)  # what can be had back stands for longer
    assert page.evaluate("Object.keys(localStorage).some(key => key.startsWith('draft:'))") is False


def test_minutes_finalised_meanwhile_leave_the_text_to_copy(writer, written, member):
    writer.press("KeyG")
    expect(writer.area).to_be_focused()
    writer.type("늦은 안건")
    Meeting.objects.get(pk=written.pk).finalise(by=member.user)
    writer.press("Control+Enter")
    unsent = writer.page.locator("#live-unsent")
    expect(unsent).to_contain_text("늦은 안건")
    expect(unsent.locator(".unsent-acts button").first).to_be_visible()
    writer.expect_light(UNSAVED)
    assert not AgendaItem.objects.filter(body="늦은 안건").exists()
    assert writer.waiting() == 1


def test_full_storage_is_said_and_the_text_still_goes_out(writer, written):
    writer.page.evaluate(
        """() => {
            const { setItem } = Storage.prototype;
            Storage.prototype.setItem = function (key, value) {
                if (value.includes("자리 없는")) throw new DOMException("full", "QuotaExceededError");
                setItem.call(this, key, value);
            };
        }"""
    )
    notice = writer.page.locator("#live-notice")
    sentence = writer.page.locator("#live").get_attribute("data-not-stored")
    writer.press("KeyQ")
    expect(writer.area).to_be_focused()
    writer.type("자리 없는 질문")
    expect(notice).to_contain_text(sentence)
    writer.press("Escape")  # which would leave nothing of it
    expect(writer.area).to_have_value("자리 없는 질문")
    writer.page.context.set_offline(True)
    writer.press("Control+Enter")
    writer.add("KeyQ", "질문")
    assert writer.waiting() == 1
    expect(notice).to_contain_text(sentence)
    writer.expect_light(UNSAVED)
    writer.page.context.set_offline(False)
    writer.expect_light(SAVED)
    assert Question.objects.filter(body="자리 없는 질문").count() == 1
