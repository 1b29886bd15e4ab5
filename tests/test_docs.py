"""What README and docs say is there, and what is there they say."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import get_resolver

from meetings.demo import notes, people

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXT = "\n".join(page.read_text() for page in PAGES)
SETTINGS = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "peersession" / "settings.py").read_text()))


def test_settings_are_found():
    assert {"SECRET_KEY", "SITE_URL", "DATABASE_URL"} <= SETTINGS


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_setting_is_explained(setting):
    assert re.search(rf"^(# )?{setting}=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert re.search(rf"^\| `{setting}` \|", (ROOT / "docs" / "deploy.md").read_text(), re.MULTILINE)


def test_no_setting_is_explained_that_nobody_reads():
    named = re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    named += re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "deploy.md").read_text(), re.MULTILINE)
    assert set(named) == SETTINGS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_commands_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", TEXT)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", TEXT)) <= set(get_commands())


def test_own_commands_are_explained():
    ours = {name for name, app in get_commands().items() if app == "meetings"}
    assert ours - set(re.findall(r"manage\.py ([a-z_]+)", TEXT)) == set()


def test_addresses_are_explained():
    prefixes = {str(pattern.pattern).split("/")[0] for pattern in get_resolver("meetings.urls").url_patterns}
    assert {prefix for prefix in prefixes if prefix and f"`/{prefix}" not in TEXT} == set()


def test_demo_logins_are_those_of_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert re.findall(r"^\| `([\w-]+)` \|", readme, re.MULTILINE) == list(notes.cohort()["logins"])
    assert f"`{people.PASSWORD}`" in readme
