"""One counter orders everything that happens in the minutes of a meeting, so that a page can ask what came after.

It goes up under the lock of the meeting's row, which lasts until the transaction ends: revisions are committed in their
order. A time or a key is no such cursor, since PostgreSQL lets a later one be seen before an earlier one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models, transaction

from meetings.models.search import keep_day


class Final(Exception):
    """The minutes are final: they stay as they are until somebody opens them again."""

    def __init__(self, meeting: "Counted") -> None:
        super().__init__(meeting)
        self.meeting = meeting


class Gone(Exception):
    """What somebody is about to change was deleted meanwhile, or what it is part of was."""


_SHARED: ContextVar[dict[int, int]] = ContextVar("the revision of a meeting that all changes here share", default={})  # noqa: B039


class Counted(models.Model):
    """Minutes with their counter. `head_revision` is the one that last changed what is no row: day, duties, people."""

    revision = models.PositiveIntegerField(default=0, editable=False)
    head_revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        """A stored one keeps the counter, which somebody else may have moved on since this instance was read."""
        if self._state.adding:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        named = update_fields or {field.name for field in self._meta.concrete_fields if not field.primary_key}
        with transaction.atomic(savepoint=False):
            self.revision = self.head_revision = self.advance()
            super().save(*args, update_fields={*named, "head_revision"} - {"revision"}, **kwargs)
            if "held_on" in named:
                keep_day(self)

    def hold(self) -> None:
        """Until the transaction ends whoever else would change these minutes or a row of them waits.

        They are read anew, since somebody may have changed them while this one waited; raises Gone where they were
        taken away.
        """
        read_again(self, type(self)._base_manager.select_for_update(no_key=True).filter(pk=self.pk))
        if self.is_removed:
            raise Gone

    def hold_open(self) -> None:
        """The same for what only open minutes allow; raises Final where they are not."""
        self.hold()
        if self.is_final:
            raise Final(self)

    def advance(self) -> int:
        """The number of the change that this transaction is making."""
        if shared := _SHARED.get().get(self.pk):
            return shared
        with connection.cursor() as cursor:  # in one statement, which the ORM has no words for
            table = connection.ops.quote_name(self._meta.db_table)
            counted = f"UPDATE {table} SET revision = revision + 1 WHERE id = %s RETURNING revision"  # noqa: S608
            cursor.execute(counted, [self.pk])
            told = cursor.fetchall()
        if not told:
            raise type(self).DoesNotExist
        return told[0][0]

    @contextmanager
    def one_revision(self) -> Iterator[int]:
        """A transaction all of whose changes to these minutes are one: a whole note that comes in, a new order."""
        with transaction.atomic():
            revision = self.advance()
            token = _SHARED.set({**_SHARED.get(), self.pk: revision})
            try:
                yield revision
            finally:
                _SHARED.reset(token)

    def touch(self) -> None:
        """Something of the head has changed that is stored elsewhere: who was there."""
        with transaction.atomic(savepoint=False):
            self.revision = self.head_revision = self.advance()
            type(self)._base_manager.filter(pk=self.pk).update(head_revision=self.revision)


def read_again(row: models.Model, stored: models.QuerySet) -> None:
    """Let an instance say what is stored. What it names is asked for again only where it names somebody else now.

    A version takes down every field of the instance: those too that somebody else has changed since it was read.
    """
    now = stored.first()
    if now is None:
        raise Gone
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, getattr(now, field.attname))
