"""Bringing notes in with a browser: receive, read, decide, make, undo."""

import datetime
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from meetings.exporters.archive import meeting_files
from meetings.exporters.zips import zipped
from meetings.models import Attachment, Import, Meeting, Question, SourceDocument
from tests.conftest import THURSDAY
from tests.importers.test_undoing import everything

NOTE = """# 2026-11-12 피어세션

모더레이터 : 서라온

## 질문

- Q. 왜 나누나요?
  - A. 분산이 커져서요.
- 학습률은 배치 크기에 비례해야 하나요?
"""


def upload(name: str = "회의록.md", text: str | bytes = NOTE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def png() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (3, 2), "teal").save(written, "PNG")
    return written.getvalue()


def packed(**files: str | bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return written.getvalue()


@pytest.fixture
def bring(signed_in, member, team):
    """A function: what a member's browser gets for files or a text."""
    client = signed_in(member)

    def bring_in(*files, follow=True, **told):
        return client.post(f"/teams/{team.slug}/imports/", {"files": list(files), **told}, follow=follow)

    bring_in.client = client
    return bring_in


def note() -> SourceDocument:
    return SourceDocument.objects.latest("pk")


def test_one_note_opens_at_once_and_nothing_is_made(bring):
    page = bring(upload()).content.decode()
    assert "왜 나누나요?" in page
    assert "학습률은 배치 크기에 비례해야 하나요?" in page
    assert "모더레이터 : 서라온" in page
    assert not Meeting.objects.filter(held_on="2026-11-12").exists()
    assert note().state == "waiting"


def test_the_chosen_ones_become_records(bring):
    bring(upload())
    likely = "0.questions.1"
    page = bring.client.post(f"/imports/notes/{note().pk}/records/", {f"take-{likely}": "yes"}, follow=True)
    meeting = Meeting.objects.get(held_on="2026-11-12")
    assert [question.body for question in meeting.questions.all()] == [
        "왜 나누나요?",
        "학습률은 배치 크기에 비례해야 하나요?",
    ]
    assert meeting.questions.first().typed_by is not None
    assert meeting.get_absolute_url() in page.content.decode()


def test_what_nobody_decided_stays_text(bring):
    bring(upload())
    bring.client.post(f"/imports/notes/{note().pk}/records/")
    meeting = Meeting.objects.get(held_on="2026-11-12")
    assert meeting.questions.count() == 1
    assert any("학습률은" in section.body for section in meeting.sections.all())


def test_decisions_are_kept_for_later(bring):
    bring(upload())
    url = f"/imports/notes/{note().pk}/"
    bring.client.post(
        url, {"take-0.questions.0": "no", "day-0": "2026-11-13", "meeting-0": "mentoring", "sessions": "0"}
    )
    assert note().decisions["records"]["0.questions.0"] == {"take": False}
    page = bring.client.get(url).content.decode()
    assert 'value="2026-11-13"' in page


@pytest.mark.slow
def test_undo_leaves_nothing_behind(bring):
    before = everything()
    bring(upload())
    bring.client.post(f"/imports/notes/{note().pk}/records/")
    assert everything() != before
    asked = bring.client.get(f"/imports/notes/{note().pk}/undo/")
    assert asked.status_code == 200
    bring.client.post(f"/imports/notes/{note().pk}/undo/")
    assert everything() == before
    assert note().state == "undone"


@pytest.mark.slow
def test_an_undone_note_can_be_looked_over_once_more(bring):
    bring(upload())
    bring.client.post(f"/imports/notes/{note().pk}/records/")
    bring.client.post(f"/imports/notes/{note().pk}/undo/")
    page = bring.client.post(f"/imports/notes/{note().pk}/return/", follow=True)
    assert "왜 나누나요?" in page.content.decode()
    assert note().state == "waiting"


def test_a_note_without_a_day_asks_for_it(bring):
    bring(upload(text=NOTE.replace("2026-11-12 ", "")))
    refused = bring.client.post(f"/imports/notes/{note().pk}/records/")
    assert refused.status_code == 400
    assert not Meeting.objects.filter(questions__body="왜 나누나요?").exists()
    bring.client.post(f"/imports/notes/{note().pk}/records/", {"day-0": "2026-11-12"})
    assert Meeting.objects.get(held_on="2026-11-12").questions.exists()


@pytest.mark.slow
def test_what_is_there_already_is_told_and_only_the_rest_is_added(bring, team):
    meeting = Meeting.objects.create(team=team, held_on="2026-11-12")
    Question.objects.create(team=team, meeting=meeting, body="왜 나누나요?")
    page = bring(upload()).content.decode()
    assert meeting.get_absolute_url() in page
    assert meeting.questions.get().answers.count() == 0  # the rehearsal left nothing behind
    bring.client.post(f"/imports/notes/{note().pk}/records/")
    assert meeting.questions.get().answers.get().body == "분산이 커져서요."


@pytest.mark.slow
def test_a_zip_is_read_in_steps_and_made_together(bring, monkeypatch):
    notes = {
        f"11-{day}.md": NOTE.replace("2026-11-12", f"2026-11-{day}").replace("- 학습률은", "- A. 학습률은")
        for day in (10, 11, 12)
    }
    monkeypatch.setattr("meetings.importers.arrivals.time.monotonic", iter(range(0, 1000, 10)).__next__)
    bring(upload("묶음.zip", packed(**notes)))
    arrival = Import.objects.get()
    assert arrival.notes.unread().count() == 2
    answer = bring.client.post(f"/imports/{arrival.pk}/reading/", headers={"Accept": "application/json"})
    assert answer.json() == {"left": 1, "all": 3}
    bring.client.post(f"/imports/{arrival.pk}/reading/")
    page = bring.client.get(f"/imports/{arrival.pk}/")
    assert "11-10.md" in page.content.decode()
    for _step in range(3):
        bring.client.post(f"/imports/{arrival.pk}/records/")
    assert Meeting.objects.filter(held_on__range=("2026-11-10", "2026-11-12")).count() == 3


@pytest.mark.slow
def test_pictures_that_come_along_are_shown_in_the_review(bring):
    text = NOTE.replace("분산이 커져서요.", "![그래프](img/a.png)")
    page = bring(upload("묶음.zip", packed(**{"a.md": text, "img/a.png": png()}))).content.decode()
    picture = Attachment.objects.get()
    assert picture.get_absolute_url() in page
    assert picture.is_used()
    bring.client.post(f"/imports/notes/{note().pk}/records/")
    assert picture.get_absolute_url() in Question.objects.get(body="왜 나누나요?").answers.get().body_html
    bring.client.post(f"/imports/notes/{note().pk}/undo/")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.zip", b"PK\x03\x04 broken"),
        ("a.zip", packed(**{"../../evil.md": NOTE})),
        ("a.exe", b"MZ"),
    ],
)
def test_what_cannot_be_trusted_is_refused_with_a_sentence(bring, name, raw):
    answer = bring(upload(name, raw))
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Import.objects.exists()


