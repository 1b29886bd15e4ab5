from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Question, Reference, Team
from meetings.models.prefetching import prefetch_people
from meetings.views.contents import set_apart
from meetings.views.reference_links import unlink_hidden

TEXTS_AT_ONCE, MOST_TEXTS = 6, 50  # of those that point at a question


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    team_is_open = Exists(Team.objects.visible_to(request.user).filter(pk=OuterRef("team")))
    questions = Question.objects.visible_to(request.user).for_page().annotate(team_is_open=team_is_open)
    question = get_object_or_404(questions, pk=pk)
    if question.is_merged and "apart" not in request.GET and (there := _leads_to(request, question)):
        return redirect(f"{there.get_absolute_url()}#{question.anchor}")
    said = [question, *question.answers.all()]
    set_apart(said)
    unlink_hidden(request.user, [(question.team_id, row) for row in said])
    near = Question.objects.visible_to(request.user).oldest_first().tied_to(question)
    near = list(near.select_related("meeting", "class_note__master_class"))
    merged = [other for other in near if other.duplicate_of_id == pk and other.is_merged]
    prefetch_people(([question, *near], "asked_by"), ([question, *merged], "asked_too"))
    pointing = Reference.objects.visible_to(request.user).filter(question=question).for_list().newest_first()
    pointing = list(pointing[:MOST_TEXTS])
    context = {
        "question": question,
        "pointing": (pointing[:TEXTS_AT_ONCE], pointing[TEXTS_AT_ONCE:]),
        "merged": merged,
        "has_row_form": True,
        "follow_ups": [other for other in near if other.parent_id in {pk, *(one.pk for one in merged)}],
        "duplicates": [other for other in near if other.duplicate_of_id == pk],
        "parent": next((other for other in near if other.pk == question.parent_id), None),
        "original": next((other for other in near if other.pk == question.duplicate_of_id), None),
    }
    with timezone.override(question.team.cohort.zone):
        return render(request, "questions/detail.html", context)


def _leads_to(request: HttpRequest, question: Question) -> Question | None:
    """Where its answers are now, if the reader can read that."""
    original = question.original()
    return Question.objects.visible_to(request.user).filter(pk=original.pk).exclude(pk=question.pk).first()
