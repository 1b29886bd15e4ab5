"""Who learnt it too."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.models import Learning
from meetings.views.plain_forms import is_delete
from meetings.views.rows import row_in_hands, told_of_verb


@require_http_methods(["POST", "DELETE"])
def learners(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts the reader in or out. Staff without a seat have learnt it somewhere else."""
    learning = row_in_hands(request, Learning, pk)
    seat = request.user.seat_in(learning.team)
    if seat is None:
        raise PermissionDenied(_("Only people with a seat in the team can be counted here."))
    verb = learning.count_out if is_delete(request) else learning.count_in
    return told_of_verb(request, learning, lambda: verb(seat))
