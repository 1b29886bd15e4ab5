"""Follow-ups, the same question asked twice, and who asked it too."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from meetings.live.gathering import gather
from meetings.models import Answer, ClassNote, MasterClass, Meeting, Member, Question, Section
from meetings.models.duplicates import NotTheSame
from tests.conftest import THURSDAY, seated
from tests.views.racing import together
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


@pytest.mark.slow
def test_a_follow_up_stands_below_the_question_and_in_the_same_minutes(question, meeting, member, signed_in):
    client, address = signed_in(member), f"/questions/{question.pk}/follow-ups/"
    assert f'href="{address}?next=' in shown(client, question.get_absolute_url())
    assert "<h1>Ask a follow-up</h1>" in shown(client, address)
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


def test_minutes_that_close_while_somebody_asks_on_stay_as_they_are(question, meeting, member, signed_in, monkeypatch):
    def closing(form) -> None:
        Meeting.objects.filter(pk=meeting.pk).update(finalised_at=meeting.created_at)

    monkeypatch.setattr("meetings.forms.questions.QuestionForm.render_ahead", closing)
    signed_in(member).post(f"/questions/{question.pk}/follow-ups/", {"body": "그럼 표준편차는요?"})
    assert question.follow_ups.get().meeting is None


def test_a_follow_up_that_is_sent_twice_is_made_once(question, member, signed_in):
    client, address = signed_in(member), f"/questions/{question.pk}/follow-ups/"
    form = form_on(client.get(address)) | {"body": "그럼?", "sent_as": "00000000-0000-4000-8000-000000000001"}
    for _ in range(2):
        client.post(address, form)
    assert question.follow_ups.count() == 1


@pytest.mark.parametrize("is_closing", [True, False])
def test_a_follow_up_is_made_once_also_where_its_place_changes_in_between(
    question, meeting, member, signed_in, is_closing
):
    """It stands in the minutes while they are open, and beside them once they are final."""
    client, address = signed_in(member), f"/questions/{question.pk}/follow-ups/"
    sent = {"body": "그럼?", "sent_as": "00000000-0000-4000-8000-000000000001"}
    for is_final in (not is_closing, is_closing):
        Meeting.objects.filter(pk=meeting.pk).update(finalised_at=meeting.created_at if is_final else None)
        page = client.post(address, sent)
        assert page.status_code == 302
    assert question.follow_ups.count() == 1


# The same question


@pytest.mark.slow
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


def test_nobody_needs_to_know_the_number_of_the_other_question(question, again, member, signed_in, monkeypatch):
    for row, body in (question, "표본분산은 왜 하나 적게 나누나요?"), (again, "표본분산을 왜 $n-1$로 나누나요?"):
        row.body = body
        row.save()
    client, address = signed_in(member), f"/questions/{again.pk}/original/"
    offered, missing = f'href="?number={question.pk}', "There is no other question of that number or with these words"
    assert offered in (page := shown(client, address))
    assert f'href="?number={again.pk}' not in page
    page = shown(client, f"{address}?number=표본분산&next=/questions/{again.pk}/")
    assert f'{offered}&amp;next=/questions/{again.pk}/"' in page
    assert missing not in page
    assert missing in shown(client, f"{address}?number=우주선")
    assert missing in (page := shown(client, f"{address}?number=987654"))
    assert offered in page
    assert offered not in shown(client, f"{address}?number={question.pk}")
    monkeypatch.setattr("meetings.views.duplicates.may", lambda *_given: False)
    assert offered not in shown(client, address)


def merge(client, question: Question, into: Question):
    return link(client, question, into, merge="1")


def link(client, question: Question, to: Question, **sent):
    address, in_english = f"/questions/{question.pk}/original/", {"accept-language": "en"}
    return client.post(address, {"number": to.pk, **sent}, headers=in_english)


def reread(*rows):
    """As another request reads them."""
    return [type(row)._base_manager.get(pk=row.pk) for row in rows]


@pytest.mark.slow
def test_merged_the_answers_of_both_stand_in_one_place_and_the_old_address_leads_there(
    question, again, member, signed_in
):
    client = signed_in(member)
    Answer.objects.create(question=question, body="첫 답")
    second = Answer.objects.create(question=again, body="둘째 답")
    second.accept(by=member.user)
    assert merge(client, again, question).url == question.get_absolute_url()
    assert client.get(again.get_absolute_url()).url == question.get_absolute_url()
    html = shown(client, question.get_absolute_url())
    assert f"The addresses of both lead to question {question.pk}." in html
    assert f'id="question-{again.pk}"' in html
    assert html.index("둘째 답") < html.index("첫 답")  # the accepted one
    assert f"answered question {again.pk}, which asks the same" in html
    assert f'formaction="/answers/{second.pk}/acceptance/"' in html
    listed = shown(client, f"/teams/{question.team.slug}/questions/")
    assert f'id="question-{question.pk}"' in listed
    assert f'id="question-{again.pk}"' not in listed
    assert "2 answers" in listed


@pytest.mark.slow
def test_answered_where_it_was_asked_again_it_is_answered_as_long_as_they_are_one(
    question, again, meeting, member, signed_in
):
    client, mentoring = signed_in(member), f"/teams/{question.team.slug}/mentoring/"
    Answer.objects.create(question=again, body="둘째 답").accept(by=member.user)
    again.merge_into(question)
    for address in (question.get_absolute_url(), meeting.get_absolute_url()):
        assert "mark-answered" in shown(client, address)
    assert list(Question.objects.unanswered()) == []
    for status, count in (("answered", 1), ("open", 0)):
        assert Question.objects.unmerged().with_status(status).count() == count
        listed = shown(client, f"/teams/{question.team.slug}/questions/?status={status}")
        assert listed.count(f'id="question-{question.pk}"') == count
    assert again.answers.get().body not in shown(client, mentoring)
    again.unlink()
    assert list(Question.objects.unanswered()) == [question]
    question.refresh_from_db()
    assert (question.status, again.answers.accepted().count()) == ("open", 1)


def test_what_was_left_to_somebody_still_waits_for_them(question, again, mate):
    Answer.objects.create(question=again, body="둘째 답").accept(by=mate.user)
    question.defer(to=mate)
    again.merge_into(question)
    assert list(Question.objects.unanswered()) == [question]


@pytest.mark.slow
def test_merged_and_set_apart_nothing_has_moved(question, again, mate, member, signed_in):
    """Also what is removed, accepted or written meanwhile."""
    client = signed_in(member)
    first, second = (Answer.objects.create(question=one, body=f"{one.pk}의 답") for one in (question, again))
    gone = Answer.objects.create(question=again, body="지운 답")
    first.accept(by=mate.user)
    second.accept(by=member.user)
    again.merge_into(question)
    gone.remove(by=member.user)
    client.post(f"/questions/{again.pk}/answers/", {"body": "그 사이의 답"})
    assert "그 사이의 답" in shown(client, question.get_absolute_url())
    page = f"{again.get_absolute_url()}?apart"
    assert f'formaction="/questions/{again.pk}/original/"' in shown(client, page)
    client.post(f"/questions/{again.pk}/original/", {"_method": "DELETE"})
    gone.restore()
    question, again = reread(question, again)
    assert (again.duplicate_of, again.merged_at) == (None, None)
    assert [answer.body for answer in question.answers.all()] == [first.body]
    assert {answer.body for answer in again.answers.alive()} == {second.body, "지운 답", "그 사이의 답"}
    assert list(again.answers.accepted()) == [second]
    assert client.get(again.get_absolute_url()).status_code == 200


def test_what_was_merged_stays_in_its_minutes_and_says_where_it_is_read(question, again, meeting, mate, signed_in):
    answer = Answer.objects.create(question=question, body="첫 답")
    question.merge_into(again)
    html = shown(signed_in(mate), meeting.get_absolute_url())
    assert f"Answered with question {again.pk}, which asks the same" in html
    assert answer.body in html


@pytest.mark.slow
@pytest.mark.parametrize("place", ["itself", "meeting", "class_note"])
def test_what_was_part_of_something_that_is_gone_stands_by_itself(place, question, again, cohort, member, signed_in):
    client = signed_in(member)
    if place == "class_note":
        held = MasterClass.objects.create(cohort=cohort, title="최적화")
        question.class_note, again.class_note = (held.notes.create(team=question.team) for _ in range(2))
        question.meeting = None
        question.save()
        again.save()
    Answer.objects.create(question=again, body="둘째 답")
    again.merge_into(question)
    (question.meeting if place == "meeting" else question.class_note if place == "class_note" else question).remove()
    (again,) = reread(again)
    assert not again.is_merged
    assert list(Question.objects.unanswered().filter(pk=again.pk)) == [again]
    assert "둘째 답" in shown(client, again.get_absolute_url())
    client.post(f"/questions/{again.pk}/original/", {"_method": "DELETE"})
    assert reread(again)[0].duplicate_of is None


@pytest.mark.slow
@pytest.mark.parametrize("place", ["itself", "meeting", "class_note", "class"])
def test_a_part_counts_while_it_and_what_it_stands_in_are_there(
    place, question, again, cohort, meeting, member, signed_in
):
    if place == "meeting":
        again.meeting = Meeting.objects.create(team=again.team, held_on="2026-11-18")
    elif place != "itself":
        classes = [MasterClass.objects.create(cohort=cohort, title=title) for title in ("하나", "둘")]
        again.class_note, question.class_note = (held.notes.create(team=again.team) for held in classes)
        question.meeting = None
        question.save()
    again.save()
    Answer.objects.create(question=again, body="둘째 답").accept(by=member.user)
    Question.objects.create(team=again.team, body="이어진 것", parent=again)
    again.merge_into(question)
    note = again.class_note
    {"itself": again, "meeting": again.meeting, "class_note": note, "class": note and note.master_class}[place].remove()
    (counted,) = Question.objects.filter(pk=question.pk).with_answer_count().with_state()
    assert (counted.answer_count, counted.is_answered) == (0, False)
    assert question in Question.objects.unanswered()
    assert list(Question.objects.thread_of(question.pk).alive().exclude(pk=again.pk)) == [question]
    html = shown(signed_in(member), question.get_absolute_url())
    assert "둘째 답" not in html
    assert "mark-answered" not in html


def test_what_was_part_of_something_that_is_deleted_for_good_stands_by_itself(question, again):
    again.merge_into(question)
    Question.objects.filter(pk=question.pk).delete()
    (again,) = reread(again)
    assert (again.duplicate_of, again.merged_at) == (None, None)
    assert list(Question.objects.unmerged()) == [again]


@pytest.mark.slow
def test_what_only_some_may_read_is_shown_to_them_alone(
    question, again, meeting, other_team, outsider, member, signed_in
):
    """Two questions of one team may have different readers: of those that were made one, since."""
    Answer.objects.create(question=again, body="우리끼리의 답")
    again.merge_into(question)
    meeting.other_teams.add(other_team)
    assert "우리끼리의 답" in shown(signed_in(member), question.get_absolute_url())
    told = shown(signed_in(outsider), question.get_absolute_url())
    assert "우리끼리의 답" not in told
    assert "asks the same" not in told


def test_who_cannot_read_the_original_keeps_the_answers(question, again, meeting, other_team, outsider, signed_in):
    Answer.objects.create(question=question, body="함께한 답")
    question.merge_into(again)
    meeting.other_teams.add(other_team)
    assert "함께한 답" in shown(signed_in(outsider), question.get_absolute_url())


def test_a_part_leads_to_the_original_and_not_to_what_that_one_is_linked_to(question, again, team, member, signed_in):
    third = Question.objects.create(team=team, body="셋째")
    again.merge_into(question)
    question.link_to(third)
    assert signed_in(member).get(again.get_absolute_url()).url == question.get_absolute_url()


def test_lists_of_meetings_count_as_the_minutes_do(question, again, meeting, mate):
    third = Question.objects.create(team=question.team, meeting=meeting, body="셋째")
    third.merge_into(question)
    Answer.objects.create(question=again, body="답").accept(by=mate.user)
    again.merge_into(question)
    Question.objects.create(team=question.team, meeting=meeting, body="아직")
    counted = Meeting.objects.with_counts().get(pk=meeting.pk)
    gathered = gather(meeting, [])
    assert (counted.question_count, counted.answered_count) == (3, 2)
    assert (len(gathered[Question]), gathered.open_count) == (3, 1)


def test_next_and_previous_pass_by_what_is_read_with_another_question(question, team, meeting, member, signed_in):
    follower, last = (
        Question.objects.create(team=team, meeting=meeting, body=body, order=order)
        for order, body in ((1, "둘째"), (2, "셋째"))
    )
    follower.merge_into(question)
    assert f'rel="next" href="/questions/{last.pk}/"' in shown(signed_in(member), question.get_absolute_url())


@pytest.mark.slow
def test_what_has_parts_is_part_of_nothing(question, again, team, member, signed_in):
    """So there are no chains, and each page shows all by looking one step deep."""
    client, third = signed_in(member), Question.objects.create(team=team, body="셋째")
    again.merge_into(question)
    merge(client, question, third)
    assert "Other questions are part of this one." in shown(client, question.get_absolute_url())
    assert "They are one now" not in shown(client, third.get_absolute_url())
    merge(client, third, again)  # which is part of another one: that is what it becomes part of
    assert reread(question, third)[1].duplicate_of == question


@pytest.mark.slow
def test_what_is_part_already_is_set_apart_first(question, again, team, member, signed_in):
    client, third = signed_in(member), Question.objects.create(team=team, body="셋째")
    again.merge_into(question)
    for sent in ({}, {"merge": "1"}):
        link(client, again, third, **sent)
        told = shown(client, third.get_absolute_url())
        assert f"Question {again.pk} is part of question {question.pk} already." in told
        assert "They are linked" not in told
    assert reread(again)[0].duplicate_of == question


@pytest.mark.slow
def test_what_is_linked_already_is_not_linked_anew(question, again, member, signed_in):
    client = signed_in(member)
    for said in ("They are linked. Whoever", "They are linked already."):
        link(client, again, question)
        assert said in shown(client, again.get_absolute_url())


def test_a_follow_up_is_another_question(question, team):
    follow_up = Question.objects.create(team=team, body="그럼?", parent=question)
    for one, other in ((follow_up, question), (question, follow_up)):
        with pytest.raises(NotTheSame):
            one.merge_into(other)


def test_two_who_merge_at_once_make_no_circle(question, again, team):
    """Each has read both questions before either wrote."""
    first, second = reread(question, again), reread(question, again)
    first[0].merge_into(first[1])
    with pytest.raises(NotTheSame):
        second[1].merge_into(second[0])
    third = Question.objects.create(team=team, body="셋째")
    with pytest.raises(NotTheSame):
        second[1].merge_into(third)
    assert list(Question.objects.unmerged().order_by("pk")) == [again, third]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_mergers_at_the_same_moment_one_is_done(question, again):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")

    def merger(one: Question, other: Question):
        def act() -> str:
            try:
                one.merge_into(other)
            except NotTheSame:
                return "refused"
            return "done"

        return act

    for _ in range(5):
        first, second = reread(question, again), reread(question, again)
        assert sorted(together([merger(*first), merger(*reversed(second))])) == ["done", "refused"]
        (left,) = Question.objects.unmerged()
        left.duplicates.get().unlink()


def test_merged_without_an_original_is_no_state(again):
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=again.pk).update(merged_at=again.asked_at)


@pytest.mark.slow
def test_links_make_no_circle_and_chains_lead_to_the_first(question, again, team, member, signed_in):
    client, third = signed_in(member), Question.objects.create(team=team, body="셋째")
    again.link_to(question)
    response = client.post(f"/questions/{question.pk}/original/", {"number": again.pk}, follow=True)
    question.refresh_from_db()
    assert question.duplicate_of is None
    assert response.status_code == 200
    assert f"<h2>Question {question.pk} <small>" in shown(client, f"/questions/{third.pk}/original/?number={again.pk}")
    merge(client, third, again)
    assert reread(third)[0].duplicate_of == question


def test_linked_is_what_was_shown(question, again, other_team, member, signed_in):
    """The last one of a chain that the reader can read, not one that nobody named."""
    hidden = Question.objects.create(team=other_team, body="남의 질문")
    question.link_to(hidden)
    client, address = signed_in(member), f"/questions/{again.pk}/original/"
    assert f"<h2>Question {question.pk} <small>" in shown(client, f"{address}?number={question.pk}")
    client.post(address, {"number": question.pk})
    assert reread(again)[0].duplicate_of == question


def test_what_a_page_needs_of_its_parts_is_found_by_index(question, again, member):
    """However many questions there are."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    told = Question.objects.thread_of(question.pk).explain()
    assert "meetings_question" in told
    assert not re.search(r"SCAN (?:meetings_question|U\d)", told)  # of SQLite
    assert "Seq Scan" not in told
    told = Question.objects.visible_to(member.user).thread_of(question.pk).for_page(question.pk).explain()
    assert connection.vendor == "sqlite" or "id = ANY ($" in told  # of the rows themselves, and not of all joined


