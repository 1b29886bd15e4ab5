"""Rows with all that a file tells of them, in few queries for many, and how each noun is set in Markdown."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from meetings.exporters import words
from meetings.exporters.book import Book
from meetings.exporters.facts import facts
from meetings.exporters.sheet import Sheet
from meetings.models import ActionItem, AgendaItem, Answer, Attendance, Comment, Learning, Question, Review, Section
from meetings.models.facts import label

UNREAD = ("body_html", "body_text")
IN_ORDER = ("order", "pk")


def questions(rows: QuerySet) -> QuerySet:
    answers = Answer.objects.alive().order_by(*IN_ORDER).defer(*UNREAD).prefetch_related("answered_by__team")
    comments = Comment.objects.alive().order_by(*IN_ORDER).defer(*UNREAD).select_related("said_by__team")
    answers = answers.prefetch_related(Prefetch("comments", comments))
    one = ("team", "lecture", "assignment__lecture", "deferred_to__team", "section", "parent", "duplicate_of")
    named = rows.select_related(*one)
    # Whole texts of other questions and of sections, for their labels alone, would cost more than the rows.
    named = named.defer(*UNREAD, *(f"{tie}__{name}" for tie in ("section", "parent", "duplicate_of") for name in HEAVY))
    return named.prefetch_related("asked_by__team", "asked_too__team", "tags", Prefetch("answers", answers))


HEAVY = ("body", *UNREAD)


def sections() -> QuerySet:
    return Section.objects.alive().order_by(*IN_ORDER).defer(*UNREAD)


def learnings(rows: QuerySet) -> QuerySet:
    named = rows.select_related("author__team", "review").defer(*UNREAD, *(f"review__{name}" for name in HEAVY))
    return named.prefetch_related("learners__team")


def meetings(book: Book, pks: list[int]) -> QuerySet:
    """Those meetings with everything in them."""
    agenda = AgendaItem.objects.alive().order_by(*IN_ORDER).select_related("owner__team", "carried_from")
    before = [f"carried_from__{name}" for name in HEAVY]
    actions = ActionItem.objects.alive().order_by(*IN_ORDER).select_related("carried_from").defer(*UNREAD, *before)
    reviews = Review.objects.alive().order_by(*IN_ORDER).defer(*UNREAD).select_related("lecture", "assignment__lecture")
    here = book.meeting_rows.filter(pk__in=pks).select_related("team", "moderator__team", "scribe__team")
    return here.prefetch_related(
        "other_teams",
        "resources",
        Prefetch("attendances", Attendance.objects.select_related("member__team").order_by("member__name", "pk")),
        Prefetch("agenda_items", agenda.defer(*UNREAD, *before)),
        Prefetch("action_items", actions.prefetch_related("owners__team")),
        Prefetch("reviews", reviews.prefetch_related("presenters__team")),
        Prefetch("learnings", learnings(Learning.objects.alive().order_by(*IN_ORDER))),
        Prefetch("questions", questions(Question.objects.alive().order_by(*IN_ORDER))),
        Prefetch("sections", sections()),
    )


def named_by(rows: Iterable[Question | Review], book: Book) -> dict[str, dict]:
    """What a file tells of the lectures, assignments and tags that its rows name: it may come back by itself."""
    assignments = {row.assignment for row in rows if row.assignment}
    lectures = {row.lecture for row in [*rows, *assignments] if row.lecture}
    tags = {tag for row in rows if isinstance(row, Question) for tag in row.tags.all()}

    def told(named: Iterable, key: str) -> dict:
        ordered = sorted(named, key=lambda row: getattr(row, key))
        return {getattr(row, key): facts(row, book, (key,)) for row in ordered}

    return {"lectures": told(lectures, "number"), "assignments": told(assignments, "title"), "tags": told(tags, "name")}


def table(rows: Iterable, book: Book, besides: tuple[str, ...] = ()) -> dict[str, dict]:
    return {label(row): facts(row, book, besides) for row in rows}


# --- one noun each ---------------------------------------------------------------------------------------------------
def write_question(sheet: Sheet, question: Question, book: Book, here: str) -> None:
    name = label(question)
    body = book.outward(question.body, here)
    sheet.block(f"question {name}", f"### {name}", words.question_line(question, book), body)
    for answer in question.answers.all():
        said = book.outward(answer.body, here)
        sheet.block(f"answer {label(answer)}", f"#### {_('Answer')}", words.answer_line(answer, book), said)
        for comment in answer.comments.all():
            remark = book.outward(comment.body, here)
            sheet.block(f"comment {label(comment)}", f"##### {_('Comment')}", words.comment_line(comment, book), remark)


def write_review(sheet: Sheet, review: Review, learnt: list[Learning], book: Book, here: str) -> None:
    heading, byline = f"### {review.title}", words.review_line(review, book)
    sheet.block(f"review {label(review)}", heading, byline, book.outward(review.body, here))
    if learnt:
        sheet.group("learnings")
        write_learnings(sheet, learnt, book, here)


def write_learnings(sheet: Sheet, learnings: Iterable[Learning], book: Book, here: str) -> None:
    for row in learnings:
        sheet.item(label(row), "-", book.outward(row.body, here), words.learning_line(row, book))


def write_section(sheet: Sheet, section: Section, book: Book, here: str) -> None:
    body = book.outward(section.body, here)
    if section.heading:
        level = min(max(section.level, 1), 6)
        sheet.block(f"section {label(section)}", f"{'#' * level} {section.heading}", "", body)
    else:
        sheet.block(f"text {label(section)}", "", "", body)


def section_facts(section: Section, book: Book) -> dict:
    """The heading stands in the text, and so does its level where Markdown has one."""
    stands = ("heading", "level") if section.heading and 1 <= section.level <= 6 else ("heading",)
    return facts(section, book, besides=stands)


def write_agenda(sheet: Sheet, items: Iterable[AgendaItem], book: Book, here: str) -> None:
    sheet.group("agenda", f"## {_('Agenda')}")
    for item in items:
        sheet.item(label(item), tick(item), book.outward(item.body, here), words.agenda_line(item, book))


def write_actions(sheet: Sheet, items: Iterable[ActionItem], book: Book, here: str) -> None:
    sheet.group("actions", f"## {_('Action items')}")
    for item in items:
        sheet.item(label(item), tick(item), book.outward(item.body, here), words.action_line(item, book))


def tick(item: AgendaItem | ActionItem) -> str:
    return "- [x]" if item.is_done else "- [ ]"
