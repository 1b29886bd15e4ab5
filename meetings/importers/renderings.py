"""Renders a draft's texts before the transaction that stores them, which then holds the database for a moment only."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.importers.draft import Draft
from meetings.rendering import Rendered, find_references, render


def rendered_texts(draft: Draft) -> dict[str, Rendered]:
    """The rendering of each text that points at nothing: what a reference means is known to the database alone."""
    return {text: render(text) for text in set(_texts(draft)) if not find_references(text)}


def _texts(draft: Draft) -> Iterator[str]:
    for session in draft.sessions:
        yield from (section.body for section in session.sections)
        yield from (review.feedback for review in session.reviews)
        yield from (learning.body for learning in session.learnings)
        yield from (item.text for item in [*session.action_items, *session.agenda_items])
        for question in session.questions:
            yield question.body
            yield from (answer.body for answer in question.answers)
