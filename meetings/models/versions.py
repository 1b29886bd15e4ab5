"""What was changed, by whom and when: one row's versions, and all changes of a meeting in one list."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import BooleanField, DateTimeField, ForeignKey, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.safestring import SafeString

from meetings.differences import difference
from meetings.models.agenda import ActionItem, AgendaItem
from meetings.models.answers import Answer
from meetings.models.attendances import Attendance
from meetings.models.comments import Comment
from meetings.models.learnings import Learning
from meetings.models.minutes import Meeting
from meetings.models.questions import Question
from meetings.models.reviews import Review
from meetings.models.rows import Row
from meetings.models.sections import Section
from meetings.models.tags import Tag

ROWS = (Section, AgendaItem, ActionItem, Review, Learning, Question, Answer, Comment)
# What stands elsewhere on the page, follows from other changes, or says only where the row belongs.
UNTOLD = {"body", "revision", "head_revision", "order", "meeting", "team", "class_note", "question", "answer", "member"}
UNTOLD |= {"typed_by", "created_at", "asked_at", "accepted_by", "endorsed_by", "removed_at", "removed_by"}
UNTOLD |= {"finalised_by", "marked_by", "review_order", "duty_reasons", "section", "level", "kind", "carried_from"}
UNTOLD |= {"source", "source_first_line", "source_last_line", "confidence", "opened_revision", "endorses", "taken_by"}
UNTOLD |= {"taken_until", "turn"}
DONE = "✓"
FOLLOWING = {"status"}  # from the answers of a question, and whom it waits for


Named = dict[type[models.Model], dict[Any, models.Model]]


class Difference(NamedTuple):
    """One field before and after, as people read it."""

    label: str
    before: str
    after: str


class Version:
    """A stored version beside the one before it; of the first one there is none. `named`: what both name, by noun."""

    def __init__(self, record: models.Model, before: models.Model | None, named: "Named") -> None:
        self.record, self.before, self.named = record, before, named
        self.is_concealed = False  # whom it names and who made it is not told to this reader

    @property
    def noun(self) -> type[models.Model]:
        return self.record.instance_type

    @property
    def at(self) -> datetime.datetime:
        return self.record.history_date

    @property
    def edge(self) -> "Edge":
        return Edge(self.at, self.noun.__name__, self.record.history_id)

    @property
    def by(self) -> Any:
        return None if self.is_concealed else self.record.history_user

    @property
    def label(self) -> str:
        return str(self.noun._meta.verbose_name).capitalize()

    @property
    def route(self) -> str:
        """The noun in names of addresses; empty for what is no row."""
        return getattr(self.noun, "route", "")

    @property
    def history_url(self) -> str:
        return reverse(f"{self.route}_history", args=[self.record.id])

    @property
    def act(self) -> str:
        """written, deleted, restored or changed."""
        if self.record.history_type == "-":
            return "deleted"
        if self.before is None:
            return "written" if self.record.history_type == "+" else "changed"
        was, is_now = (getattr(one, "removed_at", None) is not None for one in (self.before, self.record))
        if was != is_now:
            return "deleted" if is_now else "restored"
        return "changed"

    @cached_property
    def text(self) -> SafeString:
        """The text with what went and what came in it; all of the first version's."""
        return difference(getattr(self.before, "body", ""), getattr(self.record, "body", ""))

    @property
    def has_text_changed(self) -> bool:
        return getattr(self.before, "body", "") != getattr(self.record, "body", "")

    @cached_property
    def differences(self) -> list[Difference]:
        """The other fields, each before and after."""
        shown = [(field.verbose_name, *self._before_and_after(field)) for field in _told(self.noun)]
        for relation, keys in [] if self.is_concealed else _relations(self.record):
            shown.append((relation.verbose_name, *(self._names(relation, one) for one in keys)))
        return [Difference(*one) for one in shown if one[1] != one[2]]

    @property
    def tells_something(self) -> bool:
        """Whether a reader sees what was changed: not where that stands elsewhere, or was made one since."""
        return self.act != "changed" or self.has_text_changed or bool(self.differences)

    def _before_and_after(self, field: models.Field) -> tuple[str, str]:
        was, is_now = (self._shown(field, record) for record in (self.before, self.record))
        if was == is_now == DONE and getattr(self.before, field.attname) != getattr(self.record, field.attname):
            return "", is_now  # confirmed once more
        return was, is_now

    def _names(self, relation: models.ManyToManyField, keys: list[int]) -> str:
        """Each once: two tags may have become one since."""
        found = self.named[relation.related_model]
        once = {getattr(found.get(key), "pk", key): str(found.get(key, "—")) for key in keys}
        return ", ".join(sorted(once.values()))

    def _shown(self, field: models.Field, record: models.Model | None) -> str:
        value = record and getattr(record, field.attname, None)
        if value in (None, ""):
            return ""
        if isinstance(field, ForeignKey) and field.related_model is Question:
            return f"Q{value}"  # which the reader may not be allowed to read
        if isinstance(field, ForeignKey):
            return str(self.named[field.related_model].get(value, "—"))  # merged or removed since
        if isinstance(field, BooleanField):
            return "✓" if value else ""
        if isinstance(field, DateTimeField):
            return DONE  # done, accepted, endorsed, finalised: when is when it was changed
        return str(dict(field.flatchoices).get(value, value))


