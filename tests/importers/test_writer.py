import datetime
from pathlib import Path

import pytest

from meetings.importers import UnreadableNote, read_note
from meetings.importers.writer import write
from meetings.models import (
    Answer,
    ClassNote,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    Resource,
    Section,
    SourceDocument,
)

NOTES = Path(__file__).parent / "notes"
THURSDAY = datetime.date(2026, 11, 19)


def test_minutes_become_one_daily_meeting(bring, team):
    report = bring("minutes.md")
    meeting = Meeting.objects.get()
    assert (meeting.team, meeting.held_on, meeting.kind) == (team, THURSDAY, "daily")
    assert meeting.scribe.name == "배이든"
    assert report.created["question"] == meeting.questions.count() == 6
    assert meeting.learnings.count() == 2
    assert meeting.reviews.get().title == "Assignment3"
    assert not meeting.attendances.exists()  # an empty field tells of nobody


def test_records_know_their_lines_and_how_sure_they_are(bring):
    report = bring("minutes.md")
    first = Question.objects.order_by("order").first()
    assert (first.source, first.confidence) == (report.source, "certain")
    assert (first.source_first_line, first.source_last_line) == (27, 27)
    assert first.section.heading == "11강 강의/퀴즈"
    assert first.answers.get().body.startswith("평균을 빼면서")
    assert first.lecture == Lecture.objects.get(number=11)
    assert "평균을" in first.answers.get().body_html


def test_the_source_is_kept_byte_for_byte(bring):
    bring("daily_post.md")
    source = SourceDocument.objects.get()
    assert bytes(source.raw) == (NOTES / "daily_post.md").read_bytes()
    assert source.front_matter["date"] == "2026-11-19"
    assert source.report["created"]["question"] == 5


def test_people_are_found_by_given_name_or_get_a_seat_to_claim(bring, team, member):
    bring("daily_post.md")
    assert set(team.members.values_list("name", flat=True)) == {"문가온", "배이든", "서나래", "남궁마루"}
    assert member.attendances.get().state == "present"
    assert Member.objects.get(name="서나래").user is None
    assert [
        person.name for question in Question.objects.order_by("order")[:3] for person in question.asked_by.all()
    ] == [
        "문가온",
        "서나래",
        "남궁마루",
    ]


def test_an_alias_is_a_name(bring, team, member):
    member.aliases = ["하늘"]
    member.save()
    bring("arrows.md", held_on=THURSDAY)
    assert member.reviews.get().title == "작은 언어 모델 만들기"


def test_a_picture_sign_in_a_name_makes_nobody_new(bring, team, member):
    bring(text="모더레이터 : 가온🦝\n\n# 11/19(목) 피어세션\n\n글\n")
    assert Meeting.objects.get().moderator == member
    assert team.members.count() == 1


def test_the_same_bytes_again_change_nothing(bring):
    bring("minutes.md")
    before = [noun.objects.count() for noun in (Meeting, Question, Answer, Section, SourceDocument, Resource)]
    report = bring("minutes.md")
    assert report.is_unchanged
    assert not report.created
    assert "before" in report.remarks[0]
    assert before == [noun.objects.count() for noun in (Meeting, Question, Answer, Section, SourceDocument, Resource)]


def test_another_team_may_import_the_same_bytes(bring, team, other_team):
    bring("minutes.md")
    assert not bring("minutes.md", to=other_team).is_unchanged
    assert Meeting.objects.count() == 2


def test_a_second_note_of_the_day_joins_the_meeting(bring, meeting, member):
    meeting.title = "우리의 제목"
    meeting.save()
    report = bring("daily_post.md")
    assert Meeting.objects.get() == meeting
    meeting.refresh_from_db()
    assert (meeting.title, meeting.moderator) == ("우리의 제목", member)  # what was there stays
    assert meeting.questions.count() == 5
    assert any("there already" in remark for remark in report.remarks)


def test_joining_repeats_nothing_that_is_there(bring):
    bring("minutes.md")
    changed = (NOTES / "minutes.md").read_text() + "\n- 한 줄 더\n"
    report = bring("minutes.md", text=changed)
    assert report.created["question"] == 0
    assert report.created["already there"] > 6
    assert Question.objects.count() == 6


def test_a_meeting_without_a_day_is_refused_and_nothing_is_left(bring):
    with pytest.raises(UnreadableNote, match="which day"):
        bring("arrows.md")
    assert not SourceDocument.objects.exists()
    assert not Member.objects.exists()


def test_a_day_without_a_year_lies_in_the_cohort(bring, team):
    bring(text="# 1/7(목) 피어세션\n\n글\n")
    assert Meeting.objects.get().held_on == datetime.date(2027, 1, 7)


def test_two_days_in_one_file_are_two_meetings(bring):
    bring("two_days.md")
    assert list(Meeting.objects.order_by("held_on").values_list("held_on__day", flat=True)) == [18, 19]


def test_a_class_is_made_with_a_note_of_it(bring, team):
    bring("class_note.md")
    master_class, note = MasterClass.objects.get(), ClassNote.objects.get()
    assert (master_class.cohort, master_class.speakers, master_class.held_on) == (team.cohort, ["도하람"], None)
    assert note.master_class == master_class
    assert note.questions.count() == 3
    assert set(Question.objects.values_list("audience", flat=True)) == {"master"}
    assert not Meeting.objects.exists()
    assert [resource.url for resource in note.resources.all()] == ["https://example.org/writing"]


def test_two_notes_of_one_class_lie_side_by_side(bring):
    text = "---\ntitle: {0}\ndate: 2026-11-19\n---\n\n# [마스터클래스] 도하람 교수님\n\n글 {0}\n"
    bring("a.md", text=text.format("하나"))
    bring("b.md", text=text.format("둘"))
    assert MasterClass.objects.get().notes.count() == 2


def test_action_items_have_owners_and_a_day(bring):
    bring("daily_post.md")
    first, second = Meeting.objects.get().action_items.order_by("order")
    assert {person.name for person in first.owners.all()} == {"문가온", "배이든"}
    assert second.due_on == datetime.date(2026, 11, 23)


def test_all_or_nothing(team, monkeypatch):
    raw = (NOTES / "minutes.md").read_bytes()
    draft = read_note("minutes.md", raw)
    draft.sessions[0].questions[-1].body = ""  # the database refuses an empty question
    with pytest.raises(Exception, match=r"(?i)constraint"):
        write(draft, raw, team)
    assert not Meeting.objects.exists()
    assert not SourceDocument.objects.exists()
