"""All that is written in one meeting's minutes, of every noun, in two queries: the rows, and what they name.

A page of minutes shows seven nouns that name people in five ways: asked one by one they cost a query each, and at four
o'clock everybody asks every two seconds. Here they come in one UNION, what a noun has of its own as JSON.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter

from django.db import connection, models
from django.db.models import Case, Exists, F, Q, Value, When
from django.db.models.functions import Coalesce, JSONObject

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Assignment,
    Learning,
    Lecture,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    Tag,
    User,
)
from meetings.models.prefetching import fill
from meetings.models.rows import Row
from meetings.models.sections import ranked

NOUNS = {noun.route: noun for noun in (AgendaItem, ActionItem, Review, Learning, Question, Answer, Section)}
# What no page of minutes shows: the source of a text, and where and when it came from in more detail.
LEFT_OUT = {"body", "body_text", "body_version", "sent_as", "source_first_line", "source_last_line", "confidence"}
IN_COLUMNS = {"id", "order", "revision", "removed_at", "removed_by_id"}
# Of what is named besides people of the team, as much as a name needs.
NAMED = {
    "typed_by": (User, ("id", "display_name", "username")),
    "lecture": (Lecture, ("id", "number", "title")),
    "assignment": (Assignment, ("id", "title")),
}
SHOWN_NAMES = {Question: ("typed_by", "lecture", "assignment"), Section: ("typed_by",)}
LINKS = (
    (Question, "asked_by"),
    (Answer, "answered_by"),
    (Review, "presenters"),
    (Learning, "learners"),
    (ActionItem, "owners"),
)
ANSWERED = 1  # of questions
TEXT, OUR_OWN = 1, 2  # of sections: with a text; without one, but nothing that a note brought
# Stand in a cached statement where the meeting and the revision go; no meeting and no revision has such a number.
MEETING, SINCE = 2_000_000_011, 2_000_000_033


@dataclass
class Gathered:
    """Rows by noun, in the order of the page. Of those that did not change since then only their place is known."""

    meeting: Meeting
    revision: int = 0  # at least that of the meeting, which is read before its rows
    rows: dict[type[Row], list[Row]] = field(default_factory=lambda: defaultdict(list))
    unchanged: dict[type[Row], set[int]] = field(default_factory=lambda: defaultdict(set))
    resources: list[Resource] = field(default_factory=list)

    def __getitem__(self, noun: type[Row]) -> list[Row]:
        return self.rows[noun]

    @property
    def shown(self) -> list[Row]:
        """All that stands on the page by itself, in its order; answers stand in their questions."""
        lists = (self[AgendaItem], self[ActionItem], self.reviewed, self[Question], self[Section])
        return [row for rows in lists for row in rows]

    def is_whole(self, row: Row) -> bool:
        """Whether it came with its text, so that it can be shown."""
        return row.pk not in self.unchanged[type(row)]

    @property
    def open_count(self) -> int:
        return sum(question.mark != ANSWERED for question in self[Question])

    @property
    def reviewed(self) -> list[Row]:
        """Each review, then what was learnt from it; at the end what hangs on none of them."""
        of_review = defaultdict(list)
        for learning in self[Learning]:
            of_review[learning.review_id].append(learning)
        under = [row for review in self[Review] for row in (review, *of_review.pop(review.pk, []))]
        return under + [learning for rest in of_review.values() for learning in rest]


def gather(meeting: Meeting, people: Iterable[Member], since: int = -1, for_writer: bool = False) -> Gathered:
    """What the minutes hold now. With `since` only rows that changed after that revision come whole.

    A question changes with its answers; all reviews with one of them, since they are numbered, and so do sections.
    """
    gathered = Gathered(meeting, meeting.revision)
    for route, *columns in _fetched(_rows_statement, {MEETING: meeting.pk, SINCE: since}):
        _take(gathered, NOUNS[route], *columns)
    _hang_together(gathered, for_writer)
    _name(gathered, {person.pk: person for person in people})
    return gathered


class _Json(JSONObject):
    """Without Django's question whether SQLite knows it, which takes the lock of writers. Models need it anyway."""

    def as_sql(self, compiler, connection, **extra_context):
        return models.Func.as_sql(self, compiler, connection, **extra_context)


