"""The hour of a meeting: how much has passed, what is left, which item it is at."""

import datetime

import pytest

from meetings.models import AgendaItem, Meeting
from meetings.templatetags.timebox import span, timebox
from tests.conftest import THURSDAY

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 11, 19, 16, 38, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


@pytest.fixture
def meeting(team) -> Meeting:
    return Meeting(team=team, held_on=THURSDAY, starts_at=datetime.time(16), ends_at=datetime.time(17))


def items(*minutes: int | None, done: int = 0) -> list[AgendaItem]:
    return [AgendaItem(minutes=length, done_at=AT if n < done else None) for n, length in enumerate(minutes)]


def test_it_is_at_the_first_item_that_is_not_done(meeting, time_machine):
    time_machine.move_to(AT, tick=False)
    agenda = items(5, 15, 25, 10, 5, done=2)
    box = timebox(meeting, agenda)
    assert box.left == 22
    assert [item.is_now for item in agenda] == [False, False, True, False, False]
    assert agenda[2].minutes_left == 7
    assert [passed for _item, passed in box.pieces] == [100, 100, 72, 0, 0]


def test_an_item_whose_time_is_over_has_none_left(meeting, time_machine):
    time_machine.move_to(AT, tick=False)
    agenda = items(5, 15, None, 25)
    timebox(meeting, agenda)
    assert (agenda[0].is_now, agenda[0].minutes_left) == (True, 0)


def test_items_without_minutes_have_no_piece_but_can_be_now(meeting, time_machine):
    time_machine.move_to(AT, tick=False)
    agenda = items(5, None, 55, done=1)
    box = timebox(meeting, agenda)
    assert len(box.pieces) == 2
    assert (agenda[1].is_now, agenda[1].minutes_left) == (True, None)


@pytest.mark.parametrize("minutes", [-39, 22, 600])
def test_before_and_after_the_hour_nothing_is_left_and_no_item_is_now(meeting, minutes, time_machine):
    time_machine.move_to(AT + datetime.timedelta(minutes=minutes), tick=False)
    agenda = items(30, 30)
    box = timebox(meeting, agenda)
    assert not box.is_on
    assert not any(item.is_now for item in agenda)
    assert {passed for _item, passed in box.pieces} == {0 if minutes < 0 else 100}


def test_final_minutes_have_no_hour_left(meeting, time_machine):
    time_machine.move_to(AT, tick=False)
    meeting.finalised_at = AT
    assert not timebox(meeting, items(60)).is_on


def test_without_times_what_is_done_is_filled(meeting, time_machine):
    time_machine.move_to(AT, tick=False)
    meeting.starts_at = meeting.ends_at = None
    box = timebox(meeting, items(10, 20, done=1))
    assert [passed for _item, passed in box.pieces] == [100, 0]
    assert box.begins is None


def test_without_an_end_it_is_that_of_the_agenda_and_past_midnight_the_next_day(meeting):
    meeting.ends_at = None
    assert span(meeting, items(20, 25))[1].time() == datetime.time(16, 45)
    meeting.starts_at, meeting.ends_at = datetime.time(23), datetime.time(0, 30)
    begins, ends = span(meeting, [])
    assert ends - begins == datetime.timedelta(minutes=90)


def test_an_empty_agenda_is_no_piece(meeting, time_machine):
    time_machine.move_to(AT, tick=False)
    assert timebox(meeting, []).pieces == []
