from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.classes import ClassNote
from meetings.models.minutes import Meeting
from meetings.models.teams import Team


class ResourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=Team.objects.visible_to(user))


class Resource(models.Model):
    """A link worth keeping, with everywhere the team came across it."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="resources", verbose_name=_("team"))
    url = models.URLField(_("address"), max_length=2000)
    title = models.CharField(_("title"), max_length=300, blank=True)
    meetings = models.ManyToManyField(Meeting, blank=True, related_name="resources", verbose_name=_("meetings"))
    class_notes = models.ManyToManyField(ClassNote, blank=True, related_name="resources", verbose_name=_("class notes"))

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["title", "url"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "url"],
                name="resource_once_in_team",
                violation_error_message=_("The team has already kept this link."),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.url
