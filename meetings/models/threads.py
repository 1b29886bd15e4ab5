"""All that hangs on questions, in one query: answers and comments, the people they name, and tags."""

from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter

from django.db.models import QuerySet, Value

from meetings.models.answers import Answer
from meetings.models.comments import Comment
from meetings.models.json_rows import LEFT_OUT, Json, named_row, row_of
from meetings.models.prefetching import fill
from meetings.models.questions import Question
from meetings.models.tags import Tag
from meetings.models.teams import Member
from meetings.models.users import User

# Of what is named, as much as a page prints, and needs to know whether it may.
PART = ("id", "team_id", "body", "body_text", "body_html", "asked_at", "is_anonymous", "typed_by_id", "source_id")
PERSON, ACCOUNT, TAG = ("id", "team_id", "user_id", "name"), ("id", "display_name", "username"), ("id", "name")
NAMED = {
    Answer: {"endorsed_by": (User, ACCOUNT), "accepted_by": (User, ACCOUNT)},
    Comment: {"said_by": (Member, PERSON)},
}
ANSWERS, COMMENTS, ANSWERED_BY, ASKED_BY, ASKED_TOO, TAGS, PARTS = range(7)


def prefetch_threads(
    whole: Sequence[Question], others: Sequence[Question] = (), readable: QuerySet | None = None
) -> None:
    """Of `whole` questions everything; of `others`, which stand beside them, who asked.

    And everything of what `part_keys` names, as far as it is among the `readable` ones.
    """
    if not whole:
        return
    part_keys = [key for one in whole for key in one.part_keys or ()]
    parts = readable.filter(pk__in=part_keys) if part_keys else None
    found = _found([*(one.pk for one in whole), *part_keys], [one.pk for one in others], parts)
    for question in whole:
        if question.part_keys:
            question.parts = _parts(question, found[PARTS, question.pk])
    together = [part for one in whole for part in (one, *one.parts)]
    for question in (*together, *others):
        fill(question, "asked_by", _people(found[ASKED_BY, question.pk]))
    for question in together:
        fill(question, "asked_too", _people(found[ASKED_TOO, question.pk]))
        fill(question, "tags", sorted((row_of(Tag, told) for told in found[TAGS, question.pk]), key=attrgetter("name")))
        answers = [_answer(question, told, found) for told in found[ANSWERS, question.pk]]
        fill(question, "answers", sorted(answers, key=lambda one: (not one.is_accepted, one.order, one.pk)))


def _parts(question: Question, told: list[dict]) -> list[Question]:
    parts = [row_of(Question, one) for one in told]
    for part in parts:
        part._state.fields_cache["team"] = question.team  # only questions of one team become one
    return sorted(parts, key=attrgetter("asked_at", "pk"))


def _answer(question: Question, told: dict, found: dict) -> Answer:
    answer = _text(Answer, told)
    answer.confirmed_version = told["confirmed_version"]
    answer._state.fields_cache["question"] = question
    fill(answer, "answered_by", _people(found[ANSWERED_BY, answer.pk]))
    comments = sorted((_text(Comment, told) for told in found[COMMENTS, answer.pk]), key=attrgetter("order", "pk"))
    for comment in comments:
        comment._state.fields_cache["answer"] = answer
    fill(answer, "comments", comments)
    return answer


def _text(noun: type[Answer | Comment], told: dict) -> Answer | Comment:
    row = row_of(noun, told)
    for relation, (named, names) in NAMED[noun].items():
        row._state.fields_cache[relation] = named_row(named, told, relation, names)
    return row


def _people(told: list[dict]) -> list[Member]:
    return sorted((row_of(Member, one) for one in told), key=attrgetter("name", "pk"))


def _found(whole: list[int], others: list[int], parts: QuerySet | None) -> dict[tuple[int, int], list[dict]]:
    """What was told of each kind, by the row that it hangs on."""
    answers = Answer.objects.alive().filter(question__in=whole)
    remarked = Comment.objects.alive().filter(answer__question__in=whole, answer__removed_at=None)
    answered = Answer.answered_by.through.objects.filter(answer__question__in=whole, answer__removed_at=None)
    asked, asked_too, tags = (getattr(Question, name).through.objects for name in ("asked_by", "asked_too", "tags"))
    first, *more = (
        _told(ANSWERS, answers.with_confirmed_version(), "question_id", _columns(Answer, "confirmed_version")),
        _told(COMMENTS, remarked, "answer_id", _columns(Comment)),
        _told(ANSWERED_BY, answered, "answer_id", _related("member", PERSON)),
        _told(ASKED_BY, asked.filter(question__in=[*whole, *others]), "question_id", _related("member", PERSON)),
        _told(ASKED_TOO, asked_too.filter(question__in=whole), "question_id", _related("member", PERSON)),
        _told(TAGS, tags.filter(question__in=whole), "question_id", _related("tag", TAG)),
        *([] if parts is None else [_told(PARTS, parts, "duplicate_of_id", {name: name for name in PART})]),
    )
    found = defaultdict(list)
    for kind, above, told in first.union(*more, all=True):
        found[kind, above].append(told)
    return found


def _told(kind: int, rows: QuerySet, above: str, columns: dict[str, str]) -> QuerySet:
    return rows.order_by().values_list(Value(kind), above, Json(**columns))


def _columns(noun: type[Answer | Comment], *more: str) -> dict[str, str]:
    own = [column.attname for column in noun._meta.concrete_fields if column.attname not in LEFT_OUT]
    named = [f"{relation}__{name}" for relation, (_noun, names) in NAMED[noun].items() for name in names]
    return {name: name for name in (*own, *named, *more)}


def _related(relation: str, names: Sequence[str]) -> dict[str, str]:
    return {name: f"{relation}__{name}" for name in names}
