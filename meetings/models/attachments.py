import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
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
