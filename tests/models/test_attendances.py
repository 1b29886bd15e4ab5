"""Who was there: said, contested, settled, with all that was said kept."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from meetings.models import Attendance, Meeting, Member
from meetings.models.revisions import Final
from tests.conftest import seated

pytestmark = pytest.mark.django_db

FIVE_PAST = datetime.time(16, 5)


@pytest.fixture
def third(team) -> Member:
    return seated(team, "raon", "서라온")


def mark(meeting: Meeting, member: Member, state: str, by: Member, at=None) -> Attendance | None:
    Attendance.objects.mark(meeting, member, state, by.user, at)
    return meeting.attendances.filter(member=member).first()


def said(meeting: Meeting, member: Member) -> list[tuple[str, str]]:
    """The trail, oldest first: what kind of change, and the state with it."""
    versions = Attendance.history.filter(meeting=meeting, member=member).order_by("history_id")
    return [(version.history_type, version.contested_as or version.state) for version in versions]


class TestMarking:
    def test_a_time_belongs_to_late_and_left_early_only(self, meeting, mate):
        assert mark(meeting, mate, "late", mate, FIVE_PAST).at == FIVE_PAST
        assert mark(meeting, mate, "left_early", mate, FIVE_PAST).at == FIVE_PAST
        assert mark(meeting, mate, "present", mate, FIVE_PAST).at is None

    def test_unknown_again_is_no_row_but_stays_in_the_trail(self, meeting, mate):
        mark(meeting, mate, "present", mate)
        assert mark(meeting, mate, "", mate) is None
        assert said(meeting, mate) == [("+", "present"), ("-", "present")]

    def test_saying_the_same_again_changes_nothing(self, meeting, mate):
        mark(meeting, mate, "late", mate, FIVE_PAST)
        meeting.refresh_from_db()
        revision = meeting.revision
        mark(meeting, mate, "late", mate, FIVE_PAST)
        meeting.refresh_from_db()
        assert meeting.revision == revision
        assert len(said(meeting, mate)) == 1

    def test_every_mark_is_a_change_of_the_head(self, meeting, mate):
        mark(meeting, mate, "present", mate)
        meeting.refresh_from_db()
        assert meeting.head_revision == meeting.revision > 0

    def test_of_two_who_say_otherwise_the_last_counts_and_both_are_kept(self, meeting, member, mate):
        mark(meeting, mate, "present", mate)
        assert mark(meeting, mate, "late", member).state == "late"
        assert said(meeting, mate) == [("+", "present"), ("~", "late")]

    def test_final_minutes_stay_as_they_are(self, meeting, member, mate):
        meeting.finalise(by=member.user)
        with pytest.raises(Final):
            mark(meeting, mate, "present", mate)
        assert not meeting.attendances.exists()

    def test_what_the_moderator_said_of_me_i_cannot_take_back(self, meeting, member, mate):
        mark(meeting, mate, "late", member)
        for state in ("present", ""):
            with pytest.raises(PermissionDenied):
                mark(meeting, mate, state, mate)
        assert meeting.attendances.get().state == "late"

    def test_whoever_runs_nothing_marks_nobody_else(self, meeting, member, mate, third):
        for by in (third, mate):
            with pytest.raises(PermissionDenied):
                mark(meeting, member, "present", by)
        assert not meeting.attendances.exists()

    def test_what_i_said_of_myself_i_can(self, meeting, mate):
        mark(meeting, mate, "present", mate)
        assert mark(meeting, mate, "excused", mate).state == "excused"

    @pytest.mark.django_db(transaction=True)
    def test_two_at_the_same_moment_leave_one_row_and_two_entries(self, meeting, member, mate):
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            pytest.skip("SQLite in memory has one connection")
        barrier = threading.Barrier(2)

        def press(state):
            barrier.wait()
            try:
                Attendance.objects.mark(Meeting.objects.get(pk=meeting.pk), mate, state, member.user)
            finally:
                connection.close()

        threads = [threading.Thread(target=press, args=[state]) for state in ("present", "excused")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert meeting.attendances.count() == 1
        assert {state for _kind, state in said(meeting, mate)} == {"present", "excused"}


class TestContesting:
    def test_it_stands_beside_what_was_said_until_it_is_confirmed(self, meeting, member, mate):
        attendance = mark(meeting, mate, "late", member, FIVE_PAST)
        attendance.contest("present", mate.user)
        attendance.refresh_from_db()
        assert (attendance.state, attendance.contested_as) == ("late", "present")
        attendance.settle(member.user, as_contested=True)
        attendance.refresh_from_db()
        assert (attendance.state, attendance.contested_as, attendance.at) == ("present", "", None)
        assert said(meeting, mate) == [("+", "late"), ("~", "present"), ("~", "present")]

    def test_it_can_be_declined_and_taken_back(self, meeting, member, mate):
        attendance = mark(meeting, mate, "absent", member)
        attendance.contest("excused", mate.user)
        attendance.settle(member.user, as_contested=False)
        attendance.refresh_from_db()
        assert (attendance.state, attendance.contested_as) == ("absent", "")
        attendance.contest("excused", mate.user)
        attendance.contest("", mate.user)
        attendance.refresh_from_db()
        assert (attendance.state, attendance.contested_as) == ("absent", "")

    def test_saying_that_it_was_what_it_is_contests_nothing(self, meeting, member, mate):
        attendance = mark(meeting, mate, "late", member)
        attendance.contest("late", mate.user)
        assert attendance.contested_as == ""

    def test_a_new_mark_of_the_moderator_ends_it(self, meeting, member, mate):
        mark(meeting, mate, "late", member).contest("present", mate.user)
        assert mark(meeting, mate, "present", member).contested_as == ""

    def test_only_its_person_contests_and_only_who_runs_the_meeting_settles(self, meeting, member, mate, third):
        attendance = mark(meeting, mate, "late", member)
        for by in (member, third):
            with pytest.raises(PermissionDenied):
                attendance.contest("present", by.user)
        attendance.contest("present", mate.user)
        for by in (mate, third):
            with pytest.raises(PermissionDenied):
                attendance.settle(by.user, as_contested=True)
        assert (meeting.attendances.get().state, meeting.attendances.get().contested_as) == ("late", "present")


class TestRunning:
    def test_moderator_scribe_lead_and_staff_mark_others(self, meeting, member, mate, third, team, staff, admin):
        lead = seated(team, "haneul", "도하늘", role=Member.Role.LEAD)
        meeting.scribe = mate
        assert all(meeting.may_be_run_by(user) for user in (member.user, mate.user, lead.user, staff, admin))
        assert not meeting.may_be_run_by(third.user)

    def test_where_nobody_with_a_duty_has_an_account_whoever_writes(self, team, mate, outsider):
        paper = Member.objects.create(team=team, name="종이 이름")
        meeting = Meeting.objects.create(team=team, held_on="2026-11-18", moderator=paper)
        assert meeting.may_be_run_by(mate.user)
        assert not meeting.may_be_run_by(outsider.user)

    def test_mentors_do_not(self, meeting, team):
        assert not meeting.may_be_run_by(seated(team, "mentor", "한도경", role=Member.Role.MENTOR).user)


class TestDuties:
    def test_somebody_else_takes_over_and_the_trail_says_who_did(self, meeting, member, mate):
        meeting.give_duty("moderator", mate)
        meeting.refresh_from_db()
        assert meeting.moderator == mate
        assert meeting.duty_reasons == {"moderator": ["instead", "문가온"]}
        assert [version.moderator_id for version in meeting.history.order_by("history_id")] == [member.pk, mate.pk]

    def test_who_has_the_other_duty_swaps(self, meeting, member, mate):
        meeting.give_duty("scribe", mate)
        meeting.give_duty("moderator", mate)
        meeting.refresh_from_db()
        assert (meeting.moderator, meeting.scribe) == (mate, member)
        assert meeting.duty_reasons["scribe"] == ["instead", "배이든"]

    def test_a_duty_that_nobody_had_is_chosen(self, meeting, mate):
        meeting.give_duty("scribe", mate)
        assert meeting.duty_reasons["scribe"] == ["chosen", None]

    def test_the_same_again_is_no_change(self, meeting, member):
        revision = Meeting.objects.get(pk=meeting.pk).revision
        meeting.give_duty("moderator", member)
        assert Meeting.objects.get(pk=meeting.pk).revision == revision

    def test_final_minutes_keep_theirs(self, meeting, member, mate):
        meeting.finalise(by=member.user)
        with pytest.raises(Final):
            meeting.give_duty("moderator", mate)
        assert Meeting.objects.get(pk=meeting.pk).moderator == member
