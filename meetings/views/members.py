from urllib.parse import urlencode

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from meetings.models import Answer, Learning, Member, Question, Reference, Team
from meetings.models.rows import Written
from meetings.pages import Page, page_before
from meetings.views.reference_links import unlink_hidden

ROWS_AT_ONCE = 10
ROWS_A_PAGE = 30
WORDS = {
    "asked": pgettext_lazy("by a person", "Asked"),
    "answered": pgettext_lazy("by a person", "Answered"),
    "learnt": pgettext_lazy("by a person", "Learnt"),
    "pointing": _("Texts that point here"),
}


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
    unlink_hidden(request.user, _texts(pages))
    with timezone.override(member.team.cohort.zone):
        context = {"member": member, "chosen": chosen in lists, "tabs": _tabs(lists, chosen), **pages}
        return render(request, "members/detail.html", context)


def _texts(pages: dict[str, Page]) -> list[tuple[Team, Written]]:
    """Also of teams that the person's team met with."""
    rows = [row for name, page in pages.items() if name != "pointing" for row in page.rows]
    rows += [row.question for row in rows if isinstance(row, Answer)]
    return [(row.team, row) for row in rows]


def _tabs(lists: dict[str, tuple[QuerySet, str]], chosen: str) -> list[tuple]:
    """Everything, then each list with how many rows it has: one query for all four."""
    first, *others = (
        rows.order_by().values(of=Value(name, output_field=CharField())).annotate(count=Count("pk", distinct=True))
        for name, (rows, _time) in lists.items()
    )
    found = {row["of"]: row["count"] for row in first.union(*others, all=True)}
    tabs = [(f"?{urlencode({'list': name})}", word, found.get(name, 0), name == chosen) for name, word in WORDS.items()]
    return [("?", _("All"), None, chosen not in lists), *tabs]


def _lists(user, member: Member) -> dict[str, tuple[QuerySet, str]]:
    """What the person asked, answered and learnt and which texts name them, as far as the reader may see it.

    With the time that orders each. What was merged into another question is still what the person asked.
    """
    questions = Question.objects.visible_to(user).asked_by_as_known_to(member, user)
    answers = Answer.objects.visible_to(user).filter(answered_by=member)
    learnings = Learning.objects.visible_to(user).filter(Q(author=member) | Q(pk__in=member.learnt_too.values("pk")))
    return {
        "asked": (questions.for_list().prefetch_related(None).with_originals(), "asked_at"),
        "answered": (answers.select_related("question__team"), "created_at"),
        "learnt": (learnings.for_list().prefetch_related(None), "created_at"),
        "pointing": (Reference.objects.visible_to(user).filter(member=member).for_list(), "written_at"),
    }
