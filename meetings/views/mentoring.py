"""What a team asks its mentors tonight, and what the cohort asks in a class."""

from itertools import groupby
from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.forms.questions import AnswerForm
from meetings.models import Answer, MasterClass, Question, Team
from meetings.models.duplicates import state_of
from meetings.models.revisions import Gone
from meetings.models.routing import Waits
from meetings.models.threads import prefetch_threads
from meetings.views.answers import said_by
from meetings.views.classes import said, way_to_ask_about
from meetings.views.places import STEPS
from meetings.views.plain_forms import is_delete, way_back
from meetings.views.question_lists import team_in_sight
from meetings.views.reference_links import unlink_hidden
from meetings.views.rows import row_in_sight, stale, told_of_verb

MOST = 200  # questions on one list
_HALVES = ((gettext_lazy("To be asked"), False), (gettext_lazy("Answered"), True))


@require_safe
def team_mentoring(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is open, by whom it waits for: a person, then mentor, master and assistant, then the team itself."""
    team = team_in_sight(request.user, slug)
    asked, count = as_list(_of_team(request, team).by_whom_they_wait_for().with_part_keys())
    prefetch_threads(asked, readable=Question.objects.visible_to(request.user))
    groups = [(_heading(*key), list(found)) for key, found in groupby(asked, key=attrgetter("waits", "waits_for"))]
    context = {"team": team, "orders": True, "groups": groups, "count": count, **_listed(request, asked)}
    with timezone.override(team.cohort.zone):
        return render(request, "mentoring/team.html", context)


@require_safe
def class_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was brought to the class, and what stands in notes of it; what has been answered last."""
    held = get_object_or_404(MasterClass.objects.visible_to(request.user).for_list(), pk=pk)
    line = _of_class(request, held).in_line().with_part_keys()
    is_done = Case(When(state=Question.Status.ANSWERED, then=Value(1)), default=Value(0))
    line = line.alias(state=state_of(Question)).order_by(is_done, *line.query.order_by)
    asked, count = as_list(line)
    prefetch_threads(asked, readable=Question.objects.visible_to(request.user))
    halves = [(heading, [one for one in asked if one.is_answered == is_done]) for heading, is_done in _HALVES]
    groups = [(heading, found) for heading, found in halves if found]
    context = {"master_class": held, "names_teams": True, "orders": _orders_class(request, held), "groups": groups}
    context["way_to_ask"] = way_to_ask_about(request.user, held, held)
    with timezone.override(held.cohort.zone):
        return render(request, "mentoring/class.html", context | {"count": count, **_listed(request, asked)})


def _listed(request: HttpRequest, asked: list[Question]) -> dict:
    """What both lists show of their questions; in the one that the address names, the form of an answer."""
    together = [part for question in asked for part in (question, *question.parts)]
    unlink_hidden(request.user, [(row.team, row) for row in said(together)])
    to_ask = [question for question in asked if not question.is_answered]
    chosen = next((one for one in to_ask if str(one.pk) == request.GET.get("answer")), None)
    is_theirs = chosen is not None and chosen.may_be_answered_by(request.user)
    form = _form_in_list(request, chosen, to_ask) if is_theirs else {}
    return {"shown": len(asked), "has_row_form": True, **form}


def _form_in_list(request: HttpRequest, question: Question, to_ask: list[Question]) -> dict:
    """After it is sent the reader is back in the list, at the question that follows."""
    place = to_ask.index(question)
    beside = [*to_ask[place + 1 :], *reversed(to_ask[:place])]
    answer = Answer(question=question, typed_by=request.user)
    said = said_by(request.user, question)
    return {
        "answering": question,
        "answer": answer,
        "form": AnswerForm(instance=answer, initial=said, auto_id=f"answers-{question.pk}-%s"),
        "action": reverse("question_answers", args=[question.pk]),
        "back": f"{request.path}#{question.anchor}",
        "next": f"{request.path}#{beside[0].anchor if beside else 'main'}",
    }


@require_http_methods(["POST", "DELETE"])
def raised(request: HttpRequest, pk: int) -> HttpResponse:
    """Ticked off while it is asked; its answer settles it."""
    question = _in_hands(request, pk)
    return told_of_verb(request, question, question.take_down if is_delete(request) else question.bring_up)


@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down among those that wait for the same."""
    question, steps = _in_hands(request, pk), STEPS.get(request.POST.get("move", ""), 0)
    of_team = _of_team(request, question.team).by_whom_they_wait_for()
    held = question.for_class or (question.class_note and question.class_note.master_class)
    if mine := of_team.filter(pk=pk).values("waits", "waits_for").first():
        question.move_in_line(steps, of_team.filter(**mine), question.team)
    elif question.is_answered or held is None:
        return stale(request, question, _("It is not in that line any more. Nothing was changed."))
    elif _orders_class(request, held):
        question.move_in_line(steps, _of_class(request, held).unanswered(), held)
    else:
        raise PermissionDenied(_("The course's staff order what is asked in a class. Say that you asked it too."))
    return redirect(f"{way_back(request, question.page_url)}#{question.anchor}")


def as_list(questions: QuerySet) -> tuple[list[Question], int]:
    """As many as one page shows, and how many there are; whom they name and what hangs on them is yet to be asked."""
    found = list(questions.for_list().prefetch_related(None)[: MOST + 1])
    return found[:MOST], questions.count() if len(found) > MOST else len(found)


def _of_team(request: HttpRequest, team: Team) -> QuerySet:
    return Question.objects.visible_to(request.user, team).waiting_in(team)


def _of_class(request: HttpRequest, held: MasterClass) -> QuerySet:
    return Question.objects.visible_to(request.user).asked_in(held)


def _heading(waits: int, name: str) -> str:
    named = {
        Waits.PERSON: _("For %(person)s") % {"person": name},
        Waits.MENTOR: _("For the mentor"),
        Waits.MASTER: _("For the master"),
        Waits.TA: _("For a teaching assistant"),
        Waits.CLASS: _("After the class “%(title)s”") % {"title": name},
        Waits.TEAM: _("Still open in the team"),
    }
    return named[waits]


def _orders_class(request: HttpRequest, held: MasterClass) -> bool:
    """Whoever sees the questions of all teams; members vote."""
    user = request.user
    return user.is_superuser or (user.is_staff and held.cohort_id in user.cohorts_in_charge)


def _in_hands(request: HttpRequest, pk: int) -> Question:
    question = row_in_sight(request, Question, pk)
    if not question.may_be_answered_by(request.user):
        raise PermissionDenied(_("You may read this. The team and its mentors keep its list."))
    if question.is_removed:
        raise Gone
    return question
