"""Editing, removing and bringing back one row of minutes or of a note, of whatever noun it is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from meetings.forms.texts import TextForm
from meetings.models import Question, Team
from meetings.models.rows import Row
from meetings.views.plain_forms import is_delete, way_back

TITLES = {
    "section": gettext_lazy("Edit this text"),
    "agenda_item": gettext_lazy("Edit the agenda item"),
    "action_item": gettext_lazy("Edit the action item"),
    "review": gettext_lazy("Edit the review"),
    "learning": gettext_lazy("Edit the learning"),
    "question": gettext_lazy("Edit question %(number)s"),
    "answer": gettext_lazy("Edit the answer"),
}
DELETED = {
    "section": gettext_lazy("The text is deleted."),
    "agenda_item": gettext_lazy("The agenda item is deleted."),
    "action_item": gettext_lazy("The action item is deleted."),
    "review": gettext_lazy("The review is deleted."),
    "learning": gettext_lazy("The learning is deleted."),
    "question": gettext_lazy("Question %(number)s is deleted."),
    "answer": gettext_lazy("The answer is deleted."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, form_class: type[TextForm]) -> HttpResponse:
    rows = form_class.Meta.model.objects.visible_to(request.user).for_edit()
    row = get_object_or_404(rows, pk=pk)
    require_hand_in(row, request.user)
    with timezone.override(row.team.cohort.zone):
        if row.is_closed:
            return closed(row, request)
        form = form_class(request.POST or None, instance=row)
        if request.method == "POST" and form.is_valid():
            if not saved(form):
                return edit(request, pk, form_class)
            messages.success(request, _("Saved."))
            return redirect(f"{way_back(request, row.page_url)}#{row.anchor}")
        title = TITLES[row.route] % {"number": pk}
        return render(request, "rows/edit.html", {"title": title, "form": form, **page_of(row, request)})


def saved(form: TextForm) -> bool:
    """Whether it could be: not when somebody else was faster, and the page has to show both texts."""
    form.instance.render_body()  # before the transaction, which makes every other writer wait
    with transaction.atomic():
        if not form.is_current():
            return False
        form.save()
        return True


@require_http_methods(["POST", "DELETE"])
def removal(request: HttpRequest, pk: int, noun: type[Row]) -> HttpResponse:
    """POST takes the row away; DELETE brings it back."""
    if is_delete(request):
        return _restore(request, pk, noun)
    row = get_object_or_404(noun.objects.visible_to(request.user).for_edit(), pk=pk)
    require_hand_in(row, request.user)
    if row.is_closed:
        return closed(row, request)
    row.remove(by=request.user)
    messages.success(request, DELETED[row.route] % {"number": pk}, extra_tags=row.removal_url)
    back = way_back(request, row.page_url)
    is_own_page = isinstance(row, Question) and back.startswith(row.get_absolute_url())
    return redirect(row.page_url if is_own_page else back)


def _restore(request: HttpRequest, pk: int, noun: type[Row]) -> HttpResponse:
    row = get_object_or_404(noun.objects.removed().for_edit(), pk=pk)
    if not Team.objects.visible_to(request.user).filter(pk=row.team.pk).exists():
        raise Http404
    require_hand_in(row, request.user)
    if row.is_closed:
        return closed(row, request)
    row.restore()
    messages.success(request, _("It is back."))
    return redirect(f"{way_back(request, row.page_url)}#{row.anchor}")


def require_hand_in(row: Row, user) -> None:
    if not row.is_in_hands_of(user):
        raise PermissionDenied


def closed(row: Row, request: HttpRequest) -> HttpResponse:
    """Part of final minutes: says who finalised them, how they are opened again, and keeps what was typed."""
    meeting = row.meeting
    context = {"meeting": meeting, "today": meeting.team.cohort.today(), **page_of(row, request)}
    context["may_open"] = meeting.may_be_finalised_by(request.user)
    with timezone.override(meeting.team.cohort.zone):
        return render(request, "rows/closed.html", context, status=403)


def page_of(row: Row, request: HttpRequest) -> dict:
    """Where a page about one row leads back to: `next` is what its forms pass on."""
    return {"row": row, "next": way_back(request, ""), "back": f"{way_back(request, row.page_url)}#{row.anchor}"}
