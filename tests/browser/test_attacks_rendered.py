"""What the renderer makes of attacks, in the browser they are meant for: without a policy to stop them nothing runs,
and without the renderer's care the policy alone stops all of them."""

from collections.abc import Callable, Iterable
from html import escape

import markdown
import pytest
from django.test import Client

from meetings.rendering import engine, render

from .alarm import Alarm
from .attacks import attacks

pytestmark = pytest.mark.slow

HOST = "http://notes.test"
TOGETHER = 100  # each in a frame of its own
# They may do all but lead the page away that watches them.
FRAME = "<iframe sandbox='allow-scripts allow-same-origin allow-forms allow-popups allow-modals' src=/%d></iframe>"
PAGE = "<!doctype html><meta charset=utf-8><main>%s</main>"


@pytest.fixture
def rings(browser) -> Iterable[Callable]:
    """A function: which of these texts, as HTML, run anything or ask another host, by their numbers."""
    page, texts, policy = browser.new_page(), {}, []

    def answer(route):
        path = route.request.url.removeprefix(f"{HOST}/")
        if path == "":
            route.fulfill(body="".join(FRAME % number for number in texts), content_type="text/html")
        elif path.isdecimal() and int(path) in texts:
            headers = {"Content-Type": "text/html; charset=utf-8"}
            if policy:
                headers["Content-Security-Policy"] = policy[0]
            route.fulfill(body=PAGE % texts[int(path)], headers=headers)
        else:
            route.abort()

    page.route("**/*", answer)
    alarm = Alarm(page, HOST)

    def which(htmls: list[str], csp: str = "") -> tuple[set[int], list[str]]:
        policy[:] = [csp] if csp else []
        alarm.asked.clear()
        rung = set()
        for first in range(0, len(htmls), TOGETHER):
            texts.clear()
            texts.update(enumerate(htmls[first : first + TOGETHER], first))
            alarm.ran.clear()
            page.goto(f"{HOST}/", wait_until="commit")
            assert alarm.provoke(None) > 2 * len(texts)
            rung |= {alarm.number_of(what) for what in alarm.ran}
        return rung, [address for address in alarm.asked if "elsewhere" in address or "//" in address]

    yield which
    page.close()


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    return {attack: render(attack).html for attack in attacks()}


@pytest.fixture
def policy() -> str:
    """Our policy as it is sent, but that the page may stand in a frame."""
    sent = Client().get("/healthz")["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in sent
    return sent.replace("frame-ancestors 'none'", "frame-ancestors *")


def test_no_attack_runs_or_asks_another_host(rings, rendered):
    rung, asked = rings(list(rendered.values()))
    assert {list(rendered)[number] for number in rung} == set()
    assert asked == []


def test_policy_alone_stops_every_attack(rings, rendered, policy, monkeypatch):
    unsafe = [markdown.markdown(attack, extensions=["extra"]) for attack in rendered]
    monkeypatch.setattr(engine, "sanitise", lambda html: html)
    ours = [html for attack, inert in rendered.items() if (html := render(attack).html) != inert]
    assert len(ours) > len(rendered) / 5
    ran, _ = rings(unsafe + ours)
    # The harness has teeth: many attacks run where nothing stops them.
    assert len(ran & set(range(len(unsafe)))) > len(unsafe) / 5
    assert rings([(unsafe + ours)[number] for number in ran], policy)[0] == set()


def test_the_alarm_rings_for_every_way_to_run(rings):
    ways = [
        "<script>1</script>",
        "<p onclick=rang()>a",
        "<a href=javascript:rang()>a</a>",
        "<form action=javascript:rang()><input type=submit></form>",
        f"<iframe srcdoc='{escape('<script>1</script>')}'></iframe>",
        "<svg onload=rang()>",
        "<details open ontoggle=rang()>",
        "<script>debugger; alert(1)</script>",
    ]
    assert rings(ways)[0] == set(range(len(ways)))
    assert rings(["<p>a</p>", "<a href=https://elsewhere.example/>a</a>"]) == (set(), [])
    assert rings(["<img src=https://elsewhere.example/a.png>"])[1] == ["https://elsewhere.example/a.png"]
