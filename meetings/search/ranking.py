"""In which order to show what the database has found. Pure: it reads the texts themselves."""

import datetime
import math as maths
import re
from dataclasses import dataclass

from meetings.search.korean import PARTICLES, folded
from meetings.search.needles import Asked, Slot

Span = tuple[int, int]


@dataclass
class Candidate:
    """A text that the index has found."""

    pk: int
    kind: str
    shown: int
    title: str
    body: str
    created_at: datetime.datetime
    is_accepted: bool = False
    is_endorsed: bool = False
    rank: float = 0.0
    tier: int = 0
    score: float = 0.0
    asked: Asked = ()  # of the tier that it was found by
    question: str = ""  # that an answer belongs to, and shows as

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.shown


_AFTER = re.compile(r"[가-힣]{0,5}")


def judge(candidate: Candidate, asked: Asked, *, any_word: bool = False) -> bool:
    """Gives the candidate its score. False where a word isn't in the text, whatever the index says."""
    title, body = folded(candidate.title), folded(candidate.body)
    score, weights, firsts = 0.0, 0.0, []
    for slot in asked:
        in_title, in_body = _spans(slot, title), _spans(slot, body)
        if not in_title and not in_body:
            if not any_word:
                return False
            continue
        weights += slot.weight
        score += slot.weight * (_worth(in_title, title) * 1.6 if in_title else _worth(in_body, body))
        score += 0.15 * maths.log1p(len(in_title) + len(in_body))
        firsts.append(in_title[0][0] if in_title else len(title) + in_body[0][0] + 1)
        if in_title:
            score += 0.5 * slot.weight * min(1.0, (in_title[0][1] - in_title[0][0]) / max(len(title), 1))
    if not weights:
        return False
    whole = sum(slot.weight for slot in asked)
    score = score / whole * (weights / whole if any_word else 1.0)
    candidate.score = score + _nearness(firsts, asked) + _standing(candidate)
    return True


def _spans(slot: Slot, text: str) -> list[Span]:
    """Where a word stands; of several ways the first whose every part is there."""
    for way in slot.ways:
        found = [[match.span() for match in needle.regex.finditer(text)][:20] for needle in way]
        if all(found):
            return sorted(span for spans in found for span in spans if span[1] > span[0])
    return []


def _worth(spans: list[Span], text: str) -> float:
    """More for a whole word than for the beginning of one, and for that more than for the midst."""
    best = 0.0
    for start, end in spans:
        begins = start == 0 or not text[start - 1].isalnum()
        rest = _AFTER.match(text, end)[0]
        ends = end == len(text) or not text[end].isalnum() or rest in PARTICLES
        best = max(best, 1.0 + 0.3 * begins + 0.3 * (begins and ends))
    return best


def _nearness(firsts: list[int], asked: Asked) -> float:
    if len(asked) < 2 or len(firsts) < 2:
        return 0.0
    return 0.6 / (1 + (max(firsts) - min(firsts)) / 40) * len(firsts) / len(asked)


def _standing(candidate: Candidate) -> float:
    """Bounded, so that no mark outweighs a word."""
    days = max((datetime.datetime.now(datetime.UTC) - candidate.created_at).days, 0)
    return 0.08 * candidate.is_accepted + 0.06 * candidate.is_endorsed + 0.04 / (1 + days / 30)


def in_order(candidates: list[Candidate]) -> list[Candidate]:
    """The best of each thing that is shown, the best first."""
    best: dict[tuple[str, int], Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: (one.tier, -one.score, one.rank, -one.pk)):
        best.setdefault(candidate.key, candidate)
    return list(best.values())
