from django import forms

from meetings.forms.texts import TextForm
from meetings.models import Review


class ReviewForm(TextForm):
    people = aside = ("presenters",)

    class Meta(TextForm.Meta):
        model = Review
        fields = ["title", "body", "presenters"]
        widgets = {**TextForm.Meta.widgets, "presenters": forms.CheckboxSelectMultiple}
