"""What a cohort reads: links of its texts, each once, with where it stands and how often."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Left
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from meetings.addresses import Link, links_in, same
from meetings.models import Answer, ClassNote, Cohort, Learning, Meeting, Resource, Section
from meetings.templatetags.dates import short_day

PAGE_SIZE = 25
PLACES_AT_ONCE = 4
MOST_TEXTS = 5000  # of each kind, the newest
EMPTY = Value("", output_field=CharField())
NOWHERE = (Value(None, output_field=BigIntegerField()), EMPTY)


class Place(NamedTuple):
    """A text, or a note as a whole, in which a link stands."""

    kind: str
    url: str
    words: str


@dataclass
class Reading:
    """An address with everything that leads there."""

    key: str
    url: str
    title: str = ""
    places: list[Place] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.title or self.key

    @property
    def host(self) -> str:
        return self.key.partition("/")[0].partition("?")[0]

    @property
    def first(self) -> list[Place]:
        return self.places[:PLACES_AT_ONCE]

    @property
    def more(self) -> list[Place]:
        return self.places[PLACES_AT_ONCE:]

    @property
    def rank(self) -> tuple[int, str]:
        return -len(self.places), self.key


@require_safe
def cohort_reading(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands in most places first, as far as the reader may open them."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), slug=slug)
    readings = sorted(gathered(found(request.user, cohort)), key=lambda reading: reading.rank)
    after = _rank(request.GET.get("after", ""))
    rest = [reading for reading in readings if after is None or reading.rank > after]
    page = rest[:PAGE_SIZE]
    last = page[-1] if len(rest) > PAGE_SIZE else None
    context = {
        "cohort": cohort,
        "readings": page,
        "total": len(readings),
        "is_first": after is None,
        "next_url": "?" + urlencode({"after": f"{len(last.places)},{last.key}"}) if last else "",
    }
    return render(request, "reading/list.html", context)


def _rank(text: str) -> tuple[int, str] | None:
    """What `after` names: after how many places, and after which address of as many."""
    count, _comma, key = text.partition(",")
    return (-int(count), key) if key and count.isascii() and count.isdecimal() and len(count) < 10 else None


def gathered(texts: Iterable[tuple[Place, Iterable[Link]]]) -> Iterable[Reading]:
    readings: dict[str, Reading] = {}
    own = same(settings.SITE_URL)
    for place, links in texts:
        for link in links:
            key = same(link.url)
            if not key or key == own or key.startswith(f"{own}/"):
                continue
            reading = readings.setdefault(key, Reading(key, link.url))
            reading.title = reading.title or link.title
            if place not in reading.places:
                reading.places.append(place)
    return readings.values()


def found(user, cohort: Cohort) -> Iterator[tuple[Place, Iterable[Link]]]:
    """All texts with links that the person may read, newest first of each kind, in one query."""
    first, *others = _texts(user, cohort)
    for kind, pk, words, whose, html, url, title, *where in sorted(first.union(*others, all=True), key=_turn):
        links = [Link(url, title)] if url else links_in(html)
        yield PLACES[kind](pk, words or "", whose or "", *where), links


def _turn(told: tuple) -> tuple:
    """A union has no order, and the first text decides how an address is written and called."""
    kind, pk, _words, _whose, html, *_rest = told
    return list(PLACES).index(kind), -pk, not html, html


def _texts(user, cohort: Cohort) -> Iterator[QuerySet]:
    """Each as (kind, key of the place, its words, whose it is, set text, address, title, row or minutes, team)."""
    notes = ClassNote.objects.visible_to(user).filter(master_class__cohort=cohort)
    meetings = Meeting.objects.visible_to(user).filter(team__cohort=cohort)
    by = Coalesce("class_note__author__name", "class_note__team__name")
    sections = _linked(Section.objects.alive().filter(class_note__in=notes))
    yield _told(sections, "note", "class_note_id", F("class_note__master_class__title"), by)
    learnings = _linked(Learning.objects.visible_to(user).filter(team__cohort=cohort))
    where = (F("meeting_id"), F("team__slug"))
    yield _told(learnings, "learning", "pk", Left("body_text", 80), F("team__name"), where)
    answers = _linked(Answer.objects.visible_to(user).filter(question__team__cohort=cohort))
    words, where = Left("question__body_text", 80), (F("pk"), EMPTY)
    yield _told(answers, "answer", "question_id", words, F("question__team__name"), where)
    kept = Resource.class_notes.through.objects.filter(classnote__in=notes)
    by = Coalesce("classnote__author__name", "classnote__team__name")
    yield _kept(kept, "note", "classnote_id", F("classnote__master_class__title"), by)
    kept = Resource.meetings.through.objects.filter(meeting__in=meetings)
    yield _kept(kept, "minutes", "meeting_id", Cast("meeting__held_on", CharField()), F("meeting__team__name"))


def _linked(texts: QuerySet) -> QuerySet:
    """A part of a union has no order and no limit of its own, so both stand a level below."""
    newest = texts.filter(body_html__contains='href="http').order_by("-created_at", "-pk")[:MOST_TEXTS]
    return texts.model.objects.filter(pk__in=newest.values("pk")).order_by()


def _told(texts: QuerySet, kind: str, key: str, words, whose, where=NOWHERE) -> QuerySet:
    return texts.values_list(Value(kind), F(key), words, whose, F("body_html"), EMPTY, EMPTY, *where)


def _kept(links: QuerySet, kind: str, key: str, words, whose) -> QuerySet:
    """Kept beside a note or minutes that were brought in, by what the note called it."""
    told = (F("resource__url"), F("resource__title"))
    return links.values_list(Value(kind), F(key), words, whose, EMPTY, *told, *NOWHERE)


def _note(pk: int, words: str, whose: str, *_where) -> Place:
    return Place(_("Class note"), reverse("class_note", args=[pk]), f"{words} · {whose}")


def _learning(pk: int, words: str, whose: str, meeting: int | None, slug: str) -> Place:
    page = reverse("meeting", args=[meeting]) if meeting else reverse("team_learnings", args=[slug])
    return Place(pgettext("one", "Learning"), f"{page}#learning-{pk}", f"{_line(words)} · {whose}")


def _answer(question: int, words: str, whose: str, pk: int, _slug: str) -> Place:
    number = _("Answer to question %(number)d") % {"number": question}
    return Place(number, f"{reverse('question', args=[question])}#answer-{pk}", f"{_line(words)} · {whose}")


def _minutes(pk: int, words: str, whose: str, *_where) -> Place:
    return Place(_("Minutes of %(day)s") % {"day": short_day(parse_date(words))}, reverse("meeting", args=[pk]), whose)


def _line(words: str) -> str:
    return words.strip().partition("\n")[0]


PLACES = {"note": _note, "learning": _learning, "answer": _answer, "minutes": _minutes}
