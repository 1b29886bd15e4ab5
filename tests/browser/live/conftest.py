"""The minutes of a day with a few rows, before one or two people who write in them."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from meetings.models import ActionItem, AgendaItem, Answer, Learning, Meeting, Member, Question, Review
from tests.browser.editor.conftest import Composer

PATIENCE = 45_000  # ms
SAVED, WRITING, UNSAVED = "saved", "writing", "unsaved"
SYLLABLES = [("ㅂ", "부", "분"), ("ㅅ", "사", "산"), ("ㅎ", "하", "한"), ("ㄱ", "구", "굴"), ("ㅇ", "오", "왜")]


@pytest.fixture(autouse=True)
def _presence_in_files(settings, tmp_path):
    """Who is here is kept where all processes of a site can see it."""
    settings.CACHES = {"default": {"BACKEND": "peersession.cache.CountingFileCache", "LOCATION": tmp_path / "cache"}}


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """Two browsers, a server and the other tests share the processors: what is right may come late."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


class Writer:
    """Somebody before the minutes, and what their hands do."""

    def __init__(self, page: Page):
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.light = page.locator("#save-light")
        self.rows = page.locator("[data-noun]")

    def open(self, meeting: Meeting) -> "Writer":
        """With all that comes at the first sign of somebody."""
        with self.page.expect_response(lambda response: "/forms/" in response.url):
            self.page.goto(meeting.get_absolute_url())
            self.page.mouse.move(2, 2)
        self.page.wait_for_function("() => customElements.get('text-expander') !== undefined")
        return self

    @property
    def area(self) -> Locator:
        return self.page.locator(".in-place textarea.markdownx-editor")

    def row(self, row) -> Locator:
        return self.page.locator(f"#{row.anchor}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def edit(self, row) -> Locator:
        self.row(row).locator(f'[data-act=edit][href^="{row.edit_url}"]').evaluate("link => link.click()")
        area = self.row(row).locator(".in-place textarea.markdownx-editor").first
        expect(area).to_be_focused()
        return area

    def add(self, key: str, text: str, save: str = "Control+Enter") -> None:
        self.press(key)
        expect(self.area.last).to_be_focused()
        self.type(text)
        self.press(save)

    def sees(self, text: str) -> None:
        expect(self.page.locator("[data-rows]").get_by_text(text, exact=True).first).to_be_visible()

    def expect_light(self, state: str) -> None:
        expect(self.light).to_have_attribute("data-state", state)

    def waiting(self) -> int:
        return self.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('outbox:')).length")

    def composer(self) -> Composer:
        return Composer(self.page.context.new_cdp_session(self.page))


@pytest.fixture
def question(meeting, member) -> Question:
    question = Question.objects.create(team=meeting.team, meeting=meeting, body="왜 나누나요?", order=1)
    question.asked_by.add(member)
    return question


@pytest.fixture
def answer(question, member) -> Answer:
    answer = Answer.objects.create(question=question, body="표본이라서요.")
    answer.answered_by.add(member)
    return answer


@pytest.fixture
def written(meeting, question, answer, member) -> Meeting:
    """Minutes with a row of every noun that can be ticked, moved or answered."""
    Question.objects.create(team=meeting.team, meeting=meeting, body="무엇이 다른가요?", order=2)
    for order, body in enumerate(["공지", "코드 리뷰"], 1):
        AgendaItem.objects.create(meeting=meeting, body=body, order=order)
    ActionItem.objects.create(meeting=meeting, body="노트 올리기", order=1)
    review = Review.objects.create(meeting=meeting, title="과제 6", order=1)
    Learning.objects.create(
        team=meeting.team, meeting=meeting, review=review, author=member, body="패치를 펼친다", order=1
    )
    return meeting


@pytest.fixture
def writer(page, sign_in, member, written) -> Iterator[Writer]:
    sign_in(member)
    yield Writer(page).open(written)
    if not page.is_closed():
        page.goto("about:blank")  # a page that goes on asking would meet the end of the database


@pytest.fixture
def context_of(browser: Browser, site: str, signed_in) -> Iterator[Callable[[Member], BrowserContext]]:
    """A function: a browser of somebody's own."""
    made = []

    def make(person: Member, **options) -> BrowserContext:
        context = browser.new_context(base_url=site, locale="ko-KR", timezone_id="Asia/Seoul", **options)
        made.append(context)
        session = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def other(context_of, mate, written) -> Writer:
    """A team mate before the same minutes, in another browser."""
    return Writer(context_of(mate).new_page()).open(written)


@pytest.fixture
def expects_refusals(problems, browser_context) -> Iterator[None]:
    """Chromium complains in its console of every request that fails; here they are meant to."""
    yield
    browser_context.close()
    problems[:] = [line for line in problems if "Failed to load resource" not in line]
