"""What stands around what was found: a plain text, escaped first, then marked. The one place that makes such HTML."""

import unicodedata
from collections.abc import Iterable
from itertools import islice, pairwise, takewhile

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from meetings.search.formulas import formulas_in
from meetings.search.korean import folded
from meetings.search.needles import Asked
from meetings.search.ranking import Span

LENGTH = 180  # of what stands around
READ = 20_000  # letters that are looked through at a time
MOST_MARKS = 40
LONGEST_FORMULA = 400
LONGEST_TITLE = 300


def marked(text: str, asked: Asked, source: str = "", longest: int = LONGEST_TITLE) -> SafeString:
    """The title that a text begins with, or as much of its beginning as is one; formulas as in `snippet`."""
    text = unicodedata.normalize("NFC", text)
    line = len(text.partition("\n")[0])
    formulas = list(takewhile(lambda span: span[0] < line, formulas_in(text, source)))
    whole = _title_end(line, formulas)
    end = whole if whole <= longest else _whole(text[:whole], (0, longest), formulas)[1]
    return _html(text, (0, end), _merged(found(text[:end], asked)), formulas, after=end < whole)


def snippet(text: str, source: str, asked: Asked, *, is_titled: bool = False) -> SafeString:
    """The part of a text in which most of what was asked for stands; formulas whole, as their source.

    `source` is the Markdown that it was written in: only that tells where a formula begins and ends. The text is all of
    it, since formulas are found by what stands before them; what is its title already (`is_titled`) is not shown again.
    """
    text = unicodedata.normalize("NFC", text).rstrip()
    formulas = list(formulas_in(text, source))
    title = _title_end(len(text.partition("\n")[0]), formulas) if is_titled else 0
    first = len(text) - len(text[title if title <= LONGEST_TITLE else 0 :].lstrip())
    if first == len(text):
        return SafeString("")
    begin, stop = _part_of(text, first, asked)
    part, formulas = text[begin:stop], _within(formulas, (begin, stop))
    spans = _merged(found(part, asked))
    start, end = _around(part, spans, formulas)
    before, after = begin + start > first, begin + end < len(text)
    return _html(part, (start, end), spans, formulas, before=before, after=after)


def _title_end(line: int, formulas: list[Span]) -> int:
    """Where the first line ends, or the formula that it ends with."""
    return max([line, *(last for first, last in formulas if first < line and last - first <= LONGEST_FORMULA)])


def _part_of(text: str, first: int, asked: Asked) -> Span:
    """The first part of a long text, from `first` on, in which anything was found."""
    if len(text) - first <= READ:
        return first, len(text)
    starts = range(first, len(text), READ - LENGTH)
    start = next((at for at in starts if found(text[at : at + READ], asked, most=1)), first)
    return start, min(start + READ, len(text))


def _within(spans: list[Span], part: Span) -> list[Span]:
    """What of them stands in this part, counted from its beginning."""
    start, end = part
    inside = [span for span in spans if span[0] < end and span[1] > start]
    return [(max(first, start) - start, min(last, end) - start) for first, last in inside]


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
