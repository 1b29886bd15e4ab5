"""What is stored is found, whichever way it was stored, and nothing else."""

import contextlib
import datetime
import os
import random
import threading

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from meetings.apps import let_be_found
from meetings.models import (
    Answer,
    ClassNote,
    Cohort,
    Learning,
    MasterClass,
    Question,
    SearchDocument,
    SearchWord,
    Section,
    SourceDocument,
    token_index,
)
from meetings.models.batches import delete_all, store_new
from meetings.models.duplicates import NotTheSame
from meetings.models.search import document_of
from meetings.models.tokens import apart, together
from meetings.search import PAGE, indexing, search
from meetings.search.korean import document_tokens


def keys(results):
    return [(hit.kind, hit.object.pk) for hit in results.hits]


def found(member, text):
    return keys(search(member.user, text))


def everything():
    columns = ["key", "kind", "shown", "team", "meeting", "class_note", "question", "tokens"]
    return sorted(SearchDocument.objects.values_list(*columns))


class Refused(Exception):
    pass


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.fixture
def next_cohort():
    day = datetime.date(2027, 3, 1)
    return Cohort.objects.create(name="다음 기수", slug="next", starts_on=day, ends_on=day)


WORDS = ["역전파", "가능도", "softmax", "경사하강법", "\\lambda", "batch_idx", "드롭아웃", "C++", "합", "ResNet"]


def _any(chance, rows):
    """One of them by chance, or None: of the same rows always the same, unlike the database's own choice."""
    count = rows.count()
    return rows.order_by("pk")[chance.randrange(count)] if count else None


def _edit(chance, teams, meeting, note):
    """One random change, such as people make."""
    body, team = " ".join(chance.sample(WORDS, 3)), teams[0]
    if chance.random() < 0.1:
        chance.choice([_rename, _merge, _move, _regroup])(chance, teams, note)
        return
    noun = chance.choice([Question, Learning, Section, Answer])
    row = _any(chance, noun._base_manager) if chance.random() < 0.7 else None
    if row is None:
        place = {"class_note": note} if noun in (Section, Question) and chance.random() < 0.3 else {"meeting": meeting}
        asked = _any(chance, Question.objects.alive())
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


def _rename(chance, teams, note):
    note.master_class.title = " ".join(chance.sample(WORDS, 2))
    note.master_class.save(update_fields=chance.choice([None, ["title"]]))


def _regroup(chance, teams, note):
    note.master_class.cohort = _any(chance, Cohort.objects)
    note.master_class.save()


def _merge(chance, teams, note):
    rows = Question.objects.alive().unmerged().filter(duplicate_of=None, team=teams[0])
    one, other = _any(chance, rows), _any(chance, rows)
    if one != other and not other.duplicates.exists():
        with contextlib.suppress(NotTheSame):
            other.merge_into(one)


def _move(chance, teams, note):
    if question := _any(chance, Question._base_manager):
        question.meeting = question.class_note = None
        question.team = chance.choice(teams)
        question.save(update_fields=chance.choice([None, ["team", "meeting", "class_note"]]))


def _write(row, body):
    row.body = body
    row.save()


EDITS = int(os.environ.get("EDITS", "120"))  # ten thousand take some minutes


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_after_random_edits_the_index_is_what_a_rebuild_makes(
    seed, team, other_team, meeting, cohort, next_cohort, member
):
    chance = random.Random(seed)
    held = MasterClass.objects.create(cohort=cohort, title="수업")
    note = ClassNote.objects.create(master_class=held, team=team)
    for _edit_number in range(EDITS):
        note = ClassNote.objects.get(pk=note.pk)  # as each request has it
        try:
            with transaction.atomic():
                _edit(chance, [team, other_team], meeting, note)
                if chance.random() < 0.3:
                    raise Refused
        except Refused:
            continue
    before = everything()
    assert before
    answers = [_answer(member, word) for word in WORDS]
    assert indexing.check() == 0
    SearchDocument.objects.all().delete()
    indexing.rebuild()
    assert everything() == before
    assert [_answer(member, word) for word in WORDS] == answers


def _answer(member, word):
    """How much there is, and all of it where a page holds it: of what fits alike the last stored comes first."""
    results = search(member.user, word)
    return results.counts, sorted(keys(results)) if results.count <= PAGE else []


@pytest.mark.slow
def test_what_was_part_of_something_that_is_deleted_for_good_is_found_by_itself(team, member):
    original, part = (Question.objects.create(team=team, body="역전파가 뭔가요?") for _number in range(2))
    answer = Answer.objects.create(question=part, body="연쇄 법칙입니다.")
    part.merge_into(original)
    assert found(member, "역전파") == found(member, answer.body) == [("question", original.pk)]
    original.delete()
    assert found(member, "역전파") == found(member, answer.body) == [("question", part.pk)]
    assert indexing.check() == 0


