"""Every sentence of the interface exists in Korean and in English."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "meetings" / "locale" / "ko" / "LC_MESSAGES" / "django.po"
ALLAUTHS = ROOT / "meetings" / "locale_allauth" / "ko" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_everything_is_translated_and_nothing_is_guessed(catalogue):
    assert not [entry.msgid for entry in catalogue.untranslated_entries()]
    assert not [entry.msgid for entry in catalogue.fuzzy_entries()]
    assert not [entry.msgid for entry in catalogue.obsolete_entries()]


def test_placeholders_survive_translation(catalogue):
    import re

    pattern = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    for entry in catalogue:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                wanted = set(pattern.findall(entry.msgid_plural or entry.msgid))
                assert set(pattern.findall(text)) <= wanted | set(pattern.findall(entry.msgid)), entry.msgid
                if not entry.msgid_plural:
                    assert set(pattern.findall(text)) == wanted, entry.msgid


def test_no_particle_is_left_undecided(catalogue):
    undecided = ("을(를)", "이(가)", "은(는)", "와(과)", "(으)로")
    assert not [entry.msgid for entry in catalogue if any(particle in entry.msgstr for particle in undecided)]


@pytest.mark.parametrize("written", [CATALOGUE, ALLAUTHS])
def test_the_compiled_catalogue_is_the_written_one(written):
    catalogue, compiled = polib.pofile(str(written)), polib.mofile(str(written.with_suffix(".mo")))
    texts = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in catalogue}
    assert {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in compiled} == texts
    assert all(entry.translated() for entry in catalogue)


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_no_sentence_of_the_code_is_missing_from_the_catalogue(catalogue, tmp_path):
    for folder in ("meetings", "peersession", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "-l", "ko", "--no-location", "--no-obsolete"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    found = polib.pofile(str(tmp_path / CATALOGUE.relative_to(ROOT)))
    assert {(e.msgctxt, e.msgid) for e in found} == {(e.msgctxt, e.msgid) for e in catalogue}
