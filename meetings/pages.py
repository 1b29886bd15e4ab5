"""Pages of a long list by key: "what is older than this row", which no number of rows makes slow or shifts."""

import datetime
import uuid
from typing import NamedTuple

from django.db.models import Q, QuerySet, UUIDField

LARGEST_KEY = 2**63 - 1  # what both databases hold in a primary key; SQLite's driver raises above it


class Key(NamedTuple):
    """Where a page ends: the time and the primary key of its last row."""

    at: datetime.datetime
    pk: int | uuid.UUID

    @classmethod
    def parse(cls, text: str, kind: type = int) -> "Key | None":
        """The key that an address names; None for anything that `str` has not written of a key of that kind."""
        at, _comma, pk = text.partition(",")
        try:
            key = cls(datetime.datetime.fromisoformat(at).astimezone(datetime.UTC), kind(pk))
        except (ValueError, OverflowError):
            return None
        return key if str(key) == text and (kind is not int or 0 < key.pk <= LARGEST_KEY) else None

    def __str__(self) -> str:
        return f"{self.at.astimezone(datetime.UTC).replace(tzinfo=None).isoformat()}Z,{self.pk}"


class Page(NamedTuple):
    rows: list
    next: Key | None
    is_first: bool


def page_before(rows: QuerySet, time: str, before: str, size: int) -> Page:
    """The newest `size` of `rows` that are older than the key `before`; of all rows when it names none.

    `time` is the field the rows are ordered by, newest first; rows of one moment follow by primary key, so that a page
    may end between them without losing or doubling one.
    """
    key = Key.parse(before, uuid.UUID if isinstance(rows.model._meta.pk, UUIDField) else int)
    rows = rows.order_by(f"-{time}", "-pk")
    if key:
        # The first condition alone lets the database start in the index; the second decides among equal times.
        rows = rows.filter(Q(**{f"{time}__lte": key.at}), Q(**{f"{time}__lt": key.at}) | Q(pk__lt=key.pk))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], last and Key(getattr(last, time), last.pk), is_first=key is None)
