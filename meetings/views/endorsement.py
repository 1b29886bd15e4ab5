"""A mentor's word that an answer is right."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.forms.questions import EndorsementForm
from meetings.models import Answer, Comment
from meetings.models.revisions import Gone
from meetings.views.plain_forms import is_delete
from meetings.views.rows import page_of, row_in_sight, told_of_verb


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def endorsement(request: HttpRequest, pk: int) -> HttpResponse:
    """POST confirms the answer with a sentence, or without; DELETE takes it back, and the sentence with it."""
    answer = row_in_sight(request, Answer, pk)
    if not answer.may_be_endorsed_by(request.user):
        raise PermissionDenied(_("Mentors and the course's staff confirm answers. You can accept one."))
    if is_delete(request):
        return told_of_verb(request, answer, lambda: answer.unendorse(by=request.user))
    if answer.is_removed:
        raise Gone
    form = EndorsementForm(request.POST or None, team=answer.team, initial={"sentence": _said(answer)})
    if request.method == "POST":
        form = EndorsementForm(request.POST, team=answer.team)
        if form.is_valid():
            sentence = form.cleaned_data["sentence"]
            return told_of_verb(request, answer, lambda: answer.endorse(by=request.user, sentence=sentence))
    with timezone.override(answer.team.cohort.zone):
        context = {"form": form, "answer": answer, **page_of(answer, request)}
        return render(request, "questions/endorsement.html", context)


def _said(answer: Answer) -> str:
    said = Comment.objects.alive().filter(answer=answer, endorses=True).first()
    return said.body if said else ""
