"""Who else asked this? The questions that share the most telling words with one that is being typed."""

import math as maths
import re
from dataclasses import replace

from django.db.models import OuterRef, Q, Subquery

from meetings.models import Question, SearchDocument, SearchWord, Tag
from meetings.models.duplicates import merged
from meetings.search import needles, synonyms
from meetings.search.candidates import WALKED
from meetings.search.finding import nearest
from meetings.search.korean import bare, folded, stems, words
from meetings.search.needles import Asked, Slot
from meetings.search.query import MOST_WORDS, Term, as_typed, word
from meetings.search.ranking import Candidate

READ = 600  # letters of a question: what follows explains it
LOOKED_UP = 8  # words, the rarest, by which questions are found; all count for their order
MOST_TEXTS = WALKED  # in which these stand: so all of them are looked at
UNKNOWN = 20  # texts in which a word is taken to stand that was not counted yet
PART = 0.3  # what it counts that a question says little else
ENOUGH, AT_LEAST = 0.3, 0.2  # of what is asked and was asked before, and of all that is asked; less is another subject
_MARKUP = re.compile(r"```.*?(?:```|\Z)|!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[*_~]{2,}", re.DOTALL)

# What people say when they ask, besides the words that narrow no search down.
_ASKING = """
이유를 까닭 까닭이 차이 차이가 차이는 차이점 뜻 의미 의미가 무슨 않나요 않는 아닌가요 맞나요 필요한가요 설명 방법 방법이
기준 부탁드려요 부탁드립니다 헷갈려요 돼요 모두 꼭 다른가요 질문 이해가 모르겠습니다 쓰면 쓰는 써야 써도
정하나요 정하는지 어떤가요 어떤지 하면 하는 되는 생기나요 좋나요 좋은가요 주세요 알고 싶어요
"""
ASKING = frozenset(_ASKING.split())
_APART = re.compile(r"[\s()\[\]{},;/·~]+")


def similar(user, text: str, most: int = 5, besides: int | None = None) -> list[Question]:
    """Questions that ask the same, the nearest first, as far as the person may read them.

    `text` is Markdown that may be unfinished; `besides` leaves out the question that it belongs to. Five queries.
    """
    told = _telling(text, user)
    asked = tuple(slot for slot, _documents in told)
    if not asked:
        return []
    questions = Q(kind="question", answer=None) & ~Q(question=besides) & ~merged("question__")
    found = _nearest_first(nearest(user, _sought(told), questions), asked)[:most]
    documents = SearchDocument.objects.filter(pk__in=[one.pk for one in found])
    there = Question.objects.visible_to(user).filter(pk__in=documents.values("question"))
    there = there.with_answer_count().with_state()
    found_as = Subquery(documents.filter(question=OuterRef("pk")).values("pk"))
    rows = {row.found_as: row for row in there.select_related("team__cohort").annotate(found_as=found_as)}
    return [rows[one.pk] for one in found if one.pk in rows]


def _telling(text: str, user) -> list[tuple[Slot, int]]:
    """A slot for each word that says what the question is about, the most telling first, and how many texts have it."""
    plain = _MARKUP.sub(" ", as_typed(text)[:READ])
    said = (one for one in dict.fromkeys(map(word, _APART.split(plain))) if len(one) > 1)
    terms = [term for term in map(Term, said) if not needles.is_filler(term) and term.text not in ASKING][:MOST_WORDS]
    if not terms:
        return []
    called = Tag.objects.visible_to(user).exclude(synonyms=[]).values_list("name", "synonyms").order_by()
    slots, _names = synonyms.widened(
        needles.slots(terms, needles.certain, needles.likely), ([name, *others] for name, others in called)
    )
    counted = _counted({form for term in terms for form in _forms(term)})
    told = [(slot, min(_documents(term, counted) for term in slot.terms)) for slot in slots]
    weighed = [(replace(slot, weight=slot.weight / (1 + maths.log1p(known))), known) for slot, known in told]
    return sorted(weighed, key=lambda entry: -entry[0].weight)


def _sought(told: list[tuple[Slot, int]]) -> Asked:
    """The rarest, so few that all who have one of them can be looked at: a common word would hide older texts."""
    sought, texts = [], 0
    for slot, documents in sorted(told, key=lambda entry: entry[1])[:LOOKED_UP]:
        texts += documents
        if texts <= MOST_TEXTS or not sought:
            sought.append(slot)
    return tuple(sought)


def _counted(words: set[str]) -> dict[str, int]:
    return dict(SearchWord.objects.filter(word__in=words).values_list("word", "documents"))


def _documents(term: Term, counted: dict[str, int]) -> int:
    return max((counted[form] for form in _forms(term) if form in counted), default=UNKNOWN)


def _forms(term: Term) -> set[str]:
    """In which the vocabulary may have it."""
    typed = folded(term.text)
    forms = (typed, bare(typed), *stems(typed), *stems(bare(typed)))
    return {known for form in forms for known in words(form)}


def _nearest_first(candidates: list[Candidate], asked: Asked) -> list[Candidate]:
    """Those that share enough. A word that nobody else has used tells nothing, and is none of what can be shared."""
    texts = [folded(f"{one.title}\n{one.body}"[:READ]) for one in candidates]
    said = [[_letters(slot, text) for slot in asked] for text in texts]
    columns = [[letters[n] for letters in said] for n in range(len(asked))]
    weights = [slot.weight if any(letters) else 0.0 for slot, letters in zip(asked, columns, strict=True)]
    known, whole = sum(weights), sum(slot.weight for slot in asked)
    told = []
    for one, text, letters in zip(candidates, texts, said, strict=True):
        share = sum(weight for weight, found in zip(weights, letters, strict=True) if found)
        if share > AT_LEAST * whole and share > ENOUGH * known:
            told.append((share / known + PART * min(1.0, sum(letters) / max(len(text), 1)), one))
    told.sort(key=lambda entry: (-entry[0], -entry[1].pk))
    return [one for _share, one in told]


def _letters(slot: Slot, text: str) -> int:
    """How many letters of the text the word takes; 0 where it isn't there."""
    for way in slot.ways:
        found = [needle.regex.search(text) for needle in way]
        if all(found):
            return sum(len(match[0]) for match in found)
    return 0
