"""What the site answers when a request can't be read at all."""

from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request

LONGEST_GIVEN_BACK = 8 * 1024 * 1024  # bytes of a request
MOST_FIELDS = 2000


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The handler of 400. A request that is too long gets 413, and the texts in it back."""
    if not isinstance(exception, RequestDataTooBig):
        return bad_request(request, exception)
    texts = _texts(request) if getattr(request, "user", None) and request.user.is_authenticated else []
    return render(request, "413.html", {"texts": texts}, status=413)


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
