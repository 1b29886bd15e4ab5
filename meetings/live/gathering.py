"""All that is written in one meeting's minutes, of every noun, in two queries: the rows, and what they name.

A page of minutes shows seven nouns that name people in five ways: asked one by one they cost a query each, and at four
o'clock everybody asks every two seconds. Here they come in one UNION, what a noun has of its own as JSON.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter

from django.db import connection, models
from django.db.models import prefetch_related_objects

from meetings.live.statements import (
    ANSWERED_BELOW,
    LINKS,
    NAMED,
    NOUNS,
    OUR_OWN,
    SHOWN_NAMES,
    TEXT,
    links_of,
    own_names,
    rows_of,
)
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Learning,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    Tag,
)
from meetings.models.duplicates import originals_of
from meetings.models.json_rows import named_row, row_of
from meetings.models.prefetching import fill
from meetings.models.rows import Row
from meetings.models.sections import ranked


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

    def whole(self, noun: type[Row]) -> list[Row]:
        return [row for row in self[noun] if self.is_whole(row)]

    @property
    def open_count(self) -> int:
        return sum(not question.mark for question in self[Question])

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
    for route, *columns in rows_of(meeting.pk, since):
        _take(gathered, NOUNS[route], *columns)
    _hang_together(gathered, for_writer)
    _name(gathered, {person.pk: person for person in people})
    return gathered


def _take(gathered: Gathered, noun: type[Row], *columns) -> None:
    pk, revision, order, above, mark, content = columns
    told = {"id": pk, "revision": revision, "order": order, "removed_at": None, "removed_by_id": None}
    if content is None:
        gathered.unchanged[noun].add(pk)
        told |= _place_alone(noun, above)
        read = {}
    else:
        read = json.loads(content)
        told |= {name: read[name] for name in own_names(noun)}
    row = row_of(noun, told)
    row.mark = mark
    _link(row, gathered.meeting, read)
    gathered[noun].append(row)
    gathered.revision = max(gathered.revision, revision)


def _place_alone(noun: type[Row], above: int) -> dict[str, int | None]:
    names = {Answer: "question_id", Learning: "review_id", Section: "level"}
    return {names[noun]: above or None} if noun in names else {}


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
        known[relation] = named_row(noun, read, relation, names)


def _hang_together(gathered: Gathered, for_writer: bool) -> None:
    """Order the rows; give questions their answers, learnings their review, reviews a number, sections a rank."""
    for noun, rows in gathered.rows.items():
        rows.sort(key=attrgetter(*(("mark",) if noun is Answer else ()), "order", "pk"))
    answers = defaultdict(list)
    for answer in gathered[Answer]:
        answers[answer.question_id].append(answer)
    for question in gathered.whole(Question):
        question.is_answered_below = question.mark == ANSWERED_BELOW
        for answer in answers[question.pk]:
            answer._state.fields_cache["question"] = question
        fill(question, "answers", answers[question.pk])
    merged = [question for question in gathered.whole(Question) if question.merged_at]
    prefetch_related_objects(merged, originals_of(Question))
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
    for kind, row_pk, pk, word, address in links_of(gathered.meeting.pk):
        if kind < len(LINKS):
            links[kind, row_pk].append(pk)
        elif kind == len(LINKS):
            tags[row_pk].append(Tag.from_db(connection.alias, ["id", "name"], [pk, word]))
        else:
            gathered.resources.append(Resource.from_db(connection.alias, ["id", "url", "title"], [pk, address, word]))
    gathered.resources.sort(key=attrgetter("title", "url"))
    holders = [(row, column) for noun in gathered.rows for row in gathered.whole(noun) for column in _seats(noun)]
    holders = [(row, column, row.__dict__.get(column.attname)) for row, column in holders]
    _find_missing(people, {pk for pks in links.values() for pk in pks} | {pk for *_row, pk in holders if pk})
    for row, column, pk in holders:
        if column.attname in row.__dict__:
            row._state.fields_cache[column.name] = people.get(pk)
    for kind, (noun, relation) in enumerate(LINKS):
        for row in gathered.whole(noun):
            named = [people[pk] for pk in links[kind, row.pk]]
            fill(row, relation, sorted(named, key=attrgetter("name", "pk")))
    for question in gathered.whole(Question):
        fill(question, "tags", sorted(tags[question.pk], key=attrgetter("name")))


@cache
def _seats(noun: type[Row]) -> list[models.ForeignKey]:
    return [column for column in noun._meta.concrete_fields if column.related_model is Member]


def _find_missing(people: dict[int, Member], named: set[int]) -> None:
    """People of another team, named where both met."""
    if missing := named - people.keys():
        people.update(Member.objects.in_bulk(missing))
