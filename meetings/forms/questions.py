from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.forms.rows import RowForm, RowFormSet


class AnswerForm(RowForm):
    is_the_accepted = forms.BooleanField(label=_("The accepted answer"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_the_accepted"].initial = self.instance.is_accepted


class AnswerFormSet(RowFormSet):
    """The answers of one question, of which at most one is accepted."""

    def clean(self) -> None:
        super().clean()
        if len(self._ticked()) > 1:
            raise forms.ValidationError(_("A question has one accepted answer. Tick one."))

    def settle_acceptance(self, by) -> None:
        """Bring acceptance to what was ticked, after the answers themselves were saved."""
        ticked, question = self._ticked(), self.instance
        before = question.answers.accepted().first()
        if ticked and ticked[0] != before:
            question.accept(ticked[0], by=by)
        elif not ticked and before and any("is_the_accepted" in form.changed_data for form in self.forms):
            question.unaccept()

    def _ticked(self) -> list:
        return [
            form.instance
            for form in self.forms
            if getattr(form, "cleaned_data", {}).get("is_the_accepted") and not form.cleaned_data.get("DELETE")
        ]
