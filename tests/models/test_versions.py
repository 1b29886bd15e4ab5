"""Going back to what a row said before."""

import datetime

import pytest

from meetings.exporters.canonical import COUNTERS
from meetings.forms.questions import QuestionForm
from meetings.models import ActionItem, AgendaItem, Answer, Lecture, Meeting, Member, Question, Reference, Section
from meetings.models.versions import changes, go_back
from tests.conftest import THURSDAY, seated

pytestmark = pytest.mark.django_db


def changed(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def stored(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.fixture
def question(team, meeting) -> Question:
    return Question.objects.create(team=team, meeting=meeting, body="왜요?")


def test_a_question_keeps_its_status(question, mate):
    """It follows from the answers, and from whom the question waits for."""
    question.defer(to=mate)
    deferred = question.history.latest()
    changed(question, body="언제요?").reopen()
    go_back(question, deferred, QuestionForm.Meta.fields)
    assert (stored(question).body, stored(question).status) == ("왜요?", "open")
    opened = question.history.earliest()
    Answer.objects.create(question=question, body="그래서요.")
    question.take_answer_of([])
    go_back(question, opened, QuestionForm.Meta.fields)
    assert stored(question).is_answered


@pytest.mark.django_db(transaction=True)
def test_what_was_merged_or_removed_since_is_named_by_nobody(question, team, cohort, meeting, mate):
    lecture = Lecture.objects.create(cohort=cohort, number=7, title="최적화")
    twin = seated(team, "twin", "배 이든")
    twin.user.delete()
    twin.refresh_from_db()
    item = changed(AgendaItem.objects.create(meeting=meeting, body="공지", owner=twin), owner=None, body="공지 둘")
    changed(question, lecture=lecture, body="언제요?")
    then = question.history.latest()
    changed(question, lecture=None, body="어디서요?")
    mate.absorb(twin)
    lecture.delete()
    go_back(item, item.history.earliest(), ["body", "owner", "minutes"])
    go_back(question, then, QuestionForm.Meta.fields)
    assert (stored(item).body, stored(item).owner) == ("공지", None)
    assert (stored(question).body, stored(question).lecture) == ("언제요?", None)


def test_a_deleted_answer_comes_back_with_all_that_follows(question):
    answer = Answer.objects.create(question=question, body="그래서요.")
    question.take_answer_of([])
    answer.remove()
    assert stored(question).status == "open"
    go_back(answer, answer.history.earliest(), ["body", "speaker"])
    assert not stored(answer).is_removed
    assert stored(question).is_answered


def test_a_deleted_text_comes_back_with_what_it_points_at(question, meeting):
    section = Section.objects.create(meeting=meeting, body=f"[[Q{question.pk}]]에서 물었다")
    section.remove()
    assert not Reference.objects.exists()
    go_back(section, section.history.earliest(), ["heading", "body"])
    assert Reference.objects.get().question == question
    assert section.history.count() == 3


def test_references_follow_the_text_that_was_stored_last(question, meeting):
    section = Section.objects.create(meeting=meeting, body="아무것도")
    stale = stored(section)
    changed(stored(section), body=f"[[Q{question.pk}]]에서 물었다")
    go_back(stale, section.history.earliest(), ["heading", "body"])
    assert stored(section).body == "아무것도"
    assert not Reference.objects.exists()


def test_a_seat_that_became_one_with_another_leaves_nobody_unnamed(question, team, member, mate):
    """As one that came with a note, before its person claimed it."""
    noted = Member.objects.create(team=team, name="가온")
    question.set_named(asked_by=[noted])
    first = question.history.latest()
    changed(question, body="왜 그럴까요?")
    question.set_named(asked_by=[noted, mate])
    member.absorb(noted)
    question = stored(question)
    go_back(question, first, ["body", "asked_by"])
    assert (question.body, set(question.asked_by.all())) == ("왜요?", {member, mate})


def test_whom_it_named_then_is_named_again(meeting, team, member, mate):
    gone = seated(team, "gone", "한여울")
    item = ActionItem.objects.create(meeting=meeting, body="정리")
    item.set_named(owners=[mate, gone])
    first = item.history.latest()
    for people in ([member], [], [member, mate]):
        item.save()
        item.set_named(owners=people)
    gone.user.delete()
    gone.delete()
    go_back(item, first, ["body", "due_on", "owners"])
    assert list(item.owners.all()) == [mate]
    assert item.history.latest().named == {"owners": [[member.pk, mate.pk], [mate.pk]]}
    go_back(item, first, ["body", "due_on"])
    assert item.history.count() == 5


def test_going_back_to_what_it_says_makes_no_version(question):
    go_back(question, question.history.latest(), QuestionForm.Meta.fields)
    assert question.history.count() == 1


def test_what_a_program_counts_is_told_to_nobody(team, member, time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 19, 7, 0, tzinfo=datetime.UTC), tick=False)
    meeting, _is_new = Meeting.objects.open(team, THURSDAY, by=member.user)
    meeting.moderator = member
    meeting.save()
    labels = {str(one.label) for version in changes(meeting) for one in version.differences}
    assert str(Meeting._meta.get_field("moderator").verbose_name) in labels
    assert not labels & {str(Meeting._meta.get_field(name).verbose_name) for name in COUNTERS if name != "sent_as"}
