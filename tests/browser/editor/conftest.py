"""A member before the editor of a question, and hands that type, paste, drop and compose Hangul."""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Locator, Page

from meetings.models import Question

BODY = "왜 $n-1$로 나누나요?"


@pytest.fixture
def question(team, meeting, member) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body=BODY)
    question.asked_by.add(member)
    return question


@pytest.fixture
def writing(page, sign_in, member, question) -> Page:
    """The page where the question is edited."""
    sign_in(member)
    page.goto(question.edit_url)
    page.wait_for_function("document.querySelector('text-expander:defined') !== null")
    return page


@pytest.fixture
def area(writing) -> Locator:
    return writing.locator("#id_body")


@pytest.fixture
def text(area) -> Callable[[], str]:
    return area.input_value


@pytest.fixture
def start_with(area) -> Callable[..., None]:
    """A function: the field holds this text, typed, with `|` for the caret or `|…|` around what is selected."""

    def put(marked: str) -> None:
        parts = marked.split("|")
        area.focus()
        area.evaluate("area => area.select()")
        area.page.keyboard.press("Delete")
        area.page.keyboard.insert_text("".join(parts))
        start = len(parts[0]) if len(parts) > 1 else len(marked)
        end = start + len(parts[1]) if len(parts) > 2 else start
        area.evaluate("(area, [start, end]) => area.setSelectionRange(start, end)", [start, end])

    return put


@pytest.fixture
def marked(area) -> Callable[[], str]:
    """A function: the text with `|` where the caret is, or around the selection."""

    def read() -> str:
        value, start, end = area.evaluate("area => [area.value, area.selectionStart, area.selectionEnd]")
        middle = f"|{value[start:end]}|" if end > start else "|"
        return value[:start] + middle + value[end:]

    return read


@pytest.fixture
def paste(area) -> Callable[..., bool]:
    """A function: paste these types of data. Says whether the page left it to the browser, which types the words."""

    def put(**kinds: str) -> bool:
        types = {kind.replace("_", "/"): value for kind, value in kinds.items()}
        return area.evaluate(
            """(area, types) => {
                const clipboardData = new DataTransfer();
                for (const [type, value] of Object.entries(types)) clipboardData.setData(type, value);
                const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
                const left = area.dispatchEvent(event);
                if (left) document.execCommand("insertText", false, types["text/plain"] ?? "");
                return left;
            }""",
            types,
        )

    return put


class Composer:
    """An input method for Hangul: syllables grow in a composition and are then committed, as IBus or Windows do it."""

    def __init__(self, session: CDPSession):
        self.session = session

    def grow(self, *steps: str) -> None:
        for step in steps:
            length = len(step)
            self.session.send(
                "Input.imeSetComposition", {"text": step, "selectionStart": length, "selectionEnd": length}
            )

    def commit(self, text: str) -> None:
        self.session.send("Input.insertText", {"text": text})

    def syllable(self, *steps: str) -> None:
        self.grow(*steps)
        self.commit(steps[-1])


@pytest.fixture
def composer(writing) -> Composer:
    return Composer(writing.context.new_cdp_session(writing))