def _told(noun: type[models.Model]) -> list[models.Field]:
    fields = [field for field in noun._meta.concrete_fields if not field.primary_key and field.name not in UNTOLD]
    return [field for field in fields if not field.name.startswith("body_")]


def _relations(record: models.Model) -> list[tuple[models.ManyToManyField, list[list[int]]]]:
    """Those that name others since this version, each with the keys before and after."""
    return [(record.instance_type._meta.get_field(name), keys) for name, keys in getattr(record, "named", {}).items()]


def _beside(pairs: Iterable[tuple[models.Model, models.Model | None]]) -> list[Version]:
    """Versions, each with the one before it. What they name is read at once: a query a noun."""
    pairs, keys = list(pairs), defaultdict(set)
    for record in filter(None, chain.from_iterable(pairs)):
        for field in _told(record.instance_type):
            if isinstance(field, ForeignKey) and field.related_model is not Question:
                keys[field.related_model].add(getattr(record, field.attname))
        for relation, (before, after) in _relations(record):
            keys[relation.related_model].update(before, after)
    named = {noun: _standing(noun, found - {None}) for noun, found in keys.items()}
    return [Version(*pair, named) for pair in pairs]


def _standing(noun: type[models.Model], keys: set[Any]) -> dict[Any, models.Model]:
    """By key. For a tag that was merged since stands the one that it went into."""
    return Tag.objects.standing_for(keys) if noun is Tag else noun._base_manager.in_bulk(keys)


def versions(row: Row, before: int | None = None, size: int = 30) -> list[Version]:
    """Of one row, newest first; those older than the history key `before`."""
    records = row.history.select_related("history_user").order_by("-history_id")
    records = list(records.filter(history_id__lt=before)[: size + 1] if before else records[: size + 1])
    older = [*records[1:], None]
    return _beside(zip(records, older, strict=True))[:size]


class Edge(NamedTuple):
    """The last change of a page. Of changes of one moment too each has its place, though tables number them alike."""

    at: datetime.datetime
    noun: str
    key: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()},{self.noun},{self.key}"

    def older(self, noun: type[models.Model]) -> Q:
        before = Q(history_id__lt=self.key)
        if noun.__name__ > self.noun:
            before |= Q(history_id=self.key)
        return Q(history_date__lt=self.at) | (Q(history_date=self.at) & before)


def changes(meeting: Meeting, before: Edge | None = None, size: int = 40) -> list[Version]:
    """Of everything in the minutes, newest first: rows, answers, the head and who was there."""
    histories = _histories(meeting)
    if before:
        histories = {noun: records.filter(before.older(noun)) for noun, records in histories.items()}
    first, *others = [
        records.order_by()
        .annotate(noun=Value(noun.__name__, models.CharField()))
        .values_list("noun", "history_id", "history_date")
        for noun, records in histories.items()
    ]
    newest = first.union(*others, all=True).order_by("-history_date", "-history_id", "noun")[:size]
    keys = [(name, key) for name, key, _at in newest]
    found = _found(keys)
    return _beside(found[key] for key in keys)


