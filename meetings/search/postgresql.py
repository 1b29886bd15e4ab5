"""How PostgreSQL finds tokens: a tsvector that we write ourselves, and a GIN index over it."""

from django.db.models.expressions import RawSQL

from meetings.models import SearchWord
from meetings.models.token_index import INDEX, TABLE
from meetings.search.needles import Asked, Needle, Way

MOST = 20_000  # of a common word the index gives about so many matches and no more


def expression(asked: Asked, excluded: Asked, teams: list[str], *, any_word: bool = False) -> str:
    """A tsquery written out: the parser of PostgreSQL would split words in its own way."""
    joined = " | " if any_word else " & "
    said = joined.join(f"({' | '.join(map(_way, slot.ways))})" for slot in asked)
    if teams:
        said = f"({' | '.join(map(_quoted, teams))}) & ({said})"
    for slot in excluded:
        said = f"({said}) & !({' | '.join(map(_way, slot.ways))})"
    return said


def _way(way: Way) -> str:
    return "(" + " & ".join(map(_needle, way)) + ")"


def _needle(needle: Needle) -> str:
    tokens = [_quoted(token) for token in needle.tokens]
    return "(" + " <-> ".join([*tokens[:-1], tokens[-1] + (":*" if needle.is_open else "")]) + ")"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def matching(documents, said: str):
    """Those documents that an expression finds, with their `rank`: the less the better, as on SQLite."""
    column = f"{TABLE}.tokens"
    found = documents.extra(where=[f"{column} @@ %s::tsquery"], params=[said])  # noqa: S610 - what is asked is a parameter
    return found.annotate(rank=RawSQL(f"-ts_rank({column}, %s::tsquery, 1)", (said,)))  # noqa: S611


def newest(sql: str, limit: int) -> str:
    """The newest matches of a query, so many of them as can be ranked at any size.

    By an expression, so that the planner finds them by the index of tokens instead of walking the table backwards.
    """
    return f"{sql} ORDER BY {TABLE}.id + 0 DESC LIMIT {limit}"


def beginning(column: str, start: str):
    """Words of the vocabulary whose letters begin so: LIKE has an index of its own here."""
    return SearchWord.objects.filter(**{f"{column}__startswith": start})


def containing(part: str, limit: int):
    return SearchWord.objects.filter(word__contains=part).order_by("-documents")[:limit]


def run(connection, sql: str, params: list) -> list[tuple]:
    """In one go with what holds until the statement's transaction ends.

    A limit bounds common words; and compiling the statement would take longer than to run it.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL gin_fuzzy_search_limit = {MOST}; SET LOCAL jit = off; {sql}", params)
        cursor.nextset()
        cursor.nextset()
        return cursor.fetchall()


def is_whole(connection) -> bool:
    """Whether the index is there. That it says what the documents say is PostgreSQL's own business."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = %s", [INDEX])
        return cursor.fetchone()[0] == 1


def refill(connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"REINDEX INDEX {INDEX}")
