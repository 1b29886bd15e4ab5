"""The people of minutes as their head shows them: who was there, who has a duty, and what the reader may do."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from meetings import duties
from meetings.models import Attendance, Meeting, Member
from meetings.models.opening import next_in_turn

State = Attendance.State
# What a tap on one's own name makes of it: the likelier, the sooner.
NEXT = {
    "": State.PRESENT,
    State.PRESENT: State.LATE,
    State.LATE: State.LEFT_EARLY,
    State.LEFT_EARLY: State.EXCUSED,
    State.EXCUSED: "",
    State.ABSENT: State.PRESENT,
}
AWAY = {State.EXCUSED, State.ABSENT}


class Duty(NamedTuple):
    name: str
    word: str
    person: Member | None
    reason: str
    others: list[Member]  # who could have it instead; nobody where the reader can't change it
    next: Member | None  # whose turn it would be, where `person` is away


def attendees(user, meeting: Meeting, known: list[Member]) -> list[Member]:
    """Whom the list counts with, of `Member.objects.around(meeting)`.

    Each with the `way` in which the reader can change it: "cycle", "choose", "contest" or not at all.
    """
    people = [person for person in known if person.is_expected]
    for person in people:
        attendance = Attendance(meeting=meeting, member=person, state=person.state or "", marked_by_id=person.marked_by)
        person.is_me = attendance.may_be_contested_by(user)
        person.way = "" if meeting.is_final else _way(user, attendance, is_me=person.is_me)
        if person.way or person.contested_as:
            _add_words(person)
    return people


def _way(user, attendance: Attendance, *, is_me: bool) -> str:
    if attendance.may_be_set_by(user):
        return "cycle" if is_me else "choose"
    return "contest" if is_me else ""


def _add_words(person: Member) -> None:
    person.state_word = word(person.state)
    person.next_state = NEXT[person.state or ""]
    person.next_word = word(person.next_state)
    person.contested_word = word(person.contested_as)
    person.is_timed = person.state in Attendance.TIMED
    states = [state for state in State.values if not (person.way == "contest" and state == person.state)]
    if person.way != "contest":
        states.append("unknown")
    person.choices = [(state, word(state)) for state in states]
    if person.contested_as:
        person.contest_sentence = _contest_sentence(person)


def word(state: str | None) -> str:
    return str(State(state).label) if state and state != "unknown" else _("not known yet")


def _contest_sentence(person: Member) -> str:
    said = {
        State.PRESENT: _("You said that you were not there all the time."),
        State.LATE: _("You said that you were not late."),
        State.LEFT_EARLY: _("You said that you did not leave early."),
        State.EXCUSED: _("You said that you were not excused."),
        State.ABSENT: _("You said that you were not absent."),
    }[person.state]
    if person.marked_by_name:
        return said + " " + _("It changes when %(person)s confirms it.") % {"person": person.marked_by_name}
    return said + " " + _("It changes when moderator or scribe confirm it.")


def day_duties(user, meeting: Meeting, people: list[Member]) -> list[Duty]:
    """Of minutes that can be changed both; of others those that somebody had."""
    is_changeable = not meeting.is_final and user.writes_in(meeting.team)
    roster = [person for person in people if person.team_id == meeting.team_id and person.takes_part]
    away = {person.pk for person in people if person.state in AWAY}
    words = {"moderator": _("Moderator"), "scribe": _("Scribe")}
    shown = []
    for name, called in words.items():
        holder = getattr(meeting, name)
        if holder is None and not (is_changeable and meeting.kind == Meeting.Kind.DAILY):
            continue
        others = [person for person in roster if person != holder and person.pk not in away] if is_changeable else []
        is_open = is_changeable and holder is not None and holder.pk in away
        following = next_in_turn(meeting, name, away) if is_open else None
        shown.append(Duty(name, called, holder, duties.sentence(meeting.duty_reasons.get(name)), others, following))
    return shown


def review_order(meeting: Meeting, people: list[Member]) -> list[Member]:
    """Who is there, in the order in which their works are looked at."""
    here = {person.pk: person for person in people if person.state not in AWAY}
    return [here[pk] for pk in meeting.review_order if pk in here]
