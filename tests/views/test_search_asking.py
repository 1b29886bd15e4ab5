"""From what was not found, or from a lecture, to a question of today's minutes or team: nothing typed is lost."""

import datetime
import re
import uuid
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from meetings.models import Assignment, Cohort, Lecture, Meeting, Member, Question, Team
from tests.conftest import THURSDAY, seated
from tests.views.test_editing import form_on
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


@pytest.fixture
def final(meeting, member) -> Meeting:
    meeting.finalise(by=member.user)
    return meeting


class TestOnceTodaysAreFinal:
    @pytest.mark.parametrize("who", ["member", "mate"])
    def test_it_becomes_a_question_of_the_team_with_all_that_one_in_minutes_has(
        self, who, request, signed_in, team, final, lecture
    ):
        revision, seat = final.revision, request.getfixturevalue(who)
        client = signed_in(seat)
        page = client.get(lecture.get_absolute_url()).content.decode()
        way = re.search(r'href="(/search/question/\?lecture=\d+)"', page)[1]
        response = client.get(f"{way}&{urlencode({'q': TEXT})}", follow=True, headers={"accept-language": "en"})
        form = response.content.decode()
        assert response.redirect_chain[-1][0].startswith(f"/teams/{team.slug}/questions/new/?")
        assert_is_asked(form, lecture)
        assert "final, so what you ask here stands in the team's list of questions." in words(form)
        assert 'data-similar="/questions/similar/"' in form
        assignment = Assignment.objects.create(cohort=team.cohort, title="과제 6")
        fields = form_on(response) | {"assignment": assignment.pk, "tags": "정보 이론, KLD", "is_anonymous": "on"}
        sent = client.post(f"/teams/{team.slug}/questions/new/", fields)
        question = Question.objects.get()
        assert sent["Location"] == f"/teams/{team.slug}/questions/#question-{question.pk}"
        assert (question.body, question.team, question.meeting) == (TEXT, team, None)
        assert (question.lecture, question.assignment, question.is_anonymous) == (lecture, assignment, True)
        assert {tag.name for tag in question.tags.all()} == {"정보 이론", "KLD"}
        assert list(question.asked_by.all()) == [seat]
        assert question.typed_by == seat.user
        assert f'id="question-{question.pk}"' in client.get(sent["Location"]).content.decode()
        assert Meeting.objects.get().revision == revision
        assert "바나흐" not in words(client.get(final.get_absolute_url()).content.decode())

    def test_what_the_box_did_not_find_leads_there_too(self, me, team, final):
        assert me.get(address(q=TEXT), follow=True).request["PATH_INFO"] == f"/teams/{team.slug}/questions/new/"

    def test_nothing_is_asked_without_words(self, me, team, final):
        sent = me.post(f"/teams/{team.slug}/questions/new/", {"body": " "}, headers={"accept-language": "en"})
        assert "Write the question." in sent.content.decode()
        assert not Question.objects.exists()

    def test_sent_twice_it_is_there_once(self, me, team, final):
        fields = {"body": TEXT, "sent_as": str(uuid.uuid4())}
        sent = [me.post(f"/teams/{team.slug}/questions/new/", fields) for _time in range(2)]
        assert sent[0]["Location"] == sent[1]["Location"]
        assert Question.objects.count() == 1

    def test_the_minutes_lead_there_and_the_notice_is_true(self, me, other, signed_in, team, meeting):
        page, ask = meeting.get_absolute_url(), f'href="/search/question/?team={team.slug}"'
        assert ask not in me.get(page).content.decode()
        told = me.post(f"{page}finalisation/", follow=True, headers={"accept-language": "en"}).content.decode()
        assert "Questions can still be answered, and new ones asked." in words(told)
        for client in (me, other):
            assert ask in client.get(page).content.decode()
            response = client.get(f"/search/question/?team={team.slug}", follow=True)
            assert 'name="body"' in response.content.decode()
        mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
        assert ask not in signed_in(mentor).get(page).content.decode()
        assert signed_in(mentor).get(f"/teams/{team.slug}/questions/new/").status_code == 403

    def test_staff_ask_from_the_minutes_of_the_team(self, signed_in, staff, team, final):
        client = signed_in(staff)
        assert f'href="/search/question/?team={team.slug}"' in client.get(final.get_absolute_url()).content.decode()
        response = client.get(f"/search/question/?team={team.slug}", follow=True)
        assert response.request["PATH_INFO"] == f"/teams/{team.slug}/questions/new/"
        client.post(f"/teams/{team.slug}/questions/new/", form_on(response) | {"body": TEXT})
        assert Question.objects.get().team == team

    def test_minutes_that_were_opened_again_come_first(self, me, team, final, lecture):
        final.reopen()
        response = me.get(f"/teams/{team.slug}/questions/new/?{urlencode({'body': TEXT, 'lecture': lecture.pk})}")
        response = me.get(response["Location"], follow=True)
        assert response.request["PATH_INFO"] == f"/minutes/{final.pk}/questions/"
        assert_is_asked(response.content.decode(), lecture)

    def test_what_is_sent_after_they_were_opened_again_stands_where_the_form_said(self, me, team, final):
        fields = form_on(me.get(f"/teams/{team.slug}/questions/new/")) | {"body": TEXT}
        final.reopen()
        me.post(f"/teams/{team.slug}/questions/new/", fields)
        assert Question.objects.get().meeting is None

    def test_after_the_course_old_minutes_lead_nowhere(self, me, cohort, final):
        cohort.ends_on = THURSDAY - datetime.timedelta(days=1)
        cohort.save()
        assert "/search/question/?team=" not in me.get(final.get_absolute_url()).content.decode()


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
        text = words(asked(client, q=TEXT))
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
