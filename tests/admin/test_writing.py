"""Texts, and the rows that stand on the page of what they belong to."""

import pytest
from django.db import IntegrityError

from meetings.models import Answer, Attachment, Learning, MasterClass, Meeting, Question, Section, User
from tests.admin.conftest import form_of
from tests.admin.test_pages import url_of
from tests.conftest import seated


@pytest.fixture
def desk(signed_in, staff):
    return signed_in(staff)


@pytest.fixture
def question(team, meeting, member) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 $n-1$로 나누나요?")
    question.asked_by.add(member)
    return question


@pytest.mark.slow
def test_page_opens_with_the_stored_preview(desk, question):
    page = desk.get(url_of(Question, "change", question.pk)).content.decode()
    assert question.html in page


@pytest.mark.slow
def test_refused_form_shows_no_stale_preview(desk, question):
    url = url_of(Question, "change", question.pk)
    page = desk.post(url, form_of(desk.get(url)) | {"body": "", "order": "x"})
    assert page.context["adminform"].form["body"].field.widget.rendered == ""
    assert question.html not in page.content.decode()


@pytest.mark.slow
def test_saved_text_is_rendered_anew(desk, question):
    url = url_of(Question, "change", question.pk)
    assert desk.post(url, form_of(desk.get(url)) | {"body": "왜 **표본**인가요?"}).status_code == 302
    question.refresh_from_db()
    assert "<strong>표본</strong>" in question.html
    assert [person.name for person in question.asked_by.all()] == ["문가온"]


@pytest.mark.slow
def test_meeting_is_opened_first_and_filled_on_the_next_page(desk, team):
    response = desk.post(url_of(Meeting, "add"), {"team": team.pk, "held_on": "2026-11-20", "kind": "daily"})
    assert response.url == url_of(Meeting, "change", Meeting.objects.get().pk)
    assert desk.get(response.url).context["inline_admin_formsets"]


def test_second_daily_meeting_of_a_day_gets_a_sentence(desk, team, meeting):
    again = {"team": team.pk, "held_on": meeting.held_on, "kind": "daily"}
    page = desk.post(url_of(Meeting, "add"), again)
    assert page.status_code == 200
    assert page.context["adminform"].form.non_field_errors()
    assert Meeting.objects.count() == 1


@pytest.mark.slow
def test_rows_of_every_kind_are_written_on_the_meetings_page(desk, staff, meeting, member, mate):
    url = url_of(Meeting, "change", meeting.pk)
    new = {
        "attendances": {"member": mate.pk, "state": "late"},
        "agenda_items": {"body": "과제 리뷰", "owner": member.pk},
        "reviews": {"title": "과제 6", "subject": "assignment", "presenters": [mate.pk]},
        "learnings": {"body": "분산", "author": member.pk, "learners": [mate.pk]},
        "questions": {"body": "왜요?", "asked_by": [member.pk, mate.pk], "audience": "team", "status": "open"},
        "action_items": {"body": "찾아보기", "owners": [member.pk], "due_on": "2026-11-20"},
        "sections": {"heading": "잡담", "level": "2", "body": "점심"},
    }
    sent = form_of(desk.get(url))
    for prefix, row in new.items():
        sent |= {f"{prefix}-TOTAL_FORMS": "1", **{f"{prefix}-0-{name}": value for name, value in row.items()}}
    assert desk.post(url, sent).status_code == 302
    learning, question = meeting.learnings.get(), meeting.questions.get()
    assert (learning.team, question.team, question.typed_by) == (meeting.team, meeting.team, staff)
    assert {person.name for person in question.asked_by.all()} == {"문가온", "배이든"}
    assert [meeting.action_items.get().owners.get(), meeting.reviews.get().presenters.get()] == [member, mate]
    assert [meeting.attendances.get().state, meeting.sections.get().heading] == ["late", "잡담"]
    assert meeting.agenda_items.get().owner == member


@pytest.mark.slow
def test_new_rows_go_last(desk, meeting):
    Section.objects.create(meeting=meeting, heading="처음", order=4)
    url = url_of(Meeting, "change", meeting.pk)
    sent = form_of(desk.get(url)) | {"sections-TOTAL_FORMS": "2", "sections-1-heading": "끝", "sections-1-level": "2"}
    sent.pop("sections-1-order", None)
    desk.post(url, sent)
    assert [section.heading for section in meeting.sections.all()] == ["처음", "끝"]


