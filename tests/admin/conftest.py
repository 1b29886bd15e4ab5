"""A second cohort with rows of every noun: what staff of the first must never reach."""

import datetime
import io

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from meetings.models import (
    Answer,
    Assignment,
    ClassNote,
    Cohort,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    Tag,
    Team,
    User,
)
from tests.conftest import THURSDAY, seated

CANARY = "카나리아"


@pytest.fixture
def foreign_cohort(db) -> Cohort:
    return Cohort.objects.create(
        name=f"{CANARY} 기수", slug="spring", starts_on=datetime.date(2026, 3, 2), ends_on=datetime.date(2026, 12, 31)
    )


@pytest.fixture
def foreign_team(foreign_cohort) -> Team:
    return Team.objects.create(cohort=foreign_cohort, name=f"{CANARY} 팀", slug="canary")


@pytest.fixture
def foreign_member(foreign_team) -> Member:
    return seated(foreign_team, "canary", f"{CANARY} 사람")


@pytest.fixture
def foreign(foreign_cohort, foreign_team, foreign_member) -> dict:
    """One row of most nouns, by model name."""
    meeting = Meeting.objects.create(team=foreign_team, held_on=THURSDAY, title=f"{CANARY} 회의")
    master_class = MasterClass.objects.create(cohort=foreign_cohort, title=f"{CANARY} 수업")
    question = Question.objects.create(team=foreign_team, meeting=meeting, body=f"{CANARY} 질문")
    rows = [
        foreign_cohort,
        foreign_team,
        foreign_member,
        meeting,
        question,
        master_class,
        Answer.objects.create(question=question, body=f"{CANARY} 답"),
        Assignment.objects.create(cohort=foreign_cohort, title=f"{CANARY} 과제"),
        ClassNote.objects.create(master_class=master_class, team=foreign_team, title=f"{CANARY} 노트"),
        Lecture.objects.create(cohort=foreign_cohort, number=1, title=f"{CANARY} 강의"),
        Resource.objects.create(team=foreign_team, url="https://example.org/canary", title=CANARY),
        Review.objects.create(meeting=meeting, title=f"{CANARY} 리뷰"),
        Section.objects.create(meeting=meeting, heading=f"{CANARY} 제목"),
        Tag.objects.create(cohort=foreign_cohort, name=CANARY),
    ]
    return {row._meta.model_name: row for row in rows}


@pytest.fixture
def idle_staff(db) -> User:
    """Somebody marked as staff who runs no cohort."""
    return User.objects.create_user("idle", "idle@example.com", "correct-horse-4", is_staff=True)


def form_of(response) -> dict:
    """What a browser would send back for the page's form, inlines included."""
    on_page = [response.context["adminform"].form]
    for inline in response.context.get("inline_admin_formsets", []):
        on_page += [inline.formset.management_form, *inline.formset.forms]
    sent = {}
    for bound in (bound for form in on_page for bound in form):
        if bound.value() or (bound.value() == 0 and bound.value() is not False):
            sent |= _sent(bound)
        if bound.field.show_hidden_initial:
            opened_with = bound.form.data.get(bound.html_initial_name, bound.initial)
            sent[bound.html_initial_name] = opened_with or ""
    return sent


def _sent(bound) -> dict:
    widget = getattr(bound.field.widget, "widget", bound.field.widget)  # inside the admin's pencil and plus
    value = bound.field.prepare_value(bound.value())
    if isinstance(widget, forms.MultiWidget):
        parts = zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
        return {bound.html_name + suffix: part.format_value(text) for suffix, part, text in parts}
    if isinstance(value, list):
        return {bound.html_name: [str(getattr(one, "pk", one)) for one in value]}
    if value is True:
        return {bound.html_name: "on"}
    text = widget.format_value(value)
    return {bound.html_name: text[0] if isinstance(text, list) else text}


@pytest.fixture
def png() -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(written, "PNG")
    return SimpleUploadedFile("곡선.png", written.getvalue(), "image/png")
