"""Months in words, and whether a moment falls on a day, in the zone that is active (the cohort's)."""

import datetime

from django import template
from django.utils import formats, timezone

from meetings.templatetags.dates import SHORT_WEEKDAYS, as_day, is_korean

register = template.Library()


@register.filter
def month_title(day: datetime.date) -> str:
    """11월 / November; with the year when it is not this one."""
    if day.year == timezone.localdate().year:
        return formats.date_format(day, "F")
    return formats.date_format(day, "Y년 n월" if is_korean() else "F Y")


@register.filter
def short_weekday(day: datetime.date) -> str:
    """월 / Mon."""
    return SHORT_WEEKDAYS[day.weekday()] if is_korean() else formats.date_format(day, "D")


@register.filter
def falls_on(moment: datetime.datetime, day: datetime.date) -> bool:
    return timezone.localdate(moment) == day


@register.filter
def days_open(value: datetime.date) -> int:
    return (timezone.localdate() - as_day(value)).days


@register.filter
def week_in(day: datetime.date, cohort) -> int | None:
    return cohort.week_of(day)


@register.filter
def day_in(day: datetime.date, cohort) -> int | None:
    return cohort.day_number(day)
