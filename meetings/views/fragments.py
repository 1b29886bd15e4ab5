"""Pieces of the minutes as the page shows them, each by itself: what a script puts into a page that is open.

A piece is `{"id", "part", "revision", "html"}`: the element with its id, its part of the page, and the revision of the
minutes that it shows. Where the row is gone there is no HTML.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone

from meetings.live.gathering import Gathered, gather
from meetings.models import ActionItem, AgendaItem, Answer, Learning, Meeting, Member, Question, Review, Section
from meetings.models.rows import Row
from meetings.views.parts import live, parts
from meetings.views.reference_links import unlink_hidden

PARTS = {
    AgendaItem: "agenda",
    ActionItem: "actions",
    Review: "reviews",
    Learning: "reviews",
    Question: "questions",
    Answer: "questions",
    Section: "sections",
}
# What counts the rows of a part, by its id.
COUNTS = {
    "jump": ("", "minutes/_jump.html"),
    "agenda-title": ("agenda", "minutes/_agenda_title.html"),
    "agenda-done": ("agenda", "minutes/_agenda_done.html"),
    "actions-title": ("actions", "minutes/_action_items_title.html"),
    "actions-done": ("actions", "minutes/_action_items_done.html"),
    "reviews-title": ("reviews", "minutes/_reviews_title.html"),
    "questions-title": ("questions", "minutes/_questions_title.html"),
}
NUMBERED = (Review, Section)  # one of them changes how the others look: their numbers, the ranks of their headings


def fragments(rows: Iterable[Row], request: HttpRequest) -> list[dict]:
    """The given rows as they are stored now, with all that counts them. An answer is shown in its question.

    What minutes don't show, such as comments, has no piece.
    """
    in_minutes = sorted(
        (row for row in rows if row.meeting is not None and type(row) in PARTS), key=lambda row: row.meeting.pk
    )
    found = []
    for _pk, group in groupby(in_minutes, key=lambda row: row.meeting.pk):
        changed = list(group)
        found += _of_minutes(changed[0].meeting, changed, request)
    return found


def _of_minutes(meeting: Meeting, changed: list[Row], request: HttpRequest) -> list[dict]:
    since = min(row.revision for row in changed) - 1
    gathered, context = gathered_since(meeting, since, request)
    gathered.revision = max(gathered.revision, *(row.revision for row in changed))
    shown = {row.anchor: row for row in (row.question if isinstance(row, Answer) else row for row in changed)}
    numbered = {type(row) for row in shown.values() if isinstance(row, NUMBERED)}
    there = [row for row in drawn(gathered, since) if row.anchor in shown or type(row) in numbered]
    touched = {PARTS[type(row)] for row in shown.values()}
    gone = [row for anchor, row in shown.items() if anchor not in {row.anchor for row in there}]
    with timezone.override(meeting.team.cohort.zone):
        found = [*pieces(there, gathered, context), *counts(gathered, context, touched)]
    return found + [piece(row.anchor, PARTS[type(row)], gathered, "") for row in gone]


def gathered_since(meeting: Meeting, since: int, request: HttpRequest) -> tuple[Gathered, dict]:
    """The rows, and the context of their templates."""
    context = live(request, meeting)
    people = Member.objects.filter(team=meeting.team_id).order_by()
    gathered = gather(meeting, people, since, for_writer=context["writable"])
    return gathered, context | parts(gathered)


def drawn(gathered: Gathered, since: int) -> list[Row]:
    """The rows that look otherwise than they did then, in the order of the page."""
    for_others = (Question, *NUMBERED)  # they come whole when an answer changed, or another one of them
    return [
        row
        for row in gathered.shown
        if gathered.is_whole(row) and (row.revision > since or isinstance(row, for_others))
    ]


def pieces(rows: Iterable[Row], gathered: Gathered, context: dict) -> Iterator[dict]:
    """As the page itself shows them to this reader."""
    rows = list(rows)
    texts = [*rows, *(answer for row in rows if isinstance(row, Question) for answer in row.answers.all())]
    unlink_hidden(context["user"], ((gathered.meeting.team, text) for text in texts))
    for row in rows:
        html = get_template(f"{row.route}s/_row.html").render(context | {row.route: row})
        yield piece(row.anchor, PARTS[type(row)], gathered, html)


def counts(gathered: Gathered, context: dict, changed: set[str]) -> Iterator[dict]:
    """Headings, and the words to jump by, of the parts in which something changed."""
    for name, (part, template) in COUNTS.items():
        if not part or part in changed:
            yield piece(name, part, gathered, get_template(template).render(context))


def piece(name: str, part: str, gathered: Gathered, html: str) -> dict:
    return {"id": name, "part": part, "revision": gathered.revision, "html": html.strip()}
