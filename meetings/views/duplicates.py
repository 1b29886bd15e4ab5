"""The same question asked twice: linked, made one, and apart again."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.limits import may
from meetings.models import Question
from meetings.models.duplicates import NotTheSame
from meetings.models.revisions import Gone
from meetings.search.similar import similar
from meetings.views.classes import said
from meetings.views.plain_forms import is_delete
from meetings.views.reference_links import unlink_hidden
from meetings.views.rows import page_of, row_in_sight, stale, told_of_verb
from meetings.views.similar import A_MINUTE

# 214, Q214, [[Q214]], and the address of a page.
NUMBER = re.compile(r"\s*(?:\[\[)?(?:\S*/questions/)?[Qq]?(\d{1,18})(?:\]\]|/\S*)?\s*", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks which question it is, and shows it; POST links (or with `merge` merges); DELETE sets both apart."""
    question = row_in_sight(request, Question, pk)
    if not question.may_be_answered_by(request.user):
        raise PermissionDenied(_("You may read this. The team and its mentors link its questions."))
    if is_delete(request):
        return told_of_verb(request, question, question.unlink)
    if question.is_removed:
        raise Gone
    number = (request.POST if request.method == "POST" else request.GET).get("number", "")
    other = _named(request, question, number)
    if request.method == "POST" and other:
        return _linked(request, question, other)
    reason = question.why_not_part_of(other) if other else ""
    of_other = [(other.team, row) for row in said([other])] if other else []
    unlink_hidden(request.user, [(question.team, question), *of_other])
    offered = [] if other else _offered(request, question, number)
    context = {"question": question, "other": other, "number": number, "reason": reason, "offered": offered}
    context["is_missing"] = bool(number and not other and (NUMBER.fullmatch(number) or not offered))
    with timezone.override(question.team.cohort.zone):
        return render(request, "questions/original.html", context | page_of(question, request))


def _named(request: HttpRequest, question: Question, number: str) -> Question | None:
    """The one of that number, or what it repeats itself, as far as the reader can read: that is what will be linked."""
    match, seen = NUMBER.fullmatch(number), Question.objects.visible_to(request.user)
    named = found = int(match[1]) if match else None
    passed = {question.pk}
    while found and found not in passed:
        passed.add(named := found)
        found = seen.filter(pk=named, duplicate_of__in=seen).values_list("duplicate_of", flat=True).first()
    return seen.for_list().with_answers().exclude(pk=question.pk).filter(pk=named).first()


def _offered(request: HttpRequest, question: Question, number: str) -> list[Question]:
    """Who comes seldom knows the number: those that ask the same, or what was typed where a number belongs."""
    text = question.body if not number.strip() or NUMBER.fullmatch(number) else number
    is_free = may("similar", request.user.pk, A_MINUTE, 60)
    return similar(request.user, text, besides=question.pk) if is_free else []


def _linked(request: HttpRequest, question: Question, other: Question) -> HttpResponse:
    is_merger = "merge" in request.POST
    is_sent_again = is_merger and question.merged_at is not None and question.duplicate_of_id == other.pk
    try:
        if not is_sent_again:
            question.merge_into(other) if is_merger else question.link_to(other)
    except NotTheSame as reason:
        return stale(request, question, str(reason))
    if is_merger:
        told = _("They are one now. The addresses of both lead to question %(number)s.") % {"number": other.pk}
    else:
        told = _("They are linked. Whoever opens one finds the other.")
    messages.success(request, told)
    return redirect(other if is_merger else question)
