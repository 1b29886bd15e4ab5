import datetime
import io
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from PIL import Image

from meetings.models import Attachment, ClassNote, MasterClass, Question, Section, SourceDocument, attachments
from meetings.rendering import render

TOMORROW = datetime.timedelta(days=1, minutes=1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(file, "PNG")
    return file.getvalue()


def attach(team, alt="손실 곡선", **fields) -> Attachment:
    return Attachment.objects.create(team=team, alt=alt, picture=SimpleUploadedFile("a.png", png()), **fields)


def heavy(team, size: int) -> Attachment:
    """One whose file is as large as said, without anybody having to draw it."""
    file = ContentFile(b"x" * size, name="picture.png")
    file.is_reencoded = True
    return Attachment(team=team, alt="큰 그림", picture=file)


def files(tmp_path) -> list:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_it_knows_its_size(team):
    attachment = attach(team)
    assert attachment.size == attachment.picture.size > 0


@pytest.mark.parametrize(
    "alt",
    [
        "손실 곡선",
        "a](x) ![b",
        "*굵게* _기울임_ `코드`",
        "$x_i$ ~~줄~~",
        "<b>&amp;",
        "끝에 \\",
        "[[Q1]] @문가온 #7강",
        "a | b",
    ],
)
def test_its_markdown_shows_it_with_its_words_whatever_they_are(team, alt):
    attachment = attach(team, alt)
    html = render(attachment.markdown).html
    assert html.count("<img") == 1
    assert f'src="{attachment.get_absolute_url()}"' in html
    described = html.split('alt="')[1].split('"')[0]
    assert described.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == alt


def test_words_over_several_lines_stand_on_one(team):
    assert "\n" not in Attachment(team=team, alt="한 줄\n\n두 줄").markdown


def test_a_team_has_so_much_room_and_no_more(team, other_team, tmp_path, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_OF_TEAM", 1000)
    heavy(team, 600).save()
    with pytest.raises(ValidationError) as refused:
        heavy(team, 401).save()
    assert refused.value.code == "room"
    heavy(team, 400).save()
    heavy(other_team, 600).save()
    assert len(files(tmp_path)) == 3


def test_a_form_is_told_that_there_is_no_room(team, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_OF_TEAM", 10)
    with pytest.raises(ValidationError) as refused:
        Attachment(team=team, alt="그림", picture=SimpleUploadedFile("a.png", png())).full_clean()
    assert [error.code for error in refused.value.error_dict["picture"]] == ["room"]


def test_another_description_needs_no_room(team, monkeypatch):
    attachment = attach(team)
    monkeypatch.setattr(attachments, "MOST_OF_TEAM", 0)
    attachment.alt = "다른 말"
    attachment.full_clean()
    attachment.save()


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_both_take_the_last_room(team, monkeypatch, tmp_path):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads share one connection to SQLite in memory")
    monkeypatch.setattr(attachments, "MOST_OF_TEAM", 1000)
    begin, ends = threading.Barrier(4), []

    def upload():
        begin.wait()
        try:
            heavy(team, 600).save()
            ends.append("kept")
        except ValidationError as error:
            ends.append(error.code)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=upload) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["kept", "room", "room", "room"]
    assert len(files(tmp_path)) == 1


def test_without_a_row_there_is_no_file(team, tmp_path, monkeypatch):
    attachment = Attachment(team=team, alt="그림", picture=SimpleUploadedFile("a.png", png()))
    monkeypatch.setattr(Attachment, "save_base", lambda *_args, **_options: (_ for _ in ()).throw(KeyboardInterrupt))
    attachment._reencode()
    attachment.picture.save("a.png", attachment.picture.file, save=False)
    attachment.picture._committed = True
    name = attachment.picture.name
    with pytest.raises(KeyboardInterrupt):
        attachment._add()
    assert not attachment.picture.storage.exists(name)


@pytest.mark.django_db(transaction=True)
def test_its_file_goes_with_it_and_only_once_it_is_gone_for_good(team, tmp_path):
    attachment = attach(team)
    with transaction.atomic():
        attachment.delete()
        transaction.set_rollback(True)
    assert files(tmp_path)
    Attachment.objects.get().delete()
    assert files(tmp_path) == []


@pytest.mark.slow
def test_texts_that_show_it_are_found_for_whoever_may_read_them(team, cohort, meeting, member, outsider):
    first, second = attach(team), attach(team)
    section = Section.objects.create(meeting=meeting, body=f"앞\n\n{first.markdown}")
    question = Question.objects.create(team=team, meeting=meeting, body=f"{first.markdown} {first.markdown}")
    note = ClassNote.objects.create(master_class=MasterClass.objects.create(cohort=cohort, title="강연"), team=team)
    noted = Section.objects.create(class_note=note, body=first.markdown)
    removed = Section.objects.create(meeting=meeting, body=second.markdown)
    removed.remove()
    by_member = Attachment.uses(team, [first, second], member.user)
    assert set(by_member[first.pk]) == {section, question, noted}
    assert second.pk not in by_member
    assert Attachment.uses(team, [first, second], outsider.user) == {first.pk: [noted]}


@pytest.mark.slow
def test_unused_is_what_stands_in_no_text_now_or_before(team, meeting):
    names = ("never", "shown", "removed", "once", "waiting", "young")
    pictures = {name: attach(team, name) for name in names}
    Section.objects.create(meeting=meeting, body=pictures["shown"].markdown)
    Section.objects.create(meeting=meeting, body=pictures["removed"].markdown).remove()
    section = Section.objects.create(meeting=meeting, body=pictures["once"].markdown)
    section.body = "그림 없이"
    section.save()
    note = SourceDocument.objects.create(team=team, path="a.md", raw=b"a", state=SourceDocument.State.WAITING)
    note.pictures.add(pictures["waiting"])
    Attachment.objects.exclude(pk=pictures["young"].pk).update(uploaded_at=timezone.now() - TOMORROW)
    before = timezone.now() - datetime.timedelta(days=1)
    assert Attachment.objects.unused_since(before) == [pictures["never"]]
    assert Attachment.objects.remove_unused(before) == 1
    assert Attachment.objects.remove_unused(before) == 0
    assert set(Attachment.objects.values_list("alt", flat=True)) == set(names) - {"never"}


@pytest.mark.slow
def test_what_an_earlier_version_shows_is_used_as_long_as_one_can_go_back_to_it(team, meeting):
    picture = attach(team)
    assert not picture.is_used()
    section = Section.objects.create(meeting=meeting, body=picture.markdown)
    section.body = "그림 없이"
    section.save()
    assert picture.is_used()
    Section.objects.filter(pk=section.pk).delete()
    assert not picture.is_used()


@pytest.mark.slow
def test_a_text_that_is_saved_while_they_are_looked_for_keeps_its_picture(team, meeting, monkeypatch):
    attachment = attach(team)
    look = attachments._shown_in_texts

    def look_and_save():
        shown = look()
        if not Section.objects.exists():
            Section.objects.create(meeting=meeting, body=attachment.markdown)
        return shown

    monkeypatch.setattr(attachments, "_shown_in_texts", look_and_save)
    assert Attachment.objects.remove_unused(timezone.now() + TOMORROW) == 0
    assert Attachment.objects.get() == attachment
