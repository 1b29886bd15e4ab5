"""The index as a whole, while the site is in use: write it anew, find what drifted and mend it, count the words.

Whatever reads takes no lock, and whatever writes holds few rows, for as long as few rows take, and then lets others.
"""

import time
from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction

from meetings.models import SearchDocument, SearchWord, token_index
from meetings.models.search import AT_ONCE, RELATED, SEARCHED, document_of, keep_found, key_of
from meetings.search import korean
from meetings.search.finding import engine

READ = 500  # rows that are compared at a time
LEAST_PAUSE = 0.05  # seconds: who waits for a lock of SQLite looks for it ten times a second
MOST_WORDS = 200_000  # a vocabulary that a mistyped word is compared with
_TOKENS = SearchDocument._meta.get_field("tokens")
_COMPARED = [field.attname for field in SearchDocument._meta.concrete_fields if not field.primary_key]


def rebuild() -> int:
    """Writes every document anew, few at a time, and returns how many there are."""
    for rows in _batches():
        _write(rows)
    _fill()
    return SearchDocument.objects.count()


def check() -> int:
    """Mends what isn't as the texts say, and returns how many documents that were."""
    drifted = 0
    for rows in _batches():
        if wrong := _wrong(rows):
            _write(wrong)
            drifted += len(wrong)
    return drifted + _fill()


def is_empty_or_torn() -> bool:
    """As on a site that was in use before search was, or whose index went with a table that was made anew."""
    tables = connection.introspection.table_names()
    return token_index.TABLE in tables and not (token_index.is_there(connection) and SearchDocument.objects.exists())


def _fill() -> int:
    """What the database keeps beside the documents. Returns how many of them it did not hold."""
    is_torn = not engine().is_whole(connection)
    if is_torn:
        token_index.drop(connection)
        token_index.create(connection)
    filled = 0
    for written in engine().filled(connection):
        filled += written
        _let_others()
    return filled or int(is_torn)


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


def _write(rows: list[models.Model]) -> None:
    """As they say it by then; who is being saved meanwhile is left to whoever saves it."""
    for start in range(0, len(rows), AT_ONCE):
        few = rows[start : start + AT_ONCE]
        began = time.monotonic()
        with transaction.atomic():
            there = _rows(few[0]._meta.model_name).select_for_update(of=["self"], no_key=True, skip_locked=True)
            stored = list(there.filter(pk__in=[row.pk for row in few]).order_by("pk"))
            tokens = {row.pk: row.__dict__.get("_found_by") for row in few}
            for row in stored:
                row._found_by = tokens[row.pk] or (None,)
            keep_found(stored, ["body", "title"])
        _let_others(time.monotonic() - began)


def _let_others(taken: float = 0.0) -> None:
    if not connection.in_atomic_block:
        time.sleep(max(taken, LEAST_PAUSE))


def _wrong(rows: list[models.Model]) -> list[models.Model]:
    stored = SearchDocument.objects.filter(key__in=map(key_of, rows)).values_list(*_COMPARED)
    there = {told[_COMPARED.index("key")]: told for told in stored}
    expected = {row: document_of(row) for row in rows if not row.removed_at}
    return [row for row in rows if there.get(key_of(row)) != _told(expected.get(row))]


def _told(document: SearchDocument | None) -> tuple | None:
    if document is None:
        return None
    document.tokens = _TOKENS.as_stored(document.tokens, connection)
    return tuple(getattr(document, name) for name in _COMPARED)


def count_words() -> int:
    """Brings the vocabulary up to date: in how many texts a word stands. Returns how many words there are."""
    counted: Counter[str] = Counter()
    for noun, names in {"question": 0, "answer": 0, "learning": 0, "section": 1, "classnote": 2}.items():
        rows = apps.get_model("meetings", noun)._base_manager.filter(removed_at=None)
        fields = (["body_text"], ["body_text", "heading"], ["title", "master_class__title"])[names]
        for told in rows.values_list(*fields).iterator(2000):
            counted.update({word for text in told for word in korean.words(text)})
    kept = dict(counted.most_common(MOST_WORDS))
    known = dict(SearchWord.objects.values_list("word", "documents"))
    changed = [_word(word, documents) for word, documents in kept.items() if known.get(word) != documents]
    for start in range(0, len(changed), 1000):
        SearchWord.objects.bulk_create(
            changed[start : start + 1000], update_conflicts=True, unique_fields=["word"], update_fields=["documents"]
        )
    gone = list(known.keys() - kept.keys())
    for start in range(0, len(gone), 500):
        SearchWord.objects.filter(word__in=gone[start : start + 500]).delete()
    return len(kept)


def _word(word: str, documents: int) -> SearchWord:
    letters = korean.jamo(word)[:200]
    return SearchWord(
        word=word,
        initials=korean.initials(word)[:24],
        letters=letters,
        backwards=letters[::-1],
        documents=documents,
    )
