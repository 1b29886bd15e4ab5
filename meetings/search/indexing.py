"""The index as a whole, while the site is in use: write it anew, find what drifted and mend it, count the words."""

import re
from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction

from meetings.models import SearchDocument, SearchWord, token_index
from meetings.models.search import KEPT, SEARCHED, document_of, keep_found, key_of
from meetings.search import korean
from meetings.search.finding import engine

BATCH = 200  # rows that are held at a time, while whoever saves one of them waits
MOST_WORDS = 200_000  # a vocabulary that a mistyped word is compared with
COMPARED = ("key", *(SearchDocument._meta.get_field(name).attname for name in KEPT if name != "created_at"))
_LEXEME = re.compile(r"'((?:[^']|'')*)':([\d,]+)")
_RELATED = {"answer": ["question"], "section": ["meeting", "class_note"], "classnote": ["master_class"]}


def rebuild() -> int:
    """Writes every document anew, batch by batch, and returns how many there are."""
    if not engine().is_whole(connection):
        _lay_out()
    for rows in _batches():
        keep_found(rows)
    engine().refill(connection)
    return SearchDocument.objects.count()


def check() -> int:
    """Mends what isn't as the texts say, and returns how many documents that were."""
    drifted = 0
    for rows in _batches():
        wrong = _wrong(rows)
        if wrong:
            SearchDocument.objects.filter(key__in=[key_of(row) for row in wrong]).delete()
            keep_found(wrong)
            drifted += len(wrong)
    if not engine().is_whole(connection):
        _lay_out()
        drifted = drifted or 1
    return drifted


@transaction.atomic
def _lay_out() -> None:
    token_index.drop(connection)
    token_index.create(connection)
    engine().refill(connection)


def _batches() -> Iterator[list[models.Model]]:
    """All rows that are searched, removed ones too; each batch in a transaction that holds them."""
    for noun in SEARCHED:
        rows = apps.get_model("meetings", noun)._base_manager.select_related(*_RELATED.get(noun, [])).order_by("pk")
        last = 0
        while True:
            with transaction.atomic():
                batch = list(rows.select_for_update(of=["self"]).filter(pk__gt=last)[:BATCH])
                if not batch:
                    break
                yield batch
            last = batch[-1].pk


def _wrong(rows: list[models.Model]) -> list[models.Model]:
    stored = SearchDocument.objects.filter(key__in=map(key_of, rows)).values_list(*COMPARED)
    there = {told[0]: _comparable(told) for told in stored}
    expected = {row: document_of(row) for row in rows if not row.removed_at}
    return [row for row in rows if there.get(key_of(row)) != _told(expected.get(row))]


def _told(document: SearchDocument | None) -> tuple | None:
    if document is None:
        return None
    field = SearchDocument._meta.get_field("tokens")
    told = {name: getattr(document, name) for name in COMPARED}
    return _comparable(tuple({**told, "tokens": field.get_db_prep_value(document.tokens, connection)}.values()))


def _comparable(told: tuple) -> tuple:
    """The tokens of PostgreSQL come back in an order of its own."""
    if connection.vendor != "postgresql":
        return told
    place = COMPARED.index("tokens")
    tokens = frozenset((token.replace("\\\\", "\\"), at) for token, at in _LEXEME.findall(told[place]))
    return (*told[:place], tokens, *told[place + 1 :])


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
