"""Notion's Markdown export: pages named with 32 hexadecimal digits, properties at their head, tables beside them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from io import StringIO
from urllib.parse import unquote

from meetings.importers.draft import FrontMatter
from meetings.importers.errors import gettext_noop as _

NAME = "notion"
LAYOUT = re.compile(r"</?aside>")
_HEX_NAME = re.compile(r"[ _-][0-9a-f]{32}(?=\.|/|_all\.|$)")
_MENTIONED_DAY = re.compile(r"@\d{4}년 \d{1,2}월 \d{1,2}일")
_STAMP = re.compile(
    r"(?:작성\s*일시|생성\s*일시|최종\s*편집\s*일시|created(?: time)?|last edited(?: time)?)\s*[:：\t]", re.IGNORECASE
)
_PAGE_LINK = re.compile(
    r"(?<!!)\[(?P<words>[^\[\]]{0,300})\]\((?!https?:)[^()]{0,600}?[0-9a-f]{32}(?:[^()]|\([^()]*\)){0,300}\)"
)


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    if front_matter:
        return None
    if _HEX_NAME.search(path):
        return _("its name ends in Notion's 32 hexadecimal digits")
    head = "\n".join(lines[:30])
    if _STAMP.search(head) and (_MENTIONED_DAY.search(head) or "\t" in head):
        return _("its head lists properties the way Notion does")
    return None


def clean_path(path: str) -> str:
    """The path as its team knows it: `회의록 0a1b….md` is 회의록.md."""
    return _HEX_NAME.sub("", path)


def clean_text(text: str) -> str:
    """A link to another page of the export leads nowhere outside of it, so its words stay and its name goes."""
    return _PAGE_LINK.sub(r"\g<words>", text)


# --- tables of a database --------------------------------------------------------------------------------------------
def table_of(note: str, tables: Mapping[str, object]) -> str | None:
    """The path of the table whose row a page is: `회의록 0a1b….csv` beside the folder of its pages."""
    folder = note.rpartition("/")[0]
    names = (f"{folder}_all.csv", f"{folder}.csv", f"{clean_path(folder)}.csv")
    return next((name for name in names if folder and name in tables), None)


def twin_of(table: str) -> str:
    """Notion writes a table twice: as it was shown, and with all its columns."""
    return table.removesuffix("_all.csv") + ".csv" if table.endswith("_all.csv") else table[: -len(".csv")] + "_all.csv"


def rows_of(table: str) -> dict[str, dict[str, str]]:
    """The rows of a table by their titles, the first column. A damaged table is read as far as it goes."""
    rows: dict[str, dict[str, str]] = {}
    try:
        for row in csv.DictReader(StringIO(table.removeprefix("\ufeff")), restkey=""):
            told = {key.strip(): (value or "").strip() for key, value in row.items() if key and isinstance(value, str)}
            if title := next(iter(told.values()), ""):
                rows.setdefault(title, told)
    except csv.Error:
        pass
    return rows


def row_of(note: str, rows: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """A page's own row: its file is called after its title, shortened and without signs."""
    name = _bare(clean_path(note.rpartition("/")[2]).rpartition(".")[0])
    found = [row for title, row in rows.items() if name and _bare(title)[:40] == name[:40]]
    return found[0] if len(found) == 1 else {}


def _bare(title: str) -> str:
    return re.sub(r"[\W_]+", "", unquote(title)).casefold()
