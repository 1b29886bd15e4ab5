import datetime
from io import BytesIO
from typing import IO, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.importers.archive import MOST_BYTES
from meetings.importers.deciding import KINDS, SESSION_KINDS, Decisions, names_in, records
from meetings.importers.draft import Draft

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


class PathsField(forms.JSONField):
    """A list of texts; anything else that a script may send is none."""

    def to_python(self, value) -> list[str]:
        try:
            told = super().to_python(value)
        except RecursionError:
            told = None
        return [path for path in told if isinstance(path, str)] if isinstance(told, list) else []


class ArrivalForm(forms.Form):
    """Files or a pasted text. `paths` is where each file lay inside of what was dropped, as browsers tell scripts."""

    files = ManyFilesField(label=_("Files"), required=False)
    paths = PathsField(required=False, widget=forms.HiddenInput)
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
        if sum(file.size for file in cleaned.get("files") or ()) > MOST_BYTES:
            raise forms.ValidationError(
                _("This is more than %d MB at once. Bring it in parts.") % (MOST_BYTES // 10**6)
            )
        return cleaned

    def arrived(self) -> list[tuple[str, IO[bytes]]]:
        """What was brought, with the paths that a script told; else each file by its name."""
        uploads, paths = self.cleaned_data["files"], self.cleaned_data["paths"]
        told = paths if len(paths) == len(uploads) else [u.name for u in uploads]
        files = [(path, upload.file) for path, upload in zip(told, uploads, strict=True)]
        if self.cleaned_data["text"].strip():
            files.append((f"{PASTED}.md", BytesIO(self.cleaned_data["text"].encode())))
        return files


class DecisionsForm:
    """What somebody ticked, chose and corrected in the review of a note: fields named `take-0.questions.3`.

    It has no errors of its own: what is not among the choices counts as not decided, and a day that is none as no day.
    What it does not hold stays as it was decided, so a script sends only what somebody has changed.
    """

    def __init__(self, data, decisions: Decisions, draft: Draft):
        self.data, self.before, self.draft = data, decisions, draft
        self.keys = {key for key, _number, _record in records(draft)}
        self.keys |= {f"unplaced.{number}" for number in range(len(draft.unplaced))}
        self.names = {name for session in draft.sessions for name in names_in(session)}

    def decisions(self) -> Decisions:
        told = Decisions(**{name: dict(part) for name, part in self.before.to_json().items()})
        for name in self.data:
            what, _dash, key = name.partition("-")
            read = getattr(self, f"_read_{what}", None)
            if read:
                read(told, key, self.data[name].replace("\0", ""))
        for number in self.data.getlist("sessions"):  # an unticked box sends nothing, so each session names itself
            self._of_session(told, number)["take"] = f"session-{number}" in self.data
        return told

    def _of_record(self, told: Decisions, key: str) -> dict[str, Any]:
        if key not in self.keys:
            return {}
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
        if key not in map(str, range(len(self.draft.sessions))):
            return {}
        told.sessions[key] = dict(told.sessions.get(key, {}))
        return told.sessions[key]

    def _read_day(self, told: Decisions, key: str, value: str) -> None:
        self._of_session(told, key)["date"] = value if parse_day(value) else None

    def _read_meeting(self, told: Decisions, key: str, value: str) -> None:
        if value in SESSION_KINDS:
            self._of_session(told, key)["kind"] = value

    def _read_name(self, told: Decisions, key: str, value: str) -> None:
        if key in self.names:
            told.names[key] = value.strip()[:80]


def parse_day(text: str) -> datetime.date | None:
    """As `<input type=date>` writes it."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
