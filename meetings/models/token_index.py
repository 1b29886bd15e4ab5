"""What each database keeps beside the table of search documents, so that their tokens are found.

On SQLite a full-text table follows by triggers, in the transaction of whoever writes, whichever way it is written; on
PostgreSQL the column itself is indexed. The migration that lays them out says the same in its own words.
"""

from contextlib import nullcontext

from django.db import transaction

from meetings.models.tokens import HANGUL

TABLE, INDEX = "meetings_searchdocument", "search_tokens"

# Tokens are ours: what the database splits at is the space between them. It never reads the table itself.
_FTS = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5(
    tokens, content='{TABLE}', content_rowid='id', tokenize="ascii tokenchars '_#+\\'"
)
"""


def apart(column: str) -> str:
    """What `tokens.apart` makes of it, in SQL: so the index follows whoever writes, an older version of ours too."""
    words = f"""'[' || REPLACE(JSON_QUOTE(SUBSTR({column}, 2)), ' ', '","') || ']'"""
    return f"""CASE WHEN {column} NOT GLOB ' *' THEN {column} ELSE (
        SELECT GROUP_CONCAT(CASE WHEN value GLOB '{HANGUL}{HANGUL}*' THEN {_PAIRS} ELSE value END, ' ')
        FROM JSON_EACH({words})
    ) END"""  # noqa: S608 - names of ours alone


def _written_out(length: int) -> str:
    """The pairs of a word of so many syllables, and its last one."""
    return " || ' ' || ".join(f"SUBSTR(value, {at}, 2)" for at in range(1, length + 1))


# Every save waits for them: those of short words, which nearly all are, need no query of their own.
_PAIRS = f"""CASE LENGTH(value)
    {" ".join(f"WHEN {length} THEN {_written_out(length)}" for length in range(2, 7))}
    ELSE (
        WITH RECURSIVE place(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < LENGTH(value))
        SELECT GROUP_CONCAT(SUBSTR(value, at, 2), ' ') FROM place
    ) END"""  # noqa: S608 - names of ours alone
_NEW, _OLD = apart("new.tokens"), apart("old.tokens")
_ADD = f"INSERT INTO {INDEX}(rowid, tokens) VALUES (new.id, {_NEW});"  # noqa: S608 - names of ours alone
_TAKE = f"INSERT INTO {INDEX}({INDEX}, rowid, tokens) VALUES ('delete', old.id, {_OLD});"  # noqa: S608
_IS_SHORTENED = f"(old.tokens NOT GLOB ' *' AND new.tokens GLOB ' *' AND {_OLD} = {_NEW})"
# What the index doesn't hold yet can't be taken out of it: it would be counted as less than nothing.
_HOLDS = f"EXISTS (SELECT 1 FROM {INDEX}_docsize WHERE id = old.id)"  # noqa: S608
TRIGGERS = {
    f"{INDEX}_insert": f"AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    f"{INDEX}_delete": f"AFTER DELETE ON {TABLE} WHEN {_HOLDS} BEGIN {_TAKE} END",
    f"{INDEX}_update": f"""
        AFTER UPDATE OF tokens ON {TABLE} WHEN old.tokens <> new.tokens AND {_HOLDS} AND NOT {_IS_SHORTENED}
        BEGIN {_TAKE} {_ADD} END
    """,
}


def create(connection) -> None:
    """What of it isn't there. On SQLite it begins empty, and is filled by `search.sqlite`."""
    for statement in _creating(connection):
        _run(connection, statement)


def drop(connection) -> None:
    if connection.vendor == "postgresql":
        _run(connection, f"DROP INDEX {_beside_writers(connection)} IF EXISTS {INDEX}")
        return
    for name in TRIGGERS:
        _run(connection, f"DROP TRIGGER IF EXISTS {name}")
    _run(connection, f"DROP TABLE IF EXISTS {INDEX}")


def renew(connection) -> None:
    """On SQLite at once for whoever searches meanwhile: an index that isn't there would be an error."""
    with transaction.atomic(connection.alias) if connection.vendor == "sqlite" else nullcontext():
        drop(connection)
        create(connection)


def is_there(connection) -> bool:
    names = {INDEX} if connection.vendor == "postgresql" else {INDEX, *TRIGGERS}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid"
                " WHERE i.indisvalid AND pg_table_is_visible(c.oid) AND c.relname = %s",
                [INDEX],
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{INDEX}%"])
        return names <= {name for (name,) in cursor.fetchall()}


def _creating(connection) -> list[str]:
    if connection.vendor == "postgresql":
        return [f"CREATE INDEX {_beside_writers(connection)} IF NOT EXISTS {INDEX} ON {TABLE} USING gin (tokens)"]
    return [_FTS, *(f"CREATE TRIGGER IF NOT EXISTS {name} {what}" for name, what in TRIGGERS.items())]


def _beside_writers(connection) -> str:
    """Nobody waits for it, which no transaction allows."""
    return "" if connection.in_atomic_block else "CONCURRENTLY"


def _run(connection, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
