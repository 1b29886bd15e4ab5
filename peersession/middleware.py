from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control


class ReadableRequestMiddleware:
    """Refuses what no browser sends and no page can look up: PostgreSQL knows no NUL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds a NUL.")
        return self.get_response(request)


class EndedSessionMiddleware(SessionMiddleware):
    """Takes the cookie away from nobody but who signs out: Django also does it where a session had ended before.

    That answer may come late, when its reader has signed in again in another tab and has a new cookie of that name.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not request.session.modified:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return super().process_response(request, response)


class SignedInMiddleware(LoginRequiredMiddleware):
    """Leads to the page to sign in; a script is told, since it would take that page for its answer."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        from meetings.views.refusals import signed_out
        from meetings.views.replies import wants_json

        return signed_out(request) if wants_json(request) else super().handle_no_permission(request, view_func)


class MeanwhileMiddleware:
    """Answers whoever wrote while somebody finalised the minutes, or deleted what was written on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        from meetings.models.revisions import Final, Gone
        from meetings.views.refusals import closed, missing

        if isinstance(exception, Final):
            return closed(request, exception.meeting)
        return missing(request, exception) if isinstance(exception, Gone) else None


class PersonalSettingsMiddleware:
    """A signed-in person reads in the language they chose, in their cohort's time zone, and leaves nothing behind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        if request.user.locale:
            translation.activate(request.user.locale)
            request.LANGUAGE_CODE = translation.get_language()
        seat = request.user.seat
        with timezone.override(seat.team.cohort.zone if seat else None):
            response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            # Nobody finds the pages of who sat there before by going back after they signed out.
            patch_cache_control(response, private=True, no_store=True)
        return response
