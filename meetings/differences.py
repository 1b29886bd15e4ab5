"""Two versions of a text as one, with what went and what came."""

import difflib
import re
from collections import Counter

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

MOST_PARTS = 2000
MOST_PAIRS = 50_000  # of a part there and the same part here: what a comparison takes its time for
KEPT_WORDS = 12  # what stands around a change


def difference(old: str, new: str) -> SafeString:
    """Both texts as one: what went is in <del>, what came in <ins>, long stretches that stayed are left out."""
    before, after = _words(old), _words(new)
    if takes_long(before, after):
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if takes_long(before, after):
        before, after = [old], [new]
    parts = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(format_html("{}", _around(before[a:b])))
            continue
        if a != b:
            parts.append(format_html("<del>{}</del>", "".join(before[a:b])))
        if c != d:
            parts.append(format_html("<ins>{}</ins>", "".join(after[c:d])))
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped by format_html


def takes_long(before: list[str], after: list[str]) -> bool:
    """Whether comparing the two, part by part, would keep a reader waiting."""
    there, here = Counter(before), Counter(after)
    return len(before) + len(after) > MOST_PARTS or sum(there[part] * here[part] for part in there) > MOST_PAIRS


def _words(text: str) -> list[str]:
    """Words with the space after them; a line's end stands alone, or its last word changes with what follows it."""
    return re.findall(r"\S+[^\S\n]*|\s+", text)


def _around(words: list[str]) -> str:
    if len(words) <= 2 * KEPT_WORDS:
        return "".join(words)
    return f"{''.join(words[:KEPT_WORDS])} … {''.join(words[-KEPT_WORDS:])}"
