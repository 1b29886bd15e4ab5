"""A whole cohort at four o'clock: every team's page asks what is new every two seconds, and some save."""

import itertools
import random
import threading
import time
from http.client import HTTPException
from urllib.parse import urlencode

from .found import Found
from .people import Table, gather
from .server import Site
from .stored import times_found
from .tokens import token
from .visitor import Answer, Visitor

EVERY = 2.0  # s between two polls of one page


class Load:
    """So many requests a second, begun on time whether or not the ones before have been answered."""

    def __init__(self) -> None:
        self.polls: list[float] = []
        self.saves: list[float] = []
        self.errors: list[str] = []
        self.quiet = 0  # polls that were told that nothing is new
        self.acknowledged: list[tuple[int, str]] = []
        self.seen: dict[Visitor, dict[str, str | int]] = {}  # what each page was told last

    def poll(self, visitor: Visitor, meeting: int) -> None:
        seen = self.seen.setdefault(visitor, {"since": 0, "here": ""})
        path = f"/minutes/{meeting}/changes/?{urlencode(seen)}"
        answer = self._asked(lambda: visitor.get(path), self.polls, (200, 204))
        if answer and answer.told:
            self.seen[visitor] = {"since": answer.told["revision"], "here": answer.told["here"]}
        self.quiet += bool(answer) and answer.status == 204

    def save(self, visitor: Visitor, meeting: int, number: int) -> None:
        text = f"{token(number)}를 더 볼까요?"
        if self._asked(lambda: visitor.add(meeting, "questions", text), self.saves, (200, 201)):
            self.acknowledged.append((meeting, token(number)))

    def _asked(self, ask, taken: list[float], good: tuple[int, ...]) -> Answer | None:
        began = time.perf_counter()
        try:
            answer = ask()
        except (OSError, HTTPException) as error:
            self.errors.append(repr(error))
            return None
        taken.append(time.perf_counter() - began)
        if answer.status not in good:
            self.errors.append(str(answer.status))
            return None
        return answer


def measured(
    site: Site,
    teams: int = 84,
    seconds: float = 300,
    saves_a_second: float = 25,
    readers: int = 1,
    most_ms: float = 300,
) -> Found:
    """`readers`: how many of each team have the page open; `most_ms`: what p95 may take, 0 for any time."""
    tables, load, numbers = gather(teams, readers), Load(), itertools.count()
    until, began = time.monotonic() + seconds, site.cpu()
    pollers = [
        threading.Thread(target=_poll, args=(site, load, table, place, until))
        for table in tables
        for place in range(readers)
    ]
    lanes = 8
    savers = [
        threading.Thread(target=_save, args=(site, load, tables[lane::lanes], saves_a_second / lanes, numbers, until))
        for lane in range(min(lanes, teams))
    ]
    for thread in (*pollers, *savers):
        thread.start()
    for thread in (*pollers, *savers):
        thread.join()
    found = _judged(load, seconds, site.cpu() - began, teams)
    p95 = found.figures["p95 ms"]
    found.expect(not most_ms or p95 <= most_ms, f"one request in twenty takes more than {most_ms:g} ms")
    return found


def _poll(site: Site, load: Load, table: Table, place: int, until: float) -> None:
    visitor = Visitor(site.address, table.people[place])
    due = time.monotonic() + (hash(visitor.person.cookie) % 1000) / 1000 * EVERY
    while due < until:
        time.sleep(max(0, due - time.monotonic()))
        load.poll(visitor, table.meeting)
        due += EVERY


def _save(site: Site, load: Load, tables: list[Table], a_second: float, numbers, until: float) -> None:
    """At moments that know nothing of each other, as those of people who write (a Poisson process)."""
    visitors = [(Visitor(site.address, table.people[0]), table.meeting) for table in tables]
    gaps, due = random.Random(tables[0].meeting), time.monotonic()  # noqa: S311
    for visitor, meeting in itertools.cycle(visitors):
        due += gaps.expovariate(a_second)
        if due > until:
            return
        time.sleep(max(0, due - time.monotonic()))
        load.save(visitor, meeting, next(numbers))


def _judged(load: Load, seconds: float, cpu: float, teams: int) -> Found:
    found = Found(f"{teams} teams polling every {EVERY:g} s for {seconds:g} s, with saves")
    found.times([*load.polls, *load.saves])
    found.figures |= {"polls/s": round(len(load.polls) / seconds, 1), "saves/s": round(len(load.saves) / seconds, 1)}
    found.figures["nothing new"] = load.quiet
    found.figures |= {"errors": len(load.errors), "server CPU s": round(cpu, 1)}
    lost = _lost(load)
    found.expect(not load.errors, f"errors: {sorted(set(load.errors))[:5]}")
    found.expect(lost == 0, f"{lost} acknowledged texts are not there once")
    return found


def _lost(load: Load) -> int:
    by_meeting: dict[int, list[str]] = {}
    for meeting, word in load.acknowledged:
        by_meeting.setdefault(meeting, []).append(word)
    return sum(count != 1 for meeting, words in by_meeting.items() for count in times_found(words, meeting).values())