def test_a_file_that_is_no_note_is_told_in_the_list(bring):
    bring(upload(), upload("b.md", b"\x89PNG\r\n\x1a\n binary"))
    page = bring.client.get(Import.objects.get().get_absolute_url()).content.decode()
    assert SourceDocument.objects.get(path="b.md").refusal in page


def test_the_same_note_twice_opens_the_one_that_is_there(bring):
    bring(upload())
    page = bring(upload("again.md"))
    assert page.redirect_chain[-1][0] == note().review_url
    assert SourceDocument.objects.count() == Import.objects.count() == 1


def test_known_notes_among_new_ones_are_told(bring):
    bring(upload())
    bring(upload("again.md"), upload("new.md", NOTE + "끝\n"))
    assert SourceDocument.objects.count() == 2
    assert "again.md" in bring.client.get(Import.objects.latest("pk").get_absolute_url()).content.decode()


def test_a_pasted_text_goes_into_the_minutes_of_its_day(bring):
    bring(text=NOTE.replace("2026-11-12 ", ""), on="2026-11-17")
    bring.client.post(f"/imports/notes/{note().pk}/records/")
    made = Meeting.objects.get(held_on="2026-11-17")
    assert made.questions.exists()
    assert made.title == ""  # the minutes have their own


def test_the_tool_a_note_comes_from_is_named(bring):
    page = bring(upload("post.md", "---\nlayout: post\ntitle: 피어세션\ndate: 2026-11-12\n---\n\n" + NOTE))
    assert "Jekyll" in page.content.decode()


