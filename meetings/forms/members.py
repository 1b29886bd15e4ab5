from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import Member, Team


class MoveForm(forms.Form):
    """To which team of the cohort the chosen people go, and from what day on."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("To the team"))
    on = forms.DateField(label=_("From"), widget=AdminDateWidget, required=False, help_text=_("Empty means today."))

    def __init__(self, *args, teams: QuerySet, seats: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams.filter(cohort__in=seats.order_by().values("team__cohort"))


class MergeForm(forms.Form):
    """Which of the chosen seats stays; it takes over what the others said, asked and owe."""

    kept = forms.ModelChoiceField(
        Member.objects.none(), label=_("Who stays"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, seats: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kept"].queryset = seats
        self.teams, self.count = seats.order_by().values("team").distinct().count(), seats.count()

    def clean(self):
        if self.count < 2:
            raise forms.ValidationError(_("Choose at least two seats of one team."))
        if self.teams > 1:
            raise forms.ValidationError(_("Only two seats of one team can be merged."))
        return super().clean()
