from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.live.gathering import Gathered, gather
from meetings.models import Meeting, Question, Section
from meetings.models.opening import why_not
from meetings.views.classes import said
from meetings.views.contents import contents, set_apart
from meetings.views.head import head
from meetings.views.parts import live, parts
from meetings.views.reference_links import unlink_hidden


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return minutes_page(request, get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=pk))


def minutes_page(request: HttpRequest, meeting: Meeting, **more) -> HttpResponse:
    context = live(request, meeting)
    if "latest_of" in more or meeting.held_on == context["today"]:
        context["section"] = "today"
    with timezone.override(meeting.team.cohort.zone):
        context |= head(request, meeting)
        gathered = gather(meeting, context["known"], for_writer=context["writable"])
        _set_apart(gathered)
        unlink_hidden(request.user, ((meeting.team, row) for row in [*gathered.shown, *said(gathered[Question])]))
        context["may_ask"] = _may_ask_beside(request, meeting)
        context |= parts(gathered) | {"resources": gathered.resources, "contents": contents(gathered[Section])}
        return render(request, "minutes/detail.html", context | {"page_path": request.path} | more)


def _may_ask_beside(request: HttpRequest, meeting: Meeting) -> bool:
    """Whether final minutes lead to a new question: while the team meets there is a place for it."""
    team = meeting.team
    return meeting.is_final and request.user.writes_in(team) and not why_not(team, team.cohort.today())


def _set_apart(gathered: Gathered) -> None:
    set_apart([*gathered.reviewed, *said(gathered[Question]), *gathered[Section]])
