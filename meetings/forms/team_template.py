from django import forms
from django.utils.translation import gettext_lazy as _

from meetings import team_template
from meetings.forms.rows import NounForm
from meetings.models import Team


class TeamTemplateForm(NounForm):
    """When a team meets, and what its minutes begin with."""

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

    def clean_template(self) -> str:
        source = self.cleaned_data["template"].replace("\r\n", "\n")
        if errors := team_template.parse(source).errors:
            raise forms.ValidationError(list(errors))
        return source

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ends_at") and not cleaned.get("starts_at"):
            self.add_error("starts_at", _("Say when the meeting begins, too."))
        elif cleaned.get("ends_at") and cleaned["ends_at"] == cleaned["starts_at"]:
            self.add_error("ends_at", _("A meeting ends later than it begins."))
        return cleaned
