"""People named on rows of several kinds, in one query."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import BigIntegerField, Model, Value

from meetings.models.tags import Tag
from meetings.models.teams import Member

FIELDS = [field.attname for field in Member._meta.concrete_fields]
# What a list prints of a person, and needs to know whether it may; and of a tag.
PERSON, TAG = ["id", "team_id", "user_id", "name"], ["id", "cohort_id", "name"]


def prefetch_people(*named: tuple[Sequence[Model], str]) -> None:
    """Fill a many-to-many relation to members, given with its rows; several of them cost one query together.

    `prefetch_related` asks the database once a relation, and minutes name people in five.
    """
    queries = [_links(rows, relation, n) for n, (rows, relation) in enumerate(named) if rows]
    people = defaultdict(list)
    for n, row_pk, *values in queries[0].union(*queries[1:], all=True) if queries else ():
        people[n, row_pk].append(Member.from_db(queries[0].db, FIELDS, values))
    for n, (rows, relation) in enumerate(named):
        for row in rows:
            fill(row, relation, sorted(people[n, row.pk], key=lambda person: (person.name, person.pk)))


def prefetch_askers_and_tags(questions: Sequence[Model]) -> None:
    """What a list names of its questions, in one query: of each person no more than is printed."""
    if not questions:
        return
    nobody = Value(None, output_field=BigIntegerField())
    people = _links(questions, "asked_by", 0, PERSON)
    words = _links(questions, "tags", 1, ["id", "cohort_id", nobody, "name"])
    found = defaultdict(list)
    for n, question, *values in people.union(words, all=True):
        row = Tag.from_db(people.db, TAG, [*values[:2], values[3]]) if n else Member.from_db(people.db, PERSON, values)
        found[n, question].append(row)
    for question in questions:
        for n, relation in enumerate(("asked_by", "tags")):
            fill(question, relation, sorted(found[n, question.pk], key=lambda one: (one.name, one.pk)))


def _links(rows: Sequence[Model], relation: str, n: int, fields: Sequence = FIELDS):
    field = rows[0]._meta.get_field(relation)
    row, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    links = field.remote_field.through._base_manager.filter(**{f"{row}__in": [row.pk for row in rows]})
    told = [f"{other}__{name}" if isinstance(name, str) else name for name in fields]
    return links.values_list(Value(n), f"{row}_id", *told)


def fill(row: Model, relation: str, related: list[Model]) -> None:
    """Put them where Django's own prefetching does, so that `row.asked_by.all()` finds them."""
    filled = row._meta.get_field(relation).related_model._default_manager.all()
    filled._result_cache, filled._prefetch_done = related, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = filled
