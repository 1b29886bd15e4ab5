"""What a team asks its mentors tonight, and what the cohort asks in a class."""

from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.models import MasterClass, Question, Team
from meetings.models.revisions import Gone
from meetings.views.plain_forms import is_delete, way_back
from meetings.views.rows import row_in_sight, told_of_verb

MOST = 200  # questions on one list


@require_safe
def team_mentoring(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is open, by whom it waits for: a person, then mentor, master and assistant, then the team itself."""
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("cohort"), slug=slug)
    asked = _listed(_of_team(request, team))
    asked.sort(key=_waits_for)  # which keeps the order within
    groups = [(_heading(found[0]), found) for found in (list(group) for _key, group in groupby(asked, key=_waits_for))]
    with timezone.override(team.cohort.zone):
        return render(request, "mentoring/team.html", {"team": team, "groups": groups, "has_row_form": True})


@require_safe
def class_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was brought to the class, and what stands in notes of it; what has been answered last."""
    held = get_object_or_404(MasterClass.objects.visible_to(request.user).for_list(), pk=pk)
    asked = _listed(_of_class(request, held))
    groups = [
        (_("To be asked"), [one for one in asked if not one.is_answered]),
        (_("Answered"), [one for one in asked if one.is_answered]),
    ]
    groups = [(heading, found) for heading, found in groups if found]
    context = {"master_class": held, "groups": groups, "has_row_form": True, "names_teams": True}
    with timezone.override(held.cohort.zone):
        return render(request, "mentoring/class.html", context)


@require_http_methods(["POST", "DELETE"])
def raised(request: HttpRequest, pk: int) -> HttpResponse:
    """Ticked off while it is asked; its answer settles it."""
    question = _in_hands(request, pk)
    return told_of_verb(request, question, question.take_down if is_delete(request) else question.bring_up)


@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down among those that wait for the same."""
    question = _in_hands(request, pk)
    is_left = question.status == Question.Status.DEFERRED
    held = question.for_class or (question.class_note and not is_left and question.class_note.master_class)
    line = _of_class(request, held) if held else _of_team(request, question.team)
    near = [one.pk for one in line.in_line().select_related("deferred_to") if _waits_for(one) == _waits_for(question)]
    question.move_in_line(-1 if request.POST.get("move") == "up" else 1, near)
    return redirect(f"{way_back(request, question.page_url)}#{question.anchor}")


def _of_team(request: HttpRequest, team: Team) -> QuerySet:
    """What was asked in a class waits there, unless it was left to a mentor since."""
    here = Q(class_note=None) | Q(status=Question.Status.DEFERRED)
    return Question.objects.visible_to(request.user).filter(here, team=team, for_class=None).unanswered()


def _of_class(request: HttpRequest, held: MasterClass) -> QuerySet:
    in_notes = Q(for_class=None, class_note__master_class=held)
    return Question.objects.visible_to(request.user).filter(Q(for_class=held) | in_notes).unmerged()


def _listed(questions: QuerySet) -> list[Question]:
    return list(questions.in_line().for_list().prefetch_related("asked_too").with_answers()[:MOST])


WAITING = [Question.Audience.MENTOR, Question.Audience.MASTER, Question.Audience.TA]


def _waits_for(question: Question) -> tuple[int, str]:
    """In this order."""
    if question.status != Question.Status.DEFERRED:
        return 9, ""
    if question.deferred_to:
        return 0, question.deferred_to.name
    return (1 + WAITING.index(question.audience), "") if question.audience in WAITING else (1, "")


def _heading(question: Question) -> str:
    place, name = _waits_for(question)
    if place == 0:
        return _("For %(person)s") % {"person": name}
    return {1: _("For the mentor"), 2: _("For the master"), 3: _("For a teaching assistant")}.get(
        place, _("Still open in the team")
    )


def _in_hands(request: HttpRequest, pk: int) -> Question:
    question = row_in_sight(request, Question, pk)
    if not question.may_be_answered_by(request.user):
        raise PermissionDenied(_("You may read this. The team and its mentors keep its list."))
    if question.is_removed:
        raise Gone
    return question
