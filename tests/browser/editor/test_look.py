"""The editor on narrow and wide screens, in both schemes, without JavaScript, and in the admin."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

NOTE = """추론할 때는 **한 장만** 들어와요. `model.eval()`

$$
\\underbrace{-\\sum_i P_i \\log Q_i}_{\\text{크로스 엔트로피}} = H(P) + D_{\\mathrm{KL}}(P\\|Q)
$$

| 층 | 크기 |
| --- | --- |
| conv1 | $3\\times 3$ |

틀린 수식: $\\foo{x}$
"""


def test_page_is_accessible_and_fits(writing, start_with, assert_shown_well):
    start_with(NOTE)
    expect(writing.locator(".editor-hints li").first).to_be_visible()
    assert_shown_well(writing)


def test_on_a_phone_everything_is_for_a_thumb(writing, start_with):
    writing.set_viewport_size({"width": 360, "height": 740})
    start_with("\n".join(str(number) for number in range(60)))
    buttons = writing.locator("markdown-toolbar button").all()
    assert len(buttons) == 8
    for button in [*buttons, writing.locator(".editor-show"), writing.locator(".editor-keys")]:
        box = button.bounding_box()
        assert (box["width"] >= 44, box["height"] >= 44) == (True, True)
    assert writing.locator("#id_body").evaluate("area => getComputedStyle(area).fontSize") == "16px"
    boxes = [button.bounding_box() for button in buttons]
    assert boxes[-1]["x"] + boxes[-1]["width"] <= 360
    assert 0 <= boxes[0]["y"] < 100


def test_buttons_say_what_they_do(writing):
    for button in writing.locator("markdown-toolbar button").all():
        assert button.get_attribute("aria-label") in button.get_attribute("title")


def test_without_javascript_a_field_is_left_and_saves(without_script, sign_in, browser_context, member, question):
    sign_in(member)
    without_script.add_cookies(browser_context.cookies())
    page = without_script.new_page()
    page.goto(question.edit_url)
    for name in (".editor-head", ".editor-below", ".editor-hints li"):
        assert not page.locator(name).first.is_visible()
    assert page.locator(".markdownx-preview .katex").first.is_visible()
    page.locator("#id_body").fill("손으로 고친 글")
    page.locator(".button-main").click()
    without_script.close()
    question.refresh_from_db()
    assert question.body == "손으로 고친 글"


@pytest.mark.parametrize("address", ["/editor/formulas/", "/editor/keys/"])
def test_pages_of_the_editor_are_accessible(page, sign_in, member, assert_shown_well, address):
    sign_in(member)
    page.goto(address)
    assert_shown_well(page)


def test_pages_where_nobody_writes_load_none_of_it(page, sign_in, member, question):
    scripts = []
    page.on("request", lambda request: request.resource_type == "script" and scripts.append(request.url))
    sign_in(member)
    team = question.team.get_absolute_url()
    for address in (f"{team}questions/", question.get_absolute_url(), team):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert not [url for url in scripts if "editor" in url or "element" in url or "paste" in url]


def test_admin_has_the_same_editor(page, sign_in, admin, question):
    sign_in(admin)
    page.goto(reverse("admin:meetings_question_change", args=[question.pk]))
    area = page.locator("#id_body")
    area.fill("가 나")
    area.evaluate("area => area.setSelectionRange(2, 3)")
    page.keyboard.press("Control+KeyB")
    assert area.input_value() == "가 **나**"
    expect(page.locator(".field-body .markdownx-preview strong").first).to_have_text("나")
    page.keyboard.press("Control+KeyM")
    expect(page.locator(".field-body .editor-formulas .katex").first).to_be_visible()


def test_rows_that_the_admin_adds_have_it_too(page, sign_in, admin, meeting):
    sign_in(admin)
    page.goto(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
    page.locator("#sections-group summary").click()
    page.locator("#sections-group .add-row a").click()
    area = page.locator("#id_sections-0-body")
    area.fill("하나")
    area.select_text()
    page.locator("#sections-0 [data-md-button=bold]").click()
    assert area.input_value() == "**하나**"
