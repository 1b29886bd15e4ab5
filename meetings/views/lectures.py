from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Learning, Lecture, Reference
from meetings.pages import page_before
from meetings.views.question_lists import Standing
from meetings.views.reference_links import unlink_hidden
from meetings.views.search_asking import way_to_ask

PAGE_SIZE = 25
ROWS_AT_ONCE = 10


@require_safe
def lecture(request: HttpRequest, pk: int) -> HttpResponse:
    """A lecture with what was asked about it, what was learnt and the texts that point at it, as far as one may see."""
    standing = Standing(request.user, "lecture", request.GET)
    lectures = standing.counted(Lecture.objects.visible_to(request.user).select_related("cohort"))
    lecture = get_object_or_404(lectures, pk=pk)
    lists = _lists(request.user, lecture)
    chosen, before = request.GET.get("list", ""), request.GET.get("before", "")
    if chosen in lists:
        context = {chosen: page_before(*lists[chosen], before, PAGE_SIZE)}
    else:
        context = standing.shown(lecture)
        context |= {name: page_before(*rows, "", ROWS_AT_ONCE) for name, rows in lists.items()}
    learnt = context["learnt"].rows if "learnt" in context else []
    unlink_hidden(request.user, [(learning.team, learning) for learning in learnt])
    with timezone.override(lecture.cohort.zone):
        context |= {"chosen": chosen in lists, "way_to_ask": way_to_ask(request.user, lecture.cohort, lecture=pk)}
        return render(request, "lectures/detail.html", {"lecture": lecture, **context})


def _lists(user, lecture: Lecture) -> dict[str, tuple[QuerySet, str]]:
    """What was learnt from it or says so, and the other texts that point at it; with the time that orders each."""
    pointing = Reference.objects.filter(lecture=lecture)
    # Each by its own index, and not as one condition that would have every learning looked at.
    from_it = Learning.objects.filter(review__lecture=lecture, review__removed_at=None).order_by().values("pk")
    says_so = pointing.exclude(from_learning=None).order_by().values("from_learning")
    learnt = Learning.objects.visible_to(user).filter(pk__in=from_it.union(says_so))
    others = pointing.visible_to(user).filter(from_learning=None).for_list()
    return {
        "learnt": (learnt.select_related("meeting__team", "team", "author"), "created_at"),
        "pointing": (others, "written_at"),
    }
