"""Everything by keyboard alone, and by one thumb."""

import pytest
from playwright.sync_api import expect

from meetings.models import ActionItem, AgendaItem, Answer, Learning, Meeting, Question, Section
from tests.browser.live.conftest import SAVED, Writer

pytestmark = pytest.mark.django_db(transaction=True)


def current(writer) -> str:
    return writer.page.evaluate("document.querySelector('.is-current[data-noun]')?.id ?? null")


def test_an_hour_by_keyboard_alone(writer, written, question):
    writer.add("KeyQ", "자판으로 쓴 질문")
    writer.add("KeyL", "자판으로 배운 점")
    writer.add("KeyM", "자판으로 쓴 메모")
    writer.press("KeyG")
    expect(writer.area).to_be_focused()
    for line in ("첫 안건", "둘째 안건"):
        writer.type(line)
        writer.press("Enter")
        expect(writer.page.locator("#agenda .in-place textarea.markdownx-editor")).to_have_value("")
    writer.press("Enter")
    expect(writer.area).to_have_count(0)
    writer.add("KeyT", "할 일 하나", save="Enter")
    expect(writer.area).to_be_focused()
    writer.press("Escape")
    writer.expect_light(SAVED)
    for row in ("첫 안건", "둘째 안건"):
        assert AgendaItem.objects.filter(body=row, meeting=written).count() == 1
    assert ActionItem.objects.filter(body="할 일 하나").exists()
    assert Learning.objects.filter(body="자판으로 배운 점").exists()
    assert Section.objects.filter(body="자판으로 쓴 메모").exists()
    writer.page.locator("body").evaluate("body => document.activeElement.blur()")
    while current(writer) != question.anchor:
        writer.press("KeyJ")
    writer.press("KeyR")
    expect(writer.area).to_be_focused()
    writer.type("자판으로 쓴 답")
    writer.press("Control+Enter")
    writer.sees("자판으로 쓴 답")
    writer.expect_light(SAVED)
    assert Answer.objects.get(body="자판으로 쓴 답").question == question
    writer.press("KeyE")
    expect(writer.area).to_be_focused()
    writer.press("Escape")
    expect(writer.row(question)).to_be_focused()
    writer.press("Backspace")
    expect(writer.row(question)).to_have_count(0)
    expect(writer.page.locator(".row-note button")).to_be_focused()
    writer.press("Enter")
    expect(writer.row(question)).to_be_visible()


def test_keys_are_letters_in_a_field_and_places_in_hangul_mode(writer, written):
    for key, code in (("ㅂ", "KeyQ"), ("ㅎ", "KeyG")):
        writer.page.evaluate(
            """([key, code]) => document.body.dispatchEvent(
                new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))""",
            [key, code],
        )
        expect(writer.area).to_be_focused()
        writer.page.keyboard.type("qx")
        assert writer.area.input_value() == "qx"
        writer.press("Escape")
        expect(writer.area).to_have_count(0)


def test_ticks_and_learnt_too(writer, written, mate):
    learning = Learning.objects.create(team=written.team, meeting=written, author=mate, body="남이 배운 것", order=9)
    item = ActionItem.objects.get()
    writer.sees("남이 배운 것")
    writer.row(item).locator(".row-title").click()
    writer.press("KeyX")
    expect(writer.row(item).locator("[data-act=tick]")).to_have_attribute("aria-pressed", "true")
    writer.row(learning).locator("[data-act=learn]").click()
    expect(writer.row(learning).locator("[data-act=learn]")).to_have_attribute("aria-pressed", "true")
    writer.expect_light(SAVED)
    assert [person.name for person in learning.learners.all()] == ["문가온"]


def test_one_thumb(context_of, member, written, question):
    context = context_of(member, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    writer = Writer(page).open(written)
    page.locator(".thumbs-plus").tap()
    for button in page.locator(".sheet button").all():
        assert button.bounding_box()["height"] >= 44
    page.locator(".sheet button").nth(4).tap()
    expect(writer.area).to_be_focused()
    expect(page.locator(".thumbs")).to_be_hidden()
    for control in page.locator(".in-place .edit-foot :is(button, a)").all():
        assert control.bounding_box()["height"] >= 44
    writer.type("엄지로 쓴 질문\n\n" + "긴 줄 " * 80)
    page.set_viewport_size({"width": 360, "height": 380})  # the keyboard comes up
    page.wait_for_timeout(200)
    save = page.locator(".in-place .button-main").bounding_box()
    assert 0 <= save["y"] <= 380 - save["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator(".in-place .button-main").tap()
    writer.expect_light(SAVED)
    assert Question.objects.filter(body__startswith="엄지로 쓴 질문").count() == 1
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert Meeting.objects.get(pk=written.pk).revision > written.revision
