import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings.models import Attachment, Meeting, SourceDocument
from tests.importers.zips import picture, zipped

NOTE = "# 2026-11-19 피어세션\n\n## 질문\n\n- 왜 그럴까요?\n  - 그래서요.\n"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    file = tmp_path / "note.md"
    file.write_text(NOTE)
    return file


def test_a_dry_run_prints_drafts_and_asks_no_database(note, capsys):
    call_command("import_notes", note, note, dry_run=True, json=True)
    drafts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [draft["schema"] for draft in drafts] == [1, 1]
    assert drafts[0]["source"]["path"] == str(note)
    assert drafts[0]["sessions"][0]["questions"][0]["body"] == "왜 그럴까요?"


def test_a_dry_run_counts(note, capsys):
    call_command("import_notes", note, dry_run=True)
    assert "2026-11-19: 1 questions" in capsys.readouterr().out


def test_notes_are_imported_for_a_team(note, team, capsys):
    call_command("import_notes", note, team=team.slug)
    assert "question: 1" in capsys.readouterr().out
    assert Meeting.objects.get().questions.count() == 1
    call_command("import_notes", note, team=team.slug)
    assert "nothing new" in capsys.readouterr().out
    assert SourceDocument.objects.count() == 1


def test_the_report_comes_as_json_too(note, team, capsys):
    call_command("import_notes", note, team=team.slug, json=True)
    assert json.loads(capsys.readouterr().out)["created"]["question"] == 1


def test_a_day_can_be_given(tmp_path, team, capsys):
    file = tmp_path / "note.md"
    file.write_text("# 피어세션\n\n글\n")
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("import_notes", file, team=team.slug)
    assert "which day" in capsys.readouterr().err
    call_command("import_notes", file, "--date", "2026-11-19", team=team.slug)
    assert f"{Meeting.objects.get().held_on}" == "2026-11-19"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"a" * 5_000_001, "may have 200 kB"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "not text"),
        (b"---\ntitle: [\n---\n", "broken in line"),
        ("Übergröße".encode("latin-1"), "UTF-8"),
        (b"---\ntitle: a\nx: .nan\n---\n# 2026-11-19\n", "Line 3"),
        (b'---\ntitle: "\\ud800"\n---\n# 2026-11-19\n', "Line 2"),
        (b'---\ntitle: "\\0"\n---\n# 2026-11-19\n', "Line 2"),
        ("---\ndate: 9999-12-31\n---\n\n- 내일까지 과제 해오기\n".encode(), "can't be stored"),
    ],
    ids=["5 MB", "binary", "front matter", "encoding", "no number", "half a pair", "NUL", "the last of days"],
)
def test_a_bad_file_is_told_in_a_sentence_and_the_others_are_imported(raw, sentence, note, team, tmp_path, capsys):
    bad = tmp_path / "bad.md"
    bad.write_bytes(raw)
    with pytest.raises(CommandError, match="1 of 2 files"):
        call_command("import_notes", bad, note, team=team.slug)
    assert sentence in capsys.readouterr().err
    assert SourceDocument.objects.get().path == note.name


def test_what_the_database_refuses_stops_no_other_file(note, team, tmp_path, capsys, monkeypatch):
    bad = tmp_path / "bad.md"
    bad.write_text("# 2026-11-18 피어세션\n\n글\n")
    keep = SourceDocument.save

    def refuse_the_bad_one(source, **options):
        if source.path == "bad.md":
            source.team_id = None
        keep(source, **options)

    monkeypatch.setattr(SourceDocument, "save", refuse_the_bad_one)
    with pytest.raises(CommandError, match="1 of 2 files"):
        call_command("import_notes", bad, note, team=team.slug)
    assert "bad.md: This note can't be stored" in capsys.readouterr().err
    assert SourceDocument.objects.get().path == note.name


def test_nuls_in_a_text_are_left_out(team, tmp_path, capsys):
    file = tmp_path / "note.md"
    file.write_bytes("# 2026-11-19 피어세션\n\n- Q. 왜\0 그럴까요?\n".encode("utf-16"))
    call_command("import_notes", file, team=team.slug)
    assert Meeting.objects.get().questions.get().body == "왜 그럴까요?"


def test_missing_files_and_folders(tmp_path, capsys):
    with pytest.raises(CommandError, match="2 of 2"):
        call_command("import_notes", tmp_path, tmp_path / "none.md", dry_run=True)
    told = capsys.readouterr().err
    assert "holds no note" in told
    assert "no such file" in told


@pytest.mark.django_db
def test_an_unknown_team_is_told(note):
    with pytest.raises(CommandError, match="no team"):
        call_command("import_notes", note, team="nobody")


def test_a_team_has_to_be_named(note):
    with pytest.raises(CommandError, match="--team"):
        call_command("import_notes", note)


