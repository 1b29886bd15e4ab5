from contextlib import closing

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.forms.imports import ArrivalForm, Conflicts, DecisionsForm, parse_day
from meetings.importers import UnreadableNote, arrivals
from meetings.importers.arrivals import Reading
from meetings.importers.report import hinted_rows
from meetings.importers.undoing import undo, what_stays
from meetings.importers.uploads import Upload
from meetings.limits import may
from meetings.models import Import, SourceDocument, Team
from meetings.pages import page_before
from meetings.views.import_review import Review, told_problems

PAGE_SIZE = 25
NOTES_A_PAGE = 100
MOST_REFUSALS = 5  # told in one step of making records
MOST_TOLD = 200  # losses of one import on its page
IMPORTS_AN_HOUR, PARTS_AN_HOUR = 60, 600


def _writable(user, team: Team) -> Team:
    """Bringing notes in is writing; who only reads the team's pages is told so."""
    if not user.writes_in(team):
        raise PermissionDenied(_("Only members of the team bring its notes in."))
    return team


def _note(request: HttpRequest, pk: int) -> SourceDocument:
    notes = SourceDocument.objects.visible_to(request.user).select_related("team__cohort", "brought_in")
    note = get_object_or_404(notes, pk=pk)
    _writable(request.user, note.team)
    return note


