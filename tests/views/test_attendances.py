"""Ticking oneself and others in, on the page and for its script."""

import datetime
import re

import pytest

from meetings.models import Attendance, Meeting
from tests.conftest import THURSDAY, seated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seven_past_four(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 19, 7, 7, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def third(team):
    return seated(team, "raon", "서라온")


def say(client, meeting, member, state: str, **more):
    url = f"/minutes/{meeting.pk}/attendance/"
    return client.post(
        url, {"member": member.pk, "state": state, **more}, headers={"accept": more.pop("accept", "*/*")}
    )


def in_json(client, url: str, **fields):
    return client.post(url, fields, headers={"accept": "application/json"})


def state(meeting, member) -> tuple[str, datetime.time | None] | None:
    return meeting.attendances.filter(member=member).values_list("state", "at").first()


def next_state(client, meeting) -> str:
    html = client.get(meeting.get_absolute_url()).content.decode()
    form = re.search(r'<form id="mine-now".*?</form>', html, re.DOTALL)[0]
    return re.search(r'name="state"\s+value="(\w*)"', form)[1]


class TestMine:
    @pytest.mark.slow
    def test_a_tap_is_here_then_late_then_left_then_excused_then_unknown(self, meeting, mate, signed_in):
        client, seen = signed_in(mate), []
        for _tap in range(5):
            say(client, meeting, mate, next_state(client, meeting))
            seen.append(state(meeting, mate))
        now = datetime.time(16, 7)
        assert seen == [("present", None), ("late", now), ("left_early", now), ("excused", None), None]

    def test_the_time_can_be_set(self, meeting, mate, signed_in):
        say(signed_in(mate), meeting, mate, "late", at="16:03")
        assert state(meeting, mate) == ("late", datetime.time(16, 3))

    def test_on_another_day_no_time_is_made_up(self, team, member, mate, signed_in):
        past = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=1), moderator=member)
        say(signed_in(mate), past, mate, "late")
        assert state(past, mate) == ("late", None)

    def test_without_a_script_it_leads_back_to_the_page(self, meeting, mate, signed_in):
        response = say(signed_in(mate), meeting, mate, "present", next="/")
        assert (response.status_code, response["Location"]) == (302, "/")

    def test_others_are_not_mine(self, meeting, mate, third, signed_in):
        assert say(signed_in(mate), meeting, third, "present").status_code == 403
        assert not meeting.attendances.exists()

    def test_mentors_may_say_that_they_were_there(self, meeting, team, signed_in):
        mentor = seated(team, "mentor", "한도경", role="mentor")
        Attendance.objects.create(meeting=meeting, member=mentor, state="late", marked_by=mentor.user)
        say(signed_in(mentor), meeting, mentor, "present")
        assert state(meeting, mentor) == ("present", None)


class TestOthers:
    def test_the_moderator_marks_everybody(self, meeting, member, mate, signed_in):
        say(signed_in(member), meeting, mate, "absent")
        assert meeting.attendances.get().marked_by == member.user

    def test_nobody_outside_the_list_is_marked(self, meeting, member, outsider, signed_in):
        response = in_json(signed_in(member), f"/minutes/{meeting.pk}/attendance/", member=outsider.pk, state="present")
        assert response.status_code == 422
        assert response.json()["sentence"]
        assert not Attendance.objects.exists()

    @pytest.mark.parametrize("fields", [{"state": "nonsense"}, {"state": "late", "at": "25:99"}])
    def test_what_is_no_state_or_time_is_refused(self, fields, meeting, member, mate, signed_in):
        response = in_json(signed_in(member), f"/minutes/{meeting.pk}/attendance/", member=mate.pk, **fields)
        assert response.status_code == 422
        assert not Attendance.objects.exists()


class TestForTheScript:
    def test_the_head_comes_back_with_its_revision(self, meeting, mate, signed_in):
        answer = in_json(signed_in(mate), f"/minutes/{meeting.pk}/attendance/", member=mate.pk, state="present").json()
        meeting.refresh_from_db()
        (fragment,) = answer["fragments"]
        assert (answer["revision"], fragment["id"], fragment["part"]) == (meeting.head_revision, "head", "head")
        assert fragment["html"].startswith('<header class="head on-text" id="head"')

    def test_what_it_shows_is_what_the_page_shows(self, meeting, mate, signed_in):
        client = signed_in(mate)
        answer = in_json(client, f"/minutes/{meeting.pk}/attendance/", member=mate.pk, state="late").json()
        page = client.get(meeting.get_absolute_url()).content.decode()
        head = re.search(r'<header class="head.*?</header>', page, re.DOTALL)[0]
        assert _bare(answer["fragments"][0]["html"]) == _bare(head)

    def test_its_forms_lead_back_to_the_page_that_asked(self, meeting, member, signed_in):
        url = f"/minutes/{meeting.pk}/attendance/"
        for page in ("/", meeting.get_absolute_url()):
            answer = in_json(signed_in(member), url, member=member.pk, state="present", next=page).json()
            ways = re.findall(r'name="next" value="([^"]*)"', answer["fragments"][0]["html"])
            assert set(ways) == {page}

    def test_final_minutes_answer_with_a_sentence(self, meeting, member, mate, signed_in):
        meeting.finalise(by=member.user)
        for path, fields in (("attendance/", {"state": "present"}), ("duties/", {"duty": "scribe"})):
            response = in_json(signed_in(mate), f"/minutes/{meeting.pk}/{path}", member=mate.pk, **fields)
            assert response.status_code == 403
            assert response.json()["sentence"]
        assert not Attendance.objects.exists()


