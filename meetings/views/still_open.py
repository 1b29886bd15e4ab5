"""What a team has asked and nobody has answered yet, by the week in which it was asked."""

import datetime
from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.models import Cohort, Question
from meetings.models.prefetching import prefetch_askers_and_tags
from meetings.templatetags.dates import short_day
from meetings.views.mentoring import as_list
from meetings.views.question_lists import team_in_sight


@require_safe
def team_still_open(request: HttpRequest, slug: str) -> HttpResponse:
    """The oldest week first: nothing closes by itself, and nothing slips out of sight."""
    team = team_in_sight(request.user, slug)
    waiting = Question.objects.visible_to(request.user, team).unanswered().oldest_first()
    with timezone.override(team.cohort.zone):
        asked, count = as_list(waiting.with_answer_count())
        prefetch_askers_and_tags(asked)
        weeks = [(_week(monday, team.cohort), of_week) for monday, of_week in sorted(_by_week(asked).items())]
        context = {"team": team, "weeks": weeks, "count": count, "shown": len(asked)}
        return render(request, "questions/still_open.html", context)


def _by_week(asked: list[Question]) -> dict[datetime.date, list[Question]]:
    """By the Monday before the day that the list names as theirs."""
    weeks = defaultdict(list)
    for question in asked:
        day = question.asked_on or timezone.localdate(question.asked_at)
        weeks[day - datetime.timedelta(days=day.weekday())].append(question)
    return weeks


def _week(monday: datetime.date, cohort: Cohort) -> str:
    """By its number in the course, and by the day it began."""
    told = {"day": short_day(monday), "number": cohort.week_of(monday)}
    return _("Week %(number)s, from %(day)s") % told if told["number"] else _("The week from %(day)s") % told
