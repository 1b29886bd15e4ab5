from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Answer, Comment, Question, Reference, Team
from meetings.models.threads import prefetch_threads
from meetings.views.contents import set_apart
from meetings.views.reference_links import unlink_hidden

TEXTS_AT_ONCE, MOST_TEXTS = 6, 50  # of those that point at a question


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    team_is_open = Exists(Team.objects.visible_to(request.user).filter(pk=OuterRef("team")))
    readable = Question.objects.visible_to(request.user).thread_of(pk).for_page(pk)
    tied = {one.pk: one for one in readable.annotate(team_is_open=team_is_open).oldest_first()}
    if not (question := tied.pop(pk, None)):
        raise Http404
    if question.merged_at and "apart" not in request.GET and question.duplicate_of_id in tied:
        return redirect(tied[question.duplicate_of_id])  # a browser keeps the part behind #: the answer that was meant
    thread = _thread(question, tied)
    answers = question.answers_together
    said = [question, *answers, *_remarks(answers), *thread["follow_ups"]]
    set_apart(said)
    unlink_hidden(request.user, [(question.team, row) for row in said])
    pointing = Reference.objects.visible_to(request.user).filter(question=question).for_list().newest_first()
    pointing = list(pointing[:MOST_TEXTS])
    context = {
        "question": question,
        "pointing": (pointing[:TEXTS_AT_ONCE], pointing[TEXTS_AT_ONCE:]),
        "has_row_form": True,
        "answers": answers,
        **thread,
    }
    with timezone.override(question.team.cohort.zone):
        return render(request, "questions/detail.html", context)


def _thread(question: Question, tied: dict[int, Question]) -> dict[str, list | Question | None]:
    """What was written on it and on what was merged into it, and what it hangs on."""
    duplicates = [other for other in tied.values() if other.duplicate_of_id == question.pk]
    question.parts = [other for other in duplicates if other.merged_at]
    together = [question, *question.parts]
    beside = [other for other in tied.values() if other not in together]
    prefetch_threads(together, beside)
    return {
        "follow_ups": [other for other in beside if other.parent_id in {one.pk for one in together}],
        "duplicates": duplicates,
        "parent": tied.get(question.parent_id),
        "original": tied.get(question.duplicate_of_id),
    }


def _remarks(answers: list[Answer]) -> list[Comment]:
    return [comment for answer in answers for comment in answer.comments.all()]
