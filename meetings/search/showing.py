"""Found texts as rows of a page: one query for all their objects."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from meetings.models import Answer, SearchDocument
from meetings.search.ranking import Candidate
from meetings.search.results import Hit
from meetings.search.snippets import marked, snippet

_PLACES = (
    *("question__team__cohort", "question__meeting", "question__class_note__master_class", "question__lecture"),
    *("question__assignment", "answer", "learning__team", "learning__meeting", "learning__author"),
    *("section__meeting__team", "section__class_note", "class_note__master_class", "class_note__team"),
    "class_note__author",
)
_UNREAD = [f"{noun}__body_html" for noun in ("question", "answer", "learning", "section")]


def shown(candidates: list[Candidate]) -> dict[int, Hit]:
    """By the key of the document. Those are left out that stand elsewhere by now, where the person may not read."""
    if not candidates:
        return {}
    answers = Answer.objects.alive().filter(question=OuterRef("question")).order_by().values("question")
    documents = (
        SearchDocument.objects.filter(pk__in=[one.pk for one in candidates])
        .select_related(*_PLACES)
        .defer("tokens", *_UNREAD)
        .annotate(
            answer_count=Coalesce(Subquery(answers.values(n=Count("pk"))), 0),
            accepted_count=Coalesce(Subquery(answers.values(n=Count("pk", filter=~Q(accepted_at=None)))), 0),
        )
    )
    rows = {document.pk: document for document in documents if document.stands_as_told}
    return {one.pk: _hit(one, rows[one.pk]) for one in candidates if one.pk in rows}


def _hit(one: Candidate, document: SearchDocument) -> Hit:
    said = document.answer or document.section or document.question or document.learning
    row = document.question or document.learning or document.section
    if document.kind == "class_note":
        row = document.class_note
    title, body = _title(document, row), ""
    if said is not None:
        body = said.body_text.strip()
        if said is row and document.kind in ("question", "learning"):
            body = body.partition("\n")[2]
    url = (document.section or document.answer or row).get_absolute_url()
    return Hit(
        kind=document.kind,
        object=row,
        url=url,
        title_html=marked(title, one.asked),
        snippet_html=snippet(body, said.body if said is not None else "", one.asked),
        answer_count=document.answer_count,
        is_accepted=document.accepted_count > 0,
        tier=one.tier,
    )


def _title(document: SearchDocument, row) -> str:
    if document.kind in ("question", "learning"):
        return row.body_text.strip().partition("\n")[0][:300]
    heading = document.section.heading if document.section else ""
    if document.kind == "class_note":
        return " · ".join(filter(None, (heading, str(row))))
    return heading or str(row)
