"""The attacks once more, in the browser they are meant for and without a Content-Security-Policy to stop them."""

import json

import pytest

from meetings.rendering import render
from tests.browser.conftest import browser  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOGETHER = 25  # attacks on one page

ALARM = """<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><script>
window.ran = 0;
for (const name of ["alert", "confirm", "prompt", "fetch", "print"]) window[name] = () => { window.ran++; };
</script><main>%s</main>"""

PROVOKE = """() => {
  for (const element of document.querySelectorAll("main *")) {
    for (const name of ["mouseover", "focus", "load", "error", "toggle", "animationstart", "pointerover", "click"])
      element.dispatchEvent(new Event(name));
    if (/^javascript:/i.test(element.href || "")) window.ran++;
  }
  return window.ran;
}"""


@pytest.fixture
def run(browser):  # noqa: F811
    """What HTML does in a page: how often it ran code, and what it asked the network for."""
    page = browser.new_page()
    body, asked = [""], []

    def answer(route):
        if route.request.url == "http://notes.test/":
            route.fulfill(body=ALARM % body[0], content_type="text/html; charset=utf-8")
        else:
            asked.append(route.request.url)
            route.abort()

    page.route("**/*", answer)

    def show(html: str) -> tuple[int, list[str]]:
        body[0] = html
        asked.clear()
        page.goto("http://notes.test/")
        return page.evaluate(PROVOKE), list(asked)

    yield show
    page.close()


def test_the_alarm_rings(run):
    assert run("<img src=x onerror=alert(1)>")[0] > 0
    assert run("<img src=http://x.example/a.png>")[1] == ["http://x.example/a.png"]


def test_no_attack_runs_or_asks_another_host(run, reference):
    payloads = (reference / "data" / "attacks.jsonl").read_text(encoding="utf-8")
    attacks = [json.loads(line) for line in payloads.split("\n") if line]
    assert len(attacks) > 400
    for first in range(0, len(attacks), TOGETHER):
        some = attacks[first : first + TOGETHER]
        page = "".join(render(attack["payload"]).html for attack in some)
        assert run(page) == (0, []), [attack["id"] for attack in some]
