"""The notes of a zip or folder, each read together with what came along: its row in a table, the pictures it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from meetings.importers import notion
from meetings.importers.archive import Archive, LeftOut
from meetings.importers.coming_back import leave_out_what_is_no_row
from meetings.importers.draft import Draft
from meetings.importers.errors import EmptyNote, UnreadableNote
from meetings.importers.errors import gettext_noop as _
from meetings.importers.illustrating import PicturePaths, found_pictures, with_pictures
from meetings.importers.reading import read_text

_BLANK = _("This page is blank.")
_NO_PAGES = _("%(count)s rows of this table have no page beside it and were left out.")

ReadOne = Callable[[str, bytes, Mapping[str, str]], Draft]


@dataclass(frozen=True)
class Read:
    """One note: its bytes, and the draft or the refusal."""

    path: str
    raw: bytes
    draft: Draft | None = None
    refusal: UnreadableNote | None = None


class Collection:
    def __init__(self, archive: Archive) -> None:
        leave_out_what_is_no_row(archive)
        self.archive = archive
        self.paths = PicturePaths(archive.pictures)
        self._tables: dict[str, dict[str, dict[str, str]]] = {}
        self._rows_with_pages: dict[str, set[int]] = {}

    def __len__(self) -> int:
        return len(self.archive.notes)

    def read(self, read_one: ReadOne) -> Iterator[Read]:
        """The notes one after another; none is kept, so a large zip needs the memory of a small one."""
        for entry in self.archive.notes:
            raw = b""
            try:
                raw = entry.read()
                draft = read_one(entry.path, raw, self.properties(entry.path))
            except UnreadableNote as refusal:
                yield Read(entry.path, raw, refusal=refusal)
            else:
                yield Read(entry.path, raw, with_pictures(draft, found_pictures(draft, self.paths)))

    def properties(self, path: str) -> dict[str, str]:
        """What the table beside a page says of it."""
        name = notion.table_of(path, self.archive.tables)
        if name is None:
            return {}
        row = notion.row_of(path, self._table(name))
        self._rows_with_pages.setdefault(name, set()).add(id(row))
        return row

    def _table(self, name: str) -> dict[str, dict[str, str]]:
        if name not in self._tables:
            try:
                text, _encoding = read_text(self.archive.tables[name].read())
            except UnreadableNote:
                text = ""
            self._tables[name] = notion.rows_of(text)
        return self._tables[name]

    def losses(self) -> list[LeftOut]:
        """What was left out, after all notes were read."""
        left_out = list(self.archive.left_out)
        for name in self.archive.tables:
            pages = self._rows_with_pages.get(name, set())
            if not pages and notion.twin_of(name) in self._rows_with_pages:
                continue
            rows = self._table(name)
            if alone := sum(id(row) not in pages for row in rows.values()):
                left_out.append(LeftOut(name, _NO_PAGES, {"count": alone}))
        return left_out


def blank_page(read: Read) -> LeftOut | None:
    """A page with nothing on it is no reason to refuse the others."""
    return LeftOut(read.path, _BLANK) if isinstance(read.refusal, EmptyNote) else None
