from meetings.forms.texts import TextForm
from meetings.models import Review


class ReviewForm(TextForm):
    many = aside = ("presenters",)

    class Meta(TextForm.Meta):
        model = Review
        fields = ["title", "body"]
