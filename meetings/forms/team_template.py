from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings import team_template
from meetings.forms.rows import NounForm, lines
from meetings.models import Team


class TeamTemplateForm(NounForm):
    """When a team meets, and what its minutes begin with. `instance` is read while nobody else can save it."""

    class Meta:
        model = Team
        fields = ["starts_at", "ends_at", "template"]
        widgets = {
            "starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "template": forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        }
        help_texts = {
            "template": _(
                "A line is an agenda item, with its minutes at the end: “- Code review 15 min”. A heading "
                "“## Looking back” begins a free part. Left empty, the minutes begin with a usual agenda."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True  # so that a save knows what the page was opened with

    def clean_template(self) -> str:
        source = self.cleaned_data["template"].replace("\r\n", "\n")
        if errors := team_template.parse(source).errors:
            raise forms.ValidationError(list(errors))
        return source

    def clean(self):
        cleaned = super().clean()
        for name in list(cleaned):
            self._check_saved_meanwhile(name)
        if cleaned.get("ends_at") and not cleaned.get("starts_at"):
            self.add_error("starts_at", _("Say when the meeting begins, too."))
        elif cleaned.get("ends_at") and cleaned["ends_at"] == cleaned["starts_at"]:
            self.add_error("ends_at", _("A meeting ends later than it begins."))
        return cleaned

    def _check_saved_meanwhile(self, name: str) -> None:
        """What was not touched stays as it is by now; of two who changed it the second sees what the first saved."""
        stored, opened_with = self.initial[name], self.add_initial_prefix(name)
        if opened_with not in self.data:
            return
        if name not in self.changed_data:
            self.cleaned_data[name] = stored
            return
        opened = self.fields[name].to_python(self.data[opened_with])
        if _as_text(stored) in (_as_text(opened), _as_text(self.cleaned_data[name])):
            return
        self.data = self.data.copy()
        self.data[opened_with] = "" if stored is None else stored  # saving again is a choice made in full knowledge
        sentence = _("While you wrote, somebody changed this to “%(value)s”. Save again to have yours instead.")
        self.add_error(name, forms.ValidationError(sentence, code="conflict", params={"value": stored or "—"}))


def _as_text(value: Any) -> list[str]:
    return lines(str(value or ""))
