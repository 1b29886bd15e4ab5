import io

import pytest
from PIL import Image

from meetings.models import Attachment, Section
from tests.views.test_attachments import attach

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def drawing() -> dict:
    file = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(file, "PNG")
    return {"name": "그림.png", "mimeType": "image/png", "buffer": file.getvalue()}


def is_shown(page, picture: str) -> bool:
    """Whether the browser took the file for a picture, for all that its headers forbid."""
    image = page.locator(picture)
    image.scroll_into_view_if_needed()
    image.evaluate("image => image.complete || new Promise(done => { image.onload = image.onerror = done })")
    return image.evaluate("image => image.naturalWidth") > 0


def test_a_member_uploads_a_picture_and_shows_it_in_a_text(page, team, meeting, member, sign_in):
    sign_in(member)
    page.goto(f"/teams/{team.slug}/pictures/")
    page.locator("input[name=picture]").set_input_files(drawing())
    page.locator("input[name=alt]").fill("손실 [0.3] 곡선")
    page.locator("input[name=alt]").press("Enter")
    page.locator(".picture").wait_for()
    assert is_shown(page, ".picture img")
    Section.objects.create(meeting=meeting, heading="그림", body=page.locator(".picture-markdown").inner_text())
    page.goto(meeting.get_absolute_url())
    assert is_shown(page, ".prose img")
    assert page.locator(".prose img").get_attribute("alt") == "손실 [0.3] 곡선"


def test_the_page_is_accessible_and_fits(page, team, member, sign_in, assert_shown_well):
    attach(team, alt="아주_긴_설명" * 40)
    sign_in(member)
    page.goto(f"/teams/{team.slug}/pictures/")
    assert_shown_well(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_is_wrong_stands_beside_the_field(page, team, member, sign_in, assert_accessible, problems):
    sign_in(member)
    page.goto(f"/teams/{team.slug}/pictures/")
    page.locator("input[name=picture]").set_input_files({**drawing(), "buffer": b"<html>"})
    page.locator("input[name=alt]").fill("손실 곡선")
    page.locator("input[name=alt]").press("Enter")
    page.locator(".error").wait_for()
    assert page.locator("input[name=alt]").input_value() == "손실 곡선"
    assert_accessible(page)
    assert [line for line in problems if "400" not in line] == []
    problems.clear()
    assert not Attachment.objects.exists()
