"""New rows of minutes, of whatever noun, and the blank forms for them."""

import unicodedata
import uuid
from collections.abc import Callable, Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from meetings.forms.learnings import LearningForm
from meetings.forms.minutes import ActionItemForm, AgendaItemForm, SectionForm
from meetings.forms.questions import AnswerForm, QuestionForm
from meetings.forms.reviews import ReviewForm
from meetings.forms.rows import lines
from meetings.forms.texts import TextForm
from meetings.models import Answer, Comment, Learning, Meeting, Question
from meetings.models.revisions import Final
from meetings.models.rows import Row
from meetings.views.plain_forms import is_key, way_back
from meetings.views.replies import changed, form_told, wants_json
from meetings.views.rows import names_of, page_of

WORDS = ("heading", "title", "body")  # what rows say, besides whom they name
FORMS = (AgendaItemForm, ActionItemForm, ReviewForm, LearningForm, QuestionForm, SectionForm)
TITLES = {
    "section": gettext_lazy("A new text"),
    "agenda_item": gettext_lazy("A new agenda item"),
    "action_item": gettext_lazy("A new action item"),
    "review": gettext_lazy("A new review"),
    "learning": gettext_lazy("Something learnt"),
    "question": gettext_lazy("A new question"),
    "answer": gettext_lazy("A new answer"),
    "comment": gettext_lazy("A comment"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_rows(request: HttpRequest, pk: int, form_class: type[TextForm]) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_list(), pk=pk)
    if not request.user.writes_in(meeting.team):
        raise PermissionDenied(_("You may read these minutes. The team's members write in them."))
    row = new_row(form_class, meeting, request)
    with timezone.override(meeting.team.cohort.zone):
        if there := sent_before(row, request.POST):
            return made(request, there, 200)
        if meeting.is_final:
            raise Final(meeting)
        form = form_class(request.POST or None, instance=row, initial=initial(row, request), **names_of(row, request))
        if request.method == "POST" and form.is_valid():
            return _saved(request, form)
        return form_of_new(request, form)


def _saved(request: HttpRequest, form: TextForm) -> HttpResponse:
    row = form.instance

    def keep() -> None:
        row.meeting.hold_open()
        keep_last(form)
        _move(row, request.POST.get("after", ""))

    return made_once(request, form, row.meeting.hold, keep)


def made_once(
    request: HttpRequest,
    form: TextForm,
    hold: Callable[[], object],
    keep: Callable[[], None] | None = None,
    twin: Callable[[], Row | None] = lambda: None,
) -> HttpResponse:
    """The row of a form, saved; the one that is there already when the form was sent twice.

    `hold` lets who sends it at the same time wait, `twin` finds what a form without a name has made already, and `keep`
    saves more than the row as the last one.
    """
    row = form.instance
    form.render_ahead()
    try:
        with transaction.atomic():
            hold()
            there = sent_before(row, form.data) or twin()
            if there is None:
                keep() if keep else keep_last(form)
    except IntegrityError:
        if not _is_name_taken(row):
            raise
        return _named_twice(request, form)
    return made(request, there or row, 200 if there else 201)


def keep_last(form: TextForm) -> None:
    form.instance.put_last()
    form.save()


def _is_name_taken(row: Row) -> bool:
    """Whether a row of another place, of somebody else or with another text is called so by who sent it."""
    return row.sent_as is not None and type(row)._base_manager.filter(sent_as=row.sent_as).exists()


def _named_twice(request: HttpRequest, form: TextForm) -> HttpResponse:
    form.data = form.data.copy()
    form.data["sent_as"] = ""
    form.add_error(None, _("This was sent before, to another place or with another text. Send it once more."))
    return form_of_new(request, form)


def new_row(form_class: type[TextForm], meeting: Meeting, request: HttpRequest) -> Row:
    noun = form_class.Meta.model
    row = noun(meeting=meeting, typed_by=request.user, sent_as=as_uuid(request.POST.get("sent_as", "")))
    if noun in (Question, Learning):
        row.team = meeting.team
    if noun is Learning:
        asked = request.POST.get("review") or request.GET.get("review") or ""
        row.review = meeting.reviews.alive().filter(pk=asked).first() if is_key(asked) else None
    return row


def initial(row: Row, request: HttpRequest) -> dict:
    """What an address brings along; who wrote it unless somebody else is named: the reader's seat."""
    brought = {name: request.GET[name] for name in ("body", "lecture", "for_class") if name in request.GET}
    seat = request.user.seat_in(row.team)
    if seat is None or not seat.takes_part:
        return brought
    return brought | ({"asked_by": [seat], "author": seat} if isinstance(row, Question | Learning) else {})


def sent_before(row: Row, sent: QueryDict) -> Row | None:
    """What is there already of a row whose answer did not arrive: also when it was edited or removed since.

    Not where it never said what was sent: who went back to the form and wrote something else there would lose that.
    """
    if row.sent_as is None:
        return None
    mine = type(row)._base_manager.filter(sent_as=row.sent_as, typed_by=row.typed_by)
    above = {Answer: "question", Comment: "answer"}.get(type(row), "meeting")
    if isinstance(row, Question) and row.parent:
        above = "parent"  # it leaves its minutes to themselves once they are final
    there = mine.filter(**{above: getattr(row, above)}).first()
    return there if there and _has_said(there, sent) else None


def _has_said(row: Row, sent: QueryDict) -> bool:
    names = [name for name in WORDS if hasattr(row, name)]
    said = _as_compared(sent.get(name, "") for name in names)
    return any(_as_compared(version) == said for version in row.history.values_list(*names))


def _as_compared(texts: Iterable[str]) -> list[list[str]]:
    """Names are stored in NFC."""
    return [lines(unicodedata.normalize("NFC", text)) for text in texts]


def made(request: HttpRequest, row: Row, status: int) -> HttpResponse:
    if wants_json(request):
        return changed([row], request, status, id=row.pk)
    messages.success(request, _("It is there."))
    back = way_back(request, row.page_url)
    return redirect(back if "#" in back else f"{back}#{row.anchor}")


def form_of_new(request: HttpRequest, form: TextForm) -> HttpResponse:
    row = form.instance
    title = _("Ask a follow-up") if getattr(row, "parent_id", None) else str(TITLES[row.route])
    context = {"form": form, "action": request.path, "title": title, **page_of(row, request)}
    return form_told(request, context, 422 if form.is_bound else 200, form.refusal if form.is_bound else "")


def _move(row: Row, after: str) -> None:
    """To where its writer stood; an answer or a place that is gone by then leaves it last."""
    if is_key(after) and (other := row.places().filter(pk=after).exclude(pk=row.pk).first()):
        row.move_after(other)


def as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_safe
def meeting_forms(request: HttpRequest, pk: int) -> HttpResponse:
    """The blank forms of all nouns: fetched once, so that something can be written while nobody can be reached."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_list(), pk=pk)
    asked = Question(team=meeting.team, meeting=meeting)
    told = {}
    with timezone.override(meeting.team.cohort.zone):
        if request.user.writes_in(meeting.team) and not meeting.is_final:
            told = {form.Meta.model.route: _blank(request, form, new_row(form, meeting, request)) for form in FORMS}
        if asked.may_be_answered_by(request.user):
            told["answer"] = _blank(request, AnswerForm, Answer(question=asked))
    if not told:
        raise PermissionDenied(_("You may read these minutes. The team's members write in them."))
    return JsonResponse(told)


def _blank(request: HttpRequest, form_class: type[TextForm], row: Row) -> str:
    form = form_class(instance=row, initial=initial(row, request), auto_id=f"new-{row.route}-%s")
    context = {"form": form, "action": address_for(row), "row": row, "in_place": True, "is_blank": True}
    return render_to_string("rows/_form.html", context, request)


def address_for(row: Row) -> str:
    """Where a new row of this kind is sent to; of an answer with the place of its question's number."""
    if isinstance(row, Answer):
        return reverse("question_answers", args=[0]).replace("/0/", "/{question}/")
    return reverse(f"meeting_{row.route}s", args=[row.meeting.pk])
