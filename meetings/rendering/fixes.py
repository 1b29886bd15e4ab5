"""How a hint is mended with one click: which whole lines of the text to replace, and by what.

A rule that hints knows what it read; where that stands in the author's lines is looked up here, once the text is set. A
fix makes its hint go away and keeps every word. Where that is not certain, there is none.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

from .formula_rules import ENVIRONMENTS
from .hints import Fix, Hint
from .lines import fenced
from .sheet import Mending, Sheet
from .spelling import COMMANDS, near

COLONS = re.compile(r"([ >]*)((?::[ \t]+)+)(?=\S)")
LIST_ITEM = re.compile(r"( {0,3}(?:[-*+]|\d{1,9}[.)]) +)\S")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>`]*|(?<=\]\()[^)\s`]*")
CODE = re.compile(r"(`+[^`]*`+)")
SITE_URL = re.compile(r"\{\{\s{0,9}site\.url\s{0,9}\}\}(?=/)")
PICTURE = re.compile(r"""!\[[^\]\n]*\]\(|<img\s[^>]*?src=["']?""")
LONGEST_START = 500  # characters of a picture before its address
NO_ALT = re.compile(r"!\[\](?=\((/pictures/[^)\s]+)\))")
EMPTY = re.compile(r"[ \t>]*")
NOT_QUOTE = re.compile(r"[^>\s]")
IN_TEXT = re.compile(r"\\text[a-z]*\{[^{}]*\}")
WORDS = re.compile(r"[가-힣$`]|\]\(|https?:")
NAMELESS = re.compile(
    r"(?:image|img|screenshot|untitled|캡처|스크린샷|그림|사진)?[\s\d.,_():-]*|[0-9a-f-]{12,}", re.IGNORECASE
)


def moved_out(first: int, code: str, text: str, action: str) -> Mending:
    """The indented lines from `first` on, which read as `code`, become `text`, four columns further left."""

    def mend(lines: list[str]) -> Fix | None:
        last = first + code.rstrip("\n").count("\n")
        opening = _prefix(lines[first - 1], code.split("\n", 1)[0])
        if opening is None or last > len(lines):
            return None
        following = NOT_QUOTE.sub(" ", opening)
        new = [((following if number else opening) + line).rstrip() for number, line in enumerate(text.split("\n"))]
        if last < len(lines) and not EMPTY.fullmatch(lines[last]):
            new.append(following.rstrip())
        if action == "dedent" and first > 1 and lines[first - 2].lstrip(" >").startswith("|"):
            new.insert(0, following.rstrip())  # below a table, text would be its next row
        return Fix(first, last, "\n".join(new), action)

    return mend


def _prefix(line: str, code: str) -> str | None:
    """What stands before a line of code, without the four columns that make it one."""
    before = line.removesuffix(code) if code and line.endswith(code) else ""
    if not before.strip():
        before = before.expandtabs(4)
    return before[:-4] if before.endswith("    ") else None


def fence_of(code: str) -> str:
    """The code between fences that none of its own backticks can close."""
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", code)), 3)
    return f"{ticks}\n{code.rstrip(chr(10))}\n{ticks}"


def definitions_to_lists(lines: list[str]) -> Fix | None:
    """kramdown's `: ` and `: : ` lines as the nested lists that they stand for, wherever there are deeper ones."""
    in_fence, changed = set(fenced(lines)), {}
    offset, group = 0, []
    for number, line in [*enumerate(lines), (len(lines), ".")]:
        colons = COLONS.match(line) if number not in in_fence else None
        if colons:
            group.append((number, colons))
        elif line.strip():
            changed |= _as_list(lines, group, offset)
            item = LIST_ITEM.match(line)
            offset, group = len(item[1]) if item else 0, []
    if not changed:
        return None
    first, last = min(changed), max(changed)
    text = "\n".join(changed.get(number, lines[number]) for number in range(first, last + 1))
    return Fix(first + 1, last + 1, text, "list")


def _as_list(lines: list[str], group: list[tuple[int, re.Match[str]]], offset: int) -> dict[int, str]:
    if not any(colons[2].count(":") > 1 for _number, colons in group):
        return {}
    changed, has_upper = {}, False
    for number, colons in group:
        is_deeper = colons[2].count(":") > 1 and has_upper
        has_upper = has_upper or colons[2].count(":") == 1
        before = colons[1] or " " * offset
        changed[number] = before + "  " * is_deeper + "- " + lines[number][colons.end() :]
    return changed


def changing(first: int, last: int, change: Callable[[str], str], action: str) -> Mending:
    """The first of these lines that `change` makes different."""

    def mend(lines: list[str]) -> Fix | None:
        for number in range(first, min(last, len(lines)) + 1):
            if (new := change(lines[number - 1])) != lines[number - 1]:
                return Fix(number, number, new, action)
        return None

    return mend


def unescaped(line: str) -> str:
    pieces = CODE.split(line)
    pieces[::2] = [ADDRESS.sub(lambda address: address[0].replace("\\", ""), piece) for piece in pieces[::2]]
    return "".join(pieces)


def without_site_url(line: str) -> str:
    """Of pictures alone: then the hint names the picture to upload. A link would lead to a page of ours."""

    def shortened(site: re.Match[str]) -> str:
        before = line[max(0, site.start() - LONGEST_START) : site.start()]
        start = max(before.rfind("!["), before.rfind("<img"))
        return "" if start >= 0 and PICTURE.fullmatch(before, start) else site[0]

    return SITE_URL.sub(shortened, line)


def described(line: str) -> str:
    """A picture without a description gets its file's name as one, where that was given by a person."""

    def alt(picture: re.Match[str]) -> str:
        name = re.sub(r"[-_\s]+", " ", picture[1].rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip()
        return picture[0] if NAMELESS.fullmatch(name) or re.search(r"[^\w .,-]", name) else f"![{name}]"

    return NO_ALT.sub(alt, line)


def closed(first: int, last: int) -> Mending:
    """A `$$` that opens a line of a paragraph gets its end, before the paragraph goes on in words."""

    def mend(lines: list[str]) -> Fix | None:
        before, _dollars, rest = lines[first - 1].partition("$$")
        inside = [rest, *takewhile(_is_tex, lines[first:last])]
        if not _is_tex(rest) or not "".join(inside).strip(" \t>"):
            return None
        end = first + len(inside) - 1
        return Fix(end, end, f"{lines[end - 1]}\n{NOT_QUOTE.sub(' ', before)}$$", "close")

    return mend


def _is_tex(line: str) -> bool:
    return not WORDS.search(IN_TEXT.sub("", line))


def spelt(code: str, wrong: str, first: int, last: int) -> Mending | None:
    r"""A misspelt `\aplha` or `\begin{alinged}` in a formula of these lines; None unless it can mean but one thing."""
    if code == "math-command" and (right := near(wrong.removeprefix("\\"), COMMANDS)):
        pattern, new = re.compile(re.escape(wrong) + r"(?![A-Za-z])"), "\\" + right
    elif code == "math-environment" and (right := near(wrong, ENVIRONMENTS)):
        pattern, new = re.compile(r"(?<=[nd]\{)" + re.escape(wrong) + r"(?=\})"), right
    else:
        return None

    def mend(lines: list[str]) -> Fix | None:
        end = min(last, len(lines))
        old = "\n".join(lines[first - 1 : end])
        text = pattern.sub(lambda _wrong: new, old)
        return Fix(first, end, text, "spell") if text != old else None

    return mend


def mended(sheet: Sheet, lines: list[str]) -> list[Hint]:
    """The hints in the order of their lines, each with its fix if there is one, and time to look for it."""
    told = [
        replace(hint, fix=mend(lines)) if mend and not sheet.is_late() else hint
        for hint, mend in zip(sheet.hints, sheet.mendings, strict=True)
    ]
    return sorted(told, key=lambda hint: hint.line)
