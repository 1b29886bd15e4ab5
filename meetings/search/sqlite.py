"""How SQLite finds tokens: a full-text table that follows the documents by triggers (`models.token_index`)."""

from django.db.models.expressions import RawSQL

from meetings.models import SearchWord
from meetings.models.token_index import INDEX, TABLE, TRIGGERS
from meetings.search.needles import Asked, Needle, Way


def expression(asked: Asked, excluded: Asked, teams: list[str], *, any_word: bool = False) -> str:
    """What FTS5 is asked. Tokens hold no quotes, so that a quoted one is what it seems."""
    joined = " OR " if any_word else " AND "
    said = joined.join(f"({' OR '.join(map(_way, slot.ways))})" for slot in asked)
    said = f"({said})" if any_word else said
    if teams:
        said = f"({' OR '.join(map(_quoted, teams))}) AND {said}"
    for slot in excluded:
        said = f"({said}) NOT ({' OR '.join(map(_way, slot.ways))})"
    return said


def _way(way: Way) -> str:
    return "(" + " AND ".join(map(_needle, way)) + ")"


def _needle(needle: Needle) -> str:
    return _quoted(" ".join(needle.tokens)) + (" *" if needle.is_open else "")


def _quoted(tokens: str) -> str:
    return '"' + tokens.replace('"', "") + '"'


def matching(documents, said: str):
    """Those documents that an expression finds, with their `rank`."""
    found = documents.extra(  # noqa: S610 - FTS5 has to be joined for its rank; what is asked is a parameter
        tables=[INDEX], where=[f"{INDEX}.rowid = {TABLE}.id", f"{INDEX} MATCH %s"], params=[said]
    )
    return found.annotate(rank=RawSQL(f"bm25({INDEX})", ()))  # noqa: S611 - nothing of a user


def newest(sql: str, limit: int) -> str:
    """The newest matches of a query, so many of them as can be ranked at any size."""
    return f"{sql} ORDER BY {INDEX}.rowid DESC LIMIT {limit}"


def beginning(column: str, start: str):
    """Words of the vocabulary whose letters begin so, by the index of that column."""
    near = {f"{column}__gte": start, f"{column}__lt": start + "\U0010ffff"}
    return SearchWord.objects.filter(**near)


def containing(part: str, limit: int):
    """Words with that part in them: SQLite reads the whole vocabulary for it."""
    return SearchWord.objects.filter(word__contains=part).order_by("-documents")[:limit]


def run(connection, sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def is_whole(connection) -> bool:
    """Whether the index holds exactly what the documents say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{INDEX}%"])
        if not {INDEX, *TRIGGERS} <= {name for (name,) in cursor.fetchall()}:
            return False
        try:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - our name
        except connection.Database.DatabaseError:
            return False
    return True


def refill(connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608 - our name