# --- the rows --------------------------------------------------------------------------------------------------------
def _rows_statement() -> models.QuerySet:
    branches = [_branch(noun) for noun in NOUNS.values()]
    return branches[0].union(*branches[1:], all=True)


def _branch(noun: type[Row]) -> models.QuerySet:
    """Columns alike for all nouns: which one, its place, and its content where that is asked for."""
    meeting = "question__meeting" if noun is Answer else "meeting"
    rows = noun._base_manager.filter(**{meeting: MEETING}, removed_at=None)
    if noun is Answer:
        rows = rows.filter(question__removed_at=None)
    content = Case(When(_changed(noun), then=_Json(**_content(noun))), default=None)
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
        return no, Case(When(status=Question.Status.ANSWERED, then=ANSWERED), default=0)
    if noun is Answer:
        return F("question_id"), Case(When(accepted_at=None, then=1), default=0)
    if noun is Learning:
        return Coalesce("review_id", 0), no
    if noun is Section:
        return F("level"), Case(When(~Q(body=""), then=TEXT), When(source=None, then=OUR_OWN), default=0)
    return no, no


def _content(noun: type[Row]) -> dict[str, str]:
    joined = (f"{relation}__{name}" for relation in SHOWN_NAMES.get(noun, ()) for name in NAMED[relation][1])
    return {name: name for name in (*_own_names(noun), *joined)}


@cache
def _own_names(noun: type[Row]) -> tuple[str, ...]:
    names = (column.attname for column in noun._meta.concrete_fields)
    return tuple(name for name in names if name not in LEFT_OUT | IN_COLUMNS)


def _take(gathered: Gathered, noun: type[Row], *columns) -> None:
    pk, revision, order, above, mark, content = columns
    told = {"id": pk, "revision": revision, "order": order, "removed_at": None, "removed_by_id": None}
    if content is None:
        gathered.unchanged[noun].add(pk)
        told |= _place_alone(noun, above)
        read = {}
    else:
        read = json.loads(content)
        told |= {name: as_python(read[name]) for name, as_python in _readers(noun)}
    row = noun.from_db(connection.alias, *_in_order(noun, told))
    row.mark = mark
    _link(row, gathered.meeting, read)
    gathered[noun].append(row)
    gathered.revision = max(gathered.revision, revision)


def _place_alone(noun: type[Row], above: int) -> dict[str, int | None]:
    names = {Answer: "question_id", Learning: "review_id", Section: "level"}
    return {names[noun]: above or None} if noun in names else {}


def _in_order(noun: type[Row], told: dict) -> tuple[list[str], list]:
    names = [column.attname for column in noun._meta.concrete_fields if column.attname in told]
    return names, [told[name] for name in names]


@cache
def _readers(noun: type[Row]) -> list[tuple[str, Callable]]:
    columns = {column.attname: column for column in noun._meta.concrete_fields}
    return [
        (name, _moment if isinstance(columns[name], models.DateTimeField) else columns[name].to_python)
        for name in _own_names(noun)
    ]


def _moment(text: str | None) -> datetime.datetime | None:
    """SQLite stores moments in UTC without saying so; PostgreSQL says the zone of its session."""
    if text is None:
        return None
    moment = datetime.datetime.fromisoformat(text)
    return moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)


# --- what they name --------------------------------------------------------------------------------------------------
def _link(row: Row, meeting: Meeting, read: dict) -> None:
    """Give it the meeting and the team, and each name that came along, as instances: no page asks for them again."""
    known = row._state.fields_cache
    if not isinstance(row, Answer):
        known["meeting"] = meeting
    if isinstance(row, Question | Learning):
        known["team"] = meeting.team
    for relation in SHOWN_NAMES.get(type(row), ()) if read else ():
        noun, names = NAMED[relation]
        values = [read[f"{relation}__{name}"] for name in names]
        known[relation] = None if values[0] is None else noun.from_db(connection.alias, *_named(noun, names, values))


