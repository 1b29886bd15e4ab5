import contextlib
import logging
import threading
import time
from urllib.parse import urlencode

from csp.decorators import csp
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from meetings.forms.attachments import AltForm, PictureForm
from meetings.limits import may
from meetings.models import Attachment, Team
from meetings.pages import page_before
from meetings.pictures import LARGEST_FILE, too_large

logger = logging.getLogger(__name__)

TYPES = {"png": "image/png", "jpg": "image/jpeg"}
PAGE_SIZE = 24
UPLOADS_A_MINUTE = 20
LARGEST_BODY = 2 * LARGEST_FILE + 2**20  # bytes; a picture that is not much too large is told its own size
LONGEST_READING = 10  # seconds
# Of the threads of a process: one that draws and one that waits for it. The others stay with those who read and write.
_drawing = threading.BoundedSemaphore(2)


@require_safe
@cache_control(private=True, no_cache=True)
@csp({"default-src": ["'none'"], "sandbox": True})
def picture(request: HttpRequest, pk) -> HttpResponse:
    """Asked for anew each time, and sent once: whoever leaves the team sees nothing more."""
    attachment = get_object_or_404(Attachment, pk=pk)
    of_team = Attachment.objects.visible_to(request.user).filter(pk=pk)
    if not (of_team.exists() or attachment.is_shown_to(request.user)):
        raise Http404
    etag = quote_etag(str(pk))
    response = get_conditional_response(request, etag=etag) or _file(attachment)
    response["ETag"] = etag
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _file(attachment: Attachment) -> FileResponse:
    suffix = attachment.picture.name.rpartition(".")[2]
    try:
        file = attachment.picture.open()
    except FileNotFoundError as error:
        logger.error("The file of picture %s is lost", attachment.pk)
        raise Http404 from error
    return FileResponse(file, filename=f"{attachment.pk}.{suffix}", content_type=TYPES[suffix], as_attachment=False)


class InMemory(MemoryFileUploadHandler):
    """Takes files of any size that the body may have: a full disk is met where there is a sentence for it."""

    def handle_raw_input(self, *args, **kwargs) -> None:
        self.activated = True


@csrf_exempt  # until the body may be read, which is a matter of its length; then `_team_pictures` is not
@require_http_methods(["GET", "HEAD", "POST"])
def team_pictures(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("cohort"), slug=slug)
    if request.method == "POST" and (length := int(request.META.get("CONTENT_LENGTH") or 0)) > LARGEST_BODY:
        _read_away(request)
        if not request.user.writes_in(team):
            return _refused(request, team, None, _not_yours(), 403)
        return _refused(request, team, PictureForm(), too_large(length).messages[0], 413)
    request.upload_handlers = [InMemory(request)]
    return _team_pictures(request, team)


def _read_away(request: HttpRequest) -> None:
    """Browsers show no answer while they still send, so take what is sent, up to a point."""
    deadline = time.monotonic() + LONGEST_READING
    with contextlib.suppress(OSError):
        while request.read(2**16) and time.monotonic() < deadline:
            pass


@csrf_protect
def _team_pictures(request: HttpRequest, team: Team) -> HttpResponse:
    is_writer = request.user.writes_in(team)
    if request.method == "POST":
        return _upload(request, team) if is_writer else _refused(request, team, None, _not_yours(), 403)
    return _page(request, team, PictureForm() if is_writer else None)


def _upload(request: HttpRequest, team: Team) -> HttpResponse:
    empty = PictureForm(initial={"alt": request.POST.get("alt", "")})
    if not may("upload", request.user.pk, UPLOADS_A_MINUTE, 60):
        sentence = _("Those were many pictures in a minute. Wait a little, then go on.")
        return _refused(request, team, empty, sentence, 429)
    form = PictureForm(request.POST, request.FILES, instance=Attachment(team=team, uploaded_by=request.user))
    if not _drawing.acquire(blocking=False):
        sentence = _("Others are uploading pictures right now. Try again in a moment.")
        return _refused(request, team, empty, sentence, 429)
    try:
        is_valid = form.is_valid()
    finally:
        _drawing.release()
    if not is_valid:
        return _refused(request, team, form, form.refusal, 413 if form.is_too_much else 400)
    return _stored(request, team, form, empty)


def _stored(request: HttpRequest, team: Team, form: PictureForm, empty: PictureForm) -> HttpResponse:
    attachment = form.instance
    try:
        form.save()
    except ValidationError as error:  # another upload took the room meanwhile
        return _refused(request, team, empty, " ".join(error.messages), 413)
    except OSError as error:
        logger.error("A picture could not be stored: %s", error)
        return _refused(request, team, empty, _("There is no room on our disk. Nothing was stored; try later."), 507)
    if _is_program(request):
        told = {"markdown": attachment.markdown, "url": attachment.get_absolute_url(), "alt": attachment.alt}
        return JsonResponse(told, status=201)
    messages.success(request, _("The picture is here. Copy the line below it into a text."))
    return redirect("team_pictures", slug=team.slug)


def _refused(request: HttpRequest, team: Team, form: PictureForm | None, sentence: str, status: int) -> HttpResponse:
    """A sentence for the editor; for a person the page again, with what they wrote."""
    if _is_program(request):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    if form is None:
        raise PermissionDenied(sentence)
    return _page(request, team, form, sentence if not form.is_bound else "", status)


def _page(
    request: HttpRequest, team: Team, form: PictureForm | None, refusal: str = "", status: int = 200
) -> HttpResponse:
    pictures = team.attachments.select_related("uploaded_by")
    page = page_before(pictures, "uploaded_at", request.GET.get("before", ""), PAGE_SIZE)
    uses, nameless = Attachment.uses(team, page.rows, request.user), Attachment.of_nameless(team, request.user)

    def is_told(picture: Attachment) -> bool:
        """What is in no text yet may become a question without a name."""
        return picture.uploaded_by == request.user or (picture.pk in uses and picture.pk not in nameless)

    context = {
        "team": team,
        "form": form,
        "refusal": refusal,
        "page": page,
        "pictures": [(row, uses.get(row.pk, []), is_told(row)) for row in page.rows],
        "next_url": "?" + urlencode({"before": page.next}) if page.next else "",
    }
    with timezone.override(team.cohort.zone):
        return render(request, "pictures/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def picture_edit(request: HttpRequest, pk) -> HttpResponse:
    attachments = Attachment.objects.visible_to(request.user).select_related("team__cohort")
    attachment = get_object_or_404(attachments, pk=pk)
    if not request.user.writes_in(attachment.team):
        raise PermissionDenied(_not_yours())
    form = AltForm(request.POST or None, instance=attachment)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("team_pictures", slug=attachment.team.slug)
    return render(request, "pictures/form.html", {"team": attachment.team, "attachment": attachment, "form": form})


def _is_program(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _not_yours() -> str:
    return _("Pictures are put here by the team's members. You may look at them.")
