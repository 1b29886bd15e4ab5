"""Out and in again: an empty database then says the same as the one before."""

import io

import pytest
from django.utils import timezone

from meetings.demo import loading
from meetings.exporters.archive import team_files
from meetings.exporters.canonical import canonical, told_by_rows
from meetings.exporters.zips import zipped
from meetings.importers.own_archive import OwnArchive
from meetings.importers.restoring import import_team
from meetings.importers.writer import read_for, write
from meetings.models import Question, Reference, Section, Team, User
from meetings.models.facts import FACTS
from tests.conftest import THURSDAY
from tests.exporters.emptying import empty_database

SAID = ("과제 보기", "어제 못 한 것", "[Q](question ", "picture", "late", "KLD", "회의 밖의 질문", "최적화의 직관")


def packed(team: Team) -> io.BytesIO:
    return io.BytesIO(b"".join(zipped(team_files(team, User(is_superuser=True)))))


def brought_back(team: Team) -> tuple[bytes, bytes]:
    before, archive = canonical(team), packed(team)
    empty_database()
    restored = import_team(OwnArchive(archive))
    assert restored.report.remarks == []
    return before, canonical(restored.team)


@pytest.mark.slow
def test_everything_comes_back(full, team):
    before, after = brought_back(team)
    assert after.decode() == before.decode()


@pytest.mark.slow
def test_what_follows_from_the_records_follows_again(full, team, mate):
    """References, which texts point at what, and removed rows that stay behind."""
    mate.aliases = ["이든", "Eden"]
    mate.save()
    Section.objects.create(meeting=full["meeting"], body=f"[[Q{full['question'].pk}]] 그리고 7강과 @배이든")
    kept = sorted(Reference.objects.values_list("question__body", "lecture__number", "member__name"), key=str)
    assert kept
    before, after = brought_back(team)
    assert "Eden" in before.decode()
    assert after == before
    assert len(Reference.objects.all()) == len(kept)
    assert not Question.objects.removed().exists()


def test_the_canonical_form_tells_every_fact_and_no_key(full, team):
    told = canonical(team).decode()
    for word in SAID:
        assert word in told
    assert "카나리아" not in told
    assert str(full["picture"].pk) not in told


@pytest.mark.parametrize("noun", FACTS, ids=lambda noun: noun.__name__)
def test_every_field_of_a_noun_travels_or_says_why_not(noun):
    beside = {"body", "picture", "raw", "meetings", "class_notes"}  # texts, bytes, and where a link was met
    assert told_by_rows(noun) - beside == set(FACTS[noun]) - {"sha256"}


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_comes_back(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cohort = loading.create(timezone.localdate())
    before = {team.slug: (canonical(team), packed(team)) for team in cohort.teams.all()}
    empty_database()
    for told, archive in before.values():
        restored = import_team(OwnArchive(archive))
        assert restored.report.remarks == []
        assert canonical(restored.team) == told


@pytest.mark.slow
def test_imported_notes_come_back(reference, settings, tmp_path, team, member):
    settings.MEDIA_ROOT = tmp_path
    for note in sorted((reference / "seeds").glob("*.txt")):
        raw = note.read_bytes()
        write(read_for(team, note.name, raw, THURSDAY), raw, team)
    before, after = brought_back(team)
    assert after == before
