"""Two people bring in, decide, make and undo at the same moment: nothing is lost, nothing stands twice, all is said.

Real threads with connections of their own; SQLite in memory has but one, so these run where the database is a server.
"""

import contextlib
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, connections

from meetings.models import Answer, Import, Meeting, Question, Section, SourceDocument
from tests.importers.test_undoing import everything
from tests.views.test_imports import NOTE, packed

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DAY = "2026-11-12"


@pytest.fixture(autouse=True)
def _shared_database(db):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite in memory has one connection")


@pytest.fixture
def two(signed_in, member, mate):
    return [signed_in(member), signed_in(mate)]


def together(*acts) -> list:
    """What each act returns, all begun at the same moment."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            answers[number] = act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=told) for told in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def brought(client, team, text: str | bytes = NOTE, name: str = "a.md"):
    raw = text.encode() if isinstance(text, str) else text
    return client.post(f"/teams/{team.slug}/imports/", {"files": [SimpleUploadedFile(name, raw)]}, follow=True)


def note() -> SourceDocument:
    return SourceDocument.objects.latest("pk")


def assert_no_errors(answers) -> None:
    assert all(answer is not None and answer.status_code in (200, 302, 400, 409) for answer in answers)


def test_two_make_the_same_note(two, team):
    brought(two[0], team)
    address = f"/imports/notes/{note().pk}/records/"
    answers = together(*(lambda client=client: client.post(address, follow=True) for client in two))
    assert_no_errors(answers)
    assert Question.objects.filter(body="왜 나누나요?").count() == Answer.objects.count() == 1
    assert Meeting.objects.filter(held_on=DAY).count() == 1


def test_one_makes_while_the_other_undoes(two, team):
    before = everything()
    brought(two[0], team)
    here = f"/imports/notes/{note().pk}/"
    two[0].post(f"{here}records/")
    answers = together(lambda: two[0].post(f"{here}records/"), lambda: two[1].post(f"{here}undo/"))
    assert_no_errors(answers)
    assert note().state == "undone"
    assert everything() == before


def test_two_undo_the_same_note(two, team):
    before = everything()
    brought(two[0], team)
    here = f"/imports/notes/{note().pk}/"
    two[0].post(f"{here}records/")
    assert_no_errors(together(*(lambda client=client: client.post(f"{here}undo/") for client in two)))
    assert everything() == before


def test_two_bring_the_same_zip(two, team):
    zip_of_notes = packed(**{f"{n}.md": NOTE.replace(DAY, f"2026-11-{n}") for n in range(10, 20)})
    answers = together(*(lambda client=client: brought(client, team, zip_of_notes, "a.zip") for client in two))
    assert_no_errors(answers)
    assert SourceDocument.objects.here().count() == 10
    for arrival in Import.objects.all():
        while arrival.notes.unread().exists():
            two[0].post(f"/imports/{arrival.pk}/reading/")
    assert SourceDocument.objects.filter(state="waiting").count() == 10


def test_two_read_on_and_make_the_same_import(two, team):
    text = NOTE.replace("- 학습률은 배치 크기에 비례해야 하나요?\n", "")
    brought(two[0], team, packed(**{f"{n}.md": text.replace(DAY, f"2026-11-{n}") for n in range(10, 30)}), "a.zip")
    here = Import.objects.get().get_absolute_url()
    for state, step in (("unread", "reading"), ("waiting", "records")):
        while SourceDocument.objects.filter(state=state).exists():  # a step takes two seconds, on any machine
            acts = [lambda client=client, step=step: client.post(f"{here}{step}/") for client in two]
            assert_no_errors(together(*acts))
    assert SourceDocument.objects.filter(state="imported").count() == 20
    assert Question.objects.count() == Meeting.objects.count() == 20


def test_two_decide_on_one_note(two, team):
    brought(two[0], team)
    here = f"/imports/notes/{note().pk}/"
    told = [{"take-0.questions.0": "no"}, {"take-0.questions.1": "yes"}]
    answers = together(*(lambda n=n: two[n].post(here, told[n]) for n in range(2)))
    assert_no_errors(answers)
    assert note().decisions["records"] == {"0.questions.0": {"take": False}, "0.questions.1": {"take": True}}


def test_a_note_joins_minutes_that_somebody_edits(two, team):
    meeting = Meeting.objects.create(team=team, held_on=DAY)
    question = Question.objects.create(team=team, meeting=meeting, body="왜 나누나요?")

    def edit():
        for n in range(5):
            Section.objects.create(meeting=meeting, body=f"{n}번째 메모")
        changed = Question.objects.get(pk=question.pk)
        changed.status = "deferred"
        changed.save(update_fields=["status"])
        return two[1].get(meeting.get_absolute_url())

    brought(two[0], team)
    answers = together(lambda: two[0].post(f"/imports/notes/{note().pk}/records/"), edit)
    assert_no_errors(answers)
    assert meeting.sections.filter(body__endswith="번째 메모").count() == 5
    assert Question.objects.filter(body="왜 나누나요?").count() == 1
    assert question.answers.get().body == "분산이 커져서요."
    assert note().state == "imported"


def test_two_notes_open_the_same_day(two, team):
    for n in range(2):
        brought(two[n], team, f"{NOTE}\n{n}번째 노트\n", f"{n}.md")
    keys = SourceDocument.objects.order_by("pk").values_list("pk", flat=True)
    acts = [lambda n=n: two[n].post(f"/imports/notes/{keys[n]}/records/") for n in range(2)]
    assert_no_errors(together(*acts))
    meeting = Meeting.objects.get(held_on=DAY)
    assert meeting.questions.filter(body="왜 나누나요?").count() == 1
    assert all(meeting.sections.filter(body__contains=f"{n}번째 노트").exists() for n in range(2))


def test_a_note_opens_the_day_that_somebody_opens(two, team):
    brought(two[0], team)

    def open_day():
        with contextlib.suppress(IntegrityError):  # the note was quicker
            Meeting.objects.create(team=team, held_on=DAY)
        return two[1].get("/")

    here = f"/imports/notes/{note().pk}/records/"
    answers = together(lambda: two[0].post(here), open_day)
    assert_no_errors(answers)
    if note().state == "waiting":  # told that nothing was made; once more
        assert answers[0].status_code == 400
        two[0].post(here)
    assert Meeting.objects.get(held_on=DAY).questions.get(body="왜 나누나요?").answers.count() == 1
