"""A day's minutes before they are opened, and opening them: once, however many people do it at the same time."""

import datetime
import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from meetings import duties, team_template
from meetings.models.agenda import ActionItem, AgendaItem
from meetings.models.minutes import Meeting
from meetings.models.sections import Section
from meetings.models.teams import Member, Team

LOOK_BACK = datetime.timedelta(days=14)  # action items of older minutes stay where they are
FIRST_REVISION = 1  # that of all that opening writes
HANGUL = re.compile("[가-힣]")


class Plan(NamedTuple):
    """What opening a day's minutes would bring."""

    duties: duties.Duties
    moderator: Member | None
    scribe: Member | None
    agenda_items: list[AgendaItem]  # left over
    action_items: list[ActionItem]

    @property
    def left_count(self) -> int:
        return len(self.agenda_items) + len(self.action_items)

    @property
    def moderator_reason(self) -> str:
        return duties.sentence(self.duties.reasons.get("moderator"))


def plan(team: Team, day: datetime.date) -> Plan:
    roster = list(team.members.expected_on(day))
    assigned = duties.assign(history(team, day), [_seat(member) for member in roster], day)
    people = {member.pk: member for member in roster}
    moderator, scribe = people.get(assigned.moderator), people.get(assigned.scribe)
    usual = {item.text.casefold() for item in template_of(team).items}  # which comes anew every day
    left = [item for item in _agenda_left(team, day) if item.body.casefold() not in usual]
    return Plan(assigned, moderator, scribe, left, _actions_left(team, day))


def template_of(team: Team) -> team_template.Template:
    """What the team's minutes begin with; that of nobody in particular where it has none."""
    return team_template.parse(team.template.strip() or team_template.default(language_of(team)))


def why_not(team: Team, day: datetime.date) -> str:
    """Why that day has no minutes to open; "" where it can have some."""
    cohort, today = team.cohort, team.cohort.today()
    if day > today:
        return _("That day is still to come. Its minutes can be opened then.")
    if day < max(cohort.starts_on, team.starts_on or cohort.starts_on):
        return _("The team was not there yet on that day.")
    if day > min(cohort.ends_on, team.ends_on or cohort.ends_on):
        return _("The team's time was over on that day.")
    return ""


def open_daily(team: Team, day: datetime.date, by) -> tuple[Meeting, bool]:
    """The daily minutes of that day, and whether they were opened just now."""
    if found := _daily(team).filter(held_on=day).first():
        return found, False
    if sentence := why_not(team, day):
        raise ValidationError(sentence)
    template = _rows_of_template(team, by)
    try:
        with transaction.atomic():
            # Whoever opens any day of this team waits here: what is left over is carried on once.
            Team._base_manager.select_for_update(no_key=True).get(pk=team.pk)
            if found := _daily(team).filter(held_on=day).first():
                return found, False
            return _open(team, day, template), True
    except IntegrityError:  # somebody made it by another way than this one: the admin, an import
        found = _daily(team).filter(held_on=day).first()
        if found is None:
            raise
        return found, False


def take_back(meeting: Meeting, by) -> bool:
    """Remove minutes that were opened by mistake; False when they are more than what opening made.

    What was carried over into them is left over again.
    """
    with transaction.atomic():
        meeting.hold()
        if meeting.is_untouched:
            meeting.remove(by)
        return meeting.is_removed


def _open(team: Team, day: datetime.date, template: tuple[list[AgendaItem], list[Section]]) -> Meeting:
    prepared = plan(team, day)
    starts_at, ends_at = _times(team, day)
    meeting = Meeting(
        team=team,
        held_on=day,
        starts_at=starts_at,
        ends_at=ends_at,
        moderator=prepared.moderator,
        scribe=prepared.scribe,
        review_order=list(prepared.duties.review_order),
        duty_reasons=prepared.duties.reasons,
        opened_revision=FIRST_REVISION,
    )
    meeting.save()
    with meeting.one_revision():
        _fill(meeting, prepared, *template)
    return meeting


def _fill(meeting: Meeting, prepared: Plan, items: list[AgendaItem], sections: list[Section]) -> None:
    """Leftovers come after the first item, which is where a team says hello."""
    for order, item in enumerate([*items[:1], *prepared.agenda_items, *items[1:]], start=1):
        if item.pk:
            item.carry_to(meeting, order)
        else:
            item.meeting, item.order = meeting, order
            item.save()
    for order, item in enumerate(prepared.action_items, start=1):
        item.carry_to(meeting, order)
    for order, section in enumerate(sections, start=1):
        section.meeting, section.order = meeting, order
        section.save()


def _rows_of_template(team: Team, by) -> tuple[list[AgendaItem], list[Section]]:
    """Rendered, since every other writer of the team waits while they are stored."""
    template = template_of(team)
    items = [AgendaItem(body=item.text, minutes=item.minutes, typed_by=by) for item in template.items]
    sections = [
        Section(heading=part.heading, level=max(part.level, 2), body=part.text, typed_by=by) for part in template.parts
    ]
    for row in (*items, *sections):
        row.render_body()
    return items, sections


def language_of(team: Team) -> str:
    """The one that its names are written in: minutes are everybody's, not only of whoever opens them."""
    named = [team.name, *team.members.values_list("name", flat=True)]
    return "ko" if any(map(HANGUL.search, named)) else "en"


def _seat(member: Member) -> duties.Seat:
    return duties.Seat(member.pk, member.joined_on)


def history(team: Team, day: datetime.date) -> list[duties.Turn]:
    past = _daily(team).filter(held_on__lt=day).order_by("held_on", "pk")
    rows = past.values_list("held_on", "moderator", "scribe", "review_order")
    return [duties.Turn(on, moderator, scribe, (order or [None])[0]) for on, moderator, scribe, order in rows]


def next_in_turn(meeting: Meeting, duty: str, away: set[int]) -> Member | None:
    """Who would have the duty by the same rule, were those who are `away` not counted, nor who has the other duty."""
    other = {"moderator": meeting.scribe_id, "scribe": meeting.moderator_id}[duty]
    roster = list(meeting.team.members.expected_on(meeting.held_on))
    turns = history(meeting.team, meeting.held_on)
    key = duties.next_for(duty, turns, [_seat(member) for member in roster], meeting.held_on, away | {other})
    return next((member for member in roster if member.pk == key), None)


def _daily(team: Team):
    return Meeting.objects.alive().daily().filter(team=team)


def _times(team: Team, day: datetime.date) -> tuple[datetime.time | None, datetime.time | None]:
    if team.starts_at:
        return team.starts_at, team.ends_at
    last = _daily(team).filter(held_on__lt=day).newest_first().values_list("starts_at", "ends_at").first()
    return last or (None, None)


def _agenda_left(team: Team, day: datetime.date) -> list[AgendaItem]:
    """Of the last daily meeting alone: what wasn't carried on from an earlier one was dropped there."""
    last = _daily(team).filter(held_on__lt=day).newest_first().values("pk")[:1]
    return list(AgendaItem.objects.left_over().of_meetings(last).select_related("meeting"))


def _actions_left(team: Team, day: datetime.date) -> list[ActionItem]:
    past = Meeting.objects.alive().filter(team=team, held_on__lt=day)
    last = past.newest_first().values_list("held_on", flat=True).first()
    recent = past.filter(held_on__gte=min(last or day, day - LOOK_BACK))
    return list(ActionItem.objects.left_over().of_meetings(recent).select_related("meeting").prefetch_related("owners"))
