"""Questions that ask the same: linked, or made one with the answers of both. The address of each leads on."""

from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_CHAIN = 20


class NotTheSame(Exception):
    """These two can't be linked or merged; `str` of it says why."""


class Duplicable(models.Model):
    """A question that may ask what another one (`duplicate_of`) asks. Merged into it, its answers stand there."""

    merged_at = models.DateTimeField(_("merged"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_merged(self) -> bool:
        return self.merged_at is not None and self.duplicate_of_id is not None

    def original(self) -> Self:
        """What it is a duplicate of in the end; itself when it is none."""
        found = self
        for _step in range(LONGEST_CHAIN):
            if found.duplicate_of is None or found.duplicate_of.is_removed:
                break
            found = found.duplicate_of
        return found

    @transaction.atomic
    def link_to(self, other: Self) -> None:
        """Say that it asks the same as the other one."""
        original = self._hold_with(other)
        if not self.is_merged and self.duplicate_of_id != original.pk:
            self.duplicate_of = original
            self.save(update_fields=["duplicate_of"])

    @transaction.atomic
    def unlink(self) -> None:
        """Both stand by themselves again; answers that were merged come back."""
        self.hold()
        if self.is_merged:
            self._take_answers_back()
        if self.duplicate_of_id is not None:
            self.duplicate_of = self.merged_at = None
            self.save(update_fields=["duplicate_of", "merged_at"])

    @transaction.atomic
    def merge_into(self, other: Self) -> None:
        """Its answers go below those of the other one, and its address leads there. Its own text stays where it is."""
        original = self._hold_with(other)
        if original.team_id != self.team_id:
            raise NotTheSame(_("Questions of two teams can be linked; only those of one team become one."))
        if self.is_merged:
            return
        self._give_answers_to(original)
        self.duplicate_of, self.merged_at = original, timezone.now()
        self.save(update_fields=["duplicate_of", "merged_at"])
        if self.is_answered:
            original.take_answer_of([])

    def _hold_with(self, other: Self) -> Self:
        """Both, always in one order, so that nobody waits for each other. Returns what they are both duplicates of."""
        original = other.original()
        if original.pk == self.pk:
            raise NotTheSame(_("That question is already linked to this one."))
        for question in sorted((self, original), key=lambda one: (one.meeting_id or 0, one.pk)):
            question.hold()
        return original

    def _give_answers_to(self, original: Self) -> None:
        has_accepted = original.answers.alive().accepted().exists()
        for answer in self.answers.alive().order_by("order", "pk"):
            answer.merged_from, answer.question = self, original
            if has_accepted:
                answer.accepted_at = answer.accepted_by = None
            answer.put_last()
            answer.save(update_fields=["merged_from", "question", "order", "accepted_at", "accepted_by"])

    def _take_answers_back(self) -> None:
        """Also those that were given on with another merger meanwhile; what is accepted there steps back."""
        for answer in self.answers_given_on.alive():
            answer.question.hold()
            answer.merged_from, answer.question = None, self
            if self.answers.alive().accepted().exists():
                answer.accepted_at = answer.accepted_by = None
            answer.put_last()
            answer.save(update_fields=["merged_from", "question", "order", "accepted_at", "accepted_by"])
