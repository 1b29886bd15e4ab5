from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.cohorts import Cohort
from meetings.models.fields import NameField


class TagQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class Tag(models.Model):
    """A word that questions are found by. Its synonyms mean the same: KLD, KL divergence, 쿨백-라이블러 발산."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="tags", verbose_name=_("cohort"))
    name = NameField(_("name"), max_length=60)
    synonyms = models.JSONField(_("synonyms"), default=list, blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "name"],
                name="tag_name_once_in_cohort",
                violation_error_message=_("This cohort already has a tag of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
