"""Taking along: pages with what each way out is good for, downloads of what the reader may read."""

import pytest

from meetings.models import Question
from tests.exporters.cast import fill


@pytest.fixture
def full(settings, tmp_path, cohort, team, member, mate) -> dict:
    settings.MEDIA_ROOT = tmp_path / "media"
    return fill(cohort, team, member, mate)


def test_page_shows_the_text_to_copy(full, member, signed_in):
    page = signed_in(member).get(f"/minutes/{full['meeting'].pk}/export/").content.decode()
    assert "회의 밖의 질문" not in page
    assert "이건" in page
    assert "<textarea" in page


def test_pasted_text_names_pictures_and_shows_no_comments(full, member, signed_in):
    response = signed_in(member).get(f"/minutes/{full['meeting'].pk}/export/minutes.md")
    text = response.content.decode()
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="2026-11-19-daily.md"'
    assert "no-store" in response["Cache-Control"]
    assert "그래프" in text
    assert "/pictures/" not in text
    assert "<!-- question" not in text
    assert text.startswith("# 2026-11-19")


def test_removed_rows_stay_behind(full, member, signed_in):
    text = signed_in(member).get(f"/minutes/{full['meeting'].pk}/export/minutes.md").content.decode()
    assert Question.objects.removed().exists()
    assert "카나리아" not in text


@pytest.mark.parametrize("path", ["", "minutes.md"])
def test_outsider_gets_404(full, outsider, signed_in, path):
    assert signed_in(outsider).get(f"/minutes/{full['meeting'].pk}/export/{path}").status_code == 404
