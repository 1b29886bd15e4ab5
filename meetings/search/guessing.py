"""What may have been meant by words that no text has: looked up among the words that texts do have."""

from dataclasses import replace

from meetings.search import korean, needles
from meetings.search.korean import jamo
from meetings.search.needles import Asked, Slot, Way, needle
from meetings.search.query import Query, Term

MOST_WORDS = 12  # that one is widened by
MOST_GUESSED = 6  # words of a query
READ = 400  # words of the vocabulary that are compared


class Guesses:
    def __init__(self, engine, query: Query) -> None:
        self.engine = engine
        self.terms = [term for term in query.wanted if not needles.is_filler(term)] or query.wanted
        self.guessed = set(self.terms[:MOST_GUESSED])

    def spelt(self, asked: Asked) -> Asked | None:
        """The midst of a longer Latin word, and words by their initial consonants; None where there are none."""
        found = [self._spelt(term) for term in self.terms]
        return self._with(asked, found) if any(found) else None

    def near(self, asked: Asked) -> Asked | None:
        """Words that differ by one letter, or by two of a long word."""
        found = [self._near(term) for term in self.terms]
        return self._with(asked, found) if any(found) else None

    def _with(self, asked: Asked, found: list[list[Way]]) -> Asked:
        """Each word by the ways that it had, and by these."""
        known = dict(zip(self._findable(), asked, strict=False))
        slots = []
        for term, ways in zip(self.terms, found, strict=True):
            before = known[term].ways if term in known else ()
            if before or ways:
                slots.append(Slot(tuple(dict.fromkeys([*before, *ways])), needles.weight(term)))
        return tuple(slots)

    def _findable(self) -> list[Term]:
        return [term for term in self.terms if needles.certain(term) or needles.likely(term)]

    def _spelt(self, term: Term) -> list[Way]:
        word = needles.bare(korean.folded(term.text))
        if term.is_phrase or term not in self.guessed:
            return []
        if korean.are_initials(word):
            found = sorted(self.engine.beginning("initials", word, READ), key=lambda one: -one.documents)
            stems = dict.fromkeys(one.word[: len(word)] for one in found)
            return [way for stem in list(stems)[: MOST_WORDS * 3] for way in _as_written(stem)]
        if word.isascii() and word.isalnum() and len(word) > 2 and not word.isdigit():
            found = self.engine.containing(word.lower(), MOST_WORDS)
            ways = [made for one in found if one.word != word.lower() for made in needle(one.word, said=one.word)]
            inside = needle(word, inside=True)
            return [(replace(way, pattern=inside[0].pattern),) for way in ways if "_" not in way.tokens[0]]
        return []

    def _near(self, term: Term) -> list[Way]:
        word = needles.bare(korean.folded(term.text)).lower()
        letters = jamo(word)
        if term.is_phrase or term not in self.guessed or len(letters) < 4 or not word.replace("-", "").isalnum():
            return []
        most = 1 if len(letters) < 6 else 2
        third = max(2, len(letters) // 3)
        near: set[tuple[str, str, int]] = set()
        for column, start in (("letters", letters[:third]), ("backwards", letters[::-1][:third])):
            near |= set(self.engine.beginning(column, start, READ * 5).values_list("word", "letters", "documents"))
        told = [(korean.distance(letters, of, most), -documents, said) for said, of, documents in near]
        close = sorted(entry for entry in told if entry[0] <= most and entry[2] != word)
        return [way for _distance, _documents, said in close[:MOST_WORDS] for way in _as_written(said)]


def _as_written(word: str) -> list[Way]:
    """A word of the vocabulary, with and without a space in it."""
    ways: list[Way] = [(found,) for found in needle(word, said=word)]
    for left, right in korean.spaced(word):
        ways += [(found,) for found in needle(f"{left} {right}", gap=r"[\W_]+", said=word)]
    return ways
