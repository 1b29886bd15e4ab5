import itertools
from typing import NamedTuple

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import NameField


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The reader and everybody who has a seat in a team that the reader may see."""
        from meetings.models.teams import Team

        if user.is_superuser:
            return self
        return self.filter(Q(pk=user.pk) | Q(members__team__in=Team.objects.visible_to(user))).distinct()


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    """Creates accounts as Django's manager does, and chains like the other nouns."""

    def with_email(self, email: str, display_name: str) -> "User":
        """The account of that address; a new one, without a password until its owner sets one, when there is none."""
        found = self.filter(email__iexact=email).first()
        return found or self.create_user(self._free_username(email), email, display_name=display_name)

    def _free_username(self, email: str) -> str:
        wished = email.partition("@")[0][:100]
        taken = set(self.filter(username__startswith=wished).values_list("username", flat=True))
        numbers = itertools.chain([""], itertools.count(2))
        return next(name for name in (f"{wished}{number}" for number in numbers) if name not in taken)


class Reader(NamedTuple):
    """All of a person that what they may read depends on, besides what the database knows: `visible_to` takes either.

    Two that are equal may read the same, so that a query which takes long to write is written once for both.
    """

    pk: int
    is_superuser: bool
    team_ids: tuple[int, ...]
    cohort_ids: tuple[int, ...]


class User(AbstractUser):
    """An account. What a person is called in a team stands on the seat (`Member`)."""

    first_name = last_name = None
    display_name = NameField(_("name"), max_length=80, blank=True)
    locale = models.CharField(
        _("language"), max_length=5, blank=True, choices=[("ko", "한국어"), ("en", "English")], default=""
    )

    objects = PeopleManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                condition=~Q(email=""),
                violation_error_message=_("Somebody else uses this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.display_name or self.username

    get_short_name = get_full_name

    @cached_property
    def seats(self) -> list:
        """The current seats, newest cohort first. Read once a request: what may be seen follows from them."""
        seats = self.members.select_related("team__cohort", "user")
        newest_first = seats.order_by("-team__cohort__starts_on", "-joined_on", "-pk")
        return [seat for seat in newest_first if seat.is_current]

    @cached_property
    def seat(self):
        return self.seats[0] if self.seats else None

    @property
    def team_ids(self) -> tuple[int, ...]:
        """Of the teams in which the person has a seat now."""
        return tuple(sorted({seat.team_id for seat in self.seats}))

    @property
    def cohort_ids(self) -> tuple[int, ...]:
        """Of the cohorts of these teams."""
        return tuple(sorted({seat.team.cohort_id for seat in self.seats}))

    @property
    def reader(self) -> Reader:
        return Reader(self.pk, self.is_superuser, self.team_ids, self.cohort_ids)

    def seat_in(self, team):
        """The person's current seat in that team, if there is one."""
        return next((seat for seat in self.seats if seat.team_id == team.pk), None)

    def writes_in(self, team) -> bool:
        """Whether the team's texts are the person's to change: its members' and leads', and staff's of its cohort.

        Mentors and guests read. The staff flag is asked first, so that a page costs nobody else a query.
        """
        seat = self.seat_in(team)
        if self.is_superuser or (seat and seat.takes_part):
            return True
        return self.is_staff and team.cohort_id in self.cohorts_in_charge

    def teaches_in(self, team) -> bool:
        """Mentors and masters of the team, and staff of its cohort: they answer, and confirm what others answered."""
        if self.is_superuser:
            return True
        seat = self.seat_in(team)
        if seat and seat.role in seat.TEACHING:
            return True
        return self.is_staff and team.cohort_id in self.cohorts_in_charge

    def asking_seat_for(self, team):
        """With which seat the person counts among those who asked a question of the team: there, else beside it."""
        beside = [seat for seat in self.seats if seat.team.cohort_id == team.cohort_id and seat.takes_part]
        return next((seat for seat in beside if seat.team_id == team.pk), beside[0] if beside else None)

    def leads_in(self, team) -> bool:
        """The team's lead, and whoever writes there without a seat in it: staff."""
        seat = self.seat_in(team)
        is_above = self.is_superuser or seat is None or seat.role == seat.Role.LEAD
        return is_above and self.writes_in(team)

    @cached_property
    def cohorts_in_charge(self) -> frozenset[int]:
        return frozenset(self.cohorts_run.values_list("pk", flat=True))

    def runs(self, cohort_id: int) -> bool:
        """Whether the person sees to what all teams of the cohort share: its tags."""
        return self.is_superuser or (self.is_staff and cohort_id in self.cohorts_in_charge)

    @cached_property
    def home_seat(self):
        """The seat whose minutes are the home page: the only one in a running cohort, or the only one at all."""
        running = [seat for seat in self.seats if seat.team.cohort.ends_on >= seat.team.cohort.today()]
        seats = running or self.seats
        return seats[0] if len(seats) == 1 else None
