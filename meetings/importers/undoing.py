"""Takes an import back: what it made goes, what it changed is as it was, and what people did since stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from meetings.importers.ledger import digests_of, links_of, name_of, noun_called, stored_values
from meetings.models import Answer, Meeting, SourceDocument, Team, User
from meetings.models.versions import set_again

Key = tuple[str, str]


@dataclass
class Undone:
    """How many rows went and were set back, and which stay since somebody built on them."""

    removed: Counter[str] = field(default_factory=Counter)
    set_back: int = 0
    kept: list[models.Model] = field(default_factory=list)


@transaction.atomic
def undo(source: SourceDocument, by: User | None = None) -> Undone:
    """Undoes what the journal of an imported note tells. A note that was undone before has nothing left to undo.

    A row that a person has changed since, or that something else now hangs on, stays. What the import filled into a
    row that was there is taken out again, unless somebody has written something else in that place.
    """
    Team.objects.select_for_update().get(pk=source.team_id)  # imports of the team wait, and so do undos
    source = SourceDocument.objects.defer("raw").select_for_update().get(pk=source.pk)
    undone = Undone()
    if source.state != SourceDocument.State.IMPORTED:
        return undone
    for link in source.journal.get("linked", []):
        _unlink(**link)
    for change in source.journal.get("changed", []):
        undone.set_back += _set_back(**change)
        _hand_on(source, **change)
    undone.kept = _remove(source, undone.removed)
    _remove_pictures(source)
    source.state, source.undone_by, source.undone_at = SourceDocument.State.UNDONE, by, timezone.now()
    source.save(update_fields=["state", "undone_by", "undone_at", "journal"])
    for earlier in source.team.sources.defer("raw").filter(journal__has_key="stays").exclude(pk=source.pk):
        _remove(earlier, undone.removed)  # an earlier one's meeting may have stayed for the sake of this note's rows
        earlier.save(update_fields=["journal"])
    return undone


def what_stays(source: SourceDocument) -> list[models.Model]:
    """The rows of an import that undoing it would keep, for whoever is about to."""
    return _Made(source).kept


def _find(key: list[str] | Key) -> models.Model | None:
    return noun_called(key[0])._base_manager.filter(pk=key[1]).first()


def _unlink(row: list[str], relation: str, to: list[str]) -> None:
    if found := _find(row):
        getattr(found, relation).remove(*to)


def _set_back(row: list[str], before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Column by column, so that a second person's change of another column survives."""
    if not (found := _find(row)):
        return False
    now = stored_values(found)
    # What is derived (the rendering) follows.
    told = {name for name in before if found._meta.get_field(name).editable}
    if not all(now[name] == after[name] for name in told):
        before = {name: before[name] for name in told if now[name] == after[name]}
    if not before:
        return False
    set_again(found, before)
    found.save(update_fields=[found._meta.get_field(name).name for name in before])
    return True


def _hand_on(source: SourceDocument, row: list[str], before: dict[str, Any], after: dict[str, Any]) -> None:
    """Where a later import wrote on top of this one, undoing that one has to lead to what was before both."""
    if not (found := _find(row)) or all(stored_values(found)[name] == before[name] for name in before):
        return
    others = source.team.sources.defer("raw").filter(state=SourceDocument.State.IMPORTED).exclude(pk=source.pk)
    for later in others:
        told = [change for change in later.journal.get("changed", []) if change["row"] == row]
        for change in told:
            same = [name for name in before if change["before"].get(name, ...) == after[name]]
            change["before"].update({name: before[name] for name in same})
        if told:
            later.save(update_fields=["journal"])


class _Made:
    """The rows that an import made and that are still there, sorted into those that may go and those that stay."""

    def __init__(self, source: SourceDocument) -> None:
        made = {tuple(told["row"]): told for told in source.journal.get("created", [])}
        self.rows: dict[Key, models.Model] = {key: row for key in made if (row := _find(key))}
        self.staying: dict[Key, None] = {}
        links, digests = links_of(self.rows.values()), digests_of(self.rows.values())
        for key, row in self.rows.items():
            is_changed = links[row] != made[key]["links"] or digests[row] != made[key].get("digest")
            if is_changed or _is_in_finalised_minutes(row):
                self._keep(key)
        while grown := [key for key in self._going() if self._is_needed(self.rows[key])]:
            for key in grown:
                self._keep(key)

    def _keep(self, key: Key) -> None:
        self.staying[key] = None

    def _going(self) -> list[Key]:
        return [key for key in self.rows if key not in self.staying]

    @property
    def kept(self) -> list[models.Model]:
        return [self.rows[key] for key in self.staying]

    def going_last_first(self) -> list[models.Model]:
        return [self.rows[key] for key in reversed(self._going())]

    def _is_needed(self, row: models.Model) -> bool:
        """Whether a row that stays points at this one."""
        for relation in row._meta.related_objects:
            if relation.related_model._meta.model_name.startswith("historical"):
                continue
            for other in relation.related_model._base_manager.filter(**{relation.field.name: row}):
                key = tuple(name_of(other))
                if key not in self.rows or key in self.staying:
                    return True
        return False


def _is_in_finalised_minutes(row: models.Model) -> bool:
    """Somebody has put their name to these minutes as they stand."""
    meeting = row if isinstance(row, Meeting) else getattr(row, "meeting", None)
    if meeting is None and isinstance(row, Answer):
        meeting = row.question.meeting
    return isinstance(meeting, Meeting) and meeting.is_final


def _remove(source: SourceDocument, removed: Counter[str]) -> list[models.Model]:
    """Deletes what may go and returns what stays, which the journal keeps in mind."""
    made = _Made(source)
    for row in made.going_last_first():
        removed[row._meta.model_name] += 1
        row.delete()
    source.journal.pop("stays", None)
    if made.kept:
        source.journal["stays"] = [name_of(row) for row in made.kept]
    return made.kept


def _remove_pictures(source: SourceDocument) -> None:
    """Those that came with the note and that no text shows now, nor another note."""
    for picture in source.pictures.all():
        source.pictures.remove(picture)
        if not picture.is_used():
            picture.delete()
            transaction.on_commit(partial(picture.picture.storage.delete, picture.picture.name))
