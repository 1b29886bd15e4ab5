"""The home page before and after the day is opened."""

import datetime
import re

import pytest

from meetings.models import ActionItem, AgendaItem, MasterClass, Meeting, Member, Question, Team
from tests.conftest import THURSDAY, seated

pytestmark = pytest.mark.django_db

WEDNESDAY = THURSDAY - datetime.timedelta(days=1)
# Session, account with seats; the latest minutes; the day before; roster, history, agenda and action items left over,
# names for the language; open questions, my action items.
BEFORE_QUERIES = 13


@pytest.fixture(autouse=True)
def _before_four(time_machine):
    """Thursday, 15:48 in Seoul."""
    time_machine.move_to(datetime.datetime(2026, 11, 19, 6, 48, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def yesterday(team, member, mate) -> Meeting:
    return Meeting.objects.create(team=team, held_on=WEDNESDAY, moderator=member, scribe=mate)


def home(client, language: str = "en") -> str:
    response = client.get("/", headers={"accept-language": language})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestBefore:
    def test_it_says_whose_turn_it_is_and_what_carries_over(self, team, member, mate, yesterday, signed_in):
        AgendaItem.objects.create(meeting=yesterday, body="남은 안건")
        item = ActionItem.objects.create(meeting=yesterday, body="남은 일")
        item.owners.set([member])
        shown = home(signed_in(member))
        assert "이든 moderates today" in shown
        assert "문가온 writes." in shown
        assert "1 from the agenda and 1 to do carry over from last time." in shown
        assert "남은 안건" in shown
        assert shown.count("남은 일") == 2  # and among mine
        assert "Open today's minutes" in shown

    def test_it_counts_the_minutes_until_the_meeting_begins(self, team, member, signed_in):
        Team.objects.update(starts_at=datetime.time(16), ends_at=datetime.time(17))
        assert "begins in 12 minutes" in home(signed_in(member))

    def test_open_questions_are_there(self, team, member, signed_in):
        Question.objects.create(team=team, body="아직 열린 질문인가요?")
        assert "아직 열린 질문인가요?" in home(signed_in(member))

    def test_mentors_are_told_to_wait(self, team, member, signed_in):
        mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
        shown = home(signed_in(mentor))
        assert "Somebody of the team opens them." in shown
        assert "Open today's minutes" not in shown

    def test_a_mentoring_of_today_is_not_the_days_minutes(self, team, member, signed_in):
        Meeting.objects.create(team=team, held_on=THURSDAY, kind=Meeting.Kind.MENTORING)
        assert "Open today's minutes" in home(signed_in(member))

    def test_another_teams_meeting_that_we_join_is_not_ours(self, team, member, other_team, signed_in):
        Meeting.objects.create(team=other_team, held_on=THURSDAY).other_teams.add(team)
        assert "Open today's minutes" in home(signed_in(member))

    def test_the_cohort_is_over_and_the_last_minutes_stay(self, team, cohort, member, yesterday, signed_in):
        cohort.ends_on = WEDNESDAY
        cohort.save()
        shown = home(signed_in(member))
        assert "Wednesday 18 November" in shown
        assert "Open today's minutes" not in shown

    def test_on_a_weekend_the_latest_minutes_with_a_quiet_word(self, team, member, yesterday, signed_in, time_machine):
        time_machine.shift(datetime.timedelta(days=2))
        shown = home(signed_in(member))
        assert "There are no minutes of today yet. These are the latest: Open today's minutes" in shown
        assert "Wednesday 18 November" in shown

    def test_that_word_is_no_part_of_what_a_change_of_the_head_replaces(
        self, team, member, yesterday, signed_in, time_machine
    ):
        time_machine.shift(datetime.timedelta(days=2))
        page = signed_in(member).get("/").content.decode()
        way = f'action="/teams/{team.slug}/days/{THURSDAY + datetime.timedelta(days=2)}/"'
        assert way in page
        assert way not in re.search(r'<header class="head[^>]*id="head".*?</header>', page, re.DOTALL)[0]

    @pytest.mark.slow
    def test_a_team_that_never_met_can_begin_on_a_weekend(self, team, member, signed_in, time_machine):
        time_machine.shift(datetime.timedelta(days=2))
        assert "Open today's minutes" in home(signed_in(member))

    def test_before_the_cohort_begins_there_is_nothing_to_open(self, team, cohort, member, signed_in):
        cohort.starts_on = THURSDAY + datetime.timedelta(days=4)
        cohort.save()
        shown = home(signed_in(member))
        assert "Your team has no minutes yet." in shown
        assert "Open today's minutes" not in shown

    @pytest.mark.slow
    @pytest.mark.parametrize("count", [1, 20])
    def test_queries(self, count, team, member, mate, yesterday, signed_in, django_assert_max_num_queries):
        for n in range(count):
            AgendaItem.objects.create(meeting=yesterday, body=f"안건 {n}")
            ActionItem.objects.create(meeting=yesterday, body=f"일 {n}").owners.set([member, mate])
            Question.objects.create(team=team, body=f"질문 {n}").asked_by.set([mate])
        client = signed_in(member)
        with django_assert_max_num_queries(BEFORE_QUERIES + 5):
            client.get("/")


class TestNudge:
    def test_a_draft_of_yesterday(self, member, yesterday, signed_in):
        shown = home(signed_in(member))
        assert "The minutes of yesterday are not finalised yet. Look at them" in shown

    def test_it_stands_above_todays_minutes_too(self, member, yesterday, meeting, signed_in):
        assert "The minutes of yesterday are not finalised yet." in home(signed_in(member))

    def test_final_ones_need_nobody(self, member, yesterday, signed_in):
        yesterday.finalise(by=member.user)
        assert "finalised yet" not in home(signed_in(member))

    def test_on_monday_it_is_about_friday(self, team, member, signed_in, time_machine):
        Meeting.objects.create(team=team, held_on=THURSDAY + datetime.timedelta(days=1))
        time_machine.shift(datetime.timedelta(days=4))
        assert "The minutes of 20 November are not finalised yet." in home(signed_in(member))

    def test_it_does_not_lead_to_the_page_one_is_on(self, team, member, signed_in, time_machine):
        Meeting.objects.create(team=team, held_on=THURSDAY + datetime.timedelta(days=1))
        time_machine.shift(datetime.timedelta(days=2))  # on Saturday the page shows Friday's
        shown = home(signed_in(member))
        assert "Friday 20 November" in shown
        assert "Look at them" not in shown

    def test_missing_ones_can_be_opened_late(self, team, member, signed_in):
        Meeting.objects.create(team=team, held_on=WEDNESDAY - datetime.timedelta(days=1)).finalise(by=member.user)
        client = signed_in(member)
        assert "There are no minutes of yesterday. Open them now" in home(client)
        client.post(f"/teams/{team.slug}/days/{WEDNESDAY}/")
        assert team.meetings.filter(held_on=WEDNESDAY).count() == 1

    def test_a_team_that_never_met_missed_nothing(self, member, signed_in):
        assert "There are no minutes of yesterday" not in home(signed_in(member))


class TestTeamPage:
    def test_it_has_todays_line_and_button(self, team, member, mate, yesterday, signed_in):
        page = signed_in(member).get(team.get_absolute_url(), headers={"accept-language": "ko"}).content.decode()
        assert f'action="/teams/{team.slug}/days/{THURSDAY}/"' in page

    def test_once_opened_it_leads_there(self, team, member, meeting, signed_in):
        page = signed_in(member).get(team.get_absolute_url()).content.decode()
        assert f'href="{meeting.get_absolute_url()}"' in page
        assert f'action="/teams/{team.slug}/days/{THURSDAY}/"' not in page

    @pytest.mark.slow
    def test_staff_can_open_it_for_the_team(self, team, staff, signed_in):
        client = signed_in(staff)
        assert f'action="/teams/{team.slug}/days/{THURSDAY}/"' in client.get(team.get_absolute_url()).content.decode()
        assert client.post(f"/teams/{team.slug}/days/{THURSDAY}/").status_code == 302
        assert team.meetings.get().held_on == THURSDAY


class TestStillOpen:
    @pytest.mark.slow
    def test_says_of_each_how_long_it_waits_and_for_whom(self, team, member, mate, yesterday, signed_in):
        asked = {}
        for days, body in (
            (9, "오래된 것"),
            (3, "맡긴 것"),
            (2, "수업에 가져갈 것"),
            (0, "새것"),
            (1, "끝난 것"),
            (1, "같은 것"),
        ):
            at = datetime.datetime.combine(THURSDAY, datetime.time(3), datetime.UTC) - datetime.timedelta(days=days)
            asked[body] = Question.objects.create(team=team, body=body, asked_at=at)
        asked["맡긴 것"].defer(to=mate)
        held = MasterClass.objects.create(cohort=team.cohort, title="최적화의 직관", held_on=THURSDAY)
        asked["수업에 가져갈 것"].defer(audience="master", for_class=held)
        asked["끝난 것"].take_answer_of([])
        asked["같은 것"].merge_into(asked["새것"])
        shown = home(signed_in(member))
        part = shown.partition("oldest first")[2]
        assert re.findall(r"(오래된 것|맡긴 것|수업에 가져갈 것|새것|끝난 것|같은 것)", part) == [
            "오래된 것",
            "맡긴 것",
            "수업에 가져갈 것",
            "새것",
        ]
        for told in (
            "for 9 days",
            "Waits for 배이든 for 3 days",
            "Goes to the class “최적화의 직관” for 2 days",
            "today",
        ):
            assert told in part
        assert f"/teams/{team.slug}/questions/open/" in signed_in(member).get("/").content.decode()

    def test_what_was_answered_where_it_was_asked_again_is_open_no_more(self, team, member, yesterday, signed_in):
        whole, part = (Question.objects.create(team=team, body=body) for body in ("먼저 물은 것", "다시 물은 것"))
        part.take_answer_of([])
        part.merge_into(whole)
        assert "먼저 물은 것" not in home(signed_in(member))
