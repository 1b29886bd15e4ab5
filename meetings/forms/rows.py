import datetime

from django import forms
from django.forms.models import BaseInlineFormSet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from meetings.forms.fields import EditorWidget
from meetings.models.rows import Removable
from meetings.rendering.engine import MAX_SOURCE

YEARS = range(1900, 3000)


class NounForm(forms.ModelForm):
    """Checks every constraint of the model, also those over fields that no form shows (removed_at, accepted_at)."""

    def clean(self):
        """Years that nobody means: counting days from them leaves the calendar."""
        cleaned = super().clean()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, datetime.date) and value.year not in YEARS:
                self.add_error(name, _("No meeting was ever held in the year %d. Check the date.") % value.year)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            self._check_constraints()

    def _check_constraints(self) -> None:
        unseen = {field.name for field in self.instance._meta.fields if not field.editable}
        # Of a stored row everything is known, also what the page only shows: its team.
        unknown = set() if self.instance.pk else self._get_validation_exclusions() - unseen
        try:
            self.instance.validate_constraints(exclude=unknown)
        except forms.ValidationError as error:
            self._update_errors(error)


class RowForm(NounForm):
    """The form of a text: opens with the rendering that is stored beside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(getattr(self.fields.get("body"), "widget", None), EditorWidget) and not self.is_bound:
            self.fields["body"].widget.rendered = self.instance.html if self.instance.is_rendered else ""
        if "order" in self.fields:
            self.fields["order"].required = False
        if "body" in self.fields:
            self.fields["body"].strip = False  # four spaces before the first line are code
            self.fields["body"].show_hidden_initial = True  # so that a save knows what the page was opened with

    def clean_body(self) -> str:
        """Whoever saves second sees what the first one saved beside their own text, and nothing is overwritten."""
        body, opened_with = self._readable_body(), self.add_initial_prefix("body")
        if not self.instance.pk or "body" not in self.changed_data or opened_with not in self.data:
            return body
        stored = type(self.instance)._base_manager.values_list("body", flat=True).get(pk=self.instance.pk)
        if lines(stored) in (lines(self.data[opened_with]), lines(body)):
            return body
        opened = self.data[opened_with]
        self.data = self.data.copy()
        self.data[opened_with] = stored  # saving again is a choice made in full knowledge
        raise self.conflict(opened, stored)

    def _save_m2m(self) -> None:
        named = {field.name for field in self.instance._meta.many_to_many} & self.cleaned_data.keys()
        self.instance.set_named(**{name: self.cleaned_data[name] for name in named})

    def conflict(self, opened: str, stored: str) -> forms.ValidationError:
        """`opened`: the text that the page was opened with."""
        sentence = _("While you wrote, somebody saved another text: “%(text)s”. Yours is still here; make one of both.")
        return forms.ValidationError(sentence, code="conflict", params={"text": stored})

    def _readable_body(self) -> str:
        """With the line ends of a text; blanks alone are nothing, and an endless text is for several rows."""
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        if not body.strip():
            if self.fields["body"].required:
                raise forms.ValidationError(self.fields["body"].error_messages["required"], code="required")
            return ""
        if "body" in self.changed_data and (size := len(body.encode())) > MAX_SOURCE:
            sizes = {"size": filesizeformat(size), "limit": filesizeformat(MAX_SOURCE)}
            sentence = _("This text has %(size)s; one can have %(limit)s. It is still here: divide it into several.")
            raise forms.ValidationError(sentence % sizes, code="too-long")
        return body

    def clean_order(self) -> int:
        """Left empty: where it was, and at the end when it is new."""
        order = self.cleaned_data["order"]
        return self.instance.order if order is None else order


def lines(text: str) -> list[str]:
    """A text as forms compare it: browsers send other line ends, and forms strip what surrounds."""
    return text.strip().splitlines()


class RowFormSet(BaseInlineFormSet):
    """Rows of one page: new ones go last and belong to the page's team, taken out ones can come back."""

    by = None

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "body" in form.fields and self.instance.pk:
            form.fields["body"].widget.team = self.instance.team

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if hasattr(form.instance, "team_id") and hasattr(self.instance, "team_id"):
            form.instance.team_id = self.instance.team_id
        return form

    def save_new(self, form, commit=True):
        row = form.instance
        if hasattr(row, "typed_by_id"):
            row.typed_by = self.by
        if hasattr(row, "order") and not row.order:
            row.order = self._last_order() + 1
        return super().save_new(form, commit=commit)

    def delete_existing(self, obj, commit=True):
        if not isinstance(obj, Removable):
            super().delete_existing(obj, commit=commit)
        elif commit:
            obj.remove(self.by)

    def _last_order(self) -> int:
        siblings = self.model._default_manager.filter(**{self.fk.name: self.instance})
        return max(siblings.values_list("order", flat=True), default=0)
