"""An archive of a team → its records, in a new team as they were, or beside what a team has already.

Accounts, authorship and rights are never taken from a file. In a team that is there, what only a right can give stays
away too: roles, endorsements, and minutes that are closed to changes.
"""

from __future__ import annotations

import posixpath
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_noop

from meetings.importers.errors import UnreadableNote
from meetings.importers.own_archive import OwnArchive
from meetings.importers.own_facts import LATER, Fields, tie
from meetings.importers.own_links import inward
from meetings.importers.own_rows import RowsOfFile
from meetings.importers.peersession import Leaf, as_it_was, read_leaf
from meetings.importers.report import Report
from meetings.importers.restoring_files import Files
from meetings.importers.seats import Seats
from meetings.models import (
    Assignment,
    Cohort,
    Lecture,
    Meeting,
    Member,
    Question,
    Resource,
    Tag,
    Team,
    User,
)
from meetings.models.facts import FACTS

_NOT_OURS = gettext_noop("This zip holds no team that Peersession gave out: it has no index.md of one.")
_TAKEN = gettext_noop("There is a team with the address “%(slug)s” already. Say where these records should go.")
_NO_COHORT = gettext_noop("These files don't say of which cohort the team is. Say it, and import them again.")


class Restored(NamedTuple):
    team: Team
    report: Report
    joint: list[tuple[Meeting, list[str]]]  # meetings of a new team, with the names of the teams that took part


@transaction.atomic
def import_team(
    archive: OwnArchive,
    folder: str = "",
    team: Team | None = None,
    cohort: Cohort | None = None,
    by: User | None = None,
) -> Restored:
    """Makes the records of a team's archive, all or nothing: in `team`, or in a new team.

    A new team goes into `cohort`, or into the one that the archive names; that one is made where it isn't here yet.
    Raises `UnreadableNote` with a sentence.
    """
    if f"{folder}index.md" not in archive:
        raise UnreadableNote(_NOT_OURS)
    index = read_leaf(archive.text(f"{folder}index.md"))
    if index.noun != "team":
        raise UnreadableNote(_NOT_OURS)
    restoration = Restoration(archive, folder, index, team, cohort, by, Report(f"{folder}index.md"))
    restoration.restore()
    return Restored(restoration.team, restoration.report, restoration.joint)


@transaction.atomic
def import_cohort(archive: OwnArchive, folders: list[str], cohort: Cohort | None = None) -> list[Restored]:
    """Each folder's team as a new one. Teams that met together may read what they met about, as before."""
    restored = [import_team(archive, folder, cohort=cohort) for folder in folders]
    teams = {one.team.name: one.team for one in restored}
    for meeting, names in (joint for one in restored for joint in one.joint):
        meeting.other_teams.set([teams[name] for name in names if name in teams])
    return restored


