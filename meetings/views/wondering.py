"""We asked this too."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.models import Question
from meetings.views.plain_forms import is_delete
from meetings.views.rows import row_in_sight, told_of_verb


@require_http_methods(["POST", "DELETE"])
def askers(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts the reader in or out: people of the team, and of other teams of the cohort that can read the question."""
    question = row_in_sight(request, Question, pk)
    seat = request.user.asking_seat_for(question.team)
    if seat is None:
        raise PermissionDenied(_("Only people who take part in a team of this course can be counted here."))
    verb = question.count_out if is_delete(request) else question.count_in
    return told_of_verb(request, question, lambda: verb(seat))
