"""Pages of questions: each row with who asked, its tags and how many answers it has."""

from urllib.parse import urlencode

from django.db.models import CharField, Count, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Question, Team
from meetings.models.duplicates import state_of
from meetings.models.prefetching import prefetch_askers_and_tags
from meetings.pages import Page, page_before
from meetings.views.narrowing import STATES, Counts, Wanted
from meetings.views.reference_links import unlink_hidden

PAGE_SIZE = 25


@require_safe
def team_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All that a team ever asked, narrowed down by lecture, week, tag and person."""
    team = team_in_sight(request.user, slug)
    wanted = Wanted.of(request.GET, team, request.user)
    asked = Question.objects.visible_to(request.user, team).unmerged()
    shown = wanted.among(asked).with_status(wanted.status) if wanted.status else wanted.among(asked)
    page = page_of_questions(request.user, shown, request.GET.get("before", ""))
    with timezone.override(team.cohort.zone):
        counts = Counts(asked, wanted)
        total = counts.of(kind="total")
        context = {
            "team": team,
            "page": page,
            "wanted": wanted,
            "lecture": wanted.the_lecture,
            "menus": counts.menus(),
            "chips": counts.chips(),
            "tabs": counts.tabs(),
            "open_count": total - counts.of(Question.Status.ANSWERED, "total"),
            "total": total,
            "first_url": wanted.query(),
            "next_url": wanted.query(before=page.next) if page.next else "",
        }
        return render(request, "questions/list.html", context)


def team_in_sight(user, slug: str) -> Team:
    """A team of the reader's own was read with the seats that say so."""
    own = next((seat.team for seat in user.seats if seat.team.slug == slug), None)
    return own or get_object_or_404(Team.objects.visible_to(user).select_related("cohort"), slug=slug)


def page_of_questions(user, questions: QuerySet, before: str) -> Page:
    """In two queries, as `questions/_listed.html` prints them; a third where texts of other teams name something."""
    listed = questions.for_list().prefetch_related(None).with_answer_count()
    page = page_before(listed, "asked_at", before, PAGE_SIZE)
    prefetch_askers_and_tags(page.rows)
    unlink_hidden(user, [(question.team, question) for question in page.rows])
    return page


class Standing:
    """Questions about one thing (a lecture, a tag) by their state, which the address may name."""

    def __init__(self, user, of: str, address: QueryDict):
        self.user, self.of = user, of
        self.asked = Question.objects.visible_to(user).unmerged()
        self.status = address.get("status", "") if address.get("status") in STATES else ""
        self.before = address.get("before", "")

    def counted(self, rows: QuerySet) -> QuerySet:
        """The things, each with how many questions there are of each state, counted in one go: "3,0,5"."""
        about = self.asked.filter(**{self.of: OuterRef("pk")}).annotate(state=state_of(Question))
        about = about.order_by().values(self.of)
        counts = [Cast(Count("pk", filter=Q(state=state)), CharField()) for state in Question.Status.values]
        told = about.annotate(told=Concat(*(part for count in counts for part in (count, Value(",")))))
        return rows.annotate(standing=Subquery(told.values("told")))

    def shown(self, row: Model) -> dict:
        """What a page says of the questions about one of them."""
        counts = dict.fromkeys(Question.Status.values, 0)
        counts |= zip(counts, map(int, (row.standing or "").split(",")[:-1]), strict=False)
        counts[""] = sum(counts.values())
        about = self.asked.filter(**{self.of: row})
        page = page_of_questions(self.user, about.with_status(self.status) if self.status else about, self.before)
        return {
            "page": page,
            "total": counts[""],
            "open_count": counts[""] - counts[Question.Status.ANSWERED],
            "tabs": [(self._address(key), word, counts[key], key == self.status) for key, word in STATES.items()],
            "first_url": self._address(self.status),
            "next_url": self._address(self.status, page.next) if page.next else "",
        }

    def _address(self, status: str, before="") -> str:
        return "?" + urlencode({name: value for name, value in (("status", status), ("before", before)) if value})
