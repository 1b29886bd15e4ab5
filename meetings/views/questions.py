from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Question, Reference, Team
from meetings.models.answers import whole_answers
from meetings.models.prefetching import prefetch_people
from meetings.views.contents import set_apart
from meetings.views.reference_links import unlink_hidden

TEXTS_AT_ONCE, MOST_TEXTS = 6, 50  # of those that point at a question


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    team_is_open = Exists(Team.objects.visible_to(request.user).filter(pk=OuterRef("team")))
    readable = Question.objects.visible_to(request.user)
    question = get_object_or_404(readable.for_page().annotate(team_is_open=team_is_open), pk=pk)
    if question.merged_at and "apart" not in request.GET and (there := readable.filter(pk=question.duplicate_of_id)):
        return redirect(there.get())  # a browser keeps the part behind #: the answer or the comment that was meant
    thread = _thread(question, list(readable.oldest_first().tied_to(question).for_thread()))
    said = [question, *thread["answers"]]
    set_apart(said)
    unlink_hidden(request.user, [(question.team_id, row) for row in said])
    pointing = Reference.objects.visible_to(request.user).filter(question=question).for_list().newest_first()
    pointing = list(pointing[:MOST_TEXTS])
    context = {
        "question": question,
        "pointing": (pointing[:TEXTS_AT_ONCE], pointing[TEXTS_AT_ONCE:]),
        "has_row_form": True,
        **thread,
    }
    with timezone.override(question.team.cohort.zone):
        return render(request, "questions/detail.html", context)


def _thread(question: Question, near: list[Question]) -> dict[str, list | Question | None]:
    """What was written on it and on what was merged into it, and what it hangs on. `near`: what is tied to it."""
    duplicates = [other for other in near if other.duplicate_of_id == question.pk]
    merged = [other for other in duplicates if other.merged_at]
    prefetch_related_objects(merged, whole_answers())
    prefetch_people(([question, *near], "asked_by"), ([question, *merged], "asked_too"))
    answers = [answer for one in (question, *merged) for answer in one.answers.all()]
    together = {question.pk, *(one.pk for one in merged)}
    return {
        "answers": sorted(answers, key=lambda answer: not answer.is_accepted),
        "follow_ups": [other for other in near if other.parent_id in together and other not in merged],
        "duplicates": duplicates,
        "parent": next((other for other in near if other.pk == question.parent_id), None),
        "original": next((other for other in near if other.pk == question.duplicate_of_id), None),
    }
