"""What stands in a query beside words, as conditions on documents. Rights are not decided here.

Each looks up what a document belongs to by itself, as few documents are asked about, and joins next to no table: more
than eight PostgreSQL takes in the order in which they are written, the words last, by which documents are few.
"""

import datetime
import json

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from meetings.models import Answer, ClassNote, Cohort, Learning, Meeting, Member, Question, Tag, Team
from meetings.models.duplicates import parts_there
from meetings.models.teams import spoken
from meetings.search.query import Filter, Query
from meetings.search.synonyms import plain, strings

NOBODY = [0]  # for a list that may be empty: of conditions without any row Django makes no SQL, but an error


def narrowed(documents, query: Query, user):
    names = [plain(said.value) for said in query.filters if said.key == "tag"]
    for tags in _called(names, user) if names else ():
        tagged = Question.tags.through.objects.filter(question=OuterRef("question"), tag__in=tags or NOBODY)
        documents = documents.filter(Exists(tagged))
    for said in query.filters:
        if said.key != "tag":
            documents = documents.filter(_CONDITIONS[said.key](said, user))
    return documents


def _called(names: list[str], user) -> list[list[int]]:
    """The tags of each name, read once. One may have been stored with other names that are none."""
    told = list(Tag.objects.visible_to(user).values_list("pk", "name", "synonyms").order_by())
    calls = [(pk, {plain(one) for one in (name, *strings(others))}) for pk, name, others in told]
    return [[pk for pk, known in calls if name in known] for name in names]


def _by(said: Filter, user) -> Q:
    """What one may know that the person asked, answered, learnt or wrote down."""
    people = _meant(Member.objects.visible_to(user), said, user)
    noted = _meant(Member.objects.filter(pk__in=ClassNote.objects.visible_to(user).values("author")), said, user)
    asked = Question.objects.asked_by_as_known_to_be_of(people, user).filter(pk=OuterRef("question"))
    answered = Answer.answered_by.through.objects.filter(answer=OuterRef("answer"), member__in=people)
    learnt = Learning.objects.filter(pk=OuterRef("learning"), author__in=people)
    return Q(Exists(asked), answer=None) | Exists(answered) | Exists(learnt) | Q(class_note__author__in=noted)


def _meant(people, said: Filter, user):
    """Those whom a part of a name or a whole nickname calls. However many they are, the database alone counts them."""
    if said.value == "me":
        return people.filter(user=user.pk).values("pk").order_by()
    fits = Q(name__icontains=said.value)
    for nickname in (spoken(said.value), f"@{spoken(said.value)}"):
        for escaped in (True, False):  # as SQLite and as PostgreSQL keep it
            fits |= Q(aliases_text__icontains=json.dumps(nickname, ensure_ascii=escaped))
    return people.alias(aliases_text=Cast("aliases", TextField())).filter(fits).values("pk").order_by()


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
    met, noted = Meeting.objects.filter(pk=OuterRef("meeting")), ClassNote.objects.filter(pk=OuterRef("class_note"))
    written = Q(~Exists(noted.exclude(master_class__held_on=None)), meeting=None)
    if first:
        written &= Q(created_at__gte=_midnight(first, zone))
        met, noted = met.filter(held_on__gte=first), noted.filter(master_class__held_on__gte=first)
    if after:
        written &= Q(created_at__lt=_midnight(after, zone))
        met, noted = met.filter(held_on__lt=after), noted.filter(master_class__held_on__lt=after)
    return written | Exists(met) | Exists(noted)


def _midnight(day, zone):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()), zone)


def _zone(user):
    """That of the reader's cohort; the server's for whoever has none."""
    return user.seat.team.cohort.zone if user.seat else None


def _lecture(said: Filter, user) -> Q:
    asked = Question.objects.filter(pk=OuterRef("question"), lecture__number=said.number)
    learnt = Learning.objects.filter(pk=OuterRef("learning"), review__lecture__number=said.number)
    return Q(Exists(asked)) | Exists(learnt)


def _status(said: Filter, user) -> Q | Exists:
    """As pages tell it: what was merged is as the question that it went into."""
    if said.value == "accepted":
        accepted = Answer.objects.alive().accepted()
        on_part = accepted.filter(parts_there("question__"), question__duplicate_of=OuterRef("shown"))
        return Q(Exists(accepted.filter(question=OuterRef("shown"))) | Exists(on_part), kind="question")
    whole = Question.objects.visible_to(user).filter(pk=OuterRef("duplicate_of"))
    is_part = Q(Exists(whole), merged_at__isnull=False)
    asked = Question.objects.filter(pk=OuterRef("question"))
    apart = asked.with_status(said.value).exclude(is_part)
    return Exists(apart) | Exists(asked.filter(is_part, Exists(whole.with_status(said.value))))


_CONDITIONS = {
    "by": _by,
    "team": _team,
    "week": _week,
    "lecture": _lecture,
    "status": _status,
    "before": lambda said, user: _between(None, said.days[0], _zone(user)),
    "until": lambda said, user: _between(None, said.days[1], _zone(user)),
    "after": lambda said, user: _between(said.days[0], None, _zone(user)),
    "kind": lambda said, user: Q(kind=said.value),
}
