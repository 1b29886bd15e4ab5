"""Whom a note means: the team's people, or a new seat that waits to be claimed."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from itertools import chain

from django.utils.translation import gettext as _

from meetings.importers.report import Report, shown
from meetings.models import Member, Team
from meetings.models.teams import spoken

_REMARK = re.compile(r"\s*[(\[（{<][^)\]）}>]*(?:[)\]）}>]|$)")


class Seats:
    """The team's people: found by name, alias or given name."""

    def __init__(self, team: Team, report: Report) -> None:
        self.team, self.report = team, report

    @cached_property
    def by_name(self) -> defaultdict[str, list[Member]]:
        named = defaultdict(list)
        for member in self.team.members.all():
            named[member.name].append(member)
        return named

    @cached_property
    def by_call(self) -> defaultdict[str, list[Member]]:
        called = defaultdict(list)
        for member in chain.from_iterable(self.by_name.values()):
            for name in member.calls:
                called[name].append(member)
        return called

    def know(self, member: Member) -> None:
        for known, names in ((self.by_name, {member.name}), (self.by_call, member.calls)):
            for name in names:
                if member not in known[name]:
                    known[name].append(member)

    def called(self, name: str) -> list[Member]:
        return self.by_name.get(name) or self.by_call.get(spoken(name), [])

    def find(self, name: str) -> Member | None:
        called = self.called(name)
        return called[0] if len(called) == 1 else None

    def seat(self, written: str) -> Member | None:
        """The seat of whoever is written there, a new one for somebody unknown; nobody where two go by that name."""
        bare = _REMARK.sub("", written).strip() or written  # 배이든(온라인) is 배이든
        name = shown(re.sub(r"[^\w\s.@-]", "", bare), 80)  # 하늘🦝 is 하늘
        if not name:
            return None
        called = self.called(name)
        if len(called) > 1:
            people = _(" or ").join(sorted(member.name for member in called))
            told = {"name": name, "people": people}
            self.report.remark(_("%(name)s could be %(people)s, so nobody was named there.") % told)
            return None
        return called[0] if called else self._new(name, bare)

    def _new(self, name: str, bare: str) -> Member:
        aliases = [bare] if bare != name else []
        member = self.report.ledger.create(Member, team=self.team, name=name, aliases=aliases)
        self.know(member)
        self.report.created["member"] += 1
        self.report.remark(_("%(name)s was unknown and got a seat that can be claimed.") % {"name": name})
        return member

    def seats(self, names: list[str]) -> list[Member]:
        return [member for name in names if (member := self.seat(name))]
