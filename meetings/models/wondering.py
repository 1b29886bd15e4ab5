"""Who asked the same, or would have: each person is counted once, whatever seats they have."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from meetings.models.teams import Member


def person(member: Member) -> int:
    """The same for all seats of one account."""
    return member.user_id or -member.pk


class Wondered(models.Model):
    asked_too = models.ManyToManyField(Member, blank=True, related_name="asked_too", verbose_name=_("asked this too"))

    class Meta:
        abstract = True

    @transaction.atomic
    def count_in(self, member: Member) -> None:
        """Whoever asked it is counted as its asker."""
        self.hold()
        counted = {person(other) for other in (*self.asked_by.all(), *self.asked_too.all())}
        if person(member) not in counted:
            self.asked_too.add(member)
            self.touch()

    @transaction.atomic
    def count_out(self, member: Member) -> None:
        self.hold()
        mine = [other for other in self.asked_too.all() if person(other) == person(member)]
        if mine:
            self.asked_too.remove(*mine)
            self.touch()

    def wondered_by(self) -> set[int]:
        """The people who asked it too.

        Who asked it is not one of them. Where that stands there without a name nobody is taken out, or the number
        would tell who it was; and each question has its own number, also when they are one.
        """
        too = {person(member) for member in self.asked_too.all()}
        return too if self.is_anonymous else too - {person(member) for member in self.asked_by.all()}