class Restoration:
    def __init__(self, archive, folder: str, index: Leaf, team, cohort, by, report: Report) -> None:
        self.archive, self.folder, self.index, self.by, self.report = archive, folder, index, by, report
        self.is_new = team is None
        self.cohort = team.cohort if team else cohort or self._cohort()
        self.team = team or self._new_team()
        self.fields = Fields(self.cohort.zone, report, self.find)
        self.rows: dict[tuple[type, str], int] = {}  # by label in the archive
        self.questions: dict[tuple[str, str], int] = {}  # by file and label
        self.joint: list[tuple[Meeting, list[str]]] = []
        self.named: dict[tuple[type, Any], models.Model | None] = {}
        self.places: dict[str, str] = {}  # address here of each file there
        self.late_texts: list[tuple[type, int, str, str]] = []  # noun, key, file, text: ties to rows made later
        self.late_ties: list[tuple[type, int, str, str, str]] = []  # noun, key, field, label, when it was merged

    def restore(self) -> None:
        self._people()
        self._coursework()
        self.files = Files(self)
        self.files.take()
        self._resources()
        rows = RowsOfFile(self)
        for folder, take in (
            ("_posts/", rows.take_meeting),
            ("classes/", rows.take_note),
            ("questions/", rows.take_loose),
            ("learnings/", rows.take_loose),
        ):
            for path in self.archive.paths(self.folder + folder):
                take(path, read_leaf(self.archive.text(path)))
        self._tie()
        self._finish_texts()

    # --- team and cohort ---------------------------------------------------------------------------------------------
    def _cohort(self) -> Cohort:
        told = self.index.facts.get("cohort")
        if not isinstance(told, dict) or not told.get("slug"):
            raise UnreadableNote(_NO_COHORT)
        return Cohort.objects.filter(slug=str(told["slug"])).first() or self._made(Cohort, told)

    def _new_team(self) -> Team:
        told = self.index.facts.get("team")
        told = told if isinstance(told, dict) else {}
        if Team.objects.filter(slug=str(told.get("slug"))).exists():
            raise UnreadableNote(_TAKEN, slug=str(told.get("slug"))[:60])
        return self._made(Team, told, cohort=self.cohort)

    def _made(self, noun: type[models.Model], told: dict[str, Any], **keys: Any) -> Any:
        row = noun(**keys, **Fields(None, self.report, lambda *_of: None).of(noun, told))
        try:
            row.full_clean()
        except ValidationError as error:
            raise UnreadableNote("%(what)s", what=" ".join(error.messages)) from None
        row.save()
        self.report.created[noun._meta.model_name] += 1
        return row

    # --- whom and what rows name -------------------------------------------------------------------------------------
    def _people(self) -> None:
        self.seats = Seats(self.team, self.report)
        self.people: dict[str, Member | None] = {}
        for name, told in _table(self.index.facts.get("people")):
            self.people[name] = self._seat(name, told)

    def _seat(self, name: str, told: Any) -> Member | None:
        if not self.is_new and (known := self.seats.find(name)):
            return known
        fields = self.fields.of(Member, {**(told if isinstance(told, dict) else {}), "name": name})
        if not self.is_new:
            fields.pop("role", None)
        fields["aliases"] = [alias for alias in fields.get("aliases", []) if isinstance(alias, str)]
        if "name" not in fields:
            return None
        member = Member.objects.create(team=self.team, **fields)
        self.seats.know(member)
        self.report.created["member"] += 1
        return member

    def person(self, name: str) -> Member | None:
        """Whom a row names; somebody of another team gets a guest's seat."""
        if name not in self.people:
            self.people[name] = self._seat(name, {"role": Member.Role.GUEST})
        return self.people[name]

    def _coursework(self) -> None:
        facts = self.index.facts
        for noun, key, table in (
            (Lecture, "number", facts.get("lectures")),
            (Assignment, "title", facts.get("assignments")),
            (Tag, "name", facts.get("tags")),
        ):
            for name, told in _table(table, (int, str)):
                fields = self.fields.of(noun, {**(told if isinstance(told, dict) else {}), key: name})
                if key in fields:
                    known = {"cohort": self.cohort, key: fields.pop(key)}
                    _row, is_new = noun.objects.get_or_create(**known, defaults=fields)
                    self.report.created[noun._meta.model_name] += is_new

    def _resources(self) -> None:
        for told in self.index.facts.get("resources") or ():
            fields = self.fields.of(Resource, told)
            if "url" in fields:
                url = fields.pop("url")
                _row, is_new = Resource.objects.get_or_create(team=self.team, url=url, defaults=fields)
                self.report.created["resource"] += is_new

    def find(self, noun: type[models.Model], name: Any) -> models.Model | None:
        """The row that goes by a name or label in the archive."""
        if isinstance(name, (dict, list)) or name is None:
            return None
        if noun is Member:
            return self.person(str(name))
        keys = {Lecture: "number", Assignment: "title", Tag: "name"}
        if noun in keys:
            if (noun, name) not in self.named:
                fits = isinstance(name, int) == (noun is Lecture)
                same = noun.objects.filter(cohort=self.cohort, **{keys[noun]: name})
                self.named[noun, name] = same.first() if fits else None
            return self.named[noun, name]
        pk = self.rows.get((noun, str(name)))
        return noun(pk=pk) if pk else None

    # --- what only the end knows -------------------------------------------------------------------------------------
    def text(self, body: str, path: str) -> tuple[str, str]:
        """A row's text with its pictures; and as it stands, where it leads to other files, which may come later."""
        body = inward(body, path, lambda _to, _number: None, lambda to, _number: self.files.pictures.get(to))
        return as_it_was(body), body if ".md" in body else ""

    def later(self, row: models.Model, label: str, path: str, late: str, told: Any) -> None:
        """What has been made of a row, and what is still to be done to it."""
        noun = type(row)
        if label:
            self.rows[noun, label] = row.pk
            if noun is Question:
                self.questions[path, label] = row.pk
        if late:
            self.late_texts.append((noun, row.pk, path, late))
        for field in sorted(LATER.intersection(FACTS[noun])):
            if isinstance(told, dict) and told.get(field):
                self.late_ties.append((noun, row.pk, field, str(told[field]), str(told.get("merged_at", ""))))

    def _tie(self) -> None:
        # What follows up on what decides whether two can be one.
        for noun, pk, field, label, merged_at in sorted(self.late_ties, key=lambda late: late[2] == "duplicate_of"):
            named = noun._meta.get_field(field).related_model
            other = self.rows.get((named, label))
            if other and (named, other) != (noun, pk):
                row = noun.objects.get(pk=pk)
                values = tie(row, field, named.objects.get(pk=other), merged_at)
                for name, value in values.items():
                    setattr(row, name, value)
                row.save(update_fields=values)

    def _finish_texts(self) -> None:
        def question(path: str, number: str) -> int | None:
            return self.questions.get((path, f"Q{number}"))

        def address(path: str, number: str) -> str | None:
            key = question(path, number) if number else None
            return f"/questions/{key}/" if key else self.places.get(path)

        for noun, pk, path, body in self.late_texts:
            whole = as_it_was(inward(body, path, question, address))
            if whole != as_it_was(body):
                row = noun.objects.get(pk=pk)
                row.body = whole
                row.save(update_fields=["body"])

    def relative(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(self.folder, path))


def _table(told: Any, keys: type | tuple[type, ...] = str) -> list[tuple[Any, Any]]:
    """The entries of a mapping in the front matter; nothing where people made something else of it."""
    return [(key, value) for key, value in told.items() if isinstance(key, keys)] if isinstance(told, dict) else []
