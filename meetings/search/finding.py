"""From a query to its results: ask the database, in few queries, then put in order what it found."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC
from functools import cached_property
from importlib import import_module

from django.db import connection
from django.db.models import Count, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from meetings.models import Cohort, Meeting, SearchDocument, Tag
from meetings.models.search import NOTES_TOKEN, team_token
from meetings.search import PAGE, needles, synonyms
from meetings.search.filters import narrowed
from meetings.search.guessing import Guesses
from meetings.search.needles import Asked, Slot
from meetings.search.query import Query
from meetings.search.ranking import Candidate, in_order, judge
from meetings.search.results import Hit, Results
from meetings.search.showing import shown

CANDIDATES = 100  # of a tier, which are read
RANKED = 5_000  # of a tier, which the database puts in order
COUNTED = 20_000
FEW, TOO_FEW = 10, 3  # so that other spellings are tried, and so that words are guessed
MOST_TEAMS = 20

# What a document says, and what speaks for it.
_TEXTS = """
SELECT c.tier, c.id, c.kind, c.shown, c.rank, d.created_at,
    SUBSTR(COALESCE(s.heading, n.title || ' ' || m.title, q.body_text, l.body_text, ''), 1, 100000),
    SUBSTR(COALESCE(a.body_text, s.body_text, ''), 1, 100000),
    a.accepted_at IS NOT NULL, a.endorsed_at IS NOT NULL, d.answer_id IS NOT NULL
