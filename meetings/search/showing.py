"""Found texts as rows of a page: one query for all their objects, two more where one was merged into another."""

from functools import cache

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When

from meetings.models import Answer, Question, SearchDocument
from meetings.models.duplicates import parts_there
from meetings.search.ranking import Candidate
from meetings.search.results import Hit
from meetings.search.snippets import marked, snippet

_OF_QUESTION = ("team", "meeting", "class_note__master_class", "lecture", "assignment")
_SAID = "body body_text removed_at"
# What is read of each: what is shown, and of texts where they stand, by which `stands_as_told` judges them.
_READ = {
    "": "kind shown team meeting class_note question answer learning section",
    "question": f"{_SAID} team meeting class_note source asked_at status taken_by taken_until merged_at duplicate_of"
    " lecture assignment",
    "question__team": "name slug",
    "question__meeting": "held_on",
    "question__class_note": "master_class",
    "question__class_note__master_class": "held_on",
    "question__lecture": "number title",
    "question__assignment": "title",
    "answer": f"{_SAID} question",
    "learning": f"{_SAID} team meeting author created_at",
    "learning__team": "name slug",
    "learning__meeting": "held_on",
    "learning__author": "name",
    "section": f"{_SAID} meeting class_note heading",
    "section__meeting": "team kind held_on",
    "section__meeting__team": "name slug",
    "class_note": "title removed_at team author master_class",
    "class_note__master_class": "title held_on",
    "class_note__team": "name slug",
    "class_note__author": "name",
}
_FIELDS = [f"{place}__{name}".removeprefix("__") for place, names in _READ.items() for name in names.split()]


def shown(candidates: list[Candidate], user) -> dict[int, Hit]:
    """By the key of the document. Those are left out that stand elsewhere by now, where the person may not read."""
    if not candidates:
        return {}
    documents = _with_state("shown").filter(pk__in=[one.pk for one in candidates])
    rows = {document.pk: document for document in documents if document.stands_as_told}
    parts = [document for document in rows.values() if document.stands != document.question_id and document.question]
    rows |= _apart(parts, user) if parts else {}
    return {one.pk: _hit(one, rows[one.pk]) for one in candidates if one.pk in rows}


def _apart(parts: list[SearchDocument], user) -> dict[int, SearchDocument]:
    """Those that stand by themselves, since the person may not read what they went into; the others learn of it."""
    wholes = Question.objects.visible_to(user).select_related(*_OF_QUESTION).defer("body_html")
    there = wholes.in_bulk({document.shown for document in parts})
    alone = []
    for document in parts:
        asked = document.question
        if asked.merged_at and asked.duplicate_of_id == document.shown and document.shown in there:
            asked.duplicate_of = there[document.shown]
        else:
            alone.append(document.pk)
    return _with_state("question").in_bulk(alone) if alone else {}


@cache
def _with_state(stands: str) -> QuerySet:
    """With what is known of the question that stands for each; the same for everybody, and it takes long to build."""
    documents = SearchDocument.objects.select_related(*filter(None, _READ)).only(*_FIELDS)
    documents = documents.annotate(stands=Case(When(kind="question", then=F(stands))))
    said = Question.objects.filter(pk=OuterRef("stands"))
    accepted = Answer.objects.alive().accepted()
    of_parts = accepted.filter(parts_there("question__"))
    return documents.annotate(
        answer_count=Subquery(said.with_answer_count().values("answer_count")),
        is_answered_below=Subquery(said.with_state().values("is_answered_below")),
        is_accepted=Exists(accepted.filter(question=OuterRef("stands")))
        | Exists(of_parts.filter(question__duplicate_of=OuterRef("stands"))),
    )


def _hit(one: Candidate, document: SearchDocument) -> Hit:
    asked = _asked(document)
    said = document.answer or document.section or document.question or document.learning
    row = asked or document.learning or document.section
    if document.kind == "class_note":
        row = document.class_note
    title, source = _title(document, row)
    text, body = (said.body_text.strip(), said.body) if said is not None else ("", "")
    is_titled = said is row and document.kind in ("question", "learning")
    url = (document.section or document.answer or row).get_absolute_url()
    return Hit(
        kind=document.kind,
        object=row,
        url=url,
        title_html=marked(title, one.asked, source),
        snippet_html=snippet(text, body, one.asked, is_titled=is_titled),
        answer_count=document.answer_count or 0,
        is_accepted=document.is_accepted,
        tier=one.tier,
    )


def _asked(document: SearchDocument) -> Question | None:
    asked = document.question
    if asked is None:
        return None
    asked = asked if document.stands == asked.pk else asked.duplicate_of
    asked.is_answered_below = document.is_answered_below
    return asked


def _title(document: SearchDocument, row) -> tuple[str, str]:
    """The text that begins with it, and the Markdown of that."""
    if document.kind in ("question", "learning"):
        return row.body_text.strip(), row.body
    heading = document.section.heading if document.section else ""
    if document.kind == "class_note":
        return " · ".join(filter(None, (heading, str(row)))), ""
    return heading or str(row), ""
