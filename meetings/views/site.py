"""Pages about the site itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.views.plain_forms import way_back


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: remembered with the account, and in a cookie for whoever has not signed in."""
    chosen, response = request.POST.get("language", ""), _back(request)
    if chosen not in dict(settings.LANGUAGES) or not check_for_language(chosen):
        return response
    _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    if request.user.is_authenticated:
        request.user.locale = chosen
        request.user.save(update_fields=["locale"])
    return response


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light or dark on this device, whatever the device itself prefers; anything else follows the device again."""
    chosen, response = request.POST.get("theme", ""), _back(request)
    if chosen in {"light", "dark"}:
        _remember(response, "theme", chosen)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To where the form stood."""
    return HttpResponseRedirect(way_back(request, "/"))


def _remember(response: HttpResponse, name: str, value: str) -> None:
    a_year = 365 * 24 * 3600
    response.set_cookie(name, value, max_age=a_year, secure=settings.HTTPS, httponly=True, samesite="Lax")


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
