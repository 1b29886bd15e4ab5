"""The one statement by which texts are found: as many as are read of each tier, and how many there are.

All of it is bounded, however much there is: of the matches the newest are walked, of these the reader's own are kept,
of those the newest are ranked, and the best of each thing that is shown are read.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from meetings.models.token_index import TABLE
from meetings.search.ranking import Candidate

WALKED = 5_000  # matches of a tier, which are looked at
FAR = 50_000  # where too few of these are what the reader may see and has filtered
RANKED = 1_000  # of those that the reader may see, which are put in order
CANDIDATES = 100  # things, whose texts are read
JOINT, SPELT, SIMILAR = 3, 4, 5  # tiers: SIMILAR is the first of what is no match, for which nobody goes far
ENOUGH = 100  # texts among the newest ones, with which the older ones can be left alone

_BEST = """
SELECT * FROM (
    SELECT {tier} AS tier, id, kind, shown, rank FROM (
        SELECT o.*, ROW_NUMBER() OVER (PARTITION BY kind, shown ORDER BY rank, id DESC) AS nth FROM (
            SELECT n.id, n.kind, n.shown, {rank} AS rank
            FROM (SELECT * FROM kept{tier} ORDER BY CASE WHEN kind = %s THEN 0 ELSE 1 END, id DESC LIMIT {ranked}) n
            JOIN meetings_searchdocument d ON d.id = n.id
            ORDER BY rank LIMIT {ranked} -- which are all of them: so SQLite works each rank out once
        ) o
    ) r WHERE nth = 1 ORDER BY CASE WHEN kind = %s THEN 0 ELSE 1 END, rank, id DESC LIMIT {most} OFFSET {start}
) best{tier}
"""
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
UNION ALL SELECT -1, COUNT(*), kind, COUNT(DISTINCT shown), 0, NULL, NULL, NULL, NULL, NULL, NULL
FROM ({kept}) k GROUP BY kind
UNION ALL SELECT -2, MAX(number), '', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL FROM ({walked}) w
"""


_ID = "meetings_searchdocument.id"


class Sql(NamedTuple):
    text: str
    params: list = []


class Matches(NamedTuple):
    """Documents that fit, the newest first. Where these leave out what is older, others don't.

    `every`: all of them, where they are few. `far`: from the newest on, where they are many. `is_partial`: there may be
    older ones at which nobody looks.
    """

    newest: Sql
    every: Sql | None = None
    far: Sql | None = None
    is_partial: bool = False


class Tier(NamedTuple):
    """Where its matches come from, the newest first, and by what they are ranked: the less the better."""

    number: int
    matches: Matches
    rank: Sql
    ranked: int = RANKED
    spared: int = RANKED  # by so many texts that the ones before it found: nobody looks at more


@dataclass
class Found:
    candidates: list[Candidate] = field(default_factory=list)
    things: Counter = field(default_factory=Counter)  # of each kind
    is_capped: bool = False  # there may be more, beyond what was walked
    is_all: bool = False  # whether all of them were read
    kept: int = 0  # documents that the reader may see


def kept_of(documents: QuerySet) -> Sql:
    """Those of the documents that were walked, for whichever tier: it takes longer to write than to run."""
    where = f"{_ID} IN (SELECT id FROM walked)"  # noqa: S608 - names of ours alone
    return Sql(*documents.extra(where=[where]).values_list("id", "kind", "shown").query.sql_with_params())  # noqa: S610


def find(kept: Sql, tiers: list[Tier], run, kind: str = "", page: tuple[int, int] = (0, CANDIDATES)) -> Found:
    """What tiers find among what is kept, each what the one before it has not, and how many that is together.

    Those of a kind come first where one is named.
    """
    found = _nearby(kept, tiers, run, kind, page)
    if any(tier.matches.is_partial for tier in tiers):
        found.is_capped, found.is_all = True, False
    return found


def _nearby(kept: Sql, tiers: list[Tier], run, kind: str, page: tuple[int, int]) -> Found:
    found = _find(kept, tiers, run, kind, page, WALKED)
    is_cut = any(tier.matches.every is not None for tier in tiers)
    goes_far = found.is_capped and tiers[-1].number < SIMILAR
    if found.kept < ENOUGH and (goes_far or (is_cut and not found.is_capped)):
        wider = "far" if found.is_capped else "every"
        tiers = [tier._replace(matches=Matches(getattr(tier.matches, wider) or tier.matches.newest)) for tier in tiers]
        return _find(kept, tiers, run, kind, page, FAR)
    if is_cut:
        found.is_capped, found.is_all = True, False
    return found


