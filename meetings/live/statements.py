"""The two statements that read the minutes of a meeting: its rows, and what these name.

Made of the models, so that they follow every change of these.
"""

from collections.abc import Callable
from functools import cache

from django.db import connection, models
from django.db.models import Case, Exists, F, Q, Value, When
from django.db.models.functions import Coalesce

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Assignment,
    Learning,
    Lecture,
    MasterClass,
    Question,
    Resource,
    Review,
    Section,
    User,
)
from meetings.models.duplicates import answered_below, merged
from meetings.models.json_rows import LEFT_OUT, Json
from meetings.models.rows import Row

NOUNS = {noun.route: noun for noun in (AgendaItem, ActionItem, Review, Learning, Question, Answer, Section)}
IN_COLUMNS = {"id", "order", "revision", "removed_at", "removed_by_id"}
# Of what is named besides people of the team, as much as a name needs.
NAMED = {
    "typed_by": (User, ("id", "display_name", "username")),
    "lecture": (Lecture, ("id", "number", "title")),
    "assignment": (Assignment, ("id", "title")),
    "for_class": (MasterClass, ("id", "title")),
}
SHOWN_NAMES = {Question: ("typed_by", "lecture", "assignment", "for_class"), Section: ("typed_by",)}
LINKS = (
    (Question, "asked_by"),
    (Question, "asked_too"),
    (Answer, "answered_by"),
    (Review, "presenters"),
    (Learning, "learners"),
    (ActionItem, "owners"),
)
SETTLED, ANSWERED_BELOW = 1, 2  # of questions; the latter were answered where they were asked again
TEXT, OUR_OWN = 1, 2  # of sections: with a text; without one, but nothing that a note brought
# Stand in a cached statement where the meeting and the revision go; no meeting and no revision has such a number.
MEETING, SINCE = 2_000_000_011, 2_000_000_033


def rows_of(meeting: int, since: int) -> list[tuple]:
    """Of each its noun's route, key, revision, order, what it stands under, its mark; its content where it is newer."""
    return _fetched(_rows_statement, {MEETING: meeting, SINCE: since})


def links_of(meeting: int) -> list[tuple]:
    """Kind (the place in LINKS, then tags, then what to read), keys of the row and of what it names, name, address."""
    return _fetched(_links_statement, {MEETING: meeting})


def _rows_statement() -> models.QuerySet:
    branches = [_branch(noun) for noun in NOUNS.values()]
    return branches[0].union(*branches[1:], all=True)


def _branch(noun: type[Row]) -> models.QuerySet:
    """Columns alike for all nouns: which one, its place, and its content where that is asked for."""
    meeting = "question__meeting" if noun is Answer else "meeting"
    rows = noun._base_manager.filter(**{meeting: MEETING}, removed_at=None)
    if noun is Answer:
        rows = rows.filter(question__removed_at=None)
    content = Case(When(_changed(noun), then=Json(**_content(noun))), default=None)
    above, mark = _place(noun)
    return rows.order_by().values_list(Value(noun.route), "pk", "revision", "order", above, mark, content)


def _changed(noun: type[Row]) -> Q:
    later = Q(revision__gt=SINCE)
    if noun in (AgendaItem, ActionItem):  # they are short, and counted by whether they are done
        return Q(revision__gte=0)
    if noun in (Review, Section):
        return Q(Exists(noun._base_manager.filter(later, meeting=MEETING)))
    answered = Answer._base_manager.filter(later, question__meeting=MEETING).order_by().values("question")
    if noun is Question:
        return later | Q(pk__in=answered)
    if noun is Answer:
        return Q(question__revision__gt=SINCE) | Q(question__in=answered)
    return later


def _place(noun: type[Row]) -> tuple[models.expressions.Combinable, models.expressions.Combinable]:
    """What a row stands under or how deep, and what else its place depends on."""
    no = Value(0)
    if noun is Question:
        settled = Q(status=Question.Status.ANSWERED) | merged()
        below = When(answered_below(Question), then=ANSWERED_BELOW)
        return no, Case(When(settled, then=SETTLED), below, default=0)
    if noun is Answer:
        return F("question_id"), Case(When(accepted_at=None, then=1), default=0)
    if noun is Learning:
        return Coalesce("review_id", 0), no
    if noun is Section:
        return F("level"), Case(When(~Q(body=""), then=TEXT), When(source=None, then=OUR_OWN), default=0)
    return no, no


def _content(noun: type[Row]) -> dict[str, str]:
    joined = (f"{relation}__{name}" for relation in SHOWN_NAMES.get(noun, ()) for name in NAMED[relation][1])
    return {name: name for name in (*own_names(noun), *joined)}


@cache
def own_names(noun: type[Row]) -> tuple[str, ...]:
    names = (column.attname for column in noun._meta.concrete_fields)
    return tuple(name for name in names if name not in LEFT_OUT | IN_COLUMNS)


def _links_statement() -> models.QuerySet:
    branches = [
        _link_branch(kind, noun, relation) for kind, (noun, relation) in enumerate((*LINKS, (Question, "tags")))
    ]
    read = Resource.meetings.through._base_manager.filter(meeting=MEETING).order_by()
    read = read.values_list(Value(len(branches)), Value(0), "resource_id", "resource__title", "resource__url")
    return branches[0].union(*branches[1:], read, all=True)


def _link_branch(kind: int, noun: type[Row], relation: str) -> models.QuerySet:
    link = noun._meta.get_field(relation)
    row, named = link.m2m_field_name(), link.m2m_reverse_field_name()
    meeting = f"{row}__question__meeting" if noun is Answer else f"{row}__meeting"
    links = link.remote_field.through._base_manager.filter(**{meeting: MEETING, f"{row}__removed_at": None}).order_by()
    word = F(f"{named}__name") if relation == "tags" else Value("")
    return links.values_list(Value(kind), f"{row}_id", f"{named}_id", word, Value(""))


def _fetched(statement: Callable[[], models.QuerySet], given: dict[int, int]) -> list[tuple]:
    sql, parameters = _compiled(statement, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [given.get(value, value) for value in parameters])
        return cursor.fetchall()


@cache
def _compiled(statement: Callable[[], models.QuerySet], vendor: str) -> tuple[str, tuple]:
    """The same for all minutes; putting it together takes longer than asking the database."""
    return statement().query.get_compiler(connection=connection).as_sql()
