"""I'll take it: who is on a question for the next half hour."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.models import Question
from meetings.models.taking import Held
from meetings.templatetags.dates import clock
from meetings.views.plain_forms import is_delete
from meetings.views.rows import row_in_sight, stale, told_of_verb


@require_http_methods(["POST", "DELETE"])
def taker(request: HttpRequest, pk: int) -> HttpResponse:
    """POST takes the question for half an hour; DELETE gives it back."""
    question = row_in_sight(request, Question, pk)
    if not question.may_be_answered_by(request.user):
        raise PermissionDenied(_("You may read this. The team and its mentors answer here."))
    seat = request.user.seat_in(question.team)
    if seat is None:
        raise PermissionDenied(_("Only people with a seat in the team can take a question."))
    if not is_delete(request) and Question.objects.with_status(question.Status.ANSWERED).filter(pk=pk).exists():
        return stale(request, question, _("It has been answered meanwhile. You can still write another answer."))
    verb = question.give_back if is_delete(request) else question.take
    try:
        return told_of_verb(request, question, lambda: verb(by=seat))
    except Held as held:
        with timezone.override(question.team.cohort.zone):
            return stale(request, question, _who_has_it(held, seat))


def _who_has_it(held: Held, seat) -> str:
    told = {"person": held.by.name, "time": clock(held.until)}
    if held.by.pk == seat.pk:
        return _("You have it already, until %(time)s.") % told
    return _("%(person)s took it until %(time)s. Nothing was changed.") % told
