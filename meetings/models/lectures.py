from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.cohorts import Cohort
from meetings.models.fields import NameField


class CourseworkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class Lecture(models.Model):
    """A numbered lecture of a cohort's course: 11강 최적화."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="lectures", verbose_name=_("cohort"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = NameField(_("title"), max_length=200, blank=True)
    week = models.PositiveSmallIntegerField(_("week"), null=True, blank=True)

    objects = CourseworkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        ordering = ["cohort", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "number"],
                name="lecture_number_once_in_cohort",
                violation_error_message=_("This cohort already has a lecture of that number."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (_("Lecture %d") % self.number, self.title)))

    def get_absolute_url(self) -> str:
        return reverse("lecture", args=[self.pk])


class Assignment(models.Model):
    """A piece of coursework that teams review: 과제 6, 선택 과제 1."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="assignments", verbose_name=_("cohort"))
    title = NameField(_("title"), max_length=200)
    week = models.PositiveSmallIntegerField(_("week"), null=True, blank=True)
    lecture = models.ForeignKey(
        Lecture, models.SET_NULL, null=True, blank=True, related_name="assignments", verbose_name=_("lecture")
    )

    objects = CourseworkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["cohort", "week", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "title"],
                name="assignment_title_once_in_cohort",
                violation_error_message=_("This cohort already has an assignment of that title."),
            )
        ]

    def __str__(self) -> str:
        return self.title