@pytest.mark.slow
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


# Places


@pytest.mark.slow
def test_an_answer_goes_where_its_question_goes(team, other_team, meeting, member, outsider):
    question = Question.objects.create(team=team, meeting=meeting, body="왜 느린가요?")
    Answer.objects.create(question=question, body="가비지 컬렉터 때문입니다.")
    question = Question.objects.get(pk=question.pk)
    question.team, question.meeting = other_team, None
    question.save(update_fields=["team", "meeting"])
    assert found(member, "컬렉터") == found(member, "느린가요") == []
    assert found(outsider, "컬렉터") == [("question", question.pk)]
    assert indexing.check() == 0


def test_a_question_that_is_brought_back_by_a_whole_save_has_its_answers(team, member):
    question = Question.objects.create(team=team, body="왜 느린가요?")
    Answer.objects.create(question=question, body="가비지 컬렉터 때문입니다.")
    question.remove()
    question.removed_at = None
    question.save()
    assert found(member, "컬렉터") == [("question", question.pk)]


@pytest.mark.slow
def test_no_copy_decides_who_may_read(team, other_team, member, outsider):
    """Whatever went by `save`: the rows themselves are asked before a text is shown."""
    question = Question.objects.create(team=team, body="왜 느린가요?")
    Answer.objects.create(question=question, body="가비지 컬렉터 때문입니다.")
    Question.objects.filter(pk=question.pk).update(team=other_team)
    assert found(member, "컬렉터") == found(member, "느린가요") == []
    assert indexing.check() == 2
    assert found(outsider, "컬렉터") == [("question", question.pk)]


def test_a_class_note_is_found_by_the_name_that_its_class_has_now(team, member, cohort):
    held = MasterClass.objects.create(cohort=cohort, title="오리너구리 특강")
    note = ClassNote.objects.create(master_class=held, team=team)
    held.title = "코끼리 특강"
    held.save()
    assert found(member, "오리너구리") == []
    assert found(member, "코끼리") == [("class_note", note.pk)]
    assert indexing.check() == 0


def test_sections_go_with_their_note(team, other_team, member, cohort):
    held = MasterClass.objects.create(cohort=cohort, title="수업")
    note = ClassNote.objects.create(master_class=held, team=team)
    Section.objects.create(class_note=note, body="드롭아웃")
    note.team = other_team
    note.save()
    assert found(member, "드롭아웃 team:mine") == []
    assert found(member, "드롭아웃") == [("class_note", note.pk)]
    assert indexing.check() == 0


@pytest.fixture
def noted(team, cohort):
    """A note of a class, with what stands in it."""
    held = MasterClass.objects.create(cohort=cohort, title="수업")
    note = ClassNote.objects.create(master_class=held, team=team)
    Section.objects.create(class_note=note, body="드롭아웃")
    question = Question.objects.create(class_note=note, team=team, body="역전파")
    Answer.objects.create(question=question, body="컬렉터")
    return ClassNote.objects.get()


def test_what_is_written_in_a_class_note_goes_to_the_cohort_of_its_class(noted, next_cohort):
    noted.master_class = MasterClass.objects.create(cohort=next_cohort, title="다음 수업")
    noted.save()
    assert indexing.check() == 0


def test_what_is_written_in_a_class_note_goes_with_its_class(noted, next_cohort):
    held = MasterClass.objects.get()
    held.cohort = next_cohort
    held.save()
    assert indexing.check() == 0


def test_the_day_of_what_was_imported_follows_that_of_its_meeting_class_and_question(team, meeting, noted):
    source = {"source": SourceDocument.objects.create(team=team, sha256="0" * 64)}
    Section.objects.create(meeting=meeting, body="드롭아웃", **source)
    Learning.objects.create(meeting=meeting, team=team, body="드롭아웃", **source)
    Section.objects.create(class_note=noted, body="드롭아웃", **source)
    question = Question.objects.create(meeting=meeting, team=team, body="왜?", **source)
    Answer.objects.create(question=question, body="그래서", **source)
    meeting.held_on = noted.master_class.held_on = datetime.date(2026, 11, 3)
    meeting.save()
    noted.master_class.save()
    question = Question.objects.get(pk=question.pk)
    question.asked_at = datetime.datetime(2026, 11, 3, 3, tzinfo=datetime.UTC)
    question.save()
    assert indexing.check() == 0