@pytest.mark.slow
def test_parts_cost_the_same_however_many_they_are(question, team, member, mate, signed_in):
    client, costs = signed_in(member), []
    for count in (1, 9):
        for n in range(count):
            part = Question.objects.create(team=team, body=f"같은 {n}", is_anonymous=n % 2 == 0)
            part.asked_by.set([mate])
            part.count_in(member)
            Answer.objects.create(question=part, body=f"답 {n}", typed_by=mate.user).answered_by.add(mate)
            part.merge_into(question)
        with CaptureQueriesContext(connection) as queries:
            client.get(question.get_absolute_url())
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_follow_ups_of_what_was_merged_stand_below_what_it_became(question, again, team, member, signed_in):
    Question.objects.create(team=team, parent=again, body="이어진 것")
    again.merge_into(question)
    assert "이어진 것" in shown(signed_in(member), question.get_absolute_url())


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("place", ["class_note", "joint minutes"])
def test_what_not_the_same_people_read_is_linked_and_not_merged(
    place, question, again, meeting, cohort, other_team, member, signed_in
):
    client = signed_in(member)
    if place == "class_note":
        held = MasterClass.objects.create(cohort=cohort, title="최적화")
        question.meeting, question.class_note = None, held.notes.create(team=question.team)
        question.save()
    else:
        meeting.other_teams.add(other_team)
    for one, other in ((question, again), (again, question)):
        page = shown(client, f"/questions/{one.pk}/original/?number={other.pk}")
        assert "Not the same people read these two" in page
        assert 'name="merge"' not in page
        merge(client, one, other)
        assert "Not the same people read these two" in shown(client, one.get_absolute_url())
    assert [one.duplicate_of for one in reread(question, again)] == [None, None]
    link(client, again, question)
    assert [one.merged_at for one in reread(again)] == [None]
    assert reread(again)[0].duplicate_of == question


