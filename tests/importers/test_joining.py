"""A second note of the same meeting or class adds what is missing there, and touches nothing that somebody wrote."""

import datetime

import pytest

from meetings.models import ClassNote, MasterClass, Meeting, Member, Question, Section

HEAD = "# 2026-11-19 피어세션\n\n"
QUESTION = "## 질문\n\n- Q. 왜 나누나요?\n"


def test_an_answer_in_a_second_note_reaches_the_question_of_the_first(bring):
    bring("a.md", text=HEAD + QUESTION)
    report = bring("b.md", text=HEAD + QUESTION + "  - A. 분산이 커져서요.\n")
    question = Question.objects.get()
    assert [answer.body for answer in question.answers.all()] == ["분산이 커져서요."]
    assert question.status == "answered"
    assert report.created["completed"] == 1


def test_a_second_answer_stands_beside_the_first_and_the_same_one_only_once(bring):
    bring("a.md", text=HEAD + QUESTION + "  - A. 분산이 커져서요.\n")
    bring("b.md", text=HEAD + QUESTION + "  - A. 분산이 커져서요.\n  - A. 기울기 때문이에요.\n")
    assert sorted(answer.body for answer in Question.objects.get().answers.all()) == [
        "기울기 때문이에요.",
        "분산이 커져서요.",
    ]


def test_a_question_that_somebody_opened_again_stays_open(bring):
    note = HEAD + QUESTION + "  - A. 분산이 커져서요.\n"
    bring("a.md", text=note)
    Question.objects.get().reopen()
    bring("a.md", text=note + "\n## 잡담\n\n한 줄 더\n")
    assert Question.objects.get().status == "open"


def test_askers_presenters_owners_and_days_are_added(bring, team):
    first = HEAD + "## 질문\n\n- Q. 왜 나누나요?\n\n## 과제 리뷰\n\n- 과제 1\n\n## 할 일\n\n- [ ] 논문 읽기\n"
    second = first.replace("- Q. 왜 나누나요?", "- 가온님 질문 : 왜 나누나요?").replace("- 과제 1", "- 과제 1 (배이든)")
    bring("a.md", text=first)
    meeting = Meeting.objects.get()
    item = meeting.action_items.get()
    item.due_on = datetime.date(2026, 12, 1)
    item.save()
    Member.objects.create(team=team, name="문가온")
    bring("b.md", text=second)
    assert [person.name for person in meeting.questions.get().asked_by.all()] == ["문가온"]
    assert [person.name for person in meeting.reviews.get().presenters.all()] == ["배이든"]
    item.refresh_from_db()
    assert item.due_on == datetime.date(2026, 12, 1)


def test_a_section_to_which_lines_were_added_grows(bring):
    bring("a.md", text=HEAD + "## 잡담\n\n첫 줄\n")
    bring("a.md", text=HEAD + "## 잡담\n\n첫 줄\n\n둘째 줄\n")
    assert [section.body for section in Section.objects.filter(heading="잡담")] == ["첫 줄\n\n둘째 줄"]


def test_a_section_that_somebody_rewrote_stays_and_the_notes_stands_below(bring):
    bring("a.md", text=HEAD + "## 잡담\n\n첫 줄\n")
    section = Section.objects.get(heading="잡담")
    section.body = "우리가 고친 줄"
    section.save()
    bring("a.md", text=HEAD + "## 잡담\n\n첫 줄\n\n둘째 줄\n")
    assert [s.body for s in Section.objects.filter(heading="잡담").order_by("order")] == [
        "우리가 고친 줄",
        "첫 줄\n\n둘째 줄",
    ]


def test_an_end_that_somebody_typed_stays(bring, team):
    meeting = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 19), ends_at=datetime.time(18))
    bring(text="시간 : 16:00\n\n" + HEAD + "글\n")
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.ends_at) == (datetime.time(16), datetime.time(18))


def test_a_beginning_after_the_typed_end_is_left_out_and_told(bring, team):
    meeting = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 19), ends_at=datetime.time(18))
    report = bring(text="시간 : 19:00\n\n" + HEAD + "글\n")
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.ends_at) == (None, datetime.time(18))
    assert any("19:00" in remark for remark in report.remarks)


