from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.models import Lecture, Question, Team
from meetings.pages import page_before

PAGE_SIZE = 25
LARGEST_LECTURE_NUMBER = 32_767


@require_safe
def team_questions(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("cohort"), slug=slug)
    wanted = Wanted.of(request.GET)
    asked = Question.objects.visible_to(request.user).filter(team=team)
    page = page_before(
        wanted.of_questions(asked).for_list().with_answer_count(),
        time="asked_at",
        before=request.GET.get("before", ""),
        size=PAGE_SIZE,
    )
    counts = Counts(asked)
    return render(
        request,
        "questions/list.html",
        {
            "team": team,
            "page": page,
            "wanted": wanted,
            "lectures": counts.lectures(wanted),
            "lecture": counts.lecture(wanted),
            "tabs": [
                (wanted.address(team, status=status), word, counts.of(status, wanted.lecture), status == wanted.status)
                for status, word in (("", _("All")), *((value, STATUS_TABS[value]) for value in STATUS_TABS))
            ],
            "open_count": counts.of(Question.Status.OPEN),
            "total": counts.of(""),
            "all_url": wanted.address(team, status="", lecture=None),
            "first_url": wanted.address(team),
            "next_url": wanted.address(team, before=page.next) if page.next else "",
        },
    )
