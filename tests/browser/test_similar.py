"""While somebody asks, what others asked already stands below the text, and never in the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Answer, Question
from tests.browser.editor.conftest import Composer
from tests.browser.test_search import WATCH

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(team, meeting, mate) -> list[Question]:
    bodies = ["역전파가 왜 필요한가요?", "역전파는 어떻게 계산하나요?", "도커는 왜 쓰나요?"]
    made = [Question.objects.create(team=team, meeting=meeting, body=body, order=n) for n, body in enumerate(bodies)]
    made[0].asked_by.add(mate)
    Answer.objects.create(question=made[0], body="기울기를 구하려고요.")
    made[0].take_answer_of([])
    return made


@pytest.fixture
def asking(page: Page, sign_in, member, asked, meeting) -> Page:
    """The page of a new question."""
    sign_in(member)
    page.goto(f"/minutes/{meeting.pk}/questions/")
    page.wait_for_function("document.querySelector('text-expander:defined') !== null")
    return page


def area(page: Page):
    return page.locator("textarea.markdownx-editor").first


def links(page: Page):
    return page.locator(".similar a")


def test_they_come_as_one_types_and_the_question_can_be_asked_all_the_same(asking, asked):
    area(asking).focus()
    asking.keyboard.type("역전파가 필요한 이유")
    expect(links(asking)).to_have_count(2)
    expect(links(asking).first).to_contain_text("역전파가 왜 필요한가요?")
    expect(asking.locator(".similar .mark").first).to_have_class(re.compile("mark-answered"))
    expect(area(asking)).to_be_focused()
    area(asking).fill("도커란?")
    expect(links(asking)).to_contain_text(["도커는 왜 쓰나요?"])
    area(asking).fill("가나다라마바사")
    expect(asking.locator("section.similar")).to_be_hidden()
    asking.keyboard.press("Control+Enter")
    asking.wait_for_url(re.compile(r"/minutes/\d+/#question-\d+"))
    assert Question.objects.filter(body="가나다라마바사").exists()


def test_the_keyboard_leads_there_and_back(asking):
    area(asking).focus()
    asking.keyboard.type("역전파")
    expect(links(asking).first).to_be_visible()
    asking.keyboard.press("Alt+ArrowDown")
    expect(links(asking).nth(0)).to_be_focused()
    asking.keyboard.press("ArrowDown")
    expect(links(asking).nth(1)).to_be_focused()
    asking.keyboard.press("Escape")
    expect(area(asking)).to_be_focused()
    assert area(asking).input_value() == "역전파"


def test_one_press_counts_the_reader_in(asking, asked, member):
    area(asking).focus()
    asking.keyboard.type("역전파가 필요한 이유")
    button = asking.locator(".similar button").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button.locator("span")).to_have_text("1")
    expect(asking.locator(".similar-said")).not_to_be_empty()
    assert list(asked[0].asked_too.all()) == [member]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert not asked[0].asked_too.exists()


def test_nothing_is_asked_before_a_syllable_stands(asking):
    asking.evaluate(WATCH)
    area(asking).focus()
    composer = Composer(asking.context.new_cdp_session(asking))
    asking.keyboard.insert_text("역전")
    composer.grow("ㅍ", "파")
    asking.wait_for_timeout(900)
    assert [url for url in asking.evaluate("[...left, ...interrupted]") if "similar" in url] == []
    composer.commit("파")
    expect(links(asking)).to_have_count(2)
    assert asking.evaluate("interrupted") == []


def test_in_the_minutes_they_stand_in_the_row_that_is_written(page, sign_in, member, meeting, asked):
    sign_in(member)
    page.goto(meeting.get_absolute_url())
    page.wait_for_load_state("networkidle")
    page.locator('[data-add="question"]').click()
    expect(area(page)).to_be_focused()
    page.keyboard.type("도커란?")
    expect(links(page)).to_contain_text(["도커는 왜 쓰나요?"])
    page.keyboard.press("Alt+ArrowDown")
    expect(links(page).first).to_be_focused()
    page.keyboard.press("Escape")
    expect(area(page)).to_be_focused()


def test_what_was_not_found_is_compared_at_once(page, sign_in, member, meeting, asked):
    sign_in(member)
    page.goto(f"/minutes/{meeting.pk}/questions/?body=도커가 뭔가요?")
    expect(links(page)).to_contain_text(["도커는 왜 쓰나요?"])


def test_it_fits_and_has_no_barrier(asking, assert_shown_well):
    area(asking).fill("역전파가 필요한 이유")
    expect(links(asking).first).to_be_visible()
    assert_shown_well(asking)
