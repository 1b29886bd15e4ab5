"""The minutes of one meeting as Markdown."""

import posixpath
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from meetings.exporters import rows, words
from meetings.exporters.book import Book
from meetings.exporters.facts import attendance_facts, facts, person
from meetings.exporters.front_matter import FORMAT, VERSION, front_matter
from meetings.exporters.sheet import Sheet
from meetings.models import Learning, Meeting, Review


def minutes_file(meeting: Meeting, book: Book) -> str:
    """A file of an archive: readable by people, built by Jekyll, read back by the importer without loss."""
    here = book.meetings[meeting.pk]
    sheet = Sheet()
    write_minutes(sheet, meeting, book, here)
    sheet.end()
    sheet.add(_neighbours(meeting, book, here))
    return front_matter(_head(meeting, here) | _facts(meeting, book)) + f"\n{sheet}"


def minutes_markdown(meeting: Meeting, book: Book) -> str:
    """One text to paste elsewhere: no front matter, no comments."""
    sheet = Sheet(is_plain=True)
    sheet.add(f"# {words.meeting_title(meeting)}")
    sheet.add(words.meeting_line(meeting, book))
    sheet.add(_attendance_line(meeting, book))
    write_minutes(sheet, meeting, book, "")
    if links := list(meeting.resources.all()):
        sheet.add(f"## {_('Worth reading')}")
        sheet.add("\n".join(f"- {words.linked(link.title or link.url, link.url)}" for link in links))
    return str(sheet)


def write_minutes(sheet: Sheet, meeting: Meeting, book: Book, here: str) -> None:
    """In the order of the page; what was learnt from a review stands under it."""
    agenda, reviews = list(meeting.agenda_items.all()), list(meeting.reviews.all())
    if agenda:
        rows.write_agenda(sheet, agenda, book, here)
    learnt = _by_review(reviews, meeting.learnings.all())
    if reviews:
        sheet.part(f"## {_('Reviews')}")
        for review in reviews:
            rows.write_review(sheet, review, learnt.get(review.pk, []), book, here)
    if None in learnt:
        sheet.group("learnings", f"## {_('Learnings')}")
        rows.write_learnings(sheet, learnt[None], book, here)
    if questions := list(meeting.questions.all()):
        sheet.part(f"## {_('Questions')}")
        for question in questions:
            rows.write_question(sheet, question, book, here)
    for section in meeting.sections.all():
        rows.write_section(sheet, section, book, here)
    if actions := list(meeting.action_items.all()):
        rows.write_actions(sheet, actions, book, here)


def _by_review(reviews: list[Review], learnings) -> dict[int | None, list[Learning]]:
    of_review, known = defaultdict(list), {review.pk for review in reviews}
    for learning in learnings:
        of_review[learning.review_id if learning.review_id in known else None].append(learning)
    return of_review


def _head(meeting: Meeting, here: str) -> dict[str, Any]:
    """What Jekyll reads. The address lies as deep as the file, so that `../assets/` leads to the pictures."""
    folder, _posts, name = here.rpartition("_posts/")
    return {
        "layout": "post",
        "title": words.meeting_title(meeting),
        "date": meeting.held_on,
        "permalink": f"/{folder}posts/{name.removesuffix('.md')}.html",
        "render_with_liquid": False,
        "format": FORMAT,
        "version": VERSION,
        "noun": "meeting",
    }


def _facts(meeting: Meeting, book: Book) -> dict[str, Any]:
    questions = list(meeting.questions.all())
    answers = [answer for question in questions for answer in question.answers.all()]
    return {
        "team": meeting.team.name,
        "meeting": {"held_on": meeting.held_on, "kind": meeting.kind} | facts(meeting, book),
        "together_with": [team.name for team in meeting.other_teams.all()],
        "attendance": {person(row.member, book): attendance_facts(row, book) for row in meeting.attendances.all()},
        "agenda": rows.table(meeting.agenda_items.all(), book),
        "reviews": rows.table(meeting.reviews.all(), book),
        "learnings": rows.table(meeting.learnings.all(), book),
        "questions": rows.table(questions, book),
        "answers": rows.table(answers, book),
        "comments": rows.table([row for answer in answers for row in answer.comments.all()], book),
        "sections": {rows.label(row): rows.section_facts(row, book) for row in meeting.sections.all()},
        "actions": rows.table(meeting.action_items.all(), book),
        "links": {link.url: link.title for link in meeting.resources.all()},
        **rows.named_by([*questions, *meeting.reviews.all()], book),
    }


def _neighbours(meeting: Meeting, book: Book, here: str) -> str:
    """Links to the meeting before and the one after, and to the team."""
    links = []
    for word, path in zip((_("Before"), _("After")), book.beside(meeting.pk), strict=True):
        if path:
            links.append(f"{word}: [{posixpath.basename(path).removesuffix('.md')}]({book.link(path, here)})")
    return "---\n\n" + words.joined(*links, words.linked(meeting.team.name, book.link(book.index, here)))


def _attendance_line(meeting: Meeting, book: Book) -> str:
    told = defaultdict(list)
    for row in meeting.attendances.all():
        told[row.get_state_display()].append(person(row.member, book))
    return words.joined(*(f"{state} {', '.join(names)}" for state, names in told.items()))
