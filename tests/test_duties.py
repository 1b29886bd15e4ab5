"""Fair duties, as people would check them on a calendar, and over many teams and days."""

import datetime
import itertools
import random
import statistics
from collections import Counter

import pytest
from django.utils import translation

from meetings.duties import Seat, Turn, assign, next_for, sentence

FIRST = datetime.date(2026, 11, 2)
TEAMS, DAYS, ABSENCE = 50, 100, 0.1


def day(n: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=n)


def turns(*pairs: tuple[int, int]) -> list[Turn]:
    return [Turn(day(n), moderator, scribe) for n, (moderator, scribe) in enumerate(pairs)]


def seats(count: int) -> list[Seat]:
    return [Seat(key) for key in range(count)]


def test_whoever_did_it_least_is_next():
    history = turns((0, 1), (1, 2), (2, 0), (0, 1), (1, 2))
    assert assign(history, seats(3), day(5)).moderator == 2


def test_of_equals_whoever_did_it_longest_ago_is_next():
    history = turns((2, 3), (0, 1), (3, 2), (1, 0))
    duties = assign(history, seats(4), day(4))
    assert (duties.moderator, duties.scribe) == (2, 3)


def test_of_those_who_never_did_it_the_order_of_the_roster_decides():
    roster = [Seat(9), Seat(4), Seat(7)]
    assert assign([], roster, FIRST)[:3] == (9, 4, (9, 4, 7))


def test_nobody_has_two_duties_at_once():
    for count, away in itertools.product(range(2, 8), range(2)):
        duties = assign(turns((0, 1), (1, 0)), seats(count), day(2), away={0} if away and count > 2 else ())
        assert duties.moderator != duties.scribe


def test_whoever_is_away_has_no_duty_and_no_place_in_the_order():
    duties = assign([], seats(4), FIRST, away={0, 2})
    assert (duties.moderator, duties.scribe, duties.review_order) == (1, 3, (1, 3))


def test_two_who_are_left_take_turns():
    history = turns((0, 1))
    assert assign(history, seats(3), day(1), away={2})[:2] == (1, 0)
    assert assign([*history, Turn(day(1), 2, 0)], seats(3), day(2), away={2})[:2] == (0, 1)


def test_one_alone_moderates_and_nobody_writes():
    assert assign(turns((0, 1)), seats(3), day(1), away={1, 2})[:3] == (0, None, (0,))


def test_without_anybody_nothing_falls_to_anybody():
    assert assign([], [], FIRST) == (None, None, (), {})
    assert assign([], seats(2), FIRST, away={0, 1}) == (None, None, (), {})


def test_what_is_later_than_the_day_counts_for_nothing():
    history = turns((0, 1), (1, 0))
    assert assign(history, seats(2), day(1)) == assign(history[:1], seats(2), day(1))


def test_people_who_have_left_take_nobodys_place():
    assert assign(turns((7, 8), (8, 7)), seats(3), day(2))[:2] == (0, 1)


def test_yesterdays_people_rest_from_either_duty_where_others_can():
    history = turns((0, 1), (2, 3))
    assert not {2, 3} & set(assign(history, seats(6), day(2))[:2])


@pytest.mark.parametrize("joined", [3, 20, 60])
def test_a_newcomer_takes_part_in_turn_and_need_not_catch_up(joined):
    history, roster = [], seats(5)
    for n in range(joined + 30):
        if n == joined:
            roster.append(Seat(9, day(n)))
        duties = assign(history, roster, day(n))
        history.append(Turn(day(n), duties.moderator, duties.scribe))
    served = [n for n, turn in enumerate(history) if turn.moderator == 9]
    assert len(served) in {4, 5, 6}
    assert min(later - earlier for earlier, later in itertools.pairwise(served)) >= 4
    since = Counter(turn.moderator for turn in history[joined:])
    assert max(since.values()) - min(since.values()) <= 2


def test_whoever_was_first_in_the_reviews_is_last_next_time():
    history = []
    for n in range(6):
        order = assign(history, seats(4), day(n)).review_order
        assert order == tuple((n + place) % 4 for place in range(4))
        history.append(Turn(day(n), first=order[0]))


def test_the_next_in_turn_is_neither_away_nor_the_one_of_yesterday():
    history = turns((0, 1), (2, 0), (3, 1))
    assert next_for("moderator", history, seats(5), day(3), away=set()) == 4, "1 wrote yesterday"
    assert next_for("moderator", history, seats(5), day(3), away={4}) == 1
    assert next_for("moderator", history, seats(4), day(3), away={0, 1, 2}) == 3, "nobody else is there"
    assert next_for("moderator", history, seats(2), day(3), away={0, 1}) is None


