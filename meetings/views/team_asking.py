"""A question of the team that stands in no minutes: what is asked once those of today are final."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.forms.questions import QuestionForm
from meetings.models import Question, Team
from meetings.views.adding import as_uuid, form_of_new, initial, made, made_once, sent_before
from meetings.views.question_lists import team_in_sight
from meetings.views.rows import names_of
from meetings.views.search_asking import brought_along, todays_minutes, way_to_ask_in


@require_http_methods(["GET", "HEAD", "POST"])
def team_question(request: HttpRequest, slug: str) -> HttpResponse:
    """While today's minutes aren't final, GET leads to them; POST keeps what its form said of the place."""
    team = team_in_sight(request.user, slug)
    if not request.user.writes_in(team):
        raise PermissionDenied(_("You may read this. The team's members ask here."))
    if request.method != "POST" and not ((todays := todays_minutes(request.user, team)) and todays.is_final):
        return redirect(way_to_ask_in(team, **brought_along(request, text="body")))
    row = Question(team=team, typed_by=request.user, sent_as=as_uuid(request.POST.get("sent_as", "")))
    with timezone.override(team.cohort.zone):
        if there := sent_before(row, request.POST):
            return made(request, there, 200)
        form = QuestionForm(request.POST or None, instance=row, initial=initial(row, request), **names_of(row, request))
        if request.method == "POST" and form.is_valid():
            # No minutes let who sends it at the same time wait.
            return made_once(request, form, lambda: Team._base_manager.select_for_update(no_key=True).get(pk=team.pk))
        return form_of_new(request, form)
