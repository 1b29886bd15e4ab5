"""Asked without a name to one's peers: mentors and staff know who it was, and who asked and typed it do."""

from itertools import takewhile

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.teams import Member


class AnonymousQuerySet(models.QuerySet):
    def asked_by_as_known_to(self, member: Member, user):
        """What `user` may know that the person asked."""
        return self.asked_by_as_known_to_be_of([member.pk], user)

    def asked_by_as_known_to_be_of(self, members: list[int], user):
        """What `user` may know that any of them asked, whatever teams they are in: what `known_to` says of each."""
        links = self.model.asked_by.through.objects
        asked = self.filter(pk__in=links.filter(member__in=members).values("question"))
        if user.is_superuser:
            return asked
        taught = [seat.team_id for seat in user.seats if seat.role in seat.TEACHING]
        mine = links.filter(member__user=user.pk).values("question")
        known = Q(is_anonymous=False) | Q(typed_by=user.pk, source=None) | Q(pk__in=mine) | Q(team__in=taught)
        if user.is_staff:
            known |= Q(team__cohort__in=user.cohorts_in_charge)
        return asked.filter(known)


class Anonymous(models.Model):
    """Every page, file and form asks `known_to` before it names who asked: templates by `askers` and `typist_of`."""

    is_anonymous = models.BooleanField(
        _("without my name"), default=False, help_text=_("Mentors and the course's staff still see who asked.")
    )

    class Meta:
        abstract = True

    def is_of(self, user) -> bool:
        """Whether the person asked it, or typed it for somebody. Whoever brought a note in typed nothing."""
        typed_it = self.typed_by_id is not None and self.typed_by_id == user.pk and self.source_id is None
        return typed_it or any(person.user_id == user.pk for person in self.asked_by.all() if person.user_id)

    def known_to(self, user) -> bool:
        """Whether the person may know who asked."""
        return not self.is_anonymous or user.teaches_in(self.team) or self.is_of(user)

    def is_named_again_by(self, user) -> bool:
        """Who gives a name back that was taken off: whose question it is, and whoever took it off by mistake."""
        return self.is_of(user) or self._was_hidden_by(user)

    def _was_hidden_by(self, user) -> bool:
        """Whether it was they, and none of those who asked has saved it since."""
        told = list(self.history.order_by("-history_id").values_list("is_anonymous", "history_user"))
        by = [account for _hidden, account in takewhile(lambda version: version[0], told)]
        was_named = len(by) < len(told)
        return was_named and by[-1:] == [user.pk] and not {person.user_id for person in self.asked_by.all()} & {*by}

    def askers_for(self, user) -> list[Member]:
        return list(self.asked_by.all()) if self.known_to(user) else []

    def typist_for(self, user):
        return self.typist if self.known_to(user) else None
