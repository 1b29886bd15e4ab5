from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.forms.team_template import TeamTemplateForm
from meetings.models import Team
from meetings.models.opening import language_of
from meetings.team_template import default, parse


@require_http_methods(["GET", "HEAD", "POST"])
def team_template(request: HttpRequest, slug: str) -> HttpResponse:
    """When the team meets, and what its minutes begin with."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    if not team.may_be_led_by(request.user):
        raise PermissionDenied(_("The team's lead and staff say what its minutes begin with."))
    form = _saved(team, request.POST) if request.POST else TeamTemplateForm(instance=team)
    if form.is_valid():
        messages.success(request, _("Saved. The next minutes that are opened begin like this."))
        return redirect("team_template", team.slug)
    usual = default(language_of(team))
    source = form["template"].value() or ""
    context = {"team": team, "form": form, "usual": usual, "preview": parse(source.strip() or usual)}
    return render(request, "teams/template.html", context)


def _saved(team: Team, sent: QueryDict) -> TeamTemplateForm:
    """The form, which is stored when it is valid: compared and stored while nobody else can save the team."""
    with transaction.atomic():
        held = Team._base_manager.select_for_update(no_key=True).get(pk=team.pk)
        form = TeamTemplateForm(sent, instance=held)
        if form.is_valid():
            form.save()
    return form
