"""What is stored is found, whichever way it was stored, and nothing else."""

import random

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from meetings.models import Answer, ClassNote, Learning, MasterClass, Question, SearchDocument, Section
from meetings.models.batches import delete_all, store_new
from meetings.search import indexing, search


def found(member, text):
    return [(hit.kind, hit.object.pk) for hit in search(member.user, text).hits]


def everything():
    columns = ["key", "kind", "shown", "team", "meeting", "class_note", "question", "tokens"]
    return sorted(SearchDocument.objects.values_list(*columns))


class Refused(Exception):
    pass


def test_a_text_is_found_from_its_save_on(team, member):
    question = Question.objects.create(team=team, body="역전파가 뭔가요?")
    assert found(member, "역전파") == [("question", question.pk)]
    question.body = "순전파가 뭔가요?"
    question.save()
    assert found(member, "역전파") == []
    assert found(member, "순전파") == [("question", question.pk)]


def test_a_save_that_was_rolled_back_leaves_nothing(team, member):
    question = Question.objects.create(team=team, body="역전파가 뭔가요?")
    before = everything()
    with transaction.atomic():
        Question.objects.create(team=team, body="순전파가 뭔가요?")
        question.body = "드롭아웃"
        question.save()
        transaction.set_rollback(True)
    assert everything() == before
    assert found(member, "순전파") == found(member, "드롭아웃") == []
    assert found(member, "역전파") == [("question", question.pk)]


def test_an_answer_shows_as_its_question_and_goes_with_it(team, member):
    question = Question.objects.create(team=team, body="왜 느린가요?")
    answer = Answer.objects.create(question=question, body="가비지 컬렉터 때문입니다.")
    hit = search(member.user, "컬렉터").hits[0]
    assert (hit.kind, hit.object, hit.answer_count) == ("question", question, 1)
    assert "<mark>컬렉터</mark>" in hit.snippet_html
    question.remove()
    assert found(member, "컬렉터") == []
    question.restore()
    assert found(member, "컬렉터") == [("question", question.pk)]
    answer.remove()
    assert found(member, "컬렉터") == []


def test_a_section_of_a_class_note_shows_as_the_note(team, member, cohort):
    held = MasterClass.objects.create(cohort=cohort, title="인공지능 수학")
    note = ClassNote.objects.create(master_class=held, team=team, author=member)
    section = Section.objects.create(class_note=note, heading="고유값", body="분해는 어렵습니다")
    hit = search(member.user, "분해").hits[0]
    assert (hit.kind, hit.object) == ("class_note", note)
    assert hit.url.endswith(f"#section-{section.pk}")
    assert found(member, "인공지능") == [("class_note", note.pk)]
    note.title = "노트 제목"
    note.save()
    assert found(member, "제목") == [("class_note", note.pk)]


def test_many_rows_at_once_are_found_and_gone(team, meeting, member):
    rows = [Section(meeting=meeting, body=f"드롭아웃 {number}", order=number) for number in range(3)]
    with meeting.one_revision():
        store_new(rows)
    assert len(found(member, "드롭아웃")) == 3
    with transaction.atomic():
        delete_all(rows)
    assert found(member, "드롭아웃") == []


def test_a_text_of_another_renderer_is_found_by_what_it_says_now(team, member):
    question = Question.objects.create(team=team, body="**역전파**")
    Question.objects.filter(pk=question.pk).update(body_text="옛 글", body_version=0)
    indexing.rebuild()
    assert found(member, "역전파") == []
    call_command("render")
    assert found(member, "역전파") == [("question", question.pk)]


WORDS = ["역전파", "가능도", "softmax", "경사하강법", "\\lambda", "batch_idx", "드롭아웃", "C++", "합", "ResNet"]


def _edit(chance, team, meeting, note):
    """One random change, such as people make."""
    body = " ".join(chance.sample(WORDS, 3))
    noun = chance.choice([Question, Learning, Section, Answer])
    rows = list(noun._base_manager.all())
    row = chance.choice(rows) if rows and chance.random() < 0.7 else None
    if row is None:
        place = {"class_note": note} if noun in (Section, Question) and chance.random() < 0.3 else {"meeting": meeting}
        asked = Question.objects.alive().order_by("?").first()
        if noun is Answer and asked is None:
            return
        fields = {"question": asked} if noun is Answer else place | ({} if noun is Section else {"team": team})
        noun.objects.create(body=body, **fields)
    elif noun is Answer and row.question.is_removed:
        return
    elif row.is_removed:
        row.restore()
    else:
        chance.choice([lambda: row.remove(), lambda: _write(row, body), lambda: _write(row, body), row.delete])()


def _write(row, body):
    row.body = body
    row.save()


@pytest.mark.parametrize("seed", range(3))
def test_after_random_edits_the_index_is_what_a_rebuild_makes(seed, team, meeting, cohort, member):
    chance = random.Random(seed)
    held = MasterClass.objects.create(cohort=cohort, title="수업")
    note = ClassNote.objects.create(master_class=held, team=team)
    for _edit_number in range(120):
        try:
            with transaction.atomic():
                _edit(chance, team, meeting, note)
                if chance.random() < 0.3:
                    raise Refused
        except Refused:
            continue
    before = everything()
    assert before
    answers = [found(member, word) for word in WORDS]
    assert indexing.check() == 0
    SearchDocument.objects.all().delete()
    indexing.rebuild()
    assert everything() == before
    assert [sorted(found(member, word)) for word in WORDS] == [sorted(hits) for hits in answers]


def test_check_finds_and_mends_what_drifted(team, member, capsys):
    kept = Question.objects.create(team=team, body="역전파")
    lost = Question.objects.create(team=team, body="드롭아웃")
    gone = Question.objects.create(team=team, body="정규화")
    SearchDocument.objects.filter(question=lost).delete()
    SearchDocument.objects.filter(question=kept).update(tokens=["엉뚱"])
    Question.objects.filter(pk=gone.pk).update(removed_at=gone.created_at)
    call_command("search_index", "--check")
    assert "3 documents mended" in capsys.readouterr().out
    assert found(member, "드롭아웃") == [("question", lost.pk)]
    assert found(member, "역전파") == [("question", kept.pk)]
    assert found(member, "정규화") == []
    assert indexing.check() == 0


def test_an_index_that_is_missing_is_laid_out_anew(team, member):
    question = Question.objects.create(team=team, body="역전파")
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP INDEX search_tokens" if connection.vendor == "postgresql" else "DROP TRIGGER search_tokens_insert"
        )
    connection.check_constraints()  # nothing is left to the end of the test's own transaction, which holds all
    assert indexing.check() == 1
    assert indexing.check() == 0
    assert found(member, "역전파") == [("question", question.pk)]


def test_words_are_counted(team, capsys):
    Question.objects.create(team=team, body="역전파가 뭔가요?")
    call_command("search_index")
    out = capsys.readouterr().out
    assert "1 documents written" in out
    assert "words counted" in out