def test_nothing_at_all_is_told(bring):
    assert bring().status_code == 400


def test_more_files_of_a_folder_follow(bring, team):
    first = bring(upload("a.md"), follow=False, more="yes", paths='["ordner/a.md"]')
    arrival = Import.objects.get()
    assert first.status_code == 302
    answer = bring.client.post(
        f"/imports/{arrival.pk}/files/",
        {"files": [upload("b.md", NOTE + "끝\n")], "paths": '["ordner/b.md"]'},
        headers={"Accept": "application/json"},
    )
    assert answer.json()["url"] == arrival.get_absolute_url()
    assert [note.path for note in arrival.notes.order_by("path")] == ["ordner/a.md", "ordner/b.md"]


@pytest.mark.slow
@pytest.mark.parametrize("more", [b"", b"\n- [x](x.md)" * 20_000])
def test_a_folder_that_we_gave_out_brings_its_rows_alone(bring, other_team, outsider, more):
    """In parts as browsers send it, with the table of contents, of whatever length, in the last one."""
    held = Meeting.objects.create(team=other_team, held_on=THURSDAY)
    Question.objects.create(team=other_team, meeting=held, body="왜 나누나요?")
    with zipfile.ZipFile(io.BytesIO(b"".join(zipped(meeting_files(held, outsider.user))))) as archive:
        files = {f"team/{name}": archive.read(name) for name in archive.namelist() if name.endswith(".md")}
    files["team/_sources/alt.txt"] = NOTE.encode()
    index = files.pop("team/index.md") + more
    first = [upload("some.md", raw) for raw in files.values()]
    bring(*first, more="yes", paths=json.dumps(list(files)))
    arrival = Import.objects.get()
    last = {"files": [upload("index.md", index)], "paths": '["team/index.md"]'}
    bring.client.post(f"/imports/{arrival.pk}/files/", last)
    bring.client.post(f"/imports/{arrival.pk}/reading/")
    arrival.refresh_from_db()
    (day,) = arrival.notes.all()
    assert day.path.startswith("team/_posts/2026-11-19")
    assert sorted(told.split(":")[0] for told in arrival.losses) == [
        "team/README.md",
        "team/_sources/alt.txt",
        "team/index.md",
    ]


def test_a_refused_note_makes_nothing_and_can_come_back(bring):
    bring(upload())
    bring.client.post(f"/imports/notes/{note().pk}/refusal/")
    assert note().state == "refused"
    bring.client.post(f"/imports/notes/{note().pk}/records/")
    assert not Meeting.objects.filter(held_on="2026-11-12").exists()
    bring.client.post(f"/imports/notes/{note().pk}/return/")
    assert note().state == "waiting"


def test_two_people_who_make_the_same_note_make_it_once(bring, signed_in, mate):
    bring(upload())
    bring.client.post(f"/imports/notes/{note().pk}/records/")
    signed_in(mate).post(f"/imports/notes/{note().pk}/records/")
    assert Question.objects.filter(body="왜 나누나요?").count() == 1


@pytest.mark.slow
def test_another_teams_note_is_not_there(bring, signed_in, outsider):
    bring(upload())
    client = signed_in(outsider)
    for path in ("", "records/", "undo/", "refusal/", "return/"):
        assert client.post(f"/imports/notes/{note().pk}/{path}").status_code == 404
    assert client.get(Import.objects.get().get_absolute_url()).status_code == 404


def test_names_of_strangers_can_be_given_to_a_seat(bring, member):
    bring(upload(text=NOTE.replace("서라온", "울이")))
    page = bring.client.get(f"/imports/notes/{note().pk}/").content.decode()
    assert "name-울이" in page
    bring.client.post(f"/imports/notes/{note().pk}/records/", {"name-울이": member.name})
    assert Meeting.objects.get(held_on="2026-11-12").moderator == member


