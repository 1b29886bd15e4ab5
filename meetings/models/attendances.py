from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.fields import account
from meetings.models.minutes import Meeting
from meetings.models.teams import Member


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class Attendance(models.Model):
    """How one person took part in one meeting. No row means that nobody knows, not that nobody came."""

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        LEFT_EARLY = "left_early", _("left early")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

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