@require_http_methods(["GET", "HEAD", "POST"])
def team_imports(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a team brings its notes in, and what it brought in before."""
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("cohort"), slug=slug)
    _writable(request.user, team)
    brought = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ArrivalForm(*brought, initial={"on": parse_day(request.GET.get("on", ""))})
    if form.is_valid() and not may("import", request.user.pk, IMPORTS_AN_HOUR, 3600):
        form.add_error(None, _("That was many imports in an hour. Wait a little, then go on."))
    elif form.is_valid():
        try:
            arrival = _receive(request, team, form)
        except UnreadableNote as error:
            form.add_error(None, _(error.msgid) % error.values)
        else:
            return _answer(request, arrival)
    earlier = Import.objects.visible_to(request.user).filter(team=team).with_counts().select_related("started_by")
    if form.is_bound and not request.accepts("text/html"):
        return _sentence(_told(form))
    page = page_before(earlier, "started_at", request.GET.get("before", ""), PAGE_SIZE)
    context = {
        "team": team,
        "form": form,
        "day": parse_day(str(form["on"].value() or "")),
        "page": page,
        "next_url": f"?before={page.next}" if page.next else "",
    }
    with timezone.override(team.cohort.zone):
        status = 400 if form.is_bound else 200
        return render(request, "imports/list.html", context, status=status)


@require_POST
def import_files(request: HttpRequest, pk: int) -> HttpResponse:
    """More files of the same folder."""
    arrival = get_object_or_404(Import.objects.visible_to(request.user).select_related("team__cohort"), pk=pk)
    _writable(request.user, arrival.team)
    form = ArrivalForm(request.POST, request.FILES)
    if not form.is_valid():
        return _sentence(_told(form))
    if not may("import-part", request.user.pk, PARTS_AN_HOUR, 3600):
        return _sentence(_("That was many imports in an hour. Wait a little, then go on."))
    try:
        with closing(Upload(form.arrived(), is_part=True)) as upload:
            arrival = arrivals.add(arrival, upload)
    except UnreadableNote as error:
        return _sentence(_(error.msgid) % error.values)
    return _answer(request, arrival)


def _told(form: ArrivalForm) -> str:
    return " ".join(error for errors in form.errors.values() for error in errors)


def _receive(request: HttpRequest, team: Team, form: ArrivalForm) -> Import:
    with closing(Upload(form.arrived(), is_part="more" in request.POST)) as upload:
        arrival = arrivals.receive(team, upload, request.user)
    if "more" not in request.POST:
        arrivals.read_some(arrival)
    if day := form.cleaned_data["on"]:
        for note in arrival.notes.filter(state=SourceDocument.State.WAITING):
            note.decisions["sessions"] = {"0": {"date": day.isoformat(), "kind": "daily", "title": ""}}
            note.save(update_fields=["decisions"])
    return arrival


def _answer(request: HttpRequest, arrival: Import) -> HttpResponse:
    """One note opens at once; of several there is a list. Scripts are told where, and where more files go."""
    more, url = reverse("import_files", args=[arrival.pk]), arrival.get_absolute_url()
    notes = list(arrival.notes.defer("raw", "draft")[:2])
    if len(notes) == 1 and notes[0].is_waiting:
        url = notes[0].review_url
    elif not notes and len(arrival.known) == len(arrival.losses) == 1 and "more" not in request.POST:
        messages.info(request, _("The team has brought this note in before. Here it is."))
        url = reverse("import_note", args=arrival.known)
        arrivals.discard(arrival)
    return redirect(url) if request.accepts("text/html") else JsonResponse({"url": url, "more": more}, status=201)


def _sentence(text: str) -> HttpResponse:
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


@require_safe
def import_(request: HttpRequest, pk: int) -> HttpResponse:
    arrival = get_object_or_404(
        Import.objects.visible_to(request.user).with_counts().select_related("team__cohort", "started_by"), pk=pk
    )
    _writable(request.user, arrival.team)
    notes = arrival.notes.defer("raw", "front_matter", "journal", "report").order_by("path", "pk")
    page, next_key = _notes_behind(notes, request.GET.get("after", ""))
    context = {
        "arrival": arrival,
        "team": arrival.team,
        "notes": [_summary(note) for note in page],
        "next_url": f"?{urlencode({'after': next_key})}" if next_key else "",
        "losses": arrival.losses[:MOST_TOLD],
        "more_losses": max(0, len(arrival.losses) - MOST_TOLD),
        "from": request.GET.get("from", ""),
    }
    with timezone.override(arrival.team.cohort.zone):
        return render(request, "imports/detail.html", context)


def _notes_behind(notes: QuerySet, after: str) -> tuple[list[SourceDocument], str]:
    """A page of notes in the order of their paths, behind a key, and the key of the next page."""
    pk, _comma, path = after.partition(",")
    if pk.isdecimal() and len(pk) < 19:
        notes = notes.filter(Q(path__gt=path) | Q(path=path, pk__gt=int(pk)))
    found = list(notes[: NOTES_A_PAGE + 1])
    last = found[NOTES_A_PAGE - 1] if len(found) > NOTES_A_PAGE else None
    return found[:NOTES_A_PAGE], f"{last.pk},{last.path}" if last else ""


def _summary(note: SourceDocument) -> dict:
    """What a list tells of a note: its days, how many records, how many of them wait for a decision."""
    draft = note.draft or {"sessions": []}
    chosen = note.decisions.get("records", {})
    questions = [
        (f"{n}.questions.{i}", question)
        for n, session in enumerate(draft["sessions"])
        for i, question in enumerate(session["questions"])
    ]
    undecided = [key for key, told in questions if told["confidence"] == "likely" and "take" not in chosen.get(key, {})]
    days = [session["date"] for session in draft["sessions"] if session["date"]]
    return {"note": note, "days": days, "questions": len(questions), "undecided": len(undecided)}


@require_POST
def import_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads on for two seconds: a large import is read in steps, and goes on where it stopped."""
    arrival = get_object_or_404(Import.objects.visible_to(request.user).select_related("team__cohort"), pk=pk)
    _writable(request.user, arrival.team)
    left = arrivals.read_some(arrival)
    if request.accepts("text/html"):
        return redirect(arrival)
    return JsonResponse({"left": left, "all": arrival.notes.count()})


@require_POST
def import_making(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes the records of all notes about which nothing is left to decide, two seconds at a time."""
    arrival = get_object_or_404(Import.objects.visible_to(request.user).select_related("team__cohort"), pk=pk)
    _writable(request.user, arrival.team)
    after = request.POST.get("from", "")
    made = arrivals.make_certain(arrival, request.user, int(after) if after.isdecimal() and len(after) < 19 else 0)
    for name, why in made.refused[:MOST_REFUSALS]:
        messages.error(request, f"{name}: {why}")
    if not request.accepts("text/html"):
        return JsonResponse({"made": made.count, "from": made.after})
    messages.success(request, ngettext("%d note became records.", "%d notes became records.", made.count) % made.count)
    return redirect(f"{arrival.get_absolute_url()}?from={made.after}" if made.after else arrival)


@require_http_methods(["GET", "HEAD", "POST"])
def import_note(request: HttpRequest, pk: int) -> HttpResponse:
    """The review of one note: its lines on one side, what they become on the other. POST keeps what was decided."""
    note = _note(request, pk)
    if not note.is_waiting:
        return _after(request, note)
    conflicts = _decide(request, note) if request.method == "POST" else {}
    if request.method == "POST" and "later" in request.GET and not conflicts:
        messages.success(request, _("What you decided is kept. Nothing was made yet."))
        return redirect(note.brought_in or reverse("team_imports", args=[note.team.slug]))
    return _review(request, note, conflicts=conflicts)


def _after(request: HttpRequest, note: SourceDocument) -> HttpResponse:
    """What became of a note that no longer waits."""
    context = {
        "note": note,
        "team": note.team,
        "report": note.report,
        "problems": told_problems(note.report.get("problems", [])),
        "hints": hinted_rows(note) if note.is_imported else [],
        "places": note.places() if note.is_imported else [],
    }
    with timezone.override(note.team.cohort.zone):
        return render(request, "imports/after.html", context)


def _review(request: HttpRequest, note: SourceDocument, error: str = "", conflicts: Conflicts | None = None):
    """After a conflict the page that was decided on comes again, else the one that is asked for."""
    told = request.POST if conflicts or error else request.GET
    review = Review(Reading.of(note), request.user, _page(told.get("page", "")), conflicts)
    context = {"note": note, "team": note.team, "review": review, "error": error}
    status = 409 if conflicts else 400 if error else 200
    with timezone.override(note.team.cohort.zone):
        return render(request, "imports/review.html", context, status=status)


def _page(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 1


@transaction.atomic
def _decide(request: HttpRequest, note: SourceDocument) -> Conflicts:
    """Two people may decide at once: what the other one has chosen stays, and is told where this form differs."""
    now = SourceDocument.objects.select_for_update().filter(pk=note.pk, state=SourceDocument.State.WAITING).first()
    if now is None:
        return {}
    note.decisions = now.decisions
    reading = Reading.of(note)
    form = DecisionsForm(request.POST, reading.decisions, reading.draft)
    note.decisions = form.decisions().to_json()
    SourceDocument.objects.filter(pk=note.pk).update(decisions=note.decisions)
    return form.conflicts


@require_http_methods(["GET", "HEAD", "POST"])
def import_records(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes the records that were chosen, all or none. Whoever had to sign in again comes back by GET."""
    note = _note(request, pk)
    if request.method != "POST" or not note.is_waiting:
        return redirect(note.review_url)
    if conflicts := _decide(request, note):
        return _review(request, note, conflicts=conflicts)
    try:
        report = arrivals.make(Reading.of(note), request.user)
    except UnreadableNote as error:
        note.refresh_from_db(fields=["state"])
        why = _(error.msgid) % error.values
        if note.is_waiting:
            return _review(request, note, why)
        messages.error(request, why)
    else:
        if not report.is_unchanged:
            messages.success(request, _made_sentence(report.created))
    return redirect(note.review_url)


def _made_sentence(created) -> str:
    meetings, questions = created["meeting"], created["question"]
    parts = [
        ngettext("%d meeting", "%d meetings", meetings) % meetings if meetings else "",
        ngettext("%d question", "%d questions", questions) % questions if questions else "",
    ]
    told = _(" and ").join(filter(None, parts)) or _("What was new in the note")
    return _("%(what)s now stands in your records. If you don't like it, it can be undone at once.") % {"what": told}


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """First what undoing would do and what would stay; by POST it is done."""
    note = _note(request, pk)
    if not note.is_imported:
        return redirect(note.review_url)
    if request.method == "POST":
        undone = undo(note, request.user)
        count = sum(undone.removed.values())
        sentence = ngettext("%d row was taken back.", "%d rows were taken back.", count) % count
        messages.success(request, sentence)
        return redirect(note.review_url)
    context = {"note": note, "team": note.team, "stays": what_stays(note)}
    return render(request, "imports/undo.html", context)


@require_POST
def import_refusal(request: HttpRequest, pk: int) -> HttpResponse:
    note = _note(request, pk)
    note.refuse()
    return redirect(note.brought_in or note.review_url)


@require_POST
def import_return(request: HttpRequest, pk: int) -> HttpResponse:
    """A note that was refused or undone waits for a decision again."""
    note = _note(request, pk)
    if not note.reconsider():
        messages.error(request, _("The same note was brought in again since, so this one stays as it is."))
    return redirect(note.review_url)
