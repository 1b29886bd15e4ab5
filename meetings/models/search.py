"""What search finds: one document for each question, answer, learning, section and class note, stored with its text.

A text's own `save` writes it, in the same transaction and in one statement, alike on both databases: the tokens are
made here, and what the database keeps besides (`token_index`) follows by itself. So nothing that writes a text has to
know of search, and models need of `meetings.search` no more than the pure tokens.
"""

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connections, models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.tokens import apart, together
from meetings.search.korean import TOKEN_VERSION, document_tokens


class Place(NamedTuple):
    """Where a text stands, and what is shown for it: an answer's question, the class note of a section.

    What was merged shows with the question that it went into: they are found once.
    """

    kind: str
    shown: int
    team: int
    cohort: int
    meeting: int | None
    class_note: int | None
    question: int | None = None


def _of_question(row) -> Place:
    cohort = row.class_note.master_class.cohort_id if row.class_note_id else row.team.cohort_id
    shown = row.duplicate_of_id if row.merged_at else row.pk
    return Place("question", shown, row.team_id, cohort, row.meeting_id, row.class_note_id, row.pk)


def _of_answer(row) -> Place:
    return _of_question(row.question)


def _of_learning(row) -> Place:
    return Place("learning", row.pk, row.team_id, row.team.cohort_id, row.meeting_id, None)


def _of_section(row) -> Place:
    if note := row.class_note:
        return Place("class_note", note.pk, note.team_id, note.master_class.cohort_id, None, note.pk)
    return Place("section", row.pk, row.meeting.team_id, row.meeting.team.cohort_id, row.meeting_id, None)


def _of_class_note(row) -> Place:
    return Place("class_note", row.pk, row.team_id, row.master_class.cohort_id, None, row.pk)


def _by_lines(row) -> tuple[str, str]:
    title, _line, body = row.body_text.strip().partition("\n")
    return title, body


def _without_title(row) -> tuple[str, str]:
    return "", row.body_text


def _name_of_note(row) -> tuple[str, str]:
    return " ".join(filter(None, (row.title, row.master_class.title))), ""


class Noun(NamedTuple):
    """How a noun is searched: its column, its title and body, its place, and the fields by which these change."""

    number: int  # in the key of a document: it stays what it is
    column: str
    said: Callable[[models.Model], tuple[str, str]]
    place: Callable[[models.Model], Place]
    fields: frozenset[str]


PLACE = frozenset({"removed_at", "team", "meeting", "class_note"})
_ASKED = PLACE | {"asked_at", "duplicate_of", "merged_at"}
SEARCHED = {
    "question": Noun(0, "question", _by_lines, _of_question, _ASKED | {"body"}),
    "answer": Noun(1, "answer", _without_title, _of_answer, PLACE | {"body", "question"}),
    "learning": Noun(2, "learning", _by_lines, _of_learning, PLACE | {"body"}),
    "section": Noun(3, "section", lambda row: (row.heading, row.body_text), _of_section, PLACE | {"body", "heading"}),
    "classnote": Noun(4, "class_note", _name_of_note, _of_class_note, PLACE | {"title", "master_class"}),
}
NOUNS = 8  # so many have room in a key
# What is read beside each row of many.
RELATED = {
    "question": ["team", "class_note__master_class"],
    "answer": ["question__team", "question__class_note__master_class"],
    "learning": ["team", "meeting"],
    "section": ["meeting__team", "class_note__master_class"],
    "classnote": ["master_class"],
}


class TokensField(models.Field):
    """A list of tokens in their order, as the database at hand can find them; "_" is a gap that no phrase crosses."""

    def db_type(self, connection) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value, connection, prepared=False):
        if not isinstance(value, list):
            return value
        return _vector(value) if connection.vendor == "postgresql" else together(value)

    def from_db_value(self, value, expression, connection) -> list[str] | None:
        if value is None:
            return None
        return _listed(value) if connection.vendor == "postgresql" else apart(value)

    def as_stored(self, tokens: list[str], connection) -> list[str]:
        """What comes back of them: PostgreSQL counts no more than so many places, and SQLite ends each word."""
        return self.from_db_value(self.get_db_prep_value(tokens, connection), None, connection)

    def to_python(self, value):
        return json.loads(value) if isinstance(value, str) else value

    def value_to_string(self, obj) -> str:
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)


def _vector(tokens: list[str]) -> str:
    """A tsvector written out: the parser of PostgreSQL would split tokens in its own way. Every save waits for it."""
    places = defaultdict(list)
    for place, token in enumerate(" ".join(tokens).replace("\\", "\\\\").replace("'", "''").split(" "), start=1):
        places[token].append(place)
    places.pop("_", None)  # a gap
    told = ((token, ",".join(map(str, at[:PLACES])) if len(at) > 1 else at[0]) for token, at in places.items())
    return " ".join([f"'{token}':{at}" for token, at in told])


