"""Questions that ask the same: linked, or made one.

Nothing moves: answers, comments and follow-ups stay with the question they were written on, its minutes, its readers
and its acceptance. The page of the original shows them as well, to whoever may read that question.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Self

from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.json_rows import JsonArray
from meetings.models.search import SearchDocument

# Of a question and of what it stands in.
REMOVED = ("removed_at", "meeting__removed_at", "class_note__removed_at", "class_note__master_class__removed_at")


class NotTheSame(Exception):
    """These two can't be linked or merged; `str` of it says why."""


def merged(way: str = "") -> Q:
    """Part of another question, as long as that one and what it stands in are there: else it stands by itself.

    `way` leads to the question from where it is asked.
    """
    return Q(**{f"{way}merged_at__isnull": False}, **{f"{way}duplicate_of__{name}": None for name in REMOVED})


def parts_there(way: str = "") -> Q:
    """What counts with the question that it was merged into: as long as it and what it stands in are there."""
    return Q(**{f"{way}merged_at__isnull": False}, **{f"{way}{name}": None for name in REMOVED})


def answered_below(noun: type[models.Model]) -> Q:
    """Open, and answered where it was asked again: shown as answered while the two are one. Neither is rewritten.

    What was left to somebody still waits for them.
    """
    parts = noun._base_manager.filter(parts_there(), duplicate_of=OuterRef("pk"))
    return Q(status=noun.Status.OPEN) & Q(Exists(parts.filter(status=noun.Status.ANSWERED)))


def state_of(noun: type[models.Model]) -> Case:
    """Its status, as `is_answered` says it."""
    return Case(When(answered_below(noun), then=Value(noun.Status.ANSWERED)), default="status")


def originals_of(noun: type[models.Model]) -> Prefetch:
    """So that `is_merged` asks nothing more. Of rows that repeat nothing it asks nothing either."""
    places = noun._base_manager.select_related("meeting", "class_note__master_class")
    return Prefetch("duplicate_of", places.only(*REMOVED))


def set_apart(collector, field: models.ForeignKey, parts, using: str) -> None:
    """What was part of something that is deleted for good stands by itself again."""
    model = field.model
    found = SearchDocument.objects.using(using).filter(question__in=parts)
    collector.add_field_update(SearchDocument._meta.get_field("shown"), F("question"), found)
    collector.add_field_update(model._meta.get_field("merged_at"), None, parts)  # first, or the constraint objects
    collector.add_field_update(field, None, parts)


set_apart.lazy_sub_objs = True  # as Django's own SET_NULL


class DuplicableQuerySet(models.QuerySet):
    def unmerged(self):
        """Each question once: what was merged into another one is found there."""
        return self.exclude(merged())

    def settled(self):
        """Of these nothing is open: they have an answer, or are part of another question."""
        return self.filter(Q(status=self.model.Status.ANSWERED) | merged() | answered_below(self.model))

    def with_status(self, status: str):
        """As `is_answered` and the lists say it."""
        of, below = self.model.Status, answered_below(self.model)
        if status == of.ANSWERED:
            return self.filter(Q(status=status) | below)
        return self.filter(status=status).exclude(below) if status == of.OPEN else self.filter(status=status)

    def with_state(self):
        """So that `is_answered` knows of what was merged into it."""
        return self.annotate(is_answered_below=answered_below(self.model))

    def with_part_keys(self):
        """So that `prefetch_threads` reads what was merged into it as well, in the same query."""
        parts = self.model._base_manager.filter(parts_there(), duplicate_of=OuterRef("pk"))
        parts = parts.order_by().values("duplicate_of")
        return self.annotate(part_keys=Subquery(parts.values(keys=JsonArray("pk"))))

    def thread_of(self, pk: int):
        """The question and what is tied to it: its follow-ups, with those of what was merged into it; its duplicates;
        what it follows up on or repeats.
        """
        known = self.model._base_manager
        merged = known.filter(parts_there(), duplicate_of=pk).values("pk")
        of_one = ("pk", "duplicates", "follow_ups", "duplicate_of", "parent")
        ways = [*({name: pk} for name in of_one), {"parent__in": merged}]
        # Each way by its own index: where they are joined by OR, PostgreSQL reads all questions there are.
        first, *others = (known.filter(**way).order_by().values("pk") for way in ways)
        return self.filter(pk__found_in=first.union(*others))

    def with_originals(self):
        return self.prefetch_related(originals_of(self.model))


