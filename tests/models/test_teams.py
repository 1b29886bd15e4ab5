import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings.models import (
    ActionItem,
    Answer,
    Attendance,
    Cohort,
    Learning,
    Meeting,
    Member,
    Question,
    Review,
    Team,
    User,
)
from tests.conftest import seated


@pytest.fixture
def nickname(team):
    """What an import makes of somebody who is called by the given name in a note."""
    return Member.objects.create(team=team, name="가온")


def test_people_go_by_name_given_name_and_alias(team):
    seat = Member(team=team, name="문가온", aliases=["달빛", "@moon"])
    assert all(seat.goes_by(name) for name in ("문가온", "가온", "달빛", "moon", "@Moon"))
    assert not seat.goes_by("문")


def test_a_name_of_four_syllables_has_a_given_name_of_three():
    assert Member(name="도하늘빛").given_name == "하늘빛"
    assert Member(name="허진").given_name == "허진"
    assert Member(name="남궁민수").given_name == "민수"
    assert Member(name="Grace").given_name == "Grace"


def test_names_are_kept_in_nfc_without_space_around(team):
    seat = Member.objects.create(team=team, name=" 문가온 ")  # decomposed, as macOS writes it
    seat.refresh_from_db()
    assert seat.name == "문가온"


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "문\u202e가온"])
def test_names_that_cannot_be_seen_or_turn_the_page_are_refused(team, name):
    with pytest.raises(ValidationError):
        Member(team=team, name=name).full_clean()


def test_a_seat_opens_the_team_from_its_first_day_to_the_day_before_its_last(team, member):
    member.joined_on, member.left_on = datetime.date(2026, 11, 10), datetime.date(2026, 11, 20)
    member.save()
    seen = {}
    for day in (9, 10, 19, 20):
        with time_machine.travel(datetime.datetime(2026, 11, day, 3, tzinfo=datetime.UTC), tick=False):
            seen[day] = Team.objects.visible_to(User.objects.get(pk=member.user_id)).exists()
    assert seen == {9: False, 10: True, 19: True, 20: False}


def test_a_seat_opens_and_closes_at_midnight_of_its_cohort(django_user_model):
    cohort = Cohort.objects.create(
        name="뉴욕", slug="ny", starts_on="2026-11-02", ends_on="2027-04-30", time_zone="America/New_York"
    )
    seat = seated(Team.objects.create(cohort=cohort, name="1조", slug="ny-1"), "sora", "서라온")
    Member.objects.filter(pk=seat.pk).update(left_on=datetime.date(2026, 11, 20))
    seen = {}
    for moment in ("2026-11-20T04:59:00Z", "2026-11-20T05:00:00Z"):
        with time_machine.travel(moment, tick=False):
            seen[moment] = Team.objects.visible_to(User.objects.get(pk=seat.user_id)).exists()
    assert list(seen.values()) == [True, False]


def test_merging_a_seat_that_ended_with_one_that_lasts_leaves_one_that_lasts(member, nickname):
    member.left_on = datetime.date(2026, 11, 3)
    member.save()
    member.absorb(nickname)
    assert member.is_current


