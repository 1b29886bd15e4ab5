"""Follow-ups, the same question asked twice, and who asked it too."""

import re

import pytest

from meetings.models import Answer, MasterClass, Meeting, Member, Question
from tests.conftest import THURSDAY, seated
from tests.views.test_editing import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(team, meeting, mate) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 $n-1$로 나누나요?")
    question.asked_by.add(mate)
    return question


@pytest.fixture
def again(team, member) -> Question:
    """The same, a week later and without minutes."""
    question = Question.objects.create(team=team, body="분산은 왜 $n-1$인가요?")
    question.asked_by.add(member)
    return question


def shown(client, address: str) -> str:
    html = client.get(address, headers={"accept-language": "en"}).content.decode()
    return re.sub(r"\s+", " ", html)


# Follow-ups


def test_a_follow_up_stands_below_the_question_and_in_the_same_minutes(question, meeting, member, signed_in):
    client, address = signed_in(member), f"/questions/{question.pk}/follow-ups/"
    assert f'href="{address}"' in shown(client, question.get_absolute_url())
    client.post(address, form_on(client.get(address)) | {"body": "그럼 표준편차는요?"})
    follow_up = question.follow_ups.get()
    assert (follow_up.meeting, follow_up.team, follow_up.typed_by) == (meeting, question.team, member.user)
    assert list(follow_up.asked_by.all()) == [member]
    assert "그럼 표준편차는요?" in shown(client, question.get_absolute_url())
    assert f"Follows up on question {question.pk}" in shown(client, follow_up.get_absolute_url())


def test_what_follows_up_on_final_minutes_stands_beside_them(question, meeting, member, signed_in):
    Meeting.objects.filter(pk=meeting.pk).update(finalised_at=meeting.created_at)
    signed_in(member).post(f"/questions/{question.pk}/follow-ups/", {"body": "그럼 표준편차는요?"})
    assert question.follow_ups.get().meeting is None


def test_a_follow_up_that_is_sent_twice_is_made_once(question, member, signed_in):
    client, address = signed_in(member), f"/questions/{question.pk}/follow-ups/"
    form = form_on(client.get(address)) | {"body": "그럼?", "sent_as": "00000000-0000-4000-8000-000000000001"}
    for _ in range(2):
        client.post(address, form)
    assert question.follow_ups.count() == 1


# The same question


def test_the_other_question_is_shown_before_anything_is_linked(question, again, member, signed_in):
    client, address = signed_in(member), f"/questions/{again.pk}/original/"
    Answer.objects.create(question=question, body="편향 때문이에요")
    for named in (f"{question.pk}", f"Q{question.pk}", f"[[Q{question.pk}]]", f"http://x/questions/{question.pk}/"):
        assert "편향 때문이에요" in shown(client, f"{address}?number={named}")
    for named in ("", "987654", f"{again.pk}", "나", "1" * 40):
        assert "편향 때문이에요" not in shown(client, f"{address}?number={named}")
    client.post(address, {"number": question.pk})
    again.refresh_from_db()
    assert (again.duplicate_of, again.is_merged) == (question, False)
    assert f"Same as question {question.pk}" in shown(client, again.get_absolute_url())
    assert f"Question {again.pk} asks the same" in shown(client, question.get_absolute_url())


def test_merged_the_answers_of_both_stand_in_one_place_and_the_old_address_leads_there(
    question, again, member, signed_in
):
    client = signed_in(member)
    Answer.objects.create(question=question, body="첫 답")
    second = Answer.objects.create(question=again, body="둘째 답")
    second.accept(by=member.user)
    client.post(f"/questions/{again.pk}/original/", {"number": question.pk, "merge": "1"})
    response = client.get(again.get_absolute_url())
    assert response.url == f"{question.get_absolute_url()}#question-{again.pk}"
    html = shown(client, question.get_absolute_url())
    assert f'id="question-{again.pk}"' in html
    assert "첫 답" in html
    assert "둘째 답" in html
    assert f"answered question {again.pk}, which asks the same" in html
    question.refresh_from_db()
    assert question.is_answered
    assert list(Question.objects.unanswered()) == []
    listed = shown(client, f"/teams/{question.team.slug}/questions/")
    assert f'id="question-{question.pk}"' in listed
    assert f'id="question-{again.pk}"' not in listed


def test_of_two_accepted_answers_the_one_of_the_question_that_stays_is_accepted(question, again, member):
    first = Answer.objects.create(question=question, body="첫 답")
    second = Answer.objects.create(question=again, body="둘째 답")
    first.accept(by=member.user)
    second.accept(by=member.user)
    again.merge_into(question)
    assert list(question.answers.accepted()) == [first]


def test_a_merger_is_undone_with_its_answers(question, again, member, signed_in):
    client, answer = signed_in(member), Answer.objects.create(question=again, body="둘째 답")
    again.merge_into(question)
    page = f"{again.get_absolute_url()}?apart"
    assert f'formaction="/questions/{again.pk}/original/"' in shown(client, page)
    client.post(f"/questions/{again.pk}/original/", {"_method": "DELETE"})
    again.refresh_from_db()
    answer.refresh_from_db()
    assert (again.duplicate_of, again.merged_at, answer.question, answer.merged_from) == (None, None, again, None)
    assert client.get(again.get_absolute_url()).status_code == 200