def test_an_end_after_midnight_is_left_out_and_told(bring):
    report = bring(text="시간 : 23:00 ~ 00:30\n\n" + HEAD + "글\n")
    assert Meeting.objects.get().ends_at is None
    assert any("00:30" in remark for remark in report.remarks)


def test_an_edited_note_of_a_mentoring_joins_its_meeting(bring):
    note = "# 2026-11-19 멘토링\n\n## 질문\n\n- Q. 왜 나누나요?\n"
    bring("mentoring.md", text=note)
    bring("mentoring.md", text=note + "\n한 줄 더\n")
    assert Meeting.objects.get().questions.count() == 1


def test_two_mentorings_of_a_day_stay_two(bring):
    bring("a.md", text="# 2026-11-19 오전 멘토링\n\n글\n")
    bring("b.md", text="# 2026-11-19 오후 멘토링\n\n글\n")
    assert Meeting.objects.count() == 2


CLASS = "# [마스터클래스] 도하람 교수님\n\n## 질문\n\n- Q. 왜 나누나요?\n"


@pytest.mark.parametrize("head", ["---\ntitle: 학습\ndate: 2026-11-19\n---\n\n", ""], ids=["with a day", "without"])
def test_an_edited_note_of_a_class_joins_the_note(bring, head):
    bring("class.md", text=head + CLASS)
    bring("class.md", text=head + CLASS + "\n한 줄 더\n")
    assert ClassNote.objects.get().questions.count() == 1


def test_another_persons_note_of_the_same_title_stays_beside_it(bring):
    bring("a.md", text=CLASS)
    bring("b.md", text=CLASS.replace("왜 나누나요", "왜 곱하나요"))
    assert MasterClass.objects.get().notes.count() == 2


DAYLESS = "---\ntitle: 글쓰기 특강\n---\n\n# [마스터클래스] 도하람 교수님\n\n이야기 {0}\n"
DATED = DAYLESS.replace("title:", "date: 2026-11-19\ntitle:")


@pytest.mark.parametrize("order", [(DAYLESS, DATED), (DATED, DAYLESS)], ids=["the day comes later", "comes first"])
def test_a_note_without_a_day_finds_its_class_by_title_and_speaker(bring, order):
    bring("a.md", text=order[0].format("하나"))
    report = bring("b.md", text=order[1].format("둘"))
    assert MasterClass.objects.get().held_on == datetime.date(2026, 11, 19)
    assert any("title and a speaker" in remark for remark in report.remarks)


def test_title_or_speaker_alone_makes_no_class_one(bring):
    bring("a.md", text=DATED.format("하나"))
    bring("b.md", text=DAYLESS.replace("글쓰기 특강", "읽기 특강"))
    bring("c.md", text=DAYLESS.replace("도하람", "서나래"))
    assert MasterClass.objects.count() == 3


def test_a_name_that_two_people_share_names_nobody_and_makes_nobody_new(bring, team):
    for name in ("김민수", "박민수"):
        Member.objects.create(team=team, name=name)
    report = bring(text="모더레이터 : 민수\n\n" + HEAD + "글\n")
    assert Meeting.objects.get().moderator is None
    assert team.members.count() == 2
    (remark,) = [remark for remark in report.remarks if "민수" in remark]
    assert "민수 could be 김민수 or 박민수" in remark


def test_how_people_took_part_is_kept(bring, team):
    bring(
        text="참석자: 문가온, 배이든(지각), 강다솜(불참), 서라온(공결), 차민솔 조퇴, 한여울(온라인)\n\n" + HEAD + "글\n"
    )
    states = {row.member.name: row.state for row in Meeting.objects.get().attendances.select_related("member")}
    assert states == {
        "문가온": "present",
        "배이든": "late",
        "강다솜": "absent",
        "서라온": "excused",
        "차민솔": "left_early",
        "한여울": "present",
    }
    assert not any(member.aliases for member in team.members.all())
