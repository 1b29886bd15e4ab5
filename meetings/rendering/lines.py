"""What happens to a text before it is parsed: its characters are cleaned, and lines that a block parser would misread
are mended. The number of lines never changes, so a hint about line 7 means line 7 of the author's text.
"""

import re
import unicodedata
from collections.abc import Iterator

from .formula_rules import pair_dollars, single_dollar_end

PIPE = "\ue000"  # stands for a `|` that is text, until the block parser has cut the table cells

NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\ue002\ufeff]")
FENCE = re.compile(r"(?:\s|>|[-*+]\s|\d{1,9}[.)]\s)*(`{3,}(?!.*`)|~{3,})")
DELIMITER_ROW = re.compile(r"[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
PLAIN_PIPE = re.compile(r"(?<!\\)\|")
LONGEST_IN_CELL = 2_000  # characters of a formula
WORD = re.compile(r"[^\x00-\x7f]{1,500}")  # composing is quadratic in the length of a pile of accents
ORPHAN = re.compile(r": (?:: )?(?=\S)")
HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
LIST_ITEM = re.compile(r"( {0,3}(?:[-*+]|\d{1,9}[.)]) +)\S")


def clean(source: str) -> str:
    """NFC, `\\n` alone, no control or private placeholder characters, no half surrogates."""
    whole = source.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return NOT_TEXT.sub("", WORD.sub(lambda word: unicodedata.normalize("NFC", word[0]), whole))


def mend(source: str) -> str:
    lines = source.split("\n")
    in_fence = set(fenced(lines))
    for number, columns, is_body in _table_rows(lines, in_fence):
        lines[number] = _keep_text_pipes(lines[number], columns if is_body else None)
    for number, offset in _definitions_in_lists(lines, in_fence):
        lines[number] = " " * offset + lines[number]
    for number in _definitions_of_nothing(lines, in_fence):
        lines[number] = ORPHAN.sub("- ", lines[number], count=1)
    return "\n".join(lines)


def fenced(lines: list[str]) -> Iterator[int]:
    fence = ""
    for number, line in enumerate(lines):
        if fence:
            yield number
            if line.strip(" \t>") == fence[0] * len(line.strip(" \t>")) and line.count(fence[0]) >= len(fence):
                fence = ""
        elif match := FENCE.match(line):
            yield number
            fence = match[1]


def _table_rows(lines: list[str], in_fence: set[int]) -> Iterator[tuple[int, int, bool]]:
    """Line number, number of columns, and whether it is a body row, for each row that holds cells."""
    columns = 0
    for number in range(1, len(lines)):
        line = lines[number]
        if not line.strip(" \t>") or number in in_fence:
            columns = 0
        elif columns:
            yield number, columns, True
        elif "|" in lines[number - 1] and "-" in line and DELIMITER_ROW.fullmatch(line):
            columns = len(line.strip(" \t>|").split("|"))
            yield number - 1, columns, False


def _keep_text_pipes(line: str, columns: int | None) -> str:
    """Hide the pipes of formulas, and those after the last column, whose cells a table would drop."""
    letters = list(line)
    for start, end in _formulas_in_row(line):
        for pipe in PLAIN_PIPE.finditer(line, start, end):
            letters[pipe.start()] = PIPE
    if columns is not None:
        first, last = len(line) - len(line.lstrip(" \t>")) + 1, len(line.rstrip()) - 1
        inner = [pipe.start() for pipe in PLAIN_PIPE.finditer(line, first, max(first, last))]
        for at in [at for at in inner if letters[at] == "|"][columns - 1 :]:
            letters[at] = PIPE
    return "".join(letters)


def _formulas_in_row(line: str) -> Iterator[tuple[int, int]]:
    covered = 0
    for start, end in sorted(pair_dollars(line).items()) if line.count("$") > 1 else ():
        if start < covered or end - start > LONGEST_IN_CELL:
            continue
        if line.startswith("$$", start) or single_dollar_end(line, start, end):
            yield start, end
            covered = end + 1


def _definitions_in_lists(lines: list[str], in_fence: set[int]) -> Iterator[tuple[int, int]]:
    """kramdown lets an unindented `: ` line define the list item above it; deflist wants it inside the item."""
    offset = 0
    for number, line in enumerate(lines):
        if number in in_fence:
            offset = 0
        elif offset and line.startswith((": ", ":\t")):
            yield number, offset
        elif match := LIST_ITEM.match(line):
            offset = len(match[1])
        elif line.strip():
            offset = 0


def _definitions_of_nothing(lines: list[str], in_fence: set[int]) -> Iterator[int]:
    """`: ` lines at the start of a text or under a heading have no term to define: kramdown authors list by them."""
    is_start = True
    for number, line in enumerate(lines):
        if is_start and number not in in_fence and ORPHAN.match(line):
            yield number
        elif line.strip():
            is_start = HEADING.match(line) is not None


def restore_pipes(state) -> None:
    for token in state.tokens:
        if PIPE in token.content:
            token.content = token.content.replace(PIPE, "|")
