"""Puts the demo's notes into the database, dated back from the latest weekday."""

import datetime
import re
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction

from meetings import duties
from meetings.demo import charts, notes, people
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Attachment,
    Attendance,
    ClassNote,
    Cohort,
    Learning,
    MasterClass,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    opening,
)

ROWS = {
    "agenda": AgendaItem,
    "actions": ActionItem,
    "reviews": Review,
    "learnings": Learning,
    "questions": Question,
    "answers": Answer,
    "sections": Section,
}
DAILY_HOUR = 16
CHART = re.compile(r"!\[([^\]]*)\]\(chart:(\w+)\)")


def create(today: datetime.date, *, with_admin: bool = True) -> Cohort:
    """Write the demo cohort as of `today`: all of it or nothing. All is drawn and rendered before it is written."""
    days = notes.weekdays_until(today)
    events = [notes.master_class(), *notes.meetings()]
    events.sort(key=lambda event: (event["day"], event.get("hour", DAILY_HOUR)))
    for entry in (entry for event in events for entry in event.get("notes", [event])):
        entry["pictures"] = draft(entry)
    with transaction.atomic():
        cast = people.create(days[0], with_admin=with_admin)
        writer = Writer(cast, days)
        for event in events:
            write = writer.write_class if "notes" in event else writer.write_meeting
            write(event)
    return cast.cohort


def draft(entry: dict) -> list[Attachment]:
    """Give every row of a note its unsaved, rendered record under "row"; return the pictures that its texts show."""
    pictures = []

    def drawn(match: re.Match) -> str:
        picture = Attachment(alt=match[1], picture=ContentFile(charts.draw(match[2]), name="chart.png"))
        pictures.append(picture)
        return picture.markdown

    for kind in ROWS.keys() & entry.keys():
        for order, row in enumerate(entry[kind]):
            row["row"] = ROWS[kind](body=CHART.sub(drawn, row.get("body", "").strip()), order=order)
            row["row"].render_body()
            pictures += draft(row)
    return pictures


