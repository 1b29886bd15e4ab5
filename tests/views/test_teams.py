import datetime
import re

import pytest
from django.utils import timezone

from meetings.models import ActionItem, Learning, Meeting, Member, Question, Team
from tests.conftest import THURSDAY

pytestmark = pytest.mark.django_db

# Account, seats, team; past meetings, questions with askers and their count, people, the reader's
# action items, whether the team has a lead, the month.
TEAM_QUERIES = 11
# Account, seats, team; first and last day, whether this month has any, the month.
DAYS_QUERIES = 6


def page(client, url: str, language: str = "en") -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def part(html: str, identifier: str) -> str:
    start = html.index(f'id="{identifier}"')
    return html[start : html.index("</section>", start)]


@pytest.fixture(autouse=True)
def at_four(time_machine):
    """Thursday, 16:00 in Seoul."""
    time_machine.move_to(datetime.datetime(2026, 11, 19, 7, 0, tzinfo=datetime.UTC), tick=False)


def asked(team: Team, body: str, days_ago: int = 0, **more) -> Question:
    return Question.objects.create(
        team=team, body=body, asked_at=timezone.now() - datetime.timedelta(days=days_ago), **more
    )


class TestTeam:
    url = "/teams/team-12/"

    def test_strangers_get_404(self, team, outsider, ex_member, signed_in):
        for stranger in (outsider, ex_member):
            assert signed_in(stranger).get(self.url).status_code == 404
            assert signed_in(stranger).get(self.url + "days/").status_code == 404

    def test_a_new_team_says_what_will_be_here(self, member, signed_in):
        html = page(signed_in(member), self.url)
        for sentence in (
            "No question is open.",
            "The team hasn't met yet.",
            "Nothing is left for you to do.",
            "가온 moderates today",
        ):
            assert sentence in html

    def test_open_questions_stand_oldest_first_with_their_age(self, team, member, mate, signed_in):
        asked(team, "오늘 것")
        asked(team, "이틀 된 것", 2).asked_by.add(mate)
        asked(team, "어제 것", 1, status=Question.Status.DEFERRED, deferred_to=mate)
        asked(team, "답이 나온 것", 5, status=Question.Status.ANSWERED)
        asked(team, "지운 것", 9).remove()
        html = part(page(signed_in(member), self.url), "open")
        assert re.findall(r"오늘 것|이틀 된 것|어제 것|답이 나온 것|지운 것", html) == [
            "이틀 된 것",
            "어제 것",
            "오늘 것",
        ]
        assert re.findall(r'row-end( overdue)?">(?:<b>)?([^<]+)', html) == [
            (" overdue", "for 2 days"),
            ("", "yesterday"),
            ("", "today"),
        ]
        assert "3 · oldest first" in html
        assert "asked by 배이든" in html
        assert "Waits for 배이든" in html

    @pytest.mark.slow
    def test_the_age_grows_at_midnight_of_the_cohort(self, team, member, signed_in, time_machine):
        asked(team, "밤 질문")
        time_machine.move_to(datetime.datetime(2026, 11, 20, 14, 59, tzinfo=datetime.UTC), tick=False)
        assert "<b>yesterday</b>" in page(signed_in(member), self.url)
        time_machine.move_to(datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC), tick=False)
        assert ">for 2 days</span>" in page(signed_in(member), self.url)

    @pytest.mark.slow
    def test_only_the_oldest_are_listed_and_all_are_counted(self, team, member, signed_in):
        for n in range(12):
            asked(team, f"질문 {n}", n)
        html = part(page(signed_in(member), self.url), "open")
        assert html.count("<article") == 8
        assert "12 · oldest first" in html

    def test_past_meetings_tell_their_state(self, team, member, signed_in):
        days = [THURSDAY - datetime.timedelta(days=n) for n in (1, 2, 3)]
        final, draft, removed = [Meeting.objects.create(team=team, held_on=day, moderator=member) for day in days]
        final.finalise(by=member.user)
        removed.remove()
        asked(team, "하나", meeting=draft)
        asked(team, "둘", meeting=draft).remove()
        Learning.objects.create(team=team, meeting=draft, body="배움")
        html = words(part(page(signed_in(member), self.url), "past"))
        assert "Wednesday 18 November Questions 0 · Learnings 0 · Moderator 문가온 finalised" in html
        assert "Tuesday 17 November Questions 1 · Learnings 1 · Moderator 문가온 not finalised yet" in html
        assert "16 November" not in html

    def test_todays_minutes_are_one_press_away(self, meeting, member, signed_in):
        html = page(signed_in(member), self.url)
        assert f'<a class="button button-main button-large" href="{meeting.get_absolute_url()}">' in html
        assert "Thursday 19 November" not in words(part(html, "past"))

    def test_people_with_their_roles(self, team, member, mate, ex_member, signed_in):
        Member.objects.create(team=team, name="한도경", role=Member.Role.MENTOR)
        html = words(part(page(signed_in(member), self.url), "people"))
        assert "한도경 mentor" in html
        assert "배이든" in html
        assert "한여울" not in html

    def test_my_action_items_are_mine_and_soonest_first(self, meeting, member, mate, signed_in):
        later = ActionItem.objects.create(meeting=meeting, body="나중 일", due_on=THURSDAY + datetime.timedelta(days=9))
        soon = ActionItem.objects.create(meeting=meeting, body="급한 일", due_on=THURSDAY)
        for item in (later, soon):
            item.owners.add(member)
        ActionItem.objects.create(meeting=meeting, body="남의 일").owners.add(mate)
        html = part(page(signed_in(member), self.url), "mine")
        assert html.index("급한 일") < html.index("나중 일")
        assert "남의 일" not in html
        assert "28 November" in html

    def test_staff_without_a_seat_have_nothing_to_do_here(self, team, staff, signed_in):
        assert 'id="mine"' not in page(signed_in(staff), self.url)

    @pytest.mark.slow
    @pytest.mark.parametrize("times", [1, 40])
    def test_queries(self, team, member, signed_in, times, django_assert_num_queries):
        for n in range(times):
            meeting = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=n), moderator=member)
            question = asked(team, f"질문 {n}", n, meeting=meeting)
            question.asked_by.add(member)
            question.tags.create(cohort=team.cohort, name=f"태그-{n}")
            ActionItem.objects.create(meeting=meeting, body="할 일").owners.add(member)
            Member.objects.create(team=team, name=f"사람 {n}")
        client = signed_in(member)
        with django_assert_num_queries(TEAM_QUERIES):
            client.get(self.url)


