"""How members write what stands in minutes and notes: a text, its few fields, and two people at once."""

import datetime
import uuid
from functools import cached_property, partial
from typing import Any, NamedTuple

from django import forms
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.differences import difference
from meetings.forms.fields import CheckboxSelectMultiple, EditorWidget
from meetings.forms.rows import RowForm, lines
from meetings.live.merge import merge
from meetings.models import Member, User
from meetings.models.rows import Row

LONGEST_REVISION = 9  # digits


class SavedMeanwhile(NamedTuple):
    """What somebody else saved while the reader wrote."""

    body: str
    changes: SafeString
    by: User | None
    at: datetime.datetime


class TextForm(RowForm):
    """Writes what was touched and leaves alone what was not: somebody else may have changed that meanwhile.

    What the writer's page was opened with comes back in `initial-*` fields; a client that only sends the `revision`
    which it knew is compared with the version of that number.
    """

    needs_text = False
    people: tuple[str, ...] = ()  # fields that name somebody of the team
    many: tuple[str, ...] = ()  # fields that name any number of people, asked for only where they are shown
    aside: tuple[str, ...] = ()  # fields that most writers leave as they are
    by: User | None = None  # whose form it is
    saved_meanwhile: SavedMeanwhile | None = None
    merged_with: User | None = None  # who changed other words of the text meanwhile
    is_merged = False

    class Meta:
        widgets = {"body": EditorWidget}

    def __init__(self, *args, by: User | None = None, **kwargs):
        self.by = by
        super().__init__(*args, label_suffix="", **kwargs)
        self.read_revision, self.read_body = self.instance.revision, self.instance.body
        self.fields["body"].required = self.needs_text
        self.fields["body"].widget.team = self.instance.team
        for name in self.many:
            self.fields[name] = self._relation(name).formfield(widget=CheckboxSelectMultiple)
            self.initial.setdefault(name, partial(self._named, name))
        self.order_fields(self.field_order)
        for name in (*self.people, *self.many):
            self.fields[name].queryset = self._people(name)
        for field in self.fields.values():
            if getattr(field, "empty_label", None):
                field.empty_label = pgettext("of a menu", "none")
        if self.instance.pk:
            for field in self.fields.values():
                field.show_hidden_initial = True

    @classmethod
    def changeable_by(cls, user: User, row: Row) -> list[str]:
        """The fields of a stored row that the person may see and set."""
        return [*cls.Meta.fields, *cls.many]

    @property
    def rows(self) -> list[Row]:
        """What a save wrote."""
        return [self.instance]

    @property
    def sent_as(self) -> uuid.UUID:
        """How the writer calls a row that is not there yet."""
        try:
            return uuid.UUID(self.data.get("sent_as", ""))
        except ValueError:
            return uuid.uuid4()

    @property
    def is_in_conflict(self) -> bool:
        return any(error.code == "conflict" for errors in self.errors.as_data().values() for error in errors)

    @property
    def are_errors_aside(self) -> bool:
        return any(name in self.errors for name in self.aside)

    @property
    def refusal(self) -> str:
        """Why it was not saved, in a sentence."""
        if other := self.saved_meanwhile:
            person = other.by and other.by.get_full_name()
            if person:
                told = _("While you wrote, %(person)s changed the same words. Both texts are here; choose which stays.")
                return told % {"person": person}
            return _("While you wrote, the same words were changed. Both texts are here; choose which stays.")
        return " ".join(sentence for errors in self.errors.values() for sentence in errors)

    @cached_property
    def changed_data(self) -> list[str]:
        if not self.instance.pk:
            return super().changed_data
        return [name for name, bound in self._bound_items() if self._has_changed(name, bound)]

    def _has_changed(self, name: str, bound: forms.BoundField) -> bool:
        """Against what the page was opened with. Keys of people are compared as they came, which asks for nobody."""
        if not self._tells_what_it_was_opened_with:
            return bound.html_name in self.data and bound.field.has_changed(self._opened(name), bound.data)
        if name not in self.many:
            return bound._has_changed()
        opened = self[name].field.hidden_widget().value_from_datadict(self.data, self.files, bound.html_initial_name)
        return set(opened or ()) != set(bound.data or ())

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            for name in [name for name in cleaned if name != "body"]:
                self._check_untouched(name)
        return cleaned

    def clean_body(self) -> str:
        """Of two people who change one text each keeps their words, unless both changed the same ones."""
        body = self._readable_body()
        if not self.instance.pk:
            return body
        stored, opened = self.read_body, self._opened("body")
        if lines(stored) == lines(body):
            return body
        if opened is not None and lines(opened) == lines(body):
            return stored
        if opened is not None and lines(opened) == lines(stored):
            return self._chosen(body)
        keeps_both = self.data.get("keep") == "both"
        if keeps_both and opened is not None and lines(_below(_with_line_ends(opened), body)) == lines(stored):
            return stored  # sent again, since the answer did not arrive
        merged = None if opened is None else merge(_with_line_ends(opened), body, stored)
        if merged is None or keeps_both:
            raise self._two_texts(stored if opened is None else opened, stored)
        self.is_merged, self.merged_with = True, self._latest()[0]
        return merged

    def render_ahead(self) -> None:
        """Before the transaction, which makes every other writer wait."""
        self.instance.render_body()

    def is_current(self) -> bool:
        """Whether nobody saved it since the form read it. Inside a transaction nobody can until it ends."""
        if not self.instance.pk:
            return True
        self.instance.lock()
        return self.instance.is_as_read()

    def bring_back(self) -> None:
        """A deleted row, before it is saved: beside the instance, which holds already what the form puts into it."""
        self.instance.stored().get().restore()
        self.instance.removed_at = self.instance.removed_by = None

    def save(self, commit=True) -> Row:
        if not self.instance.pk:
            return super().save(commit)
        if changed := [name for name in self.changed_data if name != "body" or self.instance.body != self.read_body]:
            own = {field.name for field in self.instance._meta.concrete_fields}
            self.instance.save(update_fields={*self._written(changed), "updated_at"} & own)
            self._save_m2m()
        return self.instance

    def _written(self, changed: list[str]) -> set[str]:
        return set(changed)

    def _chosen(self, body: str) -> str:
        """`keep=both`: the saved text and mine, one below the other."""
        return _below(self.read_body, body) if self.data.get("keep") == "both" else body

    def _two_texts(self, opened: str, stored: str) -> forms.ValidationError:
        by, at = self._latest()
        self.saved_meanwhile = SavedMeanwhile(stored, difference(_with_line_ends(opened), stored), by, at)
        self.data = self.data.copy()
        self.data[self.add_initial_prefix("body")] = stored  # saving again is a choice made in full knowledge
        return forms.ValidationError(_("Two texts. Choose which one stays."), code="conflict")

    def _latest(self) -> tuple[User | None, datetime.datetime]:
        """Who changed the text last, and when: not who ticked it or moved it since."""
        history = self.instance.history.order_by("-history_id")
        before = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).values("body")[:1]
        texts = history.annotate(before=Subquery(before)).filter(Q(before=None) | ~Q(body=F("before")))
        version = texts.select_related("history_user").first()
        return (version.history_user, version.history_date) if version else (None, self.instance.updated_at)

    def _clean_fields(self) -> None:
        """Of a stored row only what was touched is looked at: the rest costs queries and reaches nothing."""
        whole = self.fields
        if self.instance.pk:
            self.fields = {name: field for name, field in whole.items() if name in self.changed_data}
        try:
            super()._clean_fields()
        finally:
            self.fields = whole

    def _get_validation_exclusions(self) -> set[str]:
        """The text's own field has seen to it, and asking the database whether it is empty costs a query."""
        untouched = {name for name in self.fields if name not in self.changed_data} if self.instance.pk else set()
        return super()._get_validation_exclusions() | untouched | {"body"}

    def _check_constraints(self) -> None:
        """What the fields offer keeps them, each of which would cost a query; the database stands behind."""

    def _relation(self, name: str) -> Any:
        return self.instance._meta.get_field(name)

    def _named(self, name: str) -> list[Member]:
        return list(getattr(self.instance, name).all()) if self.instance.pk else []

    @property
    def _tells_what_it_was_opened_with(self) -> bool:
        """Of a list without anybody in it nothing is sent; of a text always something."""
        return self.add_initial_prefix("body") in self.data

    @cached_property
    def _opened_version(self) -> Any:
        """The row as it was at the `revision` that was sent; None where that is not known."""
        number = self.data.get("revision", "")
        if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_REVISION):
            return None
        known = self.instance.history.filter(revision__lte=int(number))
        return known.order_by("-revision", "-history_id").first()

    def _opened(self, name: str) -> Any:
        """What the writer saw in that field when the page was opened; None where nobody can tell."""
        field = self.fields[name]
        if self._tells_what_it_was_opened_with:
            sent = field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
            return field.to_python(sent) if name != "body" else self.data[self.add_initial_prefix("body")]
        if self.data.get("revision") == str(self.read_revision):
            return field.prepare_value(self.get_initial_for_field(field, name)) if name != "body" else self.read_body
        if self._opened_version is None or self._relation(name).many_to_many:
            return None
        return getattr(self._opened_version, self._relation(name).attname)

    def _check_untouched(self, name: str) -> None:
        """Refuse a value that somebody else changed too, to another one, since the page was opened."""
        field, key = self.fields[name], self.add_initial_prefix(name)
        if not (self._tells_what_it_was_opened_with or "revision" in self.data):
            return
        stored, mine = field.prepare_value(self.get_initial_for_field(field, name)), self[name].data
        if not (field.has_changed(self._opened(name), stored) and field.has_changed(stored, mine)):
            return
        self.data = self.data.copy()
        if isinstance(stored, list):
            self.data.setlist(key, stored)
        else:
            self.data[key] = "" if stored is None else stored
        sentence = _("While you wrote, somebody changed this to “%(value)s”. Save again to have yours instead.")
        self.add_error(name, forms.ValidationError(sentence % {"value": self._in_words(name)}, code="conflict"))

    def _people(self, name: str) -> QuerySet:
        """Seats of the team, and whoever is named already: somebody of a team that joined."""
        named: Any = []
        if self.instance.pk:
            is_one = name not in self.many
            named = [getattr(self.instance, f"{name}_id")] if is_one else getattr(self.instance, name).values("pk")
        return Member.objects.filter(Q(team=self.instance.team) | Q(pk__in=named))

    def _in_words(self, name: str) -> str:
        display = getattr(self.instance, f"get_{name}_display", None)
        value = display() if display else getattr(self.instance, name)
        if hasattr(value, "all"):
            return ", ".join(str(person) for person in value.all()) or "—"
        return "—" if value in (None, "") else str(value)


def _below(above: str, text: str) -> str:
    return f"{above.rstrip()}\n\n{text}"


def _with_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n")
