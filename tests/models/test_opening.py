"""Opening a day: once, prefilled, with what was left over."""

import datetime
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from meetings.models import ActionItem, AgendaItem, Meeting, Member, Question, Section, Team
from meetings.models.opening import language_of, next_in_turn, plan, take_back, why_not
from tests.conftest import THURSDAY, seated

pytestmark = pytest.mark.django_db

WEDNESDAY = THURSDAY - datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_four(time_machine):
    """Thursday, 16:00 in Seoul."""
    time_machine.move_to(datetime.datetime(2026, 11, 19, 7, 0, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def yesterday(team, member, mate) -> Meeting:
    return Meeting.objects.create(team=team, held_on=WEDNESDAY, moderator=member, scribe=mate)


def opened(team: Team, day: datetime.date = THURSDAY, by=None) -> Meeting:
    meeting, is_new = Meeting.objects.open(team, day, by)
    assert is_new
    meeting.refresh_from_db()
    return meeting


class TestPrefill:
    def test_times_and_agenda_and_parts_come_from_the_template(self, team, member):
        team.starts_at, team.ends_at = datetime.time(16), datetime.time(17)
        team.template = "- 출석 5분\n- 리뷰 $x^2$ 20분\n\n## 회고\n잘된 것:"
        team.save()
        meeting = opened(team, by=member.user)
        assert (meeting.starts_at, meeting.ends_at) == (datetime.time(16), datetime.time(17))
        items = meeting.agenda_items.all()
        assert [(item.body, item.minutes) for item in items] == [("출석", 5), ("리뷰 $x^2$", 20)]
        assert "katex" in items[1].body_html
        assert {item.typed_by for item in items} == {member.user}
        section = meeting.sections.get()
        assert (section.heading, section.body) == ("회고", "잘된 것:")

    def test_without_a_template_the_usual_agenda_in_the_teams_language(self, team, cohort, member):
        assert language_of(team) == "ko"
        assert opened(team).agenda_items.count() == 4
        foreign = Team.objects.create(cohort=cohort, name="Team 7", slug="team-7")
        Member.objects.create(team=foreign, name="Ada")
        assert language_of(foreign) == "en"
        assert opened(foreign).agenda_items.first().body == "Attendance and news"

    def test_without_times_of_the_team_those_of_the_last_time(self, team, yesterday):
        Meeting.objects.filter(pk=yesterday.pk).update(starts_at=datetime.time(10), ends_at=datetime.time(11))
        meeting = opened(team)
        assert (meeting.starts_at, meeting.ends_at) == (datetime.time(10), datetime.time(11))

    def test_duties_go_to_whose_turn_it_is_with_the_reason(self, team, member, mate, yesterday):
        third = seated(team, "raon", "서라온")
        fourth = seated(team, "jihu", "오지후")
        meeting = opened(team)
        assert {meeting.moderator, meeting.scribe} == {third, fourth}
        assert meeting.duty_reasons["moderator"] == ["never", 1]
        assert set(meeting.review_order) == {member.pk, mate.pk, third.pk, fourth.pk}

    def test_mentors_guests_and_those_who_left_have_no_duty(self, team, member, ex_member):
        seated(team, "mentor", "가나다", role=Member.Role.MENTOR)
        seated(team, "guest", "가나라", role=Member.Role.GUEST)
        meeting = opened(team)
        assert meeting.moderator == member
        assert meeting.scribe is None
        assert meeting.review_order == [member.pk]

    def test_a_team_without_people_can_be_opened(self, team):
        assert opened(team).moderator is None

    def test_nobody_is_marked(self, team, member):
        assert not opened(team).attendances.exists()

    def test_all_of_it_is_one_change(self, team, member, yesterday):
        AgendaItem.objects.create(meeting=yesterday, body="남은 것")
        meeting = opened(team)
        assert meeting.revision == 1
        assert {item.revision for item in meeting.agenda_items.all()} == {1}


class TestOnce:
    def test_opened_again_it_is_the_same(self, team, member):
        meeting = opened(team)
        assert Meeting.objects.open(team, THURSDAY, member.user) == (meeting, False)
        assert meeting.agenda_items.count() == 4

    @pytest.mark.django_db(transaction=True)
    def test_seven_at_once_open_one(self, team, member, yesterday):
        """Threads with connections of their own, where the database in use lets several write."""
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            pytest.skip("one connection to a database in memory: nobody can be faster than anybody")
        item = ActionItem.objects.create(meeting=yesterday, body="이어서 할 일")
        found, barrier = [], threading.Barrier(7)

        def press():
            barrier.wait()
            try:
                found.append(Meeting.objects.open(team, THURSDAY, member.user))
            finally:
                connection.close()

        threads = [threading.Thread(target=press) for _n in range(7)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({meeting.pk for meeting, _is_new in found}) == 1
        assert sorted(is_new for _meeting, is_new in found) == [False] * 6 + [True]
        assert item.carried_to.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_two_days_at_once_carry_what_is_left_over_once(self, team, member, yesterday):
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            pytest.skip("one connection to a database in memory: nobody can be faster than anybody")
        Meeting.objects.filter(pk=yesterday.pk).update(held_on=WEDNESDAY - datetime.timedelta(days=1))
        item = ActionItem.objects.create(meeting=yesterday, body="이어서 할 일")
        barrier = threading.Barrier(2)

        def press(day):
            barrier.wait()
            try:
                Meeting.objects.open(team, day, member.user)
            finally:
                connection.close()

        threads = [threading.Thread(target=press, args=[day]) for day in (WEDNESDAY, THURSDAY)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert item.carried_to.count() == 1
        assert ActionItem.objects.open().count() == 1


class TestCarryingOver:
    def test_what_is_not_done_comes_along_after_the_first_item(self, team, member, yesterday):
        AgendaItem.objects.create(meeting=yesterday, body="끝난 것").tick()
        left = AgendaItem.objects.create(
            meeting=yesterday, body="남은 것", minutes=10, owner=member, typed_by=member.user
        )
        AgendaItem.objects.create(meeting=yesterday, body="지운 것").remove()
        items = list(opened(team).agenda_items.order_by("order"))
        assert [item.body for item in items][1] == "남은 것"
        assert len(items) == 5
        copy = items[1]
        assert (copy.carried_from, copy.carried_since) == (left, WEDNESDAY)
        assert (copy.minutes, copy.owner, copy.typed_by) == (10, member, member.user)
        assert copy.body_html == left.body_html

    def test_what_the_template_brings_every_day_is_not_carried_over(self, team, yesterday):
        AgendaItem.objects.create(meeting=yesterday, body="코드 리뷰", minutes=20)
        team.template = "- 코드 리뷰 20분"
        team.save()
        assert opened(team).agenda_items.get().carried_from is None

    def test_open_action_items_come_along_with_owners_and_day(self, team, member, mate, yesterday):
        item = ActionItem.objects.create(meeting=yesterday, body="할 일", due_on=THURSDAY)
        item.owners.set([member, mate])
        ActionItem.objects.create(meeting=yesterday, body="한 일").tick()
        copy = opened(team).action_items.get()
        assert (copy.body, copy.due_on, copy.carried_from) == ("할 일", THURSDAY, item)
        assert set(copy.owners.all()) == {member, mate}
        assert list(ActionItem.objects.open()) == [copy]

    def test_the_first_day_is_remembered_along_the_chain(self, team, yesterday):
        tuesday = WEDNESDAY - datetime.timedelta(days=1)
        Meeting.objects.filter(pk=yesterday.pk).update(held_on=tuesday)
        ActionItem.objects.create(meeting=yesterday, body="할 일")
        opened(team, WEDNESDAY)
        assert opened(team).action_items.get().carried_since == tuesday

    def test_what_was_done_or_removed_in_the_copy_comes_no_more(self, team, yesterday, time_machine):
        for body in ("하나", "둘"):
            ActionItem.objects.create(meeting=yesterday, body=body)
        one, two = opened(team).action_items.all()
        one.tick()
        two.remove()
        time_machine.shift(datetime.timedelta(days=1))
        assert not opened(team, THURSDAY + datetime.timedelta(days=1)).action_items.exists()

    def test_old_action_items_stay_where_they_are(self, team, yesterday):
        long_ago = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=15))
        ActionItem.objects.create(meeting=long_ago, body="오래된 것")
        assert not plan(team, THURSDAY).action_items

    def test_after_a_long_break_those_of_the_last_time_come_along(self, team):
        last = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=40))
        ActionItem.objects.create(meeting=last, body="방학 전 것")
        assert [item.body for item in plan(team, THURSDAY).action_items] == ["방학 전 것"]

    def test_nothing_of_another_team_comes_along(self, team, other_team, yesterday):
        ActionItem.objects.create(meeting=yesterday, body="우리 것")
        AgendaItem.objects.create(meeting=yesterday, body="우리 안건")
        meeting = opened(other_team)
        assert not meeting.action_items.exists()
        assert not meeting.agenda_items.exclude(carried_from=None).exists()


