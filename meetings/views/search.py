"""Finding it again: the page behind the box."""

from collections.abc import Iterator
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_safe

from meetings.limits import may, seconds_left
from meetings.search import PAGE, Results, as_typed
from meetings.search import search as find
from meetings.search.query import LONGEST
from meetings.views.replies import sentence, wants_json
from meetings.views.search_asking import teams_to_ask_in
from meetings.views.search_filters import Way, examples, of_kind, offered

SEARCHES_A_MINUTE = 120  # on the page of the search, and as many in the box of all others
FIRST = 6  # under the box of every page
LONGEST_START = 5  # digits
KINDS = {
    "": gettext_lazy("All"),
    "question": gettext_lazy("Questions"),
    "learning": gettext_lazy("Learnings"),
    "class_note": gettext_lazy("Classes"),
    "section": gettext_lazy("Minutes"),
}


Tab = tuple[str, str | Promise, int | None, bool]  # address, word, how many there are, whether it is this one


class Asked(NamedTuple):
    """What an address asks for. What it names and nobody offers counts as not asked for."""

    text: str = ""
    kind: str = ""
    start: int = 0
    exactly: str = ""  # without what means the same

    @classmethod
    def of(cls, asked) -> "Asked":
        text = as_typed(asked.get("q", ""))
        text = "".join(character if character.isprintable() else " " for character in text)
        kind, start = asked.get("kind", ""), asked.get("start", "")
        is_number = start.isascii() and start.isdecimal() and len(start) <= LONGEST_START
        exactly = "1" if asked.get("exactly") == "1" else ""
        return cls(text.strip(), kind if kind in KINDS else "", int(start) if is_number else 0, exactly)

    @property
    def is_too_long(self) -> bool:
        return len(self.text) > LONGEST

    def url(self, **changes) -> str:
        """The address of the same search with something changed; from its beginning unless `start` is named."""
        named = {"q": self.text, "kind": self.kind, "exactly": self.exactly, "start": 0, **changes}
        chosen = {name: value for name, value in named.items() if value}
        return reverse("search") + (f"?{urlencode(chosen)}" if chosen else "")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    context = {"asked": asked, "longest": LONGEST, "help": examples(request.user)}
    context["title"] = _("“%(text)s” found") % {"text": asked.text} if asked.text else pgettext("page", "Find")
    context["may_ask"] = bool(teams_to_ask_in(request.user))
    if asked.text and not _may(request.user, "search"):
        return _too_often(request, "search", context)
    if asked.text and not asked.is_too_long:
        began = perf_counter()
        results = find(request.user, asked.text, asked.kind, asked.start, is_exact=bool(asked.exactly))
        context |= {"seconds": perf_counter() - began, **_found(request.user, asked, results)}
    if wants_json(request):
        told = {"html": render_to_string("search/_found.html", context, request), "title": context["title"]}
        response = JsonResponse(told)
    else:
        response = render(request, "search/page.html", context)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def search_first(request: HttpRequest) -> JsonResponse:
    """The best few, for the box of every page."""
    asked = Asked.of(request.GET)
    context = {"asked": asked}
    if asked.text and not _may(request.user, "search-first"):
        return _too_often(request, "search-first", context)
    if asked.text and not asked.is_too_long:
        results = find(request.user, asked.text, is_quick=True)
        context |= {"results": results, "first": (results.hits or results.similar)[:FIRST]}
    return JsonResponse({"html": render_to_string("search/_first.html", context, request)})


def _may(user, action: str) -> bool:
    return may(action, user.pk, SEARCHES_A_MINUTE, 60)


def _too_often(request: HttpRequest, action: str, context: dict) -> HttpResponse:
    """A script tries again by itself after that time; without one there is Enter."""
    seconds = seconds_left(action, request.user.pk)
    if action == "search-first" or wants_json(request):
        said = ngettext(
            "That was many searches in a minute. This one goes on in %(seconds)d second.",
            "That was many searches in a minute. This one goes on in %(seconds)d seconds.",
            seconds,
        )
        response: HttpResponse = sentence(said % {"seconds": seconds}, 429)
    else:
        response = render(request, "search/page.html", context | {"is_too_often": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    patch_vary_headers(response, ["Accept"])
    return response


def _found(user, asked: Asked, results: Results) -> dict:
    query, of_all = results.query, sum(results.counts.values())
    plain = query.plain
    asked = asked._replace(kind="") if query.kind else asked  # what is typed says more than where it was typed
    return {
        "asked": asked,
        "results": results,
        "own_teams": {seat.team_id for seat in user.seats},
        "tabs": list(_tabs_in_words(asked, results) if query.kind else _tabs(asked, results)),
        "chips": [Way(asked.url(q=chosen.without()), chosen.label) for chosen in query.filters],
        "offered": [
            Way(asked.url(q=query.narrowed_by(way.url)), way.word) for way in offered(query.filters, user) if of_all
        ],
        "exactly_url": asked.url(exactly="1") if results.widened else "",
        "same_url": asked.url(exactly="") if asked.exactly else "",
        "plain": plain,
        "words": query.words,
        "left_out": ", ".join(query.left_out),
        "plain_url": asked.url(q=plain) if query.filters and plain else "",
        "all_kinds_url": asked.url(kind="") if asked.kind and of_all else "",
        "of_all": of_all,
        "next_url": asked.url(start=results.next_start) if results.next_start else "",
        "next_count": _next_count(results),
        "is_cut": not results.next_start and asked.start + len(results.hits) < results.count,
        "previous_url": asked.url(start=max(asked.start - PAGE, 0)) if asked.start else "",
    }


def _tabs(asked: Asked, results: Results) -> Iterator[Tab]:
    for kind, word in KINDS.items():
        count = results.counts.get(kind, 0) if kind else sum(results.counts.values())
        yield asked.url(kind=kind), word, count, kind == asked.kind


def _tabs_in_words(asked: Asked, results: Results) -> Iterator[Tab]:
    """Where the text names a kind, each tab puts its own in that place. Of the others nothing was counted."""
    rest, chosen = results.query.of_any_kind(), results.query.kind
    for kind, word in KINDS.items():
        text = rest.narrowed_by(of_kind(kind)) if kind else rest.text
        yield asked.url(q=text), word, results.count if kind == chosen else None, kind == chosen


def _next_count(results: Results) -> int:
    left = results.count - (results.next_start or 0)
    return PAGE if results.is_capped else min(max(left, 0), PAGE)
