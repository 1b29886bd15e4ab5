"""The index as a whole, while the site is in use: write it anew, find what drifted and mend it, count the words.

Whatever reads takes no lock, and whatever writes holds few rows, for as long as few rows take, and then lets others.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Count

from meetings.models import SearchDocument, SearchWord, token_index
from meetings.models.search import (
    AT_ONCE,
    RELATED,
    SEARCHED,
    Document,
    cohort_token,
    document_of,
    keep_found,
    key_of,
    notes_token,
)
from meetings.search import korean
from meetings.search.finding import engine

READ = 500  # rows that are compared at a time
LEAST_PAUSE = 0.05  # seconds: who waits for a lock of SQLite looks for it ten times a second
A_TURN = 1.0  # seconds of work in haste
MOST_WORDS = 200_000  # a vocabulary that a mistyped word is compared with
_TOKENS = SearchDocument._meta.get_field("tokens")
_COMPARED = [field.attname for field in SearchDocument._meta.concrete_fields if not field.primary_key]


def rebuild() -> int:
    """Writes every document anew, few at a time, and returns how many there are."""
    turns = _Turns()
    _write_all(_batches(), turns)
    _fill(turns)
    return SearchDocument.objects.count()


def check(tell: Callable[[int], None] = lambda looked_at: None, *, is_hasty: bool = False) -> int:
    """Mends what isn't as the texts say, and returns how many documents that were.

    `tell` hears now and then how many rows were looked at. In haste it is done sooner, and others wait longer.
    """
    turns = _Turns(A_TURN if is_hasty else 0.0)
    return _write_all(map(_wrong, _told_of(_batches(), tell)), turns) + _fill(turns)


def is_unfinished() -> bool:
    """As on a site that was in use before search was, where `check` was stopped, or whose index went with its table."""
    if token_index.TABLE not in connection.introspection.table_names():
        return False
    return not (token_index.is_there(connection) and SearchWord.objects.exists() and engine().is_full(connection))


def finish(tell: Callable[[int], None]) -> None:
    """What is unfinished. Where words were counted all documents are there, and only their index is looked at."""
    if SearchWord.objects.exists():
        tell(0)
        _fill(_Turns(A_TURN))
    else:
        check(tell, is_hasty=True)
        count_words()


class _Turns:
    """Whoever waits to write gets a turn after so many seconds of work; or, where none are named, after each bit."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.worked = seconds, 0.0

    def let_others(self, worked: float = 0.0) -> None:
        self.worked += worked
        if self.worked >= self.seconds and not connection.in_atomic_block:
            time.sleep(LEAST_PAUSE if self.seconds else max(self.worked, LEAST_PAUSE))
            self.worked = 0.0


def _fill(turns: _Turns) -> int:
    """What the database keeps beside the documents. Returns how many of them it did not hold."""
    is_torn = not engine().is_whole(connection)
    if is_torn:
        token_index.renew(connection)
    filled, began = 0, time.monotonic()
    for written in engine().filled(connection):
        filled += written
        turns.let_others(time.monotonic() - began)
        began = time.monotonic()
    return filled or int(is_torn)


def _told_of(batches: Iterable[list[models.Model]], tell: Callable[[int], None]) -> Iterator[list[models.Model]]:
    looked_at = 0
    for number, rows in enumerate(batches):
        if number % 20 == 0:
            tell(looked_at)
        looked_at += len(rows)
        yield rows


def _batches() -> Iterator[list[models.Model]]:
    """All rows that are searched, removed ones too."""
    for noun in SEARCHED:
        rows = _rows(noun).order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last)[:READ]):
            yield batch
            last = batch[-1].pk


def _rows(noun: str) -> models.QuerySet:
    return apps.get_model("meetings", noun)._base_manager.select_related(*RELATED[noun])


