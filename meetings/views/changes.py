from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from meetings.models import Meeting


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new in minutes since a revision, and who is here. 204 when nothing is."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=pk)
    since = request.GET.get("since", "")
    if since.isdecimal() and int(since) >= meeting.revision:
        return HttpResponse(status=204)
    return JsonResponse({"revision": meeting.revision, "reload": True})
