"""Which words stand in so many texts that the newest of these will do, as long as enough of them fit."""

from typing import NamedTuple

from django.db.models import Q

from meetings.models import SearchWord
from meetings.models.search import cohort_token
from meetings.search.korean import stripped
from meetings.search.needles import Asked, Needle

COMMON = 20_000  # texts with a word or in a cohort
BACK = 200_000  # texts that are the newest


class Vocabulary:
    """In how many texts words stand, as far as these are many. Of each the database is asked but once."""

    def __init__(self) -> None:
        self._asked: set[tuple[str, bool]] = set()
        self._told: dict[str, int] = {}

    def told(self, words: set[tuple[str, bool]]) -> dict[str, int]:
        """Of these words, and of those that begin so where they are open; of others too."""
        if missing := words - self._asked:
            fits = Q(word__in=[word for word, _is_open in missing])
            for word, is_open in missing:
                fits |= Q(word__startswith=word) if is_open and word.isascii() else Q()
            there = SearchWord.objects.filter(fits, documents__gt=COMMON // 10)
            self._told |= dict(there.values_list("word", "documents"))
            self._asked |= missing
        return self._told


class Reach(NamedTuple):
    """Where to look for what the reader may read. All of it only spares the database to look elsewhere.

    `places`: the tokens of all places in which that may be; none where they are too many to name. `newest`: the last
    key of a document, told as a number, since PostgreSQL plans by it.
    """

    places: list[str]
    newest: int
    vocabulary: Vocabulary

    @property
    def cohorts(self) -> list[str]:
        return [place for place in self.places if place.startswith(cohort_token(""))]

    @property
    def is_narrow(self) -> bool:
        """Who reads only in some teams has few texts there."""
        return bool(self.places) and not self.cohorts

    @property
    def late(self) -> int:
        """The key after which the newest texts come."""
        return self.newest - BACK


def apart(asked: Asked) -> tuple[Asked, Asked]:
    """Words, and single letters, which no index finds soon: so many words begin with them."""
    return tuple(slot for slot in asked if not slot.is_letter), tuple(slot for slot in asked if slot.is_letter)


def are_common(asked: Asked, reach: Reach, *, any_word: bool = False) -> bool:
    """Whether the index would bring more than anybody looks at: so many texts have each word, or any of them.

    A single letter is in no vocabulary, and in most texts.
    """
    if reach.is_narrow:
        return False
    said = [{_words(needle) for needle in slot.needles} for slot in asked]
    every = {one for ways in said for words in ways for one in words}
    if not every and not reach.cohorts:
        return True
    told = reach.vocabulary.told(every | {(cohort, False) for cohort in reach.cohorts})
    if reach.cohorts and all(told.get(cohort, 0) <= COMMON for cohort in reach.cohorts):
        return False
    texts = [max(min((_texts(told, *one) for one in words), default=0) for words in ways) for ways in said]
    return sum(texts) > COMMON if any_word else all(number > COMMON for number in texts)


def _words(needle: Needle) -> tuple[tuple[str, bool], ...]:
    """As the vocabulary has them, and whether they go on. Those of a phrase are no commoner than the rarest of them."""
    words = (stripped(word).lstrip("\\") for word in needle.said.lower().split())
    return tuple((word, needle.is_open) for word in words if any(map(str.isalnum, word)))


def _texts(told: dict[str, int], word: str, is_open: bool) -> int:
    """In how many the word stands, or of several that begin so the commonest."""
    if len(word) == 1:
        return COMMON + 1
    return max(
        (number for other, number in told.items() if other == word or (is_open and other.startswith(word))), default=0
    )
