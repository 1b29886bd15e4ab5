"""What a person decided about a draft → the draft that becomes records. Pure; nothing that is refused is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from meetings.importers import own_people
from meetings.importers.draft import (
    ActionItem,
    AgendaItem,
    Answer,
    Draft,
    Learning,
    Lines,
    Question,
    Review,
    Section,
    Session,
    within,
)
from meetings.importers.drafts_json import CHOICES
from meetings.importers.links import replaced_images

Record = Section | Review | Learning | Question | ActionItem | AgendaItem
# In the order of the keys 1 to 7 that choose them.
KINDS = ("question", "answer", "learning", "review", "action_item", "section", "agenda_item")
LISTS = {
    "question": "questions",
    "learning": "learnings",
    "review": "reviews",
    "action_item": "action_items",
    "agenda_item": "agenda_items",
    "section": "sections",
}
PEOPLE = {"question": "asked_by", "review": "presenters", "action_item": "owners", "agenda_item": "owners"}
SESSION_KINDS = CHOICES["Session", "kind"]


@dataclass
class Decisions:
    """By session number: day, kind and whether to take it; by record (`0.questions.3`): whether, as what, whose.

    `names` says whom the note means by a name: the name of a seat, the name itself for a new seat, "" for nobody.
    `pictures` says where a picture that came along is shown, by what the note calls it.
    """

    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, told: Any) -> Decisions:
        """What a form stored. Anything of another shape counts as not decided."""
        parts = {part.name: told.get(part.name) if isinstance(told, dict) else {} for part in fields(cls)}
        return cls(**{name: part if isinstance(part, dict) else {} for name, part in parts.items()})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def takes(self, key: str, record: Any) -> bool | None:
        """Whether the record is wanted; None while a likely one waits for somebody to say."""
        chosen = self.records.get(key, {}).get("take")
        if isinstance(chosen, bool):
            return chosen
        return None if is_likely(record) else not key.startswith("unplaced")

    def takes_session(self, number: int) -> bool:
        return self.sessions.get(str(number), {}).get("take", True) is not False

    def with_all_sessions(self) -> Decisions:
        """The same, but no session is left out: its day and kind can be seen and corrected all the same."""
        return replace(self, sessions={number: {**told, "take": True} for number, told in self.sessions.items()})

    def kind(self, key: str) -> str:
        chosen = self.records.get(key, {}).get("kind")
        return chosen if chosen in KINDS else kind_of(key)

    def people(self, key: str, record: Any) -> list[str]:
        """Whose the record is, as somebody has said or as the note says, where it still is what the note made of it."""
        chosen = self.records.get(key, {}).get("people")
        if isinstance(chosen, list):
            return [name for name in chosen if isinstance(name, str)]
        own = self.kind(key) == kind_of(key)
        return getattr(record, PEOPLE.get(kind_of(key), ""), []) if own else []

    def day(self, number: int, session: Session) -> date | None:
        told = self.sessions.get(str(number), {})
        return _day(told["date"]) if "date" in told else session.date

    def session_kind(self, number: int, session: Session) -> str:
        chosen = self.sessions.get(str(number), {}).get("kind")
        return chosen if chosen in SESSION_KINDS else session.kind

    def called(self, name: str) -> str:
        """Whom the note means by a name; "" for nobody."""
        chosen = self.names.get(name, name)
        return chosen if isinstance(chosen, str) else name


def is_likely(record: Any) -> bool:
    return getattr(record, "confidence", "certain") == "likely"


def kind_of(key: str) -> str:
    """`0.questions.3` is a question; what found no place would become a section."""
    noun = key.split(".")[1] if key.count(".") == 2 else ""
    return next((kind for kind, name in LISTS.items() if name == noun), "section")


def records(draft: Draft) -> Iterator[tuple[str, int, Record]]:
    """Every record with its key and the number of its session, in the order of the note's lines."""
    for number, session in enumerate(draft.sessions):
        found = [
            (f"{number}.{name}.{index}", number, record)
            for name in LISTS.values()
            for index, record in enumerate(getattr(session, name))
        ]
        yield from sorted(found, key=lambda item: item[2].lines)


