import operator
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import NameField, account
from meetings.models.questions import Question
from meetings.models.rows import RENDERED_FIELDS, Row
from meetings.models.teams import Team
from meetings.pictures import reencode

MOST_OF_TEAM = 200 * 1024 * 1024  # bytes
FOLDER = "pictures"
ADDRESS = re.compile(r"/pictures/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
MARKUP = re.compile(r"([\\`*_\[\]<>&$~|!#])")


def _texts() -> Iterator[models.Manager]:
    """Where texts lie: as they are, removed ones included, and as they were."""
    for noun in Row.__subclasses__():
        yield noun._base_manager
        yield noun.history.model._base_manager


def _texts_that_may_come_back() -> Iterator[models.QuerySet]:
    for noun in Row.__subclasses__():
        yield noun._base_manager.all()
        yield noun.history.filter(id__in=noun._base_manager.order_by().values("pk"))


def _shown_in_texts() -> set[uuid.UUID]:
    """The pictures that any text shows, showed, or would show if it came back."""
    shown = set()
    for texts in _texts():
        for body in texts.filter(body__contains=f"/{FOLDER}/").values_list("body", flat=True).iterator():
            shown.update(map(uuid.UUID, ADDRESS.findall(body)))
    return shown


def _wait_for_writers() -> None:
    """For the rest of the transaction no text changes. On SQLite the transaction itself is alone already."""
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(texts.model._meta.db_table) for texts in _texts())
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")  # our own tables' names, quoted


def _team_texts(team_id: int, user) -> Iterator[models.QuerySet]:
    """What the person may read of the texts of one team, noun by noun."""
    for noun in Row.__subclasses__():
        yield noun.objects.visible_to(user).filter(_of_team(noun, team_id))


# The ways from a text to its team: the first one that a noun has, or what stands in one place or another.
WAYS = [{"team": "team"}, {"question": "question__team"}, {"answer": "answer__question__team"}]
WAYS += [{"meeting": "meeting__team", "class_note": "class_note__team"}]


def _of_team(noun: type[Row], team_id: int) -> models.Q:
    places = {field.name for field in noun._meta.fields}
    ways = next(found for way in WAYS if (found := [path for place, path in way.items() if place in places]))
    return reduce(operator.or_, (models.Q(**{path: team_id}) for path in ways))


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=Team.objects.visible_to(user))

    def unused_since(self, before) -> list["Attachment"]:
        """Uploaded before that time, and in no text nor in a note that is being brought in."""
        from meetings.models.sources import SourceDocument

        waiting = self.filter(uploaded_at__lt=before).exclude(notes__in=SourceDocument.objects.here())
        shown = _shown_in_texts()
        return [picture for picture in waiting if picture.pk not in shown]

    def remove_unused(self, before) -> int:
        """Delete what `unused_since` finds and say how many. A text that is saved meanwhile keeps its pictures.

        It is looked for twice: beside everybody's work, and again while those who write wait, if there is any.
        """
        found = [picture.pk for picture in self.unused_since(before)]
        if not found:
            return 0
        with transaction.atomic():
            _wait_for_writers()
            unused = self.filter(pk__in=found).unused_since(before)
            for picture in unused:
                picture.delete()
        return len(unused)


def _path(attachment: "Attachment", filename: str) -> str:
    """Server-chosen: nothing of the uploaded name reaches the disk."""
    return f"{FOLDER}/{attachment.pk}{filename[filename.rindex('.') :]}"


