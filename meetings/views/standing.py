"""How a question stands: whom it waits for, and that it is open again. Nothing closes by itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.forms.focus import focus
from meetings.forms.questions import DeferralForm
from meetings.models import Question
from meetings.models.revisions import Gone
from meetings.models.standing import Decided
from meetings.views.plain_forms import is_delete
from meetings.views.rows import page_of, row_in_sight, stale, told_of_verb


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def deferral(request: HttpRequest, pk: int) -> HttpResponse:
    """POST leaves the question to somebody who is not here; DELETE opens it again."""
    question = _in_hands(request, pk)
    if is_delete(request):
        return _opened(request, question)
    form, status = DeferralForm(request.POST or None, question=question), 200
    if request.method == "POST" and form.is_valid():
        try:
            return told_of_verb(request, question, lambda: question.defer(**form.waits_for))
        except Decided:
            question, status = _in_hands(request, pk), 409
            form.tell_what_it_is_now(question)
    focus(form)
    with timezone.override(question.team.cohort.zone):
        context = {"form": form, "question": question, **page_of(question, request)}
        return render(request, "questions/deferral.html", context, status=status)


@require_http_methods(["POST"])
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again, whatever it was: its answers stay, and so does an accepted one."""
    question = _in_hands(request, pk)
    if question.status != Question.Status.OPEN:
        return _opened(request, question)
    return told_of_verb(request, question, lambda: messages.info(request, _("It is open already.")))


def _opened(request: HttpRequest, question: Question) -> HttpResponse:
    try:
        return told_of_verb(request, question, lambda: question.reopen(request.POST.get("instead_of", "")))
    except Decided:
        question = _in_hands(request, question.pk)
        said = _("Meanwhile somebody has changed how it stands to “%(value)s”. Nothing was changed.")
        return stale(request, question, said % {"value": question.stance_in_words})


def _in_hands(request: HttpRequest, pk: int) -> Question:
    question = row_in_sight(request, Question, pk)
    if not question.may_be_answered_by(request.user):
        raise PermissionDenied(_("You may read this. The team and its mentors say how a question stands."))
    if question.is_removed:
        raise Gone
    return question
