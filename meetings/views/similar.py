"""What others asked already, while somebody asks."""

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from meetings.limits import may
from meetings.models.prefetching import prefetch_people
from meetings.search.similar import similar

A_MINUTE = 60


@require_POST
def similar_questions(request: HttpRequest) -> JsonResponse:
    """By POST, for what is being typed belongs into no log."""
    if not may("similar", request.user.pk, A_MINUTE, 60):
        return JsonResponse({"html": ""}, status=429)
    found = similar(request.user, request.POST.get("body", ""))
    prefetch_people((found, "asked_by"), (found, "asked_too"))
    own_teams = {seat.team_id for seat in request.user.seats}
    context = {"questions": found, "own_teams": own_teams, "has_row_form": True}
    return JsonResponse({"html": render_to_string("questions/_similar.html", context, request)})
