"""Renders a draft's texts before the transaction that stores them, which then holds the database for a moment only."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.importers.draft import TEXTS, Draft, records_of
from meetings.rendering import Rendered, find_references, render


def rendered_texts(draft: Draft) -> dict[str, Rendered]:
    """The rendering of each text that points at nothing: what a reference means is known to the database alone."""
    return {text: render(text) for text in set(_texts(draft)) if not find_references(text)}


def _texts(draft: Draft) -> Iterator[str]:
    return (getattr(record, name) for record in records_of(draft) for name in TEXTS if hasattr(record, name))
