from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.answers import Answer
from meetings.models.fields import NameField
from meetings.models.minutes import Meeting
from meetings.models.questions import Question
from meetings.models.rows import RemovableQuerySet, Row
from meetings.models.teams import Member, Team


class CommentQuerySet(RemovableQuerySet):
    def visible_to(self, user):
        return self.alive().filter(answer__in=Answer.objects.visible_to(user))

    def for_edit(self):
        place = self.select_related("answer__question__meeting__team__cohort", "said_by")
        return place.select_related("answer__question__class_note__master_class", "answer__question__team__cohort")


class Comment(Row):
    """A short remark on an answer. With one a mentor says why the answer is right, or what it lacks."""

    LONGEST = 2_000  # characters; who has more to say answers

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="comments", verbose_name=_("answer"))
    said_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("said by")
    )
    speaker = NameField(
        _("speaker"), max_length=80, blank=True, help_text=_("Who said it, when it was nobody of the team.")
    )
    endorses = models.BooleanField(_("confirms the answer"), default=False, editable=False)

    objects = CommentQuerySet.as_manager()
    route = "comment"
    is_closed = False

    class Meta(Row.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="comment_not_empty", violation_error_message=_("Write the comment.")
            ),
            models.UniqueConstraint(
                fields=["answer"],
                name="comment_endorses_once",
                condition=Q(endorses=True, removed_at=None),
                violation_error_message=_("This answer is confirmed already."),
            ),
        ]

    @property
    def question(self) -> Question:
        return self.answer.question

    @property
    def question_id(self) -> int:
        return self.answer.question_id

    @property
    def team(self) -> Team:
        return self.question.team

    @property
    def meeting(self) -> Meeting | None:
        return self.question.meeting

    @property
    def page_url(self) -> str:
        return reverse("question", args=[self.question_id])

    @property
    def name(self) -> str:
        """Who said it, as far as anybody noted."""
        return str(self.said_by) if self.said_by else self.speaker

    def siblings(self) -> CommentQuerySet:
        return Comment.objects.alive().filter(answer=self.answer_id).order_by("order", "pk")

    def hold(self, *, removed: bool = False) -> None:
        self.answer.hold()
        super().hold(removed=removed)

    def stored(self) -> models.QuerySet:
        return super().stored().filter(answer__removed_at=None, answer__question__removed_at=None)

    @transaction.atomic
    def restore(self) -> None:
        """As a remark, where its answer is not confirmed by now, or with another sentence."""
        self.hold(removed=True)
        if self.is_removed and self.endorses:
            others = self.answer.comments.alive().filter(endorses=True)
            self.endorses = self.answer.endorsed_at is not None and not others.exists()
            self.save(update_fields=["endorses"])
        super().restore()

    def is_in_hands_of(self, user) -> bool:
        """What confirms an answer is changed by those alone who may confirm one."""
        if self.endorses:
            return self.answer.may_be_endorsed_by(user)
        return super().is_in_hands_of(user)
