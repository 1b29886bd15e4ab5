import datetime
from collections import defaultdict

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Answer, Learning, Meeting, Review
from meetings.models.prefetching import prefetch_people
from meetings.models.rows import Row
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
    context = {"meeting": meeting, "team": meeting.team, "today": today} | live(request, meeting)
    context["here"] = request.path
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
    for number, review in enumerate(reviews, start=1):
        review.number = number
    agenda = list(meeting.agenda_items.alive().select_related("owner"))
    undone = [item for item in action_items if not item.is_done]
    return {
        "reviews": reviews,
        "has_learnt": bool(learnings),
        "reviewed": _in_order(reviews, learnings),
        "questions": questions,
        "open_count": sum(not question.is_answered for question in questions),
        "sections": sections,
        "contents": contents(sections),
        "agenda": agenda,
        "agenda_done": sum(item.is_done for item in agenda),
        "action_items": action_items,
        "undone_count": len(undone),
        "done_count": len(action_items) - len(undone),
        "resources": meeting.resources.all(),
    }


def live(request: HttpRequest, meeting: Meeting) -> dict:
    """What the parts of the page need in order to be changed in place."""
    seat = request.user.seat_in(meeting.team)
    return {
        "is_live": True,
        "at": meeting.get_absolute_url(),
        "here": meeting.get_absolute_url(),
        "writable": not meeting.is_final and request.user.writes_in(meeting.team),
        "my_name": seat.given_name if seat else request.user.get_full_name(),
    }


def _in_order(reviews: list[Review], learnings: list[Learning]) -> list[Row]:
    """Each review, then what was learnt from it; at the end what hangs on none of them."""
    of_review = defaultdict(list)
    for learning in learnings:
        of_review[learning.review_id].append(learning)
    under = [row for review in reviews for row in (review, *of_review.pop(review.pk, []))]
    return under + [learning for rest in of_review.values() for learning in rest]
