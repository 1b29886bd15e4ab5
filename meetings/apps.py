from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Peer sessions")

    def ready(self):
        post_migrate.connect(let_be_found, sender=self)
        connection_created.connect(compile_nothing)


def compile_nothing(sender, connection, **options) -> None:
    """PostgreSQL takes a statement of many tables for a long one, and compiles it for longer than it then runs."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")


def let_be_found(sender, using=DEFAULT_DB_ALIAS, plan=None, verbosity=1, stdout=None, **options) -> None:
    """A migration can't know what this code makes of a text, and SQLite drops triggers with a table that it changes.

    After each `migrate`, so that the next one goes on where this one was stopped; a flush has no plan.
    """
    if using != DEFAULT_DB_ALIAS or plan is None or any(is_backwards for _migration, is_backwards in plan):
        return
    from meetings.search import indexing

    def tell(looked_at: int) -> None:
        if stdout and verbosity:
            stdout.write(f"  {looked_at} texts" if looked_at else FILLING)

    if indexing.is_unfinished() and not _is_behind(connections[using], sender.label):
        indexing.finish(tell)


FILLING = "Writing what search finds texts by. If you stop it, the next migrate goes on."


def _is_behind(connection, label: str) -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes(label)))
