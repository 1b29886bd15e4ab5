"""What one note turned into, before a person has confirmed it. The JSON form is schema 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from meetings.importers.drafts_json import draft_from_json

SCHEMA = 1
Lines = tuple[int, int]  # first and last line of the source, counted from 1, both included


@dataclass
class Section:
    heading: str
    level: int
    kind: str
    body: str
    lines: Lines
    facts: dict[str, Any] = field(default_factory=dict)  # what a file of our own tells besides


@dataclass
class Review:
    subject: str
    title: str
    presenters: list[str]
    feedback: str
    lines: Lines
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Learning:
    body: str
    lines: Lines
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Comment:
    body: str
    lines: Lines
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Answer:
    body: str
    by: list[str]
    lines: Lines
    facts: dict[str, Any] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)  # of files of our own


@dataclass
class Question:
    body: str
    asked_by: list[str]
    lecture: str | None
    audience: str
    status: str
    answers: list[Answer]
    confidence: str
    lines: Lines
    evidence: list[str] = field(default_factory=list)
    repeated: list[Lines] = field(default_factory=list)  # where the note says the same question once more
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class ActionItem:
    text: str
    owners: list[str]
    due: date | None
    lines: Lines
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class AgendaItem:
    text: str
    owners: list[str]
    lines: Lines
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Resource:
    url: str
    title: str
    lines: Lines


@dataclass
class Image:
    src: str
    alt: str
    missing: bool
    lines: Lines


@dataclass
class Field:
    """A line that told the session's people, day or hour: `모더레이터 : …`."""

    name: str
    value: str
    lines: Lines


@dataclass
class Problem:
    line: int
    code: str
    message: str


@dataclass
class Unplaced:
    lines: Lines
    text: str


@dataclass
class Session:
    kind: str
    title: str
    lines: Lines
    team: str | None = None
    date: date | None = None
    week: int | None = None
    day: int | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    moderator: str | None = None
    scribe: str | None = None
    attendees: list[str] | None = None
    attendance: dict[str, str] = field(default_factory=dict)  # who was late, left early, or wasn't there, and why
    speakers: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    learnings: list[Learning] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    action_items: list[ActionItem] = field(default_factory=list)
    agenda_items: list[AgendaItem] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Source:
    path: str
    sha256: str
    dialect: str
    why: str
    encoding: str
    line_count: int


@dataclass
class FrontMatter:
    fields: dict[str, Any]
    lines: Lines


@dataclass
class Draft:
    source: Source
    front_matter: FrontMatter | None = None
    sessions: list[Session] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {"schema": SCHEMA} | plain(asdict(self))

    @classmethod
    def from_json(cls, told: Any) -> Draft:
        """The draft that `to_json` gave, which a person or a program may have changed in between.

        Raises `InvalidDraft` with the place and a sentence, where it holds what no draft can hold.
        """
        return draft_from_json(cls, told, SCHEMA)


def plain(value: Any) -> Any:
    """The value as JSON has it, days and moments in ISO 8601."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


TEXTS = ("body", "feedback", "text")  # what the text of a record is called


def records_of(draft: Draft) -> Iterator[Any]:
    """Every record, with the answers of questions and the comments on these."""
    return (record for session in draft.sessions for record in records_in(session))


def records_in(session: Session) -> Iterator[Any]:
    for question in session.questions:
        yield from within(question)
    rows = (session.sections, session.reviews, session.learnings, session.action_items, session.agenda_items)
    yield from (record for records in rows for record in records)


def within(record: Any) -> Iterator[Any]:
    """The record, and all that stands below it."""
    yield record
    for answer in getattr(record, "answers", []):
        yield answer
        yield from answer.comments
