"""Who else asked this? The questions that share the most telling words with one that is being typed."""

import math as maths
import re
from dataclasses import replace

from django.db.models import Q

from meetings.models import Question, SearchWord
from meetings.search import needles
from meetings.search.finding import nearest
from meetings.search.korean import bare, folded, stems, words
from meetings.search.needles import Asked, Slot
from meetings.search.query import MOST_WORDS, Term, as_typed, word
from meetings.search.ranking import Candidate

READ = 600  # letters of a question: what follows explains it
LOOKED_UP = 8  # words, the rarest, by which questions are found; all count for their order
UNKNOWN = 20  # texts in which a word is taken to stand that was not counted yet
PART = 0.3
ENOUGH = 0.3  # of what is asked: questions that share less have another subject
_MARKUP = re.compile(r"```.*?(?:```|\Z)|!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[*_~]{2,}", re.DOTALL)

# What people say when they ask, besides the words that narrow no search down.
_ASKING = """
이유를 까닭 까닭이 차이 차이가 차이는 차이점 뜻 의미 의미가 무슨 않나요 않는 아닌가요 맞나요 필요한가요 설명 방법 방법이
기준 부탁드려요 부탁드립니다 헷갈려요 돼요 모두 꼭 다른가요 질문 이해가 모르겠습니다
"""
ASKING = frozenset(_ASKING.split())
_APART = re.compile(r"[\s()\[\]{},;/·~]+")


def similar(user, text: str, most: int = 5, besides: int | None = None) -> list[Question]:
    """Questions that ask the same, the nearest first, as far as the person may read them.

    `text` is Markdown that may be unfinished; `besides` leaves out the question that it belongs to. Three queries.
    """
    asked = _telling(text)
    if not asked:
        return []
    questions = Q(kind="question", answer=None, question__merged_at=None) & ~Q(question=besides)
    found = _nearest_first(nearest(user, asked[:LOOKED_UP], questions), asked)[:most]
    there = Question.objects.visible_to(user).unmerged().select_related("team__cohort").with_answer_count()
    rows = there.in_bulk([one.shown for one in found])
    return [rows[one.shown] for one in found if one.shown in rows]


def _telling(text: str) -> Asked:
    """A slot for each word that says what the question is about, the rarest first."""
    plain = _MARKUP.sub(" ", as_typed(text)[:READ])
    said = (one for one in dict.fromkeys(map(word, _APART.split(plain))) if len(one) > 1)
    terms = [term for term in map(Term, said) if not needles.is_filler(term) and term.text not in ASKING][:MOST_WORDS]
    slots = needles.slots(terms, needles.certain, needles.likely)
    rarity = _rarity(slots)
    return tuple(sorted((_weighed(slot, rarity) for slot in slots), key=lambda slot: -slot.weight))


def _weighed(slot: Slot, rarity: dict[str, int]) -> Slot:
    documents = max((rarity[key] for key in _keys(slot) if key in rarity), default=UNKNOWN)
    return replace(slot, weight=slot.weight / (1 + maths.log1p(documents)))


def _rarity(slots: Asked) -> dict[str, int]:
    """In how many texts the words stand, as far as they were counted."""
    wanted = {key for slot in slots for key in _keys(slot)}
    return dict(SearchWord.objects.filter(word__in=wanted).values_list("word", "documents"))


def _keys(slot: Slot) -> set[str]:
    typed = folded(slot.terms[0].text)
    forms = (typed, bare(typed), *stems(typed), *stems(bare(typed)))
    return {known for form in forms for known in words(form)}


def _nearest_first(candidates: list[Candidate], asked: Asked) -> list[Candidate]:
    """Those that share enough. A word that nobody else has used tells nothing, and is none of what can be shared."""
    texts = [folded(f"{one.title}\n{one.body}"[:READ]) for one in candidates]
    said = [[_letters(slot, text) for slot in asked] for text in texts]
    columns = [[letters[n] for letters in said] for n in range(len(asked))]
    weights = [slot.weight if any(letters) else 0.0 for slot, letters in zip(asked, columns, strict=True)]
    whole = sum(weights) or 1.0
    told = []
    for one, text, letters in zip(candidates, texts, said, strict=True):
        share = sum(weight for weight, found in zip(weights, letters, strict=True) if found) / whole
        told.append((share + PART * min(1.0, sum(letters) / max(len(text), 1)), one))
    told.sort(key=lambda entry: (-entry[0], -entry[1].pk))
    return [one for share, one in told if share > ENOUGH]


def _letters(slot: Slot, text: str) -> int:
    """How many letters of the text the word takes; 0 where it isn't there."""
    for way in slot.ways:
        found = [needle.regex.search(text) for needle in way]
        if all(found):
            return sum(len(match[0]) for match in found)
    return 0
