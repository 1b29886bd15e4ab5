"""Pictures that are dropped, pasted or chosen: asked about, uploaded, and put where they belong."""

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from meetings.models import Attachment

MARKDOWN = r"!\[{}\]\(/pictures/[\w-]{{36}}/\)"


def png(colour: str = "green") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(made, "PNG")
    return made.getvalue()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def drop(area):
    """A function: drop or paste files of these bytes on the field."""

    def put(*files: bytes, event: str = "drop", kind: str = "image/png") -> None:
        area.evaluate(
            """(area, [type, kind, files]) => {
                const data = new DataTransfer();
                files.forEach((file, at) => {
                    const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
                    data.items.add(new File([bytes], `${at + 1}.png`, { type: kind }));
                });
                const carried = type === "drop" ? { dataTransfer: data } : { clipboardData: data };
                const made = type === "drop" ? DragEvent : ClipboardEvent;
                area.dispatchEvent(new made(type, { ...carried, bubbles: true, cancelable: true }));
            }""",
            [event, kind, [base64.b64encode(file).decode() for file in files]],
        )

    return put


@pytest.fixture
def line(writing):
    return writing.locator(".editor-picture").first


def describe(page, words):
    expect(page.locator(".editor-picture input").first).to_be_focused()
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_picture_is_described_uploaded_and_shown(event, writing, start_with, drop, line, text, assert_accessible):
    start_with("앞 글|")
    drop(png(), event=event)
    expect(line).to_be_visible()
    assert_accessible(writing)
    describe(writing, "손실 곡선")
    expect(writing.locator(".markdownx-preview img")).to_have_attribute("alt", "손실 곡선")
    assert re.fullmatch(f"앞 글\n\n{MARKDOWN.format('손실 곡선')}", text())
    expect(line).to_be_hidden()
    assert Attachment.objects.get().alt == "손실 곡선"


def test_writing_goes_on_while_it_uploads(writing, start_with, drop, marked, text):
    held = []
    writing.route("**/pictures/", lambda route: held.append(route))
    start_with("앞|")
    drop(png())
    with writing.expect_request("**/pictures/"):
        describe(writing, "그림")
    writing.keyboard.insert_text("\n\n뒤에 쓰는 글")
    assert "그림" in text()
    assert not re.search(MARKDOWN.format("그림"), text())
    held[0].continue_()
    expect(writing.locator("#id_body")).to_have_value(re.compile(MARKDOWN.format("그림")))
    assert marked().endswith("뒤에 쓰는 글|")


def test_syllable_that_is_composed_meanwhile_stays_whole(writing, start_with, drop, text, composer):
    held = []
    writing.route("**/pictures/", lambda route: held.append(route))
    start_with("|")
    drop(png())
    with writing.expect_request("**/pictures/"):
        describe(writing, "그림")
    writing.keyboard.insert_text("\n")
    composer.grow("ㅎ", "하")
    with writing.expect_response("**/pictures/"):
        held[0].continue_()
    writing.wait_for_timeout(200)
    composer.grow("한")
    composer.commit("한")
    expect(writing.locator("#id_body")).to_have_value(re.compile(MARKDOWN.format("그림") + "\n한$"))


def test_several_are_asked_about_one_after_the_other(writing, start_with, drop, line, text):
    start_with("|")
    drop(png("red"), png("blue"), png("black"))
    expect(line.locator("output")).to_contain_text("2")
    describe(writing, "하나")
    expect(line.locator("output")).to_contain_text("2.png")
    line.locator(".word").click()
    describe(writing, "셋")
    expect(writing.locator(".markdownx-preview img")).to_have_count(2)
    assert re.search(f"{MARKDOWN.format('하나')}\\s+{MARKDOWN.format('셋')}", text())


def test_escape_leaves_it_out(writing, start_with, drop, line, text, area):
    start_with("글|")
    drop(png())
    expect(line).to_be_visible()
    writing.keyboard.press("Escape")
    expect(line).to_be_hidden()
    expect(area).to_be_focused()
    assert text() == "글"
    assert "/edit/" in writing.url


def test_without_words_it_asks_again(writing, start_with, drop, line):
    start_with("|")
    drop(png())
    describe(writing, "   ")
    expect(line).to_be_visible()
    expect(writing.locator(".markdownx-status")).not_to_be_empty()


def test_what_is_no_picture_gets_the_servers_sentence(writing, start_with, drop, text, problems):
    start_with("글|")
    drop(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    describe(writing, "그림")
    expect(writing.locator(".markdownx-status")).not_to_be_empty()
    assert text().strip() == "글"
    assert "400" in problems.pop()


def test_without_the_network_the_text_is_as_before(writing, start_with, drop, line, text, problems, area):
    writing.route("**/pictures/", lambda route: route.abort())
    start_with("글|")
    drop(png())
    describe(writing, "그림")
    expect(writing.locator(".markdownx-status")).not_to_be_empty()
    assert text().strip() == "글"
    expect(line.locator("input")).to_have_value("그림")
    expect(area).to_be_focused()
    problems.clear()


def test_with_the_network_back_the_words_are_still_there(writing, start_with, drop, line, text, problems):
    writing.route("**/pictures/", lambda route: route.abort())
    start_with("글|")
    drop(png("red"), png("blue"))
    describe(writing, "하나")
    expect(line.locator("output")).to_contain_text("2.png · ")
    writing.unroute("**/pictures/")
    describe(writing, "둘")
    expect(line.locator("input")).to_have_value("하나")
    writing.keyboard.press("Enter")
    expect(writing.locator(".markdownx-preview img")).to_have_count(2)
    assert re.search(f"{MARKDOWN.format('둘')}\\s+{MARKDOWN.format('하나')}", text())
    problems.clear()


def test_saving_waits_for_the_picture(writing, start_with, drop, question):
    held = []
    writing.route("**/pictures/", lambda route: held.append(route))
    start_with("글|")
    drop(png())
    with writing.expect_request("**/pictures/"):
        describe(writing, "그림")
    writing.keyboard.press("Control+Enter")
    writing.keyboard.press("Control+Enter")
    writing.wait_for_timeout(200)
    with writing.expect_navigation():
        held[0].continue_()
    question.refresh_from_db()
    assert re.fullmatch(f"글\\s+{MARKDOWN.format('그림')}", question.body.strip())


def test_words_of_an_office_program_come_before_its_picture(writing, start_with, area, line, text):
    start_with("|")
    area.evaluate(
        """area => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", "글");
            clipboardData.items.add(new File(["x"], "1.png", { type: "image/png" }));
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    expect(line).to_be_hidden()


def test_button_chooses_a_file(writing, start_with, text):
    start_with("|")
    with writing.expect_file_chooser() as chooser:
        writing.locator('[data-md-button="picture"]').click()
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": png()})
    describe(writing, "고른 그림")
    expect(writing.locator(".markdownx-preview img")).to_have_attribute("alt", "고른 그림")
