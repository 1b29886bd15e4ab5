"""The pictures page of a team, what the editor uploads, and how a picture is served."""

import io
import re
import threading

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from meetings.models import (
    Answer,
    Attachment,
    ClassNote,
    Comment,
    MasterClass,
    Member,
    Question,
    Section,
    attachments,
)
from meetings.models.rows import Row
from meetings.views import attachments as attachment_views
from meetings.views.attachments import LARGEST_BODY, PAGE_SIZE
from tests.conftest import seated
from tests.test_permissions import fill

# Account, seats; team; pictures with who uploaded them; texts of eight nouns; questions without a name.
LIST_QUERIES = 13
AS_PROGRAM = {"accept": "application/json"}
AS_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def photo(size=(4, 2), **options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "JPEG", **options)
    return file.getvalue()


def attach(team, raw: bytes = b"", name="그림.jpg", alt="손실 곡선") -> Attachment:
    return Attachment.objects.create(team=team, alt=alt, picture=SimpleUploadedFile(name, raw or photo()))


def page_of(team) -> str:
    return reverse("team_pictures", args=[team.slug])


def upload(client, team, raw: bytes | None = None, alt="손실 곡선", name="a.jpg", headers=AS_PROGRAM):
    fields = {"alt": alt, "picture": SimpleUploadedFile(name, photo() if raw is None else raw)}
    return client.post(page_of(team), fields, headers=headers)


def stored(tmp_path) -> list[str]:
    return [path.name for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def mentor(team) -> Member:
    return seated(team, "mentor", "한도경", role=Member.Role.MENTOR)


# Served ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_picture_is_private_to_its_team(team, member, outsider, ex_member, signed_in):
    address = attach(team).get_absolute_url()
    statuses = [signed_in(who).get(address).status_code for who in (member, outsider, ex_member)]
    assert statuses == [200, 404, 404]
    assert Client().get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.slow
@pytest.mark.parametrize("noun", Row.__subclasses__(), ids=lambda noun: noun.route)
def test_writing_its_address_down_in_another_team_opens_no_picture(
    noun, cohort, team, other_team, outsider, signed_in, member
):
    picture, theirs = attach(team), fill(cohort, other_team, "남")
    noun._base_manager.filter(pk=theirs[noun.route].pk).update(body=picture.markdown)
    assert signed_in(outsider).get(picture.get_absolute_url()).status_code == 404
    assert Attachment.uses(team, [picture], member.user) == {}


@pytest.mark.slow
def test_who_may_read_a_comment_sees_its_picture(cohort, team, member, outsider, signed_in):
    picture = attach(team)
    note = MasterClass.objects.create(cohort=cohort, title="직관").notes.create(team=team)
    answer = Answer.objects.create(question=Question.objects.create(team=team, class_note=note, body="?"), body="답")
    assert signed_in(outsider).get(picture.get_absolute_url()).status_code == 404
    Comment.objects.create(answer=answer, body=picture.markdown)
    assert signed_in(outsider).get(picture.get_absolute_url()).status_code == 200
    assert list(Attachment.uses(team, [picture], member.user)) == [picture.pk]


@pytest.mark.slow
def test_what_is_in_no_text_yet_names_its_uploader_to_nobody_else(team, meeting, member, mate, signed_in):
    """It may become a question without a name."""
    picture = attach(team)
    Attachment.objects.update(uploaded_by=mate.user)

    def told(who) -> str:
        page = signed_in(who).get(page_of(team)).content.decode()
        return page.partition('class="picture-told"')[2].partition("</article>")[0]

    assert (str(mate.user) in told(member), str(mate.user) in told(mate)) == (False, True)
    question = Question.objects.create(team=team, meeting=meeting, body=picture.markdown)
    assert str(mate.user) in told(member)
    question.is_anonymous = True
    question.save()
    assert str(mate.user) not in told(member)
    question.body = "다시 쓴 글"
    question.save()
    question.remove()
    Question.objects.create(team=team, meeting=meeting, body=picture.markdown)
    assert str(mate.user) not in told(member)


def test_it_is_served_so_that_it_can_only_be_a_picture(team, member, signed_in):
    attachment = attach(team)
    response = signed_in(member).get(attachment.get_absolute_url())
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert set(response["Content-Security-Policy"].split("; ")) == {"default-src 'none'", "sandbox"}
    assert response["Content-Disposition"] == f'inline; filename="{attachment.pk}.jpg"'
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"private", "no-cache"} <= set(response["Cache-Control"].split(", "))


