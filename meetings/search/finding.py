"""From a query to its results: ask the database, in few queries, then put in order what it found."""

import json
from collections import Counter
from dataclasses import replace
from functools import cached_property, lru_cache
from importlib import import_module

from django.db import OperationalError, connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from meetings.models import Cohort, Meeting, SearchDocument, SearchWord, Tag, Team
from meetings.models.search import cohort_token, notes_token, team_token
from meetings.models.token_index import INDEX
from meetings.models.users import Reader
from meetings.search import PAGE, candidates, needles, synonyms
from meetings.search.candidates import FAR, JOINT, SIMILAR, SPELT, WALKED, Found, Matches, Sql, Tier
from meetings.search.common import Reach, Vocabulary, apart
from meetings.search.filters import narrowed
from meetings.search.guessing import Guesses, in_other_layout
from meetings.search.needles import Asked
from meetings.search.query import Query
from meetings.search.ranking import Candidate, in_order, judge
from meetings.search.results import Hit, Results
from meetings.search.showing import shown

FEW, TOO_FEW = 10, 3  # so that other spellings are tried, and so that words are guessed
NAMED = 0  # the tier before all others: the question whose number was typed
MOST_TEAMS = 100  # of whose places one is named each
MOST_JOINT = 4  # words that may stand apart in a question and its answers: the texts of each are looked up


def engine():
    """The file of the database at hand."""
    return import_module(f"meetings.search.{connection.vendor}")


def find(user, query: Query, kind: str = "", start: int = 0, **how: bool) -> Results:
    results = _Search(user, query, kind, start, **how).results()
    if results.counts or not (meant := in_other_layout(query)):
        return results
    other = _Search(user, meant, kind, start, **how).results()
    return replace(other, query=query) if other.counts or not results.similar else results


def nearest(user, asked: Asked, among: Q) -> list[Candidate]:
    """Some hundred texts that hold any of the words, of those documents that the person may read."""
    search = _Search(user, Query(""))
    search.kept = candidates.kept_of(search.readable.filter(among))
    return search.ask([asked], any_word=True)


