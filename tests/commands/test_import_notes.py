import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings.models import Meeting, SourceDocument

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