def _write_all(batches: Iterable[list[models.Model]], turns: _Turns) -> int:
    """Returns how many rows that were. Who is being saved meanwhile comes last, and alone, so that nobody is held up.

    It may have been for a vote, which stores no document.
    """
    stored, busy = 0, []
    for rows in batches:
        for start in range(0, len(rows), AT_ONCE):
            few = rows[start : start + AT_ONCE]
            there = _write(few, turns)
            stored += len(there)
            busy += [row for row in few if row.pk not in there]
    return stored + sum(len(_write([row], turns, waits=True)) for row in busy)


def _write(rows: list[models.Model], turns: _Turns, *, waits: bool = False) -> set[int]:
    """As they say it by then. Returns which were there and in nobody's hands, or waits until they aren't."""
    began = time.monotonic()
    with transaction.atomic():
        there = _rows(rows[0]._meta.model_name)
        there = there.select_for_update(of=["self"], no_key=True, skip_locked=not waits)
        stored = list(there.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
        tokens = {row.pk: row.__dict__.get("_found_by") for row in rows}
        for row in stored:
            row._found_by = tokens[row.pk] or (None,)
        keep_found(stored, ["body", "title"])
    turns.let_others(time.monotonic() - began)
    return {row.pk for row in stored}


def _wrong(rows: list[models.Model]) -> list[models.Model]:
    stored = SearchDocument.objects.filter(key__in=map(key_of, rows)).values_list(*_COMPARED)
    there = {told[_COMPARED.index("key")]: told for told in stored}
    expected = {row: document_of(row) for row in rows if not row.removed_at}
    return [row for row in rows if there.get(key_of(row)) != _told(expected.get(row))]


def _told(document: Document | None) -> tuple | None:
    if document is None:
        return None
    stored = document | {"tokens": _TOKENS.as_stored(document["tokens"], connection)}
    return tuple(stored[name] for name in _COMPARED)


def count_words() -> int:
    """Brings the vocabulary up to date: in how many texts a word stands. Returns how many words there are."""
    counted: Counter[str] = Counter()
    for noun, names in {"question": 0, "answer": 0, "learning": 0, "section": 1, "classnote": 2}.items():
        rows = apps.get_model("meetings", noun)._base_manager.filter(removed_at=None)
        fields = (["body_text"], ["body_text", "heading"], ["title", "master_class__title"])[names]
        for told in rows.values_list(*fields).iterator(2000):
            counted.update({word for text in told for word in korean.words(text)})
    words = dict(counted.most_common(MOST_WORDS))
    kept = words | _in_places()
    known = dict(SearchWord.objects.values_list("word", "documents"))
    changed = [_word(word, documents) for word, documents in kept.items() if known.get(word) != documents]
    for start in range(0, len(changed), 1000):
        SearchWord.objects.bulk_create(
            changed[start : start + 1000], update_conflicts=True, unique_fields=["word"], update_fields=["documents"]
        )
    gone = list(known.keys() - kept.keys())
    for start in range(0, len(gone), 500):
        SearchWord.objects.filter(word__in=gone[start : start + 500]).delete()
    return len(words)


def _in_places() -> dict[str, int]:
    """How many texts there are in each cohort, under the tokens by which they are found there."""
    documents = SearchDocument.objects.order_by()
    of_teams = documents.filter(class_note=None).values_list("team__cohort").annotate(Count("pk"))
    of_notes = documents.exclude(class_note=None).values_list("class_note__master_class__cohort").annotate(Count("pk"))
    in_cohorts = Counter(dict(of_teams)) + Counter(dict(of_notes))
    told = {cohort_token(cohort): count for cohort, count in in_cohorts.items()}
    return told | {notes_token(cohort): count for cohort, count in of_notes}


def _word(word: str, documents: int) -> SearchWord:
    letters = "" if word.startswith("+") else korean.jamo(word)[:200]
    return SearchWord(
        word=word,
        initials=korean.initials(word)[:24],
        letters=letters,
        backwards=letters[::-1],
        documents=documents,
    )
