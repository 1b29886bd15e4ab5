"""kill -9 of master and workers under writers, again and again: what was acknowledged is there."""

import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPException

from .found import Found
from .people import Table, gather
from .server import PATIENCE, Site
from .stored import times_found
from .tokens import token
from .visitor import Visitor


@dataclass
class Writer:
    """Sends one new question after the other; what got no answer is sent again under the same name."""

    visitor: Visitor
    table: Table
    first: int
    over: threading.Event
    acknowledged: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    sent_again: int = 0

    def run(self) -> None:
        number = self.first
        while not self.over.is_set():
            word, name = token(number), str(uuid.uuid4())
            if self._until_answered(word, name):
                self.acknowledged.append(word)
            number += 1

    def _until_answered(self, word: str, name: str) -> bool:
        while not self.over.is_set():
            try:
                answer = self.visitor.add(self.table.meeting, "questions", f"{word}은 무엇인가요?", name)
            except (OSError, HTTPException):
                self.sent_again += 1
                time.sleep(0.05)
                continue
            if answer.status not in (200, 201):
                self.refused.append(answer.status)
            return answer.status in (200, 201)
        return False


def measured(site: Site, kills: int = 25, writers: int = 6) -> Found:
    table, over = gather(1, writers)[0], threading.Event()
    crowd = [
        Writer(Visitor(site.address, person), table, place * 1_000_000, over)
        for place, person in enumerate(table.people)
    ]
    threads = [threading.Thread(target=writer.run) for writer in crowd]
    for thread in threads:
        thread.start()
    for _kill in range(kills):
        _wait_for_one_more(crowd)
        time.sleep(random.uniform(0.3, 1.5))  # noqa: S311
        site.kill()
        site.start()
    time.sleep(1)
    over.set()
    for thread in threads:
        thread.join()
    return _judged(table, crowd, kills)


def _wait_for_one_more(crowd: list[Writer]) -> None:
    """A server that is killed before it has answered anybody shows nothing."""
    before, until = sum(len(writer.acknowledged) for writer in crowd), time.monotonic() + PATIENCE
    while sum(len(writer.acknowledged) for writer in crowd) == before and time.monotonic() < until:
        time.sleep(0.01)


def _judged(table: Table, crowd: list[Writer], kills: int) -> Found:
    words = [word for writer in crowd for word in writer.acknowledged]
    counts = times_found(words, table.meeting)
    lost, twice = sum(count == 0 for count in counts.values()), sum(count > 1 for count in counts.values())
    refused = [status for writer in crowd for status in writer.refused]
    found = Found(f"{kills} times kill -9 under {len(crowd)} writers")
    found.figures |= {"acknowledged": len(words), "lost": lost, "twice": twice}
    found.figures["sent again"] = sum(writer.sent_again for writer in crowd)
    found.expect(len(words) >= kills, "hardly anything was written")
    found.expect(lost == 0, f"{lost} acknowledged texts are not there")
    found.expect(twice == 0, f"{twice} texts stand there twice")
    found.expect(not refused, f"refused with {sorted(set(refused))}")
    return found
