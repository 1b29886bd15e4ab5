"""What stands in a query beside words, as conditions on documents. Rights are not decided here."""

import datetime

from django.db.models import Q
from django.utils import timezone

from meetings.models import Answer, ClassNote, Cohort, Learning, Member, Question, Tag, Team
from meetings.models.teams import spoken
from meetings.search.query import Filter, Query
from meetings.search.synonyms import plain

NOBODY = [0]  # for a list that may be empty: of conditions without any row Django makes no SQL, but an error


def narrowed(documents, query: Query, user):
    for said in query.filters:
        documents = documents.filter(_CONDITIONS[said.key](said, user))
    return documents


def _tag(said: Filter, user) -> Q:
    """By any name of the tag."""
    called = plain(said.value)
    told = Tag.objects.visible_to(user).values_list("pk", "name", "synonyms").order_by()
    meant = [pk for pk, *names in told if called in {plain(name) for name in (names[0], *names[1])}]
    return Q(question__in=Question.objects.filter(tags__in=meant or NOBODY).values("pk"))


def _by(said: Filter, user) -> Q:
    """What one may know that the person asked, answered, learnt or wrote down."""
    people = _meant(Member.objects.visible_to(user), said, user)
    noted = _meant(Member.objects.filter(pk__in=ClassNote.objects.visible_to(user).values("author")), said, user)
    asked = Question.objects.asked_by_as_known_to_be_of(people, user).values("pk")
    answered = Answer.answered_by.through.objects.filter(member__in=people).values("answer")
    return (
        Q(answer=None, question__in=asked)
        | Q(answer__in=answered)
        | Q(learning__in=Learning.objects.filter(author__in=people).values("pk"))
        | Q(class_note__author__in=noted)
    )


def _meant(people, said: Filter, user) -> list[int]:
    """Those whom a part of a name or a whole nickname calls."""
    if said.value == "me":
        return list(people.filter(user=user.pk).values_list("pk", flat=True)) or NOBODY
    part, called = said.value.casefold(), spoken(said.value)
    told = people.values_list("pk", "name", "aliases").order_by()
    return [pk for pk, name, others in told if part in name.casefold() or called in map(spoken, others)] or NOBODY


def _team(said: Filter, user) -> Q:
    if said.value == "mine":
        return Q(team__in=[seat.team_id for seat in user.seats] or NOBODY)
    return Q(team__in=Team.objects.filter(Q(slug=said.value) | Q(name__icontains=said.value)).values("pk"))


def _week(said: Filter, user) -> Q:
    """By the calendar of each cohort that the person sees."""
    fits = Q(pk__in=NOBODY)
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
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()), zone)


def _zone(user):
    """That of the reader's cohort; the server's for whoever has none."""
    return user.seat.team.cohort.zone if user.seat else None


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
    "before": lambda said, user: _between(None, said.days[0], _zone(user)),
    "after": lambda said, user: _between(said.days[0], None, _zone(user)),
    "kind": lambda said, user: Q(kind=said.value),
}
