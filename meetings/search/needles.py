"""What to look for: of each word of a query the ways in which it may stand in a text, from certain to guessed.

Pure. A way is told twice: by tokens, for the index, and by a pattern, for the text itself, which has the last word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from meetings.search import korean
from meetings.search.korean import bare, folded, phrase_tokens
from meetings.search.query import Query, Term

_GAP = r"[\W_]*"
_LETTERS_OF = {name: letter for letter, name in korean.GREEK.items() if letter.islower()}
# Where a Latin word begins and ends, also within a name: the two of BatchNorm. Letters as they are, for a search that
# ignores case takes others (ı, ſ) for those of A-Z.
_HUMP = r"(?-i:(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]))"
_BEGINS = rf"(?:(?-i:(?<![A-Za-z]))|{_HUMP})"
_BEGINS_CLOSED = rf"(?:(?-i:(?<![A-Za-z_]))|{_HUMP})"
_ENDS = rf"(?:(?-i:(?![A-Za-z]))|{_HUMP})"
MOST_WAYS = 60  # of a word


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
    """A word of the query, or several that are one, found by any of its ways.

    `weight`: how much it tells, as far as its length does. `terms`: what it was made of.
    """

    ways: tuple[Way, ...]
    weight: float = 1.0
    terms: tuple[Term, ...] = ()

    @property
    def needles(self) -> Iterator[Needle]:
        for way in self.ways:
            yield from way

    @property
    def is_letter(self) -> bool:
        """Whether it is but a syllable, in which a longer word may begin or not."""
        return all(needle.is_open and len("".join(needle.tokens)) == 1 for needle in self.needles)


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
    pieces = list(korean._PIECES.finditer(text))
    parts = []
    for piece in pieces:
        kind, found = piece.lastgroup, piece[0]
        if kind == "latin":
            names = list(korean._NAMES.finditer(found))
            for name in names:
                ends = is_closed or name is not names[-1] or piece is not pieces[-1]
                before = text[: piece.start() + name.start()][-1:]
                parts.append(_latin(name[0], ends, "" if inside else _beginning(name[0], ends, before)))
        elif kind in ("command", "greek"):
            parts.append(_greek(korean.GREEK.get(found, found[1:])))
        else:
            parts.append(re.escape(found))
    return gap.join(parts)


def _beginning(name: str, is_closed: bool, before: str) -> str:
    """A name that is typed to its end is no other one's end, unless it was typed so: fit() is not partial_fit()."""
    return _BEGINS_CLOSED if is_closed and "_" not in name and before != "_" else _BEGINS


def _latin(name: str, is_closed: bool, begins: str) -> str:
    if name.isdigit():
        return rf"(?<!\d){name}(?!\d)"
    spelt = "-?".join(name) if name.isalpha() and len(name) > 2 else name.replace("_", r"[\W_]?")
    pattern = f"{begins}{spelt}" + (_ENDS if is_closed or len(name) == 1 else "")
    letter = _LETTERS_OF.get(name.lower())
    return f"(?:{pattern}|{letter})" if letter else pattern


def _greek(name: str) -> str:
    command = rf"\\{name}(?-i:(?![A-Za-z]))"
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


_HYPHENED = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+")
_SIGN = re.compile(f"([{''.join(korean.SIGNS)}])")
_COMMANDS = str.maketrans({sign: f"\\{name} " for sign, name in korean.SIGNS.items()})
_OTHER_COMMANDS = _COMMANDS | str.maketrans({"≤": r"\leq ", "≥": r"\geq ", "≠": r"\neq "})
_TIMES = re.compile(r"(?<=\d)(?:[xX×]|\\times)(?=\d)")
_SUBSCRIPTED = re.compile(r"\\?([A-Za-z]+)_\{?(?:\\[A-Za-z]+\{)?([A-Za-z]{1,3}|\d)\}*")
_THOUSANDS = re.compile(r"[1-9]\d{3,14}|[1-9]\d{0,2}(?:,\d{3}){1,4}")


def certain(term: Term) -> list[Way]:
    """Tier 1: the word, without its particle; a name of code also in the other spelling of such names."""
    if term.is_phrase:
        return [(found,) for found in phrase(term.text)]
    word = bare(folded(term.text))
    ways = _signed(word) if _SIGN.search(word) else needle(word)
    parts = korean.name_parts(word) if word.isascii() and word.replace("_", "").isalpha() else []
    if len(parts) > 1:
        ways += needle(" ".join(parts))
    if _HYPHENED.fullmatch(word):
        ways += needle(word.replace("-", ""))
    return [(way,) for way in ways]


def _signed(word: str) -> list[Needle]:
    """By the commands of its signs, and by its letters where the signs themselves are beside them."""
    names = dict.fromkeys(word.translate(commands) for commands in (_COMMANDS, _OTHER_COMMANDS))
    found = [made for name in names for made in needle(name)]
    parts = [part if _SIGN.match(part) else _pattern(part, _GAP, False, False) for part in _SIGN.split(word)]
    as_it_is = needle(_SIGN.sub(" ", word))
    return [*found, *(replace(made, pattern=_GAP.join(filter(None, parts))) for made in as_it_is)]


