from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Peer sessions")

    def ready(self):
        post_migrate.connect(let_be_found, sender=self)


def let_be_found(sender, using=DEFAULT_DB_ALIAS, plan=(), **options) -> None:
    """A migration can't know what this code makes of a text, and SQLite drops triggers with a table that it changes."""
    if using != DEFAULT_DB_ALIAS or not plan or any(is_backwards for _migration, is_backwards in plan):
        return
    from meetings.search import indexing

    if indexing.is_empty_or_torn() and not _is_behind(connections[using], sender.label):
        indexing.check()


def _is_behind(connection, label: str) -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes(label)))