@pytest.mark.slow
def test_row_ticked_for_deletion_is_hidden_and_kept(desk, staff, meeting, question):
    url = url_of(Meeting, "change", meeting.pk)
    desk.post(url, form_of(desk.get(url)) | {"questions-0-DELETE": "on"})
    question.refresh_from_db()
    assert (question.is_removed, question.removed_by) == (True, staff)
    assert not desk.get(url).context["inline_admin_formsets"][4].formset.initial_forms


@pytest.mark.slow
def test_people_of_other_teams_who_are_named_stay_named(desk, meeting, question, outsider):
    question.asked_by.add(outsider)
    url = url_of(Meeting, "change", meeting.pk)
    desk.post(url, form_of(desk.get(url)))
    assert outsider in question.asked_by.all()


@pytest.mark.slow
def test_ticked_answer_is_accepted_by_whoever_ticked_it(desk, staff, question):
    first, second = (Answer.objects.create(question=question, body=text, order=n) for n, text in enumerate("가나"))
    first.accept(by=None)
    url = url_of(Question, "change", question.pk)
    sent = form_of(desk.get(url))
    assert sent.pop("answers-0-is_the_accepted") == "on"
    desk.post(url, sent | {"answers-1-is_the_accepted": "on"})
    assert question.answers.accepted().get() == second
    assert question.answers.accepted().get().accepted_by == staff


@pytest.mark.slow
def test_only_one_answer_can_be_ticked(desk, question):
    Answer.objects.create(question=question, body="가")
    Answer.objects.create(question=question, body="나")
    url = url_of(Question, "change", question.pk)
    both = {"answers-0-is_the_accepted": "on", "answers-1-is_the_accepted": "on"}
    page = desk.post(url, form_of(desk.get(url)) | both)
    assert page.status_code == 200
    assert not question.answers.accepted().exists()


def test_names_are_written_one_a_line(desk, cohort):
    sent = {"cohort": cohort.pk, "title": "강연", "speakers": "마스터 하나\n\n 마스터 둘 \n마스터 하나"}
    desk.post(url_of(MasterClass, "add"), sent)
    assert MasterClass.objects.get().speakers == ["마스터 하나", "마스터 둘"]


def test_invisible_names_are_refused(desk, cohort):
    page = desk.post(url_of(MasterClass, "add"), {"cohort": cohort.pk, "title": "강연", "speakers": "\u200b"})
    assert page.context["adminform"].form.errors["speakers"]


def test_learning_without_text_gets_a_sentence(desk, team):
    page = desk.post(url_of(Learning, "add"), {"team": team.pk, "body": "", "order": "0"})
    assert page.context["adminform"].form.errors
    assert not Learning.objects.exists()


def test_uploaded_picture_says_how_to_write_it(desk, staff, team, settings, tmp_path, png):
    settings.MEDIA_ROOT = tmp_path
    desk.post(url_of(Attachment, "add"), {"team": team.pk, "alt": "학습 곡선", "picture": png})
    picture = Attachment.objects.get()
    assert picture.uploaded_by == staff
    page = desk.get(url_of(Attachment, "change", picture.pk)).content.decode()
    assert f"![학습 곡선](/pictures/{picture.pk}/)" in page


