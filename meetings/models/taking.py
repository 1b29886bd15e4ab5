"""Somebody takes it on for a while, so that nobody else does the same."""

import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.teams import Member


class Held(Exception):
    """Somebody has it already: `by`, until `until`."""

    def __init__(self, by: Member, until: datetime.datetime) -> None:
        super().__init__(by, until)
        self.by, self.until = by, until


class Takeable(models.Model):
    """Taken by one person for half an hour. It lapses by itself: what is past is nobody's, and nothing has to run."""

    HALF_AN_HOUR = datetime.timedelta(minutes=30)

    taken_by = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="taken_%(class)ss",
        verbose_name=_("taken by"),
    )
    taken_until = models.DateTimeField(_("taken until"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_taken(self) -> bool:
        return bool(self.taken_by_id and self.taken_until and self.taken_until > timezone.now())

    @transaction.atomic
    def take(self, by: Member) -> None:
        """Raises Held where somebody has it, be it the same person."""
        self.hold()
        if self.is_taken:
            raise Held(self.taken_by, self.taken_until)
        self._keep_taker(by, timezone.now() + self.HALF_AN_HOUR)

    @transaction.atomic
    def give_back(self, by: Member) -> None:
        """Raises Held where it is somebody else's."""
        self.hold()
        if self.is_taken and self.taken_by_id != by.pk:
            raise Held(self.taken_by, self.taken_until)
        if self.taken_by_id is not None:
            self._keep_taker(None, None)

    def _keep_taker(self, by: Member | None, until: datetime.datetime | None) -> None:
        """Who is on it for a while is no version of what it says."""
        self.taken_by, self.taken_until = by, until
        type(self)._base_manager.filter(pk=self.pk).update(taken_by=by, taken_until=until)
        self.touch()