def _named(noun: type[models.Model], names: Iterable[str], values: Iterable) -> tuple[list[str], list]:
    told = dict(zip(names, values, strict=True))
    in_order = [column.attname for column in noun._meta.concrete_fields if column.attname in told]
    return in_order, [told[name] for name in in_order]


def _hang_together(gathered: Gathered, for_writer: bool) -> None:
    """Order the rows; give questions their answers, learnings their review, reviews a number, sections a rank."""
    for noun, rows in gathered.rows.items():
        rows.sort(key=attrgetter(*(("mark",) if noun is Answer else ()), "order", "pk"))
    answers = defaultdict(list)
    for answer in gathered[Answer]:
        answers[answer.question_id].append(answer)
    for question in gathered[Question]:
        for answer in answers[question.pk]:
            answer._state.fields_cache["question"] = question
        fill(question, "answers", answers[question.pk])
    reviews = {review.pk: review for review in gathered[Review]}
    for number, review in enumerate(reviews.values(), start=1):
        review.number = number
    for learning in gathered[Learning]:
        if learning.review_id in reviews:
            learning._state.fields_cache["review"] = reviews[learning.review_id]
    sections = _outline(gathered[Section], for_writer)
    gathered.rows[Section] = sections if gathered.unchanged[Section] else ranked(sections)


def _outline(sections: list[Section], for_writer: bool) -> list[Section]:
    """As `SectionQuerySet.outline`; whoever writes also sees headings of our own that wait for a text."""
    kept: list[Section] = []
    for section in reversed(sections):
        is_shown = section.mark == TEXT or (for_writer and section.mark == OUR_OWN)
        if is_shown or (kept and kept[-1].level > section.level):
            kept.append(section)
    return kept[::-1]


def _name(gathered: Gathered, people: dict[int, Member]) -> None:
    """Put people, tags and links to read where Django's own prefetching does."""
    links, tags = defaultdict(list), defaultdict(list)
    for kind, row_pk, pk, word, address in _fetched(_links_statement, {MEETING: gathered.meeting.pk}):
        if kind < len(LINKS):
            links[kind, row_pk].append(pk)
        elif kind == len(LINKS):
            tags[row_pk].append(Tag.from_db(connection.alias, ["id", "name"], [pk, word]))
        else:
            gathered.resources.append(Resource.from_db(connection.alias, ["id", "url", "title"], [pk, address, word]))
    gathered.resources.sort(key=attrgetter("title", "url"))
    holders = [(row, column) for rows in gathered.rows.values() for row in rows for column in _seats(type(row))]
    holders = [(row, column, row.__dict__.get(column.attname)) for row, column in holders]
    _find_missing(people, {pk for pks in links.values() for pk in pks} | {pk for *_row, pk in holders if pk})
    for row, column, pk in holders:
        if column.attname in row.__dict__:
            row._state.fields_cache[column.name] = people.get(pk)
    for kind, (noun, relation) in enumerate(LINKS):
        for row in gathered[noun]:
            named = [people[pk] for pk in links[kind, row.pk]]
            fill(row, relation, sorted(named, key=attrgetter("name", "pk")))
    for question in gathered[Question]:
        fill(question, "tags", sorted(tags[question.pk], key=attrgetter("name")))


@cache
def _seats(noun: type[Row]) -> list[models.ForeignKey]:
    return [column for column in noun._meta.concrete_fields if column.related_model is Member]


def _find_missing(people: dict[int, Member], named: set[int]) -> None:
    """People of another team, named where both met."""
    if missing := named - people.keys():
        people.update(Member.objects.in_bulk(missing))


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


# --- statements ------------------------------------------------------------------------------------------------------
def _fetched(statement: Callable[[], models.QuerySet], given: dict[int, int]) -> list[tuple]:
    sql, parameters = _compiled(statement, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [given.get(value, value) for value in parameters])
        return cursor.fetchall()


@cache
def _compiled(statement: Callable[[], models.QuerySet], vendor: str) -> tuple[str, tuple]:
    """The same for all minutes; putting it together takes longer than asking the database."""
    return statement().query.get_compiler(connection=connection).as_sql()