def test_head_and_part_of_it_may_be_asked_for(team, member, signed_in):
    client, address = signed_in(member), attach(team).get_absolute_url()
    head = client.head(address)
    assert head.status_code == 200
    assert int(head["Content-Length"]) > 0
    assert client.get(address, headers={"range": "bytes=0-1"}).status_code == 200


@pytest.mark.slow
def test_it_is_sent_once_and_to_whoever_left_not_even_confirmed(team, member, signed_in):
    client, address = signed_in(member), attach(team).get_absolute_url()
    known = {"if-none-match": client.get(address)["ETag"]}
    again = client.get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in again["Cache-Control"]
    member.left_on = member.team.cohort.starts_on
    member.save()
    assert client.get(address, headers=known).status_code == 404


def test_a_lost_file_is_a_page_not_found(team, member, signed_in):
    attachment = attach(team)
    attachment.picture.storage.delete(attachment.picture.name)
    assert signed_in(member).get(attachment.get_absolute_url()).status_code == 404


@pytest.mark.slow
def test_a_picture_in_a_class_note_is_for_whoever_reads_the_note(team, cohort, member, outsider, ex_member, signed_in):
    attachment = attach(team)
    note = ClassNote.objects.create(master_class=MasterClass.objects.create(cohort=cohort, title="강연"), team=team)
    Section.objects.create(class_note=note, body=attachment.markdown)
    statuses = [signed_in(who).get(attachment.get_absolute_url()).status_code for who in (member, outsider, ex_member)]
    assert statuses == [200, 200, 404]


@pytest.mark.slow
def test_writing_down_the_address_of_a_picture_opens_it_to_nobody(team, other_team, cohort, outsider, signed_in):
    attachment = attach(team)
    held = MasterClass.objects.create(cohort=cohort, title="강연")
    note = ClassNote.objects.create(master_class=held, team=other_team)
    Section.objects.create(class_note=note, body=attachment.markdown)
    assert signed_in(outsider).get(attachment.get_absolute_url()).status_code == 404


# Uploaded ----------------------------------------------------------------------------------------------------------


def test_the_editor_gets_what_to_write(team, member, signed_in):
    response = upload(signed_in(member), team, alt=" 손실\n 곡선 ")
    attachment = Attachment.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "markdown": f"![손실 곡선](/pictures/{attachment.pk}/)",
        "url": f"/pictures/{attachment.pk}/",
        "alt": "손실 곡선",
    }
    assert (attachment.team, attachment.uploaded_by) == (team, member.user)


@pytest.mark.slow
def test_without_a_script_the_page_comes_back_with_the_picture(team, member, signed_in):
    response = upload(signed_in(member), team, headers=AS_BROWSER)
    assert response["Location"] == page_of(team)
    page = signed_in(member).get(response["Location"]).content.decode()
    assert Attachment.objects.get().markdown in page


@pytest.mark.slow
@pytest.mark.parametrize("headers", [AS_PROGRAM, AS_BROWSER], ids=["editor", "page"])
def test_who_may_upload(team, cohort, member, mentor, outsider, ex_member, staff, admin, signed_in, headers):
    seated(team, "guest", "손님", role=Member.Role.GUEST)
    guest = Member.objects.get(name="손님")
    people = {member: 201, staff: 201, admin: 201, mentor: 403, guest: 403, outsider: 404, ex_member: 404}
    found = {who: upload(signed_in(who), team, headers=headers).status_code for who in people}
    assert found == {who: 302 if status == 201 and headers is AS_BROWSER else status for who, status in people.items()}
    assert Attachment.objects.count() == 3


