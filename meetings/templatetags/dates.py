"""Days as people say them, in the reader's language and the zone that is active (the cohort's)."""

import datetime

from django import template
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

SHORT_WEEKDAYS = "월화수목금토일"
MOST_DAYS_SINCE = 60


def as_day(value: datetime.date | datetime.datetime) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def is_korean() -> bool:
    return (translation.get_language() or "").startswith("ko")


@register.filter
def day_title(value: datetime.date | None) -> str:
    """11월 19일 목요일 / Thursday 19 November; with the year when it is not this one."""
    if not value:
        return ""
    day = as_day(value)
    form = "n월 j일 l" if is_korean() else "l j F"
    if day.year != timezone.localdate().year:
        form = "Y년 " + form if is_korean() else form + " Y"
    return formats.date_format(day, form)


@register.filter
def short_day(value: datetime.date | None) -> str:
    """11월 19일 / 19 November; with the year when it is not this one."""
    if not value:
        return ""
    day = as_day(value)
    form = "n월 j일" if is_korean() else "j F"
    if day.year != timezone.localdate().year:
        form = "Y년 " + form if is_korean() else form + " Y"
    return formats.date_format(day, form)


@register.filter
def which_day(value: datetime.date | None) -> str:
    """어제, else 11월 19일."""
    if value and (timezone.localdate() - as_day(value)).days == 1:
        return _("yesterday")
    return short_day(value)


@register.filter
def weekday_day(value: datetime.date | None) -> str:
    """목 19 / Thu 19, for the days of a week."""
    if not value:
        return ""
    day = as_day(value)
    return f"{SHORT_WEEKDAYS[day.weekday()]} {day.day}" if is_korean() else formats.date_format(day, "D j")


@register.filter
def clock(value: datetime.datetime | datetime.time | None) -> str:
    """16:21, in the active zone."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.strftime("%H:%M")


@register.filter
def since_day(value: datetime.date | None, today: datetime.date | None = None) -> str:
    """How long a question has been open: 오늘, 어제, 3일째, and the date when too many days have passed.

    `today`: where a page shows several cohorts, of which each has a day of its own.
    """
    if not value:
        return ""
    days = ((today or timezone.localdate()) - as_day(value)).days
    if not 0 <= days <= MOST_DAYS_SINCE:
        return short_day(value)
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}


@register.filter
def due_day(value: datetime.date | None) -> str:
    """When something is due: 오늘, 내일, 금요일 within a week, 어제까지 when it is past, else the date."""
    if not value:
        return ""
    day = as_day(value)
    days = (day - timezone.localdate()).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("due yesterday")}
    if days in near:
        return near[days]
    if days < 0:
        return _("due %(day)s") % {"day": short_day(day)}
    return formats.date_format(day, "l") if days < 7 else short_day(day)


@register.filter
def ago(value: datetime.datetime | None) -> str:
    """How long since a moment: 방금, 12분 전, 3시간 전, 어제, 11월 19일."""
    if not value:
        return ""
    passed = timezone.now() - value
    minutes = int(passed.total_seconds() // 60)
    days = (timezone.localdate() - as_day(value)).days
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    if days == 0:
        return ngettext("%(count)d hour ago", "%(count)d hours ago", minutes // 60) % {"count": minutes // 60}
    return _("yesterday") if days == 1 else short_day(value)
