"""From what was not found, or from a lecture, to a question in today's minutes: nothing that was typed is lost."""

import datetime
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from meetings.models import Cohort, Lecture, Meeting, Member, Question, Team
from tests.conftest import THURSDAY, seated
from tests.views.test_search import get, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday_evening")]

TEXT = '바나흐 공간은 <뭔>가요? $\\ell^p$ & "같이"'


@pytest.fixture
def lecture(cohort) -> Lecture:
    return Lecture.objects.create(cohort=cohort, number=8, title="정보 이론")


@pytest.fixture
def other_cohort_lecture(db) -> Lecture:
    cohort = Cohort.objects.create(name="봄", slug="spring", starts_on="2026-11-02", ends_on="2027-04-30")
    return Lecture.objects.create(cohort=cohort, number=3, title="비밀 강의")


def address(**brought) -> str:
    return f"/search/question/?{urlencode(brought)}"


def asked(client: Client, **brought) -> str:
    response = client.get(address(**brought), headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def pressed(client: Client, html: str):
    """The page's one form, sent as a browser does without a script."""
    form = re.search(r'<form class="buttons" method="post" action="([^"]+)">(.*?)</form>', html, re.S)
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form[2])
    return client.post(form[1], {name: unescape(value) for name, value in fields}, follow=True)


def assert_is_asked(html: str, lecture: Lecture) -> None:
    assert f"{TEXT}</textarea>" in unescape(html)
    assert re.search(rf'<option value="{lecture.pk}" selected>', html)


def test_what_was_not_found_is_asked_in_todays_minutes(me, meeting):
    response = me.get("/search/question/?q=바나흐 공간은 뭔가요%3F")
    assert response["Location"].startswith(f"/minutes/{meeting.pk}/questions/?body=")
    form = me.get(response["Location"]).content.decode()
    assert "바나흐 공간은 뭔가요?</textarea>" in form
    sent = me.post(f"/minutes/{meeting.pk}/questions/", {"body": "바나흐 공간은 뭔가요?"})
    assert sent.status_code == 302
    assert Question.objects.get().body == "바나흐 공간은 뭔가요?"


@pytest.mark.slow
def test_a_lecture_is_asked_about_in_todays_minutes(me, meeting, cohort, outsider, signed_in):
    lecture = Lecture.objects.create(cohort=cohort, number=8, title="정보 이론")
    page = me.get(lecture.get_absolute_url()).content.decode()
    address = re.search(r'href="(/search/question/\?lecture=\d+)"', page)[1]
    form = me.get(address, follow=True).content.decode()
    assert re.search(rf'<option value="{lecture.pk}" selected>', form)
    for nothing in ("x", "999999", "-1", "9" * 30):
        assert me.get(f"/search/question/?lecture={nothing}", follow=True).status_code == 200


def test_minutes_that_are_not_open_yet_are_opened_and_what_is_asked_comes_along(me, team, lecture):
    html = asked(me, q=TEXT, lecture=lecture.pk)
    assert TEXT in words(html)
    assert "정보 이론" in words(html)
    response = pressed(me, html)
    todays = Meeting.objects.get(team=team)
    assert [place.partition("?")[0] for place, _status in response.redirect_chain] == [
        "/search/question/",
        f"/minutes/{todays.pk}/questions/",
    ]
    assert_is_asked(response.content.decode(), lecture)


def test_somebody_else_may_have_opened_them_meanwhile(me, team, lecture):
    html = asked(me, q=TEXT, lecture=lecture.pk)
    Meeting.objects.create(team=team, held_on=THURSDAY)
    assert_is_asked(pressed(me, html).content.decode(), lecture)


def test_final_ones_are_opened_again_by_whoever_may(me, signed_in, team, member, mate, lecture):
    todays = Meeting.objects.create(team=team, held_on=THURSDAY, moderator=member)
    todays.finalise(by=member.user)
    text = words(asked(signed_in(mate), q=TEXT, lecture=lecture.pk))
    assert TEXT in text
    assert "Their moderator or the team's lead can open them again." in text
    assert "Open them again and ask" not in text
    html = asked(me, q=TEXT, lecture=lecture.pk)
    assert_is_asked(pressed(me, html).content.decode(), lecture)
    todays.refresh_from_db()
    assert not todays.is_final


def test_once_the_course_is_over_there_is_no_place_and_the_text_is_still_there(me, cohort):
    cohort.ends_on = THURSDAY - datetime.timedelta(days=1)
    cohort.save()
    text = words(asked(me, q=TEXT))
    assert TEXT in text
    assert "The team's time was over on that day." in text
    assert not Meeting.objects.exists()


@pytest.mark.slow
def test_whoever_has_two_teams_chooses_in_which(me, cohort, member, meeting, lecture):
    other = Team.objects.create(cohort=cohort, name="13조", slug="team-13")
    Member.objects.create(team=other, user=member.user, name="문가온")
    assert "/search/question/?q=" in get(me, "바나흐")
    html = asked(me, q=TEXT, lecture=lecture.pk)
    assert TEXT in words(html)
    assert "for_class=7" in unescape(asked(me, q=TEXT, for_class=7))
    ways = [unescape(url) for url in re.findall(r'href="(/search/question/\?team=[^"]+)"', html)]
    assert len(ways) == 2
    there = next(url for url in ways if meeting.team.slug in url)
    assert_is_asked(me.get(there, follow=True).content.decode(), lecture)
    later = me.get(next(url for url in ways if url != there), headers={"accept-language": "en"})
    assert_is_asked(pressed(me, later.content.decode()).content.decode(), lecture)
    assert Meeting.objects.get(team=other).held_on == THURSDAY


@pytest.mark.slow
def test_whoever_only_reads_is_told_who_asks(team, meeting, signed_in, staff, ex_member):
    mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
    for person, said in ((mentor, "you are a member of none now"), (ex_member, "member of none"), (staff, "the team")):
        client = signed_in(person)
        html = get(client, "바나흐")
        assert "/search/question/" not in html
        assert "Members ask in the minutes of their team." in words(html)
        text = words(asked(client, q=TEXT, team=team.slug))
        assert TEXT in text
        assert said in text
        assert '<form class="buttons"' not in asked(client, q=TEXT)


def test_what_leads_to_another_site_is_not_followed(me, team):
    sent = me.post(f"/teams/{team.slug}/days/{THURSDAY}/", {"next": "https://elsewhere.example/"})
    assert sent["Location"] == Meeting.objects.get().get_absolute_url()


def test_a_lecture_of_another_course_is_not_named(me, other_cohort_lecture):
    assert "비밀" not in asked(me, q=TEXT, lecture=other_cohort_lecture.pk)


def test_a_text_that_an_address_brings_is_words(me, meeting):
    form = me.get(f"/minutes/{meeting.pk}/questions/", {"body": "</textarea><script>alert(1)</script>"})
    assert "<script>alert" not in form.content.decode()
    assert not Question.objects.exists()
