"""What a search brings back."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from meetings.search.query import Query


@dataclass
class Hit:
    """A row that was found, with what was found in it. An answer shows as its question."""

    kind: str
    object: Any
    url: str
    title_html: SafeString
    snippet_html: SafeString
    answer_count: int = 0
    is_accepted: bool = False
    tier: int = 0  # 0 for its number, 1 for the words as typed; the higher, the more was guessed


@dataclass
class Results:
    """One page of what was found; `similar` are no matches, but near to what was asked for."""

    query: Query
    start: int = 0
    hits: list[Hit] = field(default_factory=list)
    similar: list[Hit] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False  # there are more than `count`
    is_partial: bool = False  # the index is being made: what is there may not be found yet
    counts: dict[str, int] = field(default_factory=dict)
    widened: list[str] = field(default_factory=list)
    next_start: int | None = None
