import datetime

from django.db import models, transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import NameField, account
from meetings.models.minutes import Meeting
from meetings.models.rows import RemovableQuerySet, Row
from meetings.models.teams import Member, Team
from meetings.models.users import User


class Confirmed(Exception):
    """Somebody else has confirmed the answer meanwhile: `by`."""

    def __init__(self, by: User | None) -> None:
        super().__init__(by)
        self.by = by


class AnswerQuerySet(RemovableQuerySet):
    def visible_to(self, user):
        questions = self.model._meta.get_field("question").related_model.objects
        return self.alive().filter(question__in=questions.visible_to(user))

    def accepted(self):
        return self.exclude(accepted_at=None)

    def for_edit(self):
        place = self.select_related("question__meeting__team__cohort", "question__class_note__master_class")
        return place.select_related("question__team__cohort")

    def best_first(self):
        return self.order_by(F("accepted_at").asc(nulls_last=True), "order", "pk")

    def for_page(self):
        """What stands below a question."""
        return self.alive().best_first().select_related("endorsed_by", "accepted_by").prefetch_related("answered_by")

    def with_confirmed_version(self):
        """`confirmed_version`: the one that somebody confirmed, where the answer says something else by now."""
        confirmed = self.model.history.filter(id=OuterRef("pk"), endorsed_at=OuterRef("endorsed_at"))
        then = confirmed.order_by("history_id")
        said_then = self.alias(said_then=Subquery(then.values("body")[:1]))
        other = When(~Q(said_then=F("body")), then=Subquery(then.values("history_id")[:1]))
        return said_then.annotate(confirmed_version=Case(other))


