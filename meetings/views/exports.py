"""What a reader may read, she may take along."""

from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings.exporters.pasting import paste
from meetings.models import Meeting

SEALED = csp({"default-src": ["'none'"], "sandbox": True})


@require_safe
@never_cache
def meeting_export(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    with timezone.override(meeting.team.cohort.zone):
        pasted = paste(meeting, request.user)
        return render(request, "exports/meeting.html", {"meeting": meeting, "team": meeting.team, "pasted": pasted})


@require_safe
@SEALED
def meeting_markdown(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    return _download(paste(meeting, request.user).text, f"{_name(meeting)}.md", "text/markdown; charset=utf-8")


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related("team__cohort"), pk=pk)


def _name(meeting: Meeting) -> str:
    return f"{meeting.held_on.isoformat()}-{meeting.kind.replace('_', '-')}"


def _download(text: str, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response
