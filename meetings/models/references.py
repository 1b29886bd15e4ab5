"""Which text points at which question, lecture or person: what stands behind `[[Q12]]`, `#7강` and `@name`."""

import datetime
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Replace
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from meetings.models.agenda import ActionItem, AgendaItem
from meetings.models.answers import Answer
from meetings.models.classes import ClassNote
from meetings.models.comments import Comment
from meetings.models.learnings import Learning
from meetings.models.lectures import Lecture
from meetings.models.minutes import Meeting
from meetings.models.questions import Question
from meetings.models.reviews import Review
from meetings.models.rows import Row
from meetings.models.sections import Section
from meetings.models.teams import Member, Team
from meetings.rendering import find_references

# Each noun that has a text, by the column that names it as the one that points.
SOURCES: dict[str, type[Row]] = {
    "from_section": Section,
    "from_agenda_item": AgendaItem,
    "from_action_item": ActionItem,
    "from_review": Review,
    "from_learning": Learning,
    "from_question": Question,
    "from_answer": Answer,
    "from_comment": Comment,
}
SOURCE_OF = {noun: field for field, noun in SOURCES.items()}
TARGETS = ("question", "lecture", "member")
# An answer stands where its question does, and a comment where its answer does.
TEXTS = {
    **SOURCES,
    "from_answer__question": Question,
    "from_comment__answer": Answer,
    "from_comment__answer__question": Question,
}


class Target(NamedTuple):
    """What a reference leads to: the column and key of the row, and its address."""

    field: str
    pk: int
    address: str


def _has(text: str, field: str) -> bool:
    return any(known.name == field for known in TEXTS[text]._meta.concrete_fields)


def exactly_one_of(fields: Iterable[str]) -> Q:
    fields = list(fields)
    return reduce(or_, (Q(**{f"{name}__isnull": name != chosen for name in fields}) for chosen in fields))


def _points(noun: type[models.Model]) -> models.ForeignKey:
    """No way back from the other side: a reference is derived from a text, and no reason to keep what it names."""
    return models.ForeignKey(noun, models.CASCADE, null=True, related_name="+")


class ReferenceQuerySet(QuerySet):
    def visible_to(self, user):
        """Those whose text the person may read. What is removed points at nothing.

        A text is read by whoever reads the minutes, class note or team that it belongs to, as its own noun has it. Said
        for all nouns together, since seven queries in one take longer to write than to run.
        """
        alive = {f"{text}__removed_at": None for text in TEXTS}
        placed = self.alias(
            at_meeting=Coalesce(*(f"{text}__meeting" for text in TEXTS if _has(text, "meeting"))),
            at_note=Coalesce(*(f"{text}__class_note" for text in TEXTS if _has(text, "class_note"))),
            of_team=Coalesce(*(f"{text}__team" for text in TEXTS if _has(text, "team"))),
        )
        in_meetings = Q(at_meeting__in=Meeting.objects.visible_to(user).values("pk"))
        in_notes = Q(at_note__in=ClassNote.objects.visible_to(user).values("pk"))
        of_teams = Q(at_meeting=None, at_note=None, of_team__in=Team.objects.visible_to(user).values("pk"))
        return placed.filter(in_meetings | in_notes | of_teams, **alive)

    def by(self, row: Row):
        return self.filter(**{SOURCE_OF[type(row)]: row})

    def newest_first(self):
        return self.order_by("-written_at", "-pk")

    def for_list(self):
        """With the texts' words and where they stand; not their sources and renderings."""
        places = ("meeting__team", "class_note__master_class", "class_note__author", "class_note__team")
        of = {
            "from_section": places,
            "from_agenda_item": places[:1],
            "from_action_item": places[:1],
            "from_review": places[:1],
            "from_learning": ("team", *places[:1]),
            "from_question": ("team", *places),
            "from_answer": ("question__team", *(f"question__{place}" for place in places)),
            "from_comment": ("answer__question__team", *(f"answer__question__{place}" for place in places)),
        }
        heavy = [f"{text}__{name}" for text in TEXTS for name in ("body", "body_html")]
        joined = [f"{field}__{place}" for field, ways in of.items() for place in ways]
        return self.select_related(*SOURCES, *joined).defer(
            *heavy, *(f"{above}__body_text" for above in TEXTS if above not in SOURCES)
        )

    def move(self, old: Member, new: Member) -> None:
        """Let all that points at one seat point at another, in the stored pages too."""
        told = self.filter(member=old)
        addresses = [Value(f'href="{seat.get_absolute_url()}"') for seat in (old, new)]
        for field, noun in SOURCES.items():
            texts = noun._base_manager.filter(pk__in=told.exclude(**{field: None}).values(field))
            texts.update(body_html=Replace("body_html", *addresses))
            both = self.filter(member=new).exclude(**{field: None}).values(field)
            told.filter(**{f"{field}__in": both}).delete()
        told.update(member=new)


