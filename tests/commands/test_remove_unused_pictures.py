import os
import time
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from meetings.models import Attachment, Section
from tests.models.test_attachments import TOMORROW, png


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "pictures"


def attach(team, is_old: bool) -> Attachment:
    attachment = Attachment.objects.create(team=team, alt="그림", picture=SimpleUploadedFile("a.png", png()))
    if is_old:
        Attachment.objects.filter(pk=attachment.pk).update(uploaded_at=timezone.now() - TOMORROW)
    return attachment


def stray(folder, name: str, hours: int):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(b"half a picture")
    os.utime(path, (time.time() - hours * 3600,) * 2)
    return path


def run(**options) -> str:
    out = StringIO()
    call_command("remove_unused_pictures", stdout=out, **options)
    return out.getvalue()


@pytest.mark.slow
def test_it_removes_what_nothing_needs_and_says_how_much(team, meeting, folder, django_capture_on_commit_callbacks):
    used, young, _unused = attach(team, True), attach(team, False), attach(team, True)
    Section.objects.create(meeting=meeting, body=used.markdown)
    old_stray, fresh_stray = stray(folder, "x.png.part", hours=25), stray(folder, "y.png", hours=23)
    assert run(dry_run=True) == "1 unused pictures and 1 files without a picture would be deleted\n"
    assert Attachment.objects.count() == 3
    assert old_stray.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert run() == "1 unused pictures and 1 files without a picture deleted\n"
    assert set(Attachment.objects.all()) == {used, young}
    kept = {f"{used.pk}.png", f"{young.pk}.png", fresh_stray.name}
    assert {path.name for path in folder.iterdir()} == kept
    assert run() == "0 unused pictures and 0 files without a picture deleted\n"


def test_whoever_gives_people_longer_says_so(team, folder):
    attach(team, True)
    assert run(days=7).startswith("0 unused pictures")
    for wrong in ("0", "-1", "many", "99999999999"):
        with pytest.raises(CommandError, match="--days"):
            call_command("remove_unused_pictures", "--days", wrong)


@pytest.mark.django_db
def test_without_any_picture_yet_there_is_nothing_to_do(folder):
    assert run().startswith("0 unused pictures and 0 files")


@pytest.mark.django_db
def test_the_files_of_another_database_are_left_alone(folder):
    theirs = stray(folder, "x.png", hours=1000)
    with pytest.raises(CommandError, match="Check DATABASE_URL"):
        run()
    assert theirs.exists()
