import datetime
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.constraints import CompositeForeignKey
from meetings.models.minutes import Meeting
from meetings.models.reviews import Review
from meetings.models.rows import RemovableQuerySet, Row
from meetings.models.teams import Member, Team


class LearningQuerySet(RemovableQuerySet):
    def visible_to(self, user, team=None):
        """Of one team alone, where it is named: then no other meetings are gone through, which staff see all."""
        near = {"team": team} if team else {}
        of_teams = Q(meeting=None, team__in=Team.objects.visible_to(user))
        return self.alive().filter(Q(meeting__in=Meeting.objects.visible_to(user).filter(**near)) | of_teams, **near)

    def newest_first(self):
        return self.order_by("-created_at", "-pk")

    def for_list(self):
        return self.select_related("meeting__team__cohort", "team", "review", "author").prefetch_related("learners")

    def for_edit(self):
        return self.select_related("meeting__team__cohort", "team__cohort")


class Learning(Row):
    """One thing learnt. Others who learnt it too count themselves in."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="learnings", verbose_name=_("team"))
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="learnings", verbose_name=_("meeting")
    )
    review = models.ForeignKey(
        Review, models.SET_NULL, null=True, blank=True, related_name="learnings", verbose_name=_("review")
    )
    author = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="learnings", verbose_name=_("learnt by")
    )
    learners = models.ManyToManyField(Member, blank=True, related_name="learnt_too", verbose_name=_("learnt it too"))

    objects = LearningQuerySet.as_manager()
    route = "learning"

    class Meta(Row.Meta):
        verbose_name = _("learning")
        verbose_name_plural = _("learnings")
        indexes = [models.Index(fields=["team", "-created_at", "-id"], name="learning_by_team")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="learning_not_empty", violation_error_message=_("Write what was learnt.")
            ),
            CompositeForeignKey(
                field="meeting",
                shared="team",
                name="learning_team_is_meetings",
                violation_error_message=_("The meeting belongs to another team."),
            ),
            CompositeForeignKey(
                field="author",
                shared="team",
                name="learning_author_is_member",
                violation_error_message=_("Choose somebody of the team."),
            ),
        ]

    @transaction.atomic
    def count_in(self, member: Member) -> None:
        """Somebody else learnt it too. Whoever wrote it is counted as its author."""
        self.hold()
        if member.pk != self.author_id and not self.learners.filter(pk=member.pk).exists():
            self.learners.add(member)
            self.touch()

    @transaction.atomic
    def count_out(self, member: Member) -> None:
        self.hold()
        if self.learners.filter(pk=member.pk).exists():
            self.learners.remove(member)
            self.touch()

    def siblings(self) -> LearningQuerySet:
        """What was learnt from the same review; without minutes, what the team learnt outside of them."""
        return super().siblings().filter(team=self.team_id, review=self.review_id)

    def places(self) -> LearningQuerySet:
        return super().siblings().filter(team=self.team_id)

    @transaction.atomic
    def move_after(self, other: Self | None) -> None:
        """Also below one of another review, which it then belongs to."""
        self.hold_place()
        there = self.places().filter(pk=other.pk).first() if other else None
        if there and there.review_id != self.review_id:
            self.review_id = there.review_id
            self.save(update_fields=["review"])
        super().move_after(other)

    @property
    def learners_url(self) -> str:
        return reverse("learning_learners", args=[self.pk])

    @property
    def learnt_on(self) -> datetime.date:
        """The meeting's day; without a meeting the day it was written, in the active zone."""
        return self.meeting.held_on if self.meeting else timezone.localdate(self.created_at)

    @property
    def page_url(self) -> str:
        if self.meeting_id:
            return reverse("meeting", args=[self.meeting_id])
        return reverse("team_learnings", args=[self.team.slug])