@pytest.mark.parametrize(
    "paths", ['[""]', '["\\u0000/\\ud800.md"]', '["../.."]', "[" * 5000, '{"a": 1}', "[[1]]", "null"]
)
def test_paths_that_no_browser_tells_do_no_harm(bring, paths):
    answer = bring(upload(), paths=paths)
    assert ("왜 나누나요?" in answer.content.decode()) == (answer.status_code == 200)
    assert ('role="alert"' in answer.content.decode()) == (answer.status_code == 400)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_parts_of_a_folder_may_hold_pictures_alone(bring, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bring(upload("a.png", png()), more="yes", paths='["o/img/a.png"]')
    arrival = Import.objects.get()
    told = {"files": [upload("a.md", NOTE.replace("분산이 커져서요.", "![그래프](img/a.png)"))], "paths": '["o/a.md"]'}
    bring.client.post(f"/imports/{arrival.pk}/files/", told)
    bring.client.post(f"/imports/{arrival.pk}/reading/")
    assert note().pictures.count() == 1
    arrival.refresh_from_db()
    assert not arrival.archive
    assert not list(tmp_path.glob("imports/*"))


def test_a_note_that_cannot_be_read_does_not_stop_the_others(bring, monkeypatch):
    from meetings.importers import arrivals

    read_for = arrivals.read_for

    def broken(team, path, raw, **told):
        if path == "a.md":
            raise RuntimeError("a defect")
        return read_for(team, path, raw, **told)

    monkeypatch.setattr(arrivals, "read_for", broken)
    bring(upload("a.md", NOTE + "끝\n"), upload("b.md"))
    assert [note.state for note in SourceDocument.objects.order_by("path")] == ["refused", "waiting"]


@pytest.mark.slow
def test_what_peersession_gave_out_comes_back_like_any_note(bring, team, member, cohort):
    from meetings.exporters.archive import team_files
    from meetings.exporters.zips import zipped

    meeting = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=7))
    Question.objects.create(team=team, meeting=meeting, body="돌아올까요?")
    Question.objects.create(team=team, body="회의 밖에서도요?")
    zip_of_team = b"".join(zipped(team_files(team, member.user)))
    meeting.questions.all().delete()
    assert bring(upload("team.zip", zip_of_team), follow=False).status_code == 302
    arrival = Import.objects.get()
    assert arrival.notes.order_by("path").first().path == "_posts/2026-11-12-daily.md"
    page = bring.client.get(arrival.notes.get(path__startswith="questions/").review_url).content.decode()
    assert "Peersession" in page
    bring.client.post(f"/imports/{arrival.pk}/records/")
    assert [note.state for note in arrival.notes.all()] == ["imported"] * 2
    assert meeting.questions.get().body == "돌아올까요?"
    assert team.questions.count() == 2


def test_a_note_refused_meanwhile_is_not_made(bring, monkeypatch):
    bring(upload())
    from meetings.importers import arrivals

    write = arrivals.write

    def refused_first(*args, **told):
        note().refuse()
        return write(*args, **told)

    monkeypatch.setattr(arrivals, "write", refused_first)
    bring.client.post(f"/imports/notes/{note().pk}/records/")
    assert SourceDocument.objects.get().state == "refused"
    assert not Meeting.objects.filter(held_on="2026-11-12").exists()


@pytest.mark.slow
def test_a_long_list_of_notes_goes_on_by_key(bring, monkeypatch):
    monkeypatch.setattr("meetings.views.imports.NOTES_A_PAGE", 2)
    bring(*(upload(f"{n}.md", f"{NOTE}\n{n}\n") for n in range(5)))
    seen, address = [], Import.objects.get().get_absolute_url()
    while address:
        context = bring.client.get(address).context
        seen += [told["note"].path for told in context["notes"]]
        address = context["next_url"] and Import.objects.get().get_absolute_url() + context["next_url"]
    assert seen == [f"{n}.md" for n in range(5)]
