from django.utils.translation import gettext_lazy as _

from meetings.forms.texts import TextForm
from meetings.models import Learning


class LearningForm(TextForm):
    needs_text = True
    people = aside = ("author",)

    class Meta(TextForm.Meta):
        model = Learning
        fields = ["body", "author"]
        error_messages = {"body": {"required": _("Write what was learnt.")}}
