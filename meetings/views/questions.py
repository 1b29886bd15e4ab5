from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from meetings.models import Lecture, Question, Reference, Team
from meetings.models.answers import whole_answers
from meetings.models.duplicates import state_of
from meetings.models.prefetching import prefetch_people
from meetings.pages import page_before
from meetings.views.contents import set_apart

PAGE_SIZE = 25
TEXTS_AT_ONCE, MOST_TEXTS = 6, 50  # of those that point at a question
TABS = {"": _("All"), "open": _("Open"), "deferred": _("For mentoring"), "answered": _("Answered")}


class Wanted(NamedTuple):
    """What the reader narrowed the list to. What an address names and nobody offers counts as not asked for."""

    status: str = ""
    lecture: int | None = None

    @classmethod
    def of(cls, asked) -> "Wanted":
        status, lecture = asked.get("status", ""), asked.get("lecture", "")
        is_number = lecture.isascii() and lecture.isdecimal() and len(lecture) < 5
        return cls(status if status in TABS else "", int(lecture) if is_number else None)

    def among(self, questions: QuerySet) -> QuerySet:
        if self.status:
            questions = questions.with_status(self.status)
        return questions if self.lecture is None else questions.filter(lecture__number=self.lecture)

    def query(self, **changes) -> str:
        """The address of the same list with something changed: "?status=open&lecture=11"."""
        named = {**self._asdict(), **changes}
        return "?" + urlencode({name: value for name, value in named.items() if value not in ("", None)})


class Counts:
    """How many questions a team has of each lecture and status: one query for tabs, menu and empty states."""

    def __init__(self, questions: QuerySet):
        by_lecture = questions.values("lecture__number", "lecture__title").order_by("lecture__number")
        self.groups = list(by_lecture.annotate(state=state_of(Question), count=Count("pk")))

    def of(self, status: str = "", lecture: int | None = None) -> int:
        return sum(
            group["count"]
            for group in self.groups
            if status in ("", group["state"]) and lecture in (None, group["lecture__number"])
        )

    def lectures(self) -> list[Lecture]:
        named = {(group["lecture__number"], group["lecture__title"]) for group in self.groups}
        return [Lecture(number=number, title=title) for number, title in sorted(named - {(None, None)})]


@require_safe
def team_questions(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("cohort"), slug=slug)
    wanted, asked = Wanted.of(request.GET), Question.objects.visible_to(request.user).filter(team=team).unmerged()
    shown = wanted.among(asked).for_list().with_answer_count()
    page = page_before(shown, "asked_at", request.GET.get("before", ""), PAGE_SIZE)
    counts = Counts(asked)
    context = {
        "team": team,
        "page": page,
        "wanted": wanted,
        "lectures": counts.lectures(),
        "tabs": [
            (wanted.query(status=status), word, counts.of(status, wanted.lecture), status == wanted.status)
            for status, word in TABS.items()
        ],
        "open_count": counts.of(Question.Status.OPEN),
        "total": counts.of(),
        "first_url": wanted.query(),
        "next_url": wanted.query(before=page.next) if page.next else "",
    }
    with timezone.override(team.cohort.zone):
        return render(request, "questions/list.html", context)


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    team_is_open = Exists(Team.objects.visible_to(request.user).filter(pk=OuterRef("team")))
    readable = Question.objects.visible_to(request.user)
    question = get_object_or_404(readable.for_page().annotate(team_is_open=team_is_open), pk=pk)
    if question.merged_at and "apart" not in request.GET and (there := readable.filter(pk=question.duplicate_of_id)):
        return redirect(there.get())  # a browser keeps the part behind #: the answer or the comment that was meant
    pointing = Reference.objects.visible_to(request.user).filter(question=question).for_list().newest_first()
    pointing = list(pointing[:MOST_TEXTS])
    context = {
        "question": question,
        "pointing": (pointing[:TEXTS_AT_ONCE], pointing[TEXTS_AT_ONCE:]),
        "has_row_form": True,
        **_thread(question, list(readable.oldest_first().tied_to(question).for_thread())),
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
    set_apart([question, *answers])
    together = {question.pk, *(one.pk for one in merged)}
    return {
        "answers": sorted(answers, key=lambda answer: not answer.is_accepted),
        "follow_ups": [other for other in near if other.parent_id in together and other not in merged],
        "duplicates": duplicates,
        "parent": next((other for other in near if other.pk == question.parent_id), None),
        "original": next((other for other in near if other.pk == question.duplicate_of_id), None),
    }
