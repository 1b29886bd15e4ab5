"""The page of one question and its forms, by keyboard alone."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from meetings.models import Answer, Question

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question(team, meeting, mate) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 $n-1$로 나누나요?")
    question.asked_by.add(mate)
    return question


@pytest.fixture
def plain_page(without_script: BrowserContext, browser_context: BrowserContext, sign_in, member) -> Page:
    """Where no script runs."""
    sign_in(member)
    without_script.add_cookies(browser_context.cookies())
    return without_script.new_page()


def on_a_phone(page: Page, address: str) -> Page:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(address)
    return page


def test_an_answer_is_typed_at_once_and_saved_by_keys(page, sign_in, member, question):
    sign_in(member)
    on_a_phone(page, question.get_absolute_url())
    page.locator(".row-add").press("Enter")
    expect(page.locator("textarea.markdownx-editor")).to_be_focused()
    expect(page.locator(".edit-about .row-title")).to_be_in_viewport(ratio=1)
    page.wait_for_load_state("networkidle")
    page.keyboard.type("편향 때문이에요")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{question.get_absolute_url()}#answer-*")
    assert Answer.objects.get().body == "편향 때문이에요"


@pytest.mark.parametrize("what", ["answers", "edit", "follow-ups"])
def test_without_a_script_too_the_text_has_the_focus(plain_page, question, what):
    page = on_a_phone(plain_page, f"/questions/{question.pk}/{what}/")
    expect(page.locator("textarea.markdownx-editor")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    plain_page.context.close()


def test_without_a_script_too_a_choice_has_the_focus(plain_page, question):
    page = on_a_phone(plain_page, f"/questions/{question.pk}/deferral/")
    expect(page.locator("input[type=radio]:checked")).to_be_focused()
    page.goto(f"/questions/{question.pk}/original/")
    expect(page.locator("#number")).to_be_focused()
    plain_page.context.close()


def test_forms_of_few_fields_are_sent_by_the_same_keys(page, sign_in, member, question):
    other = Question.objects.create(team=question.team, body="분산은 왜요?")
    sign_in(member)
    for what, written, there in (
        ("original", str(other.pk), f"**/original/?*number={other.pk}"),
        ("deferral", "", "**#question-*"),
    ):
        page.goto(f"/questions/{question.pk}/{what}/?next={question.get_absolute_url()}")
        page.wait_for_load_state("networkidle")
        page.keyboard.type(written)
        page.keyboard.press("Control+Enter")
        page.wait_for_url(there)
    question.refresh_from_db()
    assert question.status == Question.Status.DEFERRED


def test_fields_beside_a_text_are_saved_like_it(page, sign_in, member, question):
    sign_in(member)
    page.goto(question.edit_url)
    page.wait_for_function("document.querySelector('text-expander:defined') !== null")
    page.locator("input[data-tags]").fill("분산")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**#question-*")
    assert question.tags.get().name == "분산"
