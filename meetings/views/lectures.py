from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Lecture, Question, Reference
from meetings.pages import page_before

PAGE_SIZE = 25
TEXTS_AT_ONCE = 10


@require_safe
def lecture(request: HttpRequest, pk: int) -> HttpResponse:
    """A lecture with what was asked about it and the texts that point at it, as far as the reader may see them."""
    lectures = Lecture.objects.visible_to(request.user).select_related("cohort")
    lecture = get_object_or_404(lectures, pk=pk)
    asked = Question.objects.visible_to(request.user).filter(lecture=lecture).unmerged().for_list().with_answer_count()
    pointing = Reference.objects.visible_to(request.user).filter(lecture=lecture).for_list()
    before, wants_texts = request.GET.get("before", ""), request.GET.get("list") == "pointing"
    context = {"lecture": lecture, "wants_texts": wants_texts}
    if wants_texts:
        context["pointing"] = page_before(pointing, "written_at", before, PAGE_SIZE)
    else:
        page = page_before(asked, "asked_at", before, PAGE_SIZE)
        context |= {"page": page, "next_url": "?" + urlencode({"before": page.next}) if page.next else ""}
        context["pointing"] = page_before(pointing, "written_at", "", TEXTS_AT_ONCE)
    with timezone.override(lecture.cohort.zone):
        return render(request, "lectures/detail.html", context)
