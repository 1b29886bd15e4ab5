import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from meetings.models.anonymity import Anonymous, AnonymousQuerySet
from meetings.models.answers import Answer
from meetings.models.classes import ClassNote
from meetings.models.constraints import CompositeForeignKey
from meetings.models.duplicates import Duplicable, DuplicableQuerySet, answered_below, parts_there, set_apart
from meetings.models.lectures import Assignment, Lecture
from meetings.models.minutes import Meeting
from meetings.models.routing import Routed, RoutedQuerySet
from meetings.models.rows import RENDERED_FIELDS, RemovableQuerySet, Row
from meetings.models.sections import Section
from meetings.models.sources import HEAVY
from meetings.models.standing import Standing
from meetings.models.tags import Tag
from meetings.models.taking import Takeable
from meetings.models.teams import Member, Team
from meetings.models.wondering import Wondered


class QuestionQuerySet(RemovableQuerySet, AnonymousQuerySet, DuplicableQuerySet, RoutedQuerySet):
    def visible_to(self, user, *teams: Team):
        """Of some teams alone, where they are named: then no other meetings are gone through, which staff see all."""
        near = {"team__in": teams} if teams else {}
        in_meetings = Q(meeting__in=Meeting.objects.visible_to(user).filter(**near))
        in_notes = Q(class_note__in=ClassNote.objects.visible_to(user))
        of_teams = Q(meeting=None, class_note=None, team__in=Team.objects.visible_to(user))
        return self.alive().filter(in_meetings | in_notes | of_teams, **near)

    def unanswered(self):
        """Open ones and those that wait for somebody else: nothing closes by itself."""
        return self.unmerged().exclude(Q(status=Question.Status.ANSWERED) | answered_below(Question))

    def newest_first(self):
        return self.order_by("-asked_at", "-pk")

    def oldest_first(self):
        return self.order_by("asked_at", "pk")

    def for_list(self):
        return (
            self.with_state()
            .select_related(
                "team__cohort",
                "meeting",
                "class_note__master_class",
                "lecture",
                "assignment",
                "typed_by",
                "deferred_to",
                "for_class",
                "taken_by",
            )
            .prefetch_related("asked_by", "tags")
        )

    def with_answers(self):
        return self.prefetch_related(Prefetch("answers", Answer.objects.for_page()))

    def for_edit(self):
        return self.select_related("team__cohort", "meeting__team__cohort", "class_note__master_class")

    def for_page(self, pk: int):
        """A question and those that stand on its page, with all that it names; not the imported note's bytes."""
        shown = self.select_related(
            "team__cohort", "meeting", "class_note__master_class", "section", "lecture", "assignment", "source"
        ).select_related("typed_by", "deferred_to", "taken_by", "for_class")
        texts = [f"section__{name}" for name in ("body", *RENDERED_FIELDS)]
        return shown.defer(*HEAVY, *texts).with_neighbours(pk).with_state()

    def with_answer_count(self):
        """`answer_count`: a list says how many answers there are without reading them, with those of its parts."""
        given = Answer.objects.alive().order_by()
        own = given.filter(question=OuterRef("pk")).values("question")
        of_parts = given.filter(parts_there("question__"), question__duplicate_of=OuterRef("pk"))
        of_parts = of_parts.values("question__duplicate_of")
        counts = [Coalesce(Subquery(found.values(count=Count("pk"))), 0) for found in (own, of_parts)]
        return self.annotate(answer_count=counts[0] + counts[1])

    def with_neighbours(self, pk: int):
        """Of that question `previous_pk` and `next_pk`: those before and after it in the same minutes or class note."""
        same_place = Q(meeting=OuterRef("meeting")) | Q(class_note=OuterRef("class_note"))
        near = Question.objects.alive().unmerged().filter(same_place)
        before = Q(order__lt=OuterRef("order")) | Q(order=OuterRef("order"), pk__lt=OuterRef("pk"))
        after = Q(order__gt=OuterRef("order")) | Q(order=OuterRef("order"), pk__gt=OuterRef("pk"))
        ways = {"previous_pk": near.filter(before).order_by("-order", "-pk")}
        ways["next_pk"] = near.filter(after).order_by("order", "pk")
        return self.annotate(
            **{name: Case(When(pk=pk, then=Subquery(found.values("pk")[:1]))) for name, found in ways.items()}
        )


