"""The admin in a browser: the preview while writing, and pages that break no rule of the site's policy."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import Question

PAGES = ["index", "meetings_meeting_changelist", "meetings_member_changelist", "meetings_member_import"]


@pytest.fixture
def question(team, meeting, member) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 $n-1$로 나누나요?")
    question.asked_by.add(member)
    return question


@pytest.fixture
def writing(page, sign_in, admin, question):
    """The page of a question, with its text's field and its preview."""
    sign_in(admin)
    page.goto(reverse("admin:meetings_question_change", args=[question.pk]))
    return page


def field(page):
    return page.locator("#id_body")


def preview(page):
    return page.locator(".field-body .markdownx-preview").first


def test_stored_text_is_shown_set(writing):
    expect(preview(writing).locator(".katex").first).to_be_visible()


def test_preview_follows_the_writing(writing):
    field(writing).fill("**분산**은 $\\sigma^2$")
    expect(preview(writing).locator("strong")).to_have_text("분산")
    expect(preview(writing).locator(".katex").first).to_be_visible()


def test_caret_stays_where_it_is(writing):
    field(writing).fill("하나 둘 셋")
    field(writing).evaluate("area => area.setSelectionRange(3, 3)")
    writing.keyboard.type("반")
    expect(preview(writing)).to_contain_text("하나 반둘 셋")
    assert field(writing).evaluate("area => [area.selectionStart, document.activeElement === area]") == [4, True]


def test_no_preview_is_asked_for_while_a_syllable_is_composed(writing):
    asked = []
    writing.on("request", lambda request: request.url.endswith("/preview/") and asked.append(request))
    field(writing).evaluate(
        """area => {
            area.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
            area.value += "ㅎ";
            area.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
        }"""
    )
    writing.wait_for_timeout(900)
    assert asked == []
    field(writing).dispatch_event("compositionend")
    expect(preview(writing)).to_contain_text("ㅎ")


def test_only_the_last_text_is_shown(writing):
    for text in ("처음", "가운데", "마지막"):
        field(writing).fill(text)
    expect(preview(writing)).to_have_text(re.compile("마지막"))


def test_tab_leaves_the_field(writing):
    field(writing).focus()
    writing.keyboard.press("Tab")
    assert writing.evaluate("document.activeElement.id") != "id_body"


def test_too_long_text_gets_the_servers_sentence(writing, problems):
    field(writing).evaluate("area => { area.value = '가'.repeat(40000); }")
    field(writing).dispatch_event("input")
    status = writing.locator(".field-body .markdownx-status").first
    expect(status).not_to_be_empty()
    expect(preview(writing).locator(".katex").first).to_be_visible()
    assert "413" in problems.pop()


def test_added_rows_have_a_preview_too(page, sign_in, admin, meeting):
    sign_in(admin)
    page.goto(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
    page.locator("#sections-group summary").click()
    page.locator("#sections-group .add-row a").click()
    page.locator("#id_sections-0-body").fill("$x^2$")
    expect(page.locator("#sections-0 .markdownx-preview .katex").first).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_break_no_rule_and_fit(name, width, page, sign_in, admin, meeting, member):
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(admin)
    page.goto(reverse(f"admin:{name}"))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_roster_goes_in_through_the_pages(page, sign_in, staff, team):
    sign_in(staff)
    page.goto(reverse("admin:meetings_member_import"))
    csv = "team,name,email,role\nteam-12,문가온,gaon@example.com,lead\n"
    page.set_input_files("#id_import_file", {"name": "r.csv", "mimeType": "text/csv", "buffer": csv.encode()})
    page.locator(".submit-row input").click()
    expect(page.locator(".import-preview")).to_contain_text("문가온")
    page.locator("input[name=confirm]").click()
    expect(page.locator("#result_list")).to_contain_text("문가온")
