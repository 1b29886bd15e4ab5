"""How sure it is that a line asks something: each clue with its weight, and those that lie in a line's words.

Where a line stands and what follows it is looked up in `clues`; nothing but the weights here decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

PROPOSE = 2.5  # from here on a line is proposed as a question
CERTAIN = 5.0  # from here on nobody needs to be asked

WEIGHTS: dict[str, float] = {
    "label": 5.0,  # Q1. / 질문 : / ❓ :
    "named asker": 4.0,  # 가온님 질문 : …
    "asker above": 1.5,  # a list under the line `한여울 :`
    "spoken": 0.0,  # Ada: …
    "answered by another": 1.0,
    "topic label": 0.5,  # 토론 : …
    "question section": 2.0,
    "wondered": 2.0,  # a plain item under 궁금한 점
    "question note": 0.3,  # only the note's title speaks of questions
    "class passage": 0.5,
    "question mark": 1.5,
    "asking end": 1.5,  # …나요, …는지, …궁금합니다
    "asking start": 1.5,  # How …, Is there …
    "asking word": 0.7,  # 왜, 어떻게, what
    "asking noun": 0.7,  # … 이유, … 방법, … 차이
    "says it wonders": 1.0,  # … 궁금합니다, … 질문드립니다
    "says what fails": 1.0,  # …을 모르겠습니다, …이 안 됩니다
    "marked answer": 1.5,
    "answered among questions": 0.5,  # whoever tells of an error there is answered: that asks, too
    "inline answer": 1.0,
    "unmarked answer": 0.5,
    "quoted": 1.0,
    "picture": 2.0,
    "siblings ask": 1.0,
    "statement": -1.5,  # …한다. / …했음
    "long": -1.5,
    "nothing follows": -1.5,
    "outside the questions": -1.5,  # a class note that has a part for questions, and this is another part
    "lecture": -3.0,  # the speaker asks himself, unless it stands among the questions
    "lecture without answer": -2.5,  # what will be looked into, be it numbered Q1, Q2
    "lecture heading": -1.5,  # ## …나요? may be asked by whoever listens
    "bare item": -1.0,  # an item that neither asks nor is answered, be it in a list of questions
    "says nothing": -1.0,  # a heading or paragraph whose words don't ask
    "topic heading": -2.0,  # ## 시각화는 왜 필요할까?
    "definition": -3.0,  # neck이란?
    "example": -5.0,  # 예) 왜 …?
    "proposal": -2.0,
    "retrospective": -4.0,
    "note of a review": -2.0,
    "holds questions": -5.0,
    "group heading": -5.0,
}

# What may stand behind a last word: spaces, stops, closing marks, emoji; not what belongs to a formula or a question.
_LOOSE = re.compile(r"""[\s.!~…"'”’*_`)\]>⭐]|[^\w\s?？$\\}%/+=-]""")
_END = re.compile(
    r"(?:까|까요|나요|가요|은가|는가|인가|한가|던가|된가|건가|런가|을가|까여|될지요|궁금|궁금하다|궁금함|궁금해요|궁금했음|궁금합니다|부탁|부탁드립니다|부탁드려요|부탁드리기"
    r"|여쭙고\s?싶습니다|싶습니다|싶어요"
    r"|질문함|질문드립니다|질문\s?드립니다|어때|어떤지|알려주세요|알려주실\s?수|다면|알고\s?싶다|세요|대해|대해서)$"
)
_FAILS = re.compile(
    r"(?:모르겠습니다|모르겠어요|모르겠다|모르겠음|안\s?됩니다|안\s?되었습니다|안\s?된다|못하겠다|못하겠습니다)$"
)
_WONDERS = re.compile(r"(?:궁금|질문\s?(?:드립니다|드려요|있습니다))(?:하다|함|해요|했음|했다|합니다|했습니다)?$")
_MARKED_END = re.compile(
    r"[가-힣](?:나|냐|니|지|죠|는|은)$"
)  # …안 되나? …의 이유는? which without their mark ask nothing
_WORD_END = re.compile(r"(?:하나|되나|있나|없나|나|냐|지|죠|요)$")
_WORD = re.compile(
    r"(?:어떻게|어떤|왜|무엇|얼마나|언제|어디|뭐|무슨|누가|어느|몇)|^[*_\"'“ ]*(?:what|how|why|when|where|who|which)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(r"(?:방법|방안|이유|차이점?|의미|필요성|장단점|역할|계기)$")
_START = re.compile(
    r"(?:(?:so|and|but|ok|okay|also|then|well),?\s+)?(?:what|how|why|when|where|who|which|is|are|do|does|did|can|could|should|would|will|has|have|am|was|were)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^[^\w`$<(\[]+")  # emoji, quotes, stars before the first word
_HANGUL = re.compile(r"[가-힣]")
_ENGLISH_STATEMENT = re.compile(r"(?:we|i|it|this|that|they|there|he|she|you|but|so|because|yes|no)\b", re.IGNORECASE)
_STATEMENT = re.compile(r"(?:[가-힣]다|[가-힣]음|함|됨|임|기|자|것|듯|예정|진행|중|습니다|니다)$")
_DEFINITION = re.compile(r"(?:이란|란|이란\s?무엇인가|란\s?무엇인가)\s*[?？]*$")
_ASKED = re.compile(r"[?？]+(?![?？])(?!\s*['\"’”]?\s*(?:라는|라고|하는|하고|를|을|에))")
_EXAMPLE = re.compile(r"[(\[]?\s*(?:ex|예|예시|eg|e\.g)\s*[.):：]", re.IGNORECASE)


def weigh(clues: set[str]) -> float:
    return sum(WEIGHTS[clue] for clue in clues)


def confidence(clues: set[str]) -> str:
    """Certain is only what says that it asks, by a label or a name, or is answered by a label."""
    says_so = clues & {"label", "named asker", "marked answer", "asker above"}
    return "certain" if says_so and weigh(clues) >= CERTAIN else "likely"


def bare_end(text: str) -> str:
    """The text without what may stand behind its last word: dots, emoji, a remark in brackets."""
    text = text.strip()
    end, least = len(text), max(0, len(text) - 300)
    while end > least:
        opened = text.rfind("(", least, end) if text[end - 1] == ")" else -1
        if opened >= 0 and ")" not in text[opened : end - 1]:
            end = opened
        elif _LOOSE.match(text, end - 1):
            end -= 1
        else:
            break
    return text[:end]


class _Words:
    """What the wording of a line is judged by."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.bare = bare_end(text)
        self.end = self.bare.rstrip("?？ ")
        self.is_marked = self.bare.endswith(("?", "？"))
        self.asked = [part.strip() for part in _ASKED.split(text)[:-1]]  # sentences before the last one with a mark
        self.is_korean = bool(_HANGUL.search(text))

    def asks_in_english(self) -> bool:
        """`How sure are we? Pretty sure …`"""
        return not self.is_korean and any(len(part.split()) > 3 and _START.match(part) for part in self.asked)

    def has_question_mark(self) -> bool:
        return self.is_marked or self.asks_in_english() or any(part[-1:] in "까요지가나" for part in self.asked if part)

    def has_asking_end(self) -> bool:
        ends = _END.search(self.end) or _ends_in_whether(self.end) or any(map(_END.search, self.asked))
        needs_word = _WORD.search(self.text) and _WORD_END.search(self.end)
        return bool(ends or needs_word or (self.is_marked and _MARKED_END.search(self.end)))

    def has_asking_start(self) -> bool:
        is_marked = self.is_marked and not self.is_korean
        return self.asks_in_english() or bool(is_marked and _START.match(_LEAD.sub("", self.text)))

    def states(self) -> bool:
        asks = self.has_question_mark() or self.has_asking_end() or _FAILS.search(self.end)
        return not asks and bool(_STATEMENT.search(self.end) or _states_in_english(self.text))


_IN_WORDS: dict[str, Callable[[_Words], object]] = {
    "question mark": _Words.has_question_mark,
    "asking end": _Words.has_asking_end,
    "asking start": _Words.has_asking_start,
    "asking word": lambda words: _WORD.search(words.text),
    "asking noun": lambda words: _NOUN.search(words.end),
    "says it wonders": lambda words: _WONDERS.search(words.end),
    "says what fails": lambda words: _FAILS.search(words.end),
    "statement": _Words.states,
    "definition": lambda words: _DEFINITION.search(words.bare),
    "example": lambda words: _EXAMPLE.match(words.text),
}


@lru_cache(4096)
def wording(text: str) -> frozenset[str]:
    """The clues that lie in the words of a line alone."""
    words = _Words(text)
    return frozenset(clue for clue, holds in _IN_WORDS.items() if holds(words))


def _states_in_english(text: str) -> bool:
    if _ENGLISH_STATEMENT.match(text):
        return True
    is_sentence = text.endswith(".") and len(text.split()) > 4 and not re.search(r"[가-힣?]", text)
    return is_sentence and not _START.match(text)


def starts_asking(text: str) -> bool:
    return bool(_START.match(text)) and bool(_WORD.match(text) or text.rstrip().endswith("?"))


def _ends_in_whether(text: str) -> bool:
    """…는지, …될지, …많은지: 지 after a syllable that closes in ㄴ or ㄹ; 페이지, 이미지, 까지 don't."""
    if not text.endswith("지") or len(text) < 2 or not "가" <= text[-2] <= "힣":
        return False
    return (ord(text[-2]) - ord("가")) % 28 in (4, 8)
