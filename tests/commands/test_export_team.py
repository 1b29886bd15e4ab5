import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from meetings.exporters.canonical import digest
from meetings.models import Cohort, Meeting, Member, Team
from tests.exporters.cast import fill
from tests.exporters.emptying import empty_database


@pytest.fixture
def full(settings, tmp_path, cohort, team, member, mate) -> dict:
    settings.MEDIA_ROOT = tmp_path / "media"
    return fill(cohort, team, member, mate)


def run(command: str, *arguments: object, **options) -> str:
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.mark.slow
def test_a_team_goes_into_a_folder(full, tmp_path):
    told = json.loads(run("export_team", "team-12", "--to", tmp_path, "--json"))
    assert told["path"] == str(tmp_path / "team-12.zip")
    assert told["bytes"] == (tmp_path / "team-12.zip").stat().st_size
    with zipfile.ZipFile(tmp_path / "team-12.zip") as archive:
        assert "index.md" in archive.namelist()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["team-12.zip"]


@pytest.mark.slow
@pytest.mark.parametrize(("form", "suffix"), [("records", "json"), ("tables", "zip")])
def test_other_formats(full, tmp_path, form, suffix):
    assert run("export_team", "team-12", "--to", tmp_path, "--format", form).endswith(" bytes\n")
    content = (tmp_path / f"team-12.{suffix}").read_bytes()
    assert json.loads(content)["team"]["slug"] == "team-12" if suffix == "json" else content.startswith(b"PK")


def test_unknown_team_and_folder_are_sentences(db, team, tmp_path):
    with pytest.raises(CommandError, match="There is no team with the address “nowhere”"):
        run("export_team", "nowhere")
    with pytest.raises(CommandError, match="There is no folder"):
        run("export_team", "team-12", "--to", tmp_path / "no" / "folder.zip")


@pytest.mark.slow
def test_what_went_out_comes_back_by_command(full, team, tmp_path):
    before = digest(team)
    run("export_team", "team-12", "--to", tmp_path)
    empty_database()
    assert json.loads(run("import_team", tmp_path / "team-12.zip", "--json"))["digest"] == before
    with pytest.raises(CommandError, match="There is a team with the address “team-12” already"):
        run("import_team", tmp_path / "team-12.zip")


@pytest.mark.slow
def test_a_cohort_comes_back_with_its_teams(full, cohort, other_team, outsider, tmp_path):
    full["meeting"].other_teams.add(other_team)
    before = {team.slug: digest(team) for team in cohort.teams.all()}
    run("export_team", "autumn", "--cohort", "--to", tmp_path)
    empty_database()
    run("import_team", tmp_path / "autumn.zip")
    assert {team.slug: digest(team) for team in Cohort.objects.get().teams.all()} == before
    assert [team.slug for team in Meeting.objects.get(title=full["meeting"].title).other_teams.all()] == ["team-5"]


@pytest.mark.slow
def test_a_team_that_is_there_gets_what_it_lacks_and_nobody_a_right(full, team, cohort, tmp_path):
    Member.objects.filter(name="배이든").update(role="lead")
    run("export_team", "team-12", "--to", tmp_path)
    fresh = Team.objects.create(cohort=cohort, name="새 팀", slug="new")
    run("import_team", tmp_path / "team-12.zip", "--team", "new")
    assert set(fresh.members.values_list("role", "user")) == {("member", None)}
    assert fresh.meetings.count() == 2
    assert not fresh.meetings.exclude(finalised_at=None).exists()
    assert not fresh.questions.exclude(answers__endorsed_at=None).filter(answers__isnull=False).exists()
    told = json.loads(run("import_team", tmp_path / "team-12.zip", "--team", "new", "--json"))
    assert not any(told["created"].get(noun) for noun in ("meeting", "question", "learning", "attachment", "source"))


def test_what_is_no_zip_of_ours_is_a_sentence(db, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"no zip")
    with pytest.raises(CommandError, match="no zip"):
        run("import_team", tmp_path / "a.zip")
    with pytest.raises(CommandError, match="can't be read"):
        run("import_team", tmp_path / "missing.zip")
