"""Bylines: who and how it stands, in the reader's language, repeated from the facts for reading."""

import datetime
import re

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.exporters.book import Book
from meetings.exporters.facts import askers, person
from meetings.models import ActionItem, AgendaItem, Answer, Comment, Learning, Meeting, Member, Question, Review

IN_LINKS = re.compile(r"[\\\[\]]")


def joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def linked(name: str, address: str) -> str:
    """A link whose name is read as it stands, whichever brackets are in it."""
    return "[" + IN_LINKS.sub(r"\\\g<0>", name) + f"]({address})"


def people(members, book: Book) -> str:
    return ", ".join(person(member, book) for member in members)


def day_of(day: datetime.date) -> str:
    return f"{day.isoformat()} {formats.date_format(day, 'D')}"


def meeting_title(meeting: Meeting) -> str:
    return joined(day_of(meeting.held_on), meeting.get_kind_display(), meeting.title)


def meeting_line(meeting: Meeting, book: Book) -> str:
    def duty(word: str, member: Member | None) -> str:
        return (member and f"{word} {person(member, book)}") or ""

    hours = "–".join(f"{time:%H:%M}" for time in (meeting.starts_at, meeting.ends_at) if time)
    state = _("final") if meeting.is_final else pgettext("meeting", "not finalised yet")
    return joined(
        meeting.team, hours, duty(_("Moderator"), meeting.moderator), duty(_("Scribe"), meeting.scribe), state
    )


def question_line(question: Question, book: Book) -> str:
    waits_for = question.deferred_to and _("waits for %(name)s") % {"name": person(question.deferred_to, book)}
    return joined(
        people(askers(question, book), book),
        question.is_anonymous and _("without a name"),
        question.get_status_display(),
        waits_for,
        question.lecture,
        question.assignment,
        " ".join(f"#{tag.name.replace(' ', '-')}" for tag in question.tags.all()),
    )


def answer_line(answer: Answer, book: Book) -> str:
    said_by = ", ".join(filter(None, (people(answer.answered_by.all(), book), answer.speaker)))
    return joined(
        said_by or _("nobody noted who"), answer.is_accepted and _("accepted"), answer.endorsed_at and _("endorsed")
    )


def comment_line(comment: Comment, book: Book) -> str:
    said_by = person(comment.said_by, book) if comment.said_by else comment.speaker
    return joined(said_by or _("nobody noted who"), comment.endorses and _("endorsed"))


def review_line(review: Review, book: Book) -> str:
    return joined(
        review.get_subject_display(), people(review.presenters.all(), book), review.assignment, review.lecture
    )


def learning_line(learning: Learning, book: Book) -> str:
    too = people(learning.learners.all(), book)
    return joined(
        learning.author and person(learning.author, book), too and _("learnt too: %(names)s") % {"names": too}
    )


def agenda_line(item: AgendaItem, book: Book) -> str:
    minutes = item.minutes and _("%(count)d min") % {"count": item.minutes}
    return joined(item.owner and person(item.owner, book), minutes)


def action_line(item: ActionItem, book: Book) -> str:
    due = item.due_on and _("until %(day)s") % {"day": item.due_on.isoformat()}
    return joined(people(item.owners.all(), book), due)
