import hashlib
import uuid
from pathlib import PurePosixPath

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import account
from meetings.models.teams import Team


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=Team.objects.visible_to(user))

    def with_counts(self):
        """How many notes it has, and how many of them are unread, wait for a decision, became records."""
        states = {f"{state}_count": models.Count("notes", filter=models.Q(notes__state=state)) for state in State}
        return self.annotate(note_count=models.Count("notes"), **states)


def _path(upload: "Import", filename: str) -> str:
    """Server-chosen: nothing of the uploaded name reaches the disk."""
    return f"imports/{uuid.uuid4()}.zip"


class Import(models.Model):
    """Notes that somebody brought in together: files, a folder, a zip or a pasted text."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="imports", verbose_name=_("team"))
    name = models.CharField(_("name"), max_length=300)
    archive = models.FileField(_("archive"), upload_to=_path, blank=True, help_text=_("Kept for its pictures."))
    losses = models.JSONField(_("left out"), default=list, blank=True)
    started_by = account(_("brought by"))
    started_at = models.DateTimeField(_("brought at"), default=timezone.now, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def read_count(self) -> int:
        """How many notes were read so far, of one from `with_counts`."""
        return self.note_count - self.unread_count


class State(models.TextChoices):
    UNREAD = "unread", _("unread")
    WAITING = "waiting", _("waits for a decision")
    IMPORTED = "imported", _("imported")
    REFUSED = "refused", _("not imported")
    UNDONE = "undone", _("undone")


# Columns that no page about a row of the note needs, as `select_related("source")` reaches them.
HEAVY = tuple(f"source__{name}" for name in ("raw", "front_matter", "report", "draft", "decisions", "journal"))
GONE = (State.REFUSED, State.UNDONE)


class SourceDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=Team.objects.visible_to(user))

    def of(self, team: Team, raw: bytes):
        """The same bytes, brought in for the same team before and not taken back since."""
        return self.here().filter(team=team, sha256=hashlib.sha256(raw).hexdigest())

    def here(self):
        return self.exclude(state__in=GONE)

    def unread(self):
        return self.filter(state=State.UNREAD)


class SourceDocument(models.Model):
    """An imported note as it came, byte for byte, with what was guessed and what found no place.

    `draft` is what was read and since corrected, until it becomes records; `journal` is what making them wrote.
    """

    State = State

    team = models.ForeignKey(Team, models.PROTECT, related_name="sources", verbose_name=_("team"))
    path = models.CharField(_("path"), max_length=500)
    raw = models.BinaryField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    dialect = models.CharField(_("dialect"), max_length=20, editable=False)
    front_matter = models.JSONField(_("front matter"), default=dict, editable=False)
    report = models.JSONField(_("report"), default=dict, editable=False)
    brought_in = models.ForeignKey(
        Import, models.SET_NULL, null=True, blank=True, editable=False, related_name="notes", verbose_name=_("import")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.IMPORTED, editable=False)
    draft = models.JSONField(_("draft"), null=True, blank=True, editable=False)
    decisions = models.JSONField(_("decisions"), default=dict, blank=True, editable=False)
    refusal = models.TextField(_("why it can't be read"), blank=True, editable=False)
    pictures = models.ManyToManyField("meetings.Attachment", blank=True, editable=False, related_name="notes")
    journal = models.JSONField(_("journal"), default=dict, editable=False)
    imported_by = account(_("imported by"))
    imported_at = models.DateTimeField(_("imported at"), default=timezone.now, editable=False)
    undone_by = account(_("undone by"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "sha256"],
                name="source_once_in_team",
                condition=~models.Q(state__in=GONE),
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
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_imported(self) -> bool:
        return self.state == State.IMPORTED

    def refuse(self) -> None:
        """Makes no records of it. The note itself stays, and may be brought back."""
        waiting = type(self).objects.filter(pk=self.pk, state=State.WAITING)  # somebody may make records of it just now
        waiting.update(state=State.REFUSED)
        self.refresh_from_db(fields=["state"])

    def reconsider(self) -> bool:
        """Lets a refused or undone note wait again, unless the team has brought in the same bytes since."""
        gone = type(self).objects.filter(pk=self.pk, state__in=GONE, draft__isnull=False)
        try:
            with transaction.atomic():
                gone.update(state=State.WAITING)
        except IntegrityError:
            return False
        self.refresh_from_db(fields=["state"])
        return self.is_waiting

    def places(self) -> list[models.Model]:
        """The meetings and class notes in which its rows stand."""
        from meetings.models.classes import ClassNote
        from meetings.models.minutes import Meeting

        of_note = models.Q(source=self) | models.Q(sections__source=self) | models.Q(questions__source=self)
        of_meeting = of_note | models.Q(learnings__source=self) | models.Q(action_items__source=self)
        meetings = Meeting.objects.alive().filter(of_meeting).select_related("team").distinct()
        notes = ClassNote.objects.alive().filter(of_note).select_related("master_class", "author", "team").distinct()
        return [*meetings, *notes]

    @property
    def review_url(self) -> str:
        return reverse("import_note", args=[self.pk])

    @property
    def name(self) -> str:
        """The file's own name: what people know it by, and what it is called when it comes back."""
        return PurePosixPath(self.path).name
