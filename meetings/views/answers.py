from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.forms.questions import AnswerForm
from meetings.models import Answer, Question
from meetings.views.plain_forms import way_back


@require_http_methods(["GET", "HEAD", "POST"])
def question_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """A new answer."""
    questions = Question.objects.visible_to(request.user).for_edit().with_answers()
    question = get_object_or_404(questions, pk=pk)
    if not question.may_be_answered_by(request.user):
        raise PermissionDenied(_("You may read this. The team and its mentors answer here."))
    back = way_back(request, question.get_absolute_url())
    with timezone.override(question.team.cohort.zone):
        answer = Answer(question=question, typed_by=request.user)
        form = AnswerForm(request.POST or None, instance=answer, initial=said_by(request.user, question))
        if request.method == "POST" and form.is_valid():
            answer = given(form)
            messages.success(request, _("Your answer is there."))
            return redirect(f"{back}#{answer.anchor}")
        context = {"question": question, "form": form, "back": back, "next": way_back(request, "")}
        return render(request, "answers/form.html", context)


def said_by(user, question: Question) -> dict:
    """Who answers unless somebody else is named: the reader's seat; staff without one by name."""
    seat = user.seat_in(question.team)
    return {"answered_by": [seat]} if seat else {"speaker": user.get_full_name()}


def given(form: AnswerForm) -> Answer:
    """The answer, saved; the one that is there already when the form was sent twice."""
    answer, question = form.instance, form.instance.question
    answer.render_body()  # before the transaction, which makes every other writer wait
    with transaction.atomic():
        there = Answer.objects.alive().filter(question=question)
        question.hold()
        if twin := _twin(there, form):
            return twin
        answer.order = (there.aggregate(last=Max("order"))["last"] or 0) + 1
        form.save()
        question.take_answer_of(answer.answered_by.all())
    return answer


def _twin(there: QuerySet, form: AnswerForm) -> Answer | None:
    """The same words typed by the same person for the same people. Two people may well say the same."""
    answer, people = form.instance, {person.pk for person in form.cleaned_data["answered_by"]}
    same = there.filter(typed_by=answer.typed_by, body=answer.body, speaker=answer.speaker)
    told = same.prefetch_related("answered_by")
    return next((twin for twin in told if {person.pk for person in twin.answered_by.all()} == people), None)