def test_what_the_same_people_read_is_merged_wherever_it_stands(question, again, meeting, other_team):
    meeting.other_teams.add(other_team)
    again.meeting = Meeting.objects.create(team=question.team, held_on="2026-11-18")
    again.meeting.other_teams.add(other_team)
    again.save()
    again.merge_into(question)
    assert reread(again)[0].is_merged


def test_set_apart_the_minutes_of_the_original_are_told_too(question, again, meeting, member, signed_in):
    """Who has them open sees that it is not answered any more."""
    client = signed_in(member)
    Answer.objects.create(question=again, body="둘째 답").accept(by=member.user)
    again.merge_into(question)
    (before,) = reread(meeting)
    client.post(f"/questions/{again.pk}/original/", {"_method": "DELETE"})
    changed = client.get(f"/minutes/{meeting.pk}/changes/?since={before.revision}").json()
    assert f"question-{question.pk}" in str(changed)


def test_whoever_sets_apart_what_somebody_has_linked_anew_meanwhile_changes_nothing(question, again, team):
    third = Question.objects.create(team=team, body="셋째")
    again.merge_into(question)
    (late,) = reread(again)
    again.unlink()
    again.merge_into(third)
    assert late.duplicate_of == question  # read before
    late.unlink()
    assert reread(again)[0].duplicate_of == third