def conceal(found: Iterable[Version], user) -> None:
    """Of questions without a name tell nobody who may not know it who wrote them, nor who settled their answers."""
    told: dict[int, list[Version]] = defaultdict(list)
    for version in found:
        if version.noun is Question:
            told[version.record.id].append(version)
        elif version.noun is Answer and not version.has_text_changed:
            told[version.record.question_id].append(version)
    nameless = Question._base_manager.filter(pk__in=told, is_anonymous=True).select_related("team")
    for question in nameless.prefetch_related("asked_by"):
        for version in [] if question.known_to(user) else told[question.pk]:
            version.is_concealed = True


def _histories(meeting: Meeting) -> dict[type[models.Model], models.QuerySet]:
    below = (Answer, Comment)
    nouns = {noun: noun.history.filter(meeting=meeting) for noun in (*ROWS, Attendance) if noun not in below}
    asked = Question.objects.filter(meeting=meeting).values("pk")
    nouns[Answer] = Answer.history.filter(question__in=asked)
    nouns[Comment] = Comment.history.filter(answer__in=Answer.objects.filter(question__in=asked).values("pk"))
    return nouns | {Meeting: Meeting.history.filter(id=meeting.pk)}


def _found(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[models.Model, models.Model | None]]:
    """The named records, each with the one before it: two queries a noun."""
    wanted = defaultdict(list)
    for name, key in keys:
        wanted[name].append(key)
    found = {}
    for noun in (*ROWS, Attendance, Meeting):
        records = list(_with_previous(noun, wanted[noun.__name__])) if wanted[noun.__name__] else []
        older = noun.history.in_bulk([record.previous_key for record in records if record.previous_key])
        for record in records:
            found[noun.__name__, record.history_id] = (record, older.get(record.previous_key))
    return found


def _with_previous(noun: type[models.Model], keys: list[int]) -> models.QuerySet:
    earlier = noun.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    own = {field.name for field in noun._meta.concrete_fields}
    related = sorted(own & {"member", "question"})
    shown = noun.history.filter(history_id__in=keys).select_related("history_user", *related)
    return shown.annotate(previous_key=Subquery(earlier.values("history_id")[:1]))


def go_back(row: Row, to: models.Model, names: Iterable[str]) -> None:
    """Let the row say what a stored version of it says, as a new version. `names`: which of its fields go back.

    What somebody else has just written stays in the history like every other version. Raises what `Row.hold` does.
    """
    fields = [field for field in row._meta.concrete_fields if field.name in names and field.name not in FOLLOWING]
    said = copy(row)
    said.body = to.body
    said.render_body()  # before the transaction, in which every other writer waits
    with transaction.atomic():
        row.restore()
        now = {field.attname: getattr(row, field.attname) for field in fields}
        row.take_text(said)
        set_again(row, {field.attname: getattr(to, field.attname) for field in fields})
        people = _named_then(row, to, names)
        if people or any(getattr(row, attname) != value for attname, value in now.items()):
            row.save(update_fields={*(field.name for field in fields), "updated_at"})
            row.set_named(**people)


def _named_then(row: Row, to: models.Model, names: Iterable[str]) -> dict[str, list[models.Model]]:
    """Whom it named at a version, where that was changed since: what the first change after it says of before."""
    then: dict[str, list[int]] = {}
    later = row.history.filter(history_id__gt=to.history_id).exclude(named={}).order_by("-history_id")
    for named in later.values_list("named", flat=True):
        then |= {relation: before for relation, (before, _after) in named.items() if relation in names}
    related = {relation: row._meta.get_field(relation).related_model for relation in then}
    found = {relation: list({*_standing(related[relation], set(keys)).values()}) for relation, keys in then.items()}
    # Where all of them are gone, as a seat that became one with another, those stay whom it names now.
    return {relation: standing for relation, standing in found.items() if standing or not then[relation]}


def set_again(row: models.Model, values: dict[str, Any]) -> None:
    """Give columns what they held once; a key of what somebody has merged or removed since is none."""
    for attname, value in values.items():
        field = row._meta.get_field(attname)
        value = field.to_python(value)
        is_gone = field.is_relation and not field.related_model._base_manager.filter(pk=value).exists()
        setattr(row, attname, None if is_gone else value)
