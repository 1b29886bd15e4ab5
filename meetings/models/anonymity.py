"""Asked without a name to one's peers: mentors and staff know who it was, and who asked and typed it do."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.teams import Member


class AnonymousQuerySet(models.QuerySet):
    def asked_by_as_known_to(self, member: Member, user):
        """What `user` may know that the person asked."""
        asked = self.filter(asked_by=member)
        knows = member.user_id == user.pk or user.teaches_in(member.team)
        return asked if knows else asked.filter(is_anonymous=False)

    def asked_by_as_known_to_be_of(self, members: list[int], user):
        """The same for any of several people, whatever teams they are in."""
        taught = [seat.team_id for seat in user.seats if seat.role in seat.TEACHING]
        known = models.Q(is_anonymous=False) | models.Q(typed_by=user.pk) | models.Q(asked_by__user=user.pk)
        known |= models.Q(team__in=taught)
        if user.is_staff:
            known |= models.Q(team__cohort__in=user.cohorts_in_charge)
        asked = self.filter(asked_by__in=members)
        return asked if user.is_superuser else asked.filter(known)


class Anonymous(models.Model):
    """Every page, file and form asks `known_to` before it names who asked: templates by `askers` and `typist_of`."""

    is_anonymous = models.BooleanField(
        _("without my name"), default=False, help_text=_("Mentors and the course's staff still see who asked.")
    )

    class Meta:
        abstract = True

    def is_of(self, user) -> bool:
        """Whether the person asked it, or typed it for somebody: they alone give a name back that was taken off."""
        typed_it = self.typed_by_id is not None and self.typed_by_id == user.pk
        return typed_it or any(person.user_id == user.pk for person in self.asked_by.all() if person.user_id)

    def known_to(self, user) -> bool:
        """Whether the person may know who asked."""
        return not self.is_anonymous or user.teaches_in(self.team) or self.is_of(user)

    def askers_for(self, user) -> list[Member]:
        return list(self.asked_by.all()) if self.known_to(user) else []

    def typist_for(self, user):
        return self.typist if self.known_to(user) else None
