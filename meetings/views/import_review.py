"""What the review of a note shows: its pieces, each with what it becomes, why, and what can be corrected."""

import json
import re
import time
from collections.abc import Collection
from dataclasses import asdict, replace
from functools import cached_property
from itertools import islice
from typing import Any

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.importers.arrivals import Reading
from meetings.importers.deciding import KINDS, LISTS, PEOPLE, SESSION_KINDS, decide, names_in
from meetings.importers.draft import Answer, Comment, Question, Section, Session, within
from meetings.importers.drafts_json import LOOSE
from meetings.importers.pieces import MOST_LINES, Line, Piece, in_pages, pieces
from meetings.importers.places import needs_day
from meetings.importers.rehearsing import rehearse
from meetings.importers.report import Report
from meetings.importers.seats import Seats
from meetings.models import Meeting
from meetings.models.rows import as_rendered

KIND_WORDS = {
    "question": gettext_lazy("Question"),
    "answer": gettext_lazy("Answer to the one above"),
    "learning": gettext_lazy("Learning"),
    "review": gettext_lazy("Review"),
    "action_item": gettext_lazy("To do"),
    "section": gettext_lazy("Free part"),
    "agenda_item": gettext_lazy("Agenda item"),
}
# Tools by the names that people know them by; that a note is Markdown tells nobody anything.
TOOLS = {"notion": "Notion", "jekyll": "Jekyll", "hackmd": "HackMD", "github": "GitHub", "peersession": "Peersession"}
SESSION_WORDS = dict(Meeting.Kind.choices) | {
    "master_class": gettext_lazy("master class"),
    LOOSE: gettext_lazy("in no meeting"),
}
# Why a line was read as a question, in words; what weighs little is not told.
CLUE_WORDS = {
    "label": gettext_lazy("it says that it is a question"),
    "named asker": gettext_lazy("it says who asks"),
    "asker above": gettext_lazy("who asks stands above"),
    "question section": gettext_lazy("it stands among questions"),
    "wondered": gettext_lazy("it stands among what people wonder about"),
    "question mark": gettext_lazy("it ends in a question mark"),
    "asking end": gettext_lazy("it ends as questions do"),
    "asking start": gettext_lazy("it begins as questions do"),
    "asking noun": gettext_lazy("it names a reason, a way or a difference"),
    "marked answer": gettext_lazy("what follows says that it answers"),
    "inline answer": gettext_lazy("an answer stands in the same line"),
    "unmarked answer": gettext_lazy("indented lines answer it"),
    "answered by another": gettext_lazy("somebody else speaks next"),
    "picture": gettext_lazy("it is a picture"),
    "quoted": gettext_lazy("it is quoted"),
    "siblings ask": gettext_lazy("the lines beside it ask too"),
    "nothing follows": gettext_lazy("no answer follows"),
    "class passage": gettext_lazy("it is a passage of a class"),
}
MOST_CLUES = 3
PROBLEM_WORDS = {
    "missing-image": gettext_lazy("The picture in line %(line)d did not come along. Bring the note in a zip with it."),
    "picture-only-question": gettext_lazy("Line %(line)d asks by a picture alone. Type the question too when you can."),
}
FOUND_WORDS = {
    "already there": gettext_lazy("It stands in your records already, so nothing is added."),
    "completed": gettext_lazy("It stands in your records already; only what is new is added."),
}

# Of CPU. A text of real notes takes a hundredth of the first; what a page's texts take together is bounded too.
SECONDS_A_TEXT, SECONDS_A_PAGE = 0.25, 1.0
MOST_NAMES = 60  # asked about on one page
TAKEN_WORDS = {True: gettext_lazy("Yes"), False: gettext_lazy("No")}


class Texts:
    """Renders what one page shows, for a second in all; what comes after that shows as it was typed."""

    def __init__(self):
        self.until = time.thread_time() + SECONDS_A_PAGE

    def html(self, text: str) -> SafeString:
        left = self.until - time.thread_time()
        if left > 0:
            return as_rendered(text, min(left, SECONDS_A_TEXT))
        return format_html('<pre class="plain-text">{}</pre>', text)

    def visible(self, body: str) -> SafeString | str:
        """Nothing of a text that shows nothing, as a lone `<br>`."""
        html = self.html(body) if body else ""
        return html if "<img" in html or strip_tags(html).strip() else ""


