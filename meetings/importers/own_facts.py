"""Facts of a file → fields of a row. Whatever doesn't fit its field is told and left out, never guessed."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.importers.own_home import moment
from meetings.importers.report import Report
from meetings.models.facts import FACTS

MOST_NAMES, LONGEST_NAME = 50, 80  # of a person or a tag
LATER = {"parent", "duplicate_of", "carried_from"}  # may lie in a file that is still to be read
WITH_THEM = {"merged_at"}


class Fields:
    """`find` tells the row of a noun that goes by a name, a number or a label in the archive."""

    def __init__(self, zone, report: Report, find: Callable[[type[models.Model], Any], models.Model | None]) -> None:
        self.zone, self.report, self.find = zone, report, find

    def of(self, noun: type[models.Model], facts: Any, besides: set[str] = frozenset()) -> dict[str, Any]:
        """Values for the noun's own columns; relations to many are left to `many`."""
        told = facts if isinstance(facts, dict) else {}
        fields = {}
        for name in FACTS[noun]:
            field = noun._meta.get_field(name)
            if name in told and name not in besides | LATER | WITH_THEM and not field.many_to_many:
                value = self._value(field, told[name])
                if value is not None:
                    fields[name] = value
        return fields

    def many(
        self, noun: type[models.Model], facts: Any, besides: set[str] = frozenset()
    ) -> dict[str, list[models.Model]]:
        told = facts if isinstance(facts, dict) else {}
        relations = {}
        for name in FACTS[noun]:
            field = noun._meta.get_field(name)
            if field.many_to_many and name not in besides and isinstance(told.get(name), list):
                found = [self.find(field.related_model, one) for one in told[name]]
                relations[name] = [row for row in found if row is not None]
        return relations

    def _value(self, field: models.Field, raw: Any) -> Any:
        if field.is_relation:
            return self.find(field.related_model, raw)
        try:
            value = field.clean(self._plain(field, raw), None)
        except (ValidationError, ValueError, TypeError, OverflowError):
            return self._told(field, raw)
        is_choice = not field.choices or value in dict(field.flatchoices)
        return value if is_choice else self._told(field, raw)

    def _plain(self, field: models.Field, raw: Any) -> Any:
        if isinstance(field, models.DateTimeField):
            moment = datetime.datetime.fromisoformat(raw) if isinstance(raw, str) else raw
            if not isinstance(moment, datetime.datetime):
                raise ValueError(raw)
            return moment if timezone.is_aware(moment) else moment.replace(tzinfo=self.zone)
        if isinstance(field, models.JSONField):
            if not isinstance(raw, type(field.get_default())):
                raise ValueError(raw)
            return self._names(field, raw) if isinstance(raw, list) else raw
        if isinstance(raw, (dict, list)):
            raise ValueError(raw)
        return str(raw) if isinstance(field, (models.CharField, models.TextField)) else raw

    def _told(self, field: models.Field, raw: Any) -> None:
        told = {"fact": field.name, "value": str(raw)[:80]}
        self.report.remark(_("“%(value)s” is no %(fact)s that can be kept, so it was left out.") % told)

    def _names(self, field: models.Field, raw: list) -> list[str]:
        """Aliases, synonyms, speakers. YAML takes the tag 2024 for a number."""
        said = [one for one in raw if isinstance(one, (str, int, float))]
        names = dict.fromkeys(unicodedata.normalize("NFC", str(one)).strip() for one in said)
        kept = [name for name in names if 0 < len(name) <= LONGEST_NAME][:MOST_NAMES]
        if len(kept) < len(names) or len(said) < len(raw):
            self._told(field, [one for one in raw if one not in kept])
        return kept


def tie(row: models.Model, name: str, other: models.Model, merged_at: str) -> dict[str, Any]:
    """What ties a row to another one; a question that was merged into it stays so, where the two can be one here."""
    if name == "parent" and row.is_one_with(other):
        return {}
    is_part = name == "duplicate_of" and moment(merged_at) and row.may_be_part_of(other)
    return {name: other, "merged_at": moment(merged_at)} if is_part else {name: other}
