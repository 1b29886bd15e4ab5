"""What an import makes and changes, written down as it happens, so that all of it can be taken back."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db import models

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Attendance,
    Comment,
    Learning,
    Question,
    Resource,
    Review,
    Section,
)
from meetings.models.batches import store_new
from meetings.models.rows import RENDERED_FIELDS, Row
from meetings.rendering import Rendered

# What a note brings many of: stored at once, those that others name before the others.
MANY = (Attendance, Section, Review, Learning, ActionItem, AgendaItem, Question, Answer, Comment, Resource)
DERIVED = {*RENDERED_FIELDS, "updated_at", "revision", "head_revision"}
Values = dict[str, Any]
Links = dict[str, list[str]]  # the keys at the other end, by relation


class Ledger:
    """Every row that an import creates, fills in or links goes through here, and nothing else writes.

    Its JSON form is stored with the imported note. Values stand there as Django serialises them, as strings.
    """

    def __init__(self) -> None:
        self.created: list[models.Model] = []  # in their order
        self.linked: list[tuple[models.Model, str, list[Any]]] = []
        self.rendered: dict[str, Rendered] = {}  # texts that were rendered before the transaction
        self._stored: set[models.Model] = set()  # of those created
        self._waiting: dict[type[models.Model], list[Any]] = {}
        self._changed: set[models.Model] = set()  # of those stored: this instance may not say what they say now
        self._links: list[tuple[models.Model, str, list[Any]]] = []  # of those created, which go with them
        self._tied = 0  # how many of these are stored
        self._before: dict[models.Model, Values] = {}  # of rows that were there, as they stood before the first change

    def create(self, noun: type[models.Model], **values: Any) -> Any:
        return self.keep(noun(**values))

    def keep(self, row: models.Model) -> Any:
        """Saves a row that is not stored yet, or lets it wait for `store`."""
        self.created.append(row)
        if isinstance(row, MANY):
            self._waiting.setdefault(type(row), []).append(row)
        else:
            store_new([row])
            self._stored.add(row)
        return row

    def store(self) -> None:
        """Stores the rows that wait: a few statements a noun, however many rows and links there are."""
        for noun in filter(self._waiting.get, MANY):
            rows = self._waiting.pop(noun)
            for row in rows if issubclass(noun, Row) else ():
                if rendered := self.rendered.get(row.body):
                    row.take_rendering(rendered)
            store_new(rows)
            self._stored.update(rows)
        self._store_links()

    def _store_links(self) -> None:
        ties: dict[type[models.Model], dict[tuple[Any, Any], models.Model]] = {}
        for row, relation, others in self._links[self._tied :]:
            field = row._meta.get_field(relation)
            through, of, to = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
            same = ties.setdefault(through, {})
            same |= {(row.pk, other.pk): through(**{of: row.pk, to: other.pk}) for other in others}
        for through, same in ties.items():
            through._base_manager.bulk_create(same.values(), ignore_conflicts=True)
        self._tied = len(self._links)

    def get_or_create(self, noun: type[models.Model], defaults: Values | None = None, **known: Any) -> tuple[Any, bool]:
        row, is_new = noun._default_manager.get_or_create(**known, defaults=defaults)
        if is_new:
            self.created.append(row)
            self._stored.add(row)
        return row, is_new

    def change(self, row: models.Model, **values: Any) -> bool:
        """Sets the values that differ, saves them where the row doesn't wait, and says whether any did."""
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in differing.items():
            setattr(row, name, value)
        return bool(differing) and (row.pk is None or self.save(row))

    def save(self, row: models.Model) -> bool:
        """Saves what a row that was there differs in from what is stored, and says whether it differed at all."""
        before, now = stored_values(type(row)._base_manager.get(pk=row.pk)), stored_values(row)
        differing = [field.name for field in row._meta.concrete_fields if before[field.attname] != now[field.attname]]
        if differing:
            if row in self._stored:
                self._changed.add(row)
            else:
                self._before.setdefault(row, before)
            row.save(update_fields=differing)
        return bool(differing)

    def link(self, row: models.Model, relation: str, others: list[Any]) -> None:
        """Adds to a many-to-many relation what is not in it yet."""
        if not others:
            return
        if row.pk is None or row in self._stored:
            self._links.append((row, relation, others))
            return
        links = getattr(row, relation)
        there = set(links.values_list("pk", flat=True))
        new = list({other.pk: other for other in others if other.pk not in there}.values())
        links.add(*new)
        if new:
            self.linked.append((row, relation, [other.pk for other in new]))

    def counts(self) -> Counter[str]:
        return Counter(row._meta.model_name for row in self.created)

    def to_json(self) -> dict[str, Any]:
        self._store_links()
        changed, links = [], self._links_made()
        digests = {row: digest_of(row) for row in self.created} | digests_of(self._changed)
        for row, before in self._before.items():
            after = stored_values(type(row)._base_manager.get(pk=row.pk))
            differing = {name for name in before if before[name] != after[name]}
            told = {kind: {name: of[name] for name in differing} for kind, of in (("before", before), ("after", after))}
            changed.append({"row": name_of(row), **told})
        return {
            "created": [
                {"row": name_of(row), "links": links.get(row, {}), "digest": digests[row]} for row in self.created
            ],
            "changed": changed,
            "linked": [
                {"row": name_of(row), "relation": relation, "to": [str(pk) for pk in pks]}
                for row, relation, pks in self.linked
            ],
        }

    def _links_made(self) -> dict[models.Model, Links]:
        """As `links_of` would read them."""
        made: dict[models.Model, dict[str, set[Any]]] = {}
        for row, relation, others in self._links:
            made.setdefault(row, {}).setdefault(relation, set()).update(other.pk for other in others)
        return {
            row: {name: [str(pk) for pk in sorted(pks)] for name, pks in relations.items()}
            for row, relations in made.items()
        }


