import datetime
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.fields import account
from meetings.models.minutes import Meeting
from meetings.models.revisions import read_again
from meetings.models.teams import Member


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    @transaction.atomic
    def mark(self, meeting: Meeting, member: Member, state: str, by, at: datetime.time | None = None) -> None:
        """Say how somebody took part; with no state, that nobody knows. The last word counts, all are in the history.

        What somebody else said of a person, that person can't take back but contest: see `Attendance.may_be_set_by`.
        """
        meeting.hold_open()
        found = self.filter(meeting=meeting, member=member).first()
        attendance = found or Attendance(meeting=meeting, member=member, state="")
        attendance.meeting, attendance.member = meeting, member
        attendance.check_set_by(by)
        if not state:
            if found is not None:
                found.delete()
            return
        said = (state, at if state in Attendance.TIMED else None, "")
        if (attendance.state, attendance.at, attendance.contested_as) != said:
            attendance.state, attendance.at, attendance.contested_as = said
            attendance.marked_by = by
            attendance.save()


class Attendance(models.Model):
    """How one person took part in one meeting. No row means that nobody knows, not that nobody came."""

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        LEFT_EARLY = "left_early", _("left early")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    TIMED = frozenset({State.LATE, State.LEFT_EARLY})

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances", verbose_name=_("member"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PRESENT)
    at = models.TimeField(_("time"), null=True, blank=True, help_text=_("When somebody came late or left early."))
    contested_as = models.CharField(
        _("contested as"), max_length=10, choices=State, blank=True, help_text=_("What the person says it was.")
    )
    marked_by = account(_("marked by"))

    objects = AttendanceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="attendance_once_a_meeting",
                violation_error_message=_("This person is already in the list."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.get_state_display()}"

    def save(self, *args, **kwargs):
        with transaction.atomic(savepoint=False):
            self.meeting.touch()
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        with transaction.atomic(savepoint=False):
            self.meeting.touch()
            return super().delete(*args, **kwargs)

    def may_be_set_by(self, user) -> bool:
        """Whoever runs the meeting; oneself, unless it was somebody else who said what is there."""
        is_ones_own = self.may_be_contested_by(user) and self.marked_by_id in (None, user.pk)
        return is_ones_own or self.may_be_settled_by(user)

    def may_be_contested_by(self, user) -> bool:
        return self.member.user_id == user.pk

    def may_be_settled_by(self, user) -> bool:
        return self.meeting.may_be_run_by(user)

    def check_set_by(self, user) -> None:
        if self.may_be_set_by(user):
            return
        if self.may_be_contested_by(user):
            raise PermissionDenied(_("Somebody else said so. If it isn't right, say what is."))
        raise PermissionDenied(_("Moderator, scribe and lead mark others; everybody marks themselves."))

    @transaction.atomic
    def contest(self, state: str, by) -> None:
        """The person says that it was otherwise; with no state, that it was right after all."""
        self._hold(by, self.may_be_contested_by)
        contested_as = "" if state == self.state else state
        if self.contested_as != contested_as:
            self.contested_as = contested_as
            self.save(update_fields=["contested_as"])

    @transaction.atomic
    def settle(self, by, *, as_contested: bool) -> None:
        """Whoever runs the meeting says who is right."""
        self._hold(by, self.may_be_settled_by)
        if not self.contested_as:
            return
        if as_contested:
            self.state, self.at, self.marked_by = self.contested_as, None, by
        self.contested_as = ""
        self.save(update_fields=["state", "at", "contested_as", "marked_by"])

    def _hold(self, by, may: Callable) -> None:
        self.meeting.hold_open()
        read_again(self, type(self)._base_manager.filter(pk=self.pk))
        if not may(by):
            raise PermissionDenied(_("Everybody contests their own attendance; moderator, scribe and lead settle it."))
