"""Which answer settled the question."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.models import Answer
from meetings.views.plain_forms import is_delete
from meetings.views.rows import row_in_sight, told_of_verb


@require_http_methods(["POST", "DELETE"])
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """POST accepts the answer, and another one steps back; DELETE takes that back."""
    answer = row_in_sight(request, Answer, pk)
    if not request.user.writes_in(answer.team):
        raise PermissionDenied(_("The team's members say which answer settled their question."))
    return told_of_verb(request, answer, answer.unaccept if is_delete(request) else lambda: answer.accept(request.user))
