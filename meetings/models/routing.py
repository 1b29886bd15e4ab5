"""Where an open question is brought to: the team's mentoring or a class, in an order, ticked off while it is asked."""

from collections.abc import Sequence

from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.classes import MasterClass


class RoutedQuerySet(models.QuerySet):
    def in_line(self):
        """As people put them; what nobody has put anywhere by how many asked it, then by age."""
        links = self.model.asked_too.through.objects.filter(question=OuterRef("pk")).order_by().values("question")
        votes = Coalesce(Subquery(links.values(count=Count("pk"))), 0)
        return self.annotate(votes=votes).order_by(F("turn").asc(nulls_last=True), "-votes", "asked_at", "pk")


class Routed(models.Model):
    for_class = models.ForeignKey(
        MasterClass,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions_brought",
        verbose_name=_("brought to class"),
    )
    turn = models.PositiveIntegerField(_("place in the line"), null=True, blank=True, editable=False)
    raised_at = models.DateTimeField(_("brought up at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def bring_up(self) -> None:
        """It is being asked, or has been: the answer may come later. Since the first one who said so."""
        self._set_raised(timezone.now())

    def take_down(self) -> None:
        self._set_raised(None)

    @transaction.atomic
    def _set_raised(self, at) -> None:
        self.hold()
        if (self.raised_at is None) != (at is None):
            self.raised_at = at
            self.save(update_fields=["raised_at"])

    @transaction.atomic
    def move_in_line(self, steps: int, line: Sequence[int]) -> None:
        """So many places down in a line of keys, or up when negative; not beyond its ends. No version of the text."""
        self.hold()
        keys = [pk for pk in line if pk != self.pk]
        place = min(max(line.index(self.pk) + steps, 0), len(keys)) if self.pk in line else len(keys)
        keys.insert(place, self.pk)
        turns = models.Case(*(models.When(pk=pk, then=turn) for turn, pk in enumerate(keys, start=1)))
        type(self)._base_manager.filter(pk__in=keys).update(turn=turns)
        self.turn = place + 1