class _Search:
    def __init__(self, user, query: Query, kind="", start=0, *, is_quick=False, is_exact=False) -> None:
        self.user, self.query, self.start, self.is_quick, self.is_exact = user, query, start, is_quick, is_exact
        self.kind = query.kind or kind
        self.engine = engine()
        self.counted: Counter[str] = Counter()
        self.is_capped = False
        self.is_all = False
        self.is_partial = False
        self.widened: list[str] = []

    def results(self) -> Results:
        results = Results(self.query, max(self.start, 0))
        if not self.query.wanted:
            return self._newest(results) if self.query.filters else results
        found, similar = self._found()
        of_kind = [one for one in found if not self.kind or one.kind == self.kind]
        counts = Counter(one.kind for one in found)
        self._count(results, counts if self.is_all else self.counted | counts)
        page = of_kind[results.start : results.start + PAGE]
        near = [one for one in similar if not self.kind or one.kind == self.kind][:FEW] if not results.start else []
        if len(of_kind) > results.start + PAGE:
            results.next_start = results.start + PAGE
        results.hits, results.similar = self._shown(page, near)
        return results

    def _count(self, results: Results, counts: Counter) -> None:
        results.counts = dict(counts)
        results.count = counts[self.kind] if self.kind else counts.total()
        results.is_capped = self.is_capped
        results.widened = self.widened
        results.is_partial = self.is_partial or (not results.counts and not self.engine.is_filled(connection))

    # Asking

    @cached_property
    def readable(self) -> QuerySet:
        """By the filters first, which leave little to be asked about."""
        return narrowed(SearchDocument.objects.order_by(), self.query, self.user).visible_to(self.user)

    @cached_property
    def kept(self) -> Sql:
        return candidates.kept_of(self.readable) if self.query.filters else _readable(self.user.reader)

    @cached_property
    def tags_and_reach(self) -> tuple[list[list[str]], Reach]:
        """In one query: what is called by several names, and where to look. What may be read is up to `visible_to`.

        Whoever reads most of all there is has no need of places: they would be looked up beside each word.
        """
        told = self.engine.run(connection, *_tags_and_reach(self.user.reader))
        names = [[name, *json.loads(synonyms)] for kind, name, synonyms in told if kind == "tag"]
        teams = {*self.user.team_ids} | {int(name) for kind, name, _ in told if kind == "team"}
        cohorts = {int(name): int(documents) for kind, name, documents in told if kind == "cohort"}
        classes = {*self.user.cohort_ids} - {*cohorts}
        newest = next(int(key or 0) for kind, key, _ in told if kind == "newest")
        documents = next(int(counted) for kind, counted, _ in told if kind == "counted")
        others = documents - sum(cohorts.values())  # which whoever goes far leaves behind
        reads_most = self.user.is_superuser or others < min(documents / 2, FAR - WALKED)
        if reads_most or len(teams) > MOST_TEAMS:
            return names, Reach([], newest, Vocabulary())
        places = [(cohort_token, cohorts), (team_token, teams), (notes_token, classes)]
        return names, Reach([token(pk) for token, pks in places for pk in sorted(pks)], newest, Vocabulary())

    @cached_property
    def excluded(self) -> list[list[str]]:
        return [tokens for term in self.query.excluded for tokens in needles.closed(term)]

    def ask(
        self, tiers: list[Asked], first: int = 1, *, named: list[Tier] = (), joint: Asked = (), any_word: bool = False
    ) -> list[Candidate]:
        """What fits any of the tiers, from the narrowest to the widest, and is there to read. How much is counted.

        Before them what is named by its number, after them what has the joint words in a question and its answers.
        """
        asked = dict(enumerate(filter(None, tiers), start=first))
        if not asked:
            return []
        told = [*named, *(self._tier(number, tier, any_word) for number, tier in asked.items())]
        if joint:
            asked[JOINT] = joint
            told.append(candidates.joint([self._matches((slot,)) for slot in joint], self.engine.rank(joint)))
        found = self._ask(told)
        if not any_word:
            self.is_capped, self.is_all, self.counted = found.is_capped, found.is_all, found.things
        shown = [one for one in found.candidates if not needles.stand(self.excluded, one.question)]
        return _judged(shown, asked, any_word)

    def _tier(self, number: int, asked: Asked, any_word: bool) -> Tier:
        matches = self._matches(asked, any_word=any_word, is_near=number >= SIMILAR)
        return Tier(number, matches, self.engine.rank(asked))

    def _named(self) -> list[Tier]:
        """No text says its own number. Asked with the words, it takes no query of its own, nor rights of its own."""
        if self.query.number is None:
            return []
        documents = SearchDocument.objects.filter(question=self.query.number, answer=None).order_by()
        return [Tier(NAMED, Matches(Sql(*documents.values_list("id").query.sql_with_params())), self.engine.AGE)]

    def _matches(self, asked: Asked, **how: bool) -> Matches:
        return self.engine.matches(asked, self.excluded, self.tags_and_reach[1], **how)

    def _ask(self, tiers: list[Tier], documents: QuerySet | None = None, **page) -> Found:
        kept = self.kept if documents is None else candidates.kept_of(documents)
        try:
            return candidates.find(kept, tiers, self.engine.run, self.kind, **page)
        except OperationalError as error:
            if INDEX not in str(error):
                raise
            self.is_partial = True  # it is being made anew
            return Found()

    # Tiers

    def _found(self) -> tuple[list[Candidate], list[Candidate]]:
        tiers = [self._widened(asked) for asked in needles.first_tiers(self.query)]
        found = in_order(self.ask(tiers, named=self._named(), joint=_joint(tiers[-1])))
        is_named = any(one.tier == NAMED for one in found)
        if is_named or len(found) >= FEW or all(term.is_phrase for term in self.query.wanted):
            return found, []
        guesses = Guesses(self.engine, self.query)
        if spelt := guesses.spelt(tiers[-1]):
            counted, is_capped, is_all = self.counted, self.is_capped, self.is_all
            found = in_order([*found, *self.ask([spelt], first=SPELT)])
            self.counted |= counted
            self.is_capped, self.is_all = self.is_capped or is_capped, self.is_all and is_all
        if len(found) >= (1 if self.is_quick else TOO_FEW):
            return found, []
        known = {one.key for one in found}
        said = self.counted, self.is_capped, self.is_all
        near = self.ask(guesses.near(tiers[-1]), first=SIMILAR)
        some = self.ask([tiers[-1]], first=SIMILAR + 2, any_word=True)
        self.counted, self.is_capped, self.is_all = said
        return found, [one for one in in_order([*near, *some]) if one.key not in known]

    def _widened(self, asked: Asked) -> Asked:
        """A word that is a tag, or means one, is found by what else is called so."""
        if self.is_exact:
            return asked
        slots, widened = synonyms.widened(asked, self.tags_and_reach[0])
        self.widened = list(dict.fromkeys([*self.widened, *widened]))
        return slots

    # Showing

    def _newest(self, results: Results) -> Results:
        """What the filters alone leave, without a word to look for: the newest first."""
        documents = self.readable.filter(answer=None).exclude(kind="class_note", question=None, section__isnull=False)
        tier = Tier(0, self._matches(()), self.engine.AGE, WALKED + 1)
        found = self._ask([tier], documents, page=(results.start, PAGE))
        self.is_capped = found.is_capped
        self._count(results, found.things)
        page = [one for one in found.candidates if not self.kind or one.kind == self.kind]
        results.hits, _none = self._shown(sorted(page, key=lambda one: one.rank), [])
        if results.start + PAGE < results.count:
            results.next_start = results.start + PAGE
        return results

    def _shown(self, page: list[Candidate], near: list[Candidate]) -> tuple[list[Hit], list[Hit]]:
        """In one query. What was deleted since it was found is left out."""
        hits = shown([*page, *near], self.user)
        first, second = ([hits[one.pk] for one in part if one.pk in hits] for part in (page, near))
        return first, second


