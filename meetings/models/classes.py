from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.cohorts import Cohort
from meetings.models.constraints import CompositeForeignKey
from meetings.models.fields import NameField
from meetings.models.rows import Removable, RemovableQuerySet, Sourced
from meetings.models.search import keep_found, keep_texts
from meetings.models.sources import HEAVY
from meetings.models.teams import Member, Team


class MasterClassQuerySet(RemovableQuerySet):
    def visible_to(self, user):
        return self.alive().filter(cohort__in=Cohort.objects.visible_to(user))

    def newest_first(self):
        return self.order_by(models.F("held_on").desc(nulls_last=True), "-pk")

    def for_list(self):
        return self.select_related("cohort")

    def with_counts(self):
        """How many notes people keep of it, and how many questions stand in them."""
        from meetings.models.questions import Question

        return self.annotate(
            note_count=_count(ClassNote.objects.alive(), "master_class"),
            question_count=_count(
                Question.objects.alive().filter(class_note__removed_at=None), "class_note__master_class"
            ),
        )


def _count(rows: models.QuerySet, of: str) -> models.Func:
    """How many of the rows point to it. A subquery each, since joins would multiply one another's rows."""
    counted = rows.filter(**{of: models.OuterRef("pk")}).order_by().values(of).annotate(n=models.Count("pk"))
    return Coalesce(models.Subquery(counted.values("n")), 0)


class MasterClass(Removable):
    """An event for the whole cohort, of which many people keep notes."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="master_classes", verbose_name=_("cohort"))
    title = NameField(_("title"), max_length=200)
    series = NameField(_("series"), max_length=80, blank=True)
    number = models.PositiveSmallIntegerField(_("number in the series"), null=True, blank=True)
    speakers = models.JSONField(_("speakers"), default=list, blank=True)
    held_on = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("begins"), null=True, blank=True)
    material_url = models.URLField(_("material"), max_length=500, blank=True)

    objects = MasterClassQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("master class")
        verbose_name_plural = _("master classes")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, update_fields=None, **kwargs):
        is_new = self._state.adding
        with transaction.atomic(savepoint=False):
            super().save(*args, update_fields=update_fields, **kwargs)
            if not is_new and (update_fields is None or {"title", "cohort", "held_on"}.intersection(update_fields)):
                self._keep_notes_found()

    def _keep_notes_found(self) -> None:
        """Notes are found by its title, and in its cohort with all that they hold."""
        notes = list(self.notes.all())
        for note in notes:
            note.master_class = self
        keep_found(notes)
        keep_texts(notes)

    def get_absolute_url(self) -> str:
        return reverse("class", args=[self.pk])

    @property
    def is_to_come(self) -> bool:
        """Today or later. Of one whose day nobody knows there are notes, so it was held."""
        return self.held_on is not None and self.held_on >= self.cohort.today()


class ClassNoteQuerySet(RemovableQuerySet):
    def visible_to(self, user):
        """Notes of a class are for the cohort: seven people's notes side by side are worth more than one."""
        return self.alive().filter(master_class__in=MasterClass.objects.visible_to(user))

    def for_list(self):
        return self.select_related("master_class__cohort", "team", "author")

    def with_counts(self):
        from meetings.models.questions import Question

        return self.annotate(question_count=_count(Question.objects.alive(), "class_note"))

    def for_page(self):
        """With all that its own page names; not the imported note's bytes."""
        shown = self.for_list().select_related("source").prefetch_related("resources")
        return shown.defer(*HEAVY)


class ClassNote(Removable, Sourced):
    """One person's note of a class: its text lies in sections, questions and answers."""

    master_class = models.ForeignKey(MasterClass, models.PROTECT, related_name="notes", verbose_name=_("master class"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="class_notes", verbose_name=_("team"))
    author = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="class_notes", verbose_name=_("author")
    )
    title = NameField(_("title"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = ClassNoteQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("class note")
        verbose_name_plural = _("class notes")
        ordering = ["master_class", "pk"]
        constraints = [
            CompositeForeignKey(
                field="author",
                shared="team",
                name="class_note_author_is_member",
                violation_error_message=_("Choose somebody of the team."),
            )
        ]

    def __str__(self) -> str:
        return " · ".join(str(part) for part in (self.title or self.master_class, self.author or self.team))

    def save(self, *args, update_fields=None, **kwargs):
        is_new = self._state.adding
        with transaction.atomic(savepoint=False):
            super().save(*args, update_fields=update_fields, **kwargs)
            keep_found([self], update_fields, are_new=is_new)

    @property
    def kept_by(self) -> str:
        """Whose note it is: the author's name, or the team's where nobody is named."""
        return str(self.author or self.team)

    def get_absolute_url(self) -> str:
        return reverse("class_note", args=[self.pk])
