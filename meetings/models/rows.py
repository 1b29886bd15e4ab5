"""What everything written in minutes and notes has in common."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField
from simple_history.models import HistoricalRecords

from meetings.models.fields import account
from meetings.models.ordering import Ordered
from meetings.models.revisions import Final, Gone, read_again
from meetings.models.search import keep_found, make_tokens, noun_of, stood
from meetings.rendering import RENDER_VERSION, Hint, Rendered, find_references, render
from meetings.rendering.titles import title_of

if TYPE_CHECKING:
    from meetings.models.references import Target

RENDERED_FIELDS = ("body_html", "body_text", "body_version")


class Written(models.Model):
    """Markdown source, stored together with its rendering, so that a page prints HTML and renders nothing."""

    body = MarkdownxField(_("text"), blank=True)
    body_html = models.TextField(editable=False, default="")
    body_text = models.TextField(editable=False, default="")
    body_version = models.PositiveSmallIntegerField(editable=False, default=0)
    revision = models.PositiveIntegerField(editable=False, default=0)
    hints: tuple[Hint, ...] = ()  # what this instance's own rendering told its author; not stored
    _untold: "list[Target] | None" = None  # what a text points at that was rendered ahead of its save

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return Truncator(" ".join(self.body_text.split())).chars(60) or self._meta.verbose_name.capitalize()

    def save(self, *args, update_fields=None, **kwargs):
        """Renders before the transaction, in which every other writer of these minutes waits."""
        told = None
        if update_fields is None or "body" in update_fields:
            told = self.render_body()
            update_fields = update_fields and {*update_fields, *RENDERED_FIELDS}
        self._make_tokens()
        is_new = self._state.adding
        with transaction.atomic(savepoint=False):
            self.advance()
            super().save(*args, update_fields=update_fields and {*update_fields, "revision"}, **kwargs)
            if told is not None:
                self._keep_references(told)
            keep_found([self], update_fields, are_new=is_new)

    def advance(self) -> None:
        """Give the change its number, in the order of all changes to what the text is part of."""
        self.revision += 1

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._rendered_body = instance.__dict__.get("body")
        instance._stood = stood(instance)
        return instance

    def render_body(self) -> "list[Target] | None":
        """Bring the stored rendering up to date with the source and with the renderer.

        Returns what the text points at; None where that is what it was before, as with most texts: nothing at all.
        """
        from meetings.models.references import targets_of, team_of

        is_new, found = self._state.adding, find_references(self.body)
        if self.is_rendered and not (is_new and found):  # one that is rendered before it is put into its team
            return self._untold
        targets = targets_of(self.body, team_of(self)) if found else {}
        before = getattr(self, "_rendered_body", None)
        rendered = render(self.body, {key: target.address for key, target in targets.items()})
        self.take_rendering(rendered)
        pointed = not is_new and (before is None or find_references(before))
        self._untold = [targets[key] for key in rendered.references] if found or pointed else None
        return self._untold

    def render_again(self) -> bool:
        """Render the text as of today, and say whether it was stored: not when somebody changed it meanwhile.

        The text stays as it is, and so does its history.
        """
        self.body_version = 0
        told = self.render_body()
        unchanged = type(self)._base_manager.filter(pk=self.pk, body=self.body)
        with transaction.atomic():
            stored = unchanged.update(**{name: getattr(self, name) for name in RENDERED_FIELDS})
            if stored and told is not None:
                self._keep_references(told)
            if stored:
                keep_found([self])
        return bool(stored)

    def _keep_references(self, told: Iterable["Target"]) -> None:
        from meetings.models.references import keep_references

        keep_references(self, told)
        self._untold = None

    def take_rendering(self, rendered: Rendered) -> None:
        """A rendering of the source as it stands: an import makes them before its transaction."""
        self.hints = rendered.warnings
        self.body_html, self.body_text, self.body_version = rendered.html, rendered.text, RENDER_VERSION
        self._rendered_body = self.body
        self._make_tokens()

    def _make_tokens(self) -> None:
        if noun_of(self):
            make_tokens(self)

    def take_text(self, other: "Written") -> None:
        """What another instance says, with its rendering: made before the transaction in which this one is read."""
        for name in ("body", *RENDERED_FIELDS, "hints", "_rendered_body"):
            setattr(self, name, getattr(other, name))
        self._untold = other._untold or []
        self.__dict__["_found_by"] = other.__dict__.get("_found_by", (None,))

    @property
    def is_rendered(self) -> bool:
        """Whether the stored rendering is that of the source as it stands now."""
        return self.body_version == RENDER_VERSION and getattr(self, "_rendered_body", None) == self.body

    @property
    def html(self) -> SafeString:
        return mark_safe(self.body_html)  # noqa: S308 - the sanitiser's own output, stored at save

    @property
    def title_html(self) -> SafeString:
        """The paragraph that it begins with, for a link in one line. Empty where it begins otherwise."""
        return mark_safe(title_of(self.body_html))  # noqa: S308 - a paragraph of the sanitiser's own output


class RemovableQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(removed_at=None)

    def removed(self):
        return self.exclude(removed_at=None)


class Removable(models.Model):
    """Something that others' work hangs on: removing hides it, restoring brings it back with all that hangs on it."""

    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    removed_by = account(_("removed by"))

    class Meta:
        abstract = True

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    def remove(self, by=None) -> None:
        if not self.is_removed:
            self.removed_at, self.removed_by = timezone.now(), by
            self.save(update_fields=["removed_at", "removed_by"])

    def restore(self) -> None:
        self.removed_at = self.removed_by = None
        self.save(update_fields=["removed_at", "removed_by"])


