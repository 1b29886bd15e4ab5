"""One note → one draft. Everything the note says ends in a record, in a section's body or among the unplaced."""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from meetings.importers import dialects, links, own_draft
from meetings.importers.draft import Draft, Section, Session, Source, Unplaced
from meetings.importers.fields import read_fields
from meetings.importers.follow_ups import find_action_items, find_learnings
from meetings.importers.front_matter import split_front_matter
from meetings.importers.lines import Node, read_nodes
from meetings.importers.outline import outline
from meetings.importers.questions import find_questions
from meetings.importers.reading import read_text
from meetings.importers.reviews import find_reviews
from meetings.importers.scope import Scope
from meetings.importers.sessions import Frame, find_speakers, open_session, settle, split_days


def read_note(
    path_name: str,
    raw: bytes,
    year_hint: int | None = None,
    held_on: datetime.date | None = None,
    known: tuple[str, ...] = (),
    properties: Mapping[str, str] | None = None,
) -> Draft:
    """What one note holds, as a draft.

    `year_hint` is the year of days that name none, `held_on` the day of a note that tells of one session but no day,
    `known` are full names of people whom the note may call by their given names alone, `properties` what a table
    beside the note says of it and the note itself may not.

    Raises `UnreadableNote` with a sentence where the bytes are no note. Opens no address and touches no database.
    """
    path = unicodedata.normalize("NFC", path_name)
    text, encoding = read_text(raw)
    lines = text.split("\n")
    front_matter = None if own_draft.is_ours(text) else split_front_matter(lines)  # ours may be long
    dialect = dialects.detect(path, front_matter, lines)
    count = len(lines) - (not lines[-1])
    source = Source(path, hashlib.sha256(raw).hexdigest(), dialect.name, dialect.why, encoding, count)
    if dialect.read_whole:
        return dialect.read_whole(source, raw, text, held_on)
    frame = Frame(dialect.clean_path(path), front_matter, year_hint, held_on, known, properties or {})
    draft = Draft(source, front_matter)
    _read_days(draft, frame, lines, dialect)
    if dialect.clean_text:
        _clean_texts(draft, dialect.clean_text)
    return draft


def _read_days(draft: Draft, frame: Frame, lines: list[str], dialect: dialects.Dialect) -> None:
    start = draft.front_matter.lines[1] if draft.front_matter else 0
    days = split_days(read_nodes(lines[start:], start + 1, dialect.layout, dialect.toggle))
    if len(days) > 1:  # what is said of the whole file is said of no single day
        frame = replace(frame, front_matter=None, held_on=None, properties={})
    for nodes in days:
        _read_session(draft, frame, nodes)


def _clean_texts(draft: Draft, clean: Callable[[str], str]) -> None:
    for session in draft.sessions:
        answers = [answer for question in session.questions for answer in question.answers]
        rows = [*session.sections, *session.reviews, *session.learnings, *session.questions, *answers]
        for row in [*rows, *session.action_items]:
            for name in ("heading", "title", "body", "feedback", "text"):
                if "](" in getattr(row, name, ""):
                    setattr(row, name, clean(getattr(row, name)))


def _read_session(draft: Draft, frame: Frame, nodes: list[Node]) -> None:
    span = (nodes[0].first, nodes[-1].last) if nodes else (1, draft.source.line_count)
    session = open_session(frame, nodes, span)
    fields = read_fields(session, nodes)
    parts = outline(nodes)
    scope = settle(session, frame, parts)
    scope.take(*fields)
    find_reviews(scope)
    find_learnings(scope)
    find_questions(scope)
    find_action_items(scope)
    find_speakers(scope, frame)
    session.sections = _sections(scope)
    _collect_links(draft, session, nodes)
    draft.problems += scope.problems
    draft.sessions.append(session)
    _keep_unplaced(draft, scope, nodes)


def _sections(scope: Scope) -> list[Section]:
    sections = []
    for part in scope.parts:
        free = [node for node in part.nodes if scope.is_free(node)]
        if part in scope.absorbed or (part.heading is None and not free):
            continue
        lines = [node.first for node in free] + [node.last for node in free]
        heading = [part.heading.first] if part.heading else []
        span = (min(heading + lines), max(heading + lines))
        kind = part.kinds[0] if part.kinds else "other"
        sections.append(Section(part.title, min(part.level, 6), kind, _body(free), span))
        scope.take(*free, *([part.heading] if part.heading else []))
    return sections


def _body(nodes: list[Node]) -> str:
    """The lines as they stand; a blank line wherever the source had one or a record was taken out."""
    rows: list[str] = []
    last = None
    for node in nodes:
        if last is not None and (node.gap or node.first != last + 1):
            rows.append("")
        rows += [row.rstrip() for row in node.raw]
        last = node.last
    return "\n".join(rows)


def _collect_links(draft: Draft, session: Session, nodes: list[Node]) -> None:
    found = []
    for node in nodes:
        for offset, row in enumerate(node.raw):
            if node.shape != "code":
                session.images += links.images_in(row, node.first + offset)
            found += links.resources_in(row, node.first + offset)
    session.resources = links.unique(found)
    draft.problems += [links.missing_problem(image) for image in session.images if image.missing]


def _keep_unplaced(draft: Draft, scope: Scope, nodes: list[Node]) -> None:
    for node in nodes:
        if scope.is_free(node):
            draft.unplaced.append(Unplaced((node.first, node.last), "\n".join(node.raw)))
