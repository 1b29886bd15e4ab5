"""Broken notes and zips are read or refused with a sentence; nothing else happens, and nothing takes long.

The suite breaks a few. Many: MUTATIONS=20000 MUTATION_SEED=7 python -m pytest tests/importers/test_mutations.py
"""

import os
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from meetings.importers import UnreadableNote, read_note
from meetings.importers.archive import UnreadableArchive, open_archive
from meetings.importers.bringing import Bringing
from meetings.importers.collection import Collection
from tests.importers.mutating import broken_notes, broken_zips

COUNT = int(os.environ.get("MUTATIONS", "200"))
SEED = int(os.environ.get("MUTATION_SEED", "7"))
SECONDS = 2.0
OWN = Path(__file__).parent / "notes"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sources() -> list[bytes]:
    """The reference notes where they are, our own always."""
    beside = Path(os.environ.get("REFERENCE_NOTES", Path(__file__).resolve().parents[3] / "shared"))
    found = [
        *sorted(OWN.glob("*.md")),
        *sorted((beside / "corpus").rglob("*.md")),
        *sorted((beside / "seeds").glob("*")),
    ]
    return [file.read_bytes() for file in found]


def timed(act) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def test_a_broken_note_is_read_or_refused(sources, capsys):
    refused, slowest = 0, 0.0
    for number, raw in enumerate(broken_notes(sources, COUNT * 3 // 4, SEED)):

        def read(raw=raw):
            nonlocal refused
            try:
                read_note("2026-11-19.md", raw).to_json()
            except UnreadableNote:
                refused += 1

        slowest = max(slowest, timed(read))
        assert slowest < SECONDS, number
    with capsys.disabled():
        print(f"\n{COUNT * 3 // 4} broken notes: {refused} refused, the slowest took {slowest:.2f} s")


def test_a_broken_zip_is_read_or_refused(sources, capsys):
    refused, slowest = 0, 0.0
    small = [raw for raw in sources if len(raw) < 5000]
    for number, raw in enumerate(broken_zips(small, COUNT // 4, SEED)):

        def read(raw=raw):
            nonlocal refused
            try:
                with open_archive(raw) as archive:
                    list(Collection(archive).read(lambda path, raw, row: read_note(path, raw, properties=row)))
            except UnreadableArchive:
                refused += 1

        slowest = max(slowest, timed(read))
        assert slowest < SECONDS, number
    with capsys.disabled():
        print(f"\n{COUNT // 4} broken zips: {refused} refused, the slowest took {slowest:.2f} s")


def row_counts() -> dict[str, int]:
    return {noun._meta.label: noun._base_manager.count() for noun in apps.get_app_config("meetings").get_models()}


def test_a_broken_zip_is_written_whole_or_not_at_all(sources, team, settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path
    small = [raw for raw in sources if len(raw) < 3000]
    written = left = 0
    for raw in broken_zips(small, max(COUNT // 20, 10), SEED + 1):
        before = row_counts()
        try:
            with translation.override("en"), open_archive(raw) as archive:
                brought = Bringing(team, held_on=team.cohort.starts_on).bring(
                    Collection(archive), lambda *_: None, True
                )
        except UnreadableArchive:
            assert row_counts() == before
            left += 1
            continue
        if brought.refusals:
            assert not brought.reports
            assert row_counts() == before, brought.refusals
            left += 1
        else:
            written += 1
    with capsys.disabled():
        print(f"\n{written} broken zips written, {left} left alone")
