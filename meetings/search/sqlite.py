"""How SQLite finds tokens: a full-text table that follows the documents by triggers (`models.token_index`)."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from django.db import transaction

from meetings.models import SearchWord, token_index
from meetings.models.token_index import INDEX, TABLE
from meetings.models.tokens import HANGUL, apart, together
from meetings.search import common
from meetings.search.candidates import Matches, Sql
from meetings.search.common import Reach
from meetings.search.needles import Asked, Needle, Way

RANGE = 1000  # documents that are compared or indexed at a time
LATE = 20_000  # documents that are the newest, which are read for a letter
READ = 20_000  # documents with a common word, which are read for one that must not be there


AGE = Sql("-julianday(d.created_at)")


def matches(asked: Asked, excluded: list[list[str]], reach: Reach, *, any_word=False, is_near=False) -> Matches:
    """The documents that fit, the newest first. All of them where nothing is asked for."""
    words, letters = common.apart(asked) if not any_word else (asked, ())
    said = _expression(words, reach, any_word, is_near)
    most = READ if excluded and common.are_common(words, reach, any_word=any_word) else None
    whole = _walk(said, excluded, letters=letters, most=most)
    if any_word or reach.is_narrow:
        return Matches(whole, is_partial=most is not None)
    if letters and not words:
        every = _walk(_expression(asked, reach, any_word, is_near), excluded)
        return Matches(_walk(said, excluded, reach.newest - LATE, letters), every, every)
    # Several words are looked for in all texts that have one of them; where there are many, not in all of these.
    is_cut = (len(asked) > 1 or _are_several(words)) and common.are_common(words, reach)
    late = (_walk(said, excluded, reach.late, letters, most), whole) if is_cut else ()
    return Matches(*late, whole, is_partial=most is not None)


def _are_several(words: Asked) -> bool:
    return any(" " in needle.said.strip() for slot in words for needle in slot.needles)


def _walk(
    said: str, excluded: list[list[str]], after: int | None = None, letters: Asked = (), most: int | None = None
) -> Sql:
    """Of what is said; of the documents after one. Letters and what must not be there are read from the text.

    The index would put together all texts of all that begins with the letters, and look for a word with each particle.
    `most`: so many texts are read, lest it be nearly all there are in search of one without the word.
    """
    key = "f.rowid" if said else "d.id"
    told = [[needle.tokens[0] for needle in slot.needles] for slot in letters]
    wanted = [f"{INDEX} MATCH %s"] if said else []
    wanted += [f"{key} > {after}"] if after is not None else []
    wanted += [f"({' OR '.join([_HAS] * len(some))})" for some in told]
    wanted += ["NOT search_has(d.tokens, %s)"] * bool(excluded)
    index, order = f"{INDEX} f", f"ORDER BY {key} DESC"
    if most is not None and said:
        # They come in their order: to be put in order once more, all of them would be read.
        index = f"(SELECT rowid FROM {INDEX} WHERE {wanted.pop(0)} ORDER BY rowid DESC LIMIT {most}) f"  # noqa: S608
        order = ""
    tables = [index] * bool(said) + [f"{TABLE} d"] * bool(letters or excluded or not said)
    wanted += ["d.id = f.rowid"] * (len(tables) - 1)
    where = f"WHERE {' AND '.join(wanted)} " if wanted else ""
    params = [said] * bool(said) + [letter for some in told for letter in some]
    params += [json.dumps(_starts_and_wholes(excluded), ensure_ascii=False)] * bool(excluded)
    return Sql(f"SELECT {key} FROM {' CROSS JOIN '.join(tables)} {where}{order}", params)  # noqa: S608


_HAS = "INSTR(d.tokens, %s)"


def _starts_and_wholes(excluded: list[list[str]]) -> list[tuple[str, list[str]]]:
    """As they stand in a document, those that begin alike together: most texts have not even that."""
    return [(start, list(map(_stored_whole, some))) for start, some in groupby(excluded, key=itemgetter(0))]


def _has(tokens: str, told: str) -> bool:
    text = f"{tokens} "
    return any(start in text and any(whole in text for whole in wholes) for start, wholes in _asked(told))


def _expression(asked: Asked, reach: Reach, any_word: bool, is_near: bool) -> str:
    """What FTS5 is asked. Tokens hold no quotes, so that a quoted one is what it seems."""
    joined = " OR " if any_word else " AND "
    way = _way if not is_near else _loosely if reach.is_narrow else _shortly
    said = [f"({joined.join(f'({_any(map(way, slot.ways))})' for slot in asked)})"] if asked else []
    if reach.places:
        said.insert(0, f"({_any(map(_quoted, reach.places))})")
    return " AND ".join(said)


def _any(said: Iterable[str]) -> str:
    return " OR ".join(said)


def _way(way: Way) -> str:
    return "(" + " AND ".join(map(_needle, way)) + ")"


def _loosely(way: Way) -> str:
    """By its tokens in any order: in few places they are soon looked up, while a phrase is looked for everywhere.

    So is a syllable that may go on.
    """
    parts = [(token, needle.is_open and token == needle.tokens[-1]) for needle in way for token in needle.tokens]
    return _way(tuple(Needle((token,), "", is_open and len(token) > 1) for token, is_open in parts))


def _shortly(way: Way) -> str:
    """Without a last syllable that may go on, since the index would put together all that begins with it."""
    return _way(tuple(replace(one, tokens=one.tokens[:-1], is_open=False) if _goes_on(one) else one for one in way))


def _goes_on(needle: Needle) -> bool:
    return needle.is_open and len(needle.tokens) > 1 and len(needle.tokens[-1]) == 1


def _needle(needle: Needle) -> str:
    return _quoted(" ".join(needle.tokens)) + (" *" if needle.is_open else "")


def _quoted(tokens: str) -> str:
    return '"' + tokens.replace('"', "") + '"'


def rank(asked: Asked) -> Sql:
    """How much of what was asked for a document has: by a function of ours, since FTS5 counts a word in all of them."""
    told = [(slot.weight, [list(map(_stored, way)) for way in slot.ways]) for slot in asked]
    return Sql("search_rank(d.tokens, %s)", [json.dumps(told, ensure_ascii=False)])


def _stored(needle: Needle) -> str:
    """How it stands in a document: Korean goes on at both sides, what is closed ends with a space."""
    text = together(needle.tokens)
    begins, ends = (bool(re.match(HANGUL, token)) for token in (needle.tokens[0], needle.tokens[-1]))
    return text[begins:] + " " * (not needle.is_open and not ends)


def _stored_whole(tokens: list[str]) -> str:
    """The same where a single syllable is the end of a word."""
    return _stored(Needle(tuple(tokens), "")) + " " * bool(re.fullmatch(HANGUL, tokens[-1]))


def _rank(tokens: str, told: str) -> float:
    """The less the better: more of a word, in the title, in a short text."""
    text, length = f"{tokens} ", len(tokens)
    title = text.index(" _ ")
    score = 0.0
    for weight, ways in _asked(told):
        for way in ways:
            times = min(text.count(part) for part in way)
            if times:
                in_title = all(0 <= text.find(part) < title for part in way)
                score += weight * (times * 2 / (times + 0.3 + length / 500) + in_title)
                break
    return -score


@lru_cache(maxsize=64)
def _asked(told: str) -> list:
    return json.loads(told)


def beginning(column: str, start: str):
    """Words of the vocabulary whose letters begin so, by the index of that column."""
    near = {f"{column}__gte": start, f"{column}__lt": start + "\U0010ffff"}
    return SearchWord.objects.filter(**near)


def containing(part: str, limit: int):
    """Words with that part in them: SQLite reads the whole vocabulary for it."""
    return SearchWord.objects.filter(word__contains=part).order_by("-documents")[:limit]


def run(connection, sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        connection.connection.create_function("search_rank", 2, _rank, deterministic=True)
        connection.connection.create_function("search_has", 2, _has, deterministic=True)
        cursor.execute(sql, params)
        return cursor.fetchall()


def is_whole(connection) -> bool:
    """Whether the index holds nothing else than what the documents say: for each as many tokens, for none without.

    Read range by range, since the check of FTS5 itself holds everybody back until it is done with all of it.
    """
    if not token_index.is_there(connection):
        return False
    return not any(_strange(connection, first, last) for first, last in _ranges(connection))


def is_full(connection) -> bool:
    """Whether it holds as many as there are, which says less and is soon counted, and the oldest one was shortened."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT COUNT(*) FROM {TABLE}) = (SELECT COUNT(*) FROM {INDEX}_docsize)"  # noqa: S608
            f" AND COALESCE((SELECT tokens GLOB ' *' FROM {TABLE} ORDER BY id LIMIT 1), 1)"
        )
        return bool(cursor.fetchone()[0])


