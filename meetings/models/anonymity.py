"""Asked without a name to one's peers: mentors and staff know who it was, and who asked and typed it do."""

from itertools import takewhile

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.teams import Member, Team


class AnonymousQuerySet(models.QuerySet):
    def asked_by_as_known_to(self, member: Member, user):
        """What `user` may know that the person asked, as `known_to` says it of each question."""
        nameless = self.model._base_manager.filter(asked_by=member, is_anonymous=True)
        teams = Team.objects.filter(pk__in=nameless.values("team"))
        taught = [team.pk for team in teams if user.teaches_in(team)]
        mine = self.model.asked_by.through.objects.filter(member__user=user).values("question")
        is_known = Q(is_anonymous=False) | Q(team__in=taught) | Q(typed_by=user, source=None) | Q(pk__in=mine)
        return self.filter(is_known, asked_by=member)


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
