"""How well search finds what people say that it should: judged queries on a set of documents."""

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from meetings.models import Cohort, Meeting, Section, Team, User
from meetings.models.batches import store_new
from meetings.search import indexing, search

FIRST = 10
SLUG = "search-quality"


@dataclass
class Tally:
    recall: list[float] = field(default_factory=list)
    rank: list[float] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)
    wrong: int = 0  # of those that must not be found, how many were
    forbidden: int = 0

    def row(self, kind: str) -> dict:
        return {
            "kind": kind,
            "queries": len(self.recall),
            "recall": _mean(self.recall),
            "mrr": _mean(self.rank),
            "precision": _mean(self.precision),
            "must_not": self.wrong,
            "of": self.forbidden,
        }


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 3) if values else 1.0


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def load(documents: Iterable[dict]) -> User:
    """Each as a section of one meeting, the order of whose rows is the number of the document."""
    day = datetime.date(2026, 11, 2)
    cohort = Cohort.objects.create(name=SLUG, slug=SLUG, starts_on=day, ends_on=day + datetime.timedelta(days=180))
    team = Team.objects.create(cohort=cohort, name=SLUG, slug=SLUG)
    meeting = Meeting.objects.create(team=team, held_on=day)
    rows = [
        Section(meeting=meeting, heading=told["title"][:300], body=told["body"], order=told["id"]) for told in documents
    ]
    with meeting.one_revision():
        for start in range(0, len(rows), 500):
            store_new(rows[start : start + 500])
    for row in rows:
        if not row.is_rendered:  # what points at something, such as @2021, is rendered once all rows are there
            row.render_again()
    indexing.count_words()
    return User.objects.create_superuser(SLUG, password=None)


def measure(user: User, queries: Iterable[dict], documents: dict[int, str]) -> tuple[list[dict], list[dict]]:
    """The tallies by kind, that of all last, and what each query missed."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    missed = []
    for judged in queries:
        relevant = {number for number, text in documents.items() if re.search(judged["oracle"], text)}
        relevant |= set(judged["must"])
        results = search(user, judged["q"])
        sure = [hit.object.order for hit in results.hits]
        first = [*sure, *(hit.object.order for hit in results.similar)][:FIRST]
        found = [number for number in first if number in relevant]
        wrong = [number for number in first if number in judged["must_not"]]
        certain = [hit.object.order for hit in results.hits if hit.tier == 1]
        for tally in (tallies[judged["kind"]], tallies["all"]):
            tally.recall.append(len(found) / min(FIRST, len(relevant)) if relevant else 1.0)
            tally.rank.append(1 / (first.index(found[0]) + 1) if found else 0.0)
            if certain:
                tally.precision.append(sum(number in relevant for number in certain) / len(certain))
            tally.wrong += len(wrong)
            tally.forbidden += len(judged["must_not"])
        if wrong or len(found) < min(FIRST, len(relevant)) or (found and first[0] != found[0]):
            lost = [number for number in judged["must"] if number not in first]
            missed.append({"q": judged["q"], "first": first, "lost": lost, "wrong": wrong})
    rows = [tallies[kind].row(kind) for kind in sorted(tallies, key=lambda kind: (kind == "all", kind))]
    return rows, missed
