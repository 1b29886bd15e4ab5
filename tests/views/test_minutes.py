import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Attendance,
    Learning,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    SourceDocument,
    Team,
)
from tests.conftest import THURSDAY, seated

pytestmark = pytest.mark.django_db

# Account, seats; meeting, week, people with their attendance; all rows; all that they name.
MINUTES_QUERIES = 7


def page(client, url: str, language: str = "en") -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def at_four(time_machine):
    """Thursday, 16:00 in Seoul."""
    time_machine.move_to(datetime.datetime(2026, 11, 19, 7, 0, tzinfo=datetime.UTC), tick=False)


def fill(meeting: Meeting, people: list[Member], times: int) -> None:
    """Something of everything that minutes hold, `times` over."""
    first, second = people
    for n in range(times):
        review = Review.objects.create(meeting=meeting, title=f"과제 {n}", order=n)
        review.presenters.set(people)
        learning = Learning.objects.create(team=meeting.team, meeting=meeting, review=review, body=f"배움 {n}", order=n)
        learning.learners.set(people)
        Learning.objects.create(team=meeting.team, meeting=meeting, author=first, body="따로 배움", order=n)
        question = Question.objects.create(team=meeting.team, meeting=meeting, body=f"왜 ${n}$인가요?", order=n)
        question.asked_by.set([first])
        question.tags.create(cohort=meeting.team.cohort, name=f"태그-{n}")
        answer = Answer.objects.create(question=question, body="그래서요", order=n)
        answer.answered_by.set([second])
        Section.objects.create(meeting=meeting, heading=f"절 {n}", body="글", order=n)
        AgendaItem.objects.create(meeting=meeting, body="안건", owner=first, minutes=5, order=n)
        item = ActionItem.objects.create(meeting=meeting, body="할 일", due_on=THURSDAY, order=n)
        item.owners.set(people)
        meeting.resources.create(team=meeting.team, url=f"https://example.com/{n}")


class TestAccess:
    def test_strangers_get_404(self, meeting, outsider, ex_member, signed_in):
        for stranger in (outsider, ex_member):
            assert signed_in(stranger).get(meeting.get_absolute_url()).status_code == 404

    def test_nobody_sees_removed_minutes(self, meeting, member, signed_in):
        meeting.remove()
        assert signed_in(member).get(meeting.get_absolute_url()).status_code == 404

    def test_staff_read_all_teams_of_their_cohort(self, meeting, staff, signed_in):
        assert "Thursday 19 November" in page(signed_in(staff), meeting.get_absolute_url())

    @pytest.mark.slow
    def test_a_joint_meeting_opens_to_the_other_team_and_leads_nowhere_they_may_not_go(
        self, meeting, member, outsider, other_team, signed_in
    ):
        Meeting.objects.create(team=meeting.team, held_on=THURSDAY - datetime.timedelta(days=1))
        meeting.other_teams.add(other_team)
        meeting.source = SourceDocument.objects.create(team=meeting.team, path="비밀.md", raw=b"x")
        meeting.save()
        client = signed_in(outsider)
        html = page(client, meeting.get_absolute_url())
        assert other_team.name in html
        assert "비밀.md" not in html
        for url in set(re.findall(r'href="(/[^"#?]*)', html)) - {"/static/meetings/css/app.css"}:
            if not url.startswith(("/static/", "/accounts/")):
                assert client.get(url).status_code == 200, url


class TestTeamDay:
    def test_a_day_leads_to_its_minutes(self, meeting, member, signed_in):
        response = signed_in(member).get(reverse("team_day", args=["team-12", THURSDAY]))
        assert (response.status_code, response.url) == (302, meeting.get_absolute_url())

    def test_a_day_without_minutes_is_404(self, meeting, member, outsider, signed_in):
        assert signed_in(member).get("/teams/team-12/days/2026-11-18/").status_code == 404
        assert signed_in(member).get("/teams/team-12/days/2026-02-30/").status_code == 404
        assert signed_in(outsider).get("/teams/team-12/days/2026-11-19/").status_code == 404

    def test_other_kinds_have_no_address_by_day(self, meeting, member, signed_in):
        Meeting.objects.filter(pk=meeting.pk).update(kind=Meeting.Kind.PROJECT)
        assert signed_in(member).get("/teams/team-12/days/2026-11-19/").status_code == 404


