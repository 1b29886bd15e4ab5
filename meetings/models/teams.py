import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.cohorts import Cohort
from meetings.models.fields import NameField

LONG_SURNAMES = frozenset({"남궁", "독고", "동방", "사공", "서문", "선우", "제갈", "황보"})


def spoken(name: str) -> str:
    """Two names that are equal so mean the same people."""
    return name.lstrip("@").casefold()


class TeamQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Teams in which the person has a seat now, and all teams of a cohort that the person runs.

        The one place that decides about a team: every other noun asks here.
        """
        if user.is_superuser:
            return self
        return self.filter(Q(pk__in=user.team_ids) | Q(cohort__in=Cohort.objects.run_by(user)))

    def newest_first(self):
        """By cohort, the newest first, and by name within one."""
        return self.order_by("-cohort__starts_on", "cohort_id", "name")

    def after(self, team: "Team"):
        """What follows `team` in that order."""
        cohort = team.cohort
        return self.filter(
            Q(cohort__starts_on__lt=cohort.starts_on)
            | Q(cohort__starts_on=cohort.starts_on, cohort__gt=cohort.pk)
            | Q(cohort=cohort, name__gt=team.name)
        )


class Team(models.Model):
    """A team of a cohort for a time. When teams are formed anew, this one ends and its history stays."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="teams", verbose_name=_("cohort"))
    name = NameField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, unique=True, allow_unicode=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    starts_at = models.TimeField(_("meets from"), null=True, blank=True)
    ends_at = models.TimeField(_("meets until"), null=True, blank=True)
    template = models.TextField(_("template of the minutes"), blank=True)

    objects = TeamQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["cohort", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "name"],
                name="team_name_once_in_cohort",
                violation_error_message=_("This cohort already has a team of that name."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="team_ends_after_start",
                violation_error_message=_("The last day can't be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("team", args=[self.slug])

    def may_be_led_by(self, user) -> bool:
        """Its lead and staff say when it meets and what its minutes begin with; where it has no lead, its members."""
        if user.leads_in(self):
            return True
        leads = self.members.filter(role=Member.Role.LEAD, left_on=None).exclude(user=None)
        return user.writes_in(self) and not leads.exists()


def _seated_on(day: datetime.date) -> Q:
    return (Q(joined_on=None) | Q(joined_on__lte=day)) & (Q(left_on=None) | Q(left_on__gt=day))


def _expected_on(day: datetime.date) -> Q:
    return Q(role__in=Member.TAKING_PART) & _seated_on(day)


class MemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=Team.objects.visible_to(user))

    def seated_on(self, day: datetime.date):
        """Seats that are taken on that day. `left_on` is the first day without: who is taken out is out at once."""
        return self.filter(_seated_on(day))

    def expected_on(self, day: datetime.date):
        """Who takes part in a meeting of that day, by name."""
        return self.filter(_expected_on(day)).order_by("name", "pk")

    def at(self, meeting):
        """Who sat in the team on the meeting's day or is in its list, with what is known of each one's attendance."""
        return self.around(meeting).filter(is_expected=True)

    def around(self, meeting):
        """All whom the minutes may name, with the attendance of each and whether their page counts with the person."""
        here = models.FilteredRelation("attendances", condition=Q(attendances__meeting=meeting))
        is_theirs, is_here = Q(team=meeting.team_id), Q(here__isnull=False)
        counts = is_theirs & _expected_on(meeting.held_on) | is_here
        return self.annotate(
            here=here,
            state=F("here__state"),
            came_or_left_at=F("here__at"),
            contested_as=F("here__contested_as"),
            marked_by=F("here__marked_by"),
            marked_by_name=F("here__marked_by__display_name"),
            is_expected=models.Case(models.When(counts, then=True), default=False),
        ).filter(is_theirs | is_here)

    def with_duties(self):
        """How often each moderated and wrote the minutes."""
        return self.annotate(
            moderated_count=Count("moderated", filter=Q(moderated__removed_at=None), distinct=True),
            scribed_count=Count("scribed", filter=Q(scribed__removed_at=None), distinct=True),
        )


class Member(models.Model):
    """A person's seat in a team. People found in imported notes have no account until somebody claims the seat."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        LEAD = "lead", _("team lead")
        MENTOR = "mentor", _("mentor")
        MASTER = "master", _("master")
        GUEST = "guest", _("guest")

    TAKING_PART = frozenset({Role.MEMBER, Role.LEAD})  # they write and have duties; mentors and guests read
    TEACHING = frozenset({Role.MENTOR, Role.MASTER})  # they answer, and confirm answers

    team = models.ForeignKey(Team, models.PROTECT, related_name="members", verbose_name=_("team"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("account"),
    )
    name = NameField(_("name"), max_length=80)
    aliases = models.JSONField(_("also called"), default=list, blank=True)
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.MEMBER)
    joined_on = models.DateField(_("from"), null=True, blank=True)
    left_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day without the seat."))

    objects = MemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "team"], name="member_and_team"),
            models.UniqueConstraint(
                fields=["team", "name"],
                name="member_name_once_in_team",
                violation_error_message=_("This team already has somebody of that name."),
            ),
            models.UniqueConstraint(
                fields=["team", "user"],
                name="member_user_once_in_team",
                condition=Q(left_on=None),
                violation_error_message=_("This account already has a seat in the team."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__gte=F("joined_on")),
                name="member_leaves_after_joining",
                violation_error_message=_("Nobody leaves before joining."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("member", args=[self.pk])

    @property
    def is_current(self) -> bool:
        """Whether the seat is taken today, by the calendar of its cohort."""
        today = self.team.cohort.today()
        return (self.joined_on or today) <= today and (self.left_on is None or self.left_on > today)

    @property
    def takes_part(self) -> bool:
        return self.role in self.TAKING_PART

    @property
    def given_name(self) -> str:
        """가온 for 문가온, 민수 for 남궁민수: what a team calls somebody, where a Hangul name tells the surname."""
        is_hangul = all("가" <= letter <= "힣" for letter in self.name)
        if not is_hangul or not 3 <= len(self.name) <= 5:
            return self.name
        return self.name[2:] if len(self.name) > 3 and self.name[:2] in LONG_SURNAMES else self.name[1:]

    @property
    def calls(self) -> set[str]:
        """All that people call somebody, as `spoken` has it."""
        return {spoken(name) for name in (self.name, self.given_name, *self.aliases)}

    def goes_by(self, name: str) -> bool:
        return spoken(name) in self.calls

    def has_work(self) -> bool:
        """Whether minutes, questions or anything else name this seat."""
        from meetings.models.references import Reference

        return Reference.objects.filter(member=self).exists() or any(
            relation.related_model._base_manager.filter(**{relation.field.name: self}).exists()
            for relation in self._meta.related_objects
        )

    def claim(self, user) -> None:
        """Take over a seat that came from a note. A seat that is taken stays with who has it."""
        if self.user_id not in (None, user.pk):
            raise ValidationError(_("%(name)s already belongs to somebody."), params={"name": self.name})
        self.user = user
        self.save(update_fields=["user"])

    @transaction.atomic
    def move_to(self, team: Team, on: datetime.date | None = None) -> "Member":
        """End this seat and take one in another team of the cohort. What was written in the old team stays there."""
        if team.cohort_id != self.team.cohort_id:
            raise ValidationError(_("People move between teams of one cohort only."))
        if team.pk == self.team_id:
            raise ValidationError(_("%(name)s already sits in this team."), params={"name": self.name})
        if team.members.filter(name=self.name).exclude(user=None).exclude(user=self.user_id).exists():
            raise ValidationError(_("%(name)s already belongs to somebody."), params={"name": self.name})
        on = on or team.cohort.today()
        if self.left_on is None or self.left_on > on:  # a seat that ended before stays ended when it did
            self.left_on = max(on, self.joined_on or on)
            self.save(update_fields=["left_on"])
        seat, _created = Member.objects.update_or_create(
            team=team,
            name=self.name,
            defaults={"user": self.user, "aliases": self.aliases, "role": self.role, "joined_on": on, "left_on": None},
        )
        return seat

    def absorb(self, other: "Member") -> None:
        """Make two seats of one person one: everything `other` said, asked, led and owed becomes this one's."""
        from meetings.models.merging import merge

        merge(other, into=self)