class TestCalendar:
    url = "/teams/team-12/days/"

    def cell(self, html: str, day: int) -> str:
        cells = re.findall(r"<td.*?</td>", html)
        return next(cell for cell in cells if re.search(rf'class="day"[^>]*>{day}<', cell))

    def test_dots_are_questions(self, team, meeting, member, signed_in):
        for n in range(5):
            asked(team, f"{n}", meeting=meeting, status="answered" if n < 3 else "open")
        cell = self.cell(page(signed_in(member), self.url), 19)
        assert cell.count("<i></i>") == 3
        assert cell.count('<i class="is-open"></i>') == 2
        assert 'aria-label="3 of 5 questions answered"' in cell
        assert "is-today" in cell
        assert "Moderator 가온" in words(cell)

    def test_a_past_draft_has_to_be_finalised(self, team, member, signed_in):
        Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=1))
        final = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=2))
        final.finalise(by=member.user)
        html = page(signed_in(member), self.url)
        assert "not final" in self.cell(html, 18)
        assert "not final" not in self.cell(html, 17)

    def test_a_day_without_minutes_leads_nowhere(self, meeting, member, signed_in):
        assert "href" not in self.cell(page(signed_in(member), self.url), 18)

    def test_several_meetings_of_a_day_lead_each_to_its_own(self, team, meeting, member, signed_in):
        mentoring = Meeting.objects.create(team=team, held_on=THURSDAY, kind=Meeting.Kind.MENTORING)
        cell = self.cell(page(signed_in(member), self.url), 19)
        assert cell.index(meeting.get_absolute_url()) < cell.index(mentoring.get_absolute_url())
        assert cell.count('class="day"') == 1

    def test_weekends_and_other_kinds_are_in_the_list(self, team, meeting, member, signed_in):
        saturday = Meeting.objects.create(
            team=team, held_on=datetime.date(2026, 11, 21), kind=Meeting.Kind.PROJECT, title="발표 준비"
        )
        html = words(page(signed_in(member), self.url))
        assert "Saturday 21 November project meeting · 발표 준비" in html
        assert saturday.get_absolute_url() in page(signed_in(member), self.url)

    def test_months_turn_as_far_as_there_are_minutes(self, team, meeting, member, signed_in):
        client = signed_in(member)
        html = page(client, self.url)
        assert 'rel="prev"' not in html
        assert 'rel="next"' not in html
        Meeting.objects.create(team=team, held_on=datetime.date(2026, 9, 30))
        Meeting.objects.create(team=team, held_on=datetime.date(2026, 12, 1))
        html = page(client, self.url)
        assert 'rel="prev" href="?month=2026-10"' in html
        assert 'rel="next" href="?month=2026-12"' in html
        assert "The team has no minutes of this month." in page(client, self.url + "?month=2026-10")

    def test_while_this_month_has_none_the_latest_month_is_shown(self, team, member, signed_in):
        client = signed_in(member)
        assert '<h1 id="month">November</h1>' in page(client, self.url)
        Meeting.objects.create(team=team, held_on=datetime.date(2025, 8, 5))
        assert '<h1 id="month">August 2025</h1>' in page(client, self.url)

    @pytest.mark.parametrize("month", ["2026-13", "nonsense", "", "0000-00", "99999-01"])
    def test_what_is_no_month_means_this_one(self, meeting, member, signed_in, month):
        assert '<h1 id="month">November</h1>' in page(signed_in(member), f"{self.url}?month={month}")

    def test_removed_minutes_and_other_teams_are_not_there(self, meeting, member, other_team, signed_in):
        theirs = Meeting.objects.create(team=other_team, held_on=THURSDAY)
        meeting.remove()
        html = page(signed_in(member), self.url)
        assert theirs.get_absolute_url() not in html
        assert meeting.get_absolute_url() not in html
        assert "The team has no minutes of this month." in html

    def test_a_day_belongs_to_the_cohort_at_the_turn_of_the_month(self, team, member, signed_in, time_machine):
        Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 30))
        Meeting.objects.create(team=team, held_on=datetime.date(2026, 12, 1))
        client = signed_in(member)
        time_machine.move_to(datetime.datetime(2026, 11, 30, 14, 59, tzinfo=datetime.UTC))
        assert '<h1 id="month">November</h1>' in page(client, self.url)
        time_machine.move_to(datetime.datetime(2026, 11, 30, 15, 0, tzinfo=datetime.UTC))
        assert '<h1 id="month">December</h1>' in page(client, self.url)

    @pytest.mark.parametrize("times", [1, 40])
    def test_queries(self, team, member, signed_in, times, django_assert_num_queries):
        for n in range(times):
            day = datetime.date(2026, 11, n % 28 + 1)
            Meeting.objects.create(team=team, held_on=day, kind=Meeting.Kind.OTHER, moderator=member)
        client = signed_in(member)
        with django_assert_num_queries(DAYS_QUERIES):
            client.get(self.url)


def test_names_are_escaped(team, member, signed_in):
    Team.objects.filter(pk=team.pk).update(name="<b>조</b>")
    Member.objects.create(team=team, name="<i>이름</i>")
    html = page(signed_in(member), "/teams/team-12/")
    assert "<b>조</b>" not in html
    assert "<i>이름</i>" not in html
    assert "&lt;i&gt;이름" in html