class Attachment(models.Model):
    """An uploaded picture, private to its team. What is stored is always written anew from the decoded pixels."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="attachments", verbose_name=_("team"))
    picture = models.FileField(_("picture"), upload_to=_path)
    size = models.PositiveIntegerField(_("bytes"), default=0, editable=False)
    alt = NameField(_("description"), max_length=300, help_text=_("What the picture shows, for whoever can't see it."))
    uploaded_by = account(_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["team", "-uploaded_at", "-id"], name="attachment_by_team")]

    def __str__(self) -> str:
        return self.alt

    def save(self, *args, **kwargs):
        self._reencode()
        if self._state.adding and self.picture and not self.picture._committed:
            self._add(*args, **kwargs)
        else:
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("picture", args=[self.pk])

    def delete(self, *args, **kwargs):
        """The file goes once the row is gone for good."""
        storage, name = self.picture.storage, self.picture.name
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            transaction.on_commit(lambda: storage.delete(name))
        return deleted

    def is_shown_to(self, user) -> bool:
        """Whether a text that the person may read shows it: a class note, say, which the whole cohort reads.

        Only texts of the picture's own team count, or whoever knows an address could open it by writing it down.
        """
        texts = _team_texts(self.team_id, user)
        return any(rows.filter(body__contains=str(self.pk)).exists() for rows in texts)

    def is_used(self) -> bool:
        """Whether a text shows it, or showed it: removed ones and versions come back. So may a note under review.

        Not the versions of what is deleted for good, as by the undoing of an import.
        """
        if self.notes.here().exists():
            return True
        return any(texts.filter(body__contains=str(self.pk)).exists() for texts in _texts_that_may_come_back())

    @staticmethod
    def uses(team: Team, pictures: Iterable["Attachment"], user) -> dict[uuid.UUID, list[Row]]:
        """The team's texts that show one of these pictures, as far as the person may read them."""
        wanted, found = {picture.pk for picture in pictures}, defaultdict(list)
        shows_one = models.Q(pk__in=[])
        for pk in wanted:
            shows_one |= models.Q(body__contains=str(pk))
        for rows in _team_texts(team.pk, user):
            for row in rows.filter(body__contains=f"/{FOLDER}/").filter(shows_one).for_edit():
                for pk in wanted.intersection(map(uuid.UUID, ADDRESS.findall(row.body))):
                    found[pk].append(row)
        return found

    @staticmethod
    def of_nameless(team: Team, user) -> set[uuid.UUID]:
        """The team's pictures that questions without a name show, or showed: who uploaded one has asked it.

        Not those of whose question the person knows the asker.
        """
        asked = (
            Question._base_manager.filter(team=team, is_anonymous=True)
            .select_related("team")
            .defer("body", *RENDERED_FIELDS)
        )
        hidden = [one.pk for one in asked.prefetch_related("asked_by") if not one.known_to(user)]
        texts = (Question._base_manager.filter(pk__in=hidden), Question.history.filter(id__in=hidden))
        bodies = chain.from_iterable(rows.values_list("body", flat=True) for rows in texts)
        return {uuid.UUID(pk) for body in bodies for pk in ADDRESS.findall(body)}

    @property
    def markdown(self) -> str:
        """What to write in a text so that it shows this picture."""
        alt = MARKUP.sub(r"\\\1", " ".join(self.alt.split()))
        return f"![{alt}]({self.get_absolute_url()})"

    def clean(self):
        try:
            self._reencode()
            if self._state.adding and self.team_id and self.picture:
                self._require_room()
        except ValidationError as error:
            raise ValidationError({"picture": error}) from error

    def _reencode(self) -> None:
        if self.picture and not self.picture._committed and not getattr(self.picture.file, "is_reencoded", False):
            self.picture.file = reencode(self.picture.file)
            self.picture.name = self.picture.file.name

    def _add(self, *args, **kwargs) -> None:
        """File and row, or neither. Two uploads at once take turns, so that both can't take the last room."""
        self.size = self.picture.size
        with transaction.atomic():
            Team.objects.select_for_update(no_key=True).get(pk=self.team_id)
            self._require_room()
            try:
                super().save(*args, **kwargs)
            except BaseException:
                if self.picture._committed:
                    self.picture.storage.delete(self.picture.name)
                raise

    def _require_room(self) -> None:
        taken = Attachment.objects.filter(team=self.team_id).aggregate(sum=models.Sum("size"))["sum"] or 0
        if taken + self.picture.size > MOST_OF_TEAM:
            raise ValidationError(
                _("The team's pictures fill the %(limit)s that it has. Ask the course's staff to delete some."),
                params={"limit": filesizeformat(MOST_OF_TEAM)},
                code="room",
            )


def files_without_row(before) -> list[str]:
    """Files that lie where pictures do, written before that time, which no picture calls its own.

    An upload that was killed between its file and its row leaves one.
    """
    storage = Attachment._meta.get_field("picture").storage
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    old = [name for name in (f"{FOLDER}/{name}" for name in names) if storage.get_modified_time(name) < before]
    known = set(Attachment._base_manager.values_list("picture", flat=True))
    return sorted(set(old) - known)
