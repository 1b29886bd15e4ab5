"""Where the formulas of a source stand in its plain text, which has them without what delimits them."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from meetings.rendering.formula_places import Place, formulas_of
from meetings.rendering.text import tidied
from meetings.search.ranking import Span

NEAR = 40  # letters of the source on either side that tell one place from another
AGREEING = 8  # of these, without spaces and markup, how many are compared
LEAST = 2  # how many of them agree at least, the end of the text counting as one
LONGER = 50  # letters that a text may have more than its source: names in place of references
MOST_TRIED, MOST_MISSED = 50, 50  # places for a formula, and formulas that stand nowhere
_UNSAID = re.compile(  # tags, addresses of links, entities, and what an item of a list begins with
    r"<[^<>]*>|\]\([^()]*\)|&#?\w+;|^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\])?", re.MULTILINE
)
_NO_LETTERS = re.compile(r"[\W_]+")
_QUOTED = re.compile(r"^[ \t]*>[ \t>]*", re.MULTILINE)


def formulas_in(text: str, source: str) -> Iterator[Span]:
    """In their order. Text and source are read side by side: each formula is looked for behind the one before it, no
    further than what stands between them in the source reaches, and is where the same letters surround it.
    """
    source = unicodedata.normalize("NFC", source).replace("\r\n", "\n")
    place = read = missed = 0
    for formula in formulas_of(source):
        latest = place + formula.start - read + LONGER
        found = _found(text, source, formula, place, latest)
        if found is None:
            missed += 1
            if missed > MOST_MISSED:
                return
            continue
        read, place = formula.end, found[1]
        if not _is_as_typed(text, source, formula, found):
            yield found


def _found(text: str, source: str, formula: Place, place: int, latest: int) -> Span | None:
    before = _letters(_UNSAID.sub("", source[max(0, formula.start - NEAR) : formula.start]))[::-1]
    after = _letters(_UNSAID.sub("", source[formula.end : formula.end + NEAR]))
    for tex in filter(None, _spellings(formula.tex)):
        at = _likeliest(text, tex, (place, latest + len(tex)), before, after)
        if at >= 0:
            return at, at + len(tex)
    return None


def _spellings(tex: str) -> Iterator[str]:
    """How a text may have a formula: as it is, as a cell of a table says it, and without the marks of a quote."""
    yield tidied(tex)
    if r"\|" in tex:
        yield tidied(tex.replace(r"\|", "|"))
    if "\n" in tex and ">" in tex:
        yield tidied(_QUOTED.sub("", tex))


def _likeliest(text: str, tex: str, part: Span, before: str, after: str) -> int:
    """Where in this part it is most surrounded by what surrounds it in the source; -1 if nowhere.

    From the end on, since that is where it stands but for the markup between; of equals the first.
    """
    first, last = part
    likeliest, most = -1, LEAST
    for _try in range(MOST_TRIED):
        if (at := text.rfind(tex, first, last)) < 0:
            break
        end = at + len(tex)
        agreement = _agreeing(before, _letters(text[max(0, at - NEAR) : at])[::-1])
        agreement += _agreeing(after, _letters(text[end : end + NEAR]))
        if agreement >= most:
            likeliest, most = at, agreement
        last = end - 1
    return likeliest


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)


def _agreeing(one: str, other: str) -> int:
    """How many letters both begin with; if that is all there is of both, that is one more."""
    pairs = zip(one[:AGREEING] + "\n", other[:AGREEING] + "\n", strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _is_as_typed(text: str, source: str, formula: Place, found: Span) -> bool:
    """Whether the text has it with what delimits it in the source: then that is code."""
    typed, tex = tidied(source[formula.start : formula.end]), text[found[0] : found[1]]
    return typed != tex and text.startswith(typed, max(0, found[0] - typed.find(tex)))
