"""Which words stand in so many texts that the newest of these will do, as long as enough of them fit."""

from collections.abc import Callable, Iterable

from django.db.models import Q

from meetings.models import SearchWord
from meetings.models.search import cohort_token
from meetings.search.needles import Asked

COMMON = 20_000  # texts with a word or in a cohort
BACK = 200_000  # texts that are the newest


def apart(asked: Asked) -> tuple[Asked, Asked]:
    """Words, and single letters, which no index finds soon: so many words begin with them."""
    return tuple(slot for slot in asked if not slot.is_letter), tuple(slot for slot in asked if slot.is_letter)


def are_common(asked: Asked, places: list[str], enough: Callable[[Iterable[bool]], bool] = all) -> bool:
    """Whether the index would bring more than anybody looks at: so many texts have the words, in a cohort or anywhere.

    A single letter is in no vocabulary, and in most texts.
    """
    if is_narrow(places):
        return False
    cohorts = _cohorts(places)
    said = [{(needle.said.lower(), needle.is_open) for needle in slot.needles} for slot in asked]
    every = set().union(*said)
    fits = Q(word__in=[*cohorts, *(word for word, _is_open in every)])
    for word, is_open in every:
        fits |= Q(word__startswith=word) if is_open and word.isascii() else Q()
    known = SearchWord.objects.filter(fits, documents__gt=COMMON).values_list("word", flat=True)
    known = set(known) if every or cohorts else set()
    if cohorts and known.isdisjoint(cohorts):
        return False
    return not asked or enough(any(_is_among(known, *one) for one in words) for words in said)


def _is_among(known: set[str], word: str, is_open: bool) -> bool:
    return len(word) == 1 or word in known or (is_open and any(other.startswith(word) for other in known))


def is_narrow(places: list[str]) -> bool:
    """Who reads only in some teams has few texts there."""
    return bool(places) and not _cohorts(places)


def _cohorts(places: list[str]) -> list[str]:
    return [place for place in places if place.startswith(cohort_token(""))]
