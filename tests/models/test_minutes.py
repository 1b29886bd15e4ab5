import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings.models import ActionItem, AgendaItem, Attendance, ClassNote, MasterClass, Meeting, Review, Section
from tests.conftest import THURSDAY


def test_a_team_has_one_daily_meeting_a_day(team, meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(team=team, held_on=THURSDAY)


def test_another_kind_or_another_team_may_meet_on_the_same_day(team, other_team, meeting):
    Meeting.objects.create(team=team, held_on=THURSDAY, kind=Meeting.Kind.MENTORING)
    Meeting.objects.create(team=other_team, held_on=THURSDAY)
    assert Meeting.objects.on(THURSDAY).count() == 3


def test_a_removed_daily_meeting_makes_room_for_a_new_one(team, meeting, admin):
    meeting.remove(by=admin)
    Meeting.objects.create(team=team, held_on=THURSDAY)


@pytest.mark.parametrize("duty", ["moderator", "scribe"])
@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_moderator_from_another_team(team, outsider, duty):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(team=team, held_on=THURSDAY, **{duty: outsider})


@pytest.mark.parametrize("duty", ["moderator", "scribe"])
def test_forms_say_so_before_the_database_has_to(team, outsider, duty):
    with pytest.raises(ValidationError) as refusal:
        Meeting(team=team, held_on=THURSDAY, **{duty: outsider}).full_clean()
    assert "member of the team" in str(refusal.value) or "팀원" in str(refusal.value)


def test_a_meeting_takes_time_and_may_end_after_midnight(team):
    Meeting.objects.create(team=team, held_on=THURSDAY, kind="project", starts_at="23:00", ends_at="00:30")
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(team=team, held_on=THURSDAY, starts_at="17:00", ends_at="17:00")


def test_a_meeting_of_another_age_is_a_typing_error(team):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(team=team, held_on=datetime.date(9999, 12, 30))


def test_of_one_day_the_teams_own_daily_meeting_comes_first(team, other_team, meeting):
    mentoring = Meeting.objects.create(team=team, held_on=THURSDAY, kind="mentoring")
    joint = Meeting.objects.create(team=other_team, held_on=THURSDAY)
    joint.other_teams.add(team)
    assert list(Meeting.objects.of(team).newest_day_first(team)) == [meeting, mentoring, joint]


def test_finalising_says_who_and_when_and_reopening_takes_it_back(meeting, member):
    meeting.finalise(by=member.user)
    meeting.refresh_from_db()
    assert meeting.is_final
    assert meeting.finalised_by == member.user
    meeting.reopen()
    meeting.refresh_from_db()
    assert not meeting.is_final


def test_previous_and_next_follow_the_days_and_skip_what_was_removed(team, meeting, admin):
    wednesday = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(1))
    tuesday = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(2))
    mentoring = Meeting.objects.create(team=team, held_on=THURSDAY, kind=Meeting.Kind.MENTORING)
    wednesday.remove(by=admin)
    meetings = Meeting.objects.alive()
    assert meetings.before(meeting).first() == tuesday
    assert meetings.after(meeting).first() == mentoring
    assert meetings.after(mentoring).first() is None


def test_a_joint_meeting_is_read_by_the_other_team(meeting, outsider, other_team):
    review = Review.objects.create(meeting=meeting, title="함께 본 것")
    assert meeting not in Meeting.objects.visible_to(outsider.user)
    meeting.other_teams.add(other_team)
    assert meeting in Meeting.objects.visible_to(outsider.user)
    assert review in Review.objects.visible_to(outsider.user)


def test_removing_minutes_hides_their_rows_and_restoring_brings_them_back(meeting, member, admin):
    rows = [
        Section.objects.create(meeting=meeting, heading="회고"),
        AgendaItem.objects.create(meeting=meeting, body="공지"),
        ActionItem.objects.create(meeting=meeting, body="정리"),
        Review.objects.create(meeting=meeting, title="과제"),
        Attendance.objects.create(meeting=meeting, member=member),
    ]
    meeting.remove(by=admin)
    assert not any(type(row).objects.visible_to(member.user).exists() for row in rows)
    meeting.restore()
    assert all(type(row).objects.visible_to(member.user).exists() for row in rows)


def test_somebody_attends_a_meeting_once(meeting, member):
    Attendance.objects.create(meeting=meeting, member=member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=meeting, member=member)


def test_a_section_belongs_to_a_meeting_or_to_a_note_not_to_both_or_neither(cohort, team, meeting):
    note = ClassNote.objects.create(master_class=MasterClass.objects.create(cohort=cohort, title="강연"), team=team)
    for places in ({}, {"meeting": meeting, "class_note": note}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Section.objects.create(heading="어디?", **places)


def test_each_change_of_a_row_is_kept_with_its_source(meeting):
    section = Section.objects.create(meeting=meeting, body="처음")
    section.body = "나중"
    section.save()
    assert [version.body for version in section.history.all()] == ["나중", "처음"]
    section.history.last().instance.save()
    section.refresh_from_db()
    assert section.body == "처음"
    assert "처음" in section.html
