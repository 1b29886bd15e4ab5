"""Hangul is composed in peace: no request leaves and nothing is replaced before a syllable stands."""

import pytest
from playwright.sync_api import expect

from meetings.models import AgendaItem, Question
from tests.browser.live.conftest import SAVED, SYLLABLES

pytestmark = pytest.mark.django_db(transaction=True)
PHASES = 200
# What leaves, as the page itself sees it: before a syllable is told of to the outside the next may be there.
WATCH = """() => {
    let isComposing = false;
    addEventListener("compositionstart", () => (isComposing = true), true);
    addEventListener("compositionend", () => (isComposing = false), true);
    const { fetch } = window;
    Object.assign(window, { left: [], interrupted: [] });
    window.fetch = (address, options) => {
        (isComposing ? interrupted : left).push(String(address));
        return fetch(address, options);
    };
}"""


@pytest.mark.slow(50)
def test_two_hundred_syllables_while_others_write(writer, written, question):
    writer.page.evaluate(WATCH)
    composer, typed = writer.composer(), ""
    area = writer.edit(question)
    writer.press("Control+End")
    for turn in range(PHASES):
        steps = SYLLABLES[turn % len(SYLLABLES)]
        composer.grow(*steps)
        if turn % 20 == 0:
            Question.objects.filter(body="무엇이 다른가요?").get().save()
            AgendaItem.objects.create(meeting=written, body=f"남의 안건 {turn}", order=turn + 3)
            question.meeting.touch()
            writer.page.wait_for_timeout(2300)  # a poll is due
        composer.commit(steps[-1])
        typed += steps[-1]
        if turn % 20 == 10:
            writer.page.wait_for_timeout(2300)
    assert area.input_value() == f"왜 나누나요?{typed}"
    left, interrupted = writer.page.evaluate("[left, interrupted]")
    assert interrupted == []
    assert len([address for address in left if "/changes/" in address]) >= PHASES // 20
    expect(area).to_be_focused()
    writer.sees("남의 안건 180")
    writer.press("Control+Enter")
    writer.expect_light(SAVED)
    question.refresh_from_db()
    assert question.body == f"왜 나누나요?{typed}"


def test_update_of_the_row_itself_waits_for_the_composition(writer, written, question):
    area = writer.edit(question)
    writer.press("Control+End")
    composer = writer.composer()
    composer.grow("ㄱ", "가")
    Question.objects.get(pk=question.pk).remove()
    writer.page.wait_for_timeout(2500)
    expect(area).to_be_focused()
    composer.grow("각")
    composer.commit("각")
    assert area.input_value() == "왜 나누나요?각"


def test_enter_that_ends_a_composition_saves_nothing(writer, written):
    writer.press("KeyG")
    expect(writer.area).to_be_focused()
    composer = writer.composer()
    composer.grow("ㅎ", "하", "한")
    prevented = writer.area.evaluate(
        """area => !area.dispatchEvent(new KeyboardEvent("keydown",
            { key: "Enter", code: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true }))"""
    )
    assert not prevented
    assert writer.area.count() == 1
    composer.commit("한")
    writer.press("Enter")
    writer.sees("한")
    writer.press("Escape")
    writer.expect_light(SAVED)
    assert AgendaItem.objects.filter(body="한").count() == 1
