"""What was saved here finds its way past whatever stands in it: refusals, errors, pages of others, closed tabs."""

import json
import uuid

import pytest
from playwright.sync_api import expect

from meetings.models import ActionItem, AgendaItem, Meeting, Question
from tests.browser.live.conftest import SAVED, UNSAVED, WRITING

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("expects_refusals")]


def test_what_was_refused_holds_up_nothing_else(writer, written, question):
    writer.row(question).locator("[data-act=answer]").evaluate("link => link.click()")
    expect(writer.area).to_be_focused()
    writer.type("갈 곳 없는 답")
    Question.objects.get(pk=question.pk).remove()
    writer.press("Control+Enter")
    expect(writer.page.locator("#live-unsent")).to_contain_text("갈 곳 없는 답")
    actions = writer.page.locator("#actions")
    writer.press("KeyT")
    expect(writer.area).to_be_focused()
    actions.locator("[name=due_on]").fill("0202-11-20")
    writer.area.focus()
    writer.type("잘못된 날까지 할 일")
    writer.press("Enter")
    expect(actions.locator(".error").first).to_be_visible()
    fresh = actions.locator(".in-place[data-place=actions] textarea.markdownx-editor")
    fresh.focus()
    writer.type("다음 할 일")
    writer.press("Enter")
    expect(actions.locator("[id^=action-]", has_text="다음 할 일")).to_be_visible()
    assert ActionItem.objects.filter(body="다음 할 일").exists()
    expect(actions.locator(".in-place:has(.error) textarea.markdownx-editor")).to_have_value("잘못된 날까지 할 일")
    writer.expect_light(UNSAVED)


def test_a_page_of_somebody_else_is_no_answer_and_an_error_holds_up_its_own_letter(writer, written):
    page = writer.page
    questions, portal = "**/minutes/*/questions/", {"content_type": "text/html", "body": "<p>Sign in to this net</p>"}
    page.route(questions, lambda route: route.fulfill(status=200, **portal), times=1)
    page.route("**/changes/**", lambda route: route.fulfill(status=404, **portal), times=1)
    writer.add("KeyQ", "호텔에서 쓴 질문")
    writer.expect_light(SAVED)
    assert Question.objects.filter(body="호텔에서 쓴 질문").count() == 1

    page.route(questions, lambda route: route.fulfill(status=500, **portal))
    writer.add("KeyQ", "탈이 난 질문")
    writer.expect_light(UNSAVED)
    AgendaItem.objects.create(meeting=written, body="남의 안건", order=9)
    writer.sees("남의 안건")
    writer.add("KeyL", "그래도 배운 것")
    unsent = page.locator("#live-unsent [data-key]", has_text="탈이 난 질문")
    expect(unsent).to_be_visible()
    expect(page.locator("#live-unsent [data-key]")).to_have_count(1)  # the learning went out
    discard = page.locator("#live-discard").evaluate("template => template.content.textContent.trim()")
    unsent.get_by_role("button", name=discard).click()
    writer.expect_light(SAVED)
    expect(unsent.locator("button")).to_be_focused()
    page.unroute(questions)
    unsent.locator("button").click()
    writer.expect_light(SAVED)
    assert Question.objects.filter(body="탈이 난 질문").count() == 1


def test_letters_of_a_closed_tab_and_of_another_day_go_out(writer, other, written, browser_context, member):
    page, yesterday = writer.page, Meeting.objects.create(team=written.team, held_on="2026-11-02")
    left = {"id": str(uuid.uuid4()), "tab": "closed", "method": "POST", "at": 1, "state": "waiting", "row": None}
    left |= {"url": f"/minutes/{yesterday.pk}/questions/", "noun": "question", "part": "questions"}
    left |= {"text": "어제 쓴 질문", "fields": [["body", "어제 쓴 질문"], ["sent_as", str(uuid.uuid4())]]}
    second = browser_context.new_page()
    second.goto(written.get_absolute_url())
    expect(second.locator("#save-light")).to_have_attribute("data-state", SAVED)
    key = f"outbox:{member.user.pk}:/minutes/{yesterday.pk}/changes/:{left['id']}"
    page.evaluate("([key, letter]) => localStorage.setItem(key, letter)", [key, json.dumps(left)])
    browser_context.set_offline(True)
    writer.add("KeyQ", "닫힌 창의 질문")
    writer.expect_light(UNSAVED)
    page.close()
    browser_context.set_offline(False)
    other.sees("닫힌 창의 질문")
    expect(second.locator("#questions").get_by_text("닫힌 창의 질문")).to_be_visible()
    second.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('outbox:'))")
    assert yesterday.questions.get().body == "어제 쓴 질문"
    expect(second.locator("#questions").get_by_text("어제 쓴 질문")).to_have_count(0)
    second.goto("about:blank")


def test_a_draft_is_gone_on_with_on_top_of_what_it_was_typed_over(writer, written):
    item = AgendaItem.objects.get(body="공지")
    writer.edit(item)
    writer.press("End")
    writer.page.keyboard.type(" 하나")
    writer.press("Escape")
    expect(writer.area).to_have_count(0)
    writer.expect_light(WRITING)
    item.body = "새 공지"
    item.save()
    writer.open(written)
    writer.expect_light(WRITING)  # as the list says
    writer.edit(item)
    writer.row(item).locator(".editor-offer [value=take]").click()
    expect(writer.area).to_have_value("공지 하나")
    writer.area.focus()
    writer.press("Enter")
    writer.expect_light(SAVED)
    item.refresh_from_db()
    assert item.body == "새 공지 하나"


def test_an_editor_that_comes_late_leaves_the_focus_where_somebody_writes(writer, question):
    held = []
    writer.page.route(f"**{question.edit_url}", lambda route: held.append(route))
    edit = writer.row(question).locator(f'[data-act=edit][href^="{question.edit_url}"]')
    with writer.page.expect_request(f"**{question.edit_url}"):
        edit.evaluate("link => link.click()")
    writer.press("KeyQ")
    expect(writer.area).to_be_focused()
    writer.type("새 ")
    held[0].continue_()
    expect(writer.row(question).locator(".in-place")).to_be_visible()
    writer.type("질문")
    expect(writer.page.locator("[data-place=questions] textarea.markdownx-editor")).to_have_value("새 질문")
