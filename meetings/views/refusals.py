"""What the site answers when a request can't be read at all."""

from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, page_not_found, permission_denied

from meetings.models import Meeting
from meetings.templatetags.dates import clock, short_day
from meetings.templatetags.months import falls_on
from meetings.views.plain_forms import way_back
from meetings.views.replies import sentence, wants_json

LONGEST_GIVEN_BACK = 8 * 1024 * 1024  # bytes of a request
MOST_FIELDS = 2000


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The handler of 400. A request that is too long gets 413, and the texts in it back."""
    if not isinstance(exception, RequestDataTooBig):
        return bad_request(request, exception)
    if wants_json(request):
        return sentence(_("One text can have 200 kB. Nothing was changed; divide it into several."), 413)
    texts = _texts(request) if getattr(request, "user", None) and request.user.is_authenticated else []
    return render(request, "413.html", {"texts": texts}, status=413)


def signed_out(request: HttpRequest) -> JsonResponse:
    """To a script, which would take the page to sign in for an answer."""
    told = _("You were signed out after a long break. Sign in again, and you can go on with what you wrote.")
    return sentence(told, 401, sign_in=resolve_url(settings.LOGIN_URL))


def not_sent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this session's: opened before its reader signed in anew."""
    if not wants_json(request):
        return csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return signed_out(request)
    return sentence(_("You signed in anew since this page was opened. It is sent again."), 403, reason="csrf")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not wants_json(request):
        return permission_denied(request, exception)
    told = _("You may read this, but not change it. If you should, ask your team's lead or the course's staff.")
    return sentence(str(exception) or told, 403, reason="right")


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not wants_json(request):
        return page_not_found(request, exception)
    return sentence(_("What you look for is not there, or not yours to see. What you wrote stays here."), 404)


def closed(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Part of final minutes: says who finalised them, how they are opened again, and keeps what was typed."""
    with timezone.override(meeting.team.cohort.zone):
        if wants_json(request):
            return sentence(_who_finalised(meeting), 403, reason="final")
        back = way_back(request, meeting.get_absolute_url())
        context = {
            "meeting": meeting,
            "today": meeting.team.cohort.today(),
            "may_open": meeting.may_be_finalised_by(request.user),
            "back": back,
            "again": request.path if request.method == "GET" or "body" in request.POST else back,
        }
        return render(request, "rows/closed.html", context, status=403)


def _who_finalised(meeting: Meeting) -> str:
    """By the clock on the day of the meeting; later the day says more."""
    if meeting.finalised_by is None:
        return _("These minutes are final. To change them, open them again.")
    told = {"person": meeting.finalised_by.get_full_name()}
    if falls_on(meeting.finalised_at, meeting.held_on):
        told["time"] = clock(meeting.finalised_at)
        return _("%(person)s finalised these minutes at %(time)s. To change them, open them again.") % told
    told["day"] = short_day(meeting.finalised_at)
    return _("%(person)s finalised these minutes on %(day)s. To change them, open them again.") % told


def _texts(request: HttpRequest) -> list[str]:
    """The texts of a form that was too long to be read, as far as they can be shown: whoever typed them wants them."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.content_type != "application/x-www-form-urlencoded" or int(length) > LONGEST_GIVEN_BACK:
        return []
    try:
        fields = parse_qsl(request.read().decode("ascii", "replace"), errors="replace", max_num_fields=MOST_FIELDS)
    except (OSError, ValueError):  # it broke off, or has too many fields
        return []
    return [text for name, text in fields if name.endswith("body") and not name.startswith("initial-")]