class Row:
    """A piece as the page shows it."""

    def __init__(self, piece: Piece, review: "Review"):
        self.piece, self.review = piece, review
        self.key, self.kind, self.takes, self.mark = piece.key, piece.kind, piece.takes, piece.mark
        self.record, self.is_likely = piece.record, piece.is_likely

    @property
    def lines(self) -> list[Line]:
        return self.piece.lines[:MOST_LINES]

    @property
    def more_lines(self) -> int:
        return max(0, len(self.piece.lines) - MOST_LINES)

    @cached_property
    def parts(self) -> list[dict]:
        """What it says, rendered as it will be: a question and its answers, a title and its text."""
        record, texts = self.record, self.review.texts
        if isinstance(record, Question):
            _question, *below = within(record)
            return [{"is_title": True, "html": texts.html(record.body)}, *map(self._part, below)]
        if self.piece.kind == "unplaced":
            return [{"html": texts.html(record.text)}]
        title = getattr(record, "heading", "") or getattr(record, "title", "")
        body = next((getattr(record, name) for name in ("body", "feedback", "text") if hasattr(record, name)), "")
        return [part for part in ({"title": title}, {"html": texts.visible(body)}) if any(part.values())]

    def _part(self, record: Answer | Comment) -> dict:
        """What stands below a question."""
        html = self.review.texts.html(record.body)
        if isinstance(record, Answer):
            return {"answer": True, "by": ", ".join(record.by), "html": html}
        return {"comment": True, "by": record.facts.get("said_by") or record.facts.get("speaker"), "html": html}

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        return [(kind, KIND_WORDS[kind], kind == self.kind) for kind in KINDS]

    @property
    def has_people(self) -> bool:
        return self.kind in PEOPLE

    @property
    def people(self) -> str:
        return ", ".join(self.review.reading.decisions.people(self.key, self.record))

    @property
    def why(self) -> list[str]:
        told = [CLUE_WORDS[clue] for clue in getattr(self.record, "evidence", []) if clue in CLUE_WORDS]
        return told[:MOST_CLUES]

    @property
    def found(self) -> str:
        """Whether the records have it already, where this note is about to be added to what is there."""
        key = (type(self.record).__name__, getattr(self.record, "lines", None))
        return str(FOUND_WORDS.get(self.review.there.get(key, ""), ""))

    @property
    def is_unknown_heading(self) -> bool:
        return isinstance(self.record, Section) and bool(self.record.heading) and self.record.kind == "other"

    @property
    def conflicts(self) -> list[str]:
        """What this person has just chosen here, where somebody else's choice was quicker and stands."""
        return self.review.conflicts_at("records", self.key)


class SessionRows:
    """One meeting or class of the note, as far as it stands on the page."""

    def __init__(self, number: int, shown: list[Piece], review: "Review"):
        self.number, self.review = number, review
        self.session: Session = review.reading.draft.sessions[number]
        rows = [Row(piece, review) for piece in shown]
        self.head = next((row for row in rows if row.kind == "head"), None)
        self.rows = [row for row in rows if row.kind != "head"]
        self.decided = review.decided[number]
        self.is_taken = number in review.taken

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        kinds = SESSION_KINDS if self.decided.kind in SESSION_KINDS else (self.decided.kind, *SESSION_KINDS)
        return [(kind, SESSION_WORDS[kind], kind == self.decided.kind) for kind in kinds]

    @property
    def needs_day(self) -> bool:
        return self.is_taken and self.number in self.review.dayless

    @cached_property
    def year_is_guessed(self) -> bool:
        """A day without a year was taken to lie in the cohort's; a person should look at that."""
        day = self.session.date
        if day is None or self.decided.date != day:
            return False
        return self.review.figures.isdisjoint({str(day.year), f"{day.year % 100:02d}.", f"{day:%y%m%d}"})

    @property
    def existing(self) -> Meeting | None:
        """The daily meeting of that day, if there is one: what is new will be added to it."""
        return self.review.meetings.get(self.decided.date) if self.decided.kind == "daily" else None

    @property
    def people(self) -> list[tuple[str, str]]:
        told = self.decided
        named = [(_("Moderator"), told.moderator or ""), (_("Scribe"), told.scribe or "")]
        named += [(_("Speakers"), ", ".join(told.speakers)), (_("Present"), ", ".join(told.attendees or []))]
        return [(word, names) for word, names in named if names]

    @property
    def names(self) -> list[str]:
        """Whom the rows of this page name, and its head."""
        shown = {name: [row.record for row in self.rows if row.key.split(".")[1] == name] for name in LISTS.values()}
        session = replace(self.session, **shown)
        if self.head is None:
            session = replace(session, moderator=None, scribe=None, attendees=None, attendance={})
        return names_in(session)

    @property
    def conflicts(self) -> list[str]:
        return self.review.conflicts_at("sessions", str(self.number))


