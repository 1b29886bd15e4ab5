"""What a page's own script gets instead of a page: JSON of what changed, a form by itself, or a sentence."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise

from meetings.forms.focus import focus
from meetings.models import Answer
from meetings.models.rows import Row
from meetings.views.fragments import fragments


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def sentence(text: str | Promise, status: int, **more) -> JsonResponse:
    return JsonResponse({"sentence": str(text), **more}, status=status)


def changed(rows: Iterable[Row], request: HttpRequest, status: int = 200, **more) -> JsonResponse:
    """How the rows look now, and the number of the latest change of them."""
    rows = list(rows)
    touched = [*rows, *(row.question for row in rows if isinstance(row, Answer))]
    told = {"revision": max(row.revision for row in touched), "fragments": fragments(rows, request), **more}
    return JsonResponse(told, status=status)


def form_told(request: HttpRequest, context: dict, status: int, said: str = "", **more) -> HttpResponse:
    """A form that waits for its writer, alone or as a page. `context` of `rows/edit.html`."""
    form = context["form"]
    if wants_json(request):
        html = render_to_string("rows/_form.html", {**context, "in_place": True}, request)
        told = {"form": html, "revision": form.read_revision, **({"sentence": said} if said else {}), **more}
        return JsonResponse(told, status=status)
    focus(form)
    shown_as_page = status if status == 410 else 200
    return render(request, "rows/edit.html", {**context, "said": said}, status=shown_as_page)
