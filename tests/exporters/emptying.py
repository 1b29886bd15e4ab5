from django.apps import apps
from django.db import connection


def empty_database() -> None:
    """Everything of ours is gone, as in a new installation; keys go on where they were, so none is met again."""
    with connection.cursor() as cursor, connection.constraint_checks_disabled():
        for model in apps.get_app_config("meetings").get_models(include_auto_created=True):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
