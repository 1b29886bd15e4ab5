"""One team's records on their way into files: which of them the reader may take, where each lies, what it is called."""

import datetime
import posixpath
import zoneinfo
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from meetings.exporters.dead_ends import without_dead_ends
from meetings.exporters.links import outward
from meetings.exporters.names import Names
from meetings.models import (
    Answer,
    Attachment,
    ClassNote,
    Comment,
    Learning,
    Meeting,
    Question,
    Resource,
    SourceDocument,
    Team,
    User,
)

A_FILE = 100  # rows of those that hang on no meeting
FILES_OF = {"questions": "questions", "minutes": "meetings", "classes/notes": "notes"}  # by address on this site


class Book:
    """What `user` may read of `team`. `meeting` narrows it to one."""

    comes_back = True  # whether its files can be read back
    is_for_everybody = False  # whether others than its user read it: a text that is pasted, a post

    def __init__(self, team: Team, user: User, folder: str = "", meeting: Meeting | None = None) -> None:
        self.team, self.user, self.folder, self.only = team, user, folder, meeting
        self.zone: zoneinfo.ZoneInfo = team.cohort.zone
        self._names = Names()
        self._latest = -1

    # --- which rows --------------------------------------------------------------------------------------------------
    @cached_property
    def meeting_rows(self) -> QuerySet:
        meetings = Meeting.objects.visible_to(self.user).filter(team=self.team).order_by("held_on", "pk")
        return meetings.filter(pk=self.only.pk) if self.only else meetings

    @cached_property
    def note_rows(self) -> QuerySet:
        notes = ClassNote.objects.visible_to(self.user).filter(team=self.team)
        return notes.order_by("master_class__held_on", "pk") if not self.only else notes.none()

    @cached_property
    def questions_seen(self) -> QuerySet:
        seen = Question.objects.visible_to(self.user).filter(team=self.team)
        return seen.filter(meeting=self.only) if self.only else seen

    @cached_property
    def free_questions(self) -> QuerySet:
        """Asked in no meeting and no class."""
        asked = Question.objects.visible_to(self.user).filter(team=self.team, meeting=None, class_note=None)
        return asked.order_by("asked_at", "pk") if not self.only else asked.none()

    @cached_property
    def free_learnings(self) -> QuerySet:
        learnt = Learning.objects.visible_to(self.user).filter(team=self.team, meeting=None)
        return learnt.order_by("created_at", "pk") if not self.only else learnt.none()

    @cached_property
    def source_rows(self) -> QuerySet:
        sources = SourceDocument.objects.visible_to(self.user).filter(team=self.team, state="imported")
        if self.only:
            sources = sources.filter(_named_in(self.only)).distinct()
        return sources.order_by("imported_at", "pk")

    @cached_property
    def resource_rows(self) -> QuerySet:
        kept = Resource.objects.visible_to(self.user).filter(team=self.team).order_by("url")
        return kept.filter(meetings=self.only) if self.only else kept

    @cached_property
    def attachment_rows(self) -> list[Attachment]:
        rows = Attachment.objects.visible_to(self.user).filter(team=self.team).order_by("uploaded_at", "pk")
        shown = _texts(self.only) if self.only else None
        rows = [row for row in rows if shown is None or str(row.pk) in shown]
        return [row for row in rows if row.picture.storage.exists(row.picture.name)]

    # --- where each lies ---------------------------------------------------------------------------------------------
    @cached_property
    def meetings(self) -> dict[int, str]:
        """Posts, as Jekyll names them: the day first."""
        told = self.meeting_rows.values_list("pk", "held_on", "kind", "title")
        folder = f"{self.folder}_posts/"
        return {
            pk: self._names.give(folder, (day.isoformat(), kind.replace("_", "-"), title), ".md")
            for pk, day, kind, title in told.iterator()
        }

    def beside(self, pk: int) -> tuple[str | None, str | None]:
        """The files of the meetings before and after one."""
        keys, place = self._in_order, self._latest + 1  # they are asked about one after another
        if not (place < len(keys) and keys[place] == pk):
            place = keys.index(pk)
        self._latest = place
        around = (keys[place - 1] if place else None, keys[place + 1] if place + 1 < len(keys) else None)
        return tuple(self.meetings.get(key) for key in around)

    @cached_property
    def _in_order(self) -> array:
        return array("q", self.meetings)

    @cached_property
    def notes(self) -> dict[int, str]:
        told = self.note_rows.values_list("pk", "master_class__held_on", "master_class__title", "author__name")
        folder = f"{self.folder}classes/"
        return {
            pk: self._names.give(folder, (day.isoformat() if day else "", title, author or ""), ".md")
            for pk, day, title, author in told
        }

    @cached_property
    def free_question_files(self) -> dict[str, array]:
        return self._by_month(self.free_questions.values_list("pk", "asked_at"), f"{self.folder}questions/")

    @cached_property
    def free_learning_files(self) -> dict[str, array]:
        return self._by_month(self.free_learnings.values_list("pk", "created_at"), f"{self.folder}learnings/")

    def _by_month(self, moments: QuerySet, folder: str) -> dict[str, array]:
        months: dict[str, array] = {}
        for pk, moment in moments.iterator():
            months.setdefault(f"{timezone.localtime(moment, self.zone):%Y-%m}", array("q")).append(pk)
        files = {}
        for month, pks in months.items():
            for part in range(0, len(pks), A_FILE):
                files[self._names.give(folder, (month,), ".md")] = pks[part : part + A_FILE]
        return files

    @cached_property
    def questions(self) -> "QuestionFiles":
        """The file that each question stands in."""
        files = [*self.meetings.values(), *self.notes.values(), *self.free_question_files]
        return QuestionFiles(files, self._question_places())

    def _question_places(self) -> Iterator[tuple[int, int]]:
        """Each question with the number of its file, by key."""
        numbers = {("meeting", pk): n for n, pk in enumerate(self.meetings)}
        numbers |= {("note", pk): n for n, pk in enumerate(self.notes, len(self.meetings))}
        free = {pk: n for n, pks in enumerate(self.free_question_files.values(), len(numbers)) for pk in pks}
        rows = self.questions_seen.order_by("pk").values_list("pk", "meeting", "class_note")
        for pk, meeting, note in rows.iterator():
            place = numbers.get(("meeting", meeting), numbers.get(("note", note), free.get(pk)))
            if place is not None:
                yield pk, place

    @cached_property
    def pictures(self) -> dict[str, str]:
        folder = f"{self.folder}assets/"
        return {
            str(row.pk): self._names.give(
                folder, (row.alt[:40], str(row.pk)[:8]), posixpath.splitext(row.picture.name)[1]
            )
            for row in self.attachment_rows
        }

    @cached_property
    def sources(self) -> dict[int, str]:
        """As text: neither a vault nor a site takes an old note for a new one. Jekyll passes `_` folders over."""
        told = self.source_rows.values_list("pk", "path")
        folder = f"{self.folder}_sources/"
        return {pk: self._names.give(folder, (posixpath.basename(path),), ".txt") for pk, path in told}

    @property
    def index(self) -> str:
        return f"{self.folder}index.md"

    # --- texts -------------------------------------------------------------------------------------------------------
    def outward(self, text: str, here: str) -> str:
        """A text with its ties leading from the file `here` to other files of the book."""
        whole = self.closed(text.replace("\r\n", "\n").replace("\r", "\n"))
        return outward(whole, settings.SITE_URL, lambda noun, key: self.address_of(noun, key, here))

    def closed(self, text: str) -> str:
        """A text without what leads nowhere elsewhere."""
        return without_dead_ends(text, self.comes_back)

    def address_of(self, noun: str, key: str, here: str) -> str | None:
        if noun == "pictures":
            path = self.pictures.get(key)
        else:
            path = getattr(self, FILES_OF[noun]).get(int(key)) if key.isdecimal() else None
        return path and self.link(path, here) + (f"#q{key}" if noun == "questions" else "")

    @staticmethod
    def link(path: str, here: str) -> str:
        return posixpath.relpath(path, posixpath.dirname(here) or ".") if path != here else posixpath.basename(path)

    def local(self, moment: datetime.datetime) -> datetime.datetime:
        return timezone.localtime(moment, self.zone)


