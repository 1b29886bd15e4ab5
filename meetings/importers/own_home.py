"""Where a file of our own meets the records that it tells of: rows that are there, and what other files became.

Every row of such a file tells the microsecond it was written, by which it is recognised here, whatever its number.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from typing import Any

from django.db.models import Q, QuerySet

from meetings.importers.draft import TEXTS, Draft, records_of
from meetings.importers.own_links import inward
from meetings.importers.peersession import NAME
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Attachment,
    Comment,
    Learning,
    Question,
    Review,
    Section,
    SourceDocument,
    Team,
)
from meetings.models.facts import LETTERS

NOUNS = {letter: noun for noun, letter in LETTERS.items()}
OF_TEAM = {
    Question: ("team",),
    Learning: ("team",),
    Answer: ("question__team",),
    Comment: ("answer__question__team",),
    Section: ("meeting__team", "class_note__team"),
} | dict.fromkeys((Review, AgendaItem, ActionItem), ("meeting__team",))
_PICTURE = re.compile(r"([0-9a-f]{8})(?:-\d{1,4})?\.(?:png|jpe?g)$")


def at_home(draft: Draft, team: Team) -> Draft:
    """The draft, whose texts lead to those rows and pictures of the team that are here already."""
    home = _Home(draft, team)
    for record in records_of(draft):
        for name in TEXTS:
            if text := getattr(record, name, ""):
                setattr(record, name, inward(text, draft.source.path, home.question, home.address))
    for session in draft.sessions:
        session.images = [image for image in session.images if home.picture(image.src) is None]
    told = {image.lines[0] for session in draft.sessions for image in session.images}
    draft.problems = [problem for problem in draft.problems if problem.line in told]
    return draft


def moment(told: Any) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(told)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None


def source_pictures(source: SourceDocument) -> dict[str, str]:
    told = source.decisions.get("pictures", {})
    return told if isinstance(told, dict) else {}


class _Home:
    def __init__(self, draft: Draft, team: Team) -> None:
        self.team, self.path = team, draft.source.path
        self.elsewhere = Elsewhere(team)
        self.written: dict[str, datetime.datetime] = {}  # by label
        for record in records_of(draft):
            written = moment(record.facts.get("created_at"))
            if written and (label := record.facts.get("label")):
                self.written[label] = written
        self.questions = self._questions()
        self.is_home = any(self._is_ours(letter, noun) for letter, noun in NOUNS.items() if noun in OF_TEAM)
        self._pictures: dict[str, str | None] = {}

    def _questions(self) -> dict[str, int]:
        """The team's question for each number in the file, of those that were written at the very same moment."""
        asked = {label[1:]: written for label, written in self.written.items() if label[0] == "Q"}
        there = self.team.questions.alive().filter(created_at__in=asked.values()).order_by("-pk")
        found = {written: pk for pk, written in there.values_list("pk", "created_at")}
        alone = [written for written in asked.values() if list(asked.values()).count(written) == 1]
        return {number: found[written] for number, written in asked.items() if written in found and written in alone}

    def _is_ours(self, letter: str, noun: type) -> bool:
        """Whether a row of the file has its number here too: the file is of this team and this site."""
        told = {int(label[1:]): written for label, written in self.written.items() if label[0] == letter}
        there = in_team(noun, self.team).filter(pk__in=list(told)[:50]).values_list("pk", "created_at")
        return any(told[pk] == written for pk, written in there)

    def question(self, path: str, number: str) -> int | None:
        if posixpath.basename(path) == posixpath.basename(self.path):
            return self.questions.get(number)
        if known := self.elsewhere.row(f"Q{number}", path):
            return known.pk
        is_here = self.is_home and self.team.questions.alive().filter(pk=int(number)).exists()
        return int(number) if is_here else None

    def address(self, path: str, number: str) -> str | None:
        if number:
            key = self.question(path, number)
            return f"/questions/{key}/" if key else None
        return self.elsewhere.place(path) if path.endswith(".md") else self.picture(path)

    def picture(self, path: str) -> str | None:
        """Where it is shown, if the team has it: file names end with the first letters of a picture's key."""
        name = posixpath.basename(path)
        if name not in self._pictures:
            match = _PICTURE.search(name)
            found = self._of_key(match[1]) if match else None
            self._pictures[name] = found or self.elsewhere.picture(name)
        return self._pictures[name]

    def _of_key(self, key: str) -> str | None:
        first, last = f"{key}-0000-0000-0000-000000000000", f"{key}-ffff-ffff-ffff-ffffffffffff"
        found = Attachment.objects.filter(team=self.team, pk__range=(first, last)).first()
        return found.get_absolute_url() if found else None


def in_team(noun: type, team: Team) -> QuerySet:
    where = Q()
    for way in OF_TEAM[noun]:
        where |= Q(**{way: team})
    return noun.objects.alive().filter(where)


class Elsewhere:
    """What files became that came before: of one name the latest counts."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.files: dict[str, list[dict[str, Any]]] = {}
        self.pictures: dict[str, str] | None = None

    def _told(self, path: str) -> list[dict[str, Any]]:
        name = posixpath.basename(path)
        if name not in self.files:
            imported = self.team.sources.filter(state=SourceDocument.State.IMPORTED, dialect=NAME)
            of_name = (
                imported.filter(path__endswith=name).order_by("-imported_at", "-pk").values_list("journal", "path")
            )
            journals = [journal for journal, path in of_name if posixpath.basename(path) == name]
            self.files[name] = [journal["own"] for journal in journals if "own" in journal]
        return self.files[name]

    def row(self, label: str, path: str) -> Any | None:
        """The row that a label of that file became, as long as it is alive."""
        keys = [told["rows"][label] for told in self._told(path) if label in told.get("rows", {})]
        noun = NOUNS.get(label[:1])
        found = (in_team(noun, self.team).filter(pk=key).first() for key in keys) if noun else ()
        return next(filter(None, found), None)

    def labelled(self, label: str) -> Any | None:
        """The same, whichever file the label stands in."""
        noun = NOUNS.get(label[:1])
        if noun is None or not re.fullmatch(r"[A-Z]\d{1,18}", label):
            return None
        imported = self.team.sources.filter(state=SourceDocument.State.IMPORTED, dialect=NAME)
        with_label = imported.filter(journal__own__rows__has_key=label).order_by("-imported_at", "-pk")
        keys = with_label.values_list(f"journal__own__rows__{label}", flat=True)
        return next(filter(None, (in_team(noun, self.team).filter(pk=key).first() for key in keys)), None)

    def place(self, path: str) -> str | None:
        return next((told["place"] for told in self._told(path) if told.get("place")), None)

    def picture(self, name: str) -> str | None:
        """Where the picture is shown that came with some imported file under that name."""
        if self.pictures is None:
            self.pictures = {}
            imported = self.team.sources.filter(state=SourceDocument.State.IMPORTED, dialect=NAME)
            for own in imported.order_by("imported_at", "pk").values_list("journal__own__pictures", flat=True):
                self.pictures |= {posixpath.basename(src): address for src, address in (own or {}).items()}
        address = self.pictures.get(name)
        key = address and address.strip("/").rpartition("/")[2]
        return address if key and self.team.attachments.filter(pk=key).exists() else None
