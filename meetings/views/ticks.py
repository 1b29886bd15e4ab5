"""What is done and what is not."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from meetings.models.ticks import Tickable
from meetings.views.plain_forms import is_delete
from meetings.views.rows import row_in_hands, told_of_verb


@require_http_methods(["POST", "DELETE"])
def done(request: HttpRequest, pk: int, noun: type[Tickable]) -> HttpResponse:
    row = row_in_hands(request, noun, pk)
    return told_of_verb(request, row, row.untick if is_delete(request) else row.tick)
