import datetime
import re

import pytest
from django.utils import timezone

from meetings.models import ActionItem, Meeting, Member, Question, Team
from tests.conftest import THURSDAY
from tests.views.test_minutes import MINUTES_QUERIES, at_four, fill, page, words  # noqa: F401 - a fixture among them

pytestmark = pytest.mark.django_db

# What is open: questions, their askers, the reader's action items.
HOME_QUERIES = MINUTES_QUERIES + 3


class TestHome:
    def test_todays_minutes_are_home(self, at_four, meeting, member, signed_in):
        Meeting.objects.create(team=meeting.team, held_on=THURSDAY, kind=Meeting.Kind.MENTORING)
        Meeting.objects.create(team=meeting.team, held_on=THURSDAY + datetime.timedelta(days=1))
        html = page(signed_in(member), "/")
        assert "<h1>Thursday 19 November</h1>" in html
        assert "daily meeting" in html
        assert "no minutes of today" not in html

    def test_without_minutes_of_today_the_latest_say_so(self, time_machine, meeting, member, signed_in):
        time_machine.move_to(datetime.datetime(2026, 11, 20, 7, 0, tzinfo=datetime.UTC))
        html = page(signed_in(member), "/")
        assert "There are no minutes of today yet. These are the latest:" in html
        assert "<h1>Thursday 19 November</h1>" in html

    @pytest.mark.parametrize(
        ("utc", "heading"),
        [
            ("2026-11-19T14:59:59+00:00", "Thursday 19 November"),  # 23:59:59 in Seoul
            ("2026-11-19T15:00:00+00:00", "Friday 20 November"),  # midnight in Seoul
        ],
    )
    def test_the_day_ends_at_midnight_of_the_cohort(self, time_machine, meeting, member, signed_in, utc, heading):
        Meeting.objects.create(team=meeting.team, held_on=THURSDAY + datetime.timedelta(days=1))
        time_machine.move_to(datetime.datetime.fromisoformat(utc), tick=False)
        html = page(signed_in(member), "/")
        assert f"<h1>{heading}</h1>" in html
        assert "no minutes of today" not in html

    def test_a_team_that_never_met_is_told_so(self, at_four, member, signed_in):
        html = page(signed_in(member), "/")
        assert "Your team has no minutes yet." in html
        assert "Thursday 19 November" in html

    def test_what_is_open_stands_beside(self, at_four, meeting, member, mate, signed_in):
        old = Question.objects.create(
            team=meeting.team, body="아주 오래된 질문", asked_at=timezone.now() - datetime.timedelta(days=3)
        )
        old.asked_by.add(mate)
        Question.objects.create(team=meeting.team, body="답이 나온 질문", status=Question.Status.ANSWERED)
        earlier = Meeting.objects.create(team=meeting.team, held_on=THURSDAY - datetime.timedelta(days=1))
        mine = ActionItem.objects.create(meeting=earlier, body="내가 할 일", due_on=THURSDAY)
        mine.owners.add(member)
        ActionItem.objects.create(meeting=earlier, body="남이 할 일").owners.add(mate)
        done = ActionItem.objects.create(meeting=earlier, body="벌써 한 일", done_at=timezone.now())
        done.owners.add(member)
        html = page(signed_in(member), "/")
        assert "아주 오래된 질문" in html
        assert "for 3 days" in html
        assert "내가 할 일" in html
        assert not [word for word in ("답이 나온 질문", "남이 할 일", "벌써 한 일") if word in html]

    def test_other_teams_questions_are_not_open_here(self, at_four, meeting, member, other_team, signed_in):
        Question.objects.create(team=other_team, body="남의 조 질문")
        assert "남의 조 질문" not in page(signed_in(member), "/")

    def test_a_joint_meeting_of_today_is_home_too(self, at_four, meeting, outsider, other_team, signed_in):
        meeting.other_teams.add(other_team)
        assert "<h1>Thursday 19 November</h1>" in page(signed_in(outsider), "/")

    def test_several_seats_give_a_list_of_teams(self, at_four, meeting, member, other_team, signed_in):
        Member.objects.create(team=other_team, user=member.user, name="문가온", role=Member.Role.MENTOR)
        html = words(page(signed_in(member), "/"))
        assert "12조 느린학습률 Open today's minutes" in html
        assert "5조 과적합 no minutes yet" in html

    def test_a_seat_of_a_finished_cohort_does_not_hide_the_current_one(self, at_four, meeting, member, signed_in):
        day = datetime.date(2025, 1, 6)
        old = type(meeting.team.cohort).objects.create(name="지난 기수", slug="old", starts_on=day, ends_on=day)
        team = Team.objects.create(cohort=old, name="옛 조", slug="old-team")
        Member.objects.create(team=team, user=member.user, name="문가온")
        assert "<h1>Thursday 19 November</h1>" in page(signed_in(member), "/")

    def test_staff_see_the_teams_they_run(self, at_four, meeting, other_team, staff, signed_in):
        meeting.finalise(by=staff)
        Meeting.objects.create(team=other_team, held_on=THURSDAY - datetime.timedelta(days=1))
        html = words(page(signed_in(staff), "/"))
        assert "Open today's minutes · finalised" in html
        assert "no minutes of today yet · latest: 18 November" in html

    def test_whoever_has_no_team_reads_what_to_do(self, ex_member, meeting, signed_in):
        html = page(signed_in(ex_member), "/")
        assert "Ask the staff of your course for a seat in a team." in html
        assert meeting.team.name not in html


class TestQueries:
    @pytest.mark.parametrize("times", [1, 40])
    def test_home(self, at_four, meeting, member, mate, signed_in, times, django_assert_num_queries):
        fill(meeting, [member, mate], times)
        client = signed_in(member)
        with django_assert_num_queries(HOME_QUERIES):
            client.get("/")

    @pytest.mark.parametrize("times", [1, 40])
    def test_teams_of_staff(self, at_four, cohort, staff, signed_in, times, django_assert_num_queries):
        for n in range(times):
            team = Team.objects.create(cohort=cohort, name=f"{n}조", slug=f"t{n}")
            Meeting.objects.create(team=team, held_on=THURSDAY)
        client = signed_in(staff)
        with django_assert_num_queries(5):  # session, account, seats, teams, their latest meetings
            client.get("/")

    def test_long_lists_of_teams_have_pages(self, cohort, staff, signed_in):
        for n in range(120):
            Team.objects.create(cohort=cohort, name=f"{n:03}조", slug=f"t{n}")
        client, url, seen = signed_in(staff), "/", []
        while url:
            html = page(client, url)
            seen += re.findall(r"(\d{3})조</a>", html)
            following = re.search(r'rel="next" href="(\?after=\d+)"', html)
            url = following and following[1]
        assert seen == [f"{n:03}" for n in range(120)]

    @pytest.mark.parametrize("after", ["x", "0", "999999", "٣", "9" * 30])
    def test_a_made_up_page_is_404_or_the_first(self, cohort, staff, signed_in, after):
        assert signed_in(staff).get("/", {"after": after}).status_code in (200, 404)