def test_what_cannot_be_read_is_not_linked(question, other_team, member, signed_in):
    hidden = Question.objects.create(team=other_team, body="남의 질문")
    address = f"/questions/{question.pk}/original/"
    assert "남의 질문" not in shown(signed_in(member), f"{address}?number={hidden.pk}")
    signed_in(member).post(address, {"number": hidden.pk})
    question.refresh_from_db()
    assert question.duplicate_of is None


# We asked this too


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_each_of_two_that_are_one_has_its_own_askers(question, again, team, member, signed_in):
    third = seated(team, "raon", "서라온")
    again.count_in(third)
    question.count_in(third)
    again.merge_into(question)
    html = shown(signed_in(third), question.get_absolute_url())
    assert "We asked this too 1" in html
    line = html.partition(f"Question {again.pk} asks the same")[2].partition("</p>")[0]
    assert member.name in line
    assert "1 person asked this too" in line


def test_a_class_note_is_counted_by_the_whole_cohort(cohort, team, outsider, signed_in):
    master_class = MasterClass.objects.create(cohort=cohort, title="최적화", held_on=THURSDAY)
    asked = Question.objects.create(team=team, class_note=master_class.notes.create(team=team), body="수업에서")
    assert signed_in(outsider).post(f"/questions/{asked.pk}/askers/").status_code == 302
    assert list(asked.asked_too.all()) == [outsider]


