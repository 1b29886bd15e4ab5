"""What changes a row looks first, while nobody else can write, at what became of it and of its minutes meanwhile."""

import pytest

from meetings.models import ActionItem, Answer, Attendance, Learning, Meeting, Question, Review, Section
from meetings.models.revisions import Final, Gone
from meetings.models.versions import go_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(team, meeting) -> dict:
    question = Question.objects.create(team=team, meeting=meeting, body="첫 글")
    made = [
        Section.objects.create(meeting=meeting, body="첫 글"),
        ActionItem.objects.create(meeting=meeting, body="첫 글"),
        Learning.objects.create(team=team, meeting=meeting, body="첫 글"),
        question,
        Answer.objects.create(question=question, body="첫 글"),
    ]
    return {row.route: row for row in made}


def stored(row):
    return type(row)._base_manager.get(pk=row.pk)


def everything_of(row) -> tuple:
    now = stored(row)
    return now.body, now.order, now.removed_at, now.revision, now.history.count()


VERBS = {
    "tick": ("action_item", lambda row, member: row.tick()),
    "untick": ("action_item", lambda row, member: row.untick()),
    "move_by": ("section", lambda row, member: row.move_by(1)),
    "move_after": ("section", lambda row, member: row.move_after(None)),
    "move_a_question": ("question", lambda row, member: row.move_by(1)),
    "move_a_learning": ("learning", lambda row, member: row.move_after(None)),
    "count_in": ("learning", lambda row, member: row.count_in(member)),
    "count_out": ("learning", lambda row, member: row.count_out(member)),
    "remove": ("section", lambda row, member: row.remove()),
    "restore": ("section", lambda row, member: row.restore()),
    "go_back": ("section", lambda row, member: go_back(row, row.history.earliest(), ["body"])),
}


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_changes_in_minutes_that_were_finalised_meanwhile(verb, rows, meeting, member):
    noun, act = VERBS[verb]
    row = rows[noun]
    Meeting.objects.get(pk=meeting.pk).finalise(by=member.user)
    before = everything_of(row)
    with pytest.raises(Final) as refusal:
        act(row, member)
    assert refusal.value.meeting.finalised_by == member.user
    assert everything_of(row) == before


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_changes_in_minutes_that_were_taken_away_meanwhile(verb, rows, meeting, member):
    noun, act = VERBS[verb]
    row = rows[noun]
    Meeting.objects.get(pk=meeting.pk).remove()
    before = everything_of(row)
    with pytest.raises(Gone):
        act(row, member)
    assert everything_of(row) == before


@pytest.mark.parametrize("verb", sorted(VERBS.keys() - {"remove", "restore", "go_back"}))
def test_what_was_deleted_meanwhile_is_not_changed(verb, rows, member):
    noun, act = VERBS[verb]
    row = rows[noun]
    stored(row).remove()
    before = everything_of(row)
    with pytest.raises(Gone):
        act(row, member)
    assert everything_of(row) == before


def test_what_was_asked_lives_on_after_the_minutes_are_final(rows, meeting):
    question, answer = rows["question"], rows["answer"]
    Meeting.objects.get(pk=meeting.pk).finalise(by=None)
    answer.accept(by=None)
    assert stored(answer).is_accepted
    answer.remove()
    question.remove()
    assert stored(question).is_removed


def test_an_answer_goes_with_its_question(rows):
    answer = rows["answer"]
    stored(rows["question"]).remove()
    for act in (answer.remove, answer.unaccept, lambda: answer.endorse(by=None)):
        with pytest.raises(Gone):
            act()
    assert not stored(answer).is_removed


@pytest.mark.parametrize(
    ("noun", "act"),
    [
        ("action_item", lambda row: row.tick()),
        ("section", lambda row: row.remove()),
        ("question", lambda row: row.defer()),
        ("question", lambda row: row.take_answer_of([])),
        ("answer", lambda row: row.accept(by=None)),
        ("answer", lambda row: row.endorse(by=None)),
        ("answer", lambda row: row.remove()),
    ],
)
def test_a_version_says_what_somebody_else_has_just_saved(noun, act, rows):
    row = rows[noun]
    other = stored(row)
    other.body = "그 사이의 글"
    other.save()
    act(row)
    assert row.history.latest().body == stored(row).body == row.body == "그 사이의 글"
    assert row.is_rendered


def test_a_version_of_a_row_that_came_back_says_the_newest_text_too(rows):
    row = rows["section"]
    row.remove()
    other = stored(row)
    other.body = "그 사이의 글"
    other.save()
    row.restore()
    assert row.history.latest().body == "그 사이의 글"


def test_a_version_of_the_minutes_says_what_somebody_else_has_just_saved(meeting, mate):
    other = Meeting.objects.get(pk=meeting.pk)
    other.title = "회고"
    other.save()
    meeting.give_duty("scribe", mate)
    assert meeting.history.latest().title == "회고"


def test_a_learning_stays_under_its_review_when_the_place_where_it_should_go_is_gone(rows, team, meeting):
    moved = rows["learning"]
    review = Review.objects.create(meeting=meeting, title="과제 6")
    there = Learning.objects.create(team=team, meeting=meeting, review=review, body="거기")
    stored(there).remove()
    moved.move_after(there)
    assert (stored(moved).review, moved.history.count()) == (None, 1)
    there.restore()
    moved.move_after(there)
    assert stored(moved).review == review


def test_opening_minutes_again_that_are_open_changes_nothing(meeting):
    meeting.reopen()
    assert (stored(meeting).revision, meeting.history.count()) == (0, 1)


def test_settling_what_nobody_contests_changes_nothing(meeting, member, mate):
    Attendance.objects.mark(meeting, mate, Attendance.State.LATE, member.user)
    mark = Attendance.objects.get()
    revision = stored(meeting).revision
    mark.settle(member.user, as_contested=True)
    mark.contest(Attendance.State.LATE, mate.user)
    assert (stored(meeting).revision, mark.history.count()) == (revision, 1)
    assert Attendance.objects.get().marked_by == member.user


def test_a_row_that_is_nowhere_is_gone(rows):
    row = rows["section"]
    stored(row).delete()
    with pytest.raises(Gone):
        row.remove()


def test_whom_a_row_names_is_asked_for_again_where_that_was_changed(rows, mate):
    question = Question.objects.select_related("deferred_to").get(pk=rows["question"].pk)
    stored(question).defer(to=mate)
    question.hold()
    assert question.deferred_to == mate


def test_what_stands_outside_of_minutes_is_held_by_itself(team):
    question = Question.objects.create(team=team, body="왜요?")
    answer = Answer.objects.create(question=question, body="첫 글")
    other = stored(answer)
    other.body = "그 사이의 글"
    other.save()
    answer.endorse(by=None)
    assert answer.history.latest().body == "그 사이의 글"
    answer.remove()
    question.move_by(1)
    stored(question).remove()
    with pytest.raises(Gone):
        answer.restore()
