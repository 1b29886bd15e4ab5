"""What is done from the lists: accepting, moving, merging, finalising, removing and bringing back."""

import datetime
import time

import pytest

from meetings.differences import difference
from meetings.models import Answer, Learning, Meeting, Member, Question, Tag
from tests.admin.conftest import form_of
from tests.admin.test_pages import url_of


@pytest.fixture
def desk(signed_in, staff):
    return signed_in(staff)


def act(desk, action: str, *rows, **more):
    sent = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    everything = "?removed=all" if hasattr(rows[0], "removed_at") else ""
    return desk.post(url_of(type(rows[0]), "changelist") + everything, sent)


@pytest.fixture
def question(team, meeting) -> Question:
    return Question.objects.create(team=team, meeting=meeting, body="왜요?")


def test_accepting_an_answer_settles_its_question(desk, staff, question):
    first, second = (Answer.objects.create(question=question, body=text) for text in "가나")
    act(desk, "accept_selected", first)
    act(desk, "accept_selected", second)
    question.refresh_from_db()
    accepted = question.answers.accepted().get()
    assert (accepted, accepted.accepted_by, question.status) == (second, staff, "answered")


def test_two_answers_of_one_question_are_not_accepted_at_once(desk, question):
    act(desk, "accept_selected", *(Answer.objects.create(question=question, body=text) for text in "가나"))
    assert not question.answers.accepted().exists()


def test_acceptance_can_be_taken_back(desk, question):
    answer = Answer.objects.create(question=question, body="가")
    answer.accept(by=None)
    act(desk, "take_back_selected", answer)
    assert not question.answers.accepted().exists()


def test_meetings_are_finalised_and_opened_again(desk, staff, meeting):
    act(desk, "finalise_selected", meeting)
    meeting.refresh_from_db()
    assert (meeting.is_final, meeting.finalised_by) == (True, staff)
    act(desk, "reopen_selected", meeting)
    meeting.refresh_from_db()
    assert not meeting.is_final


def test_moving_asks_where_to(desk, member, team, other_team, foreign_team):
    page = act(desk, "move_selected", member)
    offered = set(page.context["form"].fields["team"].queryset)
    assert offered == {team, other_team}


def test_moved_member_sits_in_the_new_team_and_keeps_the_old_seat(desk, member, other_team):
    act(desk, "move_selected", member, confirmed="yes", team=other_team.pk, on="2026-11-16")
    member.refresh_from_db()
    new = Member.objects.get(team=other_team)
    assert (member.left_on, new.joined_on) == (datetime.date(2026, 11, 16),) * 2
    assert (new.user, new.name) == (member.user, "문가온")


def test_moving_into_the_own_team_gets_a_sentence(desk, member, team):
    act(desk, "move_selected", member, confirmed="yes", team=team.pk)
    member.refresh_from_db()
    assert member.left_on is None


def test_merged_duplicates_are_one_person(desk, team, member, question, meeting):
    duplicate = Member.objects.create(team=team, name="가온")
    question.asked_by.add(duplicate)
    act(desk, "merge_selected", member, duplicate, confirmed="yes", kept=member.pk)
    assert [seat.name for seat in Member.objects.all()] == ["문가온"]
    assert [person.name for person in question.asked_by.all()] == ["문가온"]


def test_people_of_two_teams_are_not_merged(desk, member, outsider):
    page = act(desk, "merge_selected", member, outsider, confirmed="yes", kept=member.pk)
    assert page.context["form"].non_field_errors()
    assert Member.objects.count() == 2


def test_two_accounts_are_not_merged(desk, member, mate):
    act(desk, "merge_selected", member, mate, confirmed="yes", kept=member.pk)
    assert Member.objects.count() == 2


def test_merged_tags_are_one_with_all_their_words(desk, cohort, question):
    kept, other = (Tag.objects.create(cohort=cohort, name=name) for name in ("KLD", "쿨백-라이블러"))
    question.tags.add(other)
    page = act(desk, "merge_selected", kept, other)
    assert "쿨백-라이블러 · " in page.content.decode()
    act(desk, "merge_selected", kept, other, confirmed="yes", kept=kept.pk)
    kept.refresh_from_db()
    assert (kept.synonyms, list(question.tags.all()), Tag.objects.count()) == (["쿨백-라이블러"], [kept], 1)


def test_tags_of_two_cohorts_are_not_merged(desk, staff, cohort, foreign_team):
    foreign_team.cohort.staff.add(staff)
    tags = [Tag.objects.create(cohort=one, name="KLD") for one in (cohort, foreign_team.cohort)]
    page = act(desk, "merge_selected", *tags, confirmed="yes", kept=tags[0].pk)
    assert page.context["form"].non_field_errors()
    assert Tag.objects.count() == 2


def test_no_word_of_a_tag_means_two_here_either(desk, cohort):
    Tag.objects.create(cohort=cohort, name="KLD", synonyms=["쿨백-라이블러"])
    sent = {"cohort": cohort.pk, "name": "쿨백-라이블러", "synonyms": ""}
    page = desk.post(url_of(Tag, "add"), sent)
    assert "name" in page.context["adminform"].form.errors
    assert desk.post(url_of(Tag, "add"), sent | {"name": "정보 이론", "synonyms": "엔트로피"}).status_code == 302
    assert Tag.objects.get(name="정보 이론").synonyms == ["엔트로피"]