class TestHead:
    def test_day_team_kind_times_and_numbers(self, at_four, meeting, mate, member, signed_in):
        Meeting.objects.filter(pk=meeting.pk).update(
            starts_at=datetime.time(16), ends_at=datetime.time(17), scribe=mate, title="첫 합평"
        )
        html = words(page(signed_in(member), meeting.get_absolute_url()))
        assert "week 3 · day 14" in html
        assert "12조 느린학습률 · daily meeting · 첫 합평 · 16:00–17:00" in html
        assert "Moderator 문가온" in html
        assert "Scribe 배이든" in html

    def test_the_week_links_to_minutes_that_exist(self, at_four, meeting, team, member, signed_in):
        tuesday = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=2))
        saturday = Meeting.objects.create(
            team=team, held_on=THURSDAY + datetime.timedelta(days=2), kind=Meeting.Kind.PROJECT
        )
        html = page(signed_in(member), meeting.get_absolute_url())
        week = html[html.index("tabs-days") : html.index("</nav>", html.index("tabs-days"))]
        assert re.findall(r'<a(?: class="is-free"| href="/minutes/(\d+)/")', week) == [
            "",
            str(tuesday.pk),
            "",
            str(meeting.pk),
            "",
            str(saturday.pk),
        ]
        assert week.count("aria-current") == 1

    def test_previous_and_next_skip_removed_minutes(self, meeting, team, member, signed_in):
        long_ago = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 3))
        Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=1)).remove()
        after = Meeting.objects.create(team=team, held_on=datetime.date(2027, 1, 4))
        html = page(signed_in(member), meeting.get_absolute_url())
        assert f'rel="prev" href="{long_ago.get_absolute_url()}"' in html
        assert f'rel="next" href="{after.get_absolute_url()}"' in html

    def test_who_finalised_and_when(self, at_four, meeting, member, signed_in):
        meeting.finalise(by=member.user)
        assert "문가온 finalised them at 16:00." in page(signed_in(member), meeting.get_absolute_url())

    def test_finalised_on_a_later_day(self, time_machine, meeting, member, signed_in):
        time_machine.move_to(datetime.datetime(2026, 11, 20, 7, 0, tzinfo=datetime.UTC))
        meeting.finalise(by=None)
        assert "Finalised on 20 November." in page(signed_in(member), meeting.get_absolute_url())

    def test_a_past_draft_says_so_and_todays_does_not(self, at_four, time_machine, meeting, member, signed_in):
        sentence = "Nobody has finalised them yet."
        assert sentence not in page(signed_in(member), meeting.get_absolute_url())
        time_machine.move_to(datetime.datetime(2026, 11, 20, 7, 0, tzinfo=datetime.UTC))
        assert sentence in page(signed_in(member), meeting.get_absolute_url())

    def test_times_are_those_of_the_cohort(self, time_machine, cohort, meeting, staff, signed_in):
        cohort.time_zone = "America/New_York"
        cohort.save()
        time_machine.move_to(datetime.datetime(2026, 11, 19, 21, 0, tzinfo=datetime.UTC))
        meeting.finalise(by=staff)
        assert "staff finalised them at 16:00." in page(signed_in(staff), meeting.get_absolute_url())


class TestAttendance:
    """What readers see; who may mark whom stands in test_attendances.py."""

    @pytest.fixture
    def reader(self, team, signed_in):
        return signed_in(seated(team, "mentor", "한도경", role=Member.Role.MENTOR))

    def test_every_state_has_a_word(self, meeting, team, member, mate, reader):
        states = [
            ("차민솔", "late", datetime.time(16, 7), "16:07 late"),
            ("오지후", "left_early", datetime.time(16, 40), "16:40 left early"),
            ("서라온", "excused", None, "excused"),
            ("도하늘", "absent", None, "absent"),
            ("배이든", "present", None, "present"),
        ]
        for name, state, at, _word in states:
            person, _created = Member.objects.get_or_create(team=team, name=name)
            Attendance.objects.create(meeting=meeting, member=person, state=state, at=at)
        html = words(page(reader, meeting.get_absolute_url()))
        for name, _state, _at, word in states:
            assert f"{name} {word}" in html
        assert "문가온 not known yet" in html

    def test_nothing_known_is_one_word(self, meeting, member, mate, reader):
        html = words(page(reader, meeting.get_absolute_url()))
        assert "Attendance not known yet" in html
        assert html.count("배이든") == 0

    def test_contested_is_told(self, meeting, member, reader):
        Attendance.objects.create(meeting=meeting, member=member, state="late", contested_as="present")
        assert "(says it was: present )" in words(page(reader, meeting.get_absolute_url()))

    def test_whoever_sat_in_the_team_on_that_day_counts(self, meeting, team, member, mate, ex_member, signed_in):
        Member.objects.create(team=team, name="나중사람", joined_on=THURSDAY + datetime.timedelta(days=1))
        Member.objects.create(team=team, name="멘토사람", role=Member.Role.MENTOR)
        guest = Member.objects.create(team=team, name="손님사람", role=Member.Role.GUEST)
        Attendance.objects.create(meeting=meeting, member=guest)
        html = page(signed_in(member), meeting.get_absolute_url())
        assert "손님사람" in html
        assert "배이든" in html
        assert not [name for name in ("나중사람", "멘토사람", "한여울") if name in html]


