"""One person's note of a class as Markdown, and what was asked or learnt in no meeting."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from meetings.exporters import rows, words
from meetings.exporters.book import Book
from meetings.exporters.facts import facts, person
from meetings.exporters.front_matter import FORMAT, VERSION, front_matter
from meetings.exporters.sheet import Sheet
from meetings.models import ClassNote, MasterClass, Question


def notes(book: Book, pks: list[int]):
    questions = rows.questions(Question.objects.alive().order_by(*rows.IN_ORDER))
    here = book.note_rows.filter(pk__in=pks).select_related("master_class", "team", "author__team")
    return here.prefetch_related("resources", Prefetch("sections", rows.sections()), Prefetch("questions", questions))


def note_file(note: ClassNote, book: Book) -> str:
    here, sheet = book.notes[note.pk], Sheet()
    for section in note.sections.all():
        rows.write_section(sheet, section, book, here)
    if questions := list(note.questions.all()):
        sheet.part(f"## {_('Questions')}")
        for question in questions:
            rows.write_question(sheet, question, book, here)
    sheet.end()
    sheet.add(f"---\n\n{words.linked(note.team.name, book.link(book.index, here))}")
    return front_matter(_head("class_note", str(note)) | _note_facts(note, book, questions)) + f"\n{sheet}"


def _head(noun: str, title: str) -> dict[str, Any]:
    told = {"layout": "page", "title": title, "render_with_liquid": False}
    return told | {"format": FORMAT, "version": VERSION, "noun": noun}


def _note_facts(note: ClassNote, book: Book, questions: list[Question]) -> dict[str, Any]:
    return {
        "team": note.team.name,
        "class": class_facts(note.master_class, book),
        "class_note": {"author": note.author and person(note.author, book)} | facts(note, book),
        "sections": {rows.label(row): rows.section_facts(row, book) for row in note.sections.all()},
        **question_facts(questions, book),
        "links": {link.url: link.title for link in note.resources.all()},
        **rows.named_by(questions, book),
    }


def class_facts(master_class: MasterClass, book: Book) -> dict[str, Any]:
    return facts(master_class, book)


def question_facts(questions: list[Question], book: Book) -> dict[str, Any]:
    answers = [answer for question in questions for answer in question.answers.all()]
    told = {"questions": rows.table(questions, book), "answers": rows.table(answers, book)}
    return told | {"comments": rows.table([row for answer in answers for row in answer.comments.all()], book)}


def questions_file(path: str, pks: list[int], book: Book) -> str:
    asked = list(rows.questions(book.free_questions.filter(pk__in=pks)))
    sheet = Sheet()
    for question in asked:
        rows.write_question(sheet, question, book, path)
    told = question_facts(asked, book) | rows.named_by(asked, book)
    return _loose_file("questions", _("Questions"), path, told, sheet, book)


def learnings_file(path: str, pks: list[int], book: Book) -> str:
    learnt = list(rows.learnings(book.free_learnings.filter(pk__in=pks)))
    sheet = Sheet()
    sheet.group("learnings")
    rows.write_learnings(sheet, learnt, book, path)
    told = {"learnings": rows.table(learnt, book)}
    return _loose_file("learnings", _("Learnings"), path, told, sheet, book)


def _loose_file(noun: str, title: str, path: str, told: dict[str, Any], sheet: Sheet, book: Book) -> str:
    sheet.end()
    sheet.add(f"---\n\n{words.linked(book.team.name, book.link(book.index, path))}")
    month = path.rpartition("/")[2].removesuffix(".md")
    head = _head(noun, words.joined(title, month)) | {"team": book.team.name}
    return front_matter(head | told) + f"\n{sheet}"