PLACES = 255  # of one token: PostgreSQL keeps no more. Of a text it keeps 16,383, and no text has so many tokens.
_LEXEME = re.compile(r"'((?:[^']|'')*)':([\d,]+)")


def _listed(vector: str) -> list[str]:
    """The other way round."""
    told = [(token, int(place)) for token, places in _LEXEME.findall(vector) for place in places.split(",")]
    tokens = ["_"] * max((place for _token, place in told), default=0)
    for token, place in told:
        tokens[place - 1] = token.replace("\\\\", "\\").replace("''", "'")
    return tokens


# Where a text stands, as tokens that no text has: of a common word only what is the reader's is walked.
def team_token(team: int) -> str:
    return f"+t{team}"


def notes_token(cohort: int) -> str:
    """Of class notes, which their whole cohort reads."""
    return f"+n{cohort}"


def cohort_token(cohort: int | str) -> str:
    return f"+c{cohort}"


class SearchDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the nouns have it: in minutes and class notes that the person may read, and what a team keeps beside them.

        Removed rows have no document. Each document is looked up by itself: few are asked for, of however many.
        """
        from meetings.models.classes import ClassNote
        from meetings.models.minutes import Meeting
        from meetings.models.teams import Team

        in_meetings = _there(Meeting.objects.visible_to(user), "meeting")
        in_notes = _there(ClassNote.objects.visible_to(user), "class_note")
        of_teams = _there(Team.objects.visible_to(user), "team")
        return self.filter(in_meetings | in_notes | Q(of_teams, meeting=None, class_note=None))


def _there(rows: models.QuerySet, column: str) -> Exists:
    return Exists(rows.filter(pk=OuterRef(f"{column}_id")))


def _of(noun: str, **options) -> models.ForeignKey:
    return models.ForeignKey(f"meetings.{noun}", models.CASCADE, blank=True, null=True, related_name="+", **options)


SELDOM = ("class_note", "answer", "learning", "section")  # named by few documents: the others need no place in an index


class SearchDocument(models.Model):
    """One text's tokens, with what is shown for it, as `Place` has it."""

    key = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=10)
    shown = models.BigIntegerField()
    team = models.ForeignKey("meetings.Team", models.CASCADE, related_name="+", db_index=False)
    meeting = _of("Meeting")
    class_note = _of("ClassNote", db_index=False)
    question = _of("Question")
    answer = _of("Answer", db_index=False)
    learning = _of("Learning", db_index=False)
    section = _of("Section", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)
    token_version = models.PositiveSmallIntegerField(default=TOKEN_VERSION)
    tokens = TokensField(default=list)  # the longest at the end: what stands before it is read without it

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"searched_{name}")
            for name in SELDOM
        ]
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"

    @property
    def stands_as_told(self) -> bool:
        """Whether its rows are there, and still where it was found: that decides who may read them."""
        row = self.question or self.learning or self.section or self.class_note
        place = {"team_id": self.team_id, "meeting_id": self.meeting_id, "class_note_id": self.class_note_id}
        is_there = all(one is None or one.removed_at is None for one in (row, self.answer))
        return is_there and all(row.__dict__.get(name, told) == told for name, told in place.items())


class SearchWord(models.Model):
    """A word of some text, by which a mistyped one is guessed. Counted by `search_index`."""

    word = models.CharField(max_length=64, unique=True)
    initials = models.CharField(max_length=24, blank=True, db_index=True)
    letters = models.CharField(max_length=200, db_index=True, blank=True)
    backwards = models.CharField(max_length=200, db_index=True, blank=True)
    documents = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word


Document = dict[str, Any]  # what a `SearchDocument` holds, by column: an instance of it would take four times as long
AT_ONCE = 50  # documents in a statement: SQLite takes a thousand values


def keep_found(rows: Iterable[models.Model], changed: Iterable[str] | None = None, *, are_new: bool = False) -> None:
    """Let rows of one noun be found by what they say now; `changed` are the fields that were stored, None for all."""
    rows = list(rows)
    noun = noun_of(rows[0]) if rows else None
    if not noun or (changed is not None and not noun.fields.intersection(changed)):
        return
    documents = [document for row in rows if not row.removed_at and (document := document_of(row))]
    documents.sort(key=itemgetter("key"))  # whoever writes several does so in one order, and none waits for another
    using = rows[0]._state.db
    if not are_new and len(documents) < len(rows):
        kept = {document["key"] for document in documents}
        SearchDocument.objects.using(using).filter(key__in={key_of(row) for row in rows} - kept).delete()
    for start in range(0, len(documents), AT_ONCE):
        _store(documents[start : start + AT_ONCE], connections[using])
    moved = [row for row in rows if noun.column in _WITH and not are_new and row.__dict__.get("_stood") != stood(row)]
    if moved:
        _WITH[noun.column](moved)
    for row in rows:
        row._stood = stood(row)


