from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Answer, Learning, Member, Question

ROWS_AT_ONCE = 10
ROWS_A_PAGE = 30


@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    people = Member.objects.visible_to(request.user).select_related("team__cohort").with_duties()
    member = get_object_or_404(people, pk=pk)
    lists, chosen = _lists(request.user, member), request.GET.get("list", "")
    if chosen in lists:
        before = request.GET.get("before", "")
        rows = lists[chosen].filter(pk__lt=int(before)) if before.isdecimal() else lists[chosen]
        shown = {chosen: _page(rows, ROWS_A_PAGE)}
    else:
        shown = {name: _page(rows, ROWS_AT_ONCE) for name, rows in lists.items()}
    with timezone.override(member.team.cohort.zone):
        return render(request, "members/detail.html", {"member": member, "chosen": chosen in lists, **shown})


def _lists(user, member: Member) -> dict[str, QuerySet]:
    """What the person asked, answered and learnt, as far as the reader may see it. Newest first by when it came in."""
    answers = Answer.objects.visible_to(user).filter(answered_by=member)
    learnings = Learning.objects.visible_to(user).filter(Q(author=member) | Q(learners=member)).distinct()
    lists = {
        "asked": Question.objects.visible_to(user).filter(asked_by=member).for_list(),
        "answered": answers.select_related("question__team", "question__meeting"),
        "learnt": learnings.for_list(),
    }
    return {name: rows.order_by("-pk") for name, rows in lists.items()}


def _page(rows: QuerySet, size: int) -> dict:
    found = list(rows[: size + 1])
    return {"rows": found[:size], "before": found[size - 1].pk if len(found) > size else None}
