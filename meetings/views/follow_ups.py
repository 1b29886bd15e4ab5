"""A question that follows up on another one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.forms.questions import QuestionForm
from meetings.models import Question
from meetings.views.adding import as_uuid, form_of_new, initial, made, made_once, sent_before
from meetings.views.rows import names_of


@require_http_methods(["GET", "HEAD", "POST"])
def question_follow_ups(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one: in the same minutes while they are open, and in the same note; later beside them."""
    parent = get_object_or_404(Question.objects.visible_to(request.user).for_edit(), pk=pk)
    if not parent.may_be_answered_by(request.user):
        raise PermissionDenied(_("You may read this. The team and its mentors ask here."))
    with timezone.override(parent.team.cohort.zone):
        row = Question(team=parent.team, parent=parent, class_note=parent.class_note, typed_by=request.user)
        row.meeting = None if parent.is_fixed else parent.meeting
        row.sent_as = as_uuid(request.POST.get("sent_as", ""))
        if there := sent_before(row, request.POST):
            return made(request, there, 200)
        # Whoever asks on below a question of their own without a name would else tell whose it is.
        is_mine = parent.is_anonymous and parent.is_of(request.user)
        given = {**_about(parent, request), **initial(row, request), "is_anonymous": is_mine}
        form = QuestionForm(request.POST or None, instance=row, initial=given, **names_of(row, request))
        if request.method == "POST" and form.is_valid():
            return _asked(request, form)
        return form_of_new(request, form)


def _about(parent: Question, request: HttpRequest) -> dict:
    """It is about the same, unless its writer says otherwise."""
    if request.method == "POST":
        return {}
    return {"lecture": parent.lecture_id, "assignment": parent.assignment_id, "tags": list(parent.tags.all())}


def _asked(request: HttpRequest, form: QuestionForm) -> HttpResponse:
    row = form.instance

    def hold() -> None:
        row.parent.hold()
        if row.parent.is_fixed:  # by now
            row.meeting = None

    return made_once(request, form, hold)
