import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from meetings.models import Attachment, Section, attachments

LIST = "/admin/meetings/attachment/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def png() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(file, "PNG")
    return SimpleUploadedFile("a.png", file.getvalue())


@pytest.fixture
def attachment(team, folder) -> Attachment:
    return Attachment.objects.create(team=team, alt="손실 곡선", picture=png())


def delete(client, attachment) -> str:
    page = client.post(f"{LIST}{attachment.pk}/delete/", {"post": "yes"}, follow=True)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.slow
def test_a_picture_that_a_text_shows_is_not_deleted_and_the_page_says_why(attachment, meeting, admin, signed_in):
    section = Section.objects.create(meeting=meeting, body=attachment.markdown)
    client = signed_in(admin)
    assert "“손실 곡선”" in delete(client, attachment)
    section.remove()
    assert "“손실 곡선”" in delete(client, attachment)
    assert Attachment.objects.exists()


@pytest.mark.slow
def test_several_at_once_are_not_deleted_while_one_is_shown(attachment, team, meeting, admin, signed_in):
    other = Attachment.objects.create(team=team, alt="다른 그림", picture=png())
    Section.objects.create(meeting=meeting, body=attachment.markdown)
    chosen = {"action": "delete_selected", "_selected_action": [attachment.pk, other.pk], "post": "yes"}
    page = signed_in(admin).post(LIST, chosen).content.decode()
    assert "“손실 곡선”" in page
    assert "“다른 그림”" not in page
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("several", [False, True])
def test_an_unused_one_goes_with_its_file(
    attachment, folder, admin, signed_in, several, django_capture_on_commit_callbacks
):
    client = signed_in(admin)
    with django_capture_on_commit_callbacks(execute=True):
        if several:
            chosen = {"action": "delete_selected", "_selected_action": [attachment.pk], "post": "yes"}
            client.post(LIST, chosen)
        else:
            delete(client, attachment)
    assert not Attachment.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_one_that_came_into_a_text_since_the_page_was_opened_stays(attachment, admin, signed_in, monkeypatch):
    used = iter([False, False, True])  # at the door, for the list of what goes, at the last moment
    monkeypatch.setattr(Attachment, "is_used", lambda _attachment: next(used))
    assert signed_in(admin).post(f"{LIST}{attachment.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Attachment.objects.exists()


@pytest.mark.slow
def test_the_list_says_how_heavy_they_are(attachment, admin, signed_in):
    assert "bytes" in signed_in(admin).get(LIST, headers={"accept-language": "en"}).content.decode()


def add(client, team):
    return client.post(f"{LIST}add/", {"team": team.pk, "alt": "새 그림", "picture": png()})


def test_adding_keeps_who_added_it(team, staff, signed_in):
    assert add(signed_in(staff), team).status_code == 302
    assert Attachment.objects.get().uploaded_by == staff


@pytest.mark.slow
@pytest.mark.parametrize("is_late", [False, True])
def test_a_team_without_room_gets_a_sentence(team, admin, signed_in, monkeypatch, is_late):
    """Also where another upload takes the last room between the form's look and the storing."""
    look, looks = Attachment._require_room, []

    def look_again(attachment):
        looks.append(attachment)
        if not is_late or len(looks) > 1:
            monkeypatch.setattr(attachments, "MOST_OF_TEAM", 1)
        look(attachment)

    monkeypatch.setattr(Attachment, "_require_room", look_again)
    page = add(signed_in(admin), team)
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    assert not Attachment.objects.exists()
