"""Short remarks on answers."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.forms.questions import CommentForm
from meetings.models import Answer, Comment
from meetings.views.adding import as_uuid, form_of_new, made, made_once, sent_before
from meetings.views.rows import names_of


@require_http_methods(["GET", "HEAD", "POST"])
def answer_comments(request: HttpRequest, pk: int) -> HttpResponse:
    """A new comment."""
    answer = get_object_or_404(Answer.objects.visible_to(request.user).for_edit(), pk=pk)
    if not answer.question.may_be_answered_by(request.user):
        raise PermissionDenied(_("You may read this. The team and its mentors answer here."))
    with timezone.override(answer.team.cohort.zone):
        seat = request.user.seat_in(answer.team)
        comment = Comment(answer=answer, typed_by=request.user, sent_as=as_uuid(request.POST.get("sent_as", "")))
        comment.said_by, comment.speaker = seat, "" if seat else request.user.get_full_name()
        if there := sent_before(comment, request.POST):
            return made(request, there, 200)
        form = CommentForm(request.POST or None, instance=comment, **names_of(comment, request))
        if request.method == "POST" and form.is_valid():
            return made_once(request, form, answer.hold, twin=lambda: _twin(comment))
        return form_of_new(request, form)


def _twin(comment: Comment) -> Comment | None:
    """The same words by the same person, from a browser that gives its forms no name."""
    if comment.sent_as:
        return None
    return comment.siblings().filter(typed_by=comment.typed_by, body=comment.body).first()
