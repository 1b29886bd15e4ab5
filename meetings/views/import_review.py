"""What the review of a note shows: its pieces, each with what it becomes, why, and what can be corrected."""

import re
from dataclasses import asdict
from functools import cached_property

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.importers.arrivals import Reading, rehearse
from meetings.importers.deciding import KINDS, PEOPLE, SESSION_KINDS, decide, kind_of, names_in
from meetings.importers.draft import Question, Section, Session
from meetings.importers.pieces import Piece, pieces
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
}
# Tools by the names that people know them by; that a note is Markdown tells nobody anything.
TOOLS = {"notion": "Notion", "jekyll": "Jekyll", "hackmd": "HackMD", "github": "GitHub"}
SESSION_WORDS = dict(Meeting.Kind.choices) | {"master_class": gettext_lazy("master class")}
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


class Row:
    """A piece as the page shows it."""

    def __init__(self, piece: Piece, review: "Review"):
        self.piece, self.review = piece, review
        self.key, self.kind, self.takes, self.mark = piece.key, piece.kind, piece.takes, piece.mark
        self.record, self.lines, self.is_likely = piece.record, piece.lines, piece.is_likely

    @cached_property
    def parts(self) -> list[dict]:
        """What it says, rendered as it will be: a question and its answers, a title and its text."""
        record = self.record
        if isinstance(record, Question):
            answers = [
                {"answer": True, "by": ", ".join(answer.by), "html": as_rendered(answer.body)}
                for answer in record.answers
            ]
            return [{"is_title": True, "html": as_rendered(record.body)}, *answers]
        if self.piece.kind == "unplaced":
            return [{"html": as_rendered(record.text)}]
        title = getattr(record, "heading", "") or getattr(record, "title", "")
        body = next((getattr(record, name) for name in ("body", "feedback", "text") if hasattr(record, name)), "")
        return [part for part in ({"title": title}, {"html": _visible(body)}) if any(part.values())]

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        return [(kind, KIND_WORDS[kind], kind == self.kind) for kind in KINDS]

    @property
    def has_people(self) -> bool:
        return self.kind in PEOPLE

    @property
    def people(self) -> str:
        chosen = self.review.reading.decisions.records.get(self.key, {}).get("people")
        own = getattr(self.record, PEOPLE.get(kind_of(self.key), ""), []) if kind_of(self.key) == self.kind else []
        return ", ".join(own if chosen is None else chosen)

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


class SessionRows:
    """One meeting or class of the note."""

    def __init__(self, number: int, rows: list[Piece], review: "Review"):
        self.number, self.review = number, review
        self.session: Session = review.reading.draft.sessions[number]
        self.head, *rest = [Row(piece, review) for piece in rows]
        self.rows = rest
        self.decided = review.decided[number]
        self.is_taken = number in review.taken

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        return [(kind, SESSION_WORDS[kind], kind == self.decided.kind) for kind in SESSION_KINDS]

    @property
    def needs_day(self) -> bool:
        return self.is_taken and self.number in self.review.dayless

    @property
    def year_is_guessed(self) -> bool:
        """A day without a year was taken to lie in the cohort's; a person should look at that."""
        day = self.session.date
        if day is None or self.decided.date != day:
            return False
        told = " ".join([self.review.reading.note.path, *self.review.reading.lines])
        return not re.search(rf"(?<!\d)(?:{day.year}|{day.year % 100:02d}(?=\s*[-./년]\s*\d)|{day:%y%m%d})", told)

    @cached_property
    def existing(self) -> Meeting | None:
        """The daily meeting of that day, if there is one: what is new will be added to it."""
        if self.decided.kind != "daily" or self.decided.date is None:
            return None
        return self.review.reading.note.team.meetings.alive().daily().on(self.decided.date).first()

    @property
    def people(self) -> list[tuple[str, str]]:
        told = self.decided
        named = [(_("Moderator"), told.moderator or ""), (_("Scribe"), told.scribe or "")]
        named += [(_("Speakers"), ", ".join(told.speakers)), (_("Present"), ", ".join(told.attendees or []))]
        return [(word, names) for word, names in named if names]


class Review:
    def __init__(self, reading: Reading, user):
        self.reading, self.user = reading, user
        shown = pieces(reading.draft, reading.decisions, reading.lines)
        count = len(reading.draft.sessions)
        self.taken = [n for n in range(count) if reading.decisions.takes_session(n)]
        self.decided = decide(reading.draft, reading.decisions.with_all_sessions(), reading.lines).sessions
        self.dayless = {self.taken[n] for n in reading.dayless()}
        self.sessions = [SessionRows(n, shown[n], self) for n in range(count)]
        self.unplaced = [Row(piece, self) for piece in shown[count]] if len(shown) > count else []

    @property
    def tool(self) -> str:
        return TOOLS.get(self.reading.note.dialect, "")

    @cached_property
    def rehearsal(self) -> Report | None:
        """Only where something is there already: else all of it is new, and nobody needs a rehearsal to know."""
        if any(session.existing for session in self.sessions):
            return rehearse(self.reading, self.user)
        return None

    @property
    def there(self) -> dict:
        return self.rehearsal.there if self.rehearsal else {}

    @cached_property
    def names(self) -> list[dict]:
        """Whom the note names and the team doesn't know, or knows twice; with what was chosen for each."""
        seats, chosen = Seats(self.reading.note.team, Report(self.reading.note.path)), self.reading.decisions.names
        told = [name for session in self.reading.draft.sessions for name in names_in(session)]
        members = sorted(member.name for member in seats.members)
        return [
            {"name": name, "chosen": chosen.get(name, name), "members": members}
            for name in dict.fromkeys(told)
            if seats.find(name) is None
        ]

    @property
    def members(self) -> list[str]:
        return sorted(self.reading.note.team.members.values_list("name", flat=True))

    @cached_property
    def counts(self) -> dict[str, int]:
        rows = [row for session in self.sessions for row in session.rows]
        return {
            "taken": sum(row.takes is True for row in rows),
            "asking": sum(row.takes is None for row in rows),
            "unplaced": sum(not row.takes for row in self.unplaced),
        }

    @property
    def problems(self) -> list[str]:
        return told_problems([asdict(problem) for problem in self.reading.draft.problems])


def told_problems(problems: list[dict]) -> list[str]:
    """What a note's reader should know, in their language; what was told in English alone stays so."""
    return [
        PROBLEM_WORDS[told["code"]] % {"line": told["line"]} if told["code"] in PROBLEM_WORDS else told["message"]
        for told in problems
    ]


def _visible(body: str) -> str:
    """Rendered; nothing of a text that shows nothing, as a lone `<br>`."""
    html = as_rendered(body) if body else ""
    return html if "<img" in html or strip_tags(html).strip() else ""
