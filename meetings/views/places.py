"""The order of rows: each can be put elsewhere among those of its kind."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings.models.rows import Row
from meetings.views.plain_forms import is_key
from meetings.views.rows import row_in_hands, stale, told_of_verb

STEPS = {"up": -1, "down": 1}


@require_POST
def place(request: HttpRequest, pk: int, noun: type[Row]) -> HttpResponse:
    """`move=up|down`, or `after=` the key of the row that it goes below, empty for the top."""
    row, after = row_in_hands(request, noun, pk), request.POST.get("after")
    steps = STEPS.get(request.POST.get("move", ""))
    if steps:
        return told_of_verb(request, row, lambda: row.move_by(steps))
    above = row.places().exclude(pk=pk).filter(pk=after).first() if after and is_key(after) else None
    if not row.is_fixed and (after is None or (after and above is None)):
        return stale(request, row, _("The place where this should go is not there any more. It stays where it was."))
    return told_of_verb(request, row, lambda: row.move_after(above))