class TestReasons:
    def reason(self, history, roster, on, away=()) -> list:
        return assign(history, roster, on, away).reasons["moderator"]

    def test_never(self):
        assert self.reason(turns((0, 1), (1, 0)), seats(5), day(9)) == ["never", 9]

    def test_a_newcomer_has_never_done_it_since_joining(self):
        roster = [*seats(2), Seat(9, day(4))]
        assert self.reason(turns((0, 1), (1, 0), (0, 1), (1, 0)), roster, day(6)) == ["never", 2]

    def test_fewest(self):
        history = turns((0, 1), (2, 0), (1, 2), (2, 0), (1, 2))
        assert self.reason(history, [Seat(k) for k in (0, 1, 2, 1)], day(5))[0] == "fewest"

    def test_fewest_of_those_who_are_here(self):
        history = turns((0, 1), (2, 0), (1, 2), (2, 0), (1, 2), (3, 1), (3, 1))
        assert self.reason(history, seats(5), day(7), away={4})[0] == "fewest_here"

    def test_longest_ago(self):
        history = turns((0, 1), (1, 2), (2, 3), (3, 0), (4, 1))
        assert self.reason(history, seats(5), day(5)) == ["longest_ago", None]

    def test_so_long_ago_that_the_days_say_more(self):
        history = turns((0, 1), (1, 2), (2, 3), (3, 0), (4, 1))
        assert self.reason(history, seats(5), day(12)) == ["never_for", 11]

    def test_not_twice(self):
        history = turns((1, 0), (1, 0), (2, 0), (2, 0), (3, 1), (3, 2), (0, 3))
        assert self.reason(history, seats(4), day(7)) == ["not_twice", None]

    def test_every_reason_is_a_sentence_in_both_languages(self):
        words = ("never", "longest_ago", "rested", "fewest", "fewest_here", "not_twice", "few", "chosen")
        for reason in [*([word, None] for word in words), ["never", 12], ["never_for", 9], ["instead", "배이든"]]:
            for language in ("ko", "en"):
                with translation.override(language):
                    assert sentence(reason), reason

    @pytest.mark.parametrize("reason", [None, [], ["nonsense", 3], ["never_for", None], ["instead", None]])
    def test_what_nobody_stored_is_no_sentence(self, reason):
        assert sentence(reason) == ""


# Over many teams --------------------------------------------------------------------------------------------------


def fair(history, roster, on, away, _chance):
    return assign(history, roster, on, away)[:2]


def by_lot(_history, roster, _on, away, chance):
    return tuple(chance.sample([seat.key for seat in roster if seat.key not in away], 2))


def round_robin(history, roster, _on, away, _chance):
    """A list on the wall: whoever stands next, and who is away is passed over."""
    here = [seat.key for seat in roster if seat.key not in away]
    first = len(history) % len(roster)
    in_turn = sorted(here, key=lambda key: (key - first) % len(roster))
    return in_turn[0], in_turn[1]


def simulate(choose, teams: int = TEAMS) -> tuple[dict[str, list[int]], int]:
    """The spread of each duty in each team, and how often somebody had one duty two days running."""
    spreads, running = {"moderator": [], "scribe": []}, 0
    for number in range(teams):
        chance = random.Random(number)
        roster, history = seats(chance.choice([5, 6, 7])), []
        for n in range(DAYS):
            away = {seat.key for seat in roster if chance.random() < ABSENCE}
            if len(roster) - len(away) < 2:
                continue
            moderator, scribe = choose(history, roster, day(n), away, chance)
            assert moderator not in away
            assert scribe not in away | {moderator}
            if history:
                running += (moderator == history[-1].moderator) + (scribe == history[-1].scribe)
            history.append(Turn(day(n), moderator, scribe))
        for duty, found in spreads.items():
            counts = Counter(getattr(turn, duty) for turn in history)
            found.append(max(counts[seat.key] for seat in roster) - min(counts[seat.key] for seat in roster))
    return spreads, running


@pytest.mark.slow
def test_over_fifty_teams_and_a_hundred_days_duties_are_spread_evenly():
    spreads, running = simulate(fair)
    for duty, found in spreads.items():
        assert max(found) <= 2, duty
        assert statistics.mean(found) <= 1.1, duty
    assert running == 0
    assert simulate(fair, 5)[0]["scribe"] == spreads["scribe"][:5], "the same input gives the same answer"


def test_the_measure_tells_lots_and_lists_from_a_fair_rule():
    for unfair, least in ((by_lot, 7), (round_robin, 3)):
        spreads, running = simulate(unfair)
        assert statistics.mean(spreads["moderator"]) > least
        assert running > 0
