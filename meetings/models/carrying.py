"""What isn't done goes on in the next meeting, as a copy that knows where it came from."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from meetings.models.minutes import Meeting, RowQuerySet
from meetings.models.rows import RENDERED_FIELDS

COPIED = {"body", "owner", "minutes", "due_on", "typed_by", *RENDERED_FIELDS}


class CarriedQuerySet(RowQuerySet):
    def left_over(self):
        """Not done and not carried on yet. A copy in minutes that were taken away again doesn't count.

        When such minutes come back, what went on elsewhere meanwhile is left over there alone.
        """
        copies = self.model._base_manager.filter(meeting__removed_at=None)
        own = copies.filter(carried_from=OuterRef("pk"))
        later = copies.filter(carried_from=OuterRef("carried_from"), meeting__held_on__gt=OuterRef("meeting__held_on"))
        return self.alive().filter(~Exists(own), ~Exists(later), done_at=None)

    def of_meetings(self, meetings: models.QuerySet):
        """In the order in which they were put down, the oldest meeting's first."""
        return self.filter(meeting__in=meetings).order_by("meeting__held_on", "meeting", "order", "pk")


class Carried(models.Model):
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", verbose_name=_("carried over from")
    )
    carried_since = models.DateField(_("carried over since"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def carry_to(self, meeting: Meeting, order: int) -> Self:
        """A copy in that meeting, by the same author. `carried_since` is the day on which the first one stood."""
        fields = {field.name: getattr(self, field.name) for field in self._meta.concrete_fields if field.name in COPIED}
        copy = type(self)(meeting=meeting, order=order, carried_from=self, **fields)
        copy.carried_since = self.carried_since or self.meeting.held_on
        copy._rendered_body = copy.body  # the same text in the same team: it is rendered
        copy.save()
        return copy
