"""What stands in a query beside words, as conditions on documents. Rights are not decided here."""

from django.db.models import Q
from django.utils import timezone

from meetings.models import Answer, Cohort, Learning, Member, Question, Team
from meetings.search.query import Filter, Query


def narrowed(documents, query: Query, user):
    for said in query.filters:
        documents = documents.filter(_CONDITIONS[said.key](said, user))
    return documents


def _tag(said: Filter, user) -> Q:
    return Q(question__in=Question.objects.filter(tags__name__iexact=said.value).values("pk"))


def _by(said: Filter, user) -> Q:
    called = Q(user=user.pk) if said.value == "me" else Q(name__icontains=said.value)
    people = Member.objects.visible_to(user).filter(called).values("pk")
    asked = Question.asked_by.through.objects.filter(member__in=people).values("question")
    answered = Answer.answered_by.through.objects.filter(member__in=people).values("answer")
    return (
        Q(answer=None, question__in=asked)
        | Q(answer__in=answered)
        | Q(learning__in=Learning.objects.filter(author__in=people).values("pk"))
        | Q(class_note__author__in=people)
    )


def _team(said: Filter, user) -> Q:
    if said.value == "mine":
        return Q(team__in=[seat.team_id for seat in user.seats])
    return Q(team__in=Team.objects.filter(Q(slug=said.value) | Q(name__icontains=said.value)).values("pk"))


def _week(said: Filter, user) -> Q:
    """By the calendar of each cohort that the person sees."""
    fits = Q(pk__in=[])
    for cohort in Cohort.objects.visible_to(user):
        if days := cohort.days_of_week(said.number):
            fits |= Q(team__cohort=cohort) & _between(*days, cohort.zone)
    return fits


def _between(first, after, zone=None) -> Q:
    """By the day of the meeting or class; of what belongs to none the day it was written."""
    outside = Q(meeting=None) & (Q(class_note=None) | Q(class_note__master_class__held_on=None))
    written = Q()
    if first:
        written &= Q(created_at__gte=_midnight(first, zone))
    if after:
        written &= Q(created_at__lt=_midnight(after, zone))
    fits = outside & written
    for held in ("meeting__held_on", "class_note__master_class__held_on"):
        fits |= Q(**({f"{held}__gte": first} if first else {}), **({f"{held}__lt": after} if after else {}))
    return fits


def _midnight(day, zone):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day), zone)


def _lecture(said: Filter, user) -> Q:
    return Q(question__lecture__number=said.number) | Q(learning__review__lecture__number=said.number)


def _status(said: Filter, user) -> Q:
    if said.value == "accepted":
        return Q(question__in=Answer.objects.alive().accepted().values("question"))
    return Q(question__status=said.value)


_CONDITIONS = {
    "tag": _tag,
    "by": _by,
    "team": _team,
    "week": _week,
    "lecture": _lecture,
    "status": _status,
    "before": lambda said, user: _between(None, said.days[0]),
    "after": lambda said, user: _between(said.days[0], None),
    "kind": lambda said, user: Q(kind=said.value),
}
