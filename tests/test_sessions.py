"""Who is signed in is read from the cache, and kept in the database."""

import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_a_page_asks_the_database_for_no_session(signed_in, member, meeting, django_assert_num_queries):
    client = signed_in(member)
    for _view in range(2):
        with django_assert_num_queries(7) as asked:
            assert client.get(meeting.get_absolute_url()).status_code == 200
        assert not [query for query in asked.captured_queries if "django_session" in query["sql"]]


def test_a_cache_that_was_emptied_signs_nobody_out(signed_in, member, meeting):
    client = signed_in(member)
    cache.clear()
    assert client.get(meeting.get_absolute_url()).status_code == 200


def test_signing_out_ends_the_session_in_both_places(signed_in, member, meeting):
    client = signed_in(member)
    key = client.session.session_key
    thief = signed_in(member)
    thief.cookies["sessionid"] = key
    assert thief.get(meeting.get_absolute_url()).status_code == 200
    client.post("/accounts/logout/")
    assert thief.get(meeting.get_absolute_url()).status_code == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_a_new_password_ends_sessions_that_are_in_the_cache(signed_in, member, meeting):
    client = signed_in(member)
    assert client.get(meeting.get_absolute_url()).status_code == 200
    member.user.set_password("another-horse-5")
    member.user.save()
    assert client.get(meeting.get_absolute_url()).status_code == 302


def test_sessions_end_in_time_and_are_cleared_away(signed_in, member, meeting, time_machine):
    time_machine.move_to("2026-11-19 16:00:00+09:00")
    client = signed_in(member)
    time_machine.shift(datetime.timedelta(days=15))
    assert client.get(meeting.get_absolute_url()).status_code == 302
    call_command("clearsessions")
    assert not Session.objects.exists()


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_late_answer_to_a_session_that_ended_leaves_the_cookie_of_a_new_one(signed_in, member, meeting, accept):
    client = signed_in(member)
    Session.objects.all().delete()
    cache.clear()
    late = client.get(f"{meeting.get_absolute_url()}changes/", headers={"accept": accept})
    assert late.status_code == (401 if accept == "application/json" else 302)
    assert settings.SESSION_COOKIE_NAME not in late.cookies


def test_signing_out_takes_the_cookie_away(signed_in, member):
    assert signed_in(member).post("/accounts/logout/").cookies[settings.SESSION_COOKIE_NAME].value == ""
