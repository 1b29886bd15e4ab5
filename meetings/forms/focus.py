"""Where one writes at once when a form has a page of its own."""

from django import forms


def focus(form: forms.BaseForm) -> None:
    """The first field has the focus; of a refused form the first one that is to be mended."""
    shown = form.visible_fields()
    field = next((field for field in shown if field.errors), shown[0])
    field.field.widget.attrs["autofocus"] = True
