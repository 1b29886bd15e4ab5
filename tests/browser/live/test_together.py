"""Two people write the same minutes: each sees what the other wrote, and nobody's text is written over."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from meetings.models import AgendaItem, Question
from tests.browser.live.conftest import SAVED, UNSAVED, WRITING

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 3  # seconds in which everybody sees a change


def test_two_write_and_see_each_other(writer, other, question, written):
    writer.add("KeyQ", "가온의 질문")
    writer.expect_light(SAVED)
    saved = time.monotonic()
    other.sees("가온의 질문")
    assert time.monotonic() - saved < SOON
    other.edit(question)
    other.press("Control+End")
    other.type(" 정말로요.")
    expect(writer.row(question).locator(".is-writing-here")).to_contain_text("이든")
    other.press("Control+Enter")
    other.expect_light(SAVED)
    saved = time.monotonic()
    writer.sees("왜 나누나요? 정말로요.")
    assert time.monotonic() - saved < SOON
    assert Question.objects.get(body="가온의 질문").asked_by.get().name == "문가온"
    assert _rows(writer) == _rows(other)


def _rows(writer):
    return writer.page.locator("#questions [data-rows] > [data-noun]").evaluate_all("rows => rows.map(row => row.id)")


def test_headings_that_come_by_themselves_lead_into_their_own_text(writer, question, written):
    first, second = written.questions.alive().order_by("order")
    for row in (first, second, first):
        row.body = f"{row.pk}번\n\n## 정리\n\n[정리로](#정리)\n\n{row.body.count('끝')}번째 끝"
        row.save()
        writer.sees(row.body.rpartition("\n")[2])
    for row, name in ((first, "md-정리"), (second, "md-정리~2")):
        expect(writer.row(row).locator("h2, h3, h4, h5")).to_have_id(name)
        assert writer.row(row).get_by_role("link", name="정리로").evaluate("a => decodeURI(a.hash)") == f"#{name}"


def test_a_row_in_hand_waits_for_what_others_did(writer, other, question):
    area = writer.edit(question)
    other.edit(question)
    other.press("Control+End")
    other.type("\n\n덧붙인 글")
    other.press("Control+Enter")
    other.expect_light(SAVED)
    writer.page.wait_for_timeout(2500)
    expect(area).to_be_focused()
    assert area.input_value() == "왜 나누나요?"
    area.evaluate("area => area.setSelectionRange(0, 0)")
    writer.type("그런데 ")
    writer.press("Control+Enter")
    writer.expect_light(SAVED)
    question.refresh_from_db()
    assert question.body.replace("\r\n", "\n") == "그런데 왜 나누나요?\n\n덧붙인 글"
    expect(writer.page.locator(".row-note")).to_contain_text("배이든")


@pytest.mark.usefixtures("expects_refusals")
def test_conflict_is_shown_in_its_row_and_chosen_by_key(writer, other, question):
    writer.edit(question)
    other.edit(question)
    other.press("Control+KeyA")
    other.type("평균은 언제 다른가요?")
    other.press("Control+Enter")
    other.expect_light(SAVED)
    writer.press("Control+KeyA")
    writer.type("분산을 어디에 쓰나요?")
    writer.press("Control+Enter")
    conflict = writer.row(question).locator(".conflict")
    expect(conflict).to_be_visible()
    writer.expect_light(UNSAVED)
    question.refresh_from_db()
    assert question.body == "평균은 언제 다른가요?"
    expect(conflict.locator("textarea")).to_have_value("분산을 어디에 쓰나요?")
    expect(writer.row(question)).to_be_focused()
    conflict.locator("textarea").click()
    writer.press("Escape")
    expect(writer.row(question)).to_be_focused()
    writer.press("Digit3")
    expect(conflict).to_have_count(0)
    writer.expect_light(SAVED)
    question.refresh_from_db()
    assert "평균은 언제 다른가요?" in question.body
    assert "분산을 어디에 쓰나요?" in question.body
    assert writer.waiting() == 0


@pytest.mark.usefixtures("expects_refusals")
def test_deleted_under_my_hands_is_brought_back(writer, other, question):
    writer.edit(question)
    writer.press("Control+End")
    writer.type(" 아직 써요")
    other.row(question).locator(":scope > .row-body > .row-acts [data-act=remove]").evaluate("button => button.click()")
    expect(other.page.locator(".row-note button")).to_be_visible()
    expect(other.row(question)).to_have_count(0)
    writer.page.wait_for_timeout(2500)
    writer.press("Control+Enter")
    form = writer.page.locator(".in-place")
    expect(form.get_by_role("alert")).to_be_visible()
    expect(form.locator("textarea.markdownx-editor")).to_have_value("왜 나누나요? 아직 써요")
    form.locator("button[name=keep][value=restore]").click()
    writer.expect_light(SAVED)
    other.sees("왜 나누나요? 아직 써요")


def test_deleted_row_comes_back_from_its_line(writer, other, question):
    writer.row(question).locator(".row-title").click()
    writer.press("Backspace")
    note = writer.page.locator(".row-note")
    expect(note).to_be_visible()
    expect(writer.row(question)).to_have_count(0)
    expect(other.row(question)).to_have_count(0)
    note.locator("button").click()
    expect(writer.row(question)).to_be_visible()
    expect(other.row(question)).to_be_visible()
    first = other.page.locator("#questions [data-rows] > [data-noun]").first
    expect(first).to_have_id(f"question-{question.pk}")


@pytest.mark.usefixtures("expects_refusals")
def test_ticked_and_moved_is_so_for_both(writer, other, written):
    third = AgendaItem.objects.create(meeting=written, body="회고", order=3)
    first, second = AgendaItem.objects.exclude(pk=third.pk).order_by("order")
    writer.row(first).locator("[data-act=tick]").click()
    expect(other.row(first).locator("[data-act=tick]")).to_have_attribute("aria-pressed", "true")
    sent = []

    def lose_first_answer(route):
        sent.append(route.request.post_data)
        if len(sent) > 1:
            return route.continue_()
        route.fetch()
        return route.abort("connectionreset")

    writer.page.route(f"**{third.place_url}", lose_first_answer)
    writer.row(third).locator(".row-title").click()
    writer.press("Alt+ArrowUp")
    writer.expect_light(UNSAVED)
    writer.expect_light(SAVED)
    assert len(sent) == 2
    for somebody in (writer, other):
        agenda = somebody.page.locator("#agenda [data-rows] > [data-noun]")
        expect(agenda.nth(1)).to_have_id(third.anchor)
        assert agenda.evaluate_all("rows => rows.map(row => row.id)") == [one.anchor for one in (first, third, second)]


@pytest.mark.usefixtures("expects_refusals")
def test_deleted_under_the_pointer_goes_when_that_leaves(writer, question):
    row = writer.row(question)
    row.locator(".row-title").hover()
    with writer.page.expect_response(lambda response: "/changes/" in response.url and response.status == 200):
        Question.objects.get(pk=question.pk).remove()
    expect(row).to_be_visible()
    writer.page.context.set_offline(True)  # no other answer brings it about
    writer.page.mouse.move(2, 2)
    expect(row).to_have_count(0, timeout=3000)
    writer.page.context.set_offline(False)


def test_light_tells_what_was_typed_and_not_sent(writer, question):
    assert writer.light.get_attribute("data-state") == SAVED
    writer.edit(question)
    writer.type("나")
    writer.expect_light(WRITING)
    writer.press("Escape")
    expect(writer.area).to_have_count(0)
    writer.expect_light(WRITING)  # it is in the browser only
    writer.edit(question)
    expect(writer.page.locator(".editor-offer")).to_be_visible()
    writer.page.locator(".editor-offer [value=take]").click()
    writer.press("Control+Enter")
    writer.expect_light(SAVED)


def test_a_hidden_page_says_so_and_writes_nowhere(writer, other, question, meeting):
    def asked(come_back: str) -> dict:
        """What the next poll tells: the one that a page makes when it comes back, in whatever state it is then."""
        with writer.page.expect_request(lambda request: "/changes/" in request.url) as poll:
            writer.page.evaluate(come_back)
        return {name: values[0] for name, values in parse_qs(urlsplit(poll.value.url).query).items()}

    again = "() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    hide = "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})"
    writer.edit(question)
    seen = asked(again)
    assert (seen["editing"], seen["next"], seen.get("away")) == (question.anchor, meeting.get_absolute_url(), None)
    writer.page.evaluate(hide)
    hidden = asked(again)
    assert (hidden.get("editing"), hidden["away"], hidden["tab"]) == (None, "1", seen["tab"])
    other.page.wait_for_timeout(11_000)  # longer than who looks may stay silent
    expect(other.page.locator("#presence")).to_contain_text("가온")
    expect(other.page.locator(".is-writing-here")).to_have_count(0)
