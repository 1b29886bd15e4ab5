"""Minutes with a row of every noun, ties between them and what Markdown and YAML could stumble over."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Assignment,
    Attachment,
    Attendance,
    ClassNote,
    Comment,
    Learning,
    Lecture,
    MasterClass,
    Meeting,
    Question,
    Resource,
    Review,
    Section,
    SourceDocument,
    Tag,
)
from tests.conftest import THURSDAY
from tests.test_permissions import tiny_png

MORNING = datetime.datetime(2026, 11, 19, 1, 2, 3, 456789, tzinfo=datetime.UTC)


def fill(cohort, team, member, mate) -> dict:
    """A team whose rows name one another in every way there is."""
    rows = _around(cohort, team, member, mate)
    meeting = rows["meeting"] = Meeting.objects.create(
        team=team,
        held_on=THURSDAY,
        title="수식: “둘째” 날",
        starts_at=datetime.time(16),
        ends_at=datetime.time(17, 30),
        moderator=member,
        scribe=mate,
        finalised_at=MORNING,
        source=rows["source"],
        source_first_line=1,
        source_last_line=9,
        confidence="likely",
    )
    _rows_of(meeting, rows, member, mate)
    return rows


def _around(cohort, team, member, mate) -> dict:
    lecture = Lecture.objects.create(cohort=cohort, number=7, title="최적화", week=2)
    picture = Attachment.objects.create(
        team=team, alt="손실 (loss) 그래프", picture=SimpleUploadedFile("a.png", tiny_png(), "image/png")
    )
    source = SourceDocument.objects.create(
        team=team, path="notes/0905 회의.md", raw="# 회의\r\n".encode(), dialect="jekyll"
    )
    earlier = Meeting.objects.create(team=team, held_on=THURSDAY - datetime.timedelta(days=1), moderator=mate)
    master_class = MasterClass.objects.create(
        cohort=cohort, title="최적화의 직관", speakers=["서라온"], held_on=THURSDAY, number=3
    )
    return {
        "lecture": lecture,
        "assignment": Assignment.objects.create(cohort=cohort, title="과제 6", week=2, lecture=lecture),
        "tag": Tag.objects.create(cohort=cohort, name="KL 발산", synonyms=["KLD"]),
        "picture": picture,
        "source": source,
        "earlier": earlier,
        "note": ClassNote.objects.create(master_class=master_class, team=team, author=member, title="내 노트"),
    }


def _rows_of(meeting, rows, member, mate) -> None:
    team, earlier = meeting.team, rows["earlier"]
    Attendance.objects.create(meeting=meeting, member=member)
    Attendance.objects.create(
        meeting=meeting, member=mate, state="late", at=datetime.time(16, 7), contested_as="present"
    )
    left = AgendaItem.objects.create(meeting=earlier, body="어제 못 한 것", owner=mate)
    AgendaItem.objects.create(
        meeting=meeting, body="과제 보기\n둘째 줄", minutes=15, done_at=MORNING, carried_from=left
    )
    undone = ActionItem.objects.create(meeting=earlier, body="아직 못 올린 코드", due_on=THURSDAY)
    item = ActionItem.objects.create(
        meeting=meeting, body="코드 올리기", due_on=THURSDAY, typed_by=member.user, carried_from=undone
    )
    item.owners.set([member, mate])
    review = Review.objects.create(
        meeting=meeting, title="과제 6", body="좋았다", assignment=rows["assignment"], lecture=rows["lecture"]
    )
    review.presenters.add(mate)
    learnt = Learning.objects.create(team=team, meeting=meeting, review=review, body="배운 것 하나", author=member)
    learnt.learners.add(mate)
    Learning.objects.create(team=team, meeting=meeting, body="리뷰 없이 배운 것\n\n$$\na_1\n$$")
    section = Section.objects.create(meeting=meeting, heading="공지: 내일", level=3, kind="notice", body="글")
    Section.objects.create(meeting=meeting, body="머리 없는 글", order=1)
    first = Question.objects.create(team=team, meeting=earlier, body="어제의 질문", asked_at=MORNING)
    body = f"이건 [[Q{first.pk}]]과 같은가요?\n\n![그래프](/pictures/{rows['picture'].pk}/)\n\n`[[Q{first.pk}]]`"
    question = rows["question"] = Question.objects.create(
        team=team,
        meeting=meeting,
        section=section,
        body=body,
        asked_at=MORNING,
        parent=first,
        duplicate_of=first,
        lecture=rows["lecture"],
        assignment=rows["assignment"],
        status="deferred",
        deferred_to=mate,
        audience="mentor",
        is_anonymous=True,
        turn=2,
        raised_at=MORNING,
    )
    question.asked_by.set([member, mate])
    first.asked_too.add(mate)
    merged = Question.objects.create(team=team, meeting=earlier, body="같은 것", duplicate_of=first, merged_at=MORNING)
    Answer.objects.create(question=merged, body="다른 데에 적은 답")
    question.tags.add(rows["tag"])
    answer = Answer.objects.create(
        question=question,
        body="그래요.\n<!-- answer A1 -->",
        speaker="서라온",
        accepted_at=MORNING,
        endorsed_at=MORNING,
    )
    answer.answered_by.add(mate)
    Comment.objects.create(answer=answer, body="그래서\n\n<!-- comment C1 -->", said_by=mate)
    Comment.objects.create(answer=answer, body="$v_t$ 쪽이 더 중요해요.", speaker="한도경", endorses=True, order=1)
    Section.objects.create(class_note=rows["note"], heading="들어가며", body=f"[[Q{question.pk}]]")
    Question.objects.create(team=team, class_note=rows["note"], body="수업에서 물은 것")
    Question.objects.create(team=team, body="회의 밖의 질문", asked_at=MORNING)
    Learning.objects.create(team=team, body="회의 밖에서 배운 것", created_at=MORNING)
    resource = Resource.objects.create(team=team, url="https://example.com/kld", title="KLD란")
    resource.meetings.add(meeting)
    resource.class_notes.add(rows["note"])
    gone = Question.objects.create(team=team, meeting=meeting, body="지운 카나리아")
    gone.remove()
