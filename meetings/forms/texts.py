"""How members edit what stands in minutes and notes: a text, its few fields, and two people at once."""

import datetime
from typing import NamedTuple

from django import forms
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meetings.differences import difference
from meetings.forms.fields import EditorWidget
from meetings.forms.rows import RowForm
from meetings.models import Member, User
from meetings.models.rows import Row


class SavedMeanwhile(NamedTuple):
    """What somebody else saved while the reader wrote."""

    body: str
    changes: SafeString
    by: User | None
    at: datetime.datetime


class TextForm(RowForm):
    """Writes what was touched and leaves alone what was not: somebody else may have changed that meanwhile."""

    needs_text = False
    people: tuple[str, ...] = ()  # fields that name people of the team
    saved_meanwhile: SavedMeanwhile | None = None

    class Meta:
        widgets = {"body": EditorWidget}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.read_revision = self.instance.revision
        self.fields["body"].required = self.needs_text
        self.fields["body"].widget.team = self.instance.team
        for name in self.people:
            self.fields[name].queryset = self._people(name)
        if self.instance.pk:
            for field in self.fields.values():
                field.show_hidden_initial = True

    def clean(self):
        """Only what the page changed reaches the row."""
        cleaned = super().clean()
        if self.instance.pk:
            for name in [name for name in cleaned if name not in self.changed_data]:
                del cleaned[name]
            for name in [name for name in cleaned if name != "body"]:
                self._check_untouched(name)
        return cleaned

    def clean_body(self) -> str:
        """`keep=both`: the saved text and mine, one below the other."""
        body = super().clean_body()
        if self.data.get("keep") == "both" and self.instance.pk:
            return f"{self.instance.body.rstrip()}\n\n{body}"
        return body

    def conflict(self, opened: str, stored: str) -> forms.ValidationError:
        version = self.instance.history.select_related("history_user").first()
        by, at = (version.history_user, version.history_date) if version else (None, self.instance.updated_at)
        self.saved_meanwhile = SavedMeanwhile(stored, difference(opened.replace("\r\n", "\n"), stored), by, at)
        return forms.ValidationError(_("Two texts. Choose which one stays."), code="conflict")

    def is_current(self) -> bool:
        """Whether nobody saved since the form read the row. Inside a transaction nobody can until it ends."""
        if not self.instance.pk:
            return True
        self.instance.hold()
        stored = type(self.instance)._base_manager.values_list("revision", flat=True)
        return stored.get(pk=self.instance.pk) == self.read_revision

    def save(self, commit=True) -> Row:
        if not self.instance.pk:
            return super().save(commit)
        if self.changed_data:
            own = {field.name for field in self.instance._meta.concrete_fields}
            self.instance.save(update_fields={*self._written(), "updated_at"} & own)
            self._save_m2m()
        return self.instance

    def _written(self) -> set[str]:
        return {"updated_at", *self.changed_data}

    def _people(self, name: str) -> QuerySet:
        """Seats of the team, and whoever is named already: somebody of a team that joined."""
        named = []
        if self.instance.pk:
            value = getattr(self.instance, name)
            named = [value.pk] if isinstance(value, Member) else value.values("pk") if value else []
        return Member.objects.filter(Q(team=self.instance.team) | Q(pk__in=named))

    def _check_untouched(self, name: str) -> None:
        """Refuse a value that somebody else changed too, to another one, since the page was opened."""
        field, key = self.fields[name], self.add_initial_prefix(name)
        if self.add_initial_prefix("body") not in self.data:
            return
        opened = field.to_python(field.hidden_widget().value_from_datadict(self.data, self.files, key))
        stored = field.prepare_value(self.get_initial_for_field(field, name))
        mine = self[name].data
        if not (field.has_changed(opened, stored) and field.has_changed(stored, mine)):
            return
        self.data = self.data.copy()
        if isinstance(stored, list):
            self.data.setlist(key, stored)
        else:
            self.data[key] = "" if stored is None else stored
        sentence = _("While you wrote, somebody changed this to “%(value)s”. Save again to have yours instead.")
        self.add_error(name, forms.ValidationError(sentence % {"value": self._in_words(name)}, code="conflict"))

    def _in_words(self, name: str) -> str:
        display = getattr(self.instance, f"get_{name}_display", None)
        value = display() if display else getattr(self.instance, name)
        if hasattr(value, "all"):
            return ", ".join(str(person) for person in value.all()) or "—"
        return "—" if value in (None, "") else str(value)
