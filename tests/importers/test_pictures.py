"""Pictures that come along with notes become the team's, and the texts show them."""

import pytest
from django.utils import translation

from meetings.importers.archive import open_archive
from meetings.importers.attaching import Pictures
from meetings.importers.bringing import Bringing
from meetings.importers.collection import Collection
from meetings.importers.illustrating import PicturePaths
from meetings.importers.links import replaced_images
from meetings.models import Attachment, Meeting, Question, Section, SourceDocument
from tests.importers.zips import picture, zipped

pytestmark = pytest.mark.usefixtures("_media")


@pytest.fixture
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("src", "note", "path"),
    [
        ("a.png", "notes/day.md", "notes/a.png"),
        ("./day/%EA%B7%B8%EB%A6%BC%201.png", "notes/day.md", "notes/day/그림 1.png"),
        ("../a.png", "notes/deep/day.md", "notes/a.png"),
        ("{{site.url}}/assets/images/b.png", "_posts/day.md", "assets/images/b.png"),
        ("{{ site.baseurl }}/assets/images/b.png", "blog/_posts/day.md", "assets/images/b.png"),
        ("{{ '/assets/images/b.png' | relative_url }}", "_posts/day.md", "assets/images/b.png"),
        ("/assets/images/b.png?raw=true", "_posts/day.md", "assets/images/b.png"),
        ("B.PNG", "elsewhere/day.md", "assets/images/b.png"),  # the only one of that name
        ("c.png", "elsewhere/day.md", None),  # two of that name
        ("https://example.org/b.png", "day.md", None),
        ("//127.0.0.1/b.png", "day.md", None),
        ("file:///etc/b.png", "day.md", None),
        ("../../../../etc/passwd", "day.md", None),
    ],
)
def test_a_picture_is_found_where_the_note_says(src, note, path):
    have = ["notes/a.png", "notes/day/그림 1.png", "assets/images/b.png", "x/c.png", "y/c.png"]
    assert PicturePaths(have).find(src, note) == path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("앞 ![판](a.png) 뒤", "앞 ![판](/p/) 뒤"),
        ('![](a.png "제목")', '![](/p/ "제목")'),
        ("<img alt='판' src='a.png' width=9>", "<img alt='판' src=\"/p/\" width=9>"),
        ("![[a.png]] ![[a.png|300]] ![[a.png|판]]", "![a.png](/p/) ![a.png](/p/) ![판](/p/)"),
        ("![판](b.png) [a.png](a.png)", "![판](b.png) [a.png](a.png)"),
    ],
)
def test_only_the_address_of_a_picture_changes(text, shown):
    assert replaced_images(text, {"a.png": "/p/"}.get) == shown


NOTE = """# 2026-11-19 피어세션

![칠판](그림/칠판.png)

## 질문

- Q. 왜 그럴까요? ![식](그림/식.png)
    - A. 그래서요. ![없는 것](없는것.png)
"""


def bring(team, raw: bytes, as_whole: bool = True):
    with open_archive(raw) as archive:
        return Bringing(team).bring(Collection(archive), lambda number, path: None, as_whole)


@pytest.mark.slow
def test_the_texts_of_an_imported_zip_show_its_pictures(team, member, signed_in):
    raw = zipped(("note.md", NOTE), ("그림/칠판.png", picture((8, 8))), ("그림/식.png", picture((9, 9), "JPEG")))
    (report,) = bring(team, raw).reports
    assert report.created["picture"] == Attachment.objects.count() == 2
    board = Attachment.objects.get(alt="칠판")
    assert board.team == team
    assert board.get_absolute_url() in Section.objects.order_by("order").first().body_html
    assert Attachment.objects.get(alt="식").get_absolute_url() in Question.objects.get().body_html
    assert signed_in(member).get(board.get_absolute_url()).status_code == 200
    assert [problem["code"] for problem in SourceDocument.objects.get().report["problems"]] == ["missing-image"]


def test_a_picture_that_several_notes_show_is_kept_once(team):
    notes = [(f"{day}.md", f"# 2026-11-{day} 피어세션\n\n![판](a.png)\n") for day in (18, 19)]
    bring(team, zipped(*notes, ("a.png", picture())))
    assert Attachment.objects.count() == 1
    assert Section.objects.filter(body__contains=Attachment.objects.get().pk).count() == 2


@pytest.mark.parametrize("raw", [b"<script>alert(1)</script>", b"GIF89a/*", picture()[:40], b""])
def test_what_is_no_picture_is_told_and_the_note_is_kept(team, raw):
    (report,) = bring(team, zipped(("note.md", NOTE), ("그림/칠판.png", raw))).reports
    assert not Attachment.objects.exists()
    assert any("그림/칠판.png could not be taken" in remark for remark in report.remarks)
    assert Meeting.objects.exists()


def test_a_failed_transaction_leaves_no_file_behind(team, tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise ValueError("no")

    monkeypatch.setattr("meetings.importers.writer.keep_resources", refuse)
    brought = bring(team, zipped(("note.md", NOTE), ("그림/칠판.png", picture())))
    assert brought.refusals
    assert not [file for file in (tmp_path / "media").rglob("*") if file.is_file()]
    assert not Attachment.objects.exists()


def test_marking_makes_nothing(team):
    pictures = Pictures(["그림/칠판.png"], lambda path: picture())
    draft = Bringing(team).read_one("note.md", NOTE.encode(), {})
    assert [image.missing for image in pictures.mark(draft).sessions[0].images] == [False, True, True]
    assert not Attachment.objects.exists()