class Review:
    """A page of a note under review. `conflicts`: what this person chose and somebody else had decided otherwise."""

    def __init__(self, reading: Reading, user, page: int = 1, conflicts: dict[tuple, Any] | None = None):
        self.reading, self.user, self.conflicts = reading, user, conflicts or {}
        self.texts = Texts()
        all_pieces = pieces(reading.draft, reading.decisions, reading.lines)
        pages = in_pages(all_pieces)
        self.page_count = len(pages)
        self.page = min(max(page, 1), self.page_count)
        self.pieces = pages[self.page - 1]
        count = len(reading.draft.sessions)
        self.taken = [n for n in range(count) if reading.decisions.takes_session(n)]
        self.decided = decide(reading.draft, reading.decisions.with_all_sessions(), reading.lines).sessions
        self.dayless = {n for n in self.taken if self.decided[n].date is None and needs_day(self.decided[n])}
        self.counts = _counted([piece for rows in all_pieces for piece in rows])
        by_session: dict[int, list[Piece]] = {}
        for piece in self.pieces:
            by_session.setdefault(piece.session, []).append(piece)
        self.unplaced = [Row(piece, self) for piece in by_session.pop(-1, [])]
        self.sessions = [SessionRows(number, shown, self) for number, shown in by_session.items()]

    @property
    def tool(self) -> str:
        return TOOLS.get(self.reading.note.dialect, "")

    @property
    def is_first(self) -> bool:
        return self.page == 1

    @property
    def is_last(self) -> bool:
        return self.page == self.page_count

    @cached_property
    def meetings(self) -> dict:
        """The daily meetings that are there already, by their days."""
        days = {session.decided.date for session in self.sessions if session.decided.date}
        there = self.reading.note.team.meetings.alive().daily().filter(held_on__in=days)
        return {meeting.held_on: meeting for meeting in there}

    @cached_property
    def there(self) -> dict:
        """Which records have a row already. Only where a meeting is there: else all is new, without looking."""
        joined = [session.decided for session in self.sessions if session.existing and session.is_taken]
        return rehearse(joined, self.reading.note, self.user).there if joined else {}

    @cached_property
    def figures(self) -> set[str]:
        """What the note says that may be a year: 2026, `26.` for a 26 with a month behind it, 261119."""
        told = " ".join([self.reading.note.path, *self.reading.lines])
        found = re.findall(r"(?<!\d)(\d{2})(?:(\d{2})(\d{2})?|(?=\s*[-./년]\s*\d))", told)
        return {"".join(part) if part[1] else f"{part[0]}." for part in found} | {"".join(part[:2]) for part in found}

    @cached_property
    def names(self) -> list[dict]:
        """Whom the note names and the team doesn't know, or knows twice; with what was chosen for each."""
        chosen = self.reading.decisions
        told = dict.fromkeys(name for session in self.sessions for name in session.names)
        unknown = (name for name in told if self.seats.find(name) is None)
        return [
            {"name": name, "chosen": chosen.called(name), "conflicts": self.conflicts_at("names", name)}
            for name in islice(unknown, MOST_NAMES)
        ]

    @cached_property
    def seats(self) -> Seats:
        return Seats(self.reading.note.team, Report(self.reading.note.path))

    @cached_property
    def members(self) -> list[str]:
        return sorted(self.seats.by_name)

    @property
    def problems(self) -> list[str]:
        return told_problems([asdict(problem) for problem in self.reading.draft.problems])

    @property
    def seen(self) -> str:
        """What was decided about what this page shows, so that a form tells changes from what it merely repeats."""
        told, keys = self.reading.decisions, {piece.key for piece in self.pieces}
        sessions, names = {str(session.number) for session in self.sessions}, {told["name"] for told in self.names}
        return json.dumps(
            {
                "records": _only(told.records, keys),
                "sessions": _only(told.sessions, sessions),
                "names": _only(told.names, names),
            },
            ensure_ascii=False,
        )

    def conflicts_at(self, part: str, key: str) -> list[str]:
        return [_shown(what, value) for (of, at, what), value in self.conflicts.items() if (of, at) == (part, key)]


def _only(told: dict, keys: Collection[str]) -> dict:
    return {key: value for key, value in told.items() if key in keys}


def _shown(what: str, value: Any) -> str:
    """A choice in the words of the page."""
    if what == "take":
        return str(TAKEN_WORDS[value])
    if what == "kind":
        return str(KIND_WORDS.get(value) or SESSION_WORDS[value])
    return ", ".join(value) if isinstance(value, list) else value or _("nothing")


def _counted(shown: list[Piece]) -> dict[str, int]:
    records = [piece for piece in shown if piece.kind not in ("head", "unplaced")]
    return {
        "taken": sum(piece.takes is True for piece in records),
        "asking": sum(piece.takes is None for piece in records),
        "unplaced": sum(piece.kind == "unplaced" and not piece.takes for piece in shown),
    }


def told_problems(problems: list[dict]) -> list[str]:
    """What a note's reader should know, in their language; what was told in English alone stays so."""
    return [
        PROBLEM_WORDS[told["code"]] % {"line": told["line"]} if told["code"] in PROBLEM_WORDS else told["message"]
        for told in problems
    ]
