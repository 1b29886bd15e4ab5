import datetime
import json
from collections.abc import Iterator
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


Place = tuple[str, str, str]  # of a decision: the part of Decisions, the key in it, what of it
Conflicts = dict[Place, Any]


class DecisionsForm:
    """What somebody ticked, chose and corrected in the review of a note: fields named `take-0.questions.3`.

    It has no errors of its own: what is not among the choices counts as not decided, and a day that is none as no day.
    What it does not hold stays as it was decided, so a script sends only what somebody has changed. `seen` tells what
    was decided when the page was made: what a field says then is no change, and what somebody else has decided since
    stays and is told in `conflicts`, with what this form would have had there.
    """

    def __init__(self, data, decisions: Decisions, draft: Draft):
        self.data, self.before, self.draft = data, decisions, draft
        self.records: dict[str, Any] = {key: record for key, _number, record in records(draft)}
        self.records |= {f"unplaced.{number}": lost for number, lost in enumerate(draft.unplaced)}
        self.sessions = {str(number): session for number, session in enumerate(draft.sessions)}
        self.names = {name for session in draft.sessions for name in names_in(session)}
        self.seen = decisions_seen(data.get("seen", ""))
        self.conflicts: Conflicts = {}

    def decisions(self) -> Decisions:
        decided = Decisions(**{name: dict(part) for name, part in self.before.to_json().items()})
        for place, value in self._told():
            if self.seen is None or self._is_changed(place, value):
                _keep(decided, place, value)
        return decided

    def _is_changed(self, place: Place, value: Any) -> bool:
        seen, now = self._shown(self.seen, place), self._shown(self.before, place)
        if value in (seen, now):
            return False
        if now != seen:
            self.conflicts[place] = value
        return now == seen

    def _shown(self, decisions: Decisions, place: Place) -> Any:
        """What the page shows there when so much is decided."""
        part, key, what = place
        if part == "names":
            return decisions.called(key)
        if part == "sessions":
            session, number = self.sessions[key], int(key)
            if what == "take":
                return decisions.takes_session(number)
            day = decisions.day(number, session)
            return decisions.session_kind(number, session) if what == "kind" else day and day.isoformat()
        record = self.records[key]
        if what == "kind":
            return decisions.kind(key)
        return decisions.takes(key, record) if what == "take" else _names(", ".join(decisions.people(key, record)))

    def _told(self) -> Iterator[tuple[Place, Any]]:
        for name in self.data:
            what, _dash, key = name.partition("-")
            read = getattr(self, f"_read_{what}", None)
            if read:
                yield from read(key, self.data[name].replace("\0", ""))
        for number in self.data.getlist("sessions"):  # an unticked box sends nothing, so each session names itself
            if number in self.sessions:
                yield ("sessions", number, "take"), f"session-{number}" in self.data

    def _read_take(self, key: str, value: str) -> Iterator[tuple[Place, Any]]:
        if key in self.records and value in ("yes", "no"):
            yield ("records", key, "take"), value == "yes"

    def _read_kind(self, key: str, value: str) -> Iterator[tuple[Place, Any]]:
        if key in self.records and value in KINDS:
            yield ("records", key, "kind"), value

    def _read_people(self, key: str, value: str) -> Iterator[tuple[Place, Any]]:
        if key in self.records:
            yield ("records", key, "people"), _names(value)

    def _read_day(self, key: str, value: str) -> Iterator[tuple[Place, Any]]:
        if key in self.sessions:
            yield ("sessions", key, "date"), value if parse_day(value) else None

    def _read_meeting(self, key: str, value: str) -> Iterator[tuple[Place, Any]]:
        if key in self.sessions and value in SESSION_KINDS:
            yield ("sessions", key, "kind"), value

    def _read_name(self, key: str, value: str) -> Iterator[tuple[Place, Any]]:
        if key in self.names:
            yield ("names", key, ""), value.strip()[:80]


def _keep(decided: Decisions, place: Place, value: Any) -> None:
    part, key, what = place
    if part == "names":
        decided.names[key] = value
    else:
        of = getattr(decided, part)
        of[key] = of.get(key, {}) | {what: value}


def decisions_seen(text: str) -> Decisions | None:
    """What a page told of the decisions that it showed; None where it told nothing that can be read."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not all(_is_part(name, part) for name, part in told.items()):
        return None
    return Decisions.from_json(told)


def _is_part(name: str, part: Any) -> bool:
    kind = dict if name in ("records", "sessions") else str
    return isinstance(part, dict) and all(isinstance(value, kind) for value in part.values())


def _names(text: str) -> list[str]:
    return [name for name in (name.strip()[:80] for name in text.split(",")) if name][:20]


def parse_day(text: str) -> datetime.date | None:
    """As `<input type=date>` writes it."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
