"""What Peersession gave out comes back by the way that every note takes: a draft, a look over it, records, an undo."""

import datetime
import io
import json
import re
import zipfile
from collections import Counter

import pytest

from meetings.exporters.archive import meeting_files, team_files
from meetings.exporters.canonical import digest
from meetings.exporters.zips import zipped
from meetings.importers import read_note
from meetings.importers.archive import open_archive
from meetings.importers.bringing import Bringing
from meetings.importers.collection import Collection
from meetings.importers.draft import Draft
from meetings.importers.errors import UnreadableNote
from meetings.importers.own_facts import tie
from meetings.importers.peersession import read_leaf
from meetings.importers.undoing import undo
from meetings.importers.writer import read_for, write
from meetings.models import Answer, Cohort, Comment, Learning, Meeting, Member, Question, SourceDocument, Team, User
from tests.conftest import THURSDAY
from tests.exporters.cast import fill

EVERYTHING = User(is_superuser=True)
# Where a row came from is this file now; closing minutes and endorsing answers are rights.
GONE = {"source", "source_first_line", "source_last_line", "confidence", "finalised_at", "endorsed_at", "endorses"}
LABEL = re.compile(r"\b([QARLGTMCq])(\d+)\b")
PICTURE = re.compile(r"assets/[^()]*-[0-9a-f]{8}\.png")
FOLDERS = ("_posts/", "classes/", "questions/", "learnings/")


@pytest.fixture
def full(settings, tmp_path, cohort, team, member, mate) -> dict:
    settings.MEDIA_ROOT = tmp_path / "media"
    return fill(cohort, team, member, mate)


@pytest.fixture
def fresh(cohort) -> Team:
    return Team.objects.create(cohort=cohort, name="12조 느린학습률 2", slug="fresh")


