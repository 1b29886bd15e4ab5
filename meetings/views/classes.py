import re
from collections import defaultdict
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import ClassNote, MasterClass, Question, Section, Team
from meetings.models.rows import Row
from meetings.models.sections import ranked
from meetings.topics import Topic, align
from meetings.views.contents import contents, set_apart
from meetings.views.reference_links import unlink_hidden
from meetings.views.search_asking import way_to_ask

SIDE_BY_SIDE = 3


@require_safe
def class_list(request: HttpRequest) -> HttpResponse:
    held = list(MasterClass.objects.visible_to(request.user).for_list().with_counts().newest_first())
    several = len({master_class.cohort_id for master_class in held}) > 1
    return render(request, "classes/list.html", {"classes": held, "of_several_cohorts": several})


@require_safe
def master_class(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(MasterClass.objects.visible_to(request.user).for_list(), pk=pk)
    notes = mine_first(readable_notes(request.user).filter(master_class=held).for_list().with_counts(), request.user)
    beside = chosen(notes, request.GET.getlist("note"))
    context = {
        "master_class": held,
        "notes": notes,
        "beside": beside,
        "chips": [(note, toggled(note, beside), note in beside) for note in notes] if len(notes) > SIDE_BY_SIDE else [],
        "question_count": sum(note.question_count for note in notes),
        "way_to_ask": way_to_ask_about(request.user, held, held),
    }
    with timezone.override(held.cohort.zone):
        if len(notes) == 1:
            return render(request, "classes/only_note.html", context | reading(request.user, notes[0]))
        return render(request, "classes/detail.html", context | side_by_side(request.user, beside))


@require_safe
def class_note(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(readable_notes(request.user).for_page(), pk=pk)
    others = ClassNote.objects.visible_to(request.user).filter(master_class=note.master_class).exclude(pk=pk)
    others = others.select_related("team", "author").order_by("pk")
    with timezone.override(note.master_class.cohort.zone):
        context = {"others": others, "way_to_ask": way_to_ask_about(request.user, note.master_class, note)}
        return render(request, "classes/note.html", context | reading(request.user, note))


def way_to_ask_about(user, held: MasterClass, place: ClassNote | MasterClass) -> str:
    """The question goes to the class itself until that is over, and says afterwards what it is about."""
    link = f"[{escaped(held.title)}]({place.get_absolute_url()})"
    return way_to_ask(user, held.cohort, **({"for_class": held.pk} if held.is_to_come else {"q": f"\n\n{link}"}))


def escaped(words: str) -> str:
    """As the words of a link in Markdown."""
    return re.sub(r"([\\`*_\[\]$<>])", r"\\\1", words)


def readable_notes(user) -> QuerySet:
    """Notes with `team_is_open`: the whole cohort reads a note, but only some may open its team and its people."""
    team_is_open = Exists(Team.objects.visible_to(user).filter(pk=OuterRef("team")))
    return ClassNote.objects.visible_to(user).annotate(team_is_open=team_is_open)


def mine_first(notes: QuerySet, user) -> list[ClassNote]:
    """The reader's own notes, those of the team, then the others', each in the order they were begun."""
    teams = {seat.team_id for seat in user.seats}
    return sorted(
        notes.order_by("pk"),
        key=lambda note: (not note.author or note.author.user_id != user.pk, note.team_id not in teams),
    )


def chosen(notes: list[ClassNote], asked: list[str]) -> list[ClassNote]:
    """The notes to set side by side: all when there are few, else those the address names, else the first ones."""
    if len(notes) <= SIDE_BY_SIDE:
        return notes
    return ([note for note in notes if str(note.pk) in asked] or notes)[:SIDE_BY_SIDE]


def toggled(note: ClassNote, beside: list[ClassNote]) -> str:
    """The address with this note put beside the others, in place of the last where there is no room, or taken away."""
    others = [other for other in beside if other != note]
    wanted = others if note in beside else [*others[: SIDE_BY_SIDE - 1], note]
    return "?" + urlencode([("note", other.pk) for other in wanted or [note]])


def texts_of(notes: list[ClassNote], questions: QuerySet) -> tuple[dict, dict]:
    """By note: its sections in order, each with the questions `asked` there; and the questions of no section."""
    sections, loose = defaultdict(list), defaultdict(list)
    by_pk, note_of = {}, {note.pk: note for note in notes}
    for section in Section.objects.alive().filter(class_note__in=notes).order_by("order", "pk"):
        section.asked, section.class_note = [], note_of[section.class_note_id]
        by_pk[section.pk] = section
        sections[section.class_note_id].append(section)
    for question in questions.alive().filter(class_note__in=notes).order_by("order", "pk"):
        question.class_note = note_of[question.class_note_id]
        section = by_pk.get(question.section_id)
        (section.asked if section else loose[question.class_note_id]).append(question)
    return sections, loose


def in_order(notes: list[ClassNote], sections: dict, loose: dict) -> list[Row]:
    """All texts of notes: each section, what was asked in it and what was answered, then what was asked in none."""
    rows: list[Row] = []
    for note in notes:
        for section in sections[note.pk]:
            rows += [section, *said(section.asked)]
        rows += said(loose[note.pk])
    return rows


def _team_of(row: Row) -> Team:
    """Whose note it stands in, by what was read already."""
    return getattr(row, "question", row).class_note.team


def said(questions: list[Question]) -> list[Row]:
    return [row for question in questions for row in (question, *question.answers.all())]


def side_by_side(user, notes: list[ClassNote]) -> dict:
    """The lines of the grid: a topic each, and what was asked about none of them."""
    sections, loose = texts_of(notes, Question.objects.with_state().with_answers())
    rows = in_order(notes, sections, loose)
    set_apart(rows)
    unlink_hidden(user, ((_team_of(row), row) for row in rows))
    asked_last = [{"note": note, "questions": loose[note.pk]} for note in notes]
    rows = [row_of(topic, notes) for topic in align([sections[note.pk] for note in notes])]
    return {
        "topics": [row for row in rows if row["writers"]],
        "asked_last": asked_last if any(cell["questions"] for cell in asked_last) else [],
    }


def row_of(topic: Topic, notes: list[ClassNote]) -> dict:
    """A line of the grid: who wrote on the topic, and what was asked about it."""
    questions = [question for cell in topic.cells for section in cell for question in section.asked]
    cells = [
        {"note": note, "sections": cell, "is_gap": not any(section.body or section.asked for section in cell)}
        for note, cell in zip(notes, topic.cells, strict=True)
    ]
    return {
        "heading": topic.heading,
        "cells": cells,
        "writers": [cell["note"].kept_by for cell in cells if not cell["is_gap"]],
        "questions": questions,
        "is_answered": all(question.is_answered for question in questions),
    }


def reading(user, note: ClassNote) -> dict:
    """One note from top to bottom: headings ranked below the page's own, a list of contents when there are many."""
    sections, loose = texts_of([note], Question.objects.for_list().with_answers().with_originals())
    parts = ranked(sections[note.pk])
    rows = in_order([note], sections, loose)
    set_apart(rows)
    unlink_hidden(user, ((note.team, row) for row in rows))
    return {
        "note": note,
        "sections": parts,
        "loose": loose[note.pk],
        "contents": contents(parts),
        "of_other_team": not note.team_is_open,
    }
