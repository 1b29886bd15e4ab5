from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Answer, Learning, Member, Question, Reference
from meetings.pages import page_before

ROWS_AT_ONCE = 10
ROWS_A_PAGE = 30


@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    people = Member.objects.visible_to(request.user).select_related("team__cohort").with_duties()
    member = get_object_or_404(people, pk=pk)
    lists = _lists(request.user, member)
    chosen = request.GET.get("list", "")
    if chosen in lists:
        pages = {chosen: page_before(*lists[chosen], request.GET.get("before", ""), ROWS_A_PAGE)}
    else:
        pages = {name: page_before(*rows, "", ROWS_AT_ONCE) for name, rows in lists.items()}
    with timezone.override(member.team.cohort.zone):
        return render(request, "members/detail.html", {"member": member, "chosen": chosen in lists, **pages})


def _lists(user, member: Member) -> dict[str, tuple[QuerySet, str]]:
    """What the person asked, answered and learnt and which texts name them, as far as the reader may see it.

    With the time that orders each.
    """
    questions = Question.objects.visible_to(user).asked_by_as_known_to(member, user)
    answers = Answer.objects.visible_to(user).filter(answered_by=member)
    learnings = Learning.objects.visible_to(user).filter(Q(author=member) | Q(pk__in=member.learnt_too.values("pk")))
    return {
        "asked": (questions.for_list(), "asked_at"),
        "answered": (answers.select_related("question"), "created_at"),
        "learnt": (learnings.for_list(), "created_at"),
        "pointing": (Reference.objects.visible_to(user).filter(member=member).for_list(), "written_at"),
    }