def test_a_day_that_is_none_is_told(note):
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        call_command("import_notes", note, "--date", "yesterday", dry_run=True)


# --- folders and zips ------------------------------------------------------------------------------------------------
@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    place = tmp_path / "회의록"
    (place / "그림").mkdir(parents=True)
    (place / "a.md").write_text("# 2026-11-18 피어세션\n\n![판](그림/판.png)\n")
    (place / "b.md").write_text(NOTE)
    (place / "blank.md").write_text("\n")
    (place / "c.html").write_text("<p>")
    (place / ".hidden.md").write_text(NOTE)
    (place / "그림" / "판.png").write_bytes(picture())
    return place


@pytest.mark.slow
def test_a_folder_is_imported_with_its_pictures(folder, team, capsys):
    call_command("import_notes", folder, team=team.slug)
    told = capsys.readouterr().out
    assert "회의록/a.md: meeting: 1, picture: 1" in told
    assert "회의록/blank.md: This page is blank." in told
    assert "회의록/c.html: This kind of file" in told
    assert set(SourceDocument.objects.values_list("path", flat=True)) == {"회의록/a.md", "회의록/b.md"}


def test_of_a_folder_each_note_stands_for_itself(folder, team, capsys):
    (folder / "b.md").write_text("# 피어세션\n\n글\n")
    with pytest.raises(CommandError, match="1 of 1") as error:
        call_command("import_notes", folder, team=team.slug)
    assert error.value.returncode == 1
    assert "회의록/b.md: This note doesn't say on which day" in capsys.readouterr().err
    assert SourceDocument.objects.count() == 1


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    file = tmp_path / "notes.zip"
    file.write_bytes(zipped(("a.md", "# 2026-11-18 피어세션\n\n글\n"), ("b.md", "# 피어세션\n\n글\n")))
    return file


def test_a_zip_is_imported_whole_or_not_at_all(packed, team, capsys):
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("import_notes", packed, team=team.slug)
    assert "b.md: This note doesn't say on which day" in capsys.readouterr().err
    assert not SourceDocument.objects.exists()
    call_command("import_notes", packed, "--date", "2026-11-19", team=team.slug)
    assert SourceDocument.objects.count() == 2


def test_what_can_be_read_of_a_zip_is_taken_when_asked_for(packed, team):
    with pytest.raises(CommandError):
        call_command("import_notes", packed, team=team.slug, partly=True)
    assert SourceDocument.objects.get().path == "a.md"


def test_what_a_failing_zip_has_made_is_taken_back(packed, team, monkeypatch, capsys):
    keep = SourceDocument.save

    def refuse_the_second(source, **options):
        if source.path == "b.md":
            raise ValueError("no")
        keep(source, **options)

    monkeypatch.setattr(SourceDocument, "save", refuse_the_second)
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("import_notes", packed, "--date", "2026-11-19", team=team.slug)
    assert not Meeting.objects.exists()
    assert not SourceDocument.objects.filter(state=SourceDocument.State.IMPORTED).exists()


def test_a_dry_run_of_a_folder_writes_nothing(folder, team, capsys):
    call_command("import_notes", folder, team=team.slug, dry_run=True, json=True)
    told = capsys.readouterr()
    drafts = [json.loads(line) for line in told.out.splitlines()]
    assert [draft["source"]["path"] for draft in drafts] == ["회의록/a.md", "회의록/b.md"]
    assert drafts[0]["sessions"][0]["images"][0]["missing"] is False
    assert "c.html" in told.err
    assert not SourceDocument.objects.exists()
    assert not Attachment.objects.exists()


def test_pictures_of_single_notes_lie_in_a_folder_that_is_named(folder, team):
    call_command("import_notes", folder / "a.md", "--pictures", str(folder), team=team.slug)
    assert Attachment.objects.get().alt == "판"


def test_a_bar_is_drawn_for_whoever_watches(tmp_path, team, monkeypatch, capsys):
    place = tmp_path / "many"
    place.mkdir()
    for day in range(10, 18):
        (place / f"{day}.md").write_text(f"# 2026-11-{day} 피어세션\n\n글\n")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    call_command("import_notes", place, team=team.slug)
    assert "4/8" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--team", "nobody"], [], ["--team", "team-12", "--pictures", "/nowhere"]])
def test_a_wrong_call_ends_with_2(note, team, options):
    with pytest.raises(CommandError) as error:
        call_command("import_notes", note, *options)
    assert error.value.returncode == 2


def test_what_is_no_note_is_told(tmp_path, team, capsys):
    file = tmp_path / "export.json"
    file.write_text("[" * 999)
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("import_notes", file, team=team.slug)
    assert "is no note" in capsys.readouterr().err
