import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import account
from meetings.models.rows import Row
from meetings.models.teams import Team
from meetings.pictures import reencode


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=Team.objects.visible_to(user))


def _path(attachment: "Attachment", filename: str) -> str:
    """Server-chosen: nothing of the uploaded name reaches the disk."""
    return f"pictures/{attachment.pk}{filename[filename.rindex('.') :]}"


class Attachment(models.Model):
    """An uploaded picture, private to its team. What is stored is always written anew from the decoded pixels."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="attachments", verbose_name=_("team"))
    picture = models.FileField(_("picture"), upload_to=_path)
    alt = models.CharField(
        _("description"), max_length=300, help_text=_("What the picture shows, for whoever can't see it.")
    )
    uploaded_by = account(_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.alt

    def save(self, *args, **kwargs):
        self._reencode()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("picture", args=[self.pk])

    def is_shown_to(self, user) -> bool:
        """Whether a text that the person may read shows it: a class note, say, which the whole cohort reads.

        Only texts of the picture's own team count, or whoever knows an address could open it by writing it down.
        """
        from meetings.models import Answer, Learning, Question, Review, Section

        here = models.Q(meeting__team=self.team_id)
        texts = (
            Section.objects.visible_to(user).filter(here | models.Q(class_note__team=self.team_id)),
            Question.objects.visible_to(user).filter(team=self.team_id),
            Answer.objects.visible_to(user).filter(question__team=self.team_id),
            Review.objects.visible_to(user).filter(here),
            Learning.objects.visible_to(user).filter(team=self.team_id),
        )
        return any(rows.filter(body__contains=str(self.pk)).exists() for rows in texts)

    def is_used(self) -> bool:
        """Whether any text shows it, removed ones included: they may come back. So may a note under review."""
        if self.notes.here().exists():
            return True
        return any(noun._base_manager.filter(body__contains=str(self.pk)).exists() for noun in Row.__subclasses__())

    @property
    def markdown(self) -> str:
        """What to write in a text so that it shows this picture."""
        return f"![{self.alt}]({self.get_absolute_url()})"

    def clean(self):
        self._reencode()

    def _reencode(self) -> None:
        if self.picture and not self.picture._committed and not getattr(self.picture.file, "is_reencoded", False):
            self.picture.file = reencode(self.picture.file)
            self.picture.name = self.picture.file.name
