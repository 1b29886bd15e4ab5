import threading

import pytest

from meetings.live.presence import Person, come, fingerprint
from peersession.cache import CountingFileCache

MEETING = 7


def names(people) -> list[str]:
    return sorted(person.name for person in people.values())


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-11-19 16:00:00+09:00", tick=False)
    return time_machine


def test_who_came_is_here_until_they_ask_no_more(clock):
    come(MEETING, 1, Person("가온"))
    assert names(come(MEETING, 2, Person("민솔"))) == ["가온", "민솔"]
    for _ask in range(4):
        clock.shift(5)
        there = come(MEETING, 2, Person("민솔"))
    assert names(there) == ["민솔"]


def test_somebody_who_rests_and_asks_every_ten_seconds_stays(clock):
    for _ask in range(5):
        come(MEETING, 1, Person("가온"))
        assert names(come(MEETING, 2, Person("민솔"))) == ["가온", "민솔"]
        clock.shift(10)


def test_whose_page_is_hidden_stays_while_it_asks_now_and_then(clock):
    for _ask in range(3):
        come(MEETING, 1, Person("가온", is_away=True))
        for _poll in range(6):
            assert names(come(MEETING, 2, Person("민솔"))) == ["가온", "민솔"]
            clock.shift(10)
    clock.shift(15)
    assert names(come(MEETING, 2, Person("민솔"))) == ["민솔"]


def test_two_tabs_of_one_person_are_one_who_writes_where_they_write(clock):
    told = set()
    for _poll in range(4):
        for tab, place in (("1", "question-12"), ("2", "")):
            come(MEETING, 1, Person("가온", writes=place), tab)
            told.add(fingerprint(there := come(MEETING, 2, Person("민솔"))))
            assert (names(there), there[1].writes) == (["가온", "민솔"], "question-12")
        clock.shift(4)
    assert len(told) == 1


def test_of_two_tabs_that_write_the_one_opened_last_is_told(clock):
    told = set()
    for _poll in range(4):
        for tab in "12":
            there = come(MEETING, 1, Person("가온", writes=f"question-{tab}"), tab)
        told.add(there[1].writes)
        told.add(come(MEETING, 1, Person("가온", writes="question-1"), "1")[1].writes)
        clock.shift(4)
    assert told == {"question-2"}


def test_a_tab_that_was_closed_is_forgotten(clock):
    come(MEETING, 1, Person("가온", writes="question-12"), "1")
    clock.shift(10)
    assert come(MEETING, 1, Person("가온"), "2")[1].writes == ""


def test_where_somebody_writes_is_told_at_once(clock):
    come(MEETING, 1, Person("가온"))
    before = come(MEETING, 2, Person("민솔"))
    come(MEETING, 1, Person("가온", writes="question-12"))
    after = come(MEETING, 2, Person("민솔"))
    assert after[1].writes == "question-12"
    assert fingerprint(before) != fingerprint(after)


def test_the_fingerprint_does_not_change_with_time(clock):
    before = come(MEETING, 1, Person("가온"))
    clock.shift(5)
    assert fingerprint(come(MEETING, 1, Person("가온"))) == fingerprint(before)


def test_it_is_stored_every_three_seconds_at_most(clock, monkeypatch):
    stored, change = [], CountingFileCache.change
    monkeypatch.setattr(CountingFileCache, "change", lambda *told: stored.append(told) or change(*told))
    for _second in range(9):
        come(MEETING, 1, Person("가온"))
        clock.shift(1)
    assert len(stored) == 3


def test_meetings_know_nothing_of_each_other(clock):
    come(MEETING, 1, Person("가온"))
    assert names(come(MEETING + 1, 2, Person("민솔"))) == ["민솔"]


def test_nobody_is_lost_when_seven_come_at_once():
    threads = [threading.Thread(target=come, args=(MEETING, n, Person(f"사람 {n}"))) for n in range(7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(come(MEETING, 0, Person("사람 0"))) == 7
