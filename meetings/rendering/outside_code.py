"""Changes to a Markdown source that leave its code alone: fences and what stands between backticks."""

import re
from collections.abc import Callable

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
RUN = re.compile(r"`+")


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """`text` with `change` done to what stands neither in a fence nor between backticks."""
    done: list[str] = []
    for part, is_code in _fences(text):
        done.append(part if is_code else "".join(_changed_spans(part, change)))
    return "".join(done)


def _fences(text: str) -> list[tuple[str, bool]]:
    """Stretches of whole lines, and whether each is a fence; one that is never closed goes to the end."""
    parts: list[tuple[list[str], bool]] = [([], False)]
    opened = ""
    for line in text.splitlines(keepends=True):
        fence = FENCE.match(line)
        if opened:
            parts[-1][0].append(line)
            if fence and fence[1].startswith(opened) and not fence[2].strip():
                opened = ""
                parts.append(([], False))
        elif fence and not (fence[1][0] == "`" and "`" in fence[2]):
            opened = fence[1]
            parts.append(([line], True))
        else:
            parts[-1][0].append(line)
    return [("".join(lines), is_code) for lines, is_code in parts]


def _changed_spans(text: str, change: Callable[[str], str]) -> list[str]:
    if "`" not in text:
        return [change(text)]
    return [piece for paragraph in re.split(r"(\n[ \t]*\n)", text) for piece in _changed_paragraph(paragraph, change)]


def _changed_paragraph(text: str, change: Callable[[str], str]) -> list[str]:
    """A run of backticks opens code that the next run of the same length closes."""
    runs = list(RUN.finditer(text))
    closing: dict[int, list[int]] = {}
    for n, run in reversed(list(enumerate(runs))):
        closing.setdefault(len(run[0]), []).append(n)
    pieces, at, n = [], 0, 0
    while n < len(runs):
        later = closing[len(runs[n][0])]
        while later and later[-1] <= n:
            later.pop()
        if not later:
            n += 1
            continue
        closed = later[-1]
        pieces += [change(text[at : runs[n].start()]), text[runs[n].start() : runs[closed].end()]]
        at, n = runs[closed].end(), closed + 1
    return [*pieces, change(text[at:])]
