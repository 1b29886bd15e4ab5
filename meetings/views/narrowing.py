"""A team's questions narrowed down: by lecture, week, tag and person, with how many there are of each."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple, Self
from urllib.parse import urlencode

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from meetings.models import Cohort, Lecture, Member, Question, Tag, Team
from meetings.models.duplicates import state_of
from meetings.templatetags.dates import short_day

STATES = {
    "": gettext_lazy("All"),
    "open": gettext_lazy("Open"),
    "deferred": gettext_lazy("For mentoring"),
    "answered": gettext_lazy("Answered"),
}
EMPTY = Value("", output_field=CharField())
HELD = ("meeting__held_on", "class_note__master_class__held_on")  # the day of a question that was asked there


class Option(NamedTuple):
    value: str
    word: str
    count: int
    is_chosen: bool


class Menu(NamedTuple):
    name: str
    label: str
    all_word: str
    options: list[Option]


class Wanted(NamedTuple):
    """What the reader narrowed the list to. What an address names and nobody offers counts as not asked for."""

    team: Team
    user: object
    status: str = ""
    lecture: int | None = None
    week: int | None = None
    tag: Tag | None = None
    person: Member | None = None

    @classmethod
    def of(cls, asked, team: Team, user) -> Self:
        status, week = asked.get("status", ""), _number(asked.get("week", ""), 3)
        tag, person = asked.get("tag", ""), _number(asked.get("person", ""), 18)
        return cls(
            team,
            user,
            status=status if status in STATES else "",
            lecture=_number(asked.get("lecture", ""), 4),
            week=week if week and team.cohort.days_of_week(week) else None,
            tag=Tag.objects.filter(cohort=team.cohort_id).called(tag) if tag else None,
            person=Member.objects.filter(team=team, pk=person).first() if person else None,
        )

    @property
    def is_narrow(self) -> bool:
        return (self.lecture, self.week, self.tag, self.person) != (None,) * 4

    @property
    def the_lecture(self) -> Lecture | None:
        """Of that number, which nobody needs but for the way to its page."""
        numbered = Lecture.objects.filter(cohort=self.team.cohort_id, number=self.lecture)
        return None if self.lecture is None else numbered.first()

    def among(self, questions: QuerySet, but: str = "") -> QuerySet:
        """Those that fit, whatever their state; `but` names what does not count."""
        if self.lecture is not None and but != "lecture":
            questions = questions.filter(lecture__number=self.lecture)
        if self.week is not None and but != "week":
            questions = questions.filter(_asked_in(self.week, self.team.cohort))
        if self.tag and but != "tag":
            questions = questions.filter(tags=self.tag)
        if self.person and but != "person":
            questions = questions.asked_by_as_known_to(self.person, self.user)
        return questions

    def query(self, **changes) -> str:
        """The address of the same list with something changed: "?status=open&lecture=11"."""
        named = {"status": self.status, "lecture": self.lecture, "week": self.week}
        named |= {"tag": self.tag and self.tag.name, "person": self.person and self.person.pk, **changes}
        return "?" + urlencode({name: value for name, value in named.items() if value not in ("", None)})


def _number(text: str, digits: int) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def _asked_in(week: int, cohort: Cohort) -> Q:
    """By the day of the meeting or class; of what belongs to none the moment it was asked."""
    first, after = cohort.days_of_week(week)
    begin, end = (datetime.datetime.combine(day, datetime.time.min, cohort.zone) for day in (first, after))
    fits = Q(**dict.fromkeys(HELD), asked_at__gte=begin, asked_at__lt=end)
    for held in HELD:
        fits |= Q(**{f"{held}__gte": first, f"{held}__lt": after})
    return fits


class Counts:
    """How many questions there are of each state, lecture, week, tag and person: one query for all that a list offers.

    What is counted of one kind is narrowed by the others, so that a choice shows as many as it promised.
    """

    def __init__(self, asked: QuerySet, wanted: Wanted):
        self.wanted = wanted
        first, *others = self._legs(asked)
        self.rows = list(first.union(*others, all=True))

    def _legs(self, asked: QuerySet) -> Iterator[QuerySet]:
        among, zone = self.wanted.among, self.wanted.team.cohort.zone
        yield _grouped(asked, "total")
        if self.wanted.is_narrow:
            yield _grouped(among(asked), "here")
        lecture = (Cast("lecture__number", CharField()), F("lecture__title"))
        yield _grouped(among(asked, "lecture").exclude(lecture=None), "lecture", *lecture)
        day = Coalesce(*HELD, TruncDate("asked_at", tzinfo=zone))
        yield _grouped(among(asked, "week"), "week", Cast(day, CharField()))
        name = F("tags__name")
        yield _grouped(among(asked, "tag").filter(tags__isnull=False), "tag", name, name)
        # Whoever may not know who asked sees no number change by it.
        team = Member.objects.filter(team=self.wanted.team)
        by = among(asked, "person").asked_by_as_known_to_be_of(team.values("pk"), self.wanted.user)
        by = by.filter(asked_by__team=self.wanted.team)
        yield _grouped(by, "person", Cast("asked_by", CharField()), F("asked_by__name"))

    def of(self, status: str = "", kind: str = "here") -> int:
        kind = kind if self.wanted.is_narrow else "total"
        return sum(count for of, _key, _word, state, count in self.rows if of == kind and status in ("", state))

    def tabs(self) -> list[tuple]:
        wanted = self.wanted
        return [(wanted.query(status=key), word, self.of(key), key == wanted.status) for key, word in STATES.items()]

    def menus(self) -> list[Menu]:
        """Those that offer anything."""
        menus = [
            Menu("lecture", pgettext("filter", "Lecture"), _("All lectures"), self._lectures()),
            Menu("week", pgettext("filter", "Week"), _("All weeks"), self._weeks()),
            Menu("tag", pgettext("filter", "Tag"), _("All tags"), self._tags()),
            Menu("person", pgettext("filter", "Asked by"), _("Everybody who asked"), self._named()),
        ]
        return [menu for menu in menus if menu.options]

    def chips(self) -> list[tuple[str, str]]:
        """What is set, each with the address of the list without it."""
        return [
            (self.wanted.query(**{menu.name: None}), option.word)
            for menu in self.menus()
            for option in menu.options
            if option.is_chosen
        ]

    def _found(self, kind: str) -> dict[tuple[str, str], int]:
        """By key and word, as many as have the chosen state."""
        found: dict[tuple[str, str], int] = {}
        for of, key, word, state, count in self.rows:
            if of == kind and self.wanted.status in ("", state):
                found[key, word] = found.get((key, word), 0) + count
        return found

    def _lectures(self) -> list[Option]:
        chosen = self.wanted.lecture
        found = {(int(number), title): count for (number, title), count in self._found("lecture").items()}
        if chosen is not None and chosen not in {number for number, _title in found}:
            found[chosen, ""] = 0
        return [
            Option(str(number), str(Lecture(number=number, title=title)), count, number == chosen)
            for (number, title), count in sorted(found.items())
        ]

    def _weeks(self) -> list[Option]:
        cohort, chosen = self.wanted.team.cohort, self.wanted.week
        found = dict.fromkeys([chosen] if chosen else [], 0)
        for (day, _word), count in self._found("week").items():
            week = cohort.week_of(datetime.date.fromisoformat(day[:10]))
            found[week] = found.get(week, 0) + count
        weeks = sorted(week for week in found if week)
        return [Option(str(week), self._week(week), found[week], week == chosen) for week in weeks]

    def _week(self, week: int) -> str:
        monday, _after = self.wanted.team.cohort.days_of_week(week)
        return _("Week %(number)s, from %(day)s") % {"number": week, "day": short_day(monday)}

    def _tags(self) -> list[Option]:
        chosen = self.wanted.tag.name if self.wanted.tag else None
        found = {name: count for (name, _word), count in self._found("tag").items()}
        found = dict.fromkeys([chosen] if chosen else [], 0) | found
        return [Option(name, f"#{name}", found[name], name == chosen) for name in sorted(found)]

    def _named(self) -> list[Option]:
        chosen = self.wanted.person
        found = dict.fromkeys([(str(chosen.pk), chosen.name)] if chosen else [], 0) | self._found("person")
        by_name = sorted(found.items(), key=lambda row: (row[0][1], int(row[0][0])))
        return [Option(key, name, count, bool(chosen) and key == str(chosen.pk)) for (key, name), count in by_name]


def _grouped(asked: QuerySet, kind: str, key=EMPTY, word=EMPTY) -> QuerySet:
    """How many there are of each key and state: (kind, key, word, state, count)."""
    told = asked.order_by().values(of=Value(kind), key=key, word=word, state=state_of(Question))
    return told.annotate(count=Count("pk")).values_list("of", "key", "word", "state", "count")
