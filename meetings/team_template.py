"""What a team's minutes begin with, as its lead writes it: a line an agenda item, a heading a free part.

    - 출석과 공지 5분
    - 코드 리뷰 (20분)

    ## 회고
    잘된 것, 아쉬운 것

Pure. Reading is forgiving: bullets, numbers, boxes and bare lines are items, minutes may stand in any usual form.
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

MOST_ITEMS = 30
MOST_SECTIONS = 20
MOST_MINUTES = 480
LONGEST_HEADING = 200
LONGEST = 20_000  # characters

HEADING = re.compile(r"(#{1,6})(?!#)[ \t]*(.*?)[ \t]*#*")
BULLET = re.compile(r"(?:[-*+•·]|\d{1,3}[.)])[ \t]+(?:\[[ xX]?\][ \t]*)?")
MINUTES = re.compile(
    r"[ \t]*[-–—:·,(\[]?[ \t]*(\d{1,4})[ \t]*(?:분|mins?\.?|minutes?|m|['′])[ \t]*[)\]]?$", re.IGNORECASE
)
AGENDA = frozenset({"안건", "회의 안건", "오늘 안건", "agenda", "순서"})


class Item(NamedTuple):
    text: str
    minutes: int | None


class Part(NamedTuple):
    heading: str
    level: int
    text: str


class Template(NamedTuple):
    items: tuple[Item, ...]
    parts: tuple[Part, ...]
    errors: tuple[str, ...]  # sentences in the active language; what they tell of is left out


def default(language: str) -> str:
    """What a team gets that wrote no template."""
    with override(language):
        # Translators: the agenda of a team's hour, an item a line. Keep the signs and the numbers.
        return _("- Attendance and news 5 min\n- Code review 20 min\n- Questions 25 min\n- Looking back 10 min")


def parse(source: str) -> Template:
    """Any text is a template; what can't be meant is told in `errors`, by its line."""
    items, parts, errors = [], [], []
    lines: list[str] | None = None  # of the part that is being read; None among agenda items
    for number, line in enumerate(source[:LONGEST].splitlines(), start=1):
        heading = HEADING.fullmatch(line.strip())
        if heading:
            lines = _begin(heading, number, parts, errors)
        elif lines is not None:
            lines.append(line.rstrip())
        elif line.strip():
            items.append(_item(line.strip(), number, errors))
    items = [item for item in items if item is not None]
    parts = [Part(heading, level, "\n".join(text).strip("\n")) for heading, level, text in parts]
    errors += _too_much(source, items, parts)
    return Template(tuple(items[:MOST_ITEMS]), tuple(parts[:MOST_SECTIONS]), tuple(errors))


def _begin(heading: re.Match, number: int, parts: list, errors: list[str]) -> list[str] | None:
    """The lines that will stand below this heading; None where what follows are agenda items."""
    title = heading[2]
    if title.casefold() in AGENDA:
        return None
    if not title:
        errors.append(_("Line %(line)d is a heading without words.") % {"line": number})
        return None
    if len(title) > LONGEST_HEADING:
        errors.append(_("The heading in line %(line)d is too long for one.") % {"line": number})
    parts.append((title[:LONGEST_HEADING], len(heading[1]), []))
    return parts[-1][2]


def _item(line: str, number: int, errors: list[str]) -> Item | None:
    bullet = BULLET.match(line)
    text = line[bullet.end() :].strip() if bullet else line
    found = MINUTES.search(text)
    if not found:
        return Item(text, None) if text else None
    minutes, said = int(found[1]), text[: found.start()].strip()
    if not said:
        errors.append(_("Line %(line)d says how long, but not what for.") % {"line": number})
        return None
    if not 1 <= minutes <= MOST_MINUTES:
        told = {"line": number, "minutes": minutes, "most": MOST_MINUTES}
        errors.append(_("Line %(line)d says %(minutes)d minutes. An item takes 1 to %(most)d.") % told)
        return Item(said, None)
    return Item(said, minutes)


def _too_much(source: str, items: list, parts: list) -> list[str]:
    limits = (
        (len(items), MOST_ITEMS, _("There are %(count)d agenda items. Minutes can begin with %(most)d.")),
        (len(parts), MOST_SECTIONS, _("There are %(count)d headings. Minutes can begin with %(most)d.")),
        (len(source), LONGEST, _("The template has %(count)d characters. It can have %(most)d.")),
    )
    return [sentence % {"count": count, "most": most} for count, most, sentence in limits if count > most]