def opened(files) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(zipped(files)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bring(files, team: Team):
    with open_archive(b"".join(zipped(files))) as archive:
        return Bringing(team).bring(Collection(archive), lambda number, path: None, as_whole=True)


def days(files: dict[str, bytes]) -> list[str]:
    """The lines of all files with rows, each behind its path."""
    found = {path: plain(files[path].decode()) for path in sorted(files) if path.startswith(FOLDERS)}
    return [f"{path}: {line}" for path, lines in found.items() for line in lines]


def plain(text: str) -> list[str]:
    """Without numbers and what no file gives, rows counted anew in their order. Lines, so that a difference is read."""
    numbers: dict[str, str] = {}

    def counted(match: re.Match) -> str:
        return numbers.setdefault(match[0].upper(), f"{match[1].upper()}#{len(numbers)}")

    facts = read_leaf(text).facts
    told = {name: told for name, told in facts.items() if name not in ("team", "permalink")}
    body = text.partition("\n---\n")[2].partition("\n<!-- end -->")[0].split("\n")
    lines = json.dumps(without(told), ensure_ascii=False, default=str, indent=1).split("\n")
    body = [line.removesuffix(" · 멘토 확인") for line in body]
    found = [PICTURE.sub("assets/#.png", line) for line in body + lines]
    return [line if line.startswith(("`", "\\")) else LABEL.sub(counted, line) for line in found]


def without(told):
    if isinstance(told, dict):
        return {name: without(value) for name, value in told.items() if name not in GONE}
    return told


@pytest.mark.slow
def test_a_day_comes_back_into_another_team(full, fresh):
    before = opened(meeting_files(full["meeting"], EVERYTHING))
    brought = bring(meeting_files(full["meeting"], EVERYTHING), fresh)
    assert brought.refusals == []
    after = opened(meeting_files(fresh.meetings.get(), EVERYTHING))
    assert days(after) == days(before)


@pytest.mark.slow
def test_a_whole_team_comes_back_with_what_ties_its_days(full, team, fresh):
    brought = bring(team_files(team, EVERYTHING), fresh)
    assert brought.refusals == []
    assert days(opened(team_files(fresh, EVERYTHING))) == days(opened(team_files(team, EVERYTHING)))
    question = fresh.questions.get(body__startswith="이건")
    assert question.parent == question.duplicate_of == fresh.questions.get(body="어제의 질문")
    assert f"[[Q{question.parent_id}]]" in question.body
    assert fresh.attachments.count() == 1


@pytest.fixture
def parted(team, meeting) -> Question:
    """Asked on Thursday, and part of a question of Friday."""
    friday = Meeting.objects.create(team=team, held_on=THURSDAY + datetime.timedelta(days=1))
    original = Question.objects.create(team=team, meeting=friday, body="금요일의 질문")
    part = Question.objects.create(team=team, meeting=meeting, body="목요일의 질문")
    Answer.objects.create(question=part, body="목요일의 답")
    part.merge_into(original)
    return part


def test_a_part_stands_by_itself_where_its_original_is_not(parted, fresh):
    bring(meeting_files(parted.meeting, EVERYTHING), fresh)
    there = fresh.questions.get(body="목요일의 질문")
    assert (there.duplicate_of, there.merged_at) == (None, None)
    assert list(Question.objects.filter(team=fresh).unanswered()) == [there]


@pytest.mark.slow
def test_a_part_comes_back_as_one(parted, team, fresh):
    bring(team_files(team, EVERYTHING), fresh)
    there = fresh.questions.get(body="목요일의 질문")
    assert (there.duplicate_of, there.merged_at) == (fresh.questions.get(body="금요일의 질문"), parted.merged_at)


@pytest.mark.slow
def test_where_somebody_counted_themselves_in_or_out_since_nobody_comes_back_or_counts_twice(
    team, meeting, member, mate, outsider, fresh
):
    question = Question.objects.create(team=team, meeting=meeting, body="왜 나누나요?")
    question.asked_by.add(member)
    learning = Learning.objects.create(team=team, meeting=meeting, body="커져서 나눈다.")
    learning.learners.add(mate)
    question.count_in(mate)
    question.count_in(outsider)
    files = list(meeting_files(meeting, EVERYTHING))
    bring(files, fresh)
    assert fresh.questions.get().asked_too.count() == 2  # who was counted in another place
    question.count_out(mate)
    learning.learners.remove(mate)
    seats = set(Member.objects.filter(team=team))
    bring(files, team)
    assert (list(question.asked_too.all()), list(learning.learners.all())) == ([outsider], [])
    assert set(Member.objects.filter(team=team)) == seats


def test_a_learner_of_another_team_gets_a_seat_where_the_learning_is_new_alone(team, meeting, member, outsider, fresh):
    learning = Learning.objects.create(team=team, meeting=meeting, body="커져서 나눈다.", author=member)
    learning.learners.add(outsider)
    files, seats = list(meeting_files(meeting, EVERYTHING)), set(Member.objects.filter(team=team))
    bring(files, team)
    assert set(Member.objects.filter(team=team)) == seats
    bring(files, fresh)
    assert fresh.learnings.get().learners.get().role == Member.Role.GUEST


def test_whose_name_was_given_back_since_stays_named(team, meeting, member):
    question = Question.objects.create(team=team, meeting=meeting, body="왜 나누나요?", is_anonymous=True)
    question.asked_by.add(member)
    files = list(meeting_files(meeting, EVERYTHING))
    question.is_anonymous = False
    question.save()
    bring(files, team)
    assert Question.objects.get().is_anonymous is False


@pytest.mark.slow
def test_what_follows_up_on_another_one_comes_back_linked_to_it_and_not_as_its_part(parted, team, fresh):
    """A file may say what the site allows nobody."""
    Question.objects.filter(pk=parted.pk).update(parent=parted.duplicate_of)
    bring(team_files(team, EVERYTHING), fresh)
    there, original = (fresh.questions.get(body=f"{day}요일의 질문") for day in ("목", "금"))
    assert (there.parent, there.duplicate_of, there.merged_at) == (original, original, None)
    Question.objects.filter(pk=there.pk).update(parent=None, merged_at=parted.merged_at)
    for one, other in ((there, original), (original, there)):
        one.refresh_from_db()
        assert tie(one, "parent", other, "") == {}


def test_what_was_set_apart_since_stays_apart(parted, team):
    older = b"".join(zipped(team_files(team, EVERYTHING)))
    parted.unlink()
    with open_archive(older) as archive:
        Bringing(team).bring(Collection(archive), lambda number, path: None, as_whole=True)
    parted.refresh_from_db()
    assert (parted.duplicate_of, parted.merged_at) == (None, None)
    assert [answer.body for answer in Answer.objects.filter(question__team=team)] == ["목요일의 답"]


@pytest.mark.slow
def test_rights_are_taken_from_no_file(full, team, fresh):
    bring(team_files(team, EVERYTHING), fresh)
    assert not fresh.meetings.exclude(finalised_at=None).exists()
    assert not Answer.objects.filter(question__team=fresh).exclude(endorsed_at=None).exists()
    assert set(fresh.members.values_list("role", "user")) == {("member", None)}
    assert Answer.objects.get(question__team=fresh, question__merged_at=None).is_accepted
    assert not Comment.objects.filter(answer__question__team=fresh, endorses=True).exists()


@pytest.mark.slow
def test_where_it_came_from_it_is_there_already(full, team):
    before = digest(team)
    brought = bring(team_files(team, EVERYTHING), team)
    assert brought.refusals == []
    made = sum((report.created for report in brought.reports), Counter())
    assert {noun: count for noun, count in made.items() if count} == {"already there": made["already there"]}
    team.sources.exclude(pk=full["source"].pk).delete()
    assert digest(team) == before


@pytest.mark.slow
def test_a_second_time_in_the_other_team_it_is_there_already(full, team, fresh):
    bring(team_files(team, EVERYTHING), fresh)
    before = days(opened(team_files(fresh, EVERYTHING)))
    team.questions.filter(body="어제의 질문").update(status="answered")  # so that the files are others
    brought = bring(team_files(team, EVERYTHING), fresh)
    made = sum((report.created for report in brought.reports), Counter())
    assert not set(+made) - {"already there"}
    assert days(opened(team_files(fresh, EVERYTHING))) == before


@pytest.mark.slow
def test_undoing_takes_all_of_it_back(full, team, fresh):
    bring(team_files(team, EVERYTHING), fresh)
    for source in fresh.sources.order_by("-pk"):
        undo(source)
    assert not fresh.meetings.exists()
    assert not fresh.questions.exists()
    assert not fresh.members.exists()
    assert not fresh.attachments.exists()


@pytest.mark.slow
def test_tables_of_contents_and_old_notes_are_told_and_left_out(full, team, fresh):
    brought = bring(team_files(team, EVERYTHING), fresh)
    told = [loss.partition(":")[0] for loss in brought.losses]
    assert sorted(told) == ["README.md", "_config.yml", "_sources/0905-회의-md.txt", "index.md"]


@pytest.mark.slow
def test_a_table_of_contents_may_be_longer_than_a_note(full, team, fresh):
    """It names every old note: 200 of them made a zip that nobody could bring back in the browser."""
    for number in range(600):
        path = f"노션/2026/{number:03} 피어세션 회의록 {'가' * 60}.md"
        SourceDocument.objects.create(team=team, path=path, raw=f"글 {number}".encode())
    assert len(opened(team_files(team, EVERYTHING))["index.md"]) > 200_000
    brought = bring(team_files(team, EVERYTHING), fresh)
    assert fresh.meetings.count() == team.meetings.count()
    assert any(loss.startswith("index.md:") for loss in brought.losses)


@pytest.mark.slow
def test_edited_files_bring_what_is_new(full, fresh):
    (path, raw), *_rest = [
        (p, c) for p, c in opened(meeting_files(full["meeting"], EVERYTHING)).items() if p[:2] == "_p"
    ]
    write(read_for(fresh, path, raw), raw, fresh)
    text = raw.decode().replace("<!-- end -->", "<!-- question -->\n\n새로 적은 질문이에요\n\n<!-- end -->")
    edited = f"{text}\n끝에 적은 줄\n".encode()
    draft = read_for(fresh, path, edited)
    assert [lost.text for lost in draft.unplaced] == ["끝에 적은 줄"]
    report = write(draft, edited, fresh)
    assert report.created["question"] == 1
    assert fresh.questions.count() == 2


@pytest.mark.slow
def test_every_line_of_a_row_belongs_to_its_record(full, team):
    for path, raw in opened(team_files(team, EVERYTHING)).items():
        if path.startswith(FOLDERS):
            draft = read_note(path, raw)
            assert draft.source.dialect == "peersession"
            assert draft.source.why
            lines, (session,) = raw.decode().split("\n"), draft.sessions
            for question in session.questions:
                first, last = question.lines
                assert lines[first - 1].startswith("<!-- question Q")
                assert question.body.split("\n")[0] in lines[first - 1 : last]
                assert question.confidence == "certain"
            assert draft == Draft.from_json(json.loads(json.dumps(draft.to_json())))


def test_a_table_of_contents_alone_is_refused_with_a_sentence(full, team):
    index = opened(team_files(team, EVERYTHING))["index.md"]
    with pytest.raises(UnreadableNote, match="tells of a team as a whole"):
        read_note("index.md", index)


@pytest.mark.slow
def test_another_cohort_learns_what_the_rows_name(full, team, db):
    spring = Cohort.objects.create(name="봄", slug="spring", starts_on=THURSDAY, ends_on=THURSDAY)
    other = Team.objects.create(cohort=spring, name="3조", slug="three")
    bring(team_files(team, EVERYTHING), other)
    assert days(opened(team_files(other, EVERYTHING))) == days(opened(team_files(team, EVERYTHING)))
    assert str(spring.lectures.get()) == "7강 최적화"
    assert spring.tags.get().synonyms == ["KLD"]
    assert other.resources.get().title == "KLD란"
