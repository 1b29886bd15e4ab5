import datetime
from collections import defaultdict

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Answer, Learning, Meeting, Review
from meetings.models.prefetching import prefetch_people
from meetings.views.contents import contents, set_apart
from meetings.views.head import head


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return minutes_page(request, get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=pk))


@require_safe
def team_day(request: HttpRequest, slug: str, day: datetime.date) -> HttpResponse:
    meetings = Meeting.objects.visible_to(request.user).daily().on(day)
    return redirect(get_object_or_404(meetings, team__slug=slug))


def minutes_page(request: HttpRequest, meeting: Meeting, **more) -> HttpResponse:
    today = meeting.team.cohort.today()
    context = {"meeting": meeting, "team": meeting.team, "today": today}
    if "latest_of" in more or meeting.held_on == today:
        context["section"] = "today"
    with timezone.override(meeting.team.cohort.zone):
        context |= head(request, meeting) | _rows(meeting) | more
        return render(request, "minutes/detail.html", context)


def _rows(meeting: Meeting) -> dict:
    """Everything written in the minutes, in as few queries as there are kinds of rows, and one for people."""
    reviews, learnings = list(meeting.reviews.alive()), list(meeting.learnings.alive().select_related("author", "team"))
    answers = Prefetch("answers", Answer.objects.alive().best_first())
    questions = list(meeting.questions.alive().for_list().prefetch_related(None).prefetch_related("tags", answers))
    action_items = list(meeting.action_items.alive())
    sections = meeting.sections.alive().select_related("typed_by").outline()
    prefetch_people(
        (reviews, "presenters"),
        (learnings, "learners"),
        (questions, "asked_by"),
        ([answer for question in questions for answer in question.answers.all()], "answered_by"),
        (action_items, "owners"),
    )
    said = [row for question in questions for row in (question, *question.answers.all())]
    set_apart([*reviews, *learnings, *said, *sections])
    return {
        "reviews": reviews,
        "has_learnt": bool(learnings),
        "learnings": _without_review(reviews, learnings),
        "questions": questions,
        "open_count": sum(not question.is_answered for question in questions),
        "sections": sections,
        "contents": contents(sections),
        "agenda": meeting.agenda_items.alive().select_related("owner"),
        "action_items": action_items,
        "undone_count": sum(not item.is_done for item in action_items),
        "resources": meeting.resources.all(),
    }


def _without_review(reviews: list[Review], learnings: list[Learning]) -> list[Learning]:
    """Give each review what was learnt from it as `learnt`; what hangs on none of them is left."""
    of_review = defaultdict(list)
    for learning in learnings:
        of_review[learning.review_id].append(learning)
    for review in reviews:
        review.learnt = of_review.pop(review.pk, [])
    return [learning for rest in of_review.values() for learning in rest]
