from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings.forms.heads import DutyForm
from meetings.models import Meeting
from meetings.views.head import changed_head, head_refused


@require_POST
def duties(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands a duty of the day to somebody else."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=pk)
    if not request.user.writes_in(meeting.team):
        raise PermissionDenied(_("Only members of the team change who moderates and who writes."))
    form = DutyForm(request.POST, meeting=meeting)
    if not form.is_valid():
        return head_refused(request, meeting, form.sentence, 422)
    meeting.give_duty(form.cleaned_data["duty"], form.cleaned_data["member"])
    return changed_head(request, meeting)
