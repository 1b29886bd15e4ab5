"""Signing in and out, and what headers every page carries."""

import pytest
from django.test import Client

PASSWORD = "correct-horse-4"
LOGIN = "/accounts/login/"


@pytest.mark.parametrize("name", ["gaon", "gaon@example.com", "GAON@example.com"])
def test_people_sign_in_by_user_name_or_email(client, member, name):
    response = client.post(LOGIN, {"login": name, "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_gets_a_sentence_and_no_session(client, member):
    response = client.post(LOGIN, {"login": "gaon", "password": "wrong"})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() or response.context["form"].errors
    assert client.get("/").status_code == 302


def test_an_unknown_account_is_told_the_same_as_a_wrong_password(client, member):
    wrong, unknown = (
        client.post(LOGIN, {"login": name, "password": "wrong"}).context["form"].errors for name in ("gaon", "nobody")
    )
    assert wrong == unknown


def test_guessing_at_one_account_is_throttled(member):
    from django.core.cache import cache

    cache.clear()
    client = Client()
    for _ in range(5):
        client.post(LOGIN, {"login": "gaon", "password": "wrong"})
    client.post(LOGIN, {"login": "gaon", "password": PASSWORD})
    assert client.get("/").status_code == 302
    cache.clear()


def test_nobody_signs_up_from_outside(client, django_user_model):
    fields = {"email": "a@example.com", "username": "a", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", fields)
    assert not django_user_model.objects.exists()


def test_signing_out_takes_a_post(signed_in, member):
    client = signed_in(member)
    client.get("/accounts/logout/")
    assert client.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


def test_signing_out_leaves_what_waits_in_the_browser_to_its_writer(signed_in, member, admin):
    for path, person in (("/accounts/logout/", member), ("/admin/logout/", admin)):
        assert "Clear-Site-Data" not in signed_in(person).post(path).headers


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client, member, target):
    response = client.post(f"{LOGIN}?next={target}", {"login": "gaon", "password": PASSWORD, "next": target})
    assert response["Location"] == "/"


def test_the_session_key_changes_at_sign_in(client, member):
    session = client.session
    session["before"] = True
    session.save()
    key = session.session_key
    client.post(LOGIN, {"login": "gaon", "password": PASSWORD})
    assert client.session.session_key != key


def test_a_new_password_ends_the_other_sessions(signed_in, member):
    here, elsewhere = signed_in(member), signed_in(member)
    fields = {"oldpassword": PASSWORD, "password1": "battery-staple-9", "password2": "battery-staple-9"}
    here.post("/accounts/password/change/", fields)
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_every_post_needs_its_token(member):
    client = Client(enforce_csrf_checks=True)
    for path in (LOGIN, "/language/", "/theme/"):
        assert client.post(path, {"login": "gaon", "password": PASSWORD}).status_code == 403, path


@pytest.mark.slow
def test_the_language_is_remembered_with_the_account(signed_in, member):
    client = signed_in(member)
    assert 'lang="ko"' in client.get("/").content.decode()
    response = client.post("/language/", {"language": "en", "next": "/classes/"})
    assert response["Location"] == "/classes/"
    member.user.refresh_from_db()
    assert member.user.locale == "en"
    assert 'lang="en"' in signed_in(member.user).get("/").content.decode()


def test_an_unknown_language_or_a_foreign_address_changes_nothing(signed_in, member):
    response = signed_in(member).post("/language/", {"language": "xx", "next": "https://evil.example/"})
    assert response["Location"] == "/"
    member.user.refresh_from_db()
    assert member.user.locale == ""


def test_a_theme_is_kept_on_the_device_until_it_follows_the_device_again(client, db):
    client.post("/theme/", {"theme": "dark", "next": LOGIN})
    assert 'data-theme="dark"' in client.get(LOGIN).content.decode()
    client.post("/theme/", {"theme": "", "next": LOGIN})
    assert "data-theme" not in client.get(LOGIN).content.decode()


@pytest.mark.parametrize("path", [LOGIN, "/healthz", "/no-such-page/"])
def test_every_page_carries_the_headers(client, db, path):
    headers = client.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";") if part.strip())
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "style-src-attr": "'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_health_needs_no_account_and_readiness_asks_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"
    with django_assert_num_queries(1):
        assert client.get("/readyz").content == b"ok"


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/password/change/", "/accounts/password/reset/"])
def test_forms_of_accounts_have_their_buttons(signed_in, member, path):
    html = signed_in(member).get(path).content.decode()
    assert "<button" in html.partition("<main")[2]
    assert "< button" not in html