class Duplicable(models.Model):
    """A question that may ask what another one (`duplicate_of`) asks. Merged into it, it is read there.

    What is part of another question has no parts itself: a page shows all there is by looking one step deep.
    """

    merged_at = models.DateTimeField(_("merged"), null=True, blank=True, editable=False)
    is_answered_below = False
    part_keys: list[int] | None = None
    parts: Sequence[Self] = ()  # what was merged into it and the reader may read, where a page has read that

    class Meta:
        abstract = True

    @property
    def is_merged(self) -> bool:
        return self.merged_at is not None and self.duplicate_of.is_there

    @property
    def answers_together(self) -> list[models.Model]:
        """With those of its parts, as far as they were read; what was accepted comes first."""
        answers = [answer for one in (self, *self.parts) for answer in one.answers.all()]
        return sorted(answers, key=lambda answer: not answer.is_accepted)

    @property
    def is_there(self) -> bool:
        """Neither removed nor in something that was."""
        held = self.class_note and self.class_note.master_class
        return not any(one and one.is_removed for one in (self, self.meeting, self.class_note, held))

    @property
    def readers(self) -> frozenset[tuple[str, int]]:
        """Who may read it: the cohort of its class, or its team and those that the team met with."""
        if self.class_note:
            return frozenset({("cohort", self.class_note.master_class.cohort_id)})
        guests = self.meeting.other_teams.values_list("pk", flat=True) if self.meeting else ()
        return frozenset(("team", pk) for pk in (self.team_id, *guests))

    def why_not_part_of(self, other: Self) -> str:
        """A sentence; empty where nothing speaks against making them one."""
        if other.team_id != self.team_id:
            return _("Questions of two teams can be linked; only those of one team become one.")
        if other.pk == self.parent_id or self.pk == other.parent_id:
            return _("One follows up on the other, so it asks something else. They can be linked.")
        if other.readers != self.readers:
            return _(
                "Not the same people read these two: one stands in a class note, or in minutes of several teams. "
                "They can be linked."
            )
        if self.duplicates.filter(merged_at__isnull=False).exists():
            return _(
                "Other questions are part of this one. Set them apart first, or make the other one part of this one."
            )
        return ""

    def may_be_part_of(self, other: Self) -> bool:
        return other.merged_at is None and not self.why_not_part_of(other)

    def is_one_with(self, other: Self) -> bool:
        parts = (self, other), (other, self)
        return any(part.merged_at and part.duplicate_of_id == whole.pk for part, whole in parts)

    @transaction.atomic
    def link_to(self, other: Self) -> None:
        """Say that it asks the same as the other one."""
        self._hold_with(other)
        if self.duplicate_of_id == other.pk:
            raise NotTheSame(_("They are linked already."))
        self.duplicate_of = other
        self.save(update_fields=["duplicate_of"])

    @transaction.atomic
    def merge_into(self, other: Self) -> None:
        """Its address leads to the other one, whose page shows what was written on both."""
        self._hold_with(other)
        if reason := self.why_not_part_of(other):
            raise NotTheSame(reason)
        self.duplicate_of, self.merged_at = other, timezone.now()
        self.save(update_fields=["duplicate_of", "merged_at"])
        other.touch()  # which may look answered now

    @transaction.atomic
    def unlink(self) -> None:
        """Both stand by themselves again. Nothing, where somebody has set them apart meanwhile."""
        original, was_merged = self.duplicate_of, self.is_merged
        _hold([self, original] if was_merged else [self])
        if original is None or self.duplicate_of_id != original.pk:
            return
        self.duplicate_of = self.merged_at = None
        self.save(update_fields=["duplicate_of", "merged_at"])
        if was_merged:
            original.touch()  # which may not look answered any more

    def _hold_with(self, other: Self) -> None:
        """Both; what is decided is decided of these."""
        _hold([self, other])
        for one in (self, other):
            if one.merged_at is not None:
                told = {"number": one.pk, "original": one.duplicate_of_id}
                said = _("Question %(number)s is part of question %(original)s already. Set them apart first.")
                raise NotTheSame(said % told)
        if self.pk == other.pk or self.pk in _followed(other.pk, self._original_of):
            raise NotTheSame(_("That question is already linked to this one."))

    def _original_of(self, pk: int) -> int | None:
        return type(self)._base_manager.filter(pk=pk).values_list("duplicate_of", flat=True).first()


def _hold(questions: Iterable[Duplicable]) -> None:
    """Always in one order, so that nobody waits for each other."""
    for question in sorted(questions, key=lambda one: (one.meeting_id or 0, one.pk)):
        question.hold()


def _followed(pk: int, step: Callable[[int], int | None]) -> set[int]:
    """All that is reached from there; a circle ends where it begins."""
    found: set[int] = set()
    while (pk := step(pk)) is not None and pk not in found:
        found.add(pk)
    return found