def test_what_is_no_picture_gets_a_sentence(desk, team, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    fake = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>", "image/png")
    page = desk.post(url_of(Attachment, "add"), {"team": team.pk, "alt": "x", "picture": fake})
    assert page.context["adminform"].form.errors
    assert not Attachment.objects.exists()


def test_superuser_makes_an_account_with_a_name(signed_in, admin):
    new = {"username": "new", "display_name": "새 사람", "email": "", "usable_password": "false"}
    assert signed_in(admin).post(url_of(User, "add"), new).status_code == 302
    assert User.objects.get(username="new").display_name == "새 사람"


@pytest.mark.slow
def test_meetings_page_asks_as_often_for_forty_rows_as_for_two(
    signed_in, admin, team, meeting, member, mate, django_assert_num_queries
):
    def fill(rows: int) -> None:
        for number in range(rows):
            Question.objects.create(team=team, meeting=meeting, body=f"{number}?").asked_by.add(member, mate)
            Learning.objects.create(team=team, meeting=meeting, body=f"{number}", author=member).learners.add(mate)
            seat = seated(team, f"p{meeting.attendances.count()}", f"사람 {meeting.attendances.count()}")
            meeting.attendances.create(member=seat)

    desk, url = signed_in(admin), url_of(Meeting, "change", meeting.pk)
    fill(2)
    with django_assert_num_queries(PAGE_OF_A_MEETING):
        desk.get(url)
    fill(18)
    with django_assert_num_queries(PAGE_OF_A_MEETING):
        desk.get(url)


PAGE_OF_A_MEETING = 29


@pytest.mark.slow
def test_moderator_of_another_team_gets_a_sentence(desk, meeting, outsider):
    url = url_of(Meeting, "change", meeting.pk)
    page = desk.post(url, form_of(desk.get(url)) | {"moderator": outsider.pk})
    assert page.context["adminform"].form.non_field_errors()


@pytest.mark.parametrize("day", ["0226-11-20", "9999-12-31"])
def test_year_that_nobody_means_gets_a_sentence(day, desk, team):
    page = desk.post(url_of(Meeting, "add"), {"team": team.pk, "held_on": day, "kind": "daily"})
    assert page.context["adminform"].form.errors["held_on"]


@pytest.mark.slow
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_moment_outside_of_any_calendar_gets_a_sentence(day, desk, question):
    url = url_of(Question, "change", question.pk)
    page = desk.post(url, form_of(desk.get(url)) | {"asked_at_0": day, "asked_at_1": "00:00"})
    assert page.context["adminform"].form.errors["asked_at"]


def test_nul_in_a_list_of_names_gets_a_sentence(desk, cohort):
    sent = {"cohort": cohort.pk, "title": "강화 학습", "speakers": "바\0울"}
    assert desk.post(url_of(MasterClass, "add"), sent).context["adminform"].form.errors["speakers"]


def test_whoever_saves_second_reads_what_the_first_one_saved(desk, team, monkeypatch):
    """As it happens on PostgreSQL, where both forms are checked before either is stored."""

    def save_after_somebody_else(meeting, *args, **kwargs):
        monkeypatch.undo()
        raise IntegrityError

    monkeypatch.setattr(Meeting, "save", save_after_somebody_else)
    sent = {"team": team.pk, "held_on": "2026-11-19", "kind": "daily", "title": "둘째"}
    page = desk.post(url_of(Meeting, "add"), sent)
    assert page.status_code == 302
    assert Meeting.objects.get().title == "둘째"


@pytest.mark.slow
def test_minutes_of_many_questions_are_saved(desk, meeting):
    rows = [Question(team=meeting.team, meeting=meeting, body=f"왜 {n}?", body_text="왜", order=n) for n in range(200)]
    Question.objects.bulk_create(rows)
    url = url_of(Meeting, "change", meeting.pk)
    assert desk.post(url, form_of(desk.get(url)) | {"title": "긴 하루"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.title == "긴 하루"


@pytest.mark.slow
def test_whoever_saves_second_sees_both_texts_and_decides(desk, signed_in, admin, question):
    url = url_of(Question, "change", question.pk)
    mine, theirs = form_of(desk.get(url)), form_of(signed_in(admin).get(url))
    signed_in(admin).post(url, theirs | {"body": "표본 분산은 왜 그런가요?"})
    refused = desk.post(url, mine | {"body": "왜 하나를 빼나요?"})
    page = refused.content.decode()
    assert "표본 분산은 왜 그런가요?" in page
    assert "왜 하나를 빼나요?" in page
    question.refresh_from_db()
    assert question.body == "표본 분산은 왜 그런가요?"
    opened_with = refused.context["adminform"].form.data["initial-body"]
    assert desk.post(url, mine | {"body": "왜 하나를 빼나요?", "initial-body": opened_with}).status_code == 302
    question.refresh_from_db()
    assert question.body == "왜 하나를 빼나요?"


@pytest.mark.slow
def test_a_text_that_was_only_open_does_not_undo_what_another_saved(desk, signed_in, admin, meeting):
    first = Section.objects.create(meeting=meeting, heading="공지", body="하나")
    second = Section.objects.create(meeting=meeting, heading="회고", body="둘")
    url = url_of(Meeting, "change", meeting.pk)
    mine = form_of(desk.get(url))
    first.body = "하나, 고침"
    first.save()
    names = {mine[key]: key.removesuffix("-id") for key in mine if key.startswith("sections-") and key.endswith("-id")}
    place = names[second.pk if second.pk in names else str(second.pk)]
    assert desk.post(url, mine | {f"{place}-body": "둘, 고침"}).status_code == 302
    bodies = set(Section.objects.values_list("body", flat=True))
    assert bodies == {"하나, 고침", "둘, 고침"}
