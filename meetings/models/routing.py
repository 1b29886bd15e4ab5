"""Where an open question is brought to: the team's mentoring or a class, in an order, ticked off while it is asked."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import Case, Count, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.classes import ClassNote, MasterClass
from meetings.models.duplicates import parts_there
from meetings.models.teams import Member, Team


class Waits(IntEnum):
    """For whom, in the order of the list."""

    PERSON, MENTOR, MASTER, TA, CLASS, TEAM = range(6)


class Waiting(NamedTuple):
    """How many questions wait in a team, how many of them for the reader by name, and the day of the oldest one."""

    count: int = 0
    mine: int = 0
    since: datetime.date | None = None


class RoutedQuerySet(models.QuerySet):
    def in_line(self):
        """As people put them; what nobody has put anywhere by how many asked it, then by age.

        Whoever asked what was merged into it counts as well, and once. Who asked that one itself changes nothing: it
        may stand there without a name.
        """
        links = self.model.asked_too.through.objects.order_by()
        own = links.filter(question=OuterRef("pk")).values("question")
        counted = links.filter(question=OuterRef("question__duplicate_of")).values("member")
        of_parts = links.filter(parts_there("question__"), question__duplicate_of=OuterRef("pk"))
        of_parts = of_parts.exclude(member__in=counted).values("question__duplicate_of")
        people = Count("member", distinct=True)
        votes = [Coalesce(Subquery(found.values(count=people)), 0) for found in (own, of_parts)]
        told = self.annotate(votes=votes[0] + votes[1])
        return told.order_by(F("turn").asc(nulls_last=True), "-votes", "asked_at", "pk")

    def waiting_in(self, *teams: Team):
        """What is open in the teams: what was brought to a class or asked in one waits there until that is over."""
        waits_here = Q(for_class=None) & (Q(class_note=None) | Q(status="deferred"))
        on_day = defaultdict(list)
        for team in teams:
            on_day[team.cohort.today()].append(team)
        for day, theirs in on_day.items():
            is_over = _is_over("for_class", day) | (Q(for_class=None) & _is_over("class_note__master_class", day))
            waits_here |= Q(team__in=theirs) & is_over
        return self.filter(waits_here, team__in=teams).unanswered()

    def waiting_by_team(self, teams: Iterable[Team], seats: Iterable[Member]) -> dict[int, Waiting]:
        """Of each team what its mentoring list holds, by its key, in one query."""
        held_on = Coalesce("meeting__held_on", "class_note__master_class__held_on")
        of = self.model.Status
        # Says what "not answered" says, in words by which the index of teams and statuses finds them.
        told = self.filter(status__in=(of.OPEN, of.DEFERRED)).waiting_in(*teams).order_by().values("team")
        told = told.annotate(
            count=Count("pk"),
            mine=Count("pk", filter=Q(deferred_to__in=seats)),
            asked_at=Min("asked_at", filter=Q(source=None)),
            held_on=Min(held_on, filter=Q(source__isnull=False)),  # an imported note tells no other day
        )
        of_team = {row["team"]: row for row in told}
        return {team.pk: _waiting(team, of_team[team.pk]) if team.pk in of_team else Waiting() for team in teams}

    def left_to(self, seats: Iterable[Member]):
        """What waits for these people by name."""
        return self.filter(deferred_to__in=seats).unanswered()

    def asked_in(self, held: MasterClass):
        """What was brought to the class, and what stands in notes of it unless it was left to a mentor since."""
        brought = self.model.objects.filter(for_class=held)
        notes = ClassNote.objects.filter(master_class=held)
        elsewhere = Q(status="deferred") | Q(for_class__isnull=False)
        noted = self.model.objects.filter(class_note__in=notes).exclude(elsewhere)
        return self.filter(Q(pk__in=brought.values("pk")) | Q(pk__in=noted.values("pk"))).unmerged()

    def by_whom_they_wait_for(self):
        """With `waits` and, for a person or after a class, the name in `waits_for`; each group in its line."""
        is_left, of = Q(status="deferred"), self.model.Audience
        waits = Case(
            When(Q(for_class__isnull=False) | (~is_left & Q(class_note__isnull=False)), then=Waits.CLASS),
            When(~is_left, then=Waits.TEAM),
            When(deferred_to__isnull=False, then=Waits.PERSON),
            When(audience=of.MASTER, then=Waits.MASTER),
            When(audience=of.TA, then=Waits.TA),
            default=Waits.MENTOR,  # also what was once asked of the team alone: mentors are whom it is left to
            output_field=models.IntegerField(),
        )
        name = Case(
            When(waits=Waits.PERSON, then=F("deferred_to__name")),
            When(waits=Waits.CLASS, then=Coalesce("for_class__title", "class_note__master_class__title")),
            default=Value(""),
        )
        told = self.annotate(waits=waits, waits_for=name).in_line()
        return told.order_by("waits", "waits_for", *told.query.order_by)


def _waiting(team: Team, told: dict) -> Waiting:
    asked_on = told["asked_at"] and timezone.localdate(told["asked_at"], team.cohort.zone)
    return Waiting(told["count"], told["mine"], min(filter(None, (asked_on, told["held_on"])), default=None))


def _is_over(held: str, day: datetime.date) -> Q:
    return Q(**{f"{held}__removed_at__isnull": False}) | Q(**{f"{held}__held_on__lt": day})


class Routed(models.Model):
    for_class = models.ForeignKey(
        MasterClass,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions_brought",
        verbose_name=_("brought to class"),
    )
    turn = models.PositiveIntegerField(_("place in the line"), null=True, blank=True, editable=False)
    raised_at = models.DateTimeField(_("brought up at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def bring_up(self) -> None:
        """It is being asked, or has been: the answer may come later. Since the first one who said so."""
        self._set_raised(timezone.now())

    def take_down(self) -> None:
        self._set_raised(None)

    @transaction.atomic
    def _set_raised(self, at: datetime.datetime | None) -> None:
        self.hold()
        if (self.raised_at is None) != (at is None):
            self.raised_at = at
            self.save(update_fields=["raised_at"])

    @transaction.atomic
    def move_in_line(self, steps: int, line: RoutedQuerySet, keeper: Team | MasterClass) -> None:
        """So many places down, or up when negative; not beyond the ends of the line. No version of the text.

        Whoever moves another one meanwhile waits for the row of `keeper`, whose line it is. Those behind whom nobody
        has put anywhere stay without a number: votes go on ordering them.
        """
        type(keeper)._base_manager.select_for_update(no_key=True).get(pk=keeper.pk)
        turns = dict(line.in_line().values_list("pk", "turn"))
        if self.pk not in turns:
            return
        keys = list(turns)
        before = keys.index(self.pk)
        place = min(max(before + steps, 0), len(keys) - 1)
        if place == before:
            return
        keys.insert(place, keys.pop(before))
        numbered = {pk: n for n, pk in enumerate(keys, 1) if turns[pk] is not None or n <= max(before, place) + 1}
        self._number({pk: n for pk, n in numbered.items() if turns[pk] != n})
        self.turn = place + 1

    def _number(self, turns: dict[int, int]) -> None:
        """In the order of their keys, so that nobody waits for each other."""
        rows = type(self)._base_manager.filter(pk__in=turns)
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        if turns:
            rows.update(turn=Case(*(When(pk=pk, then=turn) for pk, turn in turns.items())))
