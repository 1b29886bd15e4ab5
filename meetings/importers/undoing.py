"""Takes an import back: what it made goes, what it changed is as it was, and what people did since stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from meetings.importers.ledger import MANY, by_noun, digest_of, links_of, name_of, noun_called, stored_values
from meetings.models import (
    Answer,
    Assignment,
    ClassNote,
    Comment,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    SourceDocument,
    Tag,
    Team,
    User,
)
from meetings.models.batches import delete_all
from meetings.models.versions import set_again

Key = tuple[str, str]
# Those first that name others.
LAST_FIRST = (*reversed(MANY), ClassNote, Meeting, MasterClass, Assignment, Lecture, Tag, Member)


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
    Team.objects.select_for_update(no_key=True).get(pk=source.team_id)  # imports of the team wait, and so do undos
    source = SourceDocument.objects.defer("raw").select_for_update().get(pk=source.pk)
    undone = Undone()
    if source.state != SourceDocument.State.IMPORTED:
        return undone
    for link in source.journal.get("linked", []):
        _unlink(**link)
    later = _Later(source)
    for change in source.journal.get("changed", []):
        undone.set_back += _set_back(**change)
        later.hand_on(**change)
    later.save()
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


class _Later:
    """Where a later import wrote on top of this one, undoing that one has to lead to what was before both."""

    def __init__(self, source: SourceDocument) -> None:
        self.source = source
        self.changed: set[SourceDocument] = set()

    @cached_property
    def changes(self) -> dict[Key, list[tuple[SourceDocument, dict[str, Any]]]]:
        """What the team's other imports changed, by the row."""
        told: dict[Key, list[tuple[SourceDocument, dict[str, Any]]]] = {}
        for later in self.source.team.sources.filter(state=SourceDocument.State.IMPORTED).defer("raw"):
            for change in later.journal.get("changed", []) if later != self.source else ():
                told.setdefault(tuple(change["row"]), []).append((later, change))
        return told

    def hand_on(self, row: list[str], before: dict[str, Any], after: dict[str, Any]) -> None:
        if not (found := _find(row)) or all(stored_values(found)[name] == before[name] for name in before):
            return
        for later, change in self.changes.get(tuple(row), []):
            same = [name for name in before if change["before"].get(name, ...) == after[name]]
            change["before"].update({name: before[name] for name in same})
            self.changed.add(later)

    def save(self) -> None:
        for later in self.changed:
            later.save(update_fields=["journal"])


class _Made:
    """The rows that an import made and that are still there, sorted into those that may go and those that stay."""

    def __init__(self, source: SourceDocument) -> None:
        made = {tuple(told["row"]): told for told in source.journal.get("created", [])}
        self.rows: dict[Key, models.Model] = _found(made)
        self.staying: dict[Key, None] = {}
        links, final = links_of(self.rows.values()), _in_finalised_minutes(self.rows.values())
        for key, row in self.rows.items():
            is_changed = links[row] != made[key]["links"] or digest_of(row) != made[key].get("digest")
            if is_changed or row in final:
                self.staying[key] = None
        self._keep_what_is_needed()

    @property
    def kept(self) -> list[models.Model]:
        return [self.rows[key] for key in self.staying]

    def going(self) -> dict[type[models.Model], dict[Any, models.Model]]:
        return by_noun(row for key, row in self.rows.items() if key not in self.staying)

    def _keep_what_is_needed(self) -> None:
        """Whatever a row that stays points at stays too."""
        places = {key: place for place, key in enumerate(self.rows)}
        pointed: dict[Key | None, list[Key]] = {}
        for key, other in self._pointers():
            pointed.setdefault(other if other in self.rows else None, []).append(key)
        grown = [None, *self.staying]
        while grown:
            needed = {key for one in grown for key in pointed.get(one, [])} - self.staying.keys()
            grown = sorted(needed, key=places.__getitem__)
            self.staying |= dict.fromkeys(grown)

    def _pointers(self) -> Iterator[tuple[Key, Key]]:
        """Our rows, each with what points at it: a query a relation, however many rows there are."""
        for noun, same in by_noun(self.rows.values()).items():
            for relation in noun._meta.related_objects:
                other, name = relation.related_model, relation.field.name
                if not other._meta.model_name.startswith("historical"):
                    there = other._base_manager.filter(**{f"{name}__in": list(same)}).order_by()
                    for pk, pointer in there.values_list(name, "pk"):
                        yield (noun._meta.model_name, str(pk)), (other._meta.model_name, str(pointer))


def _found(keys: Iterable[Key]) -> dict[Key, models.Model]:
    """Those rows that are still there, in their order."""
    wanted: dict[str, list[str]] = {}
    for noun, pk in keys:
        wanted.setdefault(noun, []).append(pk)
    rows = [row for noun, pks in wanted.items() for row in noun_called(noun)._base_manager.in_bulk(pks).values()]
    there = {tuple(name_of(row)): row for row in rows}
    return {key: there[key] for key in keys if key in there}


def _in_finalised_minutes(rows: Collection[models.Model]) -> set[models.Model]:
    """Somebody has put their name to these minutes as they stand."""
    asked = {row.question_id for row in rows if isinstance(row, (Answer, Comment))}
    of_question = dict(Question._base_manager.filter(pk__in=asked).values_list("pk", "meeting"))

    def meeting(row: models.Model) -> int | None:
        if isinstance(row, (Answer, Comment)):
            return of_question[row.question_id]
        return row.pk if isinstance(row, Meeting) else getattr(row, "meeting_id", None)

    final = Meeting._base_manager.filter(pk__in=set(map(meeting, rows))).exclude(finalised_at=None)
    pks = set(final.values_list("pk", flat=True))
    return {row for row in rows if meeting(row) in pks}


def _remove(source: SourceDocument, removed: Counter[str]) -> list[models.Model]:
    """Deletes what may go and returns what stays, which the journal keeps in mind."""
    made = _Made(source)
    going = made.going()
    for noun in filter(going.get, LAST_FIRST):
        removed[noun._meta.model_name] += len(going[noun])
        delete_all(list(going[noun].values()))
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
