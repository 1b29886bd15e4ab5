from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Ordered(models.Model):
    """A row among others of its kind, which people put where they want it."""

    order = models.PositiveIntegerField(_("order"), default=0, db_index=False)

    class Meta:
        abstract = True

    def touch(self) -> None:
        """Its place has changed, or who is named on it: a number of the change, and no version of the text."""
        with transaction.atomic(savepoint=False):
            self.advance()
            type(self)._base_manager.filter(pk=self.pk).update(revision=self.revision)

    def siblings(self) -> models.QuerySet:
        """The rows of its kind that stand in the same place, itself among them, in their order."""
        return type(self)._default_manager.alive().filter(meeting=self.meeting).order_by("order", "pk")

    def places(self) -> models.QuerySet:
        """The rows below which it can be put."""
        return self.siblings()

    def put_last(self) -> None:
        """A new one goes below the others."""
        self.order = (self.siblings().aggregate(last=models.Max("order"))["last"] or 0) + 1

    @transaction.atomic
    def move_after(self, other: Self | None) -> None:
        """To the place below `other`, or to the top. The others get other numbers, which is no change of theirs.

        Nowhere when somebody has just deleted the other one.
        """
        self.hold_place()
        pks = list(self.siblings().values_list("pk", flat=True))
        if other and other.pk not in pks:
            return
        pks.remove(self.pk)
        pks.insert(pks.index(other.pk) + 1 if other else 0, self.pk)
        places = {pk: place for place, pk in enumerate(pks, start=1)}
        numbers = models.Case(*(models.When(pk=pk, then=place) for pk, place in places.items()))
        type(self)._base_manager.filter(pk__in=places).update(order=numbers)
        self.order = places[self.pk]
        self.touch()

    @transaction.atomic
    def move_by(self, steps: int) -> None:
        """So many places down, or up when negative; not beyond the ends."""
        self.hold_place()
        rows = list(self.siblings())
        place = min(max(rows.index(self) + steps, 0), len(rows) - 1)
        rows.remove(self)
        self.move_after(rows[place - 1] if place else None)
