"""What was changed by whom: of one row, with the way back, and of everything in the minutes."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings.exporters.pasting import nameless
from meetings.forms.texts import TextForm
from meetings.models import Meeting
from meetings.models.rows import as_rendered
from meetings.models.versions import Edge, Version, changes, conceal, go_back, versions
from meetings.templatetags.dates import clock, short_day
from meetings.templatetags.months import falls_on
from meetings.views.plain_forms import is_key, way_back
from meetings.views.rows import page_of, row_in_hands, row_in_sight

VERSIONS, CHANGES = 30, 40


@require_safe
def row_history(request: HttpRequest, pk: int, form_class: type[TextForm]) -> HttpResponse:
    row = row_in_sight(request, form_class.Meta.model, pk)
    before = request.GET.get("before", "")
    found = versions(row, int(before) if is_key(before) else None, VERSIONS + 1)
    conceal(found, request.user)
    with timezone.override(row.team.cohort.zone):
        context = {"versions": _telling(found[:VERSIONS]), "is_first": not before, **page_of(row, request)}
        context["may_restore"] = not row.is_closed and row.is_in_hands_of(request.user)
        context["older"] = found[VERSIONS - 1].record.history_id if len(found) > VERSIONS else None
        return render(request, "histories/row.html", context)


def _telling(found: list[Version]) -> list[Version]:
    return [version for version in found if version.tells_something]


@require_POST
def row_return(request: HttpRequest, pk: int, version: int, form_class: type[TextForm]) -> HttpResponse:
    """Back to what a version says, which makes a new one."""
    row = row_in_hands(request, form_class.Meta.model, pk)
    record = get_object_or_404(row.history.exclude(history_type="-"), history_id=version)
    go_back(row, record, form_class.changeable_by(request.user, row))
    with timezone.override(row.team.cohort.zone):
        messages.success(request, _said_again(record.history_date))
    return redirect(way_back(request, row.get_absolute_url()))


def _said_again(then: datetime.datetime) -> str:
    if falls_on(then, timezone.localdate()):
        return _("It says again what it said at %(time)s.") % {"time": clock(then)}
    return _("It says again what it said on %(day)s at %(time)s.") % {"day": short_day(then), "time": clock(then)}


@require_safe
def meeting_history(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=pk)
    before = _edge(request.GET.get("before", ""))
    found = changes(meeting, before, CHANGES + 1)
    conceal(found, request.user)
    with timezone.override(meeting.team.cohort.zone):
        context = {"meeting": meeting, "team": meeting.team, "is_first": before is None}
        context["versions"] = _telling(found[:CHANGES])
        context["older"] = str(found[CHANGES - 1].edge) if len(found) > CHANGES else None
        context["finalisations"] = meeting.finalisations.select_related("finalised_by", "reopened_by")
        return render(request, "histories/meeting.html", context)


@require_safe
def finalisation_text(request: HttpRequest, pk: int, finalisation: int) -> HttpResponse:
    """The minutes as they were when somebody finalised them."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=pk)
    frozen = get_object_or_404(meeting.finalisations.select_related("finalised_by"), pk=finalisation)
    with timezone.override(meeting.team.cohort.zone):
        context = {
            "meeting": meeting,
            "team": meeting.team,
            "frozen": frozen,
            "html": as_rendered(nameless(frozen.text), seconds=2),
        }
        return render(request, "histories/finalisation.html", context)


def _edge(text: str) -> Edge | None:
    """As `Edge` writes itself; the newest is shown to whatever else."""
    moment, _comma, rest = text.partition(",")
    noun, _comma, key = rest.partition(",")
    try:
        at = parse_datetime(moment)
        at = at.astimezone(datetime.UTC) if at and timezone.is_aware(at) else None
    except (ValueError, OverflowError):
        return None
    return Edge(at, noun, int(key)) if at and is_key(key) else None