def _ranges(connection) -> Iterator[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(id) FROM {TABLE} UNION SELECT MAX(id) FROM {INDEX}_docsize")  # noqa: S608
        last = max(last or 0 for (last,) in cursor.fetchall())
    return ((first, first + RANGE - 1) for first in range(1, last + 1, RANGE))


def _strange(connection, first: int, last: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT z.sz, d.tokens FROM {INDEX}_docsize z LEFT JOIN {TABLE} d ON d.id = z.id"  # noqa: S608
            " WHERE z.id BETWEEN %s AND %s",
            [first, last],
        )
        return any(tokens is None or _number(size) != len(apart(tokens)) for size, tokens in cursor.fetchall())


def _number(size: bytes) -> int:
    """A number as SQLite keeps it: seven bits a byte, the highest first."""
    number = 0
    for byte in size:
        number = number << 7 | byte & 127
    return number


def filled(connection) -> Iterator[int]:
    """Puts what is missing into the index, the newest first, range by range, and tells of each how many it were."""
    for first, last in reversed(list(_ranges(connection))):
        with connection.cursor() as cursor:
            missing = f"FROM {TABLE} WHERE id BETWEEN %s AND %s AND id NOT IN (SELECT id FROM {INDEX}_docsize)"  # noqa: S608
            cursor.execute(f"SELECT COUNT(*) {missing}", [first, last])
            ((there,),) = cursor.fetchall()
            if there:
                tokens = token_index.apart("tokens")
                cursor.execute(f"INSERT INTO {INDEX}(rowid, tokens) SELECT id, {tokens} {missing}", [first, last])
        if shortened := _shortened(connection, first, last):
            there = max(there, shortened)
        if there:
            yield there


def _shortened(connection, first: int, last: int) -> int:
    """What an older version stored, kept as it is kept now: the index has no part in it. Returns how many they were."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, tokens FROM {TABLE} WHERE id BETWEEN %s AND %s AND tokens NOT GLOB ' *'",  # noqa: S608
            [first, last],
        )
        rows = [(together(tokens.split(" ")), pk, tokens) for pk, tokens in cursor.fetchall()]
        if rows:
            with transaction.atomic():
                cursor.executemany(f"UPDATE {TABLE} SET tokens = %s WHERE id = %s AND tokens = %s", rows)  # noqa: S608
    return len(rows)


def is_filled(connection) -> bool:
    """Whether `filled` has come to the oldest document."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT MIN(id) FROM {TABLE}) < (SELECT MIN(id) FROM {INDEX}_docsize)")  # noqa: S608
        return cursor.fetchone()[0] != 1
