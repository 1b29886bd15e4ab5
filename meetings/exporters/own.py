"""What one person wrote, asked, answered and learnt, in every team that she may read: a file a noun and month."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.exporters import rows, words
from meetings.exporters.archive import speaking
from meetings.exporters.book import Book
from meetings.exporters.front_matter import front_matter
from meetings.exporters.names import Names
from meetings.exporters.sheet import Sheet
from meetings.exporters.zips import File
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Comment,
    Learning,
    Member,
    Question,
    Review,
    Section,
    Team,
    User,
)
from meetings.models.facts import label

TITLES = {
    "questions": gettext_lazy("Questions"),
    "answers": gettext_lazy("Answers"),
    "comments": gettext_lazy("Comments"),
    "learnings": gettext_lazy("Learnings"),
    "reviews": gettext_lazy("Reviews"),
    "notes": gettext_lazy("Notes"),
    "agenda": gettext_lazy("Agenda"),
    "action-items": gettext_lazy("Action items"),
}


class OwnBook(Book):
    """Only pictures go along; what others wrote stays on the site."""

    comes_back = False

    def __init__(self, team: Team, user: User, folder: str) -> None:
        super().__init__(team, user, folder)
        self.shown: set[str] = set()

    def address_of(self, noun: str, key: str, here: str) -> str | None:
        if noun == "questions":
            return f"{settings.SITE_URL}/questions/{key}/"
        if noun == "pictures" and key in self.pictures:
            self.shown.add(key)
            return self.link(self.pictures[key], here)
        return None


def own_files(user: User) -> Iterator[File]:
    in_words, names = speaking(), Names()
    teams = Team.objects.visible_to(user).filter(Q(members__user=user) | Q(pk__in=_teams_written_in(user))).distinct()
    for team in teams.select_related("cohort").order_by("cohort__starts_on", "name", "pk"):
        book = OwnBook(team, user, names.give("", (team.slug,), "/"))
        for noun, found in _mine(book).items():
            yield from _files(noun, found, book, in_words)
        for row in book.attachment_rows:
            if str(row.pk) in book.shown:
                with row.picture.open() as file:
                    yield book.pictures[str(row.pk)], file.chunks()
    yield "README.md", in_words(lambda: _("# My writing") + "\n")


def _teams_written_in(user: User) -> QuerySet:
    team_of = {Question: "team", Learning: "team", Answer: "question__team", Comment: "answer__question__team"}
    team_of |= dict.fromkeys((Section, Review, AgendaItem, ActionItem), "meeting__team")
    typed = [noun.objects.filter(typed_by=user).order_by().values(team) for noun, team in team_of.items()]
    return typed[0].union(*typed[1:])


def _mine(book: OwnBook) -> dict[str, QuerySet]:
    seats = Member.objects.filter(team=book.team, user=book.user).values("pk")
    typed = Q(typed_by=book.user)

    def seen(noun: type[models.Model], whose: Q, of_team: Q) -> QuerySet:
        keys = noun.objects.visible_to(book.user).filter(of_team).filter(typed | whose).values("pk")
        return noun.objects.filter(pk__in=keys).order_by("created_at", "pk")

    here = Q(meeting__team=book.team)
    sections = seen(Section, Q(), here | Q(class_note__team=book.team))
    return {
        "questions": rows.questions(seen(Question, Q(asked_by__in=seats), Q(team=book.team))),
        "answers": seen(Answer, Q(answered_by__in=seats), Q(question__team=book.team)).select_related("question"),
        "comments": seen(Comment, Q(said_by__in=seats), Q(answer__question__team=book.team)).select_related("answer"),
        "learnings": rows.learnings(seen(Learning, Q(author__in=seats) | Q(learners__in=seats), Q(team=book.team))),
        "reviews": seen(Review, Q(presenters__in=seats), here),
        "notes": sections,
        "agenda": seen(AgendaItem, Q(owner__in=seats), here),
        "action-items": seen(ActionItem, Q(owners__in=seats), here),
    }


def _files(noun: str, found: QuerySet, book: OwnBook, in_words: Callable) -> Iterator[File]:
    def month(row: models.Model) -> str:
        return f"{book.local(row.created_at):%Y-%m}"

    for name, of_month in groupby(found.iterator(chunk_size=200), key=month):
        path = f"{book.folder}{noun}/{name}.md"
        written = list(of_month)
        yield path, in_words(lambda path=path, name=name, written=written: _file(noun, name, written, book, path))


def _file(noun: str, month: str, written: Iterable[models.Model], book: OwnBook, path: str) -> str:
    sheet = Sheet(is_plain=True)
    for row in written:
        _write(sheet, row, book, path)
    head = {"layout": "page", "title": words.joined(TITLES[noun], month), "render_with_liquid": False}
    return front_matter(head | {"team": book.team.name}) + f"\n{sheet}"


def _write(sheet: Sheet, row: models.Model, book: OwnBook, path: str) -> None:
    day = book.local(row.created_at).date().isoformat()
    body = book.outward(row.body, path)
    if isinstance(row, Question):
        sheet.block("", f"### {label(row)}", words.joined(day, row.get_status_display()), body)
    elif isinstance(row, Answer):
        asked = f"> {label(row.question)} {row.question.body.strip().partition(chr(10))[0][:200]}"
        sheet.block(
            "", f"### {label(row.question)}", words.joined(day, row.is_accepted and _("accepted")), f"{asked}\n\n{body}"
        )
    elif isinstance(row, Comment):
        sheet.block("", f"### Q{row.answer.question_id} · {label(row.answer)}", day, body)
    else:
        title = getattr(row, "title", "") or getattr(row, "heading", "")
        sheet.block("", f"### {title}" if title else "", day, body)
