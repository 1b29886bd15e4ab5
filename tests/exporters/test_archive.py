"""The zip of a team and the other ways out: files that people and programs elsewhere can read."""

import csv
import io
import json
import posixpath
import re
import time
import unicodedata
import zipfile

import pytest

from meetings.exporters.archive import meeting_files, team_files
from meetings.exporters.book import Book
from meetings.exporters.dumps import FORMULA_SIGNS, team_json, team_tables
from meetings.exporters.names import Names, safe
from meetings.exporters.own import own_files
from meetings.exporters.pasting import paste
from meetings.exporters.posts import post
from meetings.exporters.zips import zipped
from meetings.importers.errors import UnreadableNote
from meetings.importers.peersession import read_leaf
from meetings.models import Question, Section
from meetings.rendering.outside_code import outside_code


def packed(files) -> bytes:
    return b"".join(zipped(files))


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def files(full, team, member) -> dict[str, bytes]:
    return opened(packed(team_files(team, member.user)))


@pytest.mark.slow
def test_same_records_make_the_same_bytes(full, team, member):
    assert packed(team_files(team, member.user)) == packed(team_files(team, member.user))


def test_links_between_files_lead_somewhere(files):
    for path, content in files.items():
        if path.endswith(".md"):
            for link in re.findall(r"\]\((?!https?:)([^)#\s]+)", outside_code(content.decode(), lambda part: part)):
                there = posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
                assert there in files, (path, link)


def test_a_question_elsewhere_is_a_link_to_its_heading_and_stays_text_in_code(files, full):
    number = full["question"].parent_id
    text = next(content.decode() for path, content in files.items() if "둘째" in path)
    assert f"이건 [Q{number}](2026-11-18-daily.md#q{number})과" in text
    assert f"`[[Q{number}]]`" in text
    assert f"\n### Q{number}\n" in files["_posts/2026-11-18-daily.md"].decode()


def test_removed_rows_and_accounts_stay_behind(files, member):
    for content in files.values():
        assert "카나리아".encode() not in content
        assert member.user.username.encode() not in content
        assert member.user.email.encode() not in content


def test_names_of_files_do_everywhere(files):
    for path in files:
        name = posixpath.basename(path)
        assert unicodedata.is_normalized("NFC", path)
        assert len(name.encode()) <= 120
        assert not re.search(r'[<>:"\\|?*\s]', name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a/b\\c: d?", "a-b-c-d"),
        ("..", ""),
        ("CON", "CON-"),
        ("con", "con-"),
        ("가" * 90, "가" * 34),
        (unicodedata.normalize("NFD", "회의"), "회의"),
        ("a\u202eb\x00c", "a-b-c"),
        (" .hidden_ ", "hidden"),
    ],
)
def test_safe_names(text, name):
    assert safe(text) == name


def test_names_that_differ_in_case_alone_get_a_number():
    names = Names()
    assert [names.give("x/", [word], ".md") for word in ("Adam", "adam", "ADAM")] == [
        "x/Adam.md",
        "x/adam-2.md",
        "x/ADAM-3.md",
    ]


@pytest.mark.slow
def test_outsiders_of_a_joint_meeting_get_its_file_and_not_the_team(full, team, other_team, outsider):
    full["meeting"].other_teams.add(other_team)
    files = opened(packed(meeting_files(full["meeting"], outsider.user)))
    assert [path for path in files if path.startswith("_posts/")] == ["_posts/2026-11-19-daily-수식-“둘째”-날.md"]
    index = files["index.md"].decode()
    assert "people:" not in index
    assert "어제의 질문" not in b"".join(files.values()).decode(errors="replace")


@pytest.mark.slow
def test_own_writing_is_what_one_had_a_part_in(full, member, mate):
    mine = b"".join(opened(packed(own_files(member.user))).values()).decode(errors="replace")
    assert "배운 것 하나" in mine
    assert "코드 올리기" in mine
    assert "그래요." not in mine
    his = b"".join(opened(packed(own_files(mate.user))).values()).decode(errors="replace")
    assert "그래요." in his
    assert "회의 밖의 질문" not in his


def test_tables_run_nothing(full, team, member):
    Question.objects.create(team=team, body='=HYPERLINK("http://evil.example")')
    tables = opened(packed(team_tables(Book(team, member.user))))
    lines = list(csv.DictReader(io.StringIO(tables["questions.csv"].decode("utf-8-sig"))))
    texts = [line["text"] for line in lines]
    assert '\'=HYPERLINK("http://evil.example")' in texts
    assert not [cell for line in lines for cell in line.values() if cell.startswith(FORMULA_SIGNS)]
    assert "카나리아" not in tables["questions.csv"].decode()


@pytest.mark.slow
def test_json_has_every_row_once(full, team, member):
    told = json.loads("".join(team_json(Book(team, member.user))))
    asked = [row["label"] for meeting in told["meetings"] for row in meeting["questions"]]
    asked += [row["label"] for note in told["class_notes"] for row in note["questions"]]
    asked += [row["label"] for row in told["questions"]]
    assert sorted(asked) == sorted(f"Q{pk}" for pk in Question.objects.alive().values_list("pk", flat=True))


def test_a_post_keeps_liquid_and_formulas_apart(full, member):
    meeting = full["meeting"]
    Section.objects.create(
        meeting=meeting, heading="수식", body="값 $x_{{1}}$ 와 $5 and $6, {% endraw %} `$y$`", order=9
    )
    written = post(meeting, member.user)
    assert written.name == "2026-11-19-daily-수식-“둘째”-날.md"
    assert "값 $$x_{{1}}$$ 와 $5 and $6" in written.text
    assert "`$y$`" in written.text
    assert "{% endraw %}{{ '{% endraw' }}{% raw %} %}" in written.text
    assert len(written.pictures) == 1
    assert f"{{% endraw %}}{{{{ '/assets/{written.pictures[0]}' | relative_url }}}}{{% raw %}}" in written.text
    assert "<!-- question" not in written.text


def test_hostile_front_matter_is_refused(db):
    for trick in ("a: &x [1]\nb: *x", "a: !!python/object:os.system ls", 'a: "\\0"', "[" * 200, "a: {b: " * 60):
        with pytest.raises(UnreadableNote):
            read_leaf(f"---\nformat: peersession\nversion: 1\n{trick}\n---\n")


def test_what_people_wrote_by_hand_becomes_rows():
    head = "---\nformat: peersession\nversion: 1\nnoun: meeting\n---\n"
    body = "<!-- question -->\n왜죠?\n\n<!-- actions -->\n\n## 할 일\n\n- [X] 새 일\n- [ ] 또 하나\n"
    rows = read_leaf(f"{head}{body}").rows
    assert [(row.kind, row.label, row.body, row.is_ticked) for row in rows] == [
        ("question", "", "왜죠?", False),
        ("actions", "", "새 일", True),
        ("actions", "", "또 하나", False),
    ]
    assert read_leaf(f"{head}길 잃은 글\n\n{body}").lost == ["길 잃은 글"]


@pytest.mark.slow
@pytest.mark.parametrize("part", ["![", "![](/pictures/", "(picture:", "$a", "[[Q1]] ", "{% raw %}"])
def test_a_long_text_of_beginnings_takes_no_longer_than_any_other(part, full, team, member):
    meeting = team.meetings.order_by("held_on").first()
    Section.objects.create(meeting=meeting, body=part * (100_000 // len(part)))
    started = time.thread_time()
    paste(meeting, member.user)
    post(meeting, member.user)
    assert time.thread_time() - started < 1
