"""The zip as a vault of notes and as a site: no link leads into nothing, and nothing is taken for the site's own."""

import posixpath
import re
from urllib.parse import unquote

import pytest
import yaml
from django.utils import timezone

from meetings.demo import loading
from meetings.exporters.archive import team_files
from meetings.exporters.dead_ends import without_dead_ends
from meetings.importers.peersession import as_it_was
from meetings.importers.writer import read_for, write
from meetings.models import Section, User
from meetings.rendering.outside_code import outside_code
from tests.conftest import THURSDAY
from tests.exporters.test_archive import opened, packed
from tests.exporters.test_round_trip import brought_back

EVERYTHING = User(is_superuser=True)
LINKS = (
    re.compile(r"!?\[[^\]\n]*\]\(\s*(<[^>\n]+>|[^\s()]+)"),
    re.compile(r"!?\[\[([^\[\]\n|]+)"),
    re.compile(r"<(?:img|a)\b[^>]*\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE),
    re.compile(r"^ {0,3}\[[^\]\n]+\]:\s*(\S+)", re.MULTILINE),
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def broken_links(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """Links and embeds of all notes that no file of the vault answers to."""
    names = {posixpath.basename(path) for path in files}
    broken = []
    for path, content in files.items():
        for target in links_of(content.decode()) if path.endswith(".md") else ():
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target.partition("#")[0])))
            if there not in files and posixpath.basename(there) not in names:
                broken.append((path, target))
    return broken


def links_of(text: str) -> list[str]:
    found: list[str] = []

    def look(part: str) -> str:
        for pattern in LINKS:
            found.extend(target.strip("<>") for target in pattern.findall(COMMENT.sub("", part)))
        return part

    outside_code(text.partition("\n---\n")[2], look)
    return [target for target in found if not re.match(r"[a-z][a-z0-9+.-]*:|//|#", target, re.IGNORECASE)]


def test_the_counter_finds_what_is_broken():
    text = b"---\n---\n![a](b.png) [c](d.md) [[e]] <img src='f.png'> `[x](y.md)` https://z.example\n[g]: h.md\n"
    assert [target for _path, target in broken_links({"index.md": text})] == ["b.png", "d.md", "e", "f.png", "h.md"]


DEAD = [
    "![그래프](img/a.png)",
    "![](<img/a b.png>)",
    '![a](a.png "title")',
    "[회의](2026-11-18-daily.md)",
    "![[칠판.png|300]]",
    "[[다른 노트]]",
    '<img width="3" src="a.png">',
    '<a href="b/c.html">여기</a>',
    "[x]: img/a.png",
    "[![a](b.png)](c.md)",
    "![](a.png)![](b.png)",
    "<!-- was x --> [y]<!-- was z -->",
    "<!-- \\was x -->",
    "`![code](a.png)`",
    "| ![a](b.png) | [c](d) |",
    "[팀](/teams/team-12/)",
]


@pytest.mark.parametrize("text", DEAD)
def test_what_leads_nowhere_is_words_and_comes_back_as_it_was(text):
    written = without_dead_ends(text)
    assert broken_links({"a.md": f"---\n---\n{written}".encode()}) == []
    assert as_it_was(written) == text


LIVE = [
    "[[Q12]]",
    "![a](/pictures/0b0e2f3a-0000-4000-8000-000000000000/)",
    "[a](https://a.example)",
    "<mailto:a@b.example>",
    "[a](#b)",
]


@pytest.mark.parametrize("text", LIVE)
def test_what_leads_somewhere_stays(text):
    assert without_dead_ends(text) == text


def test_a_picture_that_never_came_along_says_its_name():
    assert without_dead_ends("![](img/loss.png)").startswith("[그림: loss.png]")


@pytest.mark.slow
def test_a_team_with_dead_ends_comes_back(full, team):
    Section.objects.create(meeting=full["meeting"], heading="막다른 길", body="\n\n".join(DEAD), order=7)
    assert broken_links(opened(packed(team_files(team, EVERYTHING)))) == []
    before, after = brought_back(team)
    assert after.decode() == before.decode()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_has_no_broken_link(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for team in loading.create(timezone.localdate()).teams.all():
        files = opened(packed(team_files(team, EVERYTHING)))
        assert sum(len(links_of(content.decode())) for path, content in files.items() if path.endswith(".md"))
        assert broken_links(files) == []


@pytest.mark.slow
def test_imported_notes_have_no_broken_link(reference, settings, tmp_path, team, member):
    settings.MEDIA_ROOT = tmp_path
    for note in sorted((reference / "seeds").glob("*.txt")):
        raw = note.read_bytes()
        write(read_for(team, note.name, raw, THURSDAY), raw, team)
    files = opened(packed(team_files(team, EVERYTHING)))
    assert sum(content.decode().count("<!-- was ") for path, content in files.items() if path.endswith(".md"))
    assert broken_links(files) == []


# --- as a site: the rules that Jekyll builds by, since no Ruby is at hand where these tests run -----------------------
POST = re.compile(r"_posts/\d{4}-\d{2}-\d{2}-[^/]+\.md")  # only such names are posts


@pytest.fixture
def site(full, team) -> dict[str, bytes]:
    body = "값 $x_{{1}}$ 와 {% endraw %} 와 {{ site.url }}"
    Section.objects.create(meeting=full["meeting"], heading="{{ 제목 }}", body=body, order=9)
    return opened(packed(team_files(team, EVERYTHING)))


def test_every_page_has_a_head_that_leaves_liquid_alone(site):
    for path, content in site.items():
        if path.endswith(".md") and path != "README.md":
            head = yaml.safe_load(content.decode().split("---\n", 2)[1])
            assert head["layout"] in ("post", "page")
            assert head["render_with_liquid"] is False, path  # a text's own {{ and {% stay as they are
            assert isinstance(head["title"], str)
    assert "{{ 제목 }}" in b"".join(site.values()).decode(errors="replace")


def test_posts_are_named_and_dated_as_posts_are(site):
    posts = [path for path in site if path.startswith("_posts/")]
    assert posts
    for path in posts:
        head = yaml.safe_load(site[path].decode().split("---\n", 2)[1])
        assert POST.fullmatch(path)
        assert head["date"].isoformat() == path.removeprefix("_posts/")[:10]


def test_pictures_lie_where_a_built_page_looks_for_them(site):
    """A post's address is as deep as its file, so that `../assets/` is right before and after building."""
    for path, content in site.items():
        for target in re.findall(r"\((\.\./assets/[^)\s]+)\)", content.decode(errors="replace")):
            head = yaml.safe_load(content.decode().split("---\n", 2)[1])
            address = head.get("permalink", f"/{path.removesuffix('.md')}.html")
            assert posixpath.normpath(posixpath.join(posixpath.dirname(address), target)).lstrip("/") in site
    config = yaml.safe_load(site["_config.yml"])
    assert config["future"] is True  # else days to come are left out
    assert all(not path.startswith("_") for path in site if "/assets/" in path)
