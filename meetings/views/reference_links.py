"""Links of `[[Q12]]` and `@name` in texts of another team: where the reader may not follow one, its words stay."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import CharField, Value

from meetings.models import Member, Question, Team
from meetings.models.rows import Written

REFERENCE = re.compile(r'<a\b[^>]*\bclass="reference"[^>]*>(?P<words>[^<]*)</a>')
LEADS_TO = re.compile(r'href="[^"]*/(?P<noun>questions|people)/(?P<pk>\d{1,18})/"')
NOUNS = {"questions": Question, "people": Member}


def unlink_hidden(user, texts: Iterable[tuple[Team, Written]]) -> None:
    """Of texts, each with its team. Only these copies change; do not save them.

    What a team's own text names, the team and the cohort's staff may open: most pages ask nothing here, all others one
    query.
    """
    own = {seat.team_id for seat in user.seats}
    linked = [
        row
        for team, row in texts
        if 'class="reference"' in row.body_html and team.pk not in own and not user.runs(team.cohort_id)
    ]
    named = defaultdict(set)
    for row in linked:
        for noun, pk in _led_to(row.body_html):
            named[noun].add(pk)
    if not named:
        return
    seen = _seen(user, named)
    for row in linked:
        row.body_html = REFERENCE.sub(lambda match: _shown(match, seen), row.body_html)


def _led_to(html: str) -> Iterable[tuple[str, int]]:
    found = (LEADS_TO.search(match[0]) for match in REFERENCE.finditer(html))
    return [(match["noun"], int(match["pk"])) for match in found if match]


def _seen(user, named: dict[str, set[int]]) -> set[tuple[str, int]]:
    first, *others = (
        NOUNS[noun]
        .objects.visible_to(user)
        .filter(pk__in=keys)
        .order_by()
        .values_list(Value(noun, output_field=CharField()), "pk")
        for noun, keys in sorted(named.items())
    )
    return set(first.union(*others, all=True) if others else first)


def _shown(match: re.Match[str], seen: set[tuple[str, int]]) -> str:
    leads = LEADS_TO.search(match[0])
    return match["words"] if leads and (leads["noun"], int(leads["pk"])) not in seen else match[0]
