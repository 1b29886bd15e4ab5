import datetime
from collections.abc import Callable

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.constraints import CompositeForeignKey
from meetings.models.fields import NameField, account
from meetings.models.revisions import Counted
from meetings.models.rows import Removable, RemovableQuerySet, Sourced
from meetings.models.sources import HEAVY
from meetings.models.teams import Member, Team

# Beyond these a calendar's own arithmetic ends, and a typing error is likelier than a meeting.
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)


class MeetingQuerySet(RemovableQuerySet):
    def visible_to(self, user):
        teams = Team.objects.visible_to(user)
        joint = Meeting.other_teams.through.objects.filter(team__in=teams)
        return self.alive().filter(Q(team__in=teams) | Q(pk__in=joint.values("meeting")))

    def open(self, team: Team, day: datetime.date, by) -> tuple["Meeting", bool]:
        """The team's daily minutes of that day, and whether they were opened just now: prefilled, once for everybody.

        Raises a ValidationError for a day on which the team can't meet.
        """
        from meetings.models.opening import open_daily

        return open_daily(team, day, by)

    def of(self, team: Team):
        return self.filter(
            Q(team=team) | Q(pk__in=Meeting.other_teams.through.objects.filter(team=team).values("meeting"))
        )

    def daily(self):
        return self.filter(kind=Meeting.Kind.DAILY)

    def on(self, day: datetime.date):
        return self.filter(held_on=day)

    def in_month(self, year: int, month: int):
        return self.filter(held_on__year=year, held_on__month=month)

    def until(self, day: datetime.date):
        return self.filter(held_on__lte=day)

    def newest_first(self):
        return self.order_by("-held_on", "-pk")

    def newest_day_first(self, team: Team):
        """By day; of one day the team's own meetings before those it was asked to, and the daily one before others."""
        first = [models.ExpressionWrapper(q, models.BooleanField()).desc() for q in (Q(team=team), Q(kind="daily"))]
        return self.order_by("-held_on", *first, "-pk")

    def latest_of(self, teams: list[Team]):
        """Of each team its latest meeting, not later than today in its cohort's zone."""
        todays = [models.When(cohort=cohort, then=models.Value(cohort.today())) for cohort in {t.cohort for t in teams}]
        if not todays:
            return self.none()
        theirs = Meeting.objects.alive().filter(team=models.OuterRef("pk"), held_on__lte=models.OuterRef("today"))
        latest = models.Subquery(theirs.newest_first().values("pk")[:1])
        today = models.Case(*todays, output_field=models.DateField())
        teams = Team.objects.filter(pk__in=[team.pk for team in teams]).annotate(today=today)
        return self.filter(pk__in=teams.values(latest=latest))

    def before(self, meeting: "Meeting"):
        """Nearest first, by day and then by when it was opened."""
        return self.filter(
            Q(held_on__lt=meeting.held_on) | Q(held_on=meeting.held_on, pk__lt=meeting.pk)
        ).newest_first()

    def after(self, meeting: "Meeting"):
        later = Q(held_on__gt=meeting.held_on) | Q(held_on=meeting.held_on, pk__gt=meeting.pk)
        return self.filter(later).order_by("held_on", "pk")

    def around(self, meeting: "Meeting"):
        """The meetings of that week with the one before and the one after, oldest first: one query for all of them."""
        monday = meeting.held_on - datetime.timedelta(days=meeting.held_on.weekday())
        of_week = Q(held_on__range=(monday, monday + datetime.timedelta(days=6)))
        nearest = [Q(pk=models.Subquery(near.values("pk")[:1])) for near in (self.before(meeting), self.after(meeting))]
        return self.filter(of_week | nearest[0] | nearest[1]).order_by("held_on", "pk")

    def for_list(self):
        return self.select_related("team__cohort", "moderator", "scribe")

    def for_page(self):
        """With all that the head of the minutes names; not the imported note's bytes."""
        joint = Meeting.other_teams.through.objects.filter(meeting=models.OuterRef("pk"))
        shown = self.for_list().select_related("finalised_by", "source").annotate(is_joint=models.Exists(joint))
        return shown.defer(*HEAVY)

    def with_counts(self):
        """How many questions, how many of them answered, and how many learnings."""
        from meetings.models.learnings import Learning
        from meetings.models.questions import Question

        questions = Question.objects.alive()
        return self.annotate(
            question_count=_count(questions),
            answered_count=_count(questions.settled()),
            learning_count=_count(Learning.objects.alive()),
        )


def _count(rows: models.QuerySet) -> models.Func:
    """How many of the rows a meeting has. A subquery each, since joins would multiply one another's rows."""
    counted = rows.filter(meeting=models.OuterRef("pk")).order_by().values("meeting").annotate(n=models.Count("pk"))
    return Coalesce(models.Subquery(counted.values("n")), 0)


