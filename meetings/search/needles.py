"""What to look for: of each word of a query the ways in which it may stand in a text, from certain to guessed.

Pure. A way is told twice: by tokens, for the index, and by a pattern, for the text itself, which has the last word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from meetings.search import korean
from meetings.search.korean import folded, phrase_tokens
from meetings.search.query import Query, Term

_GAP = r"[\W_]*"
_LATIN_WITH_PARTICLE = re.compile(r"(.*[A-Za-z0-9)\]}+#'\"])([가-힣]{1,4})")
_CALL = re.compile(r"[A-Za-z0-9]\(?\)?$")
_LETTERS_OF = {name: letter for letter, name in korean.GREEK.items() if letter.islower()}


@dataclass(frozen=True)
class Needle:
    """`is_open`: the last token may go on. `said` is what it was made of."""

    tokens: tuple[str, ...]
    pattern: str
    is_open: bool = False
    said: str = ""

    @cached_property
    def regex(self) -> re.Pattern:
        return re.compile(self.pattern, re.IGNORECASE)


Way = tuple[Needle, ...]  # all of them together


@dataclass(frozen=True)
class Slot:
    """A word of the query, found by any of its ways. `weight`: how much it tells, as far as its length does."""

    ways: tuple[Way, ...]
    weight: float = 1.0

    @property
    def needles(self) -> Iterator[Needle]:
        for way in self.ways:
            yield from way


Asked = tuple[Slot, ...]


def needle(
    text: str, *, is_closed: bool = False, said: str = "", gap: str = _GAP, inside: bool = False
) -> list[Needle]:
    """The needle that a text is; none where it holds no letter."""
    text = folded(text)
    tokens = phrase_tokens(text)
    if not tokens:
        return []
    is_call = is_closed or (text.rstrip().endswith(("(", "()", ")")) and not text.startswith("\\"))
    pattern = _pattern(text, gap, is_call, inside)
    last = tokens[-1]
    opens = (last.isascii() and last[0].isalpha() and len(last) > 1 and not is_call) or _is_single(last)
    return [Needle(tuple(tokens), pattern, opens, said or text)]


def _is_single(token: str) -> bool:
    return len(token) == 1 and "ㄱ" <= token <= "힣"


def _pattern(text: str, gap: str, is_closed: bool, inside: bool) -> str:
    pieces = [(piece.lastgroup, piece[0]) for piece in korean._PIECES.finditer(text)]
    parts = []
    for number, (kind, found) in enumerate(pieces):
        is_last = number == len(pieces) - 1
        if kind == "latin":
            names = korean._NAMES.findall(found)
            parts += [
                _latin(name, is_closed or n < len(names) - 1 or not is_last, inside) for n, name in enumerate(names)
            ]
        elif kind in ("command", "greek"):
            parts.append(_greek(korean.GREEK.get(found, found[1:])))
        else:
            parts.append(re.escape(found))
    return gap.join(parts)


def _latin(name: str, is_closed: bool, inside: bool) -> str:
    if name.isdigit():
        return rf"(?<!\d){name}(?!\d)"
    spelt = "-?".join(name) if name.isalpha() and len(name) > 3 else name.replace("_", r"[\W_]?")
    begins = "" if inside else "(?<![A-Za-z_])" if is_closed and "_" not in name else "(?<![A-Za-z])"
    return f"{begins}{spelt}" + ("(?![A-Za-z])" if is_closed or len(name) == 1 else "")


def _greek(name: str) -> str:
    command = rf"\\{name}(?![A-Za-z])"
    letter = _LETTERS_OF.get(name.lower())
    return f"(?:{command}|{letter})" if letter else command


def phrase(text: str) -> list[Needle]:
    """Word by word as it stands there."""
    found = needle(text, gap=r"[\s_\-.,()]*" if "(" in text else r"[\s_-]+")
    if not found:
        return []
    whole = folded(text).strip()
    runs = [re.escape(run) for run in re.split(r"[\s_-]+", whole) if run]
    return [Needle(found[0].tokens, r"[\s_-]+".join(runs), found[0].is_open, text)]


# The words of a query


def bare(word: str) -> str:
    """Without the particle that it was asked with."""
    if match := _LATIN_WITH_PARTICLE.fullmatch(word):
        return match[1] if match[2] in korean.PARTICLES else word
    run = re.search(r"[가-힣]+$", word)
    if run and len(run[0]) > 2:
        return word[: run.start()] + korean.stripped(run[0])
    return word


def certain(term: Term) -> list[Way]:
    """Tier 1: the word, without its particle; a name of code also in the other spelling of such names."""
    if term.is_phrase:
        return [(found,) for found in phrase(term.text)]
    word = bare(folded(term.text))
    ways = needle(word)
    parts = korean.name_parts(word) if word.isascii() and word.replace("_", "").isalpha() else []
    if len(parts) > 1:
        ways += needle(" ".join(parts))
    return [(way,) for way in ways]


def likely(term: Term) -> list[Way]:
    """Tier 2: another ending, a space more, a syllable that isn't finished, the other layout of the keyboard."""
    if term.is_phrase:
        return []
    word = folded(term.text)
    base = bare(word)
    meant = [*korean.stems(word), *(korean.stems(base) if base != word else ()), *korean.unfinished(word)]
    if base.isascii() and base.isalpha():
        meant += [korean.stripped(typed)] if (typed := korean.typed_as_latin(base)) else []
    elif typed := korean.typed_as_korean(base):
        meant.append(typed)
    ways = [(found,) for text in dict.fromkeys(meant) for found in needle(text)]
    for text in dict.fromkeys([base, *meant]):
        for left, right in korean.spaced(text):
            ways += [(found,) for found in needle(f"{left} {right}", gap=r"[\W_]+")]
    return ways


_MEANT = (*"은는이가을를의에와과로만", "으로", "에서")


def closed(term: Term) -> list[list[str]]:
    """The tokens of a word that goes on no further, with and without a particle: what takes texts out takes few."""
    word = folded(term.text) if term.is_phrase else bare(folded(term.text))
    is_korean = len(word) > 1 and "가" <= word[-1] <= "힣"
    forms = [word, *(word + end for end in _MEANT if is_korean and korean.stripped(f"말{word}{end}") == f"말{word}")]
    return [tokens for form in forms if (tokens := _whole(form))]


def _whole(text: str) -> list[str]:
    """The last syllable of a Korean word is a token where the word ends."""
    tokens = phrase_tokens(text)
    is_korean = tokens and len(text) > 1 and all("가" <= letter <= "힣" for letter in text[-2:])
    return [*tokens, text[-1]] if is_korean else tokens


def is_filler(term: Term) -> bool:
    return not term.is_phrase and (term.text.strip("?!.,").lower() in korean.FILLERS)


def weight(term: Term) -> float:
    if is_filler(term):
        return 0.1
    return min(len(korean.jamo(bare(term.text))), 12) / 6 + 0.5


def slots(terms: Iterable[Term], *ways_of) -> Asked:
    """A slot for each word that has any way to be found."""
    made = []
    for term in terms:
        ways = tuple(dict.fromkeys(way for ways in ways_of for way in ways(term)))
        if ways:
            made.append(Slot(ways, weight(term)))
    return tuple(made)


def first_tiers(query: Query) -> list[Asked]:
    """What can be asked at once, without knowing which words there are."""
    one = slots(query.wanted, certain)
    telling = [term for term in query.wanted if not is_filler(term)] or query.wanted
    two = slots(telling, certain, likely)
    return [one, *([two] if two and two != one else [])]
