from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import Attachment

SHOWN_TYPES = "image/png,image/jpeg,image/webp,image/gif"


class AltForm(forms.ModelForm):
    """What a picture shows, in words."""

    class Meta:
        model = Attachment
        fields = ["alt"]
        labels = {"alt": _("What does it show?")}
        help_texts = {"alt": _("For whoever can't see it. Texts that show the picture already keep their own words.")}
        error_messages = {"alt": {"required": _("Say in a few words what the picture shows.")}}
        widgets = {"alt": forms.TextInput(attrs={"autocomplete": "off"})}

    def clean_alt(self) -> str:
        """On one line, as it stands in a text."""
        return " ".join(self.cleaned_data["alt"].split())


class PictureForm(AltForm):
    # Without the limit on names that the model's field has: what a file is called is forgotten anyway.
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG, WebP or GIF, up to 10 MB. Of a moving picture the first frame is kept."),
        error_messages={"required": _("Choose a picture."), "empty": _("The file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": SHOWN_TYPES}),
    )
    field_order = ["picture", "alt"]

    class Meta(AltForm.Meta):
        fields = ["picture", "alt"]
        help_texts = {"alt": _("For whoever can't see it, like “loss falls, then rises from epoch 12 on”.")}

    @property
    def refusal(self) -> str:
        """All that is wrong, as sentences for a program that shows them to a person."""
        return " ".join(message for messages in self.errors.values() for message in messages)

    @property
    def is_too_much(self) -> bool:
        """Whether its size alone is what is wrong with the picture."""
        return any(error.code in {"large", "room"} for error in self.errors.as_data().get("picture", ()))