def name_of(row: models.Model) -> list[str]:
    return [row._meta.model_name, str(row.pk)]


def links_of(rows: Iterable[models.Model]) -> dict[models.Model, Links]:
    """What the many-to-many relations of each row hold: a query a relation, however many rows there are."""
    links: dict[models.Model, Links] = {row: {} for row in rows}
    for noun, same in by_noun(links).items():
        for field in noun._meta.many_to_many:
            of, to = field.m2m_field_name(), field.m2m_reverse_field_name()
            pairs = field.remote_field.through._base_manager.filter(**{f"{of}__in": list(same)})
            for pk, other in pairs.order_by(to).values_list(of, to):
                links[same[pk]].setdefault(field.name, []).append(str(other))
    return links


def by_noun(rows: Iterable[models.Model]) -> dict[type[models.Model], dict[Any, models.Model]]:
    nouns: dict[type[models.Model], dict[Any, models.Model]] = {}
    for row in rows:
        nouns.setdefault(type(row), {})[row.pk] = row
    return nouns


def digests_of(rows: Iterable[models.Model]) -> dict[models.Model, str]:
    """What each row says as it is stored, without what is derived: two equal ones say the same."""
    digests = {}
    for noun, same in by_noun(rows).items():
        digests |= {row: digest_of(row) for row in noun._base_manager.filter(pk__in=list(same)).order_by()}
    return digests


def digest_of(row: models.Model) -> str:
    told = {field.attname: _as_text(field, row) for field in _telling(type(row))}
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@cache
def _telling(noun: type[models.Model]) -> list[models.Field]:
    return sorted(
        (field for field in noun._meta.concrete_fields if field.attname not in DERIVED), key=attrgetter("attname")
    )


def noun_called(name: str) -> type[models.Model]:
    return apps.get_model("meetings", name)


def stored_values(row: models.Model) -> dict[str, str | None]:
    """Each column as Django serialises it; `None` for NULL."""
    return {field.attname: _as_text(field, row) for field in row._meta.concrete_fields}


def _as_text(field: models.Field, row: models.Model) -> str | None:
    value = getattr(row, field.attname)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()  # as a database gives it back
    return None if value is None else field.value_to_string(row)