def test_what_was_merged_stays_in_its_minutes_and_says_where_its_answers_are(question, again, meeting, mate, signed_in):
    answer = Answer.objects.create(question=question, body="첫 답")
    question.merge_into(again)
    html = shown(signed_in(mate), meeting.get_absolute_url())
    assert f"Answered with question {again.pk}, which asks the same" in html
    assert answer.body not in html


def test_links_make_no_circle_and_chains_lead_to_the_first(question, again, team, member, signed_in):
    third = Question.objects.create(team=team, body="셋째")
    again.link_to(question)
    response = signed_in(member).post(f"/questions/{question.pk}/original/", {"number": again.pk}, follow=True)
    question.refresh_from_db()
    assert question.duplicate_of is None
    assert response.status_code == 200
    third.merge_into(again)
    third.refresh_from_db()
    assert third.duplicate_of == question


def test_follow_ups_of_what_was_merged_stand_below_what_it_became(question, again, team, member, signed_in):
    Question.objects.create(team=team, parent=again, body="이어진 것")
    again.merge_into(question)
    assert "이어진 것" in shown(signed_in(member), question.get_absolute_url())


def test_questions_of_two_teams_are_linked_and_not_merged(question, cohort, other_team, member, signed_in):
    there = Meeting.objects.create(team=other_team, held_on=THURSDAY)
    there.other_teams.add(question.team)
    theirs = Question.objects.create(team=other_team, meeting=there, body="왜 $n-1$?")
    client = signed_in(member)
    client.post(f"/questions/{question.pk}/original/", {"number": theirs.pk, "merge": "1"})
    question.refresh_from_db()
    assert question.duplicate_of is None
    client.post(f"/questions/{question.pk}/original/", {"number": theirs.pk})
    question.refresh_from_db()
    assert question.duplicate_of == theirs
    assert client.post(f"/questions/{theirs.pk}/original/", {"number": question.pk}).status_code == 403


def test_what_cannot_be_read_is_not_linked(question, other_team, member, signed_in):
    hidden = Question.objects.create(team=other_team, body="남의 질문")
    address = f"/questions/{question.pk}/original/"
    assert "남의 질문" not in shown(signed_in(member), f"{address}?number={hidden.pk}")
    signed_in(member).post(address, {"number": hidden.pk})
    question.refresh_from_db()
    assert question.duplicate_of is None


# We asked this too


def test_people_count_themselves_in_once_and_out_again(question, meeting, member, signed_in):
    client, address = signed_in(member), f"/questions/{question.pk}/askers/"
    for page in (question.get_absolute_url(), meeting.get_absolute_url()):
        assert f'formaction="{address}"' in shown(client, page)
    for _ in range(2):
        client.post(address)
    assert list(question.asked_too.all()) == [member]
    for page in (question.get_absolute_url(), meeting.get_absolute_url()):
        assert "We asked this too 1" in shown(client, page)
    client.post(address, {"_method": "DELETE"})
    assert not question.asked_too.exists()


def test_who_asked_it_is_not_counted_again(question, mate, signed_in):
    client = signed_in(mate)
    assert "We asked this too" not in shown(client, question.get_absolute_url())
    client.post(f"/questions/{question.pk}/askers/")
    assert not question.asked_too.exists()


def test_other_teams_count_where_they_can_read_and_a_person_counts_once(
    question, meeting, team, other_team, outsider, signed_in
):
    client, address = signed_in(outsider), f"/questions/{question.pk}/askers/"
    assert client.post(address).status_code == 404
    meeting.other_teams.add(other_team)
    client.post(address)
    assert list(question.asked_too.all()) == [outsider]
    second_seat = Member.objects.create(team=team, user=outsider.user, name="강다솜")
    question.count_in(second_seat)
    assert list(question.asked_too.all()) == [outsider]
    assert "We asked this too 1" in shown(client, question.get_absolute_url())


def test_who_asked_what_was_merged_into_it_counts(question, again, team, member, signed_in):
    third = seated(team, "raon", "서라온")
    again.count_in(third)
    question.count_in(third)
    again.merge_into(question)
    question.refresh_from_db()
    assert question.wondered_by([again]) == {member.user_id, third.user_id}
    assert "We asked this too 2" in shown(signed_in(third), question.get_absolute_url())


def test_a_class_note_is_counted_by_the_whole_cohort(cohort, team, outsider, signed_in):
    master_class = MasterClass.objects.create(cohort=cohort, title="최적화", held_on=THURSDAY)
    asked = Question.objects.create(team=team, class_note=master_class.notes.create(team=team), body="수업에서")
    assert signed_in(outsider).post(f"/questions/{asked.pk}/askers/").status_code == 302
    assert list(asked.asked_too.all()) == [outsider]
