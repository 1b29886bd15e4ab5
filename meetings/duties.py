"""Who moderates, who writes and who is reviewed first: whoever did it least, of these who did it longest ago.

Pure: the same history and the same people give the same answer on every machine. People are told by their keys.
"""

import datetime
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext, gettext_noop, ngettext

REASONS = {
    "never": gettext_noop("Has not had it yet"),
    "longest_ago": gettext_noop("It is longest since the last time"),
    "rested": gettext_noop("It is longest ago among those who rested last time"),
    "fewest": gettext_noop("Has had it least often"),
    "fewest_here": gettext_noop("Has had it least often of those who are here"),
    "not_twice": gettext_noop("So that nobody has it twice in a row"),
    "few": gettext_noop("Few people are here today"),
    "chosen": gettext_noop("Chosen by the team"),
}
LONG = 7  # days without the duty that are worth a number


class Turn(NamedTuple):
    """One day's duties, as they were."""

    day: datetime.date
    moderator: int | None = None
    scribe: int | None = None
    first: int | None = None  # whose work was looked at first


class Seat(NamedTuple):
    """Somebody of today's roster; those who were there from the start have joined on no day."""

    key: int
    joined_on: datetime.date | None = None


class Duties(NamedTuple):
    moderator: int | None
    scribe: int | None
    review_order: tuple[int, ...]
    reasons: dict[str, list]  # by the name of the duty: a word of REASONS, and a number of days or None


def assign(history: Iterable[Turn], roster: Sequence[Seat], day: datetime.date, away: Collection[int] = ()) -> Duties:
    """Today's duties. Who is `away` gets none; between equals the order of `roster` decides.

    Nobody has one duty twice running, and nobody has two at once, as long as there are enough people.
    """
    turns = sorted((turn for turn in history if turn.day < day), key=lambda turn: turn.day)
    present = [seat.key for seat in roster if seat.key not in away]
    if not present:
        return Duties(None, None, (), {})
    records = {duty: _Record(duty, turns, roster) for duty in ("moderator", "scribe", "first")}
    moderator, scribe = _pair(records["moderator"], records["scribe"], present)
    chosen = {"moderator": moderator} if scribe is None else {"moderator": moderator, "scribe": scribe}
    reasons = {}
    for duty, key in chosen.items():
        others = [other for other in present if other not in chosen.values()]
        reasons[duty] = records[duty].reason(key, others, day, is_anybody_away=bool(away))
    return Duties(moderator, scribe, tuple(sorted(present, key=records["first"].rank)), reasons)


def next_for(
    duty: str, history: Iterable[Turn], roster: Sequence[Seat], day: datetime.date, away: Collection[int]
) -> int | None:
    """Who comes next for one duty when who has it isn't there."""
    turns = sorted((turn for turn in history if turn.day < day), key=lambda turn: turn.day)
    record = _Record(duty, turns, roster)
    present = [seat.key for seat in roster if seat.key not in away]
    return min(present, key=lambda key: (key == record.latest, record.rank(key)), default=None)


def sentence(reason: list | None) -> str:
    """Why somebody has a duty, in the active language."""
    word, value = [*(reason or ()), None, None][:2]
    if word == "never" and value and value > 1:
        return ngettext("Not once in the last %(count)d day", "Not once in the last %(count)d days", value) % {
            "count": value
        }
    if word == "never_for" and value:
        return ngettext("Not in the last %(count)d day", "Not in the last %(count)d days", value) % {"count": value}
    if word == "instead" and value:
        return gettext("In place of %(person)s") % {"person": value}
    return gettext(REASONS[word]) if word in REASONS else ""


class _Record:
    """How often and when last each of the roster had one duty."""

    def __init__(self, duty: str, turns: list[Turn], roster: Sequence[Seat]):
        self.served = [(turn.day, getattr(turn, duty)) for turn in turns if getattr(turn, duty) is not None]
        self.joined = {seat.key: seat.joined_on or datetime.date.min for seat in roster}
        self.place = {seat.key: place for place, seat in enumerate(roster)}
        self.count = Counter(key for _day, key in self.served)
        self.last = {key: day for day, key in self.served}
        self.latest = getattr(turns[-1], duty) if turns else None
        self.busy = {turns[-1].moderator, turns[-1].scribe} if turns else set()  # of the latest meeting
        self.began_on = turns[0].day if turns else None
        self.load: dict[int, Fraction] = {}
        for key in sorted(self.joined, key=self.joined.__getitem__):
            self.load[key] = self._head_start(key) + self.count[key]

    def _head_start(self, key: int) -> Fraction:
        """What those who were there before had done on average when this one joined: nobody has to catch up."""
        joined = self.joined[key]
        before = Counter(other for day, other in self.served if day < joined)
        elders = [other for other in self.load if self.joined[other] < joined]
        done = sum(self.load[other] - self.count[other] + before[other] for other in elders)
        return Fraction(done, len(elders)) if elders else Fraction(0)

    def since(self, key: int) -> datetime.date:
        return max(self.last.get(key, datetime.date.min), self.joined[key])

    def rank(self, key: int) -> tuple:
        return self.load[key], key in self.busy, self.since(key), self.place[key]

    def reason(self, key: int, others: list[int], day: datetime.date, *, is_anybody_away: bool) -> list:
        """Which rule decided for the chosen one among `others`: a word of REASONS, and days where it names some."""
        if not others:
            return ["few", None]
        if any(self.load[other] < self.load[key] for other in others):
            return ["not_twice", None]
        if not self.count[key]:
            return ["never", (day - max(self.joined[key], self.began_on or day)).days]
        if all(self.load[key] < self.load[other] for other in others):
            return ["fewest_here" if is_anybody_away else "fewest", None]
        equals = [other for other in others if self.load[other] == self.load[key]]
        if any(self.since(other) < self.since(key) for other in equals):
            return ["rested", None]
        days = (day - self.last[key]).days - 1
        return ["never_for", days] if days >= LONG else ["longest_ago", None]


def _pair(moderators: _Record, scribes: _Record, present: list[int]) -> tuple[int, int | None]:
    """The two who fit best, the moderator first; the same one twice running only where nobody else is there."""
    if len(present) == 1:
        return present[0], None

    def cost(pair: tuple[int, int]) -> tuple:
        again = (pair[0] == moderators.latest) + (pair[1] == scribes.latest)
        return again, moderators.rank(pair[0]), scribes.rank(pair[1])

    return min(itertools.permutations(present, 2), key=cost)
