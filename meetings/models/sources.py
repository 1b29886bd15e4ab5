import hashlib
from pathlib import PurePosixPath

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import account
from meetings.models.teams import Team


class SourceDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=Team.objects.visible_to(user))

    def of(self, team: Team, raw: bytes):
        """The same bytes, brought in for the same team before."""
        return self.filter(team=team, sha256=hashlib.sha256(raw).hexdigest())


class SourceDocument(models.Model):
    """An imported note as it came, byte for byte, with what was guessed and what found no place."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="sources", verbose_name=_("team"))
    path = models.CharField(_("path"), max_length=500)
    raw = models.BinaryField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    dialect = models.CharField(_("dialect"), max_length=20, editable=False)
    front_matter = models.JSONField(_("front matter"), default=dict, editable=False)
    report = models.JSONField(_("report"), default=dict, editable=False)
    imported_by = account(_("imported by"))
    imported_at = models.DateTimeField(_("imported at"), default=timezone.now, editable=False)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "sha256"],
                name="source_once_in_team",
                violation_error_message=_("The team has already imported this file."),
            )
        ]

    def __str__(self) -> str:
        return self.path

    def save(self, *args, **kwargs):
        self.sha256 = hashlib.sha256(self.raw).hexdigest()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.pk])

    @property
    def name(self) -> str:
        """The file's own name: what people know it by, and what it is called when it comes back."""
        return PurePosixPath(self.path).name
