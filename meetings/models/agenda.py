from typing import Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from meetings.models.carrying import Carried, CarriedQuerySet
from meetings.models.minutes import Meeting
from meetings.models.rows import Row
from meetings.models.teams import Member
from meetings.models.ticks import Tickable


class AgendaItem(Carried, Tickable, Row):
    """What to talk about, in how many minutes. What is left carries over to the next meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items", verbose_name=_("meeting"))
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("owner")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)

    objects = CarriedQuerySet.as_manager()

    route = "agenda_item"

    class Meta(Row.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")


class ActionItemQuerySet(CarriedQuerySet):
    def open(self):
        """What is still to do. What was carried over is done, or not, where it stands now."""
        return self.left_over()

    def owned_by(self, user):
        return self.filter(owners__user=user)

    def soonest_first(self):
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


class ActionItem(Carried, Tickable, Row):
    """Who does what until when."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="action_items", verbose_name=_("meeting"))
    owners = models.ManyToManyField(Member, blank=True, related_name="action_items", verbose_name=_("owners"))
    due_on = models.DateField(_("due"), null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()
    route = "action_item"

    class Meta(Row.Meta):
        verbose_name = _("action item")
        verbose_name_plural = _("action items")

    def carry_to(self, meeting: Meeting, order: int) -> Self:
        copy = super().carry_to(meeting, order)
        copy.owners.set(self.owners.all())
        return copy