class Answer(Row):
    """One answer, by nobody known, one or several people. At most one of a question is accepted."""

    question = models.ForeignKey(
        "meetings.Question", models.CASCADE, related_name="answers", verbose_name=_("question")
    )
    answered_by = models.ManyToManyField(Member, blank=True, related_name="answered", verbose_name=_("answered by"))
    speaker = NameField(
        _("speaker"), max_length=80, blank=True, help_text=_("Who said it, when it was nobody of the team: a master.")
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    accepted_by = account(_("accepted by"))
    endorsed_at = models.DateTimeField(_("endorsed at"), null=True, blank=True, editable=False)
    endorsed_by = account(_("endorsed by"))

    objects = AnswerQuerySet.as_manager()
    route = "answer"
    is_closed = False

    class Meta(Row.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="answer_not_empty", violation_error_message=_("Write the answer.")
            ),
            # Acceptance is a mark on the answer itself: what is accepted belongs to its question by construction.
            models.UniqueConstraint(
                fields=["question"],
                name="answer_accepted_once",
                condition=Q(accepted_at__isnull=False),
                violation_error_message=_("This question already has an accepted answer."),
            ),
        ]

    @property
    def team(self) -> Team:
        return self.question.team

    @property
    def meeting(self) -> Meeting | None:
        return self.question.meeting

    @property
    def page_url(self) -> str:
        return reverse("question", args=[self.question_id])

    def siblings(self) -> AnswerQuerySet:
        return Answer.objects.alive().filter(question=self.question_id).order_by("order", "pk")

    def hold(self, *, removed: bool = False) -> None:
        self.question.hold()  # which tells what becomes of its answers
        super().hold(removed=removed)

    def stored(self) -> models.QuerySet:
        return super().stored().filter(question__removed_at=None)

    @transaction.atomic
    def remove(self, by=None) -> None:
        """An answer that is gone is not accepted either, and a question without any answer is open again."""
        self.hold(removed=True)
        if self.is_accepted:
            self.unaccept()
        super().remove(by)
        if self.question.status == self.question.Status.ANSWERED and not self.question.answers.alive().exists():
            self.question.reopen()

    @transaction.atomic
    def restore(self) -> None:
        self.hold(removed=True)
        if self.is_removed:
            super().restore()
            self.question.take_answer_of(self.answered_by.all())

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def names(self) -> list[str]:
        """Who said it: seats first, then whoever spoke from outside of the team."""
        return [str(person) for person in self.answered_by.all()] + [self.speaker] * bool(self.speaker)

    @transaction.atomic
    def accept(self, by: User | None) -> None:
        """It settled its question. Another one that was accepted before steps back."""
        self.hold()  # with its question: whoever accepts another one now waits here
        if self.is_accepted:
            return
        for other in self.question.answers.accepted():
            other.unaccept()
        self.accepted_at, self.accepted_by = timezone.now(), by
        self.save(update_fields=["accepted_at", "accepted_by"])
        self.question.settle()

    @transaction.atomic
    def unaccept(self) -> None:
        self.hold()
        if self.is_accepted:
            self.accepted_at = self.accepted_by = None
            self.save(update_fields=["accepted_at", "accepted_by"])

    @transaction.atomic
    def accept_again(self, by: User) -> bool:
        """As it was before that person took it back. False where another one is accepted by now, or it was not they."""
        self.hold()
        last, _when = self._taken_back("accepted_at", by)
        if last is None or self.question.answers.accepted().exists():
            return False
        self.accepted_at, self.accepted_by = last.accepted_at, User.objects.filter(pk=last.accepted_by_id).first()
        self.save(update_fields=["accepted_at", "accepted_by"])
        self.question.settle()
        return True

    def _taken_back(self, mark: str, by: User) -> tuple[models.Model | None, datetime.datetime | None]:
        """The version in which the mark stood last, and when that person took it away; None where it was not they."""
        last = self.history.exclude(**{mark: None}).order_by("-history_id").first()
        after = last and self.history.filter(history_id__gt=last.history_id).order_by("history_id").first()
        return (last, after.history_date) if after and after.history_user_id == by.pk else (None, None)

    def may_be_endorsed_by(self, user) -> bool:
        """Who teaches: mentors and masters of the team, and staff. Members accept."""
        return user.teaches_in(self.team)

    @property
    def endorsement(self):
        """The sentence with which it was confirmed; None without one. Of comments that were read already."""
        return next((comment for comment in self.comments.all() if comment.endorses), None)

    def endorse(self, by: User | None, sentence: str = "", instead_of: datetime.datetime | None = None) -> None:
        """Confirm that it is right, and say in a sentence why or what else. Confirming again says it anew.

        Raises Confirmed where somebody else has since the moment of that confirmation which this one replaces.
        """
        seat = by and by.seat_in(self.team)
        said = self.comments.model(answer=self, endorses=True, typed_by=by, said_by=seat, body=sentence)
        said.speaker = by.get_full_name() if by and not seat else ""
        said.render_body()  # before the transaction, in which every other writer waits
        with transaction.atomic():
            self.hold()
            if self.endorsed_at not in (None, instead_of) and self.endorsed_by != by:
                raise Confirmed(self.endorsed_by)
            self.endorsed_at, self.endorsed_by = timezone.now(), by
            self.save(update_fields=["endorsed_at", "endorsed_by"])
            self._say(said)

    def _say(self, said: Row) -> None:
        """The sentence that confirms. What somebody else said with theirs stays as a remark."""
        before = self.comments.alive().filter(endorses=True).first()
        if before and before.typed_by_id != said.typed_by_id:
            before.endorses = False
            before.save(update_fields=["endorses"])
        elif before and not said.body:
            before.remove(said.typed_by)
        elif before:
            before.take_text(said)
            before.save(update_fields=["body"])
            return
        if said.body:
            said.put_last()
            said.save()

    @transaction.atomic
    def unendorse(self, by) -> None:
        """Take it back, with its sentence."""
        self.hold()
        if self.endorsed_at is None:
            return
        self.endorsed_at = self.endorsed_by = None
        self.save(update_fields=["endorsed_at", "endorsed_by"])
        for said in self.comments.alive().filter(endorses=True):
            said.remove(by)

    @transaction.atomic
    def endorse_again(self, by: User) -> bool:
        """As it was before that person took it back, with its sentence. False where it is confirmed by now."""
        self.hold()
        last, when = self._taken_back("endorsed_at", by)
        if last is None or self.endorsed_at is not None:
            return False
        self.endorsed_at, self.endorsed_by = last.endorsed_at, User.objects.filter(pk=last.endorsed_by_id).first()
        self.save(update_fields=["endorsed_at", "endorsed_by"])
        for said in self.comments.removed().filter(endorses=True, removed_by=by, removed_at__gte=when):
            said.restore()
        return True
