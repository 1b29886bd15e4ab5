import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from meetings.models import Attachment, ClassNote, MasterClass, Section
from meetings.pictures import reencode


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo(size=(4, 2), **options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "JPEG", **options)
    return file.getvalue()


def attach(team, raw: bytes, name="그림.jpg") -> Attachment:
    return Attachment.objects.create(team=team, alt="손실 곡선", picture=SimpleUploadedFile(name, raw))


def test_a_picture_is_private_to_its_team(team, member, outsider, ex_member, signed_in):
    address = attach(team, photo()).get_absolute_url()
    statuses = [signed_in(who).get(address).status_code for who in (member, outsider, ex_member)]
    assert statuses == [200, 404, 404]


def test_it_is_served_so_that_it_can_only_be_a_picture(team, member, signed_in):
    response = signed_in(member).get(attach(team, photo()).get_absolute_url())
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert set(response["Content-Security-Policy"].split("; ")) == {"default-src 'none'", "sandbox"}
    assert response["Content-Disposition"].startswith("inline")
    assert "private" in response["Cache-Control"]


def test_the_name_on_the_disk_is_the_servers(team):
    attachment = attach(team, photo(), name="../../etc/passwd.jpg")
    assert attachment.picture.name == f"pictures/{attachment.pk}.jpg"


def test_where_it_was_taken_is_forgotten_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Camera of Gaon"
    written = Image.open(reencode(SimpleUploadedFile("a.jpg", photo(exif=exif))))
    assert written.size == (2, 4)
    assert not written.getexif()


@pytest.mark.parametrize(
    "raw",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"",
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(raw):
    with pytest.raises(ValidationError):
        reencode(SimpleUploadedFile("a.gif", raw))


def test_what_hangs_behind_the_picture_is_cut_off(team):
    attachment = attach(team, photo() + b"<script>alert(1)</script>")
    assert b"<script>" not in attachment.picture.read()


def test_a_picture_that_would_not_fit_in_memory_is_refused_before_it_is_decoded():
    file = io.BytesIO()
    Image.new("1", (13_000, 13_000)).save(file, "PNG")
    assert len(file.getvalue()) < 100_000
    with pytest.raises(ValidationError, match=r"pixels|화소"):
        reencode(SimpleUploadedFile("bomb.png", file.getvalue()))


def test_a_damaged_picture_is_refused_with_a_sentence():
    with pytest.raises(ValidationError):
        reencode(SimpleUploadedFile("a.jpg", photo((400, 400))[:-200]))


def test_a_lost_file_is_a_page_not_found(team, member, signed_in):
    attachment = attach(team, photo())
    attachment.picture.storage.delete(attachment.picture.name)
    assert signed_in(member).get(attachment.get_absolute_url()).status_code == 404


def test_a_damaged_exif_only_forgets_how_the_picture_was_held():
    file = io.BytesIO()
    Image.new("RGB", (4, 2)).save(file, "PNG", exif=b"no TIFF header")
    assert reencode(SimpleUploadedFile("a.png", file.getvalue())).name == "picture.png"


def test_a_photo_with_a_second_one_inside_stays_a_photo():
    photo, written = Image.new("RGB", (8, 8), "teal"), io.BytesIO()
    photo.save(written, "MPO", save_all=True, append_images=[photo])
    assert reencode(SimpleUploadedFile("a.jpg", written.getvalue())).name == "picture.jpg"


def test_a_picture_in_a_class_note_is_for_whoever_reads_the_note(team, cohort, member, outsider, ex_member, signed_in):
    attachment = attach(team, photo())
    note = ClassNote.objects.create(master_class=MasterClass.objects.create(cohort=cohort, title="강연"), team=team)
    Section.objects.create(class_note=note, body=attachment.markdown)
    statuses = [signed_in(who).get(attachment.get_absolute_url()).status_code for who in (member, outsider, ex_member)]
    assert statuses == [200, 200, 404]


def test_writing_down_the_address_of_a_picture_opens_it_to_nobody(team, other_team, cohort, outsider, signed_in):
    attachment = attach(team, photo())
    held = MasterClass.objects.create(cohort=cohort, title="강연")
    note = ClassNote.objects.create(master_class=held, team=other_team)
    Section.objects.create(class_note=note, body=attachment.markdown)
    assert signed_in(outsider).get(attachment.get_absolute_url()).status_code == 404


def test_a_picture_that_a_text_shows_is_not_deleted(team, meeting, admin, signed_in):
    attachment = attach(team, photo())
    client, page = signed_in(admin), f"/admin/meetings/attachment/{attachment.pk}/delete/"
    Section.objects.create(meeting=meeting, body=attachment.markdown)
    assert client.post(page, {"post": "yes"}).status_code == 403
    Section.objects.all().delete()
    assert client.post(page, {"post": "yes"}).status_code == 302
    assert not Attachment.objects.exists()
