"""A Chromium before a live server. A page that asks another host for anything, or whose console complains, fails."""

import itertools
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from meetings.models import Member, User

CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


def chromium_path() -> str | None:
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


def give_up(complaint: str) -> NoReturn:
    """A machine may lack a browser, CI may not."""
    if os.environ.get("CI") == "true":
        pytest.fail(complaint)
    pytest.skip(complaint)


@pytest.fixture(scope="session")  # one loop a process: a second one does not start while the first still winds down
def browser(live_server) -> Iterator[Browser]:
    """It closes before the server does, whose threads would else miss the connection that they share."""
    path = chromium_path()
    if path is None:
        give_up(f"no Chromium: none of {', '.join(CHROMIUM_NAMES)} is on the PATH and CHROMIUM names none")
    # Playwright's loop runs in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        try:
            playwright = sync_playwright().start()
        except Exception as error:
            give_up(f"Playwright's driver does not start, maybe for want of libatomic1: {error}")
        yield playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        playwright.stop()  # and with it the browser
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)


@pytest.fixture
def site(live_server) -> Iterator[str]:
    """The live server's address. Requests wait for each other, and for what a test itself asks the database.

    Each has a connection to the same SQLite in memory, which refuses at once whoever meets a table in use by another.
    """
    server = live_server.thread.httpd
    application, turn = server.get_app(), threading.RLock()

    def one_at_a_time(environ, start_response):
        with turn:
            return application(environ, start_response)

    server.set_app(one_at_a_time)
    with _in_turn(connections[DEFAULT_DB_ALIAS], turn):
        yield live_server.url
    with turn:  # what a page asked for last may still be under way, and the database is to be emptied
        server.set_app(application)


@contextmanager
def _in_turn(connection: BaseDatabaseWrapper, turn: threading.RLock) -> Iterator[None]:
    """Statements of this connection wait for their turn; what is within one transaction has one turn for all."""
    connection.ensure_connection()
    set_autocommit = connection.set_autocommit

    def statement(execute, sql, params, many, context):
        with turn:
            return execute(sql, params, many, context)

    def transaction(autocommit, **begin):
        with turn:
            set_autocommit(autocommit, **begin)
            turn.release() if autocommit else turn.acquire()

    with connection.execute_wrapper(statement), pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "set_autocommit", transaction)
        yield


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the browser. A test that provokes something takes it out, the rest is asserted to be empty."""
    return []


@pytest.fixture
def browser_context(browser: Browser, site: str, problems: list[str]) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site, locale="ko-KR", timezone_id="Asia/Seoul")

    def only_ours(route):
        if route.request.url.startswith(f"{site}/"):
            return route.continue_()
        problems.append(f"asked another host: {route.request.url}")
        return route.abort()

    context.route("**/*", only_ours)
    context.on("weberror", lambda event: problems.append(f"error in a script: {event.error}"))
    context.on("console", lambda line: line.type == "error" and problems.append(f"console: {line.text}"))
    yield context
    context.close()
    assert problems == []


@pytest.fixture
def without_script(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site, locale="ko-KR", java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    page = browser_context.new_page()
    page.set_default_timeout(10_000)
    return page


@pytest.fixture
def sign_in(browser_context: BrowserContext, site: str) -> Callable[[Member | User], None]:
    """A function: the given person (a seat or an account) is signed in from now on."""

    def by_cookie(person: Member | User) -> None:
        client = Client()
        client.force_login(
            person.user if isinstance(person, Member) else person,
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        browser_context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])

    return by_cookie


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    def check(page: Page) -> None:
        # Without preloading: axe would write our style sheets into the page, which the policy forbids.
        results = Axe().run(page, options={"resultTypes": ["violations"], "preload": False})
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture
def assert_shown_well(assert_accessible) -> Callable[[Page], None]:
    """A function: on a phone and on a screen, light and dark, nothing is wider than the page or bars anybody."""

    def check(page: Page) -> None:
        for width, scheme in itertools.product((360, 1280), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour is on its way to another
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)
            assert_accessible(page)

    return check