FROM ({found}) c
JOIN meetings_searchdocument d ON d.id = c.id
LEFT JOIN meetings_question q ON q.id = d.question_id
LEFT JOIN meetings_answer a ON a.id = d.answer_id
LEFT JOIN meetings_learning l ON l.id = d.learning_id
LEFT JOIN meetings_section s ON s.id = d.section_id
LEFT JOIN meetings_classnote n ON n.id = d.class_note_id AND d.section_id IS NULL AND d.question_id IS NULL
LEFT JOIN meetings_masterclass m ON m.id = n.master_class_id
UNION ALL {counted}
"""
_COUNT = """
SELECT -1, COUNT(*), f.kind, COUNT(DISTINCT f.shown), 0, NULL, NULL, NULL, NULL, NULL, NULL
FROM ({found}) f GROUP BY f.kind
"""


def engine():
    """The file of the database at hand."""
    return import_module(f"meetings.search.{connection.vendor}")


def find(user, query: Query, kind: str = "", start: int = 0, *, is_quick: bool = False) -> Results:
    return _Search(user, query, kind, start, is_quick).results()


def nearest(user, asked: Asked, among: Q) -> list[Candidate]:
    """Some hundred texts that hold any of the words, of those documents that the person may read."""
    search = _Search(user, Query(""), "", 0, is_quick=True)
    search.readable = search.readable.filter(among)
    return search.ask([asked], any_word=True)


class _Search:
    def __init__(self, user, query: Query, kind: str, start: int, is_quick: bool) -> None:
        self.user, self.query, self.start, self.is_quick = user, query, start, is_quick
        kinds = [said.value for said in query.filters if said.key == "kind"]
        self.kind = kinds[0] if kinds else kind
        self.engine = engine()
        self.counted: Counter[str] = Counter()
        self.is_capped = False
        self.widened: list[str] = []

    def results(self) -> Results:
        results = Results(self.query, max(self.start, 0))
        if not self.query.wanted:
            return self._newest(results) if self.query.filters else results
        found, similar = self._found()
        total = sum(self.counted.values())
        of_kind = [one for one in found if not self.kind or one.kind == self.kind]
        counts = Counter(one.kind for one in found)
        is_all = total <= CANDIDATES
        results.counts = dict(counts if is_all else self.counted | counts)
        results.count = results.counts.get(self.kind, 0) if self.kind else sum(results.counts.values())
        results.is_capped = self.is_capped
        results.widened = self.widened
        page = of_kind[results.start : results.start + PAGE]
        near = [one for one in similar if not self.kind or one.kind == self.kind][:FEW] if not results.start else []
        if len(of_kind) > results.start + PAGE:
            results.next_start = results.start + PAGE
        results.hits, results.similar = self._shown(page, near)
        return results

    # Asking

    @cached_property
    def readable(self) -> QuerySet:
        return narrowed(SearchDocument.objects.visible_to(self.user).order_by(), self.query, self.user)

    @cached_property
    def tags_and_teams(self) -> tuple[list[list[str]], list[str]]:
        """In one query: what is called by several names, and the tokens of all places in which the person may read.

        No tokens where they are too many to name, as for staff. They only spare the database to look elsewhere: what
        may be read is up to `visible_to`.
        """
        tags = Tag.objects.visible_to(self.user).exclude(synonyms=[])
        named = tags.values_list(Value("tag"), "name", Cast("synonyms", TextField())).order_by()
        joint = Meeting.other_teams.through.objects.filter(team__in=[seat.team_id for seat in self.user.seats])
        invited = joint.values_list(Value("team"), Cast("meeting__team", TextField()), Value("")).distinct()
        in_charge = Cohort.objects.run_by(self.user).values_list(Value("staff"), Value(""), Value("")).order_by()
        told = list(named.union(invited, in_charge, all=True))
        names = [[name, *json.loads(synonyms)] for kind, name, synonyms in told if kind == "tag"]
        teams = {seat.team_id for seat in self.user.seats} | {int(name) for kind, name, _ in told if kind == "team"}
        is_wide = self.user.is_superuser or len(teams) > MOST_TEAMS or any(kind == "staff" for kind, _, _ in told)
        return names, [] if is_wide else [*map(team_token, sorted(teams)), NOTES_TOKEN]

    @cached_property
    def excluded(self) -> Asked:
        return tuple(Slot(slot.ways) for slot in needles.slots(self.query.excluded, needles.certain))

    def ask(self, tiers: list[Asked], first: int = 1, *, any_word: bool = False) -> list[Candidate]:
        """What fits any of the tiers, and is there to read; how much fits the last and widest one is counted."""
        tiers = [asked for asked in tiers if asked]
        if not tiers:
            return []
        found, params = [], []
        for number, asked in enumerate(tiers, start=first):
            sql, given = self._matching(asked, any_word, "rank")
            prefer = "CASE WHEN f.kind = %s THEN 0 ELSE 1 END, " if self.kind else ""
            newest = self.engine.newest(sql, RANKED)
            found.append(
                f"SELECT * FROM (SELECT {number} AS tier, f.id, f.kind, f.shown, f.rank FROM ({newest}) f "  # noqa: S608
                f"ORDER BY {prefer}f.rank LIMIT {CANDIDATES}) t{number}"
            )
            params += [*given, *([self.kind] if self.kind else [])]
        sql, given = self._matching(tiers[-1], any_word)
        counted = _COUNT.format(found=f"{sql} LIMIT {COUNTED + 1}")
        whole = _TEXTS.format(found=" UNION ALL ".join(found), counted=counted)
        rows = self.engine.run(connection, whole, [*params, *given])
        self._count([row for row in rows if row[0] < 0], any_word)
        return self._judged([row for row in rows if row[0] >= 0], dict(enumerate(tiers, start=first)), any_word)

    def _matching(self, asked: Asked, any_word: bool, *more: str) -> tuple[str, list]:
        said = self.engine.expression(asked, self.excluded, self.tags_and_teams[1], any_word=any_word)
        documents = self.engine.matching(self.readable, said).values_list("id", "kind", "shown", *more)
        sql, params = documents.query.sql_with_params()
        return sql, list(params)

    def _count(self, rows: list[tuple], any_word: bool) -> None:
        if not any_word:
            self.is_capped = sum(row[1] for row in rows) > COUNTED
            self.counted = Counter({row[2]: row[3] for row in rows})

    def _judged(self, rows: Iterable[tuple], tiers: dict[int, Asked], any_word: bool) -> list[Candidate]:
        seen, kept = set(), []
        for row in sorted(rows, key=lambda row: row[0]):
            one = _candidate(row)
            if one.pk not in seen and judge(one, tiers[one.tier], any_word=any_word):
                one.asked = tiers[one.tier]
                seen.add(one.pk)
                kept.append(one)
        return kept

    # Tiers

    def _found(self) -> tuple[list[Candidate], list[Candidate]]:
        tiers = [self._widened(asked) for asked in needles.first_tiers(self.query)]
        found = in_order(self.ask(tiers))
        if len(found) >= FEW or all(term.is_phrase for term in self.query.wanted):
            return found, []
        guesses = Guesses(self.engine, self.query)
        counted = self.counted
        if spelt := guesses.spelt(tiers[-1]):
            more = self.ask([spelt], first=3)
            found = in_order([*found, *more])
            counted = counted | self.counted
        self.counted = counted
        if len(found) >= TOO_FEW:
            return found, []
        known = {one.key for one in found}
        near = [] if self.is_quick else self.ask([guesses.near(tiers[-1]) or ()], first=4)
        some = self.ask([tiers[-1]], first=5, any_word=True)
        self.counted = counted
        return found, [one for one in in_order([*near, *some]) if one.key not in known]

    def _widened(self, asked: Asked) -> Asked:
        """A word that is a tag, or means one, is found by what else is called so."""
        slots, widened = synonyms.widened(asked, self.tags_and_teams[0])
        self.widened = list(dict.fromkeys([*self.widened, *widened]))
        return slots

    # Showing

    def _newest(self, results: Results) -> Results:
        """What the filters alone leave, without a word to look for: the newest first."""
        documents = self.readable.filter(answer=None).exclude(kind="class_note", question=None, section__isnull=False)
        counted = documents.values_list("kind").annotate(n=Count("pk"))
        results.counts = dict(counted)
        if self.kind:
            documents = documents.filter(kind=self.kind)
        results.count = results.counts.get(self.kind, 0) if self.kind else sum(results.counts.values())
        rows = documents.order_by("-created_at", "-pk").values_list("pk", "kind", "shown", "created_at")
        page = rows[results.start : results.start + PAGE]
        found = [Candidate(pk, kind, shown_pk, "", "", created) for pk, kind, shown_pk, created in page]
        results.hits, _none = self._shown(found, [])
        if results.start + PAGE < results.count:
            results.next_start = results.start + PAGE
        return results

    def _shown(self, page: list[Candidate], near: list[Candidate]) -> tuple[list[Hit], list[Hit]]:
        """In one query. What was deleted since it was found is left out."""
        hits = shown([*page, *near])
        first, second = ([hits[one.pk] for one in part if one.pk in hits] for part in (page, near))
        return first, second


def _candidate(row: tuple) -> Candidate:
    tier, pk, kind, shown_pk, rank, created, title, body, is_accepted, is_endorsed, is_answer = row
    if is_answer:
        title = ""
    elif kind in ("question", "learning"):
        title, _line, body = title.strip().partition("\n")
    created = parse_datetime(created) if isinstance(created, str) else created
    return Candidate(
        pk,
        kind,
        shown_pk,
        title,
        body,
        make_aware(created, UTC) if is_naive(created) else created,
        bool(is_accepted),
        bool(is_endorsed),
        rank,
        tier,
    )