class Meeting(Counted, Removable, Sourced):
    """The minutes of one meeting of a team. A team has one daily meeting a day."""

    class Kind(models.TextChoices):
        DAILY = "daily", _("daily meeting")
        MENTORING = "mentoring", _("mentoring")
        OFFICE_HOUR = "office_hour", _("office hour")
        SPECIAL = "special", _("special lecture")
        RETROSPECTIVE = "retrospective", _("retrospective")
        PROJECT = "project", _("project meeting")
        OTHER = "other", _("other meeting")

    team = models.ForeignKey(Team, models.PROTECT, related_name="meetings", verbose_name=_("team"))
    other_teams = models.ManyToManyField(
        Team,
        blank=True,
        related_name="joint_meetings",
        verbose_name=_("together with"),
        help_text=_("Other teams that take part and may read these minutes."),
    )
    held_on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.DAILY)
    title = NameField(_("title"), max_length=200, blank=True)
    starts_at = models.TimeField(_("begins"), null=True, blank=True)
    ends_at = models.TimeField(_("ends"), null=True, blank=True)
    moderator = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="moderated", verbose_name=_("moderator")
    )
    scribe = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="scribed", verbose_name=_("scribe")
    )
    review_order = models.JSONField(_("order of reviews"), default=list, blank=True, editable=False)
    duty_reasons = models.JSONField(default=dict, blank=True, editable=False)
    finalised_at = models.DateTimeField(_("finalised at"), null=True, blank=True, editable=False)
    finalised_by = account(_("finalised by"))
    created_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    opened_revision = models.PositiveIntegerField(null=True, editable=False)  # the one that `open` made, if it did

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["team", "-held_on", "-id"], name="meeting_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "held_on"],
                name="meeting_daily_once_a_day",
                condition=Q(kind="daily", removed_at=None),
                violation_error_message=_("This team already has its daily meeting of that day."),
            ),
            models.UniqueConstraint(fields=["id", "team"], name="meeting_and_team"),
            models.CheckConstraint(
                condition=Q(held_on__range=(FIRST_DAY, LAST_DAY)),
                name="meeting_in_our_time",
                violation_error_message=_("Check the year: it lies too far away."),
            ),
            CompositeForeignKey(
                field="moderator",
                shared="team",
                name="meeting_moderator_is_member",
                violation_error_message=_("The moderator has to be a member of the team."),
            ),
            CompositeForeignKey(
                field="scribe",
                shared="team",
                name="meeting_scribe_is_member",
                violation_error_message=_("The scribe has to be a member of the team."),
            ),
            models.CheckConstraint(
                condition=~Q(ends_at=F("starts_at")),  # 23:00 to 00:30 ends on the next day
                name="meeting_takes_time",
                violation_error_message=_("A meeting ends later than it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.held_on:%Y-%m-%d} {self.title or self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    @property
    def is_final(self) -> bool:
        return self.finalised_at is not None

    def is_daily_of(self, team: Team) -> bool:
        """Whether it is the team's own meeting of a day, which everybody opens together; a mentoring is not."""
        return self.kind == Meeting.Kind.DAILY and self.team_id == team.pk

    @property
    def week(self) -> int | None:
        return self.team.cohort.week_of(self.held_on)

    @property
    def day_number(self) -> int | None:
        return self.team.cohort.day_number(self.held_on)

    @property
    def is_untouched(self) -> bool:
        """Whether they are as `open` made them: since then nobody wrote, ticked, marked or swapped anything."""
        return self.revision == self.opened_revision

    def may_be_finalised_by(self, user) -> bool:
        """The moderator, the lead, and staff. Where no moderator has an account, whoever writes in the team."""
        return self._is_in_hands_of(user, self.moderator)

    def may_be_run_by(self, user) -> bool:
        """Whoever marks others' attendance: moderator, scribe, lead, staff. Where none has an account, any writer."""
        return self._is_in_hands_of(user, self.moderator, self.scribe)

    def _is_in_hands_of(self, user, *people: Member | None) -> bool:
        reachable = [person for person in people if person and person.user_id]
        has_turn = not reachable or user.seat_in(self.team) in reachable
        return user.leads_in(self.team) or (has_turn and user.writes_in(self.team))

    def give_duty(self, duty: str, member: Member) -> None:
        """Let somebody else be "moderator" or "scribe". Who has the other duty swaps it for this one."""
        other = {"moderator": "scribe", "scribe": "moderator"}[duty]
        with transaction.atomic():
            self.hold_open()
            before = getattr(self, duty)
            if before == member:
                return
            if getattr(self, other) == member:
                setattr(self, other, before)
                self.duty_reasons[other] = ["instead", member.name]
            setattr(self, duty, member)
            self.duty_reasons[duty] = ["instead", before.name] if before else ["chosen", None]
            self.save(update_fields=["moderator", "scribe", "duty_reasons"])

    def finalise(self, by, text: Callable[[], str] = str) -> None:
        """Freeze what is no question, and keep what the minutes say now: `text` is asked while nobody else writes."""
        with transaction.atomic():
            self.hold()
            if self.is_final:
                return
            self.finalised_at, self.finalised_by = timezone.now(), by
            self.finalisations.create(text=text(), finalised_at=self.finalised_at, finalised_by=by)
            self.save(update_fields=["finalised_at", "finalised_by"])

    def reopen(self, by=None) -> None:
        with transaction.atomic():
            self.hold()
            if not self.is_final:
                return
            self.finalisations.filter(reopened_at=None).update(reopened_at=timezone.now(), reopened_by=by)
            self.finalised_at = self.finalised_by = None
            self.save(update_fields=["finalised_at", "finalised_by"])


class Finalisation(models.Model):
    """One time that minutes were finalised: what they said then, and whether they were opened again."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="finalisations", verbose_name=_("meeting"))
    text = models.TextField(_("text"), blank=True, editable=False)
    finalised_at = models.DateTimeField(_("finalised at"), default=timezone.now, editable=False)
    finalised_by = account(_("finalised by"))
    reopened_at = models.DateTimeField(_("opened again at"), null=True, blank=True, editable=False)
    reopened_by = account(_("opened again by"))

    class Meta:
        verbose_name = _("finalisation")
        verbose_name_plural = _("finalisations")
        ordering = ["meeting", "-finalised_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.meeting} {self.finalised_at:%Y-%m-%d %H:%M}"


class RowQuerySet(RemovableQuerySet):
    """Rows that belong to a meeting and are seen by whoever sees the meeting."""

    def visible_to(self, user):
        return self.alive().filter(meeting__in=Meeting.objects.visible_to(user))

    def for_edit(self):
        return self.select_related("meeting__team__cohort")
