"""What a reader may read, she may take along: pages that say what each way out is good for, and the ways out."""

import datetime
from collections.abc import Iterable

from csp.decorators import csp
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings.exporters.archive import cohort_files, meeting_files, team_files
from meetings.exporters.book import Book
from meetings.exporters.dumps import team_json, team_tables
from meetings.exporters.own import own_files
from meetings.exporters.pasting import paste
from meetings.exporters.posts import post
from meetings.exporters.snapshot import as_at_one_moment
from meetings.exporters.zips import zipped
from meetings.limits import may
from meetings.models import Cohort, Meeting, Team

SEALED = csp({"default-src": ["'none'"], "sandbox": True})
MOST_AN_HOUR = 20  # of whole teams, cohorts and people's own writing
MARKDOWN, JSON, ZIP = "text/markdown; charset=utf-8", "application/json", "application/zip"


# --- one meeting -----------------------------------------------------------------------------------------------------
@require_safe
@never_cache
def meeting_export(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    context = {"meeting": meeting, "team": meeting.team, "pasted": paste(meeting, request.user)}
    with timezone.override(meeting.team.cohort.zone):
        return render(request, "exports/meeting.html", context | {"post": post(meeting, request.user)})


@require_safe
@SEALED
def meeting_markdown(request: HttpRequest, pk: int) -> HttpResponseBase:
    meeting = _meeting(request, pk)
    return _download(paste(meeting, request.user).text.encode(), f"{_name(meeting)}.md", MARKDOWN)


@require_safe
@SEALED
def meeting_post(request: HttpRequest, pk: int) -> HttpResponseBase:
    written = post(_meeting(request, pk), request.user)
    return _download(written.text.encode(), written.name, MARKDOWN)


@require_safe
@SEALED
def meeting_archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    meeting = _meeting(request, pk)
    return _download(zipped(meeting_files(meeting, request.user)), f"{_name(meeting)}.zip", ZIP)


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related("team__cohort"), pk=pk)


def _name(meeting: Meeting) -> str:
    return f"{meeting.held_on.isoformat()}-{meeting.kind.replace('_', '-')}"


# --- a team ----------------------------------------------------------------------------------------------------------
@require_safe
def team_export(request: HttpRequest, slug: str) -> HttpResponse:
    team = _team(request, slug)
    runs_cohort = _run_by(request).filter(pk=team.cohort_id).exists()
    return render(request, "exports/team.html", {"team": team, "runs_cohort": runs_cohort})


@require_safe
@SEALED
def team_archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    team = _team(request, slug)
    return _large(request, zipped(team_files(team, request.user)), _dated(team.slug, team.cohort, "zip"), ZIP)


@require_safe
@SEALED
def team_records(request: HttpRequest, slug: str) -> HttpResponseBase:
    team = _team(request, slug)
    pieces = (piece.encode() for piece in team_json(Book(team, request.user)))
    return _large(request, pieces, _dated(team.slug, team.cohort, "json"), JSON)


@require_safe
@SEALED
def team_spreadsheets(request: HttpRequest, slug: str) -> HttpResponseBase:
    team = _team(request, slug)
    tables = zipped(team_tables(Book(team, request.user)))
    return _large(request, tables, _dated(f"{team.slug}-csv", team.cohort, "zip"), ZIP)


def _team(request: HttpRequest, slug: str) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user).select_related("cohort"), slug=slug)


def _dated(name: str, cohort: Cohort, suffix: str) -> str:
    return f"{name}-{cohort.today().isoformat()}.{suffix}"


# --- a cohort --------------------------------------------------------------------------------------------------------
@require_safe
def cohort_export(request: HttpRequest, slug: str) -> HttpResponse:
    cohort = _cohort(request, slug)
    teams = Team.objects.visible_to(request.user).filter(cohort=cohort).order_by("name")
    return render(request, "exports/cohort.html", {"cohort": cohort, "teams": teams})


@require_safe
@SEALED
def cohort_archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    cohort = _cohort(request, slug)
    return _large(request, zipped(cohort_files(cohort, request.user)), _dated(cohort.slug, cohort, "zip"), ZIP)


def _cohort(request: HttpRequest, slug: str) -> Cohort:
    return get_object_or_404(_run_by(request), slug=slug)


def _run_by(request: HttpRequest) -> QuerySet:
    """Cohorts to take along as a whole; members take their team."""
    return Cohort.objects.all() if request.user.is_superuser else Cohort.objects.run_by(request.user)


# --- one's own -------------------------------------------------------------------------------------------------------
@require_safe
def own_export(request: HttpRequest) -> HttpResponse:
    return render(request, "exports/own.html")


@require_safe
@SEALED
def own_archive(request: HttpRequest) -> HttpResponseBase:
    today: datetime.date = timezone.localdate()
    return _large(request, zipped(own_files(request.user)), f"my-writing-{today.isoformat()}.zip", ZIP)


# --- how -------------------------------------------------------------------------------------------------------------
def _large(request: HttpRequest, pieces: Iterable[bytes], name: str, content_type: str) -> HttpResponseBase:
    if not may("export", request.user.pk, MOST_AN_HOUR, 3600):
        sentence = _("You have taken a lot along in the last hour. Wait a while, then try again.")
        return HttpResponse(sentence, status=429, content_type="text/plain; charset=utf-8")
    return _download(pieces, name, content_type)


def _download(content: bytes | Iterable[bytes], name: str, content_type: str) -> HttpResponseBase:
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=content_type)
    else:
        response = StreamingHttpResponse(as_at_one_moment(content), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    add_never_cache_headers(response)
    return response