def test_who_presses_twice_is_told_what_was_done(question, again, team, member, signed_in):
    client = signed_in(member)
    there = Question.objects.create(team=team, body="왜 $n-1$일까요?")
    for _turn in range(2):
        response = merge(client, again, into=question)
        assert response.url == question.get_absolute_url()
    *_told, refused = get_messages(merge(client, again, into=there).wsgi_request)
    assert "part of question" in refused.message
    assert reread(again)[0].duplicate_of == question


# What is answered where it was asked again


@pytest.fixture
def answered_below(team, cohort, member) -> Question:
    """In a note that stands beside another one, so that the page of their class shows topics."""
    held = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=THURSDAY)
    notes = [ClassNote.objects.create(master_class=held, team=team, author=author) for author in (member, None)]
    section = Section.objects.create(class_note=notes[0], heading="Adam", body="편향 보정")
    whole = Question.objects.create(team=team, class_note=notes[0], section=section, body="편향 보정을 왜 하나요?")
    part = Question.objects.create(team=team, class_note=notes[0], body="편향 보정이 왜 필요한가요?")
    Answer.objects.create(question=part, body="처음에는 작아서요")
    part.take_answer_of([])
    part.merge_into(whole)
    return whole


def test_it_is_answered_for_who_asks_the_same_names_it_or_would_take_it(answered_below, team, member, signed_in):
    client, in_english = signed_in(member), {"accept-language": "en"}
    told = client.post("/questions/similar/", {"body": "편향 보정을 하는 까닭?"}, headers=in_english).json()["html"]
    assert ("mark-answered" in told, "mark-open" in told) == (True, False)
    offered = client.get(f"/teams/{team.slug}/completions/?key=[[&text={answered_below.pk}", headers=in_english)
    assert f"Q{answered_below.pk} · answered" in offered.content.decode()
    once_more = Question.objects.create(team=team, body="편향 보정을 왜 하는지?")
    linking = shown(client, f"/questions/{once_more.pk}/original/")
    assert ("mark-answered" in linking, "mark-open" in linking) == (True, False)
    taken = client.post(f"/questions/{answered_below.pk}/taker/", headers=in_english | {"accept": "application/json"})
    assert taken.status_code == 422
    assert "answered meanwhile" in taken.json()["sentence"]
    assert reread(answered_below)[0].taken_by is None


def test_it_is_answered_where_notes_of_its_class_stand_side_by_side(answered_below, member, signed_in):
    page = shown(signed_in(member), answered_below.class_note.master_class.get_absolute_url())
    topic = page.partition("notes-topic")[2].partition("</section>")[0]
    assert ("mark-answered" in topic, "mark-open" in topic) == (True, False)


def test_what_stands_in_a_note_that_was_taken_away_is_not_offered(answered_below, team, member, signed_in):
    ClassNote.objects.update(removed_at=answered_below.created_at)
    offered = signed_in(member).get(f"/teams/{team.slug}/completions/?key=[[&text={answered_below.pk}")
    assert f"[[Q{answered_below.pk}]]" not in offered.content.decode()
