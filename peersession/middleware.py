from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class PersonalSettingsMiddleware:
    """A signed-in person reads in the language they chose and in their cohort's time zone."""

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
            return self.get_response(request)