class Question(Row, Standing, Takeable, Duplicable, Wondered, Anonymous, Routed):
    """Asked once, in today's minutes or of a master, and found ever after."""

    class Audience(models.TextChoices):
        TEAM = "team", _("team")
        MENTOR = "mentor", _("mentor")
        MASTER = "master", _("master")
        TA = "ta", _("teaching assistant")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        DEFERRED = "deferred", _("deferred")

    team = models.ForeignKey(Team, models.PROTECT, related_name="questions", verbose_name=_("team"))
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="questions", verbose_name=_("meeting")
    )
    class_note = models.ForeignKey(
        ClassNote, models.CASCADE, null=True, blank=True, related_name="questions", verbose_name=_("class note")
    )
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("section")
    )
    asked_by = models.ManyToManyField(Member, blank=True, related_name="asked", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    audience = models.CharField(_("asked of"), max_length=6, choices=Audience, default=Audience.TEAM)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    deferred_to = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="deferred_questions", verbose_name=_("deferred to")
    )
    lecture = models.ForeignKey(
        Lecture, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("lecture")
    )
    assignment = models.ForeignKey(
        Assignment, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("assignment")
    )
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="follow_ups", verbose_name=_("follows up on")
    )
    duplicate_of = models.ForeignKey(
        "self", set_apart, null=True, blank=True, related_name="duplicates", verbose_name=_("same question as")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="questions", verbose_name=_("tags"))

    objects = QuestionQuerySet.as_manager()
    route = "question"
    is_closed = False  # what is asked and answered lives on

    class Meta(Row.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [
            models.Index(fields=["team", "-asked_at", "-id"], name="question_by_team"),
            models.Index(fields=["team", "status", "asked_at"], name="question_by_status"),
            # Few, and asked about for each question of a list: PostgreSQL reads all of them beforehand.
            models.Index(fields=["duplicate_of"], condition=Q(merged_at__isnull=False), name="question_merged"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="question_not_empty", violation_error_message=_("Write the question.")
            ),
            models.CheckConstraint(
                condition=Q(meeting=None) | Q(class_note=None),
                name="question_asked_in_one_place",
                violation_error_message=_("A question is asked in a meeting or in a class, not in both."),
            ),
            models.CheckConstraint(
                condition=Q(deferred_to=None) | Q(status="deferred"),
                name="question_deferred_to_whom",
                violation_error_message=_("Only a deferred question waits for somebody."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="question_not_its_parent",
                violation_error_message=_("A question can't follow up on itself."),
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=F("id")),
                name="question_not_its_duplicate",
                violation_error_message=_("A question can't be a duplicate of itself."),
            ),
            models.CheckConstraint(
                condition=Q(merged_at=None) | Q(duplicate_of__isnull=False),
                name="question_merged_into_what",
                violation_error_message=_("What is merged is part of another question."),
            ),
            CompositeForeignKey(
                field="meeting",
                shared="team",
                name="question_team_is_meetings",
                violation_error_message=_("The meeting belongs to another team."),
            ),
            CompositeForeignKey(
                field="deferred_to",
                shared="team",
                name="question_deferred_in_team",
                violation_error_message=_("Choose somebody of the team."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.pk])

    @property
    def page_url(self) -> str:
        """Where it was asked, which is there without it too."""
        place = self.meeting or self.class_note
        return place.get_absolute_url() if place else reverse("team_questions", args=[self.team.slug])

    def may_be_answered_by(self, user) -> bool:
        """Whoever writes in the team, and its mentors."""
        return user.writes_in(self.team) or user.teaches_in(self.team)

    @property
    def is_answered(self) -> bool:
        """Here, or where it was asked again."""
        return self.status == self.Status.ANSWERED or self.is_answered_below

    @property
    def is_on_it(self) -> bool:
        """Whether somebody has taken it and has not answered yet."""
        return self.is_taken and not self.is_answered

    @property
    def sign(self) -> str:
        """Its mark on the thread."""
        if self.is_on_it:
            return "writing"
        return self.Status.ANSWERED.value if self.is_answered else self.status

    @property
    def first_line(self) -> str:
        """What it asks, in plain text; of a longer one the first line, which is what pages set as its title."""
        return Truncator(self.body_text.strip().partition("\n")[0]).chars(80) or str(self)

    @property
    def asked_on(self) -> datetime.date | None:
        """The day. An imported note tells no more than the day of its meeting or class, and not always that."""
        if not self.source_id:
            return timezone.localdate(self.asked_at)
        if self.meeting:
            return self.meeting.held_on
        return self.class_note and self.class_note.master_class.held_on

    def siblings(self) -> QuestionQuerySet:
        return super().siblings().filter(team=self.team_id, class_note=self.class_note_id)

    def set_named(self, **named: Iterable[Any]) -> None:
        if "tags" not in named:
            super().set_named(**named)
            return
        with transaction.atomic(savepoint=False):
            named["tags"] = Tag.objects.hold(named["tags"])
            super().set_named(**named)

    @property
    def typist(self):
        """Whose account typed it, when that was none of those who asked; None else."""
        return None if self.typed_by_id in {person.user_id for person in self.asked_by.all()} else self.typed_by

    @transaction.atomic
    def unaccept(self) -> None:
        """Take the acceptance back. The answers stay, and so does the status: it was answered all the same."""
        self.hold()
        for answer in self.answers.accepted():
            answer.unaccept()
