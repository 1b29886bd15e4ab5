from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from meetings.models.minutes import Meeting, RowQuerySet
from meetings.models.rows import Row
from meetings.models.teams import Member


class AgendaItem(Row):
    """What to talk about, in how many minutes. What is left carries over to the next meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items", verbose_name=_("meeting"))
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("owner")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", verbose_name=_("carried over from")
    )

    objects = RowQuerySet.as_manager()

    route = "agenda_item"

    class Meta(Row.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


class ActionItemQuerySet(RowQuerySet):
    def open(self):
        """What is still to do. What was carried over is done, or not, where it stands now."""
        return self.filter(done_at=None, carried_to=None)

    def owned_by(self, user):
        return self.filter(owners__user=user)

    def soonest_first(self):
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


class ActionItem(Row):
    """Who does what until when."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="action_items", verbose_name=_("meeting"))
    owners = models.ManyToManyField(Member, blank=True, related_name="action_items", verbose_name=_("owners"))
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", verbose_name=_("carried over from")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()
    route = "action_item"

    class Meta(Row.Meta):
        verbose_name = _("action item")
        verbose_name_plural = _("action items")

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
