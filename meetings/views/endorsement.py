"""A mentor's word that an answer is right."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.forms.focus import focus
from meetings.forms.questions import EndorsementForm
from meetings.models import Answer, Comment
from meetings.models.answers import Confirmed
from meetings.models.revisions import Gone
from meetings.views.plain_forms import is_delete
from meetings.views.rows import page_of, row_in_sight, told_of_verb
from meetings.views.taking_back import brought_back, told_of_taking_back


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def endorsement(request: HttpRequest, pk: int) -> HttpResponse:
    """POST confirms the answer with a sentence, or without; DELETE takes it back, and the sentence with it."""
    answer = _to_confirm(request, pk)
    if is_delete(request):
        return _taken_back(request, answer)
    if answer.is_removed:
        raise Gone
    with timezone.override(answer.team.cohort.zone):
        return (
            _confirmed(request, answer) if request.method == "POST" else _asked(request, answer, _form(request, answer))
        )


@require_http_methods(["POST", "DELETE"])
def endorsement_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """POST takes the confirmation back; DELETE brings it back, and the sentence with it."""
    answer = _to_confirm(request, pk)
    return brought_back(request, answer, answer.endorse_again) if is_delete(request) else _taken_back(request, answer)


def _taken_back(request: HttpRequest, answer: Answer) -> HttpResponse:
    answer.unendorse(by=request.user)
    undo = reverse("answer_endorsement_removal", args=[answer.pk])
    return told_of_taking_back(request, answer, _("The confirmation is taken back."), undo)


def _to_confirm(request: HttpRequest, pk: int) -> Answer:
    answer = row_in_sight(request, Answer, pk)
    if not answer.may_be_endorsed_by(request.user):
        raise PermissionDenied(_("Mentors and the course's staff confirm answers. You can accept one."))
    return answer


def _confirmed(request: HttpRequest, answer: Answer) -> HttpResponse:
    form = EndorsementForm(request.POST, team=answer.team)
    if not form.is_valid():
        return _asked(request, answer, form)
    told = form.cleaned_data
    try:
        return told_of_verb(request, answer, lambda: answer.endorse(request.user, told["sentence"], told["instead_of"]))
    except Confirmed:
        shown = _form(request, answer, sentence=told["sentence"])
        return _asked(request, answer, shown, status=409)


def _asked(request: HttpRequest, answer: Answer, form: EndorsementForm, status: int = 200) -> HttpResponse:
    """With what somebody else has confirmed it with, which stays as a remark."""
    is_others = answer.endorsed_at is not None and answer.endorsed_by_id != request.user.pk
    context = {"form": form, "answer": answer, "is_late": status == 409, "is_others": is_others}
    context["others"] = _said(answer) if is_others else None
    focus(form)
    return render(request, "questions/endorsement.html", context | page_of(answer, request), status=status)


def _form(request: HttpRequest, answer: Answer, sentence: str | None = None) -> EndorsementForm:
    """A mentor's own sentence stands there to be changed, and nobody else's."""
    said = _said(answer)
    mine = said.body if said and said.typed_by_id == request.user.pk else ""
    given = {"sentence": mine if sentence is None else sentence, "instead_of": answer.endorsed_at}
    return EndorsementForm(team=answer.team, initial=given)


def _said(answer: Answer) -> Comment | None:
    return Comment.objects.alive().filter(answer=answer, endorses=True).select_related("said_by").first()
