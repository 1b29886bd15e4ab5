"""What search finds: one document for each question, answer, learning, section and class note, stored with its text.

A text's own `save` writes it, in the same transaction and in one statement, alike on both databases: the tokens are
made here, and what the database keeps besides (`token_index`) follows by itself. So nothing that writes a text has to
know of search, and models need of `meetings.search` no more than the pure tokens.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.search.korean import TOKEN_VERSION, document_tokens


class Text(NamedTuple):
    """A text as search sees it: where it stands, and what it says."""

    kind: str  # of what is shown for it
    shown: int  # the key of that
    team: int
    meeting: int | None
    class_note: int | None
    title: str
    body: str
    question: int | None = None


def _of_question(row) -> Text:
    title, _line, body = row.body_text.strip().partition("\n")
    return Text("question", row.pk, row.team_id, row.meeting_id, row.class_note_id, title, body, row.pk)


def _of_answer(row) -> Text:
    asked = row.question
    return Text("question", asked.pk, asked.team_id, asked.meeting_id, asked.class_note_id, "", row.body_text, asked.pk)


def _of_learning(row) -> Text:
    title, _line, body = row.body_text.strip().partition("\n")
    return Text("learning", row.pk, row.team_id, row.meeting_id, None, title, body)


def _of_section(row) -> Text:
    team = (row.meeting or row.class_note).team_id
    shown = ("class_note", row.class_note_id) if row.class_note_id else ("section", row.pk)
    return Text(*shown, team, row.meeting_id, row.class_note_id, row.heading, row.body_text)


def _of_class_note(row) -> Text:
    title = " ".join(filter(None, (row.title, row.master_class.title)))
    return Text("class_note", row.pk, row.team_id, None, row.pk, title, "")


PLACE = {"removed_at", "team", "meeting", "class_note"}
# Each noun that is searched: its column, what is read of it, and by which of its fields that changes.
SEARCHED = {
    "question": ("question", _of_question, {"body", *PLACE}),
    "answer": ("answer", _of_answer, {"body", "question", *PLACE}),
    "learning": ("learning", _of_learning, {"body", *PLACE}),
    "section": ("section", _of_section, {"body", "heading", *PLACE}),
    "classnote": ("class_note", _of_class_note, {"title", "master_class", *PLACE}),
}


class TokensField(models.Field):
    """A list of tokens in their order, as the database at hand can find them; "_" is a gap that no phrase crosses."""

    def db_type(self, connection) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value, connection, prepared=False):
        if not isinstance(value, list):
            return value
        return _vector(value) if connection.vendor == "postgresql" else " ".join(value)


def _vector(tokens: list[str]) -> str:
    """A tsvector written out: the parser of PostgreSQL would split tokens in its own way."""
    places = defaultdict(list)
    for place, token in enumerate(tokens, start=1):
        if token != "_" and len(places[token]) < 255:  # noqa: S105 - a gap
            places[token].append(str(min(place, 16383)))
    quoted = ((token.replace("\\", "\\\\").replace("'", "''"), at) for token, at in places.items() if at)
    return " ".join(f"'{token}':{','.join(dict.fromkeys(at))}" for token, at in quoted)


def team_token(team: int) -> str:
    """Stands in each document of the team: of a common word only the places in a reader's teams are walked."""
    return f"#t_{team}"


NOTES_TOKEN = "#t_notes"  # noqa: S105 - of what stands in class notes, which whole cohorts read


class SearchDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the nouns have it: in minutes and class notes that the person may read, and what a team keeps beside them.

        Removed rows have no document.
        """
        from meetings.models.classes import ClassNote
        from meetings.models.minutes import Meeting
        from meetings.models.teams import Team

        in_meetings = Q(meeting__in=Meeting.objects.visible_to(user).values("pk"))
        in_notes = Q(class_note__in=ClassNote.objects.visible_to(user).values("pk"))
        of_teams = Q(meeting=None, class_note=None, team__in=Team.objects.visible_to(user).values("pk"))
        return self.filter(in_meetings | in_notes | of_teams)


def _of(noun: str, **options) -> models.ForeignKey:
    return models.ForeignKey(f"meetings.{noun}", models.CASCADE, null=True, related_name="+", **options)


class SearchDocument(models.Model):
    """One text's tokens, with what is shown for it: an answer's question, the class note of a section."""

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)
    shown = models.BigIntegerField()
    team = models.ForeignKey("meetings.Team", models.CASCADE, related_name="+", db_index=False)
    meeting = _of("Meeting")
    class_note = _of("ClassNote")
    question = _of("Question")
    answer = _of("Answer")
    learning = _of("Learning")
    section = _of("Section")
    tokens = TokensField(default=list)
    token_version = models.PositiveSmallIntegerField(default=TOKEN_VERSION)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")

    def __str__(self) -> str:
        return self.key


class SearchWord(models.Model):
    """A word of some text, by which a mistyped one is guessed. Counted by `search_index`."""

    word = models.CharField(max_length=64, unique=True)
    initials = models.CharField(max_length=24, db_index=True)
    letters = models.CharField(max_length=200, db_index=True)
    backwards = models.CharField(max_length=200, db_index=True)
    documents = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word


KEPT = ("kind", "shown", "team", "meeting", "class_note", "question", "tokens", "token_version", "created_at")


def keep_found(rows: Iterable[models.Model], changed: Iterable[str] | None = None) -> None:
    """Let rows of one noun be found by what they say now; `changed` are the fields that were stored, None for all."""
    rows = list(rows)
    searched = SEARCHED.get(rows[0]._meta.model_name) if rows else None
    if not searched or (changed is not None and not searched[2].intersection(changed)):
        return
    documents = [document for row in rows if not row.removed_at and (document := document_of(row))]
    if len(documents) < len(rows):
        kept = {document.key for document in documents}
        SearchDocument.objects.filter(key__in={key_of(row) for row in rows} - kept).delete()
    for start in range(0, len(documents), AT_ONCE):
        _store(documents[start : start + AT_ONCE])
    if searched[0] == "question" and "removed_at" in (changed or ()):
        _keep_answers(rows)


AT_ONCE = 50  # documents in a statement: SQLite takes a thousand values


def _store(documents: list[SearchDocument]) -> None:
    """In a statement of our own, which every save waits for: `bulk_create` takes five times as long to write one."""
    sql, fields = _storing(len(documents))
    values = [field.get_db_prep_save(getattr(one, field.attname), connection) for one in documents for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@cache
def _storing(count: int) -> tuple[str, list[models.Field]]:
    fields = [field for field in SearchDocument._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(field.column for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    changed = ", ".join(f"{field.column} = excluded.{field.column}" for field in fields if field.name != "key")
    into = f"INSERT INTO {SearchDocument._meta.db_table} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608 - names of ours alone
    return f"{into} ON CONFLICT (key) DO UPDATE SET {changed}", fields


def _keep_answers(questions: list[models.Model]) -> None:
    """They come and go with their questions."""
    asked = {question.pk: question for question in questions}
    SearchDocument.objects.filter(question__in=[pk for pk, row in asked.items() if row.removed_at]).delete()
    back = [pk for pk, row in asked.items() if not row.removed_at]
    answers = list(questions[0].answers.model.objects.alive().filter(question__in=back)) if back else []
    for answer in answers:
        answer.question = asked[answer.question_id]
    keep_found(answers)


def key_of(row: models.Model) -> str:
    return f"{SEARCHED[row._meta.model_name][0]}-{row.pk}"


def document_of(row: models.Model) -> SearchDocument | None:
    """What a row is found by; None where it says nothing, or belongs to what was removed."""
    column, read, _fields = SEARCHED[row._meta.model_name]
    if column == "answer" and row.question.removed_at:
        return None
    text = read(row)
    tokens = document_tokens(text.title, text.body)
    if len(tokens) <= GAPS:
        return None
    place = NOTES_TOKEN if text.class_note else team_token(text.team)
    document = SearchDocument(
        key=f"{column}-{row.pk}",
        kind=text.kind,
        shown=text.shown,
        team_id=text.team,
        meeting_id=text.meeting,
        class_note_id=text.class_note,
        question_id=text.question,
        tokens=[*tokens, "_", place],
        created_at=row.created_at,
    )
    setattr(document, f"{column}_id", row.pk)
    return document


GAPS = len(document_tokens("", ""))
