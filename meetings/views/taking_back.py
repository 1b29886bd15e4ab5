"""An acceptance or a confirmation is taken back, and brought back again by whoever took it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from meetings.models import Answer
from meetings.views.plain_forms import way_back
from meetings.views.replies import changed, wants_json
from meetings.views.rows import stale


def brought_back(request: HttpRequest, answer: Answer, again: Callable[..., bool]) -> HttpResponse:
    if not again(by=request.user):
        return stale(request, answer, _("It stands otherwise by now, so it was not brought back."))
    return told_of_taking_back(request, answer, _("It is back."))


def told_of_taking_back(request: HttpRequest, answer: Answer, said: str, undo: str = "") -> HttpResponse:
    """`undo`: the address that brings it back."""
    if wants_json(request):
        return changed([answer], request, sentence=said, undo=undo or None)
    messages.success(request, said, extra_tags=undo)
    return redirect(f"{way_back(request, answer.page_url)}#{answer.anchor}")