class QuestionFiles:
    """The file of each of many questions, in a few bytes for each."""

    def __init__(self, files: list[str], places: Iterable[tuple[int, int]]) -> None:
        self.files, self._keys, self._places = files, array("q"), array("l")
        for key, place in places:  # in the order of their keys
            self._keys.append(key)
            self._places.append(place)

    def get(self, key: int) -> str | None:
        at = bisect_left(self._keys, key)
        return self.files[self._places[at]] if at < len(self._keys) and self._keys[at] == key else None

    def __contains__(self, key: int) -> bool:
        return self.get(key) is not None


def _named_in(meeting: Meeting) -> Q:
    """Notes that the meeting or any of its rows came from."""
    nouns = (
        "section",
        "question",
        "review",
        "learning",
        "actionitem",
        "agendaitem",
        "answer__question",
        "comment__answer__question",
    )
    named = Q(meeting=meeting)
    for noun in nouns:
        named |= Q(**{f"{noun}__meeting": meeting})
    return named


def _texts(meeting: Meeting) -> str:
    answers = Answer.objects.alive().filter(question__in=meeting.questions.alive())
    nouns = ("sections", "questions", "reviews", "learnings", "action_items", "agenda_items")
    rows = [getattr(meeting, noun).alive() for noun in nouns]
    comments = Comment.objects.alive().filter(answer__in=answers)
    return "\n".join(text for texts in [*rows, answers, comments] for text in texts.values_list("body", flat=True))


def chunks(keys: Iterable[int], size: int = 40) -> Iterator[list[int]]:
    keys = iter(keys)
    while some := list(islice(keys, size)):
        yield some
