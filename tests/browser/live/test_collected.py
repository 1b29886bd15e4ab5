"""The minutes with the files that `collectstatic` makes: few requests, and everything works."""

import re
from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Question

from .conftest import SAVED, Writer

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=root, STORAGES=storages()):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def storages() -> dict:
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "deploy.soak.static.QuickStorage"},
    }


@pytest.fixture
def scripts(browser_context, collected, settings) -> list[str]:
    """Names of the scripts that pages ask for from now on. They get the collected files alone."""
    settings.STATIC_ROOT, settings.STORAGES = collected, storages()
    asked = []

    def serve(route):
        path = urlparse(route.request.url).path.removeprefix("/static/")
        if path.endswith(".js"):
            asked.append(re.sub(r"\.[0-9a-f]{12}", "", path.removeprefix("meetings/")))
        route.fulfill(path=collected / path)

    browser_context.route("**/static/**", serve)
    return asked


def test_minutes_ask_for_one_script_and_for_the_rest_at_the_first_sign_of_somebody(
    scripts, page, sign_in, member, written
):
    sign_in(member)
    page.clock.install()
    page.clock.pause_at(timezone.now())  # a while later it comes without a sign, too
    page.goto(written.get_absolute_url())
    page.wait_for_function("() => document.querySelector('#save-light').dataset.state")
    assert scripts == ["js/minutes.js"]
    page.clock.resume()
    writer = Writer(page)
    page.mouse.move(2, 2)
    page.wait_for_function("() => customElements.get('text-expander') !== undefined")
    writer.add("q", "왜 **묶나요**?")
    writer.expect_light(SAVED)
    expect(page.locator("#questions strong")).to_have_text("묶나요")
    assert Question.objects.filter(body="왜 **묶나요**?").exists()
    assert scripts[:2] == ["js/minutes.js", "js/elements.js"]
    assert sorted(name.split("/")[0] for name in scripts[2:]) == ["vendor"] * 3
    page.goto("about:blank")


def test_nobody_has_to_move_for_it(scripts, page, sign_in, member, written):
    sign_in(member)
    page.goto(written.get_absolute_url())
    page.wait_for_function("() => customElements.get('text-expander') !== undefined")
    assert len(scripts) == 5
    page.goto("about:blank")


def test_an_editor_opens_before_its_elements_are_there_and_gets_them_with_the_next(
    scripts, page, sign_in, member, written, problems
):
    sign_in(member)
    held = []
    page.context.route("**/js/elements.*", lambda route: route.fallback() if held else held.append(route))
    page.goto(written.get_absolute_url())
    writer = Writer(page)
    writer.press("q")
    expect(writer.area.last).to_be_focused()
    writer.type("굵게")
    expect(writer.area.last).to_have_value("굵게")
    with page.expect_event("requestfailed"):
        held[0].abort()
    writer.press("Escape")
    writer.press("q")
    expect(writer.area.last).to_be_focused()
    page.wait_for_function("() => customElements.get('markdown-toolbar') !== undefined")
    problems[:] = [line for line in problems if "Failed to load resource" not in line]
    page.goto("about:blank")


def test_the_editor_on_a_page_of_its_own_has_everything_at_once(scripts, page, sign_in, member, question):
    sign_in(member)
    page.goto(question.edit_url)
    page.wait_for_function("() => customElements.get('text-expander') !== undefined")
    area = page.locator("#id_body")
    area.select_text()
    page.keyboard.press("Control+b")
    expect(area).to_have_value(re.compile(r"^\*\*.+\*\*$"))
    assert scripts[0] == "js/editor.js"
    assert len(scripts) == 4
