"""Whether a question is open, answered, or left to somebody: nothing closes by itself."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from meetings.models.classes import MasterClass
from meetings.models.teams import Member


class Decided(Exception):
    """Somebody has decided something else of the question meanwhile."""


class Standing(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def take_answer_of(self, people: Iterable[Member]) -> None:
        """Now that they answered, it is answered, unless it waits for somebody else. Opening it again is an edit."""
        self.hold()
        waits_for = self.deferred_to_id if self.status == self.Status.DEFERRED else None
        if self.status != self.Status.ANSWERED and (waits_for is None or waits_for in {person.pk for person in people}):
            self.settle()

    def settle(self) -> None:
        """It is answered, under its lock. Where it stood like that before, that is no version of it."""
        columns = [self._meta.get_field(name).attname for name in ("status", *self.STANDING)]
        before = [getattr(self, column) for column in columns]
        self.stand(self.Status.ANSWERED)
        if before != [getattr(self, column) for column in columns]:
            self._save_standing()

    @transaction.atomic
    def defer(
        self,
        to: Member | None = None,
        audience: str | None = None,
        for_class: MasterClass | None = None,
        instead_of: str = "",
    ) -> None:
        """Let it wait for a person, for a kind of person, or for a class. Raises Decided as `reopen` does."""
        self.hold()
        before = self.stance
        self.audience = audience or self.audience
        self.stand(self.Status.DEFERRED, deferred_to=to, for_class=for_class)
        self._keep_standing(before, instead_of)

    @transaction.atomic
    def reopen(self, instead_of: str = "") -> None:
        """Nobody is waited for any more: it is back with the team.

        Raises Decided where it doesn't stand any more as `instead_of` says, its `stance` when a page was opened.
        """
        self.hold()
        before = self.stance
        self.stand(self.Status.OPEN)
        self._keep_standing(before, instead_of)

    @property
    def stance(self) -> str:
        """What people decide of it, to be compared alone."""
        return f"{self.status}-{self.audience}-{self.deferred_to_id or 0}-{self.for_class_id or 0}"

    @property
    def stance_in_words(self) -> str:
        """Whom it waits for; else its status."""
        if self.status != self.Status.DEFERRED:
            return self.get_status_display()
        return str(self.for_class or self.deferred_to or self.get_audience_display())

    # What belongs to how it stands, and is over with that: nobody is on it any more, nor has it a place in a line.
    STANDING = ("deferred_to", "for_class", "turn", "raised_at", "taken_by", "taken_until")

    def stand(self, status: str, **standing: Any) -> None:
        """How it stands from now on. What was answered still tells in which class."""
        kept = {"for_class": self.for_class} if status == self.Status.ANSWERED else {}
        self.status = status
        for name, value in (dict.fromkeys(self.STANDING) | kept | standing).items():
            setattr(self, name, value)

    def _keep_standing(self, before: str, instead_of: str) -> None:
        if instead_of in ("", before):
            self._save_standing()
        elif self.stance != before:
            raise Decided

    def _save_standing(self) -> None:
        self.save(update_fields=["status", "audience", *self.STANDING])
