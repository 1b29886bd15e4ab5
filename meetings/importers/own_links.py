"""Links between files of an archive → ties between rows: `[Q12](2026-11-19-daily.md#q12)` is `[[Q57]]` here."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from meetings.rendering.outside_code import outside_code

QUESTION = re.compile(r"\[Q(\d{1,18})\]\(([^\s()<>\"#]+\.md)#q\1\)")
FILE = re.compile(r"(?<=[(<\"])([^\s()<>\"#:]+\.(?:md|png|jpe?g))(?:#q(\d{1,18}))?(?=[)>\"\s])")

Question = Callable[[str, str], int | None]
Address = Callable[[str, str], str | None]


def inward(text: str, here: str, question: Question, address: Address) -> str:
    """`text` of the file `here` with links that hold on this site.

    `question` tells the key of the question that stands in a file under a number, `address` where a file, or the
    question of a number in it, is shown; None where there is none, and then the link stays as it is.
    """
    if ".md" not in text and not FILE.search(text):
        return text

    def there(path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(here), path))

    def tied(match: re.Match) -> str:
        key = question(there(match[2]), match[1])
        return match[0] if key is None else f"[[Q{key}]]"

    def moved(match: re.Match) -> str:
        return address(there(match[1]), match[2] or "") or match[0]

    return outside_code(text, lambda part: FILE.sub(moved, QUESTION.sub(tied, part)))
