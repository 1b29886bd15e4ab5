"""Writes a session's rows. Where a row is there already, only what it lacks is added; nothing typed is overwritten."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from meetings.importers import draft as drafts
from meetings.importers.known import Known, alike, folded, holds
from meetings.importers.places import Place
from meetings.importers.report import Report, shown
from meetings.importers.seats import Seats
from meetings.models import ActionItem, AgendaItem, Answer, Learning, Lecture, Question, Review, Section, Team, User

IsSame = Callable[[Any], bool]
# What rows are compared and completed by: it comes in as many queries as there are nouns.
RELATED = {"questions": ("lecture", "answers"), "reviews": ("presenters",), "agenda_items": ("owner",)}


class RowWriter:
    def __init__(
        self, session: drafts.Session, place: Place, team: Team, by: User | None, report: Report, seats: Seats
    ) -> None:
        self.session, self.place, self.team, self.by, self.report, self.seats = session, place, team, by, report, seats
        self.ledger = report.ledger
        self.first_order = place.next_order()
        self.known: dict[str, Known] = {}  # rows that were there before and that no record has matched yet
        self.sections: list[tuple[int, Section]] = []

    def write(self) -> None:
        for section in self.session.sections:
            self._write_section(section)
        for review in self.session.reviews:
            self._write_review(review)
        for learning in self.session.learnings:
            self._write_learning(learning)
        for item in self.session.action_items:
            self._write_action_item(item)
        for item in self.session.agenda_items:
            self._write_agenda_item(item)
        for question in self.session.questions:
            self._write_question(question)

    # --- what all rows share -----------------------------------------------------------------------------------------
    def _common(self, record: Any, confidence: str = "likely") -> dict[str, Any]:
        order = self.first_order + record.lines[0]
        return {"order": order, "typed_by": self.by, **self.report.provenance(record, confidence)}

    def _make(self, noun: type, record: Any, **values: Any) -> Any:
        return self.ledger.create(noun, **values)

    def _there(self, noun: str, record: Any, is_same: IsSame, body: str, heading: str = "") -> Any | None:
        """The row that says the same already; each row is matched once. One with the same words goes first."""
        if self.place.is_new:
            return None
        if noun not in self.known:
            self.known[noun] = Known(self._rows(noun).prefetch_related(*RELATED.get(noun, ())))
        row = self._matching(record, self.known[noun], is_same, body, heading)
        if row:
            self.known[noun].take(row)
        return row

    def _rows(self, noun: str) -> Any:
        return getattr(self.place.meeting or self.place.note, noun).alive()

    def _matching(self, record: Any, known: Known, is_same: IsSame, body: str, heading: str = "") -> Any | None:
        exact = next(filter(is_same, known.saying(body)), None)
        return exact or next(filter(is_same, known.near(heading, body)), None)

    def _completed(self, record: Any, row: Any, **missing: Any) -> None:
        """Fills in the fields that the row lacks, and counts whether that changed anything."""
        is_changed = self.ledger.change(row, **{name: value for name, value in missing.items() if value})
        self.report.met(record, "completed" if is_changed else "already there")

    def _grown(self, row: Any, body: str) -> str:
        """The fuller one of the row's text and the note's, of which one holds the other."""
        return body if holds(body, row.body) and not holds(row.body, body) else row.body

    # --- sections, reviews, learnings, action items ------------------------------------------------------------------
    def _write_section(self, section: drafts.Section) -> None:
        heading, body = shown(section.heading, 300), section.body
        if len(section.heading) > len(heading) + 20:
            body = f"{section.heading}\n\n{body}"  # too long for a heading, so that nothing of it is lost
        kind = "" if section.kind == "other" else section.kind
        self._add_section(section, heading, body, max(section.level, 1), kind)

    def _add_section(self, record: Any, heading: str, body: str, level: int = 3, kind: str = "") -> None:
        is_named = bool(heading)

        def is_same(row: Section) -> bool:
            return row.heading == heading and alike(row.body, body, is_named)

        row = self._there("sections", record, is_same, body, heading)
        if row:
            self._completed(record, row, body=self._grown(row, body))
        else:
            row = self._make(
                Section,
                record,
                heading=heading,
                body=body,
                level=level,
                kind=kind,
                **self.place.keys,
                **self._common(record, "certain"),
            )
            self.report.created["section"] += 1
        while self.sections and self.sections[-1][0] >= record.lines[0]:
            self.sections.pop()  # whatever stands below has this one above it
        self.sections.append((record.lines[0], row))

    def _title_of(self, review: drafts.Review) -> str:
        return shown(review.title, 300)

    def _write_review(self, review: drafts.Review) -> None:
        title, presenters = self._title_of(review), self.seats.seats(review.presenters)
        if self.place.note:
            self._add_section(review, title, review.feedback, kind="review")
            return

        def is_same(row: Review) -> bool:
            told = set(row.presenters.all())
            fits = not told or not presenters or bool(told & set(presenters))
            return row.title == title and fits and alike(row.body, review.feedback, may_be_empty=True)

        row = self._there("reviews", review, is_same, review.feedback, title)
        if row:
            self._completed(review, row, body=self._grown(row, review.feedback))
        else:
            row = self._make(
                Review,
                review,
                meeting=self.place.meeting,
                subject=review.subject,
                title=title,
                body=review.feedback,
                **self._common(review),
            )
            self.report.created["review"] += 1
        self.ledger.link(row, "presenters", presenters)

    def _write_learning(self, learning: drafts.Learning) -> None:
        if self.place.note:
            self._add_section(learning, "", learning.body, kind="learning")
        elif row := self._there("learnings", learning, lambda row: alike(row.body, learning.body), learning.body):
            self._completed(learning, row, body=self._grown(row, learning.body))
        else:
            self._make(
                Learning,
                learning,
                team=self.team,
                meeting=self.place.meeting,
                body=learning.body,
                created_at=self._noon(),
                **self._common(learning, "certain"),
            )
            self.report.created["learning"] += 1

    def _write_action_item(self, item: drafts.ActionItem) -> None:
        if self.place.note:
            self._add_section(item, "", item.text, kind="action")
            return
        row = self._there("action_items", item, lambda row: folded(row.body) == folded(item.text), item.text)
        if row:
            self._completed(item, row, due_on=row.due_on or item.due)
        else:
            row = self._make(
                ActionItem, item, meeting=self.place.meeting, body=item.text, due_on=item.due, **self._common(item)
            )
            self.report.created["action item"] += 1
        self.ledger.link(row, "owners", self.seats.seats(item.owners))

    def _write_agenda_item(self, item: drafts.AgendaItem) -> None:
        if self.place.note:
            self._add_section(item, "", item.text)
            return
        owner = next(iter(self.seats.seats(item.owners[:1])), None)
        row = self._there("agenda_items", item, lambda row: folded(row.body) == folded(item.text), item.text)
        if row:
            self._completed(item, row, owner=row.owner or owner)
        else:
            common = self._common(item, "certain")
            self._make(AgendaItem, item, meeting=self.place.meeting, body=item.text, owner=owner, **common)
            self.report.created["agenda item"] += 1

    # --- questions ---------------------------------------------------------------------------------------------------
    def _write_question(self, question: drafts.Question) -> None:

        def is_same(row: Question) -> bool:
            return folded(row.body) == folded(question.body)

        row = self._there("questions", question, is_same, question.body)
        if row:
            self._complete_question(row, question)
        else:
            row = self._new_question(question)
            for answer in question.answers:
                self._write_answer(row, question, answer)
        self.ledger.link(row, "asked_by", self.seats.seats(question.asked_by))

    def _new_question(self, question: drafts.Question) -> Question:
        self.report.created["question"] += 1
        return self._make(
            Question,
            question,
            team=self.team,
            body=question.body,
            audience=question.audience,
            status=question.status,
            asked_at=self._noon(),
            lecture=self._lecture(question.lecture),
            section=self._section_above(question.lines[0]),
            **self.place.keys,
            **self._common(question, question.confidence),
        )

    def _complete_question(self, row: Question, question: drafts.Question) -> None:
        """Answers that are new may answer it. Without one its status stays: somebody may have opened it again."""
        there = Known(known for known in row.answers.all() if not known.is_removed)
        added = [self._join_answer(row, there, question, answer) for answer in question.answers]
        waits = row.status == Question.Status.OPEN or (row.status == Question.Status.DEFERRED and not row.deferred_to)
        self._completed(
            question,
            row,
            lecture=row.lecture or self._lecture(question.lecture),
            status=question.status if any(added) and waits else row.status,
        )

    def _join_answer(self, row: Question, there: Known, question: drafts.Question, answer: drafts.Answer) -> bool:
        """Whether the answer was new."""
        known = self._matching(answer, there, lambda known: alike(known.body, answer.body), answer.body)
        if known is None:
            there.add(self._write_answer(row, question, answer))
            return True
        speaker, people = self._who_answered(question, answer)
        place = there.take(known)
        self._completed(answer, known, body=self._grown(known, answer.body), speaker=known.speaker or speaker)
        there.add(known, place)
        self.ledger.link(known, "answered_by", people)
        self._join_comments(known, answer)
        return False

    def _join_comments(self, known: Answer, answer: drafts.Answer) -> None:
        """Only files of our own bring any."""

    def _write_answer(self, row: Question, question: drafts.Question, answer: drafts.Answer) -> Answer:
        speaker, people = self._who_answered(question, answer)
        common = self._common(answer, question.confidence)
        written = self._make(Answer, answer, question=row, body=answer.body, speaker=speaker, **common)
        self.ledger.link(written, "answered_by", people)
        self.report.created["answer"] += 1
        return written

    def _who_answered(self, question: drafts.Question, answer: drafts.Answer) -> tuple[str, list[Any]]:
        """Guests by their names, the team's people by their seats."""
        guests = [name for name in answer.by if name in self.session.speakers]
        if question.audience != "team":
            guests += [name for name in answer.by if name not in guests and not self.seats.find(name)]
        people = self.seats.seats([name for name in answer.by if name not in guests])
        return shown(", ".join(guests), 80), people

    def _noon(self) -> datetime.datetime:
        """Noon of the session's day where the cohort is; notes don't tell hours."""
        zone = self.team.cohort.zone
        if self.session.date is None:
            return datetime.datetime.now(zone)
        return datetime.datetime.combine(self.session.date, datetime.time(12), zone)

    def _lecture(self, called: str | None) -> Lecture | None:
        number = re.match(r"\d+", called or "")
        if not number:
            return None
        lecture, is_new = self.ledger.get_or_create(Lecture, cohort=self.team.cohort, number=int(number[0]))
        self.report.created["lecture"] += is_new
        return lecture

    def _section_above(self, line: int) -> Section | None:
        above = bisect_right(self.sections, line, key=lambda told: told[0])
        return self.sections[above - 1][1] if above else None