def decide(draft: Draft, decisions: Decisions, lines: list[str]) -> Draft:
    """The draft as decided. `lines` are those of the note: what is refused goes back as the text it was."""
    decided = deepcopy(draft)
    taken = [decisions.takes_session(number) for number in range(len(draft.sessions))]
    for number, session in enumerate(decided.sessions):
        session.date, session.kind = decisions.day(number, session), decisions.session_kind(number, session)
        if isinstance(title := decisions.sessions.get(str(number), {}).get("title"), str):
            session.title = title
        for name in LISTS.values():
            setattr(session, name, [])
    for key, number, record in records(draft):
        _place(decided.sessions[number], key, deepcopy(record), decisions, lines)
    for index, piece in enumerate(draft.unplaced):
        if decisions.takes(f"unplaced.{index}", piece) and decided.sessions:
            session = next((s for s in decided.sessions if s.lines[0] <= piece.lines[0] <= s.lines[1]), None)
            (session or decided.sessions[0]).sections.append(Section("", 2, "other", piece.text, piece.lines))
    for session in decided.sessions:
        for name in LISTS.values():
            getattr(session, name).sort(key=lambda record: record.lines)
        _rename(session, decisions)
    decided.sessions = [session for session, is_taken in zip(decided.sessions, taken, strict=True) if is_taken]
    return decided


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _place(session: Session, key: str, record: Record, decisions: Decisions, lines: list[str]) -> None:
    takes, kind = decisions.takes(key, record), decisions.kind(key)
    if not takes:
        if not isinstance(record, Section):  # its lines stay in the text around them, as they were typed
            first, last = span = _span(record)
            text = replaced_images(_dedented(lines[first - 1 : last]), decisions.pictures.get)
            session.sections.append(Section("", 3, "other", text, span))
        return
    people = decisions.records.get(key, {}).get("people")
    if kind == "answer" and session.questions:
        question = session.questions[-1]
        question.answers.append(Answer(_text(record), people or [], record.lines))
        question.status = "answered"
        return
    made = record if kind == kind_of(key) else _TO.get(kind, _to_section)(record)
    if isinstance(people, list) and kind in PEOPLE:
        setattr(made, PEOPLE[kind], [name for name in people if isinstance(name, str)])
    if isinstance(made, Question):
        made.confidence = "certain"  # a person has said so
    getattr(session, LISTS.get(kind, "sections")).append(made)


def _span(record: Record) -> Lines:
    """From the record's first line to the last one of what stands below it."""
    parts = [part.lines for part in within(record)]
    return min(first for first, _last in parts), max(last for _first, last in parts)


def _dedented(lines: list[str]) -> str:
    """Lines of a nested item without what nests them, or four of its spaces would make them code."""
    depth = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[depth:] for line in lines).strip("\n")


def _parts(record: Record) -> tuple[str, str]:
    """What it is called, if anything, and what it says."""
    if isinstance(record, Section):
        return record.heading, record.body
    if isinstance(record, Review):
        return record.title, record.feedback
    if isinstance(record, Question):
        _question, *below = within(record)
        return record.body, "\n\n".join(part.body for part in below)
    return "", record.body if isinstance(record, Learning) else record.text


def _text(record: Record) -> str:
    return "\n\n".join(part for part in _parts(record) if part.strip())


def _to_section(record: Record) -> Section:
    return Section("", 3, "other", _text(record), record.lines)


def _to_learning(record: Record) -> Learning:
    return Learning(_text(record), record.lines)


def _to_action_item(record: Record) -> ActionItem:
    return ActionItem(_text(record), [], None, record.lines)


def _to_agenda_item(record: Record) -> AgendaItem:
    return AgendaItem(_text(record), [], record.lines)


def _to_review(record: Record) -> Review:
    title, feedback = _title_and_rest(record)
    return Review("other", title, [], feedback, record.lines)


def _to_question(record: Record) -> Question:
    """What it is called asks, what stands below answers; of a text without a title the first paragraph asks."""
    body, rest = _title_and_rest(record)
    answers = [Answer(rest, [], record.lines)] if rest else []
    status = "answered" if answers else "open"
    return Question(body, [], None, "team", status, answers, "certain", record.lines)


def _title_and_rest(record: Record) -> tuple[str, str]:
    title, rest = _parts(record)
    if title.strip():
        return title, rest
    first, _, rest = rest.strip().partition("\n\n")
    return re.sub(r"^\s*[-*+]\s+", "", first), rest.strip()


_TO: dict[str, Callable[[Any], Record]] = {
    "question": _to_question,
    "learning": _to_learning,
    "review": _to_review,
    "action_item": _to_action_item,
    "agenda_item": _to_agenda_item,
    "section": _to_section,
    "answer": _to_section,  # no question stands above it
}


def names_in(session: Session) -> list[str]:
    """Everybody a session names, once each, in the order of the note."""
    names = [session.moderator, session.scribe, *(session.attendees or []), *session.attendance]
    for noun, relation in PEOPLE.items():
        names += [name for record in getattr(session, LISTS[noun]) for name in getattr(record, relation)]
    names += [name for question in session.questions for answer in question.answers for name in answer.by]
    names += own_people.named_in(session)
    return list(dict.fromkeys(name for name in names if name and name not in session.speakers))


def _rename(session: Session, decisions: Decisions) -> None:
    def called(name: str | None) -> str | None:
        return (decisions.called(name) or None) if name else name

    def all_called(people: list[str]) -> list[str]:
        return list(dict.fromkeys(filter(None, map(called, people))))

    session.moderator, session.scribe = called(session.moderator), called(session.scribe)
    if session.attendees is not None:
        session.attendees = all_called(session.attendees)
    session.attendance = {who: state for name, state in session.attendance.items() if (who := called(name))}
    for noun, relation in PEOPLE.items():
        for record in getattr(session, LISTS[noun]):
            setattr(record, relation, all_called(getattr(record, relation)))
    for question in session.questions:
        for answer in question.answers:
            answer.by = all_called(answer.by)
    own_people.rename(session, called)