class TestWhyNot:
    @pytest.mark.parametrize("days", [1, 30])
    def test_a_day_to_come(self, team, days):
        with pytest.raises(ValidationError):
            Meeting.objects.open(team, THURSDAY + datetime.timedelta(days=days), None)

    def test_before_and_after_cohort_and_team(self, team, cohort):
        assert why_not(team, cohort.starts_on - datetime.timedelta(days=1))
        assert not why_not(team, cohort.starts_on)
        team.starts_on, team.ends_on = THURSDAY - datetime.timedelta(days=3), WEDNESDAY
        assert why_not(team, THURSDAY - datetime.timedelta(days=4))
        assert why_not(team, THURSDAY)
        assert not why_not(team, WEDNESDAY)

    def test_what_is_there_is_found_on_any_day(self, team):
        later = Meeting.objects.create(team=team, held_on=THURSDAY + datetime.timedelta(days=5))
        assert Meeting.objects.open(team, later.held_on, None) == (later, False)


class TestTakingBack:
    def test_what_was_opened_by_mistake_goes_and_what_came_along_is_left_over_again(self, team, member, yesterday):
        item = ActionItem.objects.create(meeting=yesterday, body="할 일")
        agenda_item = AgendaItem.objects.create(meeting=yesterday, body="안건")
        meeting = opened(team)
        assert take_back(meeting, member.user)
        assert list(ActionItem.objects.left_over().filter(meeting__removed_at=None)) == [item]
        assert plan(team, THURSDAY).agenda_items == [agenda_item]
        assert opened(team).action_items.get().carried_from == item

    def test_minutes_that_come_back_double_nothing_that_went_on_meanwhile(self, team, yesterday, time_machine):
        item = ActionItem.objects.create(meeting=yesterday, body="할 일")
        meeting = opened(team)
        meeting.remove()
        time_machine.shift(datetime.timedelta(days=1))
        later = opened(team, THURSDAY + datetime.timedelta(days=1))
        assert later.action_items.get().carried_from == item
        meeting.restore()
        assert list(ActionItem.objects.left_over()) == [later.action_items.get()]

    def test_minutes_in_which_somebody_wrote_stay(self, team, member):
        meeting = opened(team)
        item = meeting.agenda_items.first()
        item.tick()
        assert not take_back(meeting, member.user)
        item.untick()
        assert not take_back(meeting, member.user)

    def test_whoever_was_marked_was_there(self, team, member):
        meeting = opened(team)
        meeting.attendances.mark(meeting, member, "present", member.user)
        assert not take_back(meeting, member.user)

    def test_minutes_that_somebody_made_by_hand_stay_with_what_is_in_them(self, team, member):
        for day, rows in ((THURSDAY, 0), (WEDNESDAY, 1)):
            meeting = Meeting.objects.create(team=team, held_on=day)
            for _row in range(rows):
                Section.objects.create(meeting=meeting, heading="공지", body="애써 쓴 글")
            meeting.refresh_from_db()
            assert not meeting.is_untouched
            assert not take_back(meeting, member.user)
        assert Meeting.objects.alive().count() == 2

    def test_a_question_keeps_them_even_when_it_was_removed(self, team, member):
        meeting = opened(team)
        Question.objects.create(team=team, meeting=meeting, body="왜요?").remove()
        assert not take_back(meeting, member.user)
        meeting.refresh_from_db()
        assert not meeting.is_removed

    def test_final_ones_stay(self, team, member):
        meeting = opened(team)
        meeting.finalise(by=member.user)
        assert not take_back(meeting, member.user)


class TestNextInTurn:
    def test_neither_the_scribe_nor_who_is_away(self, team, member, mate, yesterday):
        third = seated(team, "raon", "서라온")
        meeting = Meeting.objects.create(team=team, held_on=THURSDAY, moderator=member, scribe=mate)
        assert next_in_turn(meeting, "moderator", {member.pk}) == third
        assert next_in_turn(meeting, "moderator", {member.pk, third.pk}) is None
