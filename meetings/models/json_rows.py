"""Rows of several nouns in one UNION: what each has of its own comes as JSON, and is a row of its noun again here."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.functions import JSONObject

# Of a text no page needs its source, nor where and when it came from in more detail.
LEFT_OUT = {"body", "body_text", "body_version", "sent_as", "source_first_line", "source_last_line", "confidence"}


class Json(JSONObject):
    """Without Django's question whether SQLite knows it, which takes the lock of writers. Models need it anyway."""

    def as_sql(self, compiler, connection, **extra_context):
        return models.Func.as_sql(self, compiler, connection, **extra_context)


class JsonArray(models.Aggregate):
    """Of all rows together, as a list; None where there is no row."""

    function = "jsonb_agg"
    output_field = models.JSONField()

    def as_sqlite(self, compiler, connection, **extra_context):
        return self.as_sql(compiler, connection, function="json_group_array", **extra_context)


def row_of(noun: type[models.Model], told: Mapping[str, Any]) -> models.Model:
    """An instance that holds what is told of its own columns; the others are deferred."""
    readers = [(name, as_python) for name, as_python in _readers(noun) if name in told]
    return noun.from_db(connection.alias, [name for name, _ in readers], [read(told[name]) for name, read in readers])


def named_row(noun: type[models.Model], told: Mapping[str, Any], relation: str, names: Iterable[str]):
    """What a row names by a foreign key whose columns came along as `relation__name`; None where it names nobody."""
    read = {name: told[f"{relation}__{name}"] for name in names}
    return None if read["id"] is None else row_of(noun, read)


@cache
def _readers(noun: type[models.Model]) -> list[tuple[str, Callable]]:
    columns = noun._meta.concrete_fields
    is_moment = [isinstance(column, models.DateTimeField) for column in columns]
    return [
        (column.attname, moment if is_time else column.to_python)
        for column, is_time in zip(columns, is_moment, strict=True)
    ]


def moment(text: Any) -> datetime.datetime | None:
    """SQLite stores moments in UTC without saying so; PostgreSQL says the zone of its session."""
    if text is None or isinstance(text, datetime.datetime):
        return text
    found = datetime.datetime.fromisoformat(text)
    return found.replace(tzinfo=datetime.UTC) if found.tzinfo is None else found.astimezone(datetime.UTC)
