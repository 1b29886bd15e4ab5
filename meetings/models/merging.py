"""Two seats of one person become one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.models.attendances import Attendance
from meetings.models.references import Reference
from meetings.models.teams import Member


@transaction.atomic
def merge(old: Member, into: Member) -> None:
    if old.pk == into.pk or old.team_id != into.team_id:
        raise ValidationError(_("Only two seats of one team can be merged."))
    there = Member.objects.select_for_update().filter(pk__in=[into.pk, old.pk]).order_by("pk")
    if len(there) < 2:
        raise ValidationError(_("Somebody else has just merged this seat. Nothing more is left to do."))
    into.refresh_from_db()
    old.refresh_from_db()
    if into.user_id and old.user_id not in (None, into.user_id):
        raise ValidationError(_("Both seats have an account of their own. Take one away first."))
    for relation in Member._meta.related_objects:
        _repoint(relation, old, into)
    _repoint_orders(old, into)
    Reference.objects.move(old, into)
    _take_over(into, old)
    old.delete()
    into.save()


def _take_over(into: Member, old: Member) -> None:
    into.user_id = into.user_id or old.user_id
    into.aliases = sorted({*into.aliases, *old.aliases, old.name} - {into.name})
    into.joined_on = min(filter(None, (into.joined_on, old.joined_on)), default=None)
    into.left_on = None if None in (into.left_on, old.left_on) else max(into.left_on, old.left_on)


def _repoint(relation, old: Member, new: Member) -> None:
    """Let one kind of reference (a foreign key or a many-to-many) name `new` wherever it named `old`."""
    if relation.many_to_many:
        for holder in relation.related_model._base_manager.filter(**{relation.field.name: old}):
            people = getattr(holder, relation.field.name)
            people.add(new)
            people.remove(old)
        return
    rows = relation.related_model._base_manager.filter(**{relation.field.name: old})
    if relation.related_model is Attendance:
        # One attendance per meeting and person: where both were ticked, the surviving seat's stands.
        rows.filter(meeting__attendances__member=new).delete()
    for row in rows:
        setattr(row, relation.field.name, new)
        row.save(update_fields=[relation.field.name])  # one by one, for its history


def _repoint_orders(old: Member, new: Member) -> None:
    """In which order works are looked at is told by keys that no database follows."""
    for meeting in new.team.meetings.all():
        if old.pk in meeting.review_order:
            keys = [new.pk if key == old.pk else key for key in meeting.review_order]
            meeting.review_order = list(dict.fromkeys(keys))
            meeting.save(update_fields=["review_order"])