def test_removed_rows_leave_the_list_and_come_back(desk, staff, question):
    act(desk, "delete_selected", question, post="yes")
    question.refresh_from_db()
    assert question.removed_by == staff
    assert question not in desk.get(url_of(Question, "changelist")).context["cl"].queryset
    assert question in desk.get(url_of(Question, "changelist"), {"removed": "yes"}).context["cl"].queryset
    act(desk, "restore_selected", question)
    question.refresh_from_db()
    assert not question.is_removed


def test_page_of_a_removed_row_says_so(desk, staff, question):
    question.remove(by=staff)
    page = desk.get(url_of(Question, "change", question.pk))
    assert "removed_by" in page.context["adminform"].readonly_fields
    assert page.status_code == 200


def test_deleting_from_the_page_hides_and_keeps(desk, staff, meeting, question):
    page = desk.get(url_of(Meeting, "delete", meeting.pk))
    assert "왜요?" not in page.content.decode()
    desk.post(url_of(Meeting, "delete", meeting.pk), {"post": "yes"})
    meeting.refresh_from_db()
    assert meeting.removed_by == staff
    assert Question.objects.filter(pk=question.pk, removed_at=None).exists()


def test_meeting_whose_day_is_taken_stays_away(desk, team, meeting):
    meeting.remove()
    Meeting.objects.create(team=team, held_on=meeting.held_on)
    assert act(desk, "restore_selected", meeting).status_code == 302
    meeting.refresh_from_db()
    assert meeting.is_removed


def test_member_with_work_is_not_deleted(desk, mate, question):
    question.asked_by.add(mate)
    act(desk, "delete_selected", mate, post="yes")
    desk.post(url_of(Member, "delete", mate.pk), {"post": "yes"})
    assert Member.objects.filter(pk=mate.pk).exists()


def test_member_whom_nothing_names_can_be_deleted(desk, mate):
    desk.post(url_of(Member, "delete", mate.pk), {"post": "yes"})
    assert not Member.objects.filter(pk=mate.pk).exists()


def test_history_shows_what_went_and_what_came(desk, team):
    learning = Learning.objects.create(team=team, body="분산은 제곱의 평균이다")
    learning.body = "분산은 편차 제곱의 평균이다"
    learning.save()
    page = desk.get(url_of(Learning, "history", learning.pk)).content.decode()
    assert "분산은 <ins>편차 </ins>제곱의 평균이다" in page


def test_history_escapes_what_it_shows(desk, team):
    learning = Learning.objects.create(team=team, body="안전한 글")
    learning.body = "안전한 <img src=x onerror=alert(1)> 글"
    learning.save()
    page = desk.get(url_of(Learning, "history", learning.pk)).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img" in page


def bring_back_first(desk, row):
    version = row.history.earliest()
    url = url_of(type(row), "simple_history", row.pk, version.pk)
    sent = form_of(desk.get(url))
    assert desk.post(url, sent).status_code == 302
    row.refresh_from_db()


def test_old_version_comes_back_and_is_rendered(desk, team):
    learning = Learning.objects.create(team=team, body="**처음** 글")
    learning.body = "나중 글"
    learning.save()
    bring_back_first(desk, learning)
    assert learning.body == "**처음** 글"
    assert "<strong>처음</strong>" in learning.html
    assert learning.body_text.strip() == "처음 글"


def test_old_version_brings_back_no_acceptance(desk, question):
    first, second = (Answer.objects.create(question=question, body=text) for text in "가나")
    first.accept(by=None)
    first.refresh_from_db()
    accepted = first.history.latest()
    second.accept(by=None)
    url = url_of(Answer, "simple_history", first.pk, accepted.pk)
    desk.post(url, {"question": question.pk, "body": "가", "order": "0"})
    assert question.answers.accepted().get() == second


@pytest.mark.slow
@pytest.mark.parametrize("was_merged", [True, False])
def test_old_version_makes_nothing_part_of_another_question_nor_sets_it_apart(desk, team, question, was_merged):
    other = Question.objects.create(team=team, body="같은 질문")
    if was_merged:
        question.merge_into(other)
        version = question.history.latest()
        question.unlink()
    else:
        version = question.history.earliest()
        question.merge_into(other)
    url = url_of(Question, "simple_history", question.pk, version.pk)
    assert desk.post(url, form_of(desk.get(url)) | {"body": "옛 글"}).status_code == 302
    question.refresh_from_db()
    assert (question.body, question.is_merged) == ("옛 글", not was_merged)


@pytest.mark.slow
def test_old_version_of_how_a_question_stands_keeps_what_the_database_asks_for(desk, team, question, member):
    question.defer(to=member)
    deferred = question.history.latest()
    question.reopen()
    url = url_of(Question, "simple_history", question.pk, deferred.pk)
    sent = form_of(desk.get(url))
    for status, expected in (("open", 200), ("deferred", 302)):
        assert desk.post(url, sent | {"status": status}).status_code == expected
    question.refresh_from_db()
    assert (question.status, question.deferred_to) == ("deferred", member)


def test_texts_of_endless_lines_are_compared_in_no_time():
    begun = time.process_time()
    shown = difference("가\n" * 20_000, "가\n" * 20_000 + "나\n")
    assert time.process_time() - begun < 1
    assert "<ins>" in shown


@pytest.mark.parametrize(("old", "new"), [("가 " * 999, "가 나 " * 499), ("가\n" * 999, "가\n나\n" * 400)])
def test_texts_of_one_word_are_compared_in_no_time(old, new):
    begun = time.process_time()
    shown = difference(old, new)
    assert time.process_time() - begun < 1
    assert "<ins>" in shown
