"""Editing in a browser: the pages read well to everybody, and work where no script runs."""

import pytest
from django.conf import settings

from meetings.models import Meeting, Question, Section

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def section(meeting) -> Section:
    return Section.objects.create(meeting=meeting, heading="공지", body="첫 글")


def changed(section: Section, body: str, by) -> None:
    section.body, section._history_user = body, by
    section.save()


def test_pages_of_editing_are_accessible(page, sign_in, member, mate, section, meeting, assert_accessible, problems):
    question = Question.objects.create(team=meeting.team, meeting=meeting, body="왜 $n-1$인가요?")
    sign_in(member)
    for path in (meeting.get_absolute_url(), f"/questions/{question.pk}/answers/", question.edit_url, section.edit_url):
        page.goto(path)
        assert_accessible(page)
    changed(section, "먼저 **고친** 글", mate.user)
    page.fill("textarea.markdownx-editor", "나중에 고친 글")
    page.click(".edit-foot .button-main")
    page.wait_for_selector(".conflict")
    page.wait_for_load_state()
    assert_accessible(page)
    Meeting.objects.get(pk=meeting.pk).finalise(by=member.user)
    page.goto(section.edit_url)
    page.wait_for_selector(".wrong button")
    assert_accessible(page)
    assert "403" in problems.pop()


def test_nothing_is_wider_than_a_phone(page, sign_in, member, mate, section):
    page.set_viewport_size({"width": 360, "height": 740})
    changed(section, f"https://example.com/{'ab' * 60} 그리고 $\\sum_{{i=1}}^n x_i$", mate.user)
    sign_in(member)
    page.goto(section.edit_url)
    changed(section, "가" * 200, mate.user)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.fill("textarea.markdownx-editor", "내 글")
    page.click(".edit-foot .button-main")
    page.wait_for_selector(".conflict")
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_two_texts_become_one_without_a_script(without_script, site, member, mate, section, signed_in):
    session = signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value
    without_script.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page = without_script.new_page()
    page.goto(section.meeting.get_absolute_url())
    page.click(f"#section-{section.pk} [data-act=edit]")
    changed(section, "먼저 고친 글", mate.user)
    page.fill("textarea.markdownx-editor", "    내 글\n\n둘째 줄")
    page.click(".edit-foot .button-main")
    page.click("button[value=both]")
    assert page.url.endswith(f"{section.meeting.get_absolute_url()}#section-{section.pk}")
    assert Section.objects.get(pk=section.pk).body == "먼저 고친 글\n\n    내 글\n\n둘째 줄"
    page.click(f"#section-{section.pk} [data-act=edit]")
    page.click(".edit-delete")
    page.click(".undo button")
    assert not Section.objects.get(pk=section.pk).is_removed
    without_script.close()


def test_buttons_show_their_keys_where_there_are_keys(page, sign_in, member, section):
    sign_in(member)
    page.goto(section.edit_url)
    keys = page.locator(".edit-foot kbd")
    assert keys.all_inner_texts() == ["Ctrl ↵", "Esc"]
    assert page.get_by_role("button", name="저장", exact=True).is_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert not keys.first.is_visible()