def _joint(asked: Asked) -> Asked:
    """A few words, of which each may stand in another text: a pasted question has many, and letters stand in most."""
    words, letters = apart(asked)
    return words if 1 < len(words) <= MOST_JOINT and not letters else ()


# They take longer to write than to run.
@lru_cache(maxsize=200)
def _readable(reader: Reader) -> Sql:
    return candidates.kept_of(SearchDocument.objects.visible_to(reader).order_by())


@lru_cache(maxsize=200)
def _tags_and_reach(reader: Reader) -> Sql:
    tags = Tag.objects.visible_to(reader).exclude(synonyms=[])
    named = tags.values_list(Value("tag"), "name", Cast("synonyms", TextField())).order_by()
    joint = Meeting.other_teams.through.objects.filter(team__in=Team.objects.visible_to(reader).values("pk"))
    invited = joint.values_list(Value("team"), Cast("meeting__team", TextField()), Value("")).distinct()
    key = Cast(OuterRef("pk"), TextField())
    counted = SearchWord.objects.filter(word=Concat(Value(cohort_token("")), key)).values("documents")
    documents = Cast(Coalesce(Subquery(counted), 0), TextField())
    in_charge = Cohort.objects.run_by(reader)
    in_charge = in_charge.values_list(Value("cohort"), Cast("pk", TextField()), documents).order_by()
    text, params = named.union(invited, in_charge, all=True).query.sql_with_params()
    newest = "SELECT 'newest', CAST(MAX(id) AS TEXT), '' FROM meetings_searchdocument"
    every, like = engine().beginning("word", cohort_token("")).values_list("documents").query.sql_with_params()
    every = f"SELECT 'counted', CAST(COALESCE(SUM(documents), 0) AS TEXT), '' FROM ({every}) c"  # noqa: S608 - ours
    return Sql(f"{text} UNION ALL {newest} UNION ALL {every}", [*params, *like])


def _judged(found: list[Candidate], asked: dict[int, Asked], any_word: bool) -> list[Candidate]:
    """Those whose texts say it too: what the index has found by a tier may yet fit no other than a wider one."""
    kept = []
    for one in found:
        if one.tier == NAMED:
            kept.append(one)
            continue
        wider = [tier for tier in asked if JOINT != tier >= one.tier] if one.tier != JOINT else [JOINT]
        fits = (tier for tier in wider if judge(one, asked[tier], any_word=any_word or tier == JOINT))
        if tier := next(fits, None):
            one.tier, one.asked = tier, asked[tier]
            kept.append(one)
    return kept
