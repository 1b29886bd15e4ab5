"""What stands around what was found: a plain text, escaped first, then marked. The one place that makes such HTML."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice, pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from meetings.search.korean import folded
from meetings.search.needles import Asked
from meetings.search.ranking import Span

LENGTH = 180  # of what stands around
READ = 20_000  # letters that are looked through at a time
REACH, MOST_MISSED = 20_000, 50  # how far a formula is looked for, and how many in vain
MOST_MARKS = 40
LONGEST_FORMULA = 400
LONGEST_TITLE = 300
_FORMULAS = re.compile(r"\$\$(.+?)\$\$|(?<![\\$])\$(?!\s)([^$\n]+?)\$", re.DOTALL)


def marked(text: str, asked: Asked, source: str = "", longest: int = LONGEST_TITLE) -> SafeString:
    """The whole of a short text, such as a title, or as much of its beginning as is one; formulas as in `snippet`."""
    text = unicodedata.normalize("NFC", text)
    formulas = formulas_in(text, source)
    end = len(text) if len(text) <= longest else _whole(text, (0, longest), formulas)[1]
    return _html(text, (0, end), _merged(found(text[:end], asked)), formulas, after=end < len(text))


def snippet(text: str, source: str, asked: Asked) -> SafeString:
    """The part of a text in which most of what was asked for stands; formulas whole, as their source.

    `source` is the Markdown that it was written in: only that tells where a formula begins and ends.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        return SafeString("")
    text, is_begin, is_end = _part_of(text, asked)
    spans, formulas = _merged(found(text, asked)), formulas_in(text, source)
    start, end = _around(text, spans, formulas)
    before, after = start > 0 or not is_begin, end < len(text) or not is_end
    return _html(text, (start, end), spans, formulas, before=before, after=after)


def _part_of(text: str, asked: Asked) -> tuple[str, bool, bool]:
    """The first part of a long text in which anything was found, and whether it begins and ends with it."""
    if len(text) <= READ:
        return text, True, True
    starts = range(0, len(text), READ - LENGTH)
    start = next((at for at in starts if found(text[at : at + READ], asked, most=1)), 0)
    return text[start : start + READ], start == 0, start + READ >= len(text)


def found(text: str, asked: Asked, most: int = MOST_MARKS) -> list[Span]:
    """Where the words stand, in the text as it is: compatibility letters count as what they stand for."""
    plain, places = _folded_with_places(text)
    spans = []
    for slot in asked:
        for needle in slot.needles:
            matches = [match.span() for match in islice(needle.regex.finditer(plain), most)]
            spans += [(places[start], places[end - 1] + 1) for start, end in matches if start < end]
    return sorted(spans)


def _folded_with_places(text: str) -> tuple[str, list[int] | range]:
    plain = folded(text)
    if plain == text:
        return text, range(len(text))
    letters, places = [], []
    for place, letter in enumerate(text):
        plain_letters = folded(letter)
        letters.append(plain_letters)
        places += [place] * len(plain_letters)
    return "".join(letters), places


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def formulas_in(text: str, source: str) -> list[Span]:
    """Where the formulas of the source stand in its plain text, in their order."""
    spans, place, missed = [], 0, 0
    for match in _FORMULAS.finditer(unicodedata.normalize("NFC", source)):
        formula = (match[1] or match[2]).strip()
        start = text.find(formula, place, place + REACH) if formula else -1
        if start >= 0:
            place = start + len(formula)
            spans.append((start, place))
        elif (missed := missed + 1) > MOST_MISSED:
            break
    return spans


def _around(text: str, spans: list[Span], formulas: list[Span]) -> Span:
    """Not longer than LENGTH, but for a formula at its edge; one that nobody would read to its end is cut there."""
    best = _best(spans)
    start = max(0, best - LENGTH // 4)
    end = min(len(text), start + LENGTH)
    start = max(0, min(start, end - LENGTH))
    return _whole(text, (start, end), formulas)


def _whole(text: str, part: Span, formulas: list[Span]) -> Span:
    """Without half a word or half a formula at its edges."""
    start, end = _at_word(text, part[0], -1), _at_word(text, part[1], 1)
    short = [span for span in formulas if span[1] - span[0] <= LONGEST_FORMULA]
    begins = [first for first, last in short if first < start < last]
    ends = [last for first, last in short if first < end < last]
    return min([start, *begins]), max([end, *ends])


def _best(spans: list[Span]) -> int:
    """Where that begins from which on the most stands within LENGTH; of equals the first."""
    best, most, last = 0, 0, 0
    for first, (start, _end) in enumerate(spans):
        while last < len(spans) and spans[last][1] <= start + LENGTH * 3 // 4:
            last += 1
        if last - first > most:
            best, most = start, last - first
    return best if most or not spans else spans[0][0]


def _at_word(text: str, place: int, step: int) -> int:
    """The next space, if one is near."""
    for _step in range(12):
        if place <= 0 or place >= len(text) or text[place - 1].isspace():
            return max(0, min(place, len(text)))
        place += step
    return place


def _html(
    text: str, part: Span, spans: list[Span], formulas: list[Span], *, before: bool = False, after: bool = False
) -> SafeString:
    """Escaped piece by piece between the places where an element begins or ends; so nothing of the text is HTML.

    Dots where the text goes on `before` or `after` the part.
    """
    start, end = part
    spans = [span for span in spans if span[0] < end and span[1] > start]
    formulas = [span for span in formulas if span[0] < end and span[1] > start]
    edges = {start, end}
    for first, last in (*spans, *formulas):
        edges |= {place for place in (first, last) if start < place < end}
    pieces, in_order = [], sorted(edges)
    for first, last in pairwise(in_order):
        html = escape(text[first:last])
        if any(begin <= first and last <= stop for begin, stop in spans):
            html = f"<mark>{html}</mark>"
        begins = "<code>" if any(first == max(begin, start) for begin, _stop in formulas) else ""
        ends = "</code>" if any(last == min(stop, end) for _begin, stop in formulas) else ""
        pieces.append(begins + html + ends)
    return mark_safe("…" * before + "".join(pieces) + "…" * after)  # noqa: S308 - each piece was escaped
