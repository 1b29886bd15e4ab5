"""Files that Peersession gave out, as notes: each row becomes the record that it was, and nothing is guessed."""

from __future__ import annotations

import contextlib
import re
from datetime import date
from itertools import accumulate
from typing import Any

from meetings.importers.draft import (
    ActionItem,
    AgendaItem,
    Answer,
    Comment,
    Draft,
    FrontMatter,
    Learning,
    Question,
    Resource,
    Review,
    Section,
    Session,
    Source,
    Unplaced,
    plain,
)
from meetings.importers.drafts_json import CHOICES, LOOSE
from meetings.importers.errors import UnreadableNote
from meetings.importers.errors import gettext_noop as _
from meetings.importers.links import images_in, missing_problem
from meetings.importers.peersession import NAME, WITH_ROWS, Leaf, Row, is_ours, read_leaf, recognise
from meetings.rendering.outside_code import outside_code

__all__ = ["NAME", "is_ours", "read_whole", "recognise"]

_NO_ROWS = _("This file tells of a team as a whole, and no row lies in it. Bring the files beside it, or their zip.")
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")  # which notes end lines with, and texts of ours keep
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
# Where a row came from before; a row that comes back comes from this file.
PROVENANCE = ("source", "source_first_line", "source_last_line", "confidence")
TABLES = {
    "agenda": "agenda",
    "actions": "actions",
    "review": "reviews",
    "learnings": "learnings",
    "question": "questions",
    "answer": "answers",
    "comment": "comments",
    "section": "sections",
    "text": "sections",
}


def read_whole(source: Source, raw: bytes, text: str, held_on: date | None = None) -> Draft:
    """Raises `UnreadableNote` with a sentence where the front matter is broken or tells of no rows."""
    with contextlib.suppress(UnicodeDecodeError):  # stored otherwise since: what could be read of it has to do
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    leaf = read_leaf(text)
    if leaf.noun not in WITH_ROWS:
        raise UnreadableNote(_NO_ROWS)
    return _Drafting(source, leaf, text, held_on).draft


