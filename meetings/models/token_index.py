"""What each database keeps beside the table of search documents, so that their tokens are found.

On SQLite a full-text table follows by triggers, in the transaction of whoever writes, whichever way it is written; on
PostgreSQL the column itself is indexed.
"""

TABLE, INDEX = "meetings_searchdocument", "search_tokens"

# Tokens are ours: what the database splits at is the space between them.
_FTS = f"""
CREATE VIRTUAL TABLE {INDEX} USING fts5(
    tokens, content='{TABLE}', content_rowid='id', tokenize="ascii tokenchars '_#+\\'"
)
"""
_ADD = f"INSERT INTO {INDEX}(rowid, tokens) VALUES (new.id, new.tokens);"  # noqa: S608 - names of ours alone
_TAKE = f"INSERT INTO {INDEX}({INDEX}, rowid, tokens) VALUES ('delete', old.id, old.tokens);"  # noqa: S608
TRIGGERS = {
    f"{INDEX}_insert": f"AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    f"{INDEX}_delete": f"AFTER DELETE ON {TABLE} BEGIN {_TAKE} END",
    f"{INDEX}_update": f"AFTER UPDATE OF tokens ON {TABLE} WHEN old.tokens <> new.tokens BEGIN {_TAKE} {_ADD} END",
}


def create(connection) -> None:
    for statement in _creating(connection.vendor):
        _run(connection, statement)


def drop(connection) -> None:
    if connection.vendor == "postgresql":
        _run(connection, f"DROP INDEX IF EXISTS {INDEX}")
        return
    for name in TRIGGERS:
        _run(connection, f"DROP TRIGGER IF EXISTS {name}")
    _run(connection, f"DROP TABLE IF EXISTS {INDEX}")


def _creating(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f"CREATE INDEX {INDEX} ON {TABLE} USING gin (tokens)"]
    return [_FTS, *(f"CREATE TRIGGER {name} {what}" for name, what in TRIGGERS.items())]


def _run(connection, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
