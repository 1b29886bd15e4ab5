from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings.limits import may
from meetings.models import Team
from meetings.models.references import addresses_in
from meetings.rendering import Hint, render
from meetings.rendering.hints import Fix

LONGEST_PREVIEW = 100_000  # bytes
PREVIEWS_A_MINUTE = 30
# Of CPU. The slowest of 168 real notes takes 0.085 s without any formula remembered; what takes this long, nobody wrote
# by hand, and whoever did reads that it shows as typed.
SECONDS = 0.25


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the text will look like once saved, by the renderer that every page uses, and what its author should know.

    `team` names the team whose questions, lectures and people the text can point at.
    """
    content = request.POST.get("content", "")
    if len(content.encode(errors="replace")) > LONGEST_PREVIEW:
        return _sentence(_("The text is too long for a preview. It can still be saved."), 413)
    if not may("preview", request.user.pk, PREVIEWS_A_MINUTE, 60):
        return _sentence(_("That was many previews in a minute. Wait a little; what you write stays here."), 429)
    rendered = render(content, _addresses(request, content), seconds=SECONDS)
    return JsonResponse({"html": rendered.html, "hints": [_told(hint) for hint in rendered.warnings]})


def _addresses(request: HttpRequest, content: str) -> dict[str, str]:
    slug = request.POST.get("team", "").replace("\0", "")
    team = Team.objects.visible_to(request.user).filter(slug=slug).first()
    return addresses_in(content, team) if team else {}


def _told(hint: Hint) -> dict:
    return {"line": hint.line, "code": hint.code, "message": hint.message, "fix": hint.fix and _offered(hint.fix)}


def _offered(fix: Fix) -> dict:
    return {"first_line": fix.first_line, "last_line": fix.last_line, "text": fix.text, "label": fix.label}


def _sentence(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