def test_the_day_is_that_of_the_text(team, meeting):
    """Not that of its import."""
    asked = datetime.datetime(2026, 11, 3, 3, tzinfo=datetime.UTC)
    note = SourceDocument.objects.create(team=team, sha256="0" * 64)
    question = Question.objects.create(team=team, body="왜?", asked_at=asked, source=note)
    answer = Answer.objects.create(question=question, body="그래서", source=note)
    section = Section.objects.create(meeting=meeting, body="드롭아웃", source=note)
    days = {one.answer_id or one.section_id: one.created_at for one in SearchDocument.objects.exclude(answer=None)}
    assert days == {answer.pk: asked}
    assert SearchDocument.objects.get(section=section).created_at.date() == meeting.held_on
    SearchDocument.objects.update(created_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    assert indexing.check() == 3


# While the site is in use


def test_what_is_sound_is_checked_without_a_lock(team, django_assert_max_num_queries):
    Question.objects.create(team=team, body="역전파")
    with CaptureQueriesContext(connection) as asked:
        assert indexing.check() == 0
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}
    assert not [query for query in asked if "FOR " in query["sql"]]


def test_documents_are_written_few_at_a_time(team, monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    held = []
    monkeypatch.setattr(indexing, "keep_found", lambda rows, changed: held.append(len(rows)))
    store_new([Question(team=team, body=f"역전파 {number}") for number in range(5)])
    indexing.rebuild()
    assert held == [2, 2, 1]


def test_tokens_are_made_before_others_have_to_wait(team, monkeypatch):
    question = Question.objects.create(team=team, body="역전파")
    written = Question(team=team, body="순전파")
    written.render_body()
    monkeypatch.setattr("meetings.models.search.document_tokens", None)
    question.take_text(written)
    question.save()
    assert SearchDocument.objects.get().tokens[:2] == ["순전", "전파"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_makes_the_table_anew_takes_nothing_away(team, member):
    question = Question.objects.create(team=team, body="역전파")
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            editor._remake_table(SearchDocument)
    else:
        token_index.drop(connection)
    later = Question.objects.create(team=team, body="역전파")
    let_be_found(apps.get_app_config("meetings"), plan=[(None, False)])
    assert set(found(member, "역전파")) == {("question", question.pk), ("question", later.pk)}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_was_written_before_there_was_search_is_found(team, member):
    question = Question.objects.create(team=team, body="역전파")
    SearchDocument.objects.all().delete()
    let_be_found(apps.get_app_config("meetings"), plan=[(None, False)])
    assert found(member, "역전파") == [("question", question.pk)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_was_stopped_after_a_migration_goes_on_at_the_next(team, member, monkeypatch, capsys):
    first = Question.objects.create(team=team, body="역전파")
    later = Question.objects.create(team=team, body="역전파")
    SearchDocument.objects.filter(question=later).delete()
    paused = []
    monkeypatch.setattr(indexing.time, "sleep", paused.append)
    call_command("migrate")
    assert set(found(member, "역전파")) == {("question", first.pk), ("question", later.pk)}
    assert "the next migrate goes on" in capsys.readouterr().out
    assert SearchWord.objects.filter(word="역전파").exists()
    assert not paused
    call_command("migrate")
    assert "the next migrate goes on" not in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_index_that_was_filled_in_part_is_filled_at_the_next_migration(team, member):
    question = Question.objects.create(team=team, body="역전파")
    indexing.count_words()
    if connection.vendor == "sqlite":
        token_index.renew(connection)
    call_command("migrate", verbosity=0)
    assert found(member, "역전파") == [("question", question.pk)]


def test_what_an_older_version_stored_is_found_and_shortened_without_touching_the_index(team, member):
    if connection.vendor == "postgresql":
        return  # tokens are of another type there
    texts = ["역전파가 뭔가요? 이 이유를 batch_idx 로", "경사하강법 ㅋㅋ 합 漢字", "`C++` 와 \\lambda", "지운 글"]
    questions = [Question.objects.create(team=team, body=text) for text in texts]
    before = everything()
    rows = [(" ".join(tokens), key) for key, *_told, tokens in before]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE meetings_searchdocument SET tokens = %s WHERE key = %s", rows)
        assert everything() == before
        questions.pop().delete()
        assert found(member, "하강법 ㅋㅋ") == [("question", questions[1].pk)]
        assert indexing.is_unfinished()
        cursor.execute("SELECT COUNT(*), SUM(LENGTH(block)) FROM search_tokens_data")
        data = cursor.fetchall()
        indexing.count_words()
        let_be_found(apps.get_app_config("meetings"), plan=[(None, False)])
        cursor.execute("SELECT COUNT(*), SUM(LENGTH(block)) FROM search_tokens_data")
        assert cursor.fetchall() == data
        cursor.execute("SELECT tokens FROM meetings_searchdocument ORDER BY id LIMIT 1")
        assert cursor.fetchone()[0].startswith(" 역전파가 뭔가요 이 이유를 batch_idx 로 _ _ batch idx _ ")
    assert indexing.check() == 0
    assert everything() == before[:3]


def test_words_that_are_kept_together_come_apart_alike_in_python_and_in_sql(db):
    if connection.vendor == "postgresql":
        return  # they are kept apart there
    text = "이 이유 유를 ㄱㅅㅎ ㅋ 漢字 \\lambda c++ it's 50% 가나가나가 나 여섯글자이름 확률변수라는것은 "
    tokens = [*document_tokens(text + "역전파 " * 50, ""), "_", "+t1", "+c1", 'a"b']
    assert apart(together(tokens)) == tokens
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {token_index.apart('told')} FROM (SELECT %s AS told)", [together(tokens)])
        assert cursor.fetchone()[0].split() == tokens


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_saves_go_on_while_the_index_is_written_anew(team, member, monkeypatch):
    """In each pause somebody else saves, on PostgreSQL with a connection of their own."""
    questions = [Question.objects.create(team=team, body="역전파") for _number in range(4)]
    waiting = list(questions)

    def save():
        if waiting:
            _write(waiting.pop(), "드롭아웃")
            Question.objects.create(team=team, body="드롭아웃")

    def save_elsewhere():
        save()
        connection.close()

    def pause(_seconds):
        if connection.vendor == "sqlite":  # in memory it has but one
            assert not connection.in_atomic_block
            save()
            return
        other = threading.Thread(target=save_elsewhere)
        other.start()
        other.join(10)
        assert not other.is_alive()

    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    monkeypatch.setattr(indexing.time, "sleep", pause)
    indexing.rebuild()
    assert not waiting
    assert (len(found(member, "드롭아웃")), found(member, "역전파")) == (8, [])
    assert indexing.check() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_row_in_somebody_elses_hands_is_mended_when_they_are_done(team, member):
    """They may have voted, which stores no document."""
    if connection.vendor == "sqlite":
        return  # nobody holds a row there
    question = Question.objects.create(team=team, body="역전파")
    SearchDocument.objects.update(tokens=["엉뚱"])
    is_held, is_over = threading.Event(), threading.Event()

    def vote():
        with transaction.atomic():
            Question.objects.select_for_update(no_key=True).get()
            is_held.set()
            is_over.wait(10)
        connection.close()

    voting = threading.Thread(target=vote)
    voting.start()
    assert is_held.wait(10)
    threading.Timer(0.3, is_over.set).start()
    assert indexing.check() == 1
    voting.join()
    assert found(member, "역전파") == [("question", question.pk)]
    assert indexing.check() == 0


@pytest.mark.slow
def test_an_index_goes_only_when_another_is_there(team, member, monkeypatch):
    if connection.vendor == "postgresql":
        return  # search needs none there
    question = Question.objects.create(team=team, body="역전파")
    monkeypatch.setattr(token_index, "_FTS", "CREATE nothing")
    with pytest.raises(DatabaseError), transaction.atomic():
        token_index.renew(connection)
    assert found(member, "역전파") == [("question", question.pk)]


def test_an_index_that_missed_a_change_is_made_anew(team, member):
    if connection.vendor == "postgresql":
        return  # its index can't miss one
    question = Question.objects.create(team=team, body="역전파")
    Question.objects.create(team=team, body="순전파")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_tokens_update")
    question.body = "드롭아웃이 왜 필요한가요"
    question.save()
    assert indexing.check() == 2
    assert indexing.check() == 0
    assert found(member, "드롭아웃") == [("question", question.pk)]


def test_tokens_come_back_as_they_were_and_travel_in_dumps(team):
    body = "\\lambda 는 '경사하강법' 에서 " + "합 " * 300
    question = Question.objects.create(team=team, body=f"{body}\n\n`it's` C:\\dir")
    tokens = document_of(question)["tokens"]
    stored = SearchDocument.objects.get()
    assert stored.tokens == SearchDocument._meta.get_field("tokens").as_stored(tokens, connection)
    (loaded,) = serializers.deserialize("json", serializers.serialize("json", [stored]))
    assert loaded.object.tokens == stored.tokens
    assert "\\lambda" in stored.tokens