class TestRows:
    def test_everything_stands_where_it_belongs(self, at_four, meeting, member, mate, signed_in):
        fill(meeting, [member, mate], 2)
        html = page(signed_in(member), meeting.get_absolute_url())
        places = [html.index(f'id="review-{review.pk}"') for review in Review.objects.all()]
        learnt = [html.index(f'id="learning-{row.pk}"') for row in Learning.objects.exclude(review=None)]
        assert places[0] < learnt[0] < places[1] < learnt[1]
        loose = Learning.objects.filter(review=None).first()
        assert html.index(f'id="learning-{loose.pk}"') > learnt[1]
        for row in [*Question.objects.all(), *Section.objects.all()]:
            assert f'id="{row._meta.model_name}-{row.pk}"' in html
        assert html.index('id="questions"') < html.index('id="section-')
        assert "2 of 2 still open" in html
        assert 'class="katex"' in html
        assert "https://example.com/1" in html

    def test_answered_questions_are_counted(self, meeting, team, member, signed_in):
        Question.objects.create(team=team, meeting=meeting, body="하나", status=Question.Status.ANSWERED)
        assert "1, answered" in page(signed_in(member), meeting.get_absolute_url())
        Question.objects.create(team=team, meeting=meeting, body="둘", status=Question.Status.DEFERRED)
        assert "1 of 2 still open" in page(signed_in(member), meeting.get_absolute_url())

    def test_removed_rows_are_gone(self, meeting, member, mate, signed_in):
        fill(meeting, [member, mate], 1)
        for model in (Review, Learning, Question, Section, AgendaItem, ActionItem):
            for row in model.objects.all():
                row.remove()
        html = page(signed_in(member), meeting.get_absolute_url())
        assert not re.findall(r'id="(?:review|learning|question|section|agenda|action)-\d+"', html)
        assert "There are no questions yet." in html

    def test_learnings_of_a_removed_review_stay(self, meeting, team, member, signed_in):
        review = Review.objects.create(meeting=meeting, title="지운 리뷰")
        learning = Learning.objects.create(team=team, meeting=meeting, review=review, body="남는 배움")
        review.remove()
        html = page(signed_in(member), meeting.get_absolute_url())
        assert f'id="learning-{learning.pk}"' in html
        assert "지운 리뷰" not in html

    def test_what_people_write_is_escaped(self, meeting, team, member, signed_in):
        evil = "<script>alert(1)</script>"
        Meeting.objects.filter(pk=meeting.pk).update(title=evil)
        Review.objects.create(meeting=meeting, title=evil)
        Section.objects.create(meeting=meeting, heading=evil, body=evil)
        Resource.objects.create(team=team, url="javascript:alert(1)", title=evil).meetings.add(meeting)
        html = page(signed_in(member), meeting.get_absolute_url())
        assert "<script>alert" not in html
        assert 'href="javascript' not in html
        assert html.count("&lt;script&gt;alert(1)") >= 4

    def test_agenda_shows_minutes_and_what_is_done(self, meeting, member, signed_in):
        first = AgendaItem.objects.create(
            meeting=meeting, body="출석", minutes=5, owner=member, done_at=timezone.now(), order=1
        )
        AgendaItem.objects.create(meeting=meeting, body="주제 고르기", minutes=10, carried_from=first, order=2)
        html = page(signed_in(member), meeting.get_absolute_url())
        assert re.findall(r'<i style="([^"]+)">', html) == ["--minutes:5;--passed:100%", "--minutes:10;--passed:0%"]
        assert "carried over" in html
        assert "10 min" in html

    @pytest.mark.slow
    def test_action_items_say_until_when(self, at_four, meeting, member, signed_in):
        day = datetime.timedelta(days=1)
        ActionItem.objects.create(meeting=meeting, body="어제 일", due_on=THURSDAY - day)
        ActionItem.objects.create(meeting=meeting, body="내일 일", due_on=THURSDAY + day)
        ActionItem.objects.create(meeting=meeting, body="한 일", due_on=THURSDAY - day, done_at=timezone.now())
        html = page(signed_in(member), meeting.get_absolute_url())
        assert html.count("overdue") == 1
        assert "tomorrow" in html
        assert "2 left" in html

    def test_an_imported_note_can_be_fetched_as_it_came(self, meeting, team, member, signed_in):
        meeting.source = SourceDocument.objects.create(team=team, path="2026/19일.md", raw=b"# x")
        meeting.save()
        html = page(signed_in(member), meeting.get_absolute_url())
        assert "2026/19일.md" in html
        assert f'href="{meeting.source.get_absolute_url()}"' in html

    def test_an_imported_draft_asks_nobody_to_finalise_it(self, meeting, team, member, signed_in, time_machine):
        time_machine.move_to(datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
        meeting.source = SourceDocument.objects.create(team=team, path="a.md", raw=b"# x")
        meeting.save()
        assert "Nobody has finalised" not in page(signed_in(member), meeting.get_absolute_url())


class TestSections:
    def headings(self, html: str) -> list[str]:
        return re.findall(r'<(h\d) class="row-heading part-title">([^<]+)', html)

    def make(self, meeting, *outline):
        for order, (level, heading, body) in enumerate(outline):
            Section.objects.create(meeting=meeting, level=level, heading=heading, body=body, order=order)

    NOTE = (
        (2, "빈 머리", ""),
        (2, "위", ""),
        (4, "빈 아래", ""),
        (3, "아래", "글"),
        (2, "끝", ""),
        (3, "빈 끝", ""),
    )

    def test_headings_over_nothing_are_left_out_for_readers(self, meeting, team, signed_in):
        self.make(meeting, *self.NOTE)
        mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
        assert self.headings(page(signed_in(mentor), meeting.get_absolute_url())) == [("h2", "위"), ("h3", "아래")]

    def test_who_writes_sees_headings_that_wait_for_a_text(self, meeting, team, member, signed_in):
        self.make(meeting, *self.NOTE)
        html = page(signed_in(member), meeting.get_absolute_url())
        assert [heading for _rank, heading in self.headings(html)] == [heading for _level, heading, _body in self.NOTE]

    def test_headings_over_nothing_of_a_note_that_came_in_are_left_out_for_all(self, meeting, team, member, signed_in):
        self.make(meeting, *self.NOTE)
        Section.objects.update(source=SourceDocument.objects.create(team=team, path="a.md", raw=b"# x"))
        assert self.headings(page(signed_in(member), meeting.get_absolute_url())) == [("h2", "위"), ("h3", "아래")]

    def test_the_topmost_level_is_the_largest_whatever_the_note_began_with(self, meeting, member, signed_in):
        self.make(meeting, (3, "셋", "글"), (4, "넷", "글"), (6, "여섯", "글"))
        html = page(signed_in(member), meeting.get_absolute_url())
        assert [rank for rank, _heading in self.headings(html)] == ["h2", "h3", "h4"]

    def test_a_text_without_heading_stands_by_itself(self, meeting, member, signed_in):
        self.make(meeting, (2, "", "머리말 없는 글"))
        html = page(signed_in(member), meeting.get_absolute_url())
        assert "머리말 없는 글" in html
        assert self.headings(html) == []

    def test_many_headings_get_a_contents_list(self, meeting, member, signed_in):
        self.make(meeting, *((2, f"절 {n}", "글") for n in range(20)))
        html = page(signed_in(member), meeting.get_absolute_url())
        assert "Contents" in html
        last = Section.objects.last()
        assert f'href="#section-{last.pk}"' in html

    def test_a_few_do_not(self, meeting, member, signed_in):
        self.make(meeting, *((2, f"절 {n}", "글") for n in range(3)))
        assert "Contents" not in page(signed_in(member), meeting.get_absolute_url())


class TestQueries:
    @pytest.mark.slow
    @pytest.mark.parametrize("times", [1, 40])
    def test_minutes(self, meeting, member, mate, signed_in, times, django_assert_num_queries):
        fill(meeting, [member, mate], times)
        client = signed_in(member)
        with django_assert_num_queries(MINUTES_QUERIES):
            client.get(meeting.get_absolute_url())

    @pytest.mark.slow
    @pytest.mark.parametrize("times", [1, 40])
    def test_minutes_for_those_who_do_not_write_or_run_the_cohort(
        self, meeting, mate, staff, team, signed_in, times, django_assert_num_queries
    ):
        """Whether the words that lead to editors are there costs staff one query a page, mentors none."""
        mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
        fill(meeting, [mate, mentor], times)
        desk, client = signed_in(staff), signed_in(mentor)
        with django_assert_num_queries(MINUTES_QUERIES):
            client.get(meeting.get_absolute_url())
        with django_assert_num_queries(MINUTES_QUERIES + 1):  # the cohorts they run
            desk.get(meeting.get_absolute_url())


def test_staff_of_another_cohort_get_404(meeting, signed_in, db):
    cohort = type(meeting.team.cohort).objects.create(
        name="다른 기수", slug="other", starts_on=THURSDAY, ends_on=THURSDAY
    )
    other = seated(Team.objects.create(cohort=cohort, name="1조", slug="one"), "minji", "민지")
    cohort.staff.add(other.user)
    assert signed_in(other).get(meeting.get_absolute_url()).status_code == 404
