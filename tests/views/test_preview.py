import pytest
from django.core.cache import cache
from django.test import Client

from meetings.models import Section
from meetings.rendering import render


@pytest.fixture(autouse=True)
def _fresh_count():
    cache.clear()


def test_the_preview_is_what_is_stored(signed_in, member, meeting):
    source = "## 제목\n\n**미적분(Calculus)**은 $\\frac{a}{b}$ 이고\n\n| a | b |\n|---|---|\n| $P(A|B)$ | 2 |"
    shown = signed_in(member).post("/preview/", {"content": source}).content.decode()
    assert shown == render(source).html == Section.objects.create(meeting=meeting, body=source).body_html


def test_strangers_get_no_preview(client, db):
    assert client.post("/preview/", {"content": "x"})["Location"].startswith("/accounts/login/")


def test_a_preview_needs_its_token(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/preview/", {"content": "x"}).status_code == 403


def test_a_text_too_long_for_a_preview_gets_a_sentence(signed_in, member):
    response = signed_in(member).post("/preview/", {"content": "가" * 33_334})
    assert response.status_code == 413
    assert response["Content-Type"].startswith("text/plain")


def test_the_thirty_first_preview_of_a_minute_waits(signed_in, member, mate):
    client = signed_in(member)
    statuses = [client.post("/preview/", {"content": "x"}).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert signed_in(mate).post("/preview/", {"content": "x"}).status_code == 200


def test_the_editors_own_views_cannot_be_reached(signed_in, admin):
    client = signed_in(admin)
    for path in ("/markdownx/upload/", "/markdownx/markdownify/", "/upload/", "/markdownify/"):
        assert client.post(path).status_code == 404