class _Drafting:
    def __init__(self, source: Source, leaf: Leaf, text: str, held_on: date | None) -> None:
        self.leaf, self.last = leaf, source.line_count
        # Number of each line among the lines of a note, which end in more ways than ours.
        ends = (1 + len(_LINE_ENDS.findall(line)) for line in text.split("\n"))
        self.numbers = [1, *(n + 1 for n in accumulate(ends))]
        self.session = self._session(held_on)
        told = {name: leaf.facts[name] for name in ("format", "version", "noun", "team") if name in leaf.facts}
        head = FrontMatter(plain(told), (1, self._line(len(text.split("---\n", 2)[1].split("\n")) + 1)))
        self.draft = Draft(source, head, [self.session])
        for row in leaf.rows:
            self._take(row)
        for lost, (first, last) in zip(leaf.lost, leaf.lost_lines, strict=True):
            self.draft.unplaced.append(Unplaced(self._lines(first, last), lost))
        self.draft.problems = [missing_problem(image) for image in self.session.images if image.missing]

    def _line(self, number: int) -> int:
        return min(self.numbers[min(number, len(self.numbers)) - 1], max(self.last, 1))

    def _lines(self, first: int, last: int) -> tuple[int, int]:
        """A line of ours may be several of a note's."""
        return self._line(first), max(self._line(first), self._line(last + 1) - 1)

    # --- where the rows stand ----------------------------------------------------------------------------------------
    def _session(self, held_on: date | None) -> Session:
        facts, noun = self.leaf.facts, self.leaf.noun
        place = _without_provenance(facts.get({"meeting": "meeting", "class_note": "class_note"}.get(noun, "")))
        session = Session(kind=LOOSE, title="", lines=(1, max(self.last, 1)))
        session.facts = {"noun": noun, "place": place, **_tables(facts, "lectures", "assignments", "tags")}
        if noun == "meeting":
            self._meeting(session, place, held_on)
        elif noun == "class_note":
            self._class_note(session, place)
        links = facts.get("links")
        told = links if isinstance(links, dict) else dict.fromkeys(map(str, _list(links)), "")
        session.resources = [Resource(str(url), str(title or ""), (1, 1)) for url, title in told.items()]
        return session

    def _meeting(self, session: Session, place: dict[str, Any], held_on: date | None) -> None:
        kind = place.get("kind", "daily")
        session.kind = kind if kind in CHOICES["Session", "kind"] and kind != "master_class" else "other"
        session.date = _day(place.pop("held_on", None)) or held_on
        session.title = str(place.get("title", ""))[:200]
        session.starts_at, session.ends_at = _clock(place.get("starts_at")), _clock(place.get("ends_at"))
        session.moderator, session.scribe = _name(place.pop("moderator", None)), _name(place.pop("scribe", None))
        told = _tables(self.leaf.facts, "attendance").get("attendance")
        if told:
            as_table = {name: of if isinstance(of, dict) else {"state": of} for name, of in told.items()}
            states = {name: str(of.get("state", "present")) for name, of in as_table.items()}
            session.attendees = [name for name, state in states.items() if state == "present"]
            session.attendance = {name: state for name, state in states.items() if state != "present"}
            session.facts["attendance"] = told

    def _class_note(self, session: Session, place: dict[str, Any]) -> None:
        told = _without_provenance(self.leaf.facts.get("class"))
        session.kind, session.title = "master_class", str(told.get("title", ""))[:200]
        session.date = _day(told.get("held_on"))
        session.speakers = [str(name) for name in _list(told.get("speakers"))]
        session.facts["class"] = told

    # --- rows --------------------------------------------------------------------------------------------------------
    def _take(self, row: Row) -> None:
        span, facts = self._lines(*row.lines), self._facts(row)
        if row.kind in ("answer", "comment"):
            self.draft.unplaced.append(Unplaced(span, row.body))  # no question, or no answer, stands above it
            return
        self._find_pictures(row.body, span[0])
        getattr(self, f"_take_{row.kind}")(row, facts, span)

    def _facts(self, row: Row) -> dict[str, Any]:
        table = self.leaf.facts.get(TABLES[row.kind])
        told = table.get(row.label) if isinstance(table, dict) and row.label else None
        return _without_provenance(told) | ({"label": row.label} if row.label else {})

    def _find_pictures(self, body: str, line: int) -> None:
        def find(part: str) -> str:
            for text in part.split("\n"):
                self.session.images += images_in(text, line)
            return part

        if "![" in body or "<img" in body.lower():
            outside_code(body, find)

    def _take_question(self, row: Row, facts: dict[str, Any], span: tuple[int, int]) -> None:
        lecture = facts.pop("lecture", None)
        question = Question(
            row.body,
            _names(facts.pop("asked_by", None)),
            str(lecture) if isinstance(lecture, int) else None,
            _choice("Question", "audience", facts.pop("audience", "team")),
            _choice("Question", "status", facts.pop("status", "open")),
            [self._answer(answer) for answer in row.below],
            "certain",
            span,
            facts=facts,
        )
        self.session.questions.append(question)

    def _answer(self, row: Row) -> Answer:
        span, facts = self._lines(*row.lines), self._facts(row)
        self._find_pictures(row.body, span[0])
        comments = [self._comment(comment) for comment in row.below]
        return Answer(row.body, _names(facts.pop("answered_by", None)), span, facts, comments)

    def _comment(self, row: Row) -> Comment:
        span = self._lines(*row.lines)
        self._find_pictures(row.body, span[0])
        return Comment(row.body, span, self._facts(row))

    def _take_review(self, row: Row, facts: dict[str, Any], span: tuple[int, int]) -> None:
        subject = _choice("Review", "subject", facts.pop("subject", "assignment"))
        title, presenters = str(facts.pop("title", row.heading)), _names(facts.pop("presenters", None))
        self.session.reviews.append(Review(subject, title, presenters, row.body, span, facts))

    def _take_learnings(self, row: Row, facts: dict[str, Any], span: tuple[int, int]) -> None:
        facts = ({"review": row.under} if row.under else {}) | facts
        self.session.learnings.append(Learning(row.body, span, facts))

    def _take_section(self, row: Row, facts: dict[str, Any], span: tuple[int, int]) -> None:
        level = facts.pop("level", row.level)
        level = level if isinstance(level, int) and 0 <= level < 1000 else row.level
        kind = str(facts.pop("kind", "") or "other")[:30]
        self.session.sections.append(Section(row.heading, level, kind, row.body, span, facts | {"of_ours": True}))

    _take_text = _take_section

    def _take_actions(self, row: Row, facts: dict[str, Any], span: tuple[int, int]) -> None:
        owners, due = _names(facts.pop("owners", None)), _day(facts.pop("due_on", None))
        facts["is_done"] = row.is_ticked
        self.session.action_items.append(ActionItem(row.body, owners, due, span, facts))

    def _take_agenda(self, row: Row, facts: dict[str, Any], span: tuple[int, int]) -> None:
        facts["is_done"] = row.is_ticked
        self.session.agenda_items.append(AgendaItem(row.body, _names([facts.pop("owner", None)]), span, facts))


# --- whatever people made of the front matter ------------------------------------------------------------------------
def _tables(facts: dict[str, Any], *names: str) -> dict[str, dict[str, Any]]:
    return {name: plain(facts[name]) for name in names if isinstance(facts.get(name), dict) and facts[name]}


def _without_provenance(told: Any) -> dict[str, Any]:
    return {k: v for k, v in plain(told).items() if k not in PROVENANCE} if isinstance(told, dict) else {}


def _list(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []


def _names(told: Any) -> list[str]:
    return [str(name) for name in _list(told) if isinstance(name, (str, int)) and str(name).strip()]


def _name(told: Any) -> str | None:
    return next(iter(_names([told])), None)


def _day(told: Any) -> date | None:
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None


def _clock(told: Any) -> str | None:
    found = _CLOCK.match(str(told))
    return found[0] if found else None


def _choice(noun: str, name: str, told: Any) -> str:
    choices = CHOICES[noun, name]
    return told if told in choices else choices[0]
