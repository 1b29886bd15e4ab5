"""Many rows of one noun at once: what `save` and `delete` do for each of them, in a few statements for all."""

from functools import cache

from django.db import models
from django.utils import timezone

from meetings.models.attendances import Attendance
from meetings.models.rows import Row
from meetings.models.search import keep_found
from meetings.rendering import find_references


@cache
def versions_of(noun: type[models.Model]) -> models.Manager | None:
    """The history of a noun, if it has one: simple_history builds a class anew whenever it is asked for it."""
    return getattr(noun, "history", None)


def store_new(rows: list[models.Model]) -> None:
    """Rows of one noun. Those of minutes and notes with the number of their change, and a first version of each.

    A text that points at something is not rendered: whoever stores it lets it `render_again` once all rows are there.
    """
    noun = type(rows[0])
    for row in rows if issubclass(noun, Row) else ():
        if not row.is_rendered and not find_references(row.body):
            row.render_body()
        row.advance()
    for meeting in {row.meeting for row in rows} if noun is Attendance else ():
        meeting.touch()
    noun._base_manager.bulk_create(rows)
    keep_found(rows, are_new=True)
    if versions := versions_of(noun):
        versions.bulk_history_create(rows, default_change_reason=None)


def delete_all(rows: list[models.Model]) -> None:
    """Rows of one noun, with a last version of each. What is tied to them goes or stays as the nouns tell."""
    noun = type(rows[0])
    for meeting in {row.meeting for row in rows} if noun is Attendance else ():
        meeting.touch()
    there = noun._base_manager.filter(pk__in=[row.pk for row in rows])
    versions = versions_of(noun)
    if not versions:
        there.delete()
        return
    versions.bulk_create(_last_version(versions.model, row) for row in rows)
    for relation in noun._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.on_delete in (models.CASCADE, models.SET_NULL):
            tied = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": there.values("pk")})
            tied.delete() if relation.on_delete is models.CASCADE else tied.update(**{relation.field.name: None})
    there._raw_delete(there.db)


def _last_version(version: type[models.Model], row: models.Model) -> models.Model:
    told = {field.attname: getattr(row, field.attname) for field in version.tracked_fields}
    by = version.get_default_history_user(row)
    return version(history_date=timezone.now(), history_type="-", history_user=by, **told)
