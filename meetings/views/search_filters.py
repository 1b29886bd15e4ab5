"""Filters that a search offers, as the words that one would type: whoever presses them learns to write them."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class Way(NamedTuple):
    """An address, or what is typed, and the word for it."""

    url: str
    word: str | Promise


def examples(user) -> list[Way]:
    """What else one can type, and what it does."""
    name = user.seat.given_name if user.seat else user.get_short_name()
    return [
        Way("ㅎㄹ", _("initial consonants only")),
        Way("Q72", _("the question of that number")),
        Way("ghkrfbf", _("in the wrong keyboard layout")),
        Way(_('"expected value"'), _("exactly so")),
        Way(_("-quiz"), _("without that word")),
        Way(_("by:%(name)s") % {"name": name}, _("who asked or answered")),
        Way(_("lecture:8"), _("about that lecture")),
        Way(_("tag:rnn"), _("with that tag")),
    ]


def offered(chosen, user) -> list[Way]:
    """What narrows a search further, commonest first. One of a key is enough."""
    taken = {one.key for one in chosen}
    return [Way(text, word) for key, text, word in _known(user) if key not in taken]


def of_kind(kind: str) -> str:
    """A tab in words."""
    said = {
        "question": _("kind:question"),
        "learning": _("kind:learning"),
        "class_note": _("kind:class"),
        "section": _("kind:minutes"),
    }
    return said[kind]


def _known(user) -> Iterator[tuple[str, str, str]]:
    week = _week(user.seat)
    if week:
        yield "week", _("week:%(number)d") % {"number": week}, _("this week")
    elif user.seat:
        begin = user.seat.team.cohort.today() - datetime.timedelta(days=7)
        yield "after", _("after:%(day)s") % {"day": begin.isoformat()}, _("the last seven days")
    if user.seat:
        yield "team", _("team:mine"), _("only our team")
    yield "status", _("is:open"), _("only open")
    yield "status", _("is:answered"), _("only answered")
    yield "status", _("is:deferred"), _("waiting for mentoring")
    if week > 1:
        yield "week", _("week:%(number)d") % {"number": week - 1}, _("last week")
    if user.seat:
        yield "by", _("by:me"), _("only mine")


def _week(seat) -> int:
    """That of the reader's cohort; 0 without one, before it and after it."""
    return (seat.team.cohort.week_of(seat.team.cohort.today()) or 0) if seat else 0
