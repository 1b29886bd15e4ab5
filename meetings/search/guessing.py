"""What may have been meant by words that no text has: looked up among the words that texts do have."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q
from django.db.models.functions import Length

from meetings.models import SearchWord
from meetings.search import korean, needles
from meetings.search.korean import jamo
from meetings.search.needles import MOST_WAYS, Asked, Slot, Way, needle
from meetings.search.query import Query, Term

MOST_WORDS = 12  # that one is widened by
MOST_GUESSED = 6  # words of a query
READ = 1_000  # words of the vocabulary that are compared


def in_other_layout(query: Query) -> Query | None:
    """The same query where its words are Korean that was typed while the keyboard was in English; None if none are.

    A word that some text has is meant as it stands, and so is what was typed in capitals.
    """
    latin = [term for term in query.wanted if not (term.is_phrase or term.text.isupper() or needles.is_filler(term))]
    meant = {term: typed for term in latin if (typed := korean.begun_as_latin(needles.bare(term.text)))}
    if not meant:
        return None
    known = SearchWord.objects.filter(word__in={needles.bare(term.text).lower() for term in meant})
    english = set(known.values_list("word", flat=True))
    terms = [_typed_anew(term, meant.get(term, ""), english) for term in query.terms]
    return replace(query, terms=tuple(terms)) if terms != list(query.terms) else None


def _typed_anew(term: Term, meant: str, english: set[str]) -> Term:
    return replace(term, text=meant) if meant and needles.bare(term.text).lower() not in english else term


class Guesses:
    def __init__(self, engine, query: Query) -> None:
        self.engine = engine
        self.terms = [term for term in query.wanted if not needles.is_filler(term)] or query.wanted
        self.guessed = set(self.terms[:MOST_GUESSED])

    def spelt(self, asked: Asked) -> Asked | None:
        """The midst of a longer Latin word, and words by their initial consonants; None where there are none."""
        found = [self._spelt(term) for term in self.terms]
        return self._with(asked, found) if any(found) else None

    def near(self, asked: Asked) -> list[Asked]:
        """Words that differ by one letter, or by two of a long word, and Korean ones of which this is the half.

        Those with the fewest mistakes first, then all of them.
        """
        found = [self._near(term) for term in self.terms]
        nearest, every = ([ways[i] for ways in found] for i in (0, 1))
        return [self._with(asked, ways) for ways in ([nearest, every] if nearest != every else [every]) if any(ways)]

    def _with(self, asked: Asked, found: list[list[Way]]) -> Asked:
        """Each word by the ways that it had, and by these."""
        guessed = dict(zip(self.terms, found, strict=True))
        slots = [_more(slot, guessed) for slot in asked]
        known = {term for slot in asked for term in slot.terms}
        others = [term for term in guessed if term not in known and guessed[term]]
        return (*slots, *(Slot(tuple(guessed[term]), needles.weight(term), (term,)) for term in others))

    def _spelt(self, term: Term) -> list[Way]:
        word = needles.bare(korean.folded(term.text))
        if term.is_phrase or term not in self.guessed:
            return []
        if korean.are_initials(word):
            found = self.engine.beginning("initials", word).order_by("-documents").values_list("word", flat=True)[:READ]
            # ㅎㅅㄹ is 학습률 rather than 함수를, as long as there is such a word.
            whole = [said for said in found if len(korean.stripped(said)) >= len(word)] or found
            stems = dict.fromkeys(said[: len(word)] for said in whole)
            return _as_written(*list(stems)[: MOST_WORDS * 3])
        if korean.goes_on(word):
            return _as_written(*self._begun(word))
        if word.isascii() and word.isalnum() and len(word) > 2 and not word.isdigit():
            found = self.engine.containing(word.lower(), MOST_WORDS)
            ways = [made for one in found if one.word != word.lower() for made in needle(one.word, said=one.word)]
            inside = needle(word, inside=True)
            ways = [(replace(way, pattern=inside[0].pattern),) for way in ways if "_" not in way.tokens[0]]
            return [*ways, *_in_two(word)]
        return []

    def _begun(self, word: str) -> list[str]:
        """The commonest words that begin with its letters."""
        found = self.engine.beginning("letters", jamo(word)).order_by("-documents", "word")
        return _shortest(found.values_list("word", flat=True)[:READ])

    def _near(self, term: Term) -> tuple[list[Way], list[Way]]:
        word = needles.bare(korean.folded(term.text)).lower()
        letters, is_korean = jamo(word), korean.is_syllable(word[-1])
        if term.is_phrase or term not in self.guessed or not word.replace("-", "").isalnum():
            return [], []
        if len(letters) < 4 - is_korean:
            return [], []
        most = 0 if len(letters) < 4 else 1 if len(letters) < 6 else 2
        near = self._alike(letters, most, letters if is_korean else "")
        near = {entry for entry in near if not entry[0].startswith(word)}  # by which they are found already
        told = [(korean.distance(letters, of, most), -documents, said) for said, of, documents in near]
        close = sorted(entry for entry in told if entry[0] <= most)
        longer = sorted((-documents, said) for said, of, documents in near if is_korean and of.startswith(letters))
        begun = _shortest(said for _documents, said in longer)
        every = [*begun, *(said for _distance, _documents, said in close[:MOST_WORDS])]
        nearest = [*begun, *(said for distance, _documents, said in close[:MOST_WORDS] if distance == close[0][0])]
        apart = [] if is_korean or not nearest else _in_two(nearest[0])
        return [*_as_written(*nearest), *apart], [*_as_written(*every), *apart]

    def _alike(self, letters: str, most: int, half: str) -> set[tuple[str, str, int]]:
        """The commonest words that begin or end so and can be as near, or of which this is the half.

        The others are not even read.
        """
        third = max(2, len(letters) // 3)
        as_long = Q(length__range=(len(letters) - most, len(letters) + most))
        longer = Q(letters__startswith=half) if half else Q()
        alike: set[tuple[str, str, int]] = set()
        for column, start, fits in (
            ("letters", letters[:third], as_long | longer),
            ("backwards", letters[::-1][:third], as_long),
        ):
            words = self.engine.beginning(column, start).annotate(length=Length("letters")).filter(fits)
            alike |= set(words.order_by("-documents").values_list("word", "letters", "documents")[:READ])
        return alike


def _shortest(words: Iterable[str]) -> list[str]:
    """Without those in whose beginning another one stands, by which they are found too."""
    kept: list[str] = []
    for word in words:
        if len(kept) < MOST_WORDS and not word.startswith(tuple(kept)):
            kept.append(word)
    return kept


def _more(slot: Slot, guessed: dict[Term, list[Way]]) -> Slot:
    """Words that are one name together are not guessed one by one."""
    more = guessed.get(slot.terms[0], []) if len(slot.terms) == 1 else []
    return replace(slot, ways=tuple(dict.fromkeys([*slot.ways, *more]))) if more else slot


def _in_two(word: str) -> list[Way]:
    """Two words that were typed as one, as far as there are such: batchsize is batch_size."""
    if not word.isalpha() or not 5 < len(word) <= korean.LONGEST:
        return []
    halves = [(word[:i].lower(), word[i:].lower()) for i in range(2, len(word) - 1)]
    known = set(
        SearchWord.objects.filter(word__in={part for pair in halves for part in pair}).values_list("word", flat=True)
    )
    return [
        (found,) for left, right in halves if {left, right} <= known for found in needle(f"{left} {right}", said=word)
    ]


def _as_written(*words: str) -> list[Way]:
    """Words of the vocabulary, and then with a space in them."""
    ways: list[Way] = [(found,) for word in words for found in needle(word, said=word)]
    return [*ways, *(way for word in words for way in needles.spaced(word, said=word))][:MOST_WAYS]
