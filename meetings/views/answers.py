from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.forms.questions import AnswerForm
from meetings.models import Answer, Question
from meetings.views.adding import as_uuid, form_of_new, keep_last, made, made_once, sent_before
from meetings.views.rows import names_of


@require_http_methods(["GET", "HEAD", "POST"])
def question_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """A new answer."""
    questions = Question.objects.visible_to(request.user).for_edit()
    question = get_object_or_404(questions if request.method == "POST" else questions.with_answers(), pk=pk)
    if not question.may_be_answered_by(request.user):
        raise PermissionDenied(_("You may read this. The team and its mentors answer here."))
    with timezone.override(question.team.cohort.zone):
        answer = Answer(question=question, typed_by=request.user, sent_as=as_uuid(request.POST.get("sent_as", "")))
        if there := sent_before(answer, request.POST):
            return made(request, there, 200)
        said = said_by(request.user, question)
        form = AnswerForm(request.POST or None, instance=answer, initial=said, **names_of(answer, request))
        if request.method == "POST" and form.is_valid():
            return _given(request, form)
        return form_of_new(request, form)


def said_by(user, question: Question) -> dict:
    """Who answers unless somebody else is named: the reader's seat; staff without one by name."""
    seat = user.seat_in(question.team)
    return {"answered_by": [seat]} if seat else {"speaker": user.get_full_name()}


def _given(request: HttpRequest, form: AnswerForm) -> HttpResponse:
    question = form.instance.question

    def keep() -> None:
        keep_last(form)
        question.take_answer_of(form.cleaned_data["answered_by"])

    return made_once(request, form, question.hold, keep, lambda: _twin(form))


def _twin(form: AnswerForm) -> Answer | None:
    """The same words typed by the same person for the same people, from a browser that gives its forms no name."""
    answer, people = form.instance, {person.pk for person in form.cleaned_data["answered_by"]}
    same = _unnamed(answer).filter(typed_by=answer.typed_by, body=answer.body, speaker=answer.speaker)
    told = same.prefetch_related("answered_by")
    return next((twin for twin in told if {person.pk for person in twin.answered_by.all()} == people), None)


def _unnamed(answer: Answer) -> QuerySet:
    return answer.siblings().none() if answer.sent_as else answer.siblings()
