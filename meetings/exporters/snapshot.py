"""Files that are written while people write: told as all was at one moment, and nobody waits for it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")


def as_at_one_moment(pieces: Iterable[T]) -> Iterator[T]:
    """`pieces`, read from the database as it is when the first one is asked for, however long the last one takes.

    Within a transaction of the caller's it is that one that says what is seen.
    """
    with _snapshot():
        yield from pieces


@contextmanager
def _snapshot() -> Iterator[None]:
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _reading_of_sqlite():
            yield


@contextmanager
def _reading_of_sqlite() -> Iterator[None]:
    """A transaction that only reads. Django's own would take the one lock that there is for writing."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            if connection.connection is not None:  # a request that ends early closes it first
                cursor.execute("ROLLBACK")
