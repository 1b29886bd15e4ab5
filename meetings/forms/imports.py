import datetime
from dataclasses import replace
from io import BytesIO
from typing import IO, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.importers.deciding import KINDS, SESSION_KINDS, Decisions

LONGEST_PASTE = 200_000  # bytes, as of any note
PASTED = _("Pasted text")


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFilesInput

    def clean(self, data, initial=None) -> list:
        if not data:
            return super().clean(None, initial) or []
        return [forms.FileField.clean(self, file, initial) for file in data]


class ArrivalForm(forms.Form):
    """Files or a pasted text. `paths` is where each file lay inside of what was dropped, as browsers tell scripts."""

    files = ManyFilesField(label=_("Files"), required=False)
    paths = forms.JSONField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Or a pasted text"), required=False, strip=False, widget=forms.Textarea)
    on = forms.DateField(required=False, widget=forms.HiddenInput)  # the day of a text pasted into its minutes

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(text.encode()) > LONGEST_PASTE:
            raise forms.ValidationError(_("This text is too long to be one note. Paste it in parts."))
        return text

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["files"] and not cleaned["text"].strip():
            raise forms.ValidationError(_("Choose files or paste a text."))
        return cleaned

    def arrived(self) -> list[tuple[str, IO[bytes]]]:
        """What was brought, with the paths that a script told; else each file by its name."""
        uploads, paths = self.cleaned_data["files"], self.cleaned_data["paths"]
        told = paths if isinstance(paths, list) and len(paths) == len(uploads) else [u.name for u in uploads]
        files = [(str(path).lstrip("/"), upload.file) for path, upload in zip(told, uploads, strict=True)]
        if self.cleaned_data["text"].strip():
            files.append((f"{PASTED}.md", BytesIO(self.cleaned_data["text"].encode())))
        return files


class DecisionsForm:
    """What somebody ticked, chose and corrected in the review of a note: fields named `take-0.questions.3`.

    It has no errors of its own: what is not among the choices counts as not decided, and a day that is none as no day.
    """

    def __init__(self, data, decisions: Decisions, sessions: int):
        self.data, self.before, self.sessions = data, decisions, sessions

    def decisions(self) -> Decisions:
        told = replace(self.before, **{name: dict(told) for name, told in self.before.to_json().items()})
        for name in self.data:
            what, _dash, key = name.partition("-")
            read = getattr(self, f"_read_{what}", None)
            if read:
                read(told, key, self.data[name])
        for number in self.data.getlist("sessions"):  # an unticked box sends nothing, so each session names itself
            self._of_session(told, number)["take"] = f"session-{number}" in self.data
        return told

    def _of_record(self, told: Decisions, key: str) -> dict[str, Any]:
        told.records[key] = dict(told.records.get(key, {}))
        return told.records[key]

    def _read_take(self, told: Decisions, key: str, value: str) -> None:
        if value in ("yes", "no"):
            self._of_record(told, key)["take"] = value == "yes"

    def _read_kind(self, told: Decisions, key: str, value: str) -> None:
        if value in KINDS:
            self._of_record(told, key)["kind"] = value

    def _read_people(self, told: Decisions, key: str, value: str) -> None:
        names = [name.strip()[:80] for name in value.split(",")]
        self._of_record(told, key)["people"] = [name for name in names if name][:20]

    def _of_session(self, told: Decisions, key: str) -> dict[str, Any]:
        if not key.isdecimal() or int(key) >= self.sessions:
            return {}
        told.sessions[key] = dict(told.sessions.get(key, {}))
        return told.sessions[key]

    def _read_day(self, told: Decisions, key: str, value: str) -> None:
        try:
            day = datetime.date.fromisoformat(value).isoformat()
        except ValueError:
            day = None
        self._of_session(told, key)["date"] = day

    def _read_meeting(self, told: Decisions, key: str, value: str) -> None:
        if value in SESSION_KINDS:
            self._of_session(told, key)["kind"] = value

    def _read_name(self, told: Decisions, key: str, value: str) -> None:
        told.names[key[:80]] = value.strip()[:80]
