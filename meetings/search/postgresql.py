"""How PostgreSQL finds tokens: a tsvector that we write ourselves, and a GIN index over it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from meetings.models import SearchWord, token_index
from meetings.models.token_index import TABLE
from meetings.search import common
from meetings.search.candidates import Matches, Sql
from meetings.search.common import Reach
from meetings.search.needles import Asked, Needle, Way

AGE = Sql("-EXTRACT(EPOCH FROM d.created_at)")


def matches(asked: Asked, excluded: list[list[str]], reach: Reach, *, any_word=False, is_near=False) -> Matches:
    """The documents that fit, the newest first. All of them where nothing is asked for."""
    words, letters = common.apart(asked) if not any_word else (asked, ())
    if not words and not reach.is_narrow:
        words, letters = asked, ()
    said = _expression(words, reach.places, any_word)
    if not said and not excluded:
        return Matches(Sql(f"SELECT id FROM {TABLE} ORDER BY id DESC"))  # noqa: S608 - our name
    looked_up = _expression(_begun(words), reach.places, any_word)
    # Of what has no index: else all texts of all that begins with the letters are put together, or of all that must not
    # be there.
    read = [said] * (said != looked_up) + [_words(letters)] * bool(letters)
    fits = ["tokens @@ %s::tsquery"] * bool(said) + ["(tokens @@ %s::tsquery) IS TRUE"] * len(read)
    fits += ["(tokens @@ %s::tsquery) IS NOT TRUE"] * bool(excluded)
    fits = " AND ".join(fits)
    params = [*[looked_up] * bool(said), *read, *[_any(_excluded(excluded))] * bool(excluded)]
    # By an expression: so the planner goes by the index of tokens instead of walking the table backwards.
    every = Sql(f"SELECT id FROM {TABLE} WHERE {fits} ORDER BY id + 0 DESC", params)  # noqa: S608
    if not common.are_common(words, reach, any_word=any_word):
        return Matches(every)
    late = f"SELECT id FROM {TABLE} WHERE id > {reach.late} AND {fits} ORDER BY id DESC"  # noqa: S608
    if excluded:  # each text with the words is read for it, and nearly all may have it
        return Matches(Sql(late, params), is_partial=True)
    far = f"SELECT id FROM {TABLE} WHERE {fits} ORDER BY id DESC"  # noqa: S608
    return Matches(Sql(late, params), every, Sql(far, params))


def _begun(asked: Asked) -> Asked:
    """Without the letter at the end of a word, which may go on, where what stands before it tells enough."""
    return tuple(replace(slot, ways=tuple(tuple(map(_without_letter, way)) for way in slot.ways)) for slot in asked)


def _without_letter(needle: Needle) -> Needle:
    *before, last = needle.tokens
    is_told = needle.is_open and len(last) == 1 and any(len(token) > 1 for token in before)
    return replace(needle, tokens=tuple(before), is_open=False) if is_told else needle


def _expression(asked: Asked, places: list[str], any_word: bool) -> str:
    """A tsquery written out: the parser of PostgreSQL would split words in its own way."""
    said = [f"({_any(map(_quoted, places))})"] if places else []
    said += [_words(asked, any_word)] if asked else []
    return " & ".join(said)


def _excluded(excluded: list[list[str]]) -> Iterator[str]:
    """Those that begin alike together: most texts have not even that, and are asked no further."""
    for first, some in groupby(excluded, key=itemgetter(0)):
        yield f"{_quoted(first)} & ({_any(' <-> '.join(map(_quoted, tokens)) for tokens in some)})"


def _words(asked: Asked, any_word: bool = False) -> str:
    joined = " | " if any_word else " & "
    return f"({joined.join(f'({_any(map(_way, slot.ways))})' for slot in asked)})"


def _any(said: Iterable[str]) -> str:
    return " | ".join(f"({one})" for one in said)


def _way(way: Way) -> str:
    return "(" + " & ".join(map(_needle, way)) + ")"


def _needle(needle: Needle) -> str:
    tokens = [_quoted(token) for token in needle.tokens]
    return "(" + " <-> ".join([*tokens[:-1], tokens[-1] + (":*" if needle.is_open else "")]) + ")"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def rank(asked: Asked) -> Sql:
    return Sql("-ts_rank(d.tokens, %s::tsquery, 1)", [_words(asked, any_word=True)])


def beginning(column: str, start: str):
    """Words of the vocabulary whose letters begin so: LIKE has an index of its own here."""
    return SearchWord.objects.filter(**{f"{column}__startswith": start})


def containing(part: str, limit: int):
    return SearchWord.objects.filter(word__contains=part).order_by("-documents")[:limit]


def run(connection, sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def is_whole(connection) -> bool:
    """Whether the index is there. That it says what the documents say is PostgreSQL's own business."""
    return token_index.is_there(connection)


def is_full(connection) -> bool:
    return True


def filled(connection) -> Iterator[int]:
    """It was when it was made."""
    return iter(())


def is_filled(connection) -> bool:
    """Without its index it reads the table."""
    return True