def _formula(word: str) -> list[Way]:
    """A formula as a reader sees it: 3x3 is 3\\times3, D_KL is D_{\\mathrm{KL}}, 99328 is 99,328."""
    ways = []
    if _TIMES.search(word):
        ways += [(made,) for made in (*_signed(_TIMES.sub("×", word)), *needle(_TIMES.sub("x", word)))]
    if named := _SUBSCRIPTED.fullmatch(word):
        ways.append(_subscripted(*named.groups()))
    if _THOUSANDS.fullmatch(word):
        number = word.replace(",", "")
        ways += [(made,) for said in (number, f"{int(number):,}") for made in needle(said, gap=",")]
    return ways


def _subscripted(name: str, below: str) -> Way:
    """Both parts somewhere, for the index: what stands between them may be tokens too."""
    pattern = rf"{_BEGINS}{name}[\s}}]*_[\s{{]*(?:\\[A-Za-z]+[\s{{]*)?{below}(?![A-Za-z0-9])"
    return tuple(Needle((part.lower(),), pattern, said=part) for part in (name, below))


def likely(term: Term) -> list[Way]:
    """Tier 2: other endings or signs, a space more, an unfinished syllable, the other layout of the keyboard."""
    if term.is_phrase:
        return []
    word = folded(term.text)
    base = bare(word)
    of_noun = korean.nominal_stems(base) if base != word else []
    meant = [*korean.stems(word), *of_noun, *korean.unfinished(word)]
    if base.isascii() and base.isalpha():
        meant += [korean.stripped(typed)] if (typed := korean.typed_as_latin(base)) else []
    elif typed := korean.typed_as_korean(base):
        meant.append(typed)
    ways = [*_formula(base), *((found,) for text in dict.fromkeys(meant) for found in needle(text))]
    forms = dict.fromkeys([*korean.forms(word), *(korean.forms(base) if of_noun else [])])
    ways += [(replace(made, pattern=f"{made.pattern}(?:{then})"),) for text, then in forms for made in needle(text)]
    alone = (made for text in korean.short_forms(word) for made in needle(text))
    ways += [(replace(made, pattern=f"(?<![가-힣]){made.pattern}"),) for made in alone]
    for text in dict.fromkeys([base, *meant]):
        ways += spaced(text)
    return ways


def closed(term: Term) -> list[list[str]]:
    """The tokens of a word that goes on no further, with and without a particle: what takes texts out takes few."""
    word = folded(term.text) if term.is_phrase else bare(folded(term.text))
    is_korean = len(word) > 1 and korean.is_syllable(word[-1])
    at_end, beginnings = korean.particles(word) if is_korean else ([], [])
    forms = [_whole(word + end) for end in ("", *at_end)] + [phrase_tokens(word + begun) for begun in beginnings]
    return [tokens for tokens in forms if tokens]


def stand(excluded: list[list[str]], text: str) -> bool:
    """Whether any of these tokens stand in a text."""
    stored = " ".join(["", *korean.document_tokens("", text), ""]) if excluded and text else ""
    return any(f" {' '.join(tokens)} " in stored for tokens in excluded)


def _whole(text: str) -> list[str]:
    """The last syllable of a Korean word is a token where the word ends."""
    tokens = phrase_tokens(text)
    is_korean = tokens and len(text) > 1 and all("가" <= letter <= "힣" for letter in text[-2:])
    return [*tokens, text[-1]] if is_korean else tokens


def spaced(text: str, said: str = "") -> list[Way]:
    """With a space in it. A single syllable before the space is a word of its own."""
    ways = []
    for left, right in korean.spaced(text):
        alone = "(?<![가-힣])" if len(left) == 1 else ""
        ways += [(replace(found, pattern=alone + found.pattern),) for found in _apart(left, right, said)]
    return ways


def _apart(left: str, right: str, said: str) -> list[Needle]:
    return needle(f"{left} {right}", gap=r"[\W_]+", said=said)


def is_filler(term: Term) -> bool:
    return not term.is_phrase and korean.is_filler(term.text.lower())


def weight(term: Term) -> float:
    if is_filler(term):
        return 0.1
    return min(len(korean.jamo(bare(term.text))), 12) / 6 + 0.5


def slots(terms: Iterable[Term], *ways_of) -> Asked:
    """A slot for each word that has any way to be found."""
    made = []
    for term in terms:
        ways = tuple(dict.fromkeys(way for ways in ways_of for way in ways(term)))[:MOST_WAYS]
        if ways:
            made.append(Slot(ways, weight(term), (term,)))
    return tuple(made)


def _in_place(asked: Asked) -> Asked:
    """A syllable beside words begins a word or is joined to theirs: 률 of `학습 률` is that of 학습률, not of 확률."""
    said = ["", *(bare(folded(slot.terms[0].text)) for slot in asked), ""]
    placed = []
    for before, text, after, slot in zip(said, said[1:], said[2:], asked, strict=False):
        if len(text) == 1 and korean.is_syllable(text) and len(asked) > 1:
            behind = [f"(?<={re.escape(before)}){text}"] if before else []
            ahead = [f"{text}(?={re.escape(after)})"] if after else []
            pattern = "|".join([f"(?<![가-힣]){text}", *behind, *ahead])
            slot = replace(slot, ways=tuple((replace(made, pattern=pattern),) for (made,) in slot.ways))
        placed.append(slot)
    return tuple(placed)


def first_tiers(query: Query) -> list[Asked]:
    """What can be asked at once, without knowing which words there are."""
    one = _in_place(slots(query.wanted, certain))
    telling = [term for term in query.wanted if not is_filler(term)] or query.wanted
    two = slots(telling, certain, likely)
    return [one, *([two] if two and two != one else [])]
