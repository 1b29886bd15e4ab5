"""Editing, removing and bringing back one row of minutes or of a note, of whatever noun it is."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from meetings.forms.texts import TextForm
from meetings.models import Question, Team
from meetings.models.revisions import Final
from meetings.models.rows import Row
from meetings.views.plain_forms import is_delete, way_back
from meetings.views.replies import changed, form_told, sentence, wants_json

TITLES = {
    "section": gettext_lazy("Edit this text"),
    "agenda_item": gettext_lazy("Edit the agenda item"),
    "action_item": gettext_lazy("Edit the action item"),
    "review": gettext_lazy("Edit the review"),
    "learning": gettext_lazy("Edit the learning"),
    "question": gettext_lazy("Edit question %(number)s"),
    "answer": gettext_lazy("Edit the answer"),
    "comment": gettext_lazy("Edit the comment"),
}
LISTS = {  # on which a row stands besides its own page
    "team_mentoring": pgettext_lazy("a list", "For mentoring"),
    "class_questions": gettext_lazy("Questions for the class"),
}
DELETED = {
    "section": gettext_lazy("The text is deleted."),
    "agenda_item": gettext_lazy("The agenda item is deleted."),
    "action_item": gettext_lazy("The action item is deleted."),
    "review": gettext_lazy("The review is deleted."),
    "learning": gettext_lazy("The learning is deleted."),
    "question": gettext_lazy("Question %(number)s is deleted."),
    "answer": gettext_lazy("The answer is deleted."),
    "comment": gettext_lazy("The comment is deleted."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, form_class: type[TextForm]) -> HttpResponse:
    row = row_in_hands(request, form_class.Meta.model, pk)
    if row.is_removed and request.method != "POST":
        raise Http404
    with timezone.override(row.team.cohort.zone):
        if row.is_closed:
            raise Final(row.meeting)
        keep = request.POST.get("keep")
        if keep == "theirs" and not row.is_removed:
            return _told(request, [row], _("Their text stays."))
        form = form_class(request.POST or None, instance=row, by=request.user, **names_of(row, request))
        if not (request.method == "POST" and form.is_valid()) or (row.is_removed and keep != "restore"):
            return _form_again(request, form)
        if not saved(form):
            return edit(request, pk, form_class)
        return _told(request, form.rows, _said_of(form), merged_with=_other_writer(form))


def saved(form: TextForm) -> bool:
    """Whether it could be: not when somebody else was faster, and the page has to show both texts."""
    form.render_ahead()
    with transaction.atomic():
        if not form.is_current():
            return False
        if form.instance.is_removed:
            form.bring_back()
        form.save()
        return True


def _form_again(request: HttpRequest, form: TextForm) -> HttpResponse:
    row = form.instance
    context = {"form": form, "action": request.path, "title": TITLES[row.route] % {"number": row.pk}}
    context |= page_of(row, request)
    if row.is_removed:
        gone = _("Somebody deleted this while you wrote. Your text is still here; bring it back with your text.")
        return form_told(request, context, 410, gone, undo=row.removal_url)
    if form.is_bound:
        return form_told(request, context, 409 if form.is_in_conflict else 422, form.refusal)
    return form_told(request, context, 200)


def _other_writer(form: TextForm) -> str | None:
    other = form.merged_with
    return other.get_full_name() if other and other != form.by else None


def _said_of(form: TextForm) -> str:
    if other := _other_writer(form):
        return _("Merged with what %(person)s changed, and saved.") % {"person": other}
    return _("Merged with what was changed elsewhere, and saved.") if form.is_merged else ""


def _told(request: HttpRequest, rows: list[Row], said: str, **more) -> HttpResponse:
    if wants_json(request):
        return changed(rows, request, sentence=said or None, **more)
    row = rows[-1]
    messages.success(request, said or _("Saved."))
    return redirect(f"{way_back(request, row.page_url)}#{row.anchor}")


@require_http_methods(["POST", "DELETE"])
def removal(request: HttpRequest, pk: int, noun: type[Row]) -> HttpResponse:
    """POST takes the row away; DELETE brings it back. What is done already is answered alike."""
    row = row_in_hands(request, noun, pk)
    back = is_delete(request)
    if row.is_removed == back:
        row.restore() if back else row.remove(by=request.user)
    said = _("It is back.") if back else DELETED[row.route] % {"number": pk}
    if wants_json(request):
        return changed([row], request, sentence=str(said), undo=None if back else row.removal_url)
    messages.success(request, said, extra_tags="" if back else row.removal_url)
    place = way_back(request, row.page_url)
    if back:
        return redirect(f"{place}#{row.anchor}")
    is_own_page = isinstance(row, Question) and place.startswith(row.get_absolute_url())
    return redirect(row.page_url if is_own_page else place)


def row_in_hands(request: HttpRequest, noun: type[Row], pk: int) -> Row:
    """The row, which may have been removed, for somebody who may write it."""
    row = row_in_sight(request, noun, pk)
    if not row.is_in_hands_of(request.user):
        raise PermissionDenied
    return row


def row_in_sight(request: HttpRequest, noun: type[Row], pk: int) -> Row:
    """The row, also a removed one of a team that the reader may read."""
    row = noun.objects.visible_to(request.user).for_edit().filter(pk=pk).first()
    if row is None:
        row = get_object_or_404(noun.objects.removed().for_edit(), pk=pk)
        if not Team.objects.visible_to(request.user).filter(pk=row.team.pk).exists():
            raise Http404
    return row


def told_of_verb(request: HttpRequest, row: Row, verb: Callable[[], None]) -> HttpResponse:
    """Do it, and show the row as it is then."""
    verb()
    if wants_json(request):
        return changed([row], request)
    return redirect(f"{way_back(request, row.page_url)}#{row.anchor}")


def stale(request: HttpRequest, row: Row, said: str) -> HttpResponse:
    """Nothing was changed, since the page that was open says something that is not so any more."""
    if wants_json(request):
        return sentence(said, 422)
    messages.warning(request, said)
    return redirect(f"{way_back(request, row.page_url)}#{row.anchor}")


def page_of(row: Row, request: HttpRequest) -> dict:
    """Where a page about one row leads back to: `next` is what its forms pass on."""
    page, place = way_back(request, row.page_url), f"#{row.anchor}" if row.pk else ""
    question = row if row.pk else getattr(row, "parent", None)  # on whose own page the reader may have been
    is_from_there = isinstance(question, Question) and question.get_absolute_url() == page
    told = {"row": row, "next": way_back(request, ""), "back": f"{page}{place}"}
    return told | {"from_question": question if is_from_there else None, "from_list": _list_at(page)}


def _list_at(page: str) -> str:
    """What the list is called that stands at an address of ours, if it is one."""
    try:
        return str(LISTS.get(resolve(urlsplit(page).path).url_name, ""))
    except Resolver404:
        return ""


def names_of(row: Row, request: HttpRequest) -> dict:
    """On a page that holds several forms at once each has names of its own."""
    return {"auto_id": f"{row.anchor if row.pk else f'new-{row.route}'}-%s"} if wants_json(request) else {}