def test_a_merge_leaves_its_trace_in_the_history(member, nickname, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(moderator=nickname)
    member.absorb(nickname)
    assert meeting.history.first().moderator == member


def test_whoever_left_before_moves_without_having_stayed(other_team, ex_member):
    ex_member.move_to(other_team)
    ex_member.refresh_from_db()
    assert ex_member.left_on == datetime.date(2026, 11, 3)


def test_whoever_leaves_sees_nothing_from_that_day_on(team, meeting, ex_member):
    assert not Team.objects.visible_to(ex_member.user).exists()
    assert not Meeting.objects.visible_to(ex_member.user).exists()


def test_a_team_that_ended_stays_readable_for_those_who_sat_in_it(team, member, meeting):
    team.ends_on = datetime.date(2026, 11, 6)
    team.save()
    assert meeting in Meeting.objects.visible_to(member.user)


def test_moving_to_another_team_moves_access_and_leaves_the_history(team, other_team, member, meeting):
    seat = member.move_to(other_team)
    assert (seat.team, seat.user, seat.name) == (other_team, member.user, "문가온")
    assert list(Team.objects.visible_to(member.user)) == [other_team]
    meeting.refresh_from_db()
    assert meeting.moderator == member


def test_moving_back_takes_the_old_seat_again(team, other_team, member):
    member.move_to(other_team).move_to(team)
    member.refresh_from_db()
    assert member.left_on is None
    assert list(Team.objects.visible_to(member.user)) == [team]


def test_nobody_moves_to_a_team_of_another_cohort(member):
    elsewhere = Cohort.objects.create(name="봄", slug="spring", starts_on="2026-03-02", ends_on="2026-08-31")
    with pytest.raises(ValidationError):
        member.move_to(Team.objects.create(cohort=elsewhere, name="1조", slug="spring-1"))


def test_absorbing_a_duplicate_takes_over_everything_it_said_and_did(team, member, mate, nickname, meeting):
    meeting.scribe = nickname
    meeting.save()
    question = Question.objects.create(team=team, meeting=meeting, body="왜?")
    question.asked_by.set([nickname, mate])
    answer = Answer.objects.create(question=question, body="그래서.")
    answer.answered_by.add(nickname)
    review = Review.objects.create(meeting=meeting, title="과제 6")
    review.presenters.set([nickname, member])
    learning = Learning.objects.create(team=team, meeting=meeting, body="배움", author=nickname)
    item = ActionItem.objects.create(meeting=meeting, body="정리")
    item.owners.add(nickname)
    Attendance.objects.create(meeting=meeting, member=nickname, state="late")

    member.absorb(nickname)

    meeting.refresh_from_db()
    learning.refresh_from_db()
    assert not Member.objects.filter(pk=nickname.pk).exists()
    assert meeting.scribe == learning.author == member
    assert set(question.asked_by.all()) == {member, mate}
    assert list(answer.answered_by.all()) == list(review.presenters.all()) == list(item.owners.all()) == [member]
    assert [(a.member, a.state) for a in meeting.attendances.all()] == [(member, "late")]
    assert "가온" in Member.objects.get(pk=member.pk).aliases


def test_the_order_of_reviews_names_who_is_left_once(team, member, mate, nickname, meeting):
    after = Meeting.objects.create(team=team, held_on=meeting.held_on + datetime.timedelta(days=1))
    meeting.review_order, after.review_order = [mate.pk, nickname.pk], [nickname.pk, mate.pk, member.pk]
    meeting.save()
    after.save()
    member.absorb(nickname)
    assert list(Meeting.objects.order_by("held_on").values_list("review_order", flat=True)) == [
        [mate.pk, member.pk],
        [member.pk, mate.pk],
    ]
    assert Meeting.objects.get(pk=meeting.pk).head_revision > meeting.head_revision, "open pages hear of it"


def test_where_both_were_ticked_the_surviving_seats_attendance_stands(member, nickname, meeting):
    Attendance.objects.create(meeting=meeting, member=member, state="present")
    Attendance.objects.create(meeting=meeting, member=nickname, state="absent")
    member.absorb(nickname)
    assert [a.state for a in meeting.attendances.all()] == ["present"]


def test_two_accounts_or_two_teams_are_never_merged(member, mate, outsider):
    for other in (mate, outsider, member):
        with pytest.raises(ValidationError):
            member.absorb(other)


def test_a_claimed_seat_stays_with_whoever_has_it(member, mate):
    with pytest.raises(ValidationError):
        member.claim(mate.user)
    assert Member.objects.get(pk=member.pk).user == member.user


def test_a_name_stands_once_in_a_team(team, member):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(team=team, name="문가온")


def test_an_account_sits_once_in_a_team(team, member):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(team=team, name="다른 이름", user=member.user)


def test_an_unclaimed_seat_is_claimed_once(nickname, django_user_model):
    user = django_user_model.objects.create_user("newcomer")
    nickname.claim(user)
    assert user.seat == nickname


def test_moving_never_takes_the_seat_of_a_namesake(team, other_team, member, outsider):
    account, outsider.name = outsider.user, member.name
    outsider.save()
    with pytest.raises(ValidationError):
        member.move_to(other_team)
    outsider.refresh_from_db()
    member.refresh_from_db()
    assert (outsider.user, member.left_on) == (account, None)


def test_moving_claims_the_seat_that_a_note_made_for_the_same_person(team, other_team, member):
    seat = Member.objects.create(team=other_team, name=member.name)
    assert member.move_to(other_team) == seat
    seat.refresh_from_db()
    assert seat.user == member.user


def test_a_seat_that_somebody_else_merged_meanwhile_does_not_come_back(team, member, nickname):
    theirs, mine = Member.objects.get(pk=member.pk), Member.objects.get(pk=nickname.pk)
    theirs.absorb(Member.objects.get(pk=nickname.pk))
    with pytest.raises(ValidationError):
        mine.absorb(member)
    assert list(team.members.all()) == [member]