class Reference(models.Model):
    """A text points at a question, a lecture or a person. Kept by `keep_references`, whenever a text is saved.

    A column for each noun that points, rather than a generic key: the database keeps them right, deletes them with
    their row, and one query tells which of them a reader may see.
    """

    from_section = _points(Section)
    from_agenda_item = _points(AgendaItem)
    from_action_item = _points(ActionItem)
    from_review = _points(Review)
    from_learning = _points(Learning)
    from_question = _points(Question)
    from_answer = _points(Answer)
    from_comment = _points(Comment)
    question = _points(Question)
    lecture = _points(Lecture)
    member = _points(Member)
    written_at = models.DateTimeField(_("written at"))

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            models.CheckConstraint(condition=exactly_one_of(SOURCES), name="reference_from_one_text"),
            models.CheckConstraint(condition=exactly_one_of(TARGETS), name="reference_to_one_row"),
            models.UniqueConstraint(*(Coalesce(F(name), 0) for name in (*SOURCES, *TARGETS)), name="reference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.question or self.lecture or self.member}"

    @property
    def source(self) -> Row:
        """The text that points."""
        return next(getattr(self, name) for name in SOURCES if getattr(self, f"{name}_id"))

    @property
    def place(self) -> Meeting | ClassNote | None:
        """The minutes or the class note that the text is part of; None for what the team keeps beside them."""
        row = self.source.question if self.from_answer_id or self.from_comment_id else self.source
        return getattr(row, "meeting", None) or getattr(row, "class_note", None)

    @property
    def day(self) -> datetime.date:
        """Of the meeting or class; for what belongs to none the day it was written, in the active zone."""
        held = getattr(self.place, "master_class", None) or self.place
        return (held and held.held_on) or timezone.localdate(self.written_at)

    @property
    def kind(self) -> str:
        """What the text is, in a word."""
        noun = ClassNote if self.from_section_id and self.from_section.class_note_id else type(self.source)
        return capfirst(noun._meta.verbose_name)

    @property
    def words(self) -> str:
        """What the text is about: its heading, or how it begins."""
        row = self.source
        title = getattr(row, "heading", "") or getattr(row, "title", "") or row.body_text.strip().partition("\n")[0]
        return Truncator(title).chars(80) or str(row)


def keep_references(row: Row, told: Iterable[Target]) -> None:
    """Store what the saved text of a row points at. What is removed points at nothing, and nothing at itself."""
    own = {("question", row.pk if isinstance(row, Question) else getattr(row, "question_id", None))}
    wanted = set() if row.is_removed else {(target.field, target.pk) for target in told} - own
    known = {
        next((name, getattr(kept, f"{name}_id")) for name in TARGETS if getattr(kept, f"{name}_id")): kept.pk
        for kept in Reference.objects.by(row)
    }
    gone = [pk for target, pk in known.items() if target not in wanted]
    if gone:
        Reference.objects.filter(pk__in=gone).delete()
    source = {f"{SOURCE_OF[type(row)]}_id": row.pk, "written_at": row.created_at}
    new = [Reference(**source, **{f"{field}_id": pk}) for field, pk in sorted(wanted - known.keys())]
    if new:
        Reference.objects.bulk_create(new, ignore_conflicts=True)  # somebody may save the same text at the same time


def targets_of(source: str, teams: QuerySet[Team]) -> dict[str, Target]:
    """Where the references of a text lead, by what `render` calls them; `teams` is the one team of the text.

    Three queries at most, and none for a text that refers to nothing.
    """
    found = find_references(source)
    questions = [int(key[1:]) for key in found if key[0] == "Q"]
    lectures = [int(key[:-1]) for key in found if key[-1] == "강" and key[0] != "@"]
    targets = {}
    if questions:
        targets |= {f"Q{pk}": _target("question", pk) for pk in _questions(teams, questions)}
    if lectures:
        targets |= {f"{number}강": _target("lecture", pk) for number, pk in _lectures(teams, lectures)}
    if any(key[0] == "@" for key in found):
        targets |= {f"@{name}": _target("member", pk) for name, pk in names_of(teams).items()}
    return targets


def addresses_in(source: str, team: Team) -> dict[str, str]:
    """For a text that is not stored yet: what `render` asks for, as if it were the team's."""
    return {key: target.address for key, target in targets_of(source, Team.objects.filter(pk=team.pk)).items()}


def team_of(row: Row) -> QuerySet[Team]:
    """The team that a row belongs to, as a query that is yet to be asked; no team for a row that hangs nowhere yet."""
    ways = {"team_id": "pk", "meeting_id": "meetings", "class_note_id": "class_notes", "question_id": "questions"}
    for name, way in ways.items():
        if (pk := getattr(row, name, None)) is not None:
            return Team.objects.filter(**{way: pk})
    return Team.objects.none()


def _target(field: str, pk: int) -> Target:
    return Target(field, pk, reverse(field, args=[pk]))


def referable_questions(teams: QuerySet[Team]) -> QuerySet[Question]:
    """The team's own, and those that the cohort reads in notes of a class."""
    here = Q(meeting=None) | Q(meeting__removed_at=None)
    in_notes = Q(class_note__master_class__cohort__in=teams.values("cohort"))
    shown = Q(class_note=None) | Q(class_note__removed_at=None, class_note__master_class__removed_at=None)
    return Question.objects.alive().filter(Q(team__in=teams) | in_notes, here, shown)


def _questions(teams: QuerySet[Team], numbers: list[int]) -> QuerySet:
    return referable_questions(teams).filter(pk__in=numbers).values_list("pk", flat=True)


def _lectures(teams: QuerySet[Team], numbers: list[int]) -> QuerySet:
    lectures = Lecture.objects.filter(cohort__in=teams.values("cohort"), number__in=numbers)
    return lectures.values_list("number", "pk")


Called = tuple[int, str, list[str], datetime.date | None, bool]  # seat, name, aliases, when it was left, former name?


def names_of(teams: QuerySet[Team]) -> dict[str, int]:
    """Whom a team means by a name. What a seat was called before counts too: its links outlive a change of name."""
    seats = Member.objects.filter(team__in=teams)
    former = Member.history.filter(team__in=teams, id__in=seats.values("pk"))
    fields = ("name", "aliases", "left_on")
    now = seats.order_by().values_list("pk", *fields, Value(False))
    return names_among(now.union(former.order_by().values_list("id", *fields, Value(True)), all=True))


def names_among(called: Iterable[Called]) -> dict[str, int]:
    """Each name that means one seat, in NFC, without `@`.

    A name that is in use goes before one of former times, who is there before who left, a full name before an alias
    and that before a given name. Where two have the same claim, nobody is meant.
    """
    claims = defaultdict(set)
    for seat in called:
        for rank, name in _claims(*seat):
            claims[name.casefold()].add((rank, seat[0], name))
    names = {}
    for of_name in claims.values():
        best = min(rank for rank, _pk, _name in of_name)
        people = {pk: name for rank, pk, name in of_name if rank == best}
        if len(people) == 1:
            names |= {name: pk for pk, name in people.items()}
    return names


def _claims(pk: int, name: str, aliases: list[str], left_on: datetime.date | None, is_former: bool) -> Iterator[tuple]:
    called = [(0, name), *((1, alias) for alias in aliases)]
    called += [(2, Member(name=full).given_name) for _rank, full in called]
    for rank, full in called:
        if spoken := unicodedata.normalize("NFC", full).lstrip("@").strip():
            yield (is_former, left_on is not None, rank), spoken
