"""What is new in minutes that are open in a browser, which asks every two seconds."""

import re

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.live.gathering import Gathered
from meetings.live.presence import People, Person, come, fingerprint
from meetings.models import Meeting, Question
from meetings.views.fragments import PARTS, counts, drawn, gathered_since, pieces
from meetings.views.head import head_fragment

MOST_PIECES = 200  # from here on a page is loaded faster than mended: a whole note came in
PLACE = re.compile(r"[\w-]{0,40}", re.ASCII)
TAB = re.compile(r"[0-9]{1,3}", re.ASCII)  # so few that nobody fills the room with theirs
REVISION = re.compile(r"[0-9]{1,9}")


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """204 when nothing is new: no row, nothing of the head, nobody who came, left or began to write.

    401 to a page that was opened by somebody else than who is signed in by now: it shows what is that reader's.
    """
    if request.GET.get("reader", str(request.user.pk)) != str(request.user.pk):
        return JsonResponse({"reason": "other"}, status=401)
    meeting = get_object_or_404(_of_poll(request), pk=pk)
    since = _number(request.GET.get("since", ""))
    people = come(pk, request.user.pk, _reader(request, meeting), _named(TAB, request.GET.get("tab", "")))
    here = fingerprint(people)
    is_new = meeting.revision > since
    if not is_new and here == request.GET.get("here"):
        return HttpResponse(status=204)
    told = {"revision": meeting.revision, "here": here, "people": _told(people, request.user.pk)}
    if is_new:
        told |= _changed(request, pk, since)
    return JsonResponse(told)


def _of_poll(request: HttpRequest) -> QuerySet[Meeting]:
    """With whether the question that the reader writes has no name: in the same query, since everybody asks it."""
    meetings = Meeting.objects.visible_to(request.user).select_related("team")
    number = request.GET.get("editing", "").removeprefix("question-")
    written = Question.objects.filter(pk=_number(number), meeting=OuterRef("pk"), is_anonymous=True)
    meetings = meetings.annotate(is_nameless=Exists(written))
    return meetings.only("revision", "head_revision", "team__cohort")


def _number(text: str) -> int:
    """A revision; everything is new to who does not know one."""
    return int(text) if REVISION.fullmatch(text) else -1


def _named(kind: re.Pattern, text: str) -> str:
    return text if kind.fullmatch(text) else ""


def _reader(request: HttpRequest, meeting: Meeting) -> Person:
    seat = request.user.seat_in(meeting.team)
    return Person(
        name=seat.given_name if seat else request.user.get_full_name(),
        writes=_told_place(_named(PLACE, request.GET.get("editing", "")), meeting.is_nameless),
        may_write=request.user.writes_in(meeting.team),
        is_away=request.GET.get("away") == "1",
    )


def _told_place(place: str, is_nameless: bool) -> str:
    """Where somebody writes; not who is about to ask something, which may turn out to be asked without a name."""
    is_hidden = place == "questions" or (is_nameless and place.startswith("question-"))
    return "" if is_hidden else place


def _told(people: People, me: int) -> list[dict]:
    """Who is here, by name; those who may not write are told as readers."""
    named = sorted(people.items(), key=lambda entry: (entry[1].name, entry[0]))
    return [
        {"name": person.name, "writes": person.writes or None, "me": account == me, "reads": not person.may_write}
        for account, person in named
    ]


def _changed(request: HttpRequest, pk: int, since: int) -> dict:
    """All that looks otherwise than it did then; of what changed meanwhile once more the next time."""
    meeting = Meeting.objects.for_page().get(pk=pk)
    gathered, context = gathered_since(meeting, since, request)
    rows = drawn(gathered, since)
    if len(rows) > MOST_PIECES:
        return {"reload": True}
    with timezone.override(meeting.team.cohort.zone):
        fragments = [*pieces(rows, gathered, context), *counts(gathered, context, set(PARTS.values()))]
        if meeting.head_revision > since:
            fragments.append(head_fragment(request, meeting))
    return {"fragments": fragments, "order": _order(gathered), "writable": context["writable"]}


def _order(gathered: Gathered) -> dict[str, list[str]]:
    """The ids of all rows in their parts: what is not among them is gone."""
    order = {part: [] for part in PARTS.values()}
    for row in gathered.shown:
        order[PARTS[type(row)]].append(row.anchor)
    return order
