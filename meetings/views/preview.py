from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings.rendering import render

LONGEST_PREVIEW = 100_000  # bytes
PREVIEWS_A_MINUTE = 30


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the text will look like once saved, by the renderer that every page uses."""
    content = request.POST.get("content", "")
    if len(content.encode()) > LONGEST_PREVIEW:
        return _sentence(_("The text is too long for a preview. It can still be saved."), 413)
    if not _may_preview(request.user.pk):
        return _sentence(_("That was many previews in a minute. Wait a little; what you write stays here."), 429)
    return HttpResponse(render(content).html)


def _sentence(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _may_preview(user_pk: int) -> bool:
    """Count this preview. The count starts anew a minute after the first."""
    key = f"previews:{user_pk}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) <= PREVIEWS_A_MINUTE
    except ValueError:  # it expired between the two calls
        return True
