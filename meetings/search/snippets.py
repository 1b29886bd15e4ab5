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
MOST_MARKS = 40
LONGEST_FORMULA = 400
_FORMULAS = re.compile(r"\$\$(.+?)\$\$|(?<![\\$])\$(?!\s)([^$\n]+?)\$", re.DOTALL)


def marked(text: str, asked: Asked) -> SafeString:
    """The whole of a short text, such as a title."""
    text = unicodedata.normalize("NFC", text)
    return _html(text, (0, len(text)), _merged(found(text, asked)))


def snippet(text: str, source: str, asked: Asked) -> SafeString:
    """The part of a text in which most of what was asked for stands; formulas whole, as their source.

    `source` is the Markdown that it was written in: only that tells where a formula begins and ends.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        return SafeString("")
    spans, formulas = _merged(found(text, asked)), formulas_in(text, source)
    start, end = _around(text, spans, formulas)
    html = _html(text, (start, end), spans, formulas)
    return mark_safe("…" * (start > 0) + html + "…" * (end < len(text)))  # noqa: S308 - dots around what _html escaped


def found(text: str, asked: Asked) -> list[Span]:
    """Where the words stand, in the text as it is: compatibility letters count as what they stand for."""
    plain, places = _folded_with_places(text)
    spans = []
    for slot in asked:
        for needle in slot.needles:
            matches = [match.span() for match in islice(needle.regex.finditer(plain), MOST_MARKS)]
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
    spans, place = [], 0
    for match in _FORMULAS.finditer(unicodedata.normalize("NFC", source)):
        formula = (match[1] or match[2]).strip()
        start = text.find(formula, place)
        if formula and start >= 0:
            place = start + len(formula)
            spans.append((start, place))
    return spans


def _around(text: str, spans: list[Span], formulas: list[Span]) -> Span:
    """Not longer than LENGTH, but for a formula at its edge."""
    best = max(spans, key=lambda span: (_told(spans, span[0]), -span[0]), default=(0, 0))
    start = max(0, best[0] - LENGTH // 4)
    end = min(len(text), start + LENGTH)
    start = max(0, min(start, end - LENGTH))
    start, end = _at_word(text, start, -1), _at_word(text, end, 1)
    for first, last in formulas:
        if first < start < last:
            start = first if last - first <= LONGEST_FORMULA else last
        if first < end < last:
            end = last if last - first <= LONGEST_FORMULA else first
    return (start, end) if start < end else (start, len(text))


def _told(spans: list[Span], start: int) -> int:
    return sum(1 for first, last in spans if start - LENGTH // 4 <= first and last <= start + LENGTH * 3 // 4)


def _at_word(text: str, place: int, step: int) -> int:
    """The next space, if one is near."""
    for _step in range(12):
        if place <= 0 or place >= len(text) or text[place - 1].isspace():
            return max(0, min(place, len(text)))
        place += step
    return place


def _html(text: str, part: Span, spans: list[Span], formulas: list[Span] = ()) -> SafeString:
    """Escaped piece by piece between the places where an element begins or ends; so nothing of the text is HTML."""
    start, end = part
    edges = {start, end}
    for first, last in (*spans, *formulas):
        edges |= {place for place in (first, last) if start < place < end}
    pieces, in_order = [], sorted(edges)
    for first, last in pairwise(in_order):
        html = escape(text[first:last])
        if any(begin <= first and last <= stop for begin, stop in spans):
            html = f"<mark>{html}</mark>"
        if any(begin <= first and last <= stop for begin, stop in formulas):
            html = f"<code>{html}</code>"
        pieces.append(html)
    return mark_safe("".join(pieces))  # noqa: S308 - each piece was escaped