def _find(kept: Sql, tiers: list[Tier], run, kind: str, page: tuple[int, int], most: int) -> Found:
    before, best = [], []
    for tier in tiers:
        of_tier = kept.text.replace("FROM walked)", f"FROM walked{tier.number}){_not_walked(tiers, tier)}")
        text, params = tier.matches.newest
        walked = f"{text} LIMIT {most + 1}"
        if tier is not tiers[0]:
            walked = f"SELECT * FROM ({walked}) w WHERE NOT {_is_plenty(tiers, tier)}"  # noqa: S608
        before.append(_named(f"walked{tier.number}(id)", Sql(walked, params)))
        before.append(_named(f"kept{tier.number}(id, kind, shown)", Sql(of_tier, kept.params)))
        best.append(_best(tier, kind, page))
    counted = _all(f"SELECT * FROM kept{tier.number}" for tier in tiers)  # noqa: S608 - names of ours alone
    texts = _TEXTS.format(found=_all(one.text for one in best), kept=counted, walked=_walked(tiers))
    params = [value for one in (*before, *best) for value in one.params]
    return _read(run(connection, f"WITH {', '.join(one.text for one in before)} {texts}", params), most)


def _is_plenty(tiers: list[Tier], tier: Tier) -> str:
    """Whether the ones before bring more than anybody looks at: then no wider one is needed."""
    kept = [f"(SELECT COUNT(*) FROM kept{one.number})" for one in tiers[: tiers.index(tier)]]  # noqa: S608
    if tier.spared < RANKED:
        return f"({' + '.join(kept)} >= {tier.spared})"
    return f"((SELECT COUNT(*) FROM walked{tiers[0].number}) > {WALKED} AND {kept[0]} >= {RANKED})"  # noqa: S608


def _not_walked(tiers: list[Tier], tier: Tier) -> str:
    """Before it: what may be read of that is kept, and nothing is asked or put in order twice."""
    before = tiers[: tiers.index(tier)]
    return "".join(f" AND {_ID} NOT IN (SELECT id FROM walked{one.number})" for one in before)  # noqa: S608 - as above


def _walked(tiers: list[Tier]) -> str:
    return _all(f"SELECT COUNT(*) AS number FROM walked{tier.number}" for tier in tiers)  # noqa: S608


def _all(selects: Iterable[str]) -> str:
    return " UNION ALL ".join(selects)


def joint(words: list[Matches], rank: Sql) -> Tier:
    """What has any of the words, in questions that have all of them together with their answers.

    By the question, whose texts are all read by the same people; of these an answer goes before the question itself.
    """
    named = []
    for number, (said, params) in enumerate(word.newest for word in words):
        named.append(_named(f"has{number}(id)", Sql(f"{said} LIMIT {WALKED}", params)))
        of_questions = f"SELECT d.id, d.question_id FROM has{number} h JOIN {TABLE} d ON d.id = h.id"  # noqa: S608
        named.append(_named(f"said{number}(id, question)", Sql(f"{of_questions} WHERE d.question_id IS NOT NULL")))
    every = " INTERSECT ".join(f"SELECT question FROM said{number}" for number in range(len(words)))  # noqa: S608
    some = _all(f"SELECT * FROM said{number}" for number in range(len(words)))  # noqa: S608
    text = f"WITH {', '.join(one.text for one in named)} SELECT DISTINCT id FROM ({some}) s WHERE question IN ({every})"  # noqa: S608
    matches = Matches(Sql(f"{text} ORDER BY id DESC", [value for one in named for value in one.params]))
    rank = Sql(f"{rank.text} + CASE WHEN d.answer_id IS NULL THEN 1000 ELSE 0 END", rank.params)
    return Tier(JOINT, matches, rank, spared=ENOUGH)


def _named(name: str, sql: Sql) -> Sql:
    return Sql(f"{name} AS ({sql.text})", sql.params)


def _best(tier: Tier, kind: str, page: tuple[int, int]) -> Sql:
    start, most = page
    text = _BEST.format(tier=tier.number, rank=tier.rank.text, ranked=tier.ranked, start=start, most=most)
    return Sql(text, [*tier.rank.params, kind, kind])


def _read(rows: Iterable[tuple], most: int) -> Found:
    found = Found()
    for row in rows:
        if row[0] == -2:
            found.is_capped = row[1] > most
        elif row[0] == -1:
            found.things[row[2]] = row[3]
            found.kept += row[1]
        else:
            found.candidates.append(_candidate(row))
    found.is_all = not found.is_capped and found.things.total() <= CANDIDATES and found.kept <= RANKED
    found.candidates.sort(key=lambda one: one.tier)
    return found


def _candidate(row: tuple) -> Candidate:
    tier, pk, kind, shown, rank, created, title, body, is_accepted, is_endorsed, is_answer = row
    question = title if is_answer else ""
    if is_answer:
        title = ""
    elif kind in ("question", "learning"):
        title, _line, body = title.strip().partition("\n")
    created = parse_datetime(created) if isinstance(created, str) else created
    created = make_aware(created, UTC) if is_naive(created) else created
    marks = bool(is_accepted), bool(is_endorsed)
    return Candidate(pk, kind, shown, title, body, created, *marks, rank, tier, question=question)
