from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import NameField
from meetings.models.lectures import Assignment, Lecture
from meetings.models.minutes import Meeting, RowQuerySet
from meetings.models.rows import Row
from meetings.models.teams import Member


class Review(Row):
    """One thing that the team looked through together. Its text is the feedback."""

    class Subject(models.TextChoices):
        ASSIGNMENT = "assignment", _("assignment")
        LECTURE = "lecture", _("lecture")
        PAPER = "paper", _("paper")
        ALGORITHM = "algorithm", _("algorithm")
        POST = "post", _("post")
        OTHER = "other", _("something else")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="reviews", verbose_name=_("meeting"))
    subject = models.CharField(_("subject"), max_length=10, choices=Subject, default=Subject.ASSIGNMENT)
    title = NameField(_("title"), max_length=300)
    presenters = models.ManyToManyField(Member, blank=True, related_name="reviews", verbose_name=_("presenters"))
    assignment = models.ForeignKey(
        Assignment, models.SET_NULL, null=True, blank=True, related_name="reviews", verbose_name=_("assignment")
    )
    lecture = models.ForeignKey(
        Lecture, models.SET_NULL, null=True, blank=True, related_name="reviews", verbose_name=_("lecture")
    )

    objects = RowQuerySet.as_manager()
    route = "review"

    class Meta(Row.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return self.title