class Sourced(models.Model):
    """Where an imported record came from: the note, its lines (1-based, inclusive) and how sure the reading was."""

    class Confidence(models.TextChoices):
        CERTAIN = "certain", _("certain")
        LIKELY = "likely", _("likely")

    source = models.ForeignKey(
        "meetings.SourceDocument", models.SET_NULL, null=True, blank=True, editable=False, verbose_name=_("source")
    )
    source_first_line = models.PositiveIntegerField(null=True, blank=True, editable=False)
    source_last_line = models.PositiveIntegerField(null=True, blank=True, editable=False)
    confidence = models.CharField(max_length=7, choices=Confidence, blank=True, editable=False)

    class Meta:
        abstract = True


class Naming(models.Model):
    """Of a version whom it names otherwise than the one before: by relation, the keys before and after."""

    named = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True


class Row(Written, Ordered, Removable, Sourced):
    """One entry of minutes or of a note: written by somebody, in an order, with a history of its own.

    Most belong to a meeting. Nouns that may stand elsewhere say themselves to which team and on which page they belong.
    """

    route: ClassVar[str]  # the noun in names of addresses: "agenda_item" gives "agenda_item_edit"

    typed_by = account(_("typed by"))
    # How its writer's browser called it before it was saved: what is sent again, since no answer came, is made once.
    sent_as = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    history = HistoricalRecords(
        inherit=True, bases=[Naming], excluded_fields=[*RENDERED_FIELDS, "updated_at", "sent_as"]
    )

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def get_absolute_url(self) -> str:
        return f"{self.page_url}#{self.anchor}"

    def advance(self) -> None:
        if self.meeting is None:
            super().advance()
        else:
            self.revision = self.meeting.advance()

    def set_named(self, **named: Iterable[models.Model]) -> None:
        """Whom it names from now on, by relation. Its newest version tells so: these are stored after the row is."""
        changed = {}
        for relation, others in named.items():
            links, after = getattr(self, relation), sorted(other.pk for other in others)
            before = sorted(links.values_list("pk", flat=True))
            if before != after:
                links.set(others)
                changed[relation] = [before, after]
        if changed:
            newest = self.history.order_by("-history_id").values("pk")[:1]
            self.history.filter(pk=models.Subquery(newest)).update(named=changed)

    def lock(self) -> None:
        """Until the transaction ends nobody else changes it, nor, where it stands in minutes, any other row of them.

        Raises Gone where those were taken away, and Final where it is part of final ones.
        """
        if self.meeting is None:
            self.stored().select_for_update(no_key=True, of=["self"]).values_list("pk").first()
            return
        self.meeting.hold()
        if self.is_closed:
            raise Final(self.meeting)

    def hold(self, *, removed: bool = False) -> None:
        """Lock it, and read it anew. Raises Gone where it was deleted, unless that is what is asked for (`removed`)."""
        self.lock()
        read_again(self, self.stored())
        self._rendered_body = self.body
        if self.is_removed and not removed:
            raise Gone

    def hold_place(self) -> None:
        """For what changes its place: raises Final also where its text lives on after the minutes are final."""
        self.hold()
        if self.is_fixed:
            raise Final(self.meeting)

    @transaction.atomic
    def remove(self, by=None) -> None:
        self.hold(removed=True)
        if self.is_removed:
            return
        super().remove(by)
        if find_references(self.body):
            self._keep_references(())

    @transaction.atomic
    def restore(self) -> None:
        """Back with the links that it would get today."""
        self.hold(removed=True)
        if not self.is_removed:
            return
        super().restore()
        if find_references(self.body):
            self.render_again()

    def is_as_read(self) -> bool:
        """Whether nobody has changed or removed it since this instance was read. While it is locked nobody can."""
        return self.stored().values_list("revision", flat=True).first() == self.revision

    def stored(self) -> models.QuerySet:
        """It alone, deleted or not; nothing where what it belongs to was deleted."""
        return type(self)._base_manager.filter(pk=self.pk)

    @property
    def anchor(self) -> str:
        return f"{self.route.removesuffix('_item')}-{self.pk}"

    @property
    def edit_url(self) -> str:
        return reverse(f"{self.route}_edit", args=[self.pk])

    @property
    def place_url(self) -> str:
        return reverse(f"{self.route}_place", args=[self.pk])

    @property
    def history_url(self) -> str:
        return reverse(f"{self.route}_history", args=[self.pk])

    @property
    def removal_url(self) -> str:
        return reverse(f"{self.route}_removal", args=[self.pk])

    @property
    def team(self):
        return self.meeting.team

    @property
    def page_url(self) -> str:
        """The page it stands on."""
        return self.meeting.get_absolute_url()

    @property
    def is_fixed(self) -> bool:
        """Whether its place is part of final minutes, also where its text lives on."""
        return self.meeting is not None and self.meeting.is_final

    @property
    def is_closed(self) -> bool:
        """Whether it is part of minutes that are final: it stays as it is until somebody opens them again."""
        return self.is_fixed

    def is_in_hands_of(self, user) -> bool:
        """Whether the person may write here at all: whoever writes in the team, and the one who typed it (a mentor)."""
        typed_it = self.typed_by_id is not None and self.typed_by_id == user.pk
        return user.writes_in(self.team) or (typed_it and user.seat_in(self.team) is not None)

    def may_be_edited_by(self, user) -> bool:
        return not self.is_closed and self.is_in_hands_of(user)


def as_rendered(source: str, seconds: float) -> SafeString:
    """How a text that is not stored yet will look: a note under review. What takes longer shows as it was typed."""
    return mark_safe(render(source, seconds=seconds).html)  # noqa: S308 - the sanitiser's own output
