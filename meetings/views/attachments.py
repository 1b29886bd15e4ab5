from csp.decorators import csp
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from meetings.models import Attachment

TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@require_safe
@cache_control(private=True, max_age=300)
@csp({"default-src": ["'none'"], "sandbox": True})
def picture(request: HttpRequest, pk) -> FileResponse:
    attachment = get_object_or_404(Attachment, pk=pk)
    of_team = Attachment.objects.visible_to(request.user).filter(pk=pk)
    if not (of_team.exists() or attachment.is_shown_to(request.user)):
        raise Http404
    if not attachment.picture.storage.exists(attachment.picture.name):
        raise Http404
    suffix = attachment.picture.name.rpartition(".")[2]
    return FileResponse(
        attachment.picture.open(), filename=f"{attachment.pk}.{suffix}", content_type=TYPES[suffix], as_attachment=False
    )