class Writer:
    """Writes drafted notes. Its methods take an entry of a note and what it belongs to."""

    def __init__(self, cast: people.Cast, days: list[datetime.date]):
        self.cast, self.days, self.zone = cast, days, cast.cohort.zone
        self.questions: dict[str, Question] = {}

    def write_meeting(self, entry: dict) -> None:
        team, day = self.cast.teams[entry["team"]], self.day_of(entry)
        self.begins = datetime.datetime.combine(day, datetime.time(entry.get("hour", DAILY_HOUR)), self.zone)
        meeting = Meeting(
            team=team,
            held_on=day,
            kind=entry.get("kind", Meeting.Kind.DAILY),
            title=entry.get("title", ""),
            starts_at=self.begins.time(),
            ends_at=self.time(60).time(),
            moderator=self.member(team, entry["moderator"]),
            scribe=self.member(team, entry["scribe"]),
            created_at=self.time(-3),
        )
        if meeting.kind == Meeting.Kind.DAILY:
            self.give_reasons(meeting)
        self.save(meeting, self.time(-3), by=meeting.scribe)
        self.write_attendance(meeting, entry.get("attendance", {}))
        self.write_rows(meeting, entry)
        if "final" in entry:
            self.finalise(meeting, entry["final"])

    def day_of(self, entry: dict) -> datetime.date:
        return notes.weekday_after(self.days[entry["day"] - 1], -entry.get("days_back", 0))

    def give_reasons(self, meeting: Meeting) -> None:
        """Why these two: the rule's reason where the rule chose as the note says, else that the team did."""
        roster = [duties.Seat(member.pk) for member in meeting.team.members.expected_on(meeting.held_on)]
        fair = duties.assign(opening.history(meeting.team, meeting.held_on), roster, meeting.held_on)
        chosen = {"moderator": meeting.moderator_id, "scribe": meeting.scribe_id}
        meeting.review_order = list(fair.review_order)
        meeting.duty_reasons = {
            duty: fair.reasons[duty] if getattr(fair, duty) == key else ["chosen", None] for duty, key in chosen.items()
        }

    def finalise(self, meeting: Meeting, minute: int) -> None:
        meeting._history_date = self.time(minute)
        meeting.finalise(by=meeting.moderator.user)
        self.date_back(meeting, finalised_at=self.time(minute))

    def write_attendance(self, meeting: Meeting, exceptions: dict[str, str]) -> None:
        """Everybody came in time but those named: `late 7`, `excused`, `unknown` (which is no row)."""
        for member in self.expected(meeting):
            state, _space, minute = exceptions.get(member.name, Attendance.State.PRESENT).partition(" ")
            if state != "unknown":
                at = self.time(int(minute)).time() if minute else None
                attendance = Attendance(meeting=meeting, member=member, state=state, at=at, marked_by=member.user)
                self.save(attendance, self.time(int(minute or 0)), by=member)

    def expected(self, meeting: Meeting) -> Iterable[Member]:
        """A mentor comes to the mentoring, not to every day's meeting."""
        everybody = meeting.team.members.all()
        return everybody if meeting.kind == Meeting.Kind.MENTORING else everybody.exclude(role=Member.Role.MENTOR)

    def write_rows(self, meeting: Meeting, entry: dict) -> None:
        for row in entry.get("agenda", ()):
            self.write_agenda_item(meeting, row)
        for row in entry.get("reviews", ()):
            self.write_review(meeting, row)
        for row in entry.get("learnings", ()):
            self.write_learning(meeting, row)
        for row in entry.get("questions", ()):
            self.write_question(row, team=meeting.team, meeting=meeting)
        for row in entry.get("sections", ()):
            self.write_section(row, meeting.team, meeting=meeting)
        for row in entry.get("actions", ()):
            self.write_action_item(meeting, row)
        self.keep_links(meeting.team, entry, meetings=meeting)
        self.keep_pictures(meeting.team, entry, meeting.scribe)

    def write_agenda_item(self, meeting: Meeting, row: dict) -> None:
        earlier = AgendaItem.objects.filter(meeting__team=meeting.team, body=row["row"].body).order_by("pk").last()
        carried = {"carried_from": earlier, "carried_since": earlier.meeting.held_on} if row.get("carried") else {}
        self.save_row(
            row,
            self.time(-2),
            self.member(meeting.team, row.get("owner")) or meeting.moderator,
            meeting=meeting,
            owner=self.member(meeting.team, row.get("owner")),
            minutes=row["minutes"],
            done_at=self.time(row["done"]) if "done" in row else None,
            **carried,
        )

    def write_action_item(self, meeting: Meeting, row: dict) -> None:
        owners = self.members(meeting.team, row["owners"])
        self.save_row(
            row,
            self.time(row.get("at", 52)),
            meeting.scribe,
            meeting=meeting,
            due_on=notes.weekday_after(meeting.held_on, row["due"]) if "due" in row else None,
            done_at=self.time(row["done"]) if "done" in row else None,
        ).owners.set(owners)

    def write_review(self, meeting: Meeting, row: dict) -> None:
        presenters = self.members(meeting.team, row.get("presenters", ()))
        review = self.save_row(
            row,
            self.time(row["at"]),
            meeting.scribe,
            meeting=meeting,
            subject=row.get("subject", Review.Subject.ASSIGNMENT),
            title=row["title"],
            assignment=self.cast.assignments.get(row.get("assignment")),
            lecture=self.cast.lectures.get(row.get("lecture")),
        )
        review.presenters.set(presenters)
        for learning in row.get("learnings", ()):
            self.write_learning(meeting, learning, review)

    def write_learning(self, meeting: Meeting, row: dict, review: Review | None = None) -> None:
        author = self.member(meeting.team, row["by"])
        team = meeting.team
        learning = self.save_row(
            row, self.time(row["at"]), author, team=team, meeting=meeting, review=review, author=author
        )
        learning.learners.set(self.members(team, row.get("too", ())))

    def write_section(self, row: dict, team, **place) -> Section:
        by = self.member(team, row["by"]) if "by" in row else None
        at = self.time(row.get("at", 50))
        return self.save_row(row, at, by, heading=row["heading"], kind=row.get("kind", ""), **place)

    def write_question(self, row: dict, team, **place) -> Question:
        askers = self.members(team, row["by"])
        question = self.save_row(
            row,
            self.time(row["at"]),
            self.member(team, row.get("typed_by")) or askers[0],
            team=team,
            asked_at=self.time(row["at"]),
            audience=row.get("audience", Question.Audience.TEAM),
            lecture=self.cast.lectures.get(row.get("lecture")),
            assignment=self.cast.assignments.get(row.get("assignment")),
            parent=self.questions[row["follows"]] if "follows" in row else None,
            duplicate_of=self.questions[row["same_as"]] if "same_as" in row else None,
            **place,
        )
        question.asked_by.set(askers)
        question.tags.set(self.cast.tags[name] for name in row.get("tags", ()))
        self.questions[row.get("key")] = question
        if "deferred" in row:
            question.defer(to=self.member(team, row["deferred"]), audience=row.get("audience"))
        for answer in row.get("answers", ()):
            self.write_answer(question, answer)
        return question

    def write_answer(self, question: Question, row: dict) -> None:
        by = self.members(question.team, row.get("by", ()))
        typed_by = self.member(question.team, row.get("typed_by")) or next(iter(by), None)
        answer = self.save_row(row, self.time(row["at"]), typed_by, question=question, speaker=row.get("speaker", ""))
        answer.answered_by.set(by)
        if "accepted" in row:
            name, minute = row["accepted"]
            answer._history_date = self.time(minute)
            answer.accept(by=self.member(question.team, name).user)
            self.date_back(answer, accepted_at=self.time(minute))
        if "endorsed" in row:
            name, minute = row["endorsed"]
            answer._history_date = self.time(minute)
            answer.endorse(by=self.member(question.team, name).user)
            self.date_back(answer, endorsed_at=self.time(minute))

    def write_class(self, entry: dict) -> None:
        day = self.days[entry["day"] - 1]
        self.begins = datetime.datetime.combine(day, datetime.time(entry["hour"]), self.zone)
        fields = {name: entry[name] for name in ("title", "series", "number", "speakers", "material_url")}
        held = MasterClass(cohort=self.cast.cohort, held_on=day, starts_at=self.begins.time(), **fields)
        self.save(held, self.time(-60))
        for note in entry["notes"]:
            self.write_class_note(held, note)

    def write_class_note(self, held: MasterClass, entry: dict) -> None:
        team = self.cast.teams[entry["team"]]
        author = self.member(team, entry["author"])
        note = ClassNote(
            master_class=held, team=team, author=author, title=entry.get("title", ""), created_at=self.time(0)
        )
        self.save(note, self.time(0), by=author)
        sections = {}
        for row in entry["sections"]:
            row["by"] = entry["author"]
            sections[row["heading"]] = self.write_section(row, team, class_note=note)
        for row in entry["questions"]:
            self.write_question(row, team=team, class_note=note, section=sections[row["section"]])
        self.keep_links(team, entry, class_notes=note)
        self.keep_pictures(team, entry, author)

    def keep_links(self, team, entry: dict, **place) -> None:
        for title, url in entry.get("links", {}).items():
            link, _created = Resource.objects.get_or_create(team=team, url=url, defaults={"title": title})
            for relation, where in place.items():
                getattr(link, relation).add(where)

    def keep_pictures(self, team, entry: dict, by) -> None:
        for picture in entry["pictures"]:
            picture.team, picture.uploaded_at, picture.uploaded_by = team, self.time(10), by and by.user
            picture.save()

    def member(self, team, name: str | None):
        return self.cast.members[team, name] if name else None

    def members(self, team, names: Iterable[str]) -> list:
        return [self.cast.members[team, name] for name in names]

    def time(self, at: int | list[int]) -> datetime.datetime:
        """So many minutes after the meeting began; `[1, 250]`: and that one weekday later."""
        weekdays, minutes = at if isinstance(at, list) else (0, at)
        day = notes.weekday_after(self.begins.date(), weekdays)
        return datetime.datetime.combine(day, self.begins.timetz()) + datetime.timedelta(minutes=minutes)

    def save_row(self, row: dict, at: datetime.datetime, by, **fields):
        """Save a drafted row as written by that person at that time."""
        record = row["row"]
        for name, value in ({"created_at": at, "typed_by": by and by.user} | fields).items():
            setattr(record, name, value)
        self.save(record, at, by)
        return record

    def save(self, record, at: datetime.datetime, by=None) -> None:
        record._history_date, record._history_user = at, by and by.user
        record.save()
        if hasattr(record, "updated_at"):  # which `save` sets to now, as if every row had been changed since
            type(record).objects.filter(pk=record.pk).update(updated_at=at)

    def date_back(self, record, **times: datetime.datetime) -> None:
        """Verbs know only the present: date what they noted, and its entry in the history, to that day."""
        type(record).objects.filter(pk=record.pk).update(**times)
        type(record).history.filter(pk=record.history.latest().pk).update(**times)
