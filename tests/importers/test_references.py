import pytest

from meetings.importers.undoing import undo
from meetings.models import Learning, Lecture, Question, Reference, Section

pytestmark = pytest.mark.django_db

NOTE = """# 11월 19일 피어세션

- 모더레이터 : 문가온

## 질문

- Q. #7강에서 @가온님은 왜 나누나요? (배이든)
    - A. @이든, [[Q{number}]] 보세요

## 잡담

@서나래 님도 왔어요
"""


def test_an_imported_note_points_at_people_lectures_and_questions(bring, team, member):
    seventh = Lecture.objects.create(cohort=team.cohort, number=7)
    asked = Question.objects.create(team=team, body="보정이 뭔가요?")
    bring(text=NOTE.format(number=asked.pk))
    question = Question.objects.exclude(pk=asked.pk).get()
    targets = Reference.objects.by(question).values_list("lecture", "member")
    assert set(targets) == {(seventh.pk, None), (None, member.pk)}
    assert Reference.objects.by(question.answers.get()).filter(question=asked).exists()
    assert Reference.objects.by(question.answers.get()).get(question=None).member.name == "배이든"
    assert "@서나래" in Section.objects.get(heading="잡담").body_text  # nobody that the note gives a seat


def test_taking_a_note_back_takes_along_what_it_points_at(bring, team):
    before = Learning.objects.create(team=team, body="남는 글")
    source = bring(text=NOTE.format(number=1)).source
    assert Reference.objects.exists()
    undone = undo(source)
    assert not undone.kept
    assert not Reference.objects.exists()
    assert before.pk
