"""What an import makes and changes, written down as it happens, so that all of it can be taken back."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

from meetings.models.rows import RENDERED_FIELDS, Written
from meetings.rendering import Rendered

DERIVED = {*RENDERED_FIELDS, "updated_at", "revision", "head_revision"}
Values = dict[str, Any]
Links = dict[str, list[str]]  # the keys at the other end, by relation


class Ledger:
    """Every row that an import creates, fills in or links goes through here, and nothing else writes.

    Its JSON form is stored with the imported note. Values stand there as Django serialises them, as strings.
    """

    def __init__(self) -> None:
        self.created: dict[models.Model, None] = {}  # in their order
        self.linked: list[tuple[models.Model, str, list[Any]]] = []
        self.rendered: dict[str, Rendered] = {}  # texts that were rendered before the transaction
        self._before: dict[models.Model, Values] = {}  # of rows that were there, as they stood before the first change

    def create(self, noun: type[models.Model], **values: Any) -> Any:
        return self.keep(noun(**values))

    def keep(self, row: models.Model) -> Any:
        """Saves a row that is not stored yet."""
        if isinstance(row, Written) and (rendered := self.rendered.get(row.body)):
            row.take_rendering(rendered)
        row.save(force_insert=True)
        self.created[row] = None
        return row

    def get_or_create(self, noun: type[models.Model], defaults: Values | None = None, **known: Any) -> tuple[Any, bool]:
        row, is_new = noun._default_manager.get_or_create(**known, defaults=defaults)
        if is_new:
            self.created[row] = None
        return row, is_new

    def change(self, row: models.Model, **values: Any) -> bool:
        """Sets the values, saves those that differ from what is stored, and says whether any did."""
        for name, value in values.items():
            setattr(row, name, value)
        return self.save(row)

    def save(self, row: models.Model) -> bool:
        """Saves what a row that was there differs in from what is stored, and says whether it differed at all."""
        before, now = stored_values(type(row)._base_manager.get(pk=row.pk)), stored_values(row)
        differing = [field.name for field in row._meta.concrete_fields if before[field.attname] != now[field.attname]]
        if differing:
            if row not in self.created:
                self._before.setdefault(row, before)
            row.save(update_fields=differing)
        return bool(differing)

    def link(self, row: models.Model, relation: str, others: list[Any]) -> None:
        """Adds to a many-to-many relation what is not in it yet."""
        if not others:
            return
        links = getattr(row, relation)
        there = set() if row in self.created else set(links.values_list("pk", flat=True))
        new = list({other.pk: other for other in others if other.pk not in there}.values())
        links.add(*new)
        if new and row not in self.created:  # with a row of ours its links go too
            self.linked.append((row, relation, [other.pk for other in new]))

    def counts(self) -> Counter[str]:
        return Counter(row._meta.model_name for row in self.created)

    def to_json(self) -> dict[str, Any]:
        changed, digests = [], digests_of(self.created)
        for row, before in self._before.items():
            after = stored_values(type(row)._base_manager.get(pk=row.pk))
            differing = {name for name in before if before[name] != after[name]}
            told = {kind: {name: of[name] for name in differing} for kind, of in (("before", before), ("after", after))}
            changed.append({"row": name_of(row), **told})
        return {
            "created": [
                {"row": name_of(row), "links": links, "digest": digests[row]}
                for row, links in links_of(self.created).items()
            ],
            "changed": changed,
            "linked": [
                {"row": name_of(row), "relation": relation, "to": [str(pk) for pk in pks]}
                for row, relation, pks in self.linked
            ],
        }


def name_of(row: models.Model) -> list[str]:
    return [row._meta.model_name, str(row.pk)]


def links_of(rows: Iterable[models.Model]) -> dict[models.Model, Links]:
    """What the many-to-many relations of each row hold: a query a relation, however many rows there are."""
    links: dict[models.Model, Links] = {row: {} for row in rows}
    for noun, same in _by_noun(links).items():
        for field in noun._meta.many_to_many:
            of, to = field.m2m_field_name(), field.m2m_reverse_field_name()
            pairs = field.remote_field.through._base_manager.filter(**{f"{of}__in": list(same)})
            for pk, other in pairs.order_by(to).values_list(of, to):
                links[same[pk]].setdefault(field.name, []).append(str(other))
    return links


def _by_noun(rows: Iterable[models.Model]) -> dict[type[models.Model], dict[Any, models.Model]]:
    nouns: dict[type[models.Model], dict[Any, models.Model]] = {}
    for row in rows:
        nouns.setdefault(type(row), {})[row.pk] = row
    return nouns


def digests_of(rows: Iterable[models.Model]) -> dict[models.Model, str]:
    """What each row says as it is stored, without what is derived: two equal ones say the same."""
    digests = {}
    for noun, same in _by_noun(rows).items():
        for row in noun._base_manager.filter(pk__in=list(same)):
            told = {name: value for name, value in stored_values(row).items() if name not in DERIVED}
            digests[row] = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return digests


def noun_called(name: str) -> type[models.Model]:
    return apps.get_model("meetings", name)


def stored_values(row: models.Model) -> dict[str, str | None]:
    """Each column as Django serialises it; `None` for NULL."""
    fields = row._meta.concrete_fields
    return {
        field.attname: None if field.value_from_object(row) is None else field.value_to_string(row) for field in fields
    }
