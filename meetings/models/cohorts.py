import datetime
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import NameField


def validate_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone. Write one like Asia/Seoul."), params={"name": name})


class CohortQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_superuser:
            return self
        return self.filter(Q(pk__in=user.cohort_ids) | Q(pk__in=self.run_by(user).values("pk")))

    def run_by(self, user):
        """Cohorts that the person is staff of."""
        return self.model.objects.filter(staff=user.pk)


class Cohort(models.Model):
    """One run of a course. Its first day gives day and week numbers, its zone says what day it is."""

    name = NameField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True, allow_unicode=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Seoul", validators=[validate_zone])
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="cohorts_run", verbose_name=_("staff")
    )

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cohort_ends_after_start",
                violation_error_message=_("The last day can't be before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self) -> datetime.date:
        return timezone.localdate(timezone=self.zone)

    def week_of(self, day: datetime.date) -> int | None:
        """1 for the calendar week of the first day (weeks begin on Monday); None outside the cohort."""
        if not self.starts_on <= day <= self.ends_on:
            return None
        return (_monday(day) - _monday(self.starts_on)).days // 7 + 1

    def days_of_week(self, week: int) -> tuple[datetime.date, datetime.date] | None:
        """The Monday of that week and the one after it; None where the cohort has no such week."""
        if not 1 <= week <= (self.week_of(self.ends_on) or 0):
            return None
        monday = _monday(self.starts_on) + datetime.timedelta(weeks=week - 1)
        return monday, monday + datetime.timedelta(weeks=1)

    def day_number(self, day: datetime.date) -> int | None:
        """Which weekday since the first day, 1 for that day itself; None on weekends and outside the cohort."""
        if not self.starts_on <= day <= self.ends_on or day.weekday() > 4:
            return None
        return _weekdays_before(day) - _weekdays_before(self.starts_on) + 1


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _weekdays_before(day: datetime.date) -> int:
    """Weekdays from Monday of year 1 (0001-01-01 was a Monday) up to the day before."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return weeks * 5 + min(weekday, 5)