def test_strangers_are_asked_to_sign_in_and_nothing_is_kept(team, tmp_path):
    assert upload(Client(), team, headers=AS_BROWSER)["Location"].startswith("/accounts/login/")
    assert upload(Client(), team, headers=AS_PROGRAM).status_code == 401
    assert stored(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("headers", [AS_PROGRAM, AS_BROWSER], ids=["editor", "page"])
def test_an_upload_needs_its_token(team, member, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert upload(client, team, headers=headers).status_code == 403
    page = client.get(page_of(team)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert upload(client, team, headers={**headers, "x-csrftoken": token}).status_code in {201, 302}


@pytest.mark.slow
def test_a_reader_of_the_team_sees_the_pictures_and_no_form(team, mentor, signed_in):
    attach(team)
    page = signed_in(mentor).get(page_of(team)).content.decode()
    assert "손실 곡선" in page
    assert 'type="file"' not in page
    assert "/edit/" not in page


def refused(response) -> tuple[int, str]:
    """Status and sentence of an answer to the editor."""
    assert response["Content-Type"].startswith("text/plain")
    return response.status_code, response.content.decode()


@pytest.mark.slow
def test_a_picture_needs_words(team, member, signed_in, tmp_path):
    status, sentence = refused(upload(signed_in(member), team, alt="  "))
    assert status == 400
    assert sentence
    page = upload(signed_in(member), team, alt="", headers=AS_BROWSER)
    assert page.status_code == 400
    assert 'aria-invalid="true"' in page.content.decode()
    assert stored(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("raw", [b"", b"<script>alert(1)</script>", photo((400, 400))[:-200]])
def test_what_is_no_picture_gets_a_sentence_and_keeps_the_words(team, member, signed_in, tmp_path, raw):
    assert refused(upload(signed_in(member), team, raw))[0] == 400
    page = upload(signed_in(member), team, raw, alt="손실이 줄어요", headers=AS_BROWSER)
    assert page.status_code == 400
    assert 'value="손실이 줄어요"' in page.content.decode()
    assert stored(tmp_path) == []


def test_without_a_file_there_is_a_sentence(team, member, signed_in):
    response = signed_in(member).post(page_of(team), {"alt": "그림"}, headers=AS_PROGRAM)
    assert refused(response)[0] == 400


@pytest.mark.slow
@pytest.mark.parametrize("length", [12_000_000, LARGEST_BODY + 1])
@pytest.mark.parametrize("headers", [AS_PROGRAM, AS_BROWSER], ids=["editor", "page"])
def test_too_large_a_picture_is_told_its_size(team, member, signed_in, length, headers, tmp_path):
    response = upload(signed_in(member), team, b"\0" * length, headers=headers)
    assert response.status_code == 413
    told = response.content.decode().replace("\xa0", " ")
    assert ("11.4 MB" if length == 12_000_000 else "21.0 MB") in told
    assert "10.0 MB" in told
    assert stored(tmp_path) == []


def test_a_body_that_is_too_large_gets_others_no_further(team, outsider, mentor, signed_in):
    too_large = b"\0" * (LARGEST_BODY + 1)
    assert upload(signed_in(outsider), team, too_large).status_code == 404
    assert upload(signed_in(mentor), team, too_large).status_code == 403


def test_a_body_that_breaks_off_is_refused(team, member, signed_in, tmp_path):
    whole = photo((300, 300))
    body = (
        b'--x\r\nContent-Disposition: form-data; name="alt"\r\n\r\nalt\r\n--x\r\n'
        b'Content-Disposition: form-data; name="picture"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        + whole[: len(whole) // 2]
    )
    response = signed_in(member).post(
        page_of(team), body, content_type="multipart/form-data; boundary=x", headers=AS_PROGRAM
    )
    assert response.status_code == 400
    assert stored(tmp_path) == []


@pytest.mark.slow
def test_a_team_without_room_gets_a_sentence(team, member, signed_in, monkeypatch, tmp_path):
    monkeypatch.setattr(attachments, "MOST_OF_TEAM", 100)
    status, sentence = refused(upload(signed_in(member), team))
    assert status == 413
    assert "100" in sentence
    assert upload(signed_in(member), team, headers=AS_BROWSER).status_code == 413
    assert stored(tmp_path) == []


@pytest.mark.slow
def test_the_twenty_first_picture_of_a_minute_waits(team, member, mate, signed_in):
    client = signed_in(member)
    statuses = [upload(client, team, b"none").status_code for _ in range(21)]
    assert statuses == [400] * 20 + [429]
    assert refused(upload(client, team))[0] == 429
    page = upload(client, team, alt="남아 있어요", headers=AS_BROWSER)
    assert page.status_code == 429
    assert 'value="남아 있어요"' in page.content.decode()
    assert upload(signed_in(mate), team).status_code == 201


@pytest.mark.slow
def test_many_at_once_leave_threads_for_those_who_read(team, member, signed_in, monkeypatch):
    monkeypatch.setattr(attachment_views, "_drawing", threading.Semaphore(0))
    assert refused(upload(signed_in(member), team))[0] == 429
    page = upload(signed_in(member), team, alt="남아 있어요", headers=AS_BROWSER)
    assert 'value="남아 있어요"' in page.content.decode()
    monkeypatch.setattr(attachment_views, "_drawing", threading.BoundedSemaphore(2))
    for _ in range(3):  # a refused one gives its place back too
        assert upload(signed_in(member), team, b"none").status_code == 400
    assert upload(signed_in(member), team).status_code == 201


@pytest.mark.slow
@pytest.mark.parametrize("headers", [AS_PROGRAM, AS_BROWSER], ids=["editor", "page"])
def test_a_full_disk_is_said_and_leaves_nothing(team, member, signed_in, monkeypatch, tmp_path, headers, caplog):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert upload(signed_in(member), team, headers=headers).status_code == 507
    assert not Attachment.objects.exists()
    assert stored(tmp_path) == []
    assert "No space left" in caplog.text


NAMES = [
    "../../settings.py",
    "a\\b.png",
    "<img src=x onerror=alert(1)>.png",
    "가" * 300 + ".png",
    "CON.png",
    ".png",
    "none",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_on_the_disk_is_the_servers(team, member, signed_in, name, tmp_path):
    assert upload(signed_in(member), team, name=name).status_code == 201
    assert stored(tmp_path) == [f"{Attachment.objects.get().pk}.jpg"]


@pytest.mark.slow
def test_the_same_picture_twice_is_two_pictures(team, member, signed_in, tmp_path):
    first, second = (upload(signed_in(member), team).json()["url"] for _ in range(2))
    assert first != second
    assert len(stored(tmp_path)) == 2


def test_fields_that_no_form_has_change_nothing(team, other_team, member, mate, signed_in):
    fields = {"alt": "그림", "picture": SimpleUploadedFile("a.jpg", photo()), "team": other_team.pk}
    fields |= {"uploaded_by": mate.user.pk, "size": 1, "id": "00000000-0000-4000-8000-000000000000"}
    assert signed_in(member).post(page_of(team), fields, headers=AS_PROGRAM).status_code == 201
    attachment = Attachment.objects.get()
    assert (attachment.team, attachment.uploaded_by) == (team, member.user)
    assert attachment.size > 1


# The page ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_empty_page_says_so(team, member, signed_in):
    page = signed_in(member).get(page_of(team)).content.decode()
    assert 'class="empty"' in page


@pytest.mark.slow
def test_each_picture_says_where_it_stands(team, meeting, member, signed_in, django_assert_num_queries):
    used, _unused = attach(team, alt="쓴 그림"), attach(team, alt="안 쓴 그림")
    texts = [Question.objects.create(team=team, meeting=meeting, body=f"질문 {n}\n\n{used.markdown}") for n in range(5)]
    client = signed_in(member)
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(page_of(team), headers={"accept-language": "en"}).content.decode()
    assert sum(text.get_absolute_url() in page for text in texts) == 3
    assert "2 more texts" in page
    assert page.count("Not in a text yet") == 1


@pytest.mark.slow
def test_older_pictures_follow_on_their_own_page(team, member, signed_in):
    moment = timezone.now()  # all of one, as an import makes them
    made = [Attachment(team=team, alt=f"그림 {n}", picture="pictures/a.png", uploaded_at=moment) for n in range(26)]
    Attachment.objects.bulk_create(made)
    client = signed_in(member)
    first = client.get(page_of(team)).content.decode()
    address = re.search(r'rel="next"\s+href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get(page_of(team) + address).content.decode()
    shown = [set(re.findall(r'id="picture-([\w-]+)"', page)) for page in (first, second)]
    assert [len(page) for page in shown] == [PAGE_SIZE, 26 - PAGE_SIZE]
    assert shown[0] | shown[1] == {str(attachment.pk) for attachment in made}


@pytest.mark.slow
@pytest.mark.parametrize("before", ["x", "2026-11-19T00:00:00Z,7", "2026-11-19T00:00:00Z,", ",", "0" * 400])
def test_a_made_up_page_is_the_first(team, member, signed_in, before):
    attach(team)
    assert "손실 곡선" in signed_in(member).get(page_of(team), {"before": before}).content.decode()


@pytest.mark.slow
def test_words_are_shown_and_never_run(team, member, signed_in):
    attach(team, alt='<img src=x onerror="alert(1)">')
    page = signed_in(member).get(page_of(team)).content.decode()
    assert "<img src=x" not in page


@pytest.mark.slow
def test_writers_change_the_words(team, member, mentor, outsider, signed_in):
    attachment = attach(team)
    address = reverse("picture_edit", args=[attachment.pk])
    statuses = [signed_in(who).post(address, {"alt": "다른 말"}).status_code for who in (mentor, outsider)]
    assert statuses == [403, 404]
    assert signed_in(member).post(address, {"alt": ""}).status_code == 200
    attachment.refresh_from_db()
    assert attachment.alt == "손실 곡선"
    assert signed_in(member).post(address, {"alt": " 다른  말 "})["Location"] == page_of(team)
    attachment.refresh_from_db()
    assert attachment.alt == "다른 말"
