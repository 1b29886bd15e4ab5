"""Finalising minutes and opening them again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.exporters.pasting import paste
from meetings.models import Meeting
from meetings.views.plain_forms import is_delete, way_back


@require_http_methods(["POST", "DELETE"])
def finalisation(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_list(), pk=pk)
    if not meeting.may_be_finalised_by(request.user):
        raise PermissionDenied(_("Only the moderator and the team's lead finalise minutes and open them again."))
    if is_delete(request):
        meeting.reopen(by=request.user)
        messages.success(request, _("The minutes are open again."))
    else:
        meeting.finalise(by=request.user, text=lambda: paste(meeting, request.user).text)
        messages.success(request, _("The minutes are final. Questions can still be answered, and new ones asked."))
    return redirect(way_back(request, meeting.get_absolute_url()))
