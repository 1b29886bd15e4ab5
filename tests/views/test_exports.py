"""Taking along: pages with what each way out is good for, downloads of what the reader may read."""

import pytest

from meetings.models import Question
from tests.exporters.cast import fill


@pytest.fixture
def full(settings, tmp_path, cohort, team, member, mate) -> dict:
    settings.MEDIA_ROOT = tmp_path / "media"
    return fill(cohort, team, member, mate)


@pytest.mark.slow
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


@pytest.mark.slow
def test_pages_say_what_each_way_out_is_good_for(full, member, signed_in):
    client = signed_in(member)
    page = client.get("/teams/team-12/export/").content.decode()
    for path in ("files.zip", "tables.zip", "records.json"):
        assert f'href="/teams/team-12/export/{path}"' in page
    assert "/cohorts/" not in page
    assert 'href="/my-writing/files.zip"' in client.get("/my-writing/").content.decode()
    assert 'href="/teams/team-12/export/"' in client.get("/teams/team-12/").content.decode()


@pytest.mark.slow
def test_staff_take_the_cohort_along(full, staff, signed_in):
    client = signed_in(staff)
    assert 'href="/cohorts/autumn/export/"' in client.get("/teams/team-12/export/").content.decode()
    response = client.get("/cohorts/autumn/export/files.zip")
    assert response.streaming
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"PK")


def test_large_ones_are_counted(full, member, signed_in, monkeypatch):
    monkeypatch.setattr("meetings.views.exports.MOST_AN_HOUR", 1)
    client = signed_in(member)
    assert client.get("/my-writing/files.zip").status_code == 200
    refused = client.get("/my-writing/files.zip")
    assert refused.status_code == 429
    assert refused["Content-Type"].startswith("text/plain")


@pytest.mark.slow
def test_a_meeting_costs_as_many_queries_however_long(full, member, signed_in, django_assert_max_num_queries):
    client = signed_in(member)
    meeting = full["meeting"]
    for n in range(30):
        Question.objects.create(team=meeting.team, meeting=meeting, body=f"질문 {n}")
    with django_assert_max_num_queries(45):
        client.get(f"/minutes/{meeting.pk}/export/minutes.md")
