from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.forms.texts import TextForm
from meetings.models import ActionItem, AgendaItem, Section


class SectionForm(TextForm):
    class Meta(TextForm.Meta):
        model = Section
        fields = ["heading", "body"]

    def clean(self):
        cleaned = super().clean()
        after = {"heading": self.instance.heading, "body": self.instance.body, **cleaned}
        if not self.errors and not (after["heading"] or after["body"].strip()):
            self.add_error("body", _("Write a heading or a text. To take the section away, delete it."))
        return cleaned


class AgendaItemForm(TextForm):
    needs_text = True
    people = ("owner",)

    class Meta(TextForm.Meta):
        model = AgendaItem
        fields = ["body", "owner", "minutes"]
        error_messages = {"body": {"required": _("Write what to talk about.")}}


class ActionItemForm(TextForm):
    needs_text = True
    many = ("owners",)
    field_order = ("body", "owners", "due_on")

    class Meta(TextForm.Meta):
        model = ActionItem
        fields = ["body", "due_on"]
        widgets = {
            **TextForm.Meta.widgets,
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {"body": {"required": _("Write what is to be done.")}}
