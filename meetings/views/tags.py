"""Tags of a cohort: what was asked about each, their other words, and two that mean the same made one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings.forms.tags import TagForm
from meetings.models import Cohort, Question, Tag
from meetings.models.tags import other_words
from meetings.views.plain_forms import is_key
from meetings.views.question_lists import Standing

TAGS_A_PAGE = 100


@require_safe
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked about it, by all teams that the reader may see. Merged, it is read as what it went into."""
    standing = Standing(request.user, "tags", request.GET)
    seen = Tag.objects.visible_to(request.user)
    tag = standing.counted(seen.select_related("cohort")).filter(pk=pk).first()
    if tag is None:
        return redirect(_standing_for(seen, pk))
    context = {"tag": tag, "editable": tag.may_be_edited_by(request.user), **standing.shown(tag)}
    with timezone.override(tag.cohort.zone):
        return render(request, "tags/detail.html", context)


def _standing_for(seen: QuerySet, pk: int) -> Tag:
    found = seen.standing_for([pk])
    if pk not in found:
        raise Http404
    return found[pk]


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_tags(request: HttpRequest, slug: str) -> HttpResponse:
    """All tags of a cohort, by name. Staff add one by POST."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), slug=slug)
    editable = request.user.runs(cohort.pk)
    if request.method == "POST" and not editable:
        raise PermissionDenied(_("Tags are the whole cohort's. Its staff change them."))
    form = TagForm(request.POST if request.method == "POST" else None, instance=Tag(cohort=cohort), label_suffix="")
    if form.is_valid():
        return redirect(form.save())
    tags = _with_counts(Tag.objects.filter(cohort=cohort), request.user).order_by("name")
    if after := request.GET.get("after", ""):
        tags = tags.filter(name__gt=after)
    *page, rest = [*tags[: TAGS_A_PAGE + 1], None][: TAGS_A_PAGE + 1]
    next_url = "?" + urlencode({"after": page[-1].name}) if rest else ""
    context = {"cohort": cohort, "tags": page, "is_first": not after, "next_url": next_url}
    return render(request, "tags/list.html", {**context, "editable": editable, "form": form})


def _with_counts(tags: QuerySet, user) -> QuerySet:
    """Each with how many questions that the reader may see have it."""
    asked = Question.objects.visible_to(user).unmerged().filter(tags=OuterRef("pk")).order_by().values("tags")
    return tags.annotate(asked_count=Coalesce(Subquery(asked.values(count=Count("pk"))), 0))


@require_http_methods(["GET", "HEAD", "POST"])
def tag_edit(request: HttpRequest, pk: int) -> HttpResponse:
    tag = _to_edit(request, pk)
    form = _saved(request, pk) if request.method == "POST" else TagForm(instance=tag, label_suffix="")
    if form.is_valid():
        messages.success(request, _("The tag #%(name)s is saved.") % {"name": form.instance.name})
        return redirect(form.instance)
    return render(request, "tags/form.html", {"tag": _to_edit(request, pk), "form": form})


@transaction.atomic
def _saved(request: HttpRequest, pk: int) -> TagForm:
    """Read and saved under its lock."""
    tag = Tag.objects.select_for_update().filter(pk=pk).first()
    if tag is None:
        return _merged_meanwhile(request, _to_edit(request, pk))
    form = TagForm(request.POST, instance=tag, label_suffix="")
    if form.is_valid():
        form.save()
    return form


def _merged_meanwhile(request: HttpRequest, tag: Tag) -> TagForm:
    """Of the tag that it went into, with the words that were typed."""
    opened = {"name": tag.name, "synonyms": "\n".join(tag.synonyms)}
    typed = [*request.POST.get("synonyms", "").splitlines(), request.POST.get("name", "")]
    words = other_words([*tag.synonyms, *typed], tag.name)
    sent = {**opened, **{f"initial-{name}": value for name, value in opened.items()}, "synonyms": "\n".join(words)}
    form = TagForm(sent, instance=tag, label_suffix="")
    form.full_clean()
    form.add_error(None, _merger(tag))
    return form


@require_http_methods(["GET", "HEAD", "POST"])
def tag_merging(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks which tag it is made one with, and says what will happen; POST does it."""
    tag = _to_edit(request, pk)
    if tag.pk != pk:
        messages.warning(request, _merger(tag))
        return redirect(tag)
    into = (request.POST if request.method == "POST" else request.GET).get("into", "")
    others = _with_counts(Tag.objects.filter(cohort=tag.cohort_id), request.user).order_by("name")
    other = others.filter(pk=int(into)).exclude(pk=pk).first() if is_key(into) else None
    if request.method == "POST" and other:
        return _merged(request, tag, other)
    tag = get_object_or_404(others.select_related("cohort"), pk=pk)
    context = {"tag": tag, "others": others.exclude(pk=pk), "other": other}
    return render(request, "tags/merging.html", {**context, "is_unsaid": request.method == "POST"})


def _merged(request: HttpRequest, tag: Tag, other: Tag) -> HttpResponse:
    try:
        tag.merge_into(other)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("cohort_tags", tag.cohort.slug)
    told = {"old": tag.name, "name": other.name}
    messages.success(request, _("They are one: #%(old)s is another word for #%(name)s now.") % told)
    return redirect(other)


def _to_edit(request: HttpRequest, pk: int) -> Tag:
    """The tag, or the one that it was merged into."""
    tag = _standing_for(Tag.objects.visible_to(request.user).select_related("cohort"), pk)
    if not tag.may_be_edited_by(request.user):
        raise PermissionDenied(_("Tags are the whole cohort's. Its staff change them."))
    return tag


def _merger(tag: Tag) -> str:
    return _("Somebody has merged that tag: it is #%(name)s now. Nothing was changed.") % {"name": tag.name}