def _bare(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r'value="[^"]{64}"', "", html))


class TestContest:
    @pytest.fixture
    def marked(self, meeting, member, mate):
        Attendance.objects.mark(meeting, mate, "late", member.user)
        return f"/minutes/{meeting.pk}/attendance/contest/"

    def test_my_own_tap_becomes_a_contest(self, meeting, mate, marked, signed_in):
        client = signed_in(mate)
        page = client.get(meeting.get_absolute_url()).content.decode()
        assert 'id="mine-now"' not in page
        assert marked in page
        client.post(marked, {"member": mate.pk, "state": "present"})
        attendance = meeting.attendances.get()
        assert (attendance.state, attendance.contested_as) == ("late", "present")

    @pytest.mark.slow
    def test_me_it_tells_who_has_to_confirm_and_the_moderator_can(self, meeting, member, mate, marked, signed_in):
        client = signed_in(mate)
        client.post(marked, {"member": mate.pk, "state": "present"})
        mine = client.get(meeting.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
        assert "You said that you were not late. It changes when 문가온 confirms it." in mine
        theirs = signed_in(member).get(meeting.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
        assert "배이든 says: present. It stands as: late." in theirs
        signed_in(member).post(marked, {"member": mate.pk, "settle": "yes"})
        assert state(meeting, mate) == ("present", None)

    def test_others_neither_contest_nor_settle_for_me(self, meeting, mate, third, marked, signed_in):
        client = signed_in(third)
        assert client.post(marked, {"member": mate.pk, "state": "present"}).status_code == 403
        assert client.post(marked, {"member": mate.pk, "settle": "yes"}).status_code == 403
        assert meeting.attendances.get().contested_as == ""

    def test_what_nobody_said_cannot_be_contested(self, meeting, third, marked, signed_in):
        assert signed_in(third).post(marked, {"member": third.pk, "state": "present"}).status_code == 404

    def test_the_trail_says_who_said_what_and_when(self, meeting, member, mate, marked, signed_in):
        signed_in(mate).post(marked, {"member": mate.pk, "state": "present"})
        signed_in(member).post(marked, {"member": mate.pk, "settle": "yes"})
        page = signed_in(mate).get(f"/minutes/{meeting.pk}/attendance/", headers={"accept-language": "en"})
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))
        assert "16:07 배이든 says it was: present" in words
        assert "16:07 문가온 present" in words


class TestDuties:
    def test_two_taps_swap(self, meeting, member, mate, signed_in):
        client = signed_in(mate)
        assert 'popovertarget="swap-moderator"' in client.get(meeting.get_absolute_url()).content.decode()
        client.post(f"/minutes/{meeting.pk}/duties/", {"duty": "moderator", "member": mate.pk})
        meeting.refresh_from_db()
        assert meeting.moderator == mate

    def test_mentors_do_not(self, meeting, team, mate, signed_in):
        client = signed_in(seated(team, "mentor", "한도경", role="mentor"))
        url = f"/minutes/{meeting.pk}/duties/"
        assert client.post(url, {"duty": "moderator", "member": mate.pk}).status_code == 403
        assert (
            "popovertarget"
            not in re.search(
                r"<header class=.head.*?</header>", client.get(meeting.get_absolute_url()).content.decode(), re.DOTALL
            )[0]
        )

    def test_while_the_moderator_is_away_the_next_in_turn_is_offered(self, meeting, member, mate, third, signed_in):
        client = signed_in(mate)
        Attendance.objects.mark(meeting, member, "absent", member.user)
        page = client.get(meeting.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
        assert "문가온, who moderates, isn't here today. 배이든 would be next." in re.sub(r"\s+", " ", page)
        assert Meeting.objects.get().moderator == member, "nothing happens by itself"

    def test_nobody_of_another_team_gets_a_duty(self, meeting, member, outsider, signed_in):
        url = f"/minutes/{meeting.pk}/duties/"
        assert in_json(signed_in(member), url, duty="scribe", member=outsider.pk).status_code == 422
