from django.db import transaction

from meetings.models import Answer, Attendance, Meeting, Question, Section


def revision_of(meeting) -> int:
    return Meeting.objects.get(pk=meeting.pk).revision


def test_every_change_of_a_row_has_the_next_number(meeting):
    section = Section.objects.create(meeting=meeting, body="하나")
    question = Question.objects.create(team=meeting.team, meeting=meeting, body="둘?")
    answer = Answer.objects.create(question=question, body="셋")
    assert [row.revision for row in (section, question, answer)] == [1, 2, 3]
    section.body = "하나 더"
    section.save()
    question.remove()
    question.restore()
    assert section.revision == 4
    assert (question.revision, revision_of(meeting)) == (6, 6)


def test_what_fails_takes_no_number(meeting):
    with transaction.atomic():
        Section.objects.create(meeting=meeting, body="하나")
        transaction.set_rollback(True)
    assert Section.objects.create(meeting=meeting, body="둘").revision == 1


def test_saving_stale_minutes_leaves_the_counter_where_it_is(meeting):
    stale = Meeting.objects.get(pk=meeting.pk)
    for number in range(5):
        Section.objects.create(meeting=meeting, body=str(number))
    stale.title = "회고"
    stale.save()
    stored = Meeting.objects.get(pk=meeting.pk)
    assert (stored.revision, stored.head_revision, stored.title) == (6, 6, "회고")


def test_who_was_there_belongs_to_the_head(meeting, member):
    Section.objects.create(meeting=meeting, body="하나")
    Attendance.objects.create(meeting=meeting, member=member)
    stored = Meeting.objects.get(pk=meeting.pk)
    assert (stored.revision, stored.head_revision) == (2, 2)


def test_a_whole_note_is_one_change(meeting):
    with meeting.one_revision() as number:
        rows = [Section.objects.create(meeting=Meeting.objects.get(pk=meeting.pk), body=str(n)) for n in range(3)]
    assert {row.revision for row in rows} == {number} == {revision_of(meeting)}
    assert Section.objects.create(meeting=meeting, body="뒤에").revision == number + 1


def test_a_text_outside_of_minutes_counts_its_own_changes(team):
    kept = Question.objects.create(team=team, body="어디에도 없나요?")
    kept.body = "어디에도 없어요?"
    kept.save()
    assert kept.revision == 2
