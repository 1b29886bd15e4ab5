import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _
from markdownx.widgets import MarkdownxWidget

from meetings.models.fields import validate_visible

LONGEST_NAME = 80


class EditorWidget(MarkdownxWidget):
    """A text as Markdown beside its preview, for members and in the admin: `templates/components/_editor.html`.

    Our own scripts, not markdownx's: those upload files to a view that is open to anyone. `team` is whose pictures,
    questions and people the text can name; without one the editor offers none.
    """

    template_name = "components/_editor.html"
    rendered = ""  # the stored HTML, so that opening a page with forty texts asks for no preview

    def __init__(self, attrs=None, team=None):
        super().__init__(attrs)
        self.team = team

    def get_context(self, name, value, attrs=None):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"rendered": self.rendered, "team": self.team}
        return context

    class Media:
        extend = False
        js = [Script("meetings/js/editor.js", type="module")]


class OneFocus:
    """Of boxes that belong together one has the focus: the first that is ticked, for arrows go on from there."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        boxes = [box for _group, group, _index in context["widget"]["optgroups"] for box in group]
        first = next((box for box in boxes if box["selected"]), next(iter(boxes), None))
        for box in boxes:
            if box is not first:
                box["attrs"].pop("autofocus", None)
        return context


class RadioSelect(OneFocus, forms.RadioSelect):
    pass


class CheckboxSelectMultiple(OneFocus, forms.CheckboxSelectMultiple):
    pass


class NamesField(forms.Field):
    """A list of names, one a line: nicknames, speakers, synonyms."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 40})

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        kwargs["help_text"] = kwargs.get("help_text") or _("One a line.")
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        lines = (unicodedata.normalize("NFC", line).strip() for line in (value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value) -> None:
        super().validate(value)
        for name in value:
            validate_visible(name)
            if len(name) > LONGEST_NAME:
                raise ValidationError(_("“%(name)s” is too long for a name."), params={"name": name})

    def has_changed(self, initial, data) -> bool:
        return self.to_python(data) != (initial or [])
