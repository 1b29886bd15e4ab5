from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Learning, Team
from meetings.pages import page_before

PAGE_SIZE = 25


@require_safe
def team_learnings(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("cohort"), slug=slug)
    learnt = Learning.objects.visible_to(request.user, team).for_list()
    page = page_before(learnt, "created_at", request.GET.get("before", ""), PAGE_SIZE)
    with timezone.override(team.cohort.zone):
        context = {
            "team": team,
            "page": page,
            "days": by_day(page.rows),
            "next_url": "?" + urlencode({"before": page.next}) if page.next else "",
        }
        return render(request, "learnings/list.html", context)


def by_day(learnings: list[Learning]) -> list[dict]:
    """One group for each meeting, or day without one, in the order of the rows."""
    groups = groupby(learnings, key=lambda learning: (learning.learnt_on, learning.meeting))
    return [{"on": day, "meeting": meeting, "learnings": list(rows)} for (day, meeting), rows in groups]