def stood(row: models.Model) -> tuple:
    """Where a row is, as far as that was read: what hangs on it is found there too."""
    names = ("removed_at", "team_id", "meeting_id", "class_note_id", "master_class_id", "asked_at", "merged_at")
    return tuple(row.__dict__.get(name) for name in names)


def _store(documents: list[Document], connection) -> None:
    """In a statement of our own, which every save waits for: `bulk_create` takes five times as long to write one."""
    sql, fields = _storing(len(documents))
    values = [
        field.get_db_prep_save(one[name], connection) if field else one[name]
        for one in documents
        for name, field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@cache
def _storing(count: int) -> tuple[str, list[tuple[str, models.Field | None]]]:
    """And what it stores: the fields whose values databases write each in its own way, and the names of all."""
    fields = [field for field in SearchDocument._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(field.column for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    changed = ", ".join(f"{field.column} = excluded.{field.column}" for field in fields if field.name != "key")
    into = f"INSERT INTO {SearchDocument._meta.db_table} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608 - names of ours alone
    told = [(one.attname, one if isinstance(one, (TokensField, models.DateTimeField)) else None) for one in fields]
    return f"{into} ON CONFLICT (key) DO UPDATE SET {changed}", told


def _keep_answers(questions: list[models.Model]) -> None:
    """They come, go and move with their questions."""
    asked = {question.pk: question for question in questions}
    gone = [pk for pk, row in asked.items() if row.removed_at]
    there = [pk for pk, row in asked.items() if not row.removed_at]
    if gone:
        SearchDocument.objects.filter(question__in=gone).delete()
    answers = list(questions[0].answers.model.objects.alive().filter(question__in=there)) if there else []
    for answer in answers:
        answer.question = asked[answer.question_id]
    keep_found(answers)


def keep_texts(notes: Iterable[models.Model]) -> None:
    """What is written in class notes is found in their cohort, and their sections in their team."""
    for note in notes:
        sections, questions = list(note.sections.alive()), list(note.questions.alive())
        for row in (*sections, *questions):
            row.class_note = note
        keep_found(sections)
        keep_found(questions)
        _keep_answers(questions)


def keep_day(meeting: models.Model) -> None:
    """What was imported was written on the day of its meeting."""
    for noun, texts in {"section": meeting.sections, "learning": meeting.learnings}.items():
        keep_found(texts.alive().exclude(source=None).select_related(*RELATED[noun]))


_WITH = {"question": _keep_answers, "class_note": keep_texts}


def noun_of(row: models.Model) -> Noun | None:
    return SEARCHED.get(row._meta.model_name)


def key_of(row: models.Model) -> int:
    return row.pk * NOUNS + noun_of(row).number


def make_tokens(row: models.Model) -> list[str]:
    """Those of what it says now: made ahead of the transaction in which it is stored, since they take their time."""
    said = noun_of(row).said(row)
    if row.__dict__.get("_found_by", (None,))[0] != said:
        row._found_by = (said, document_tokens(*said))
    return row._found_by[1]


def document_of(row: models.Model) -> Document | None:
    """What a row is found by; None where it says nothing, or belongs to what was removed."""
    noun = noun_of(row)
    if noun.column == "answer" and row.question.removed_at:
        return None
    tokens = make_tokens(row)
    if len(tokens) <= GAPS:
        return None
    place = noun.place(row)
    own = notes_token(place.cohort) if place.class_note else team_token(place.team)
    return {
        "key": key_of(row),
        "kind": place.kind,
        "shown": place.shown,
        "team_id": place.team,
        "meeting_id": place.meeting,
        "class_note_id": place.class_note,
        "question_id": place.question,
        "answer_id": None,
        "learning_id": None,
        "section_id": None,
        "created_at": _written_at(row),
        "token_version": TOKEN_VERSION,
        "tokens": [*tokens, "_", own, cohort_token(place.cohort)],
        f"{noun.column}_id": row.pk,
    }


GAPS = len(document_tokens("", ""))


def _written_at(row: models.Model) -> datetime.datetime:
    """Of a question when it was asked. What was imported was written on the day of its meeting or class."""
    column = noun_of(row).column
    if column == "question":
        return row.asked_at
    if not row.source_id:
        return row.created_at
    if column == "answer":
        return row.question.asked_at
    note = row if column == "class_note" else getattr(row, "class_note", None)
    place = note.master_class if note else row.meeting
    return datetime.datetime.combine(place.held_on, NOON, datetime.UTC) if place and place.held_on else row.created_at


NOON = datetime.time(3)  # where most of our cohorts are
