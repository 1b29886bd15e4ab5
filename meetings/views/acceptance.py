"""Which answer settled the question."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.models import Answer
from meetings.views.plain_forms import is_delete
from meetings.views.rows import row_in_sight, told_of_verb
from meetings.views.taking_back import brought_back, told_of_taking_back


@require_http_methods(["POST", "DELETE"])
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """POST accepts the answer, and another one steps back; DELETE takes that back."""
    answer = _to_settle(request, pk)
    if is_delete(request):
        return _taken_back(request, answer)
    return told_of_verb(request, answer, lambda: answer.accept(request.user))


@require_http_methods(["POST", "DELETE"])
def acceptance_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """POST takes the acceptance back; DELETE brings it back."""
    answer = _to_settle(request, pk)
    return brought_back(request, answer, answer.accept_again) if is_delete(request) else _taken_back(request, answer)


def _taken_back(request: HttpRequest, answer: Answer) -> HttpResponse:
    answer.unaccept()
    undo = reverse("answer_acceptance_removal", args=[answer.pk])
    return told_of_taking_back(request, answer, _("The acceptance is taken back."), undo)


def _to_settle(request: HttpRequest, pk: int) -> Answer:
    answer = row_in_sight(request, Answer, pk)
    if not request.user.writes_in(answer.team):
        raise PermissionDenied(_("The team's members say which answer settled their question."))
    return answer
