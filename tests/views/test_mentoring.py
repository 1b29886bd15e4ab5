"""What is open gathers by whom it waits for, is ordered, ticked off while asked, and answered where it stands."""

import datetime
import re

import pytest
from django.db import connection

from meetings.models import Answer, MasterClass, Member, Question
from meetings.views import mentoring
from tests.conftest import seated
from tests.views.json_forms import Fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday_evening")]


@pytest.fixture
def mentor(team) -> Member:
    return seated(team, "mentor", "한도경", role=Member.Role.MENTOR)


@pytest.fixture
def master_class(cohort) -> MasterClass:
    return MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=datetime.date(2026, 11, 20))


def asked(team, body: str, **fields) -> Question:
    return Question.objects.create(team=team, body=body, **fields)


def shown(client, address: str) -> str:
    html = client.get(address, headers={"accept-language": "en"}).content.decode()
    return re.sub(r"\s+", " ", html)


def form_in(html: str) -> dict:
    """What the one form of a row on the page sends."""
    return Fields(re.search(r'<form class="edit-form".*?</form>', html, re.DOTALL)[0]).sent


def order_on(html: str) -> list[str]:
    return re.findall(r'<h2 class="part-title">([^<]*?) <small>|<p>([가-힣]+)</p>\s*</div>', html)


def line(html: str) -> list[str]:
    return ["".join(found) for found in order_on(html)]


def test_what_is_open_gathers_by_whom_it_waits_for(team, meeting, member, mentor, signed_in):
    asked(team, "열린")
    asked(team, "끝난", status="answered")
    asked(team, "멘토에게", meeting=meeting).defer(audience="mentor")
    asked(team, "도경에게").defer(to=mentor)
    asked(team, "조교에게").defer(audience="ta")
    html = shown(signed_in(member), f"/teams/{team.slug}/mentoring/")
    assert line(html) == [
        "For 한도경",
        "도경에게",
        "For the mentor",
        "멘토에게",
        "For a teaching assistant",
        "조교에게",
        "Still open in the team",
        "열린",
    ]


@pytest.mark.slow
def test_votes_order_a_list_until_people_do(team, member, mate, signed_in):
    rows = [asked(team, text) for text in ("하나", "둘", "셋")]
    for row in rows:
        row.defer(audience="mentor")
    client, page = signed_in(member), f"/teams/{team.slug}/mentoring/"
    client.post(f"/questions/{rows[2].pk}/askers/")
    assert line(shown(client, page))[1:] == ["셋", "하나", "둘"]
    assert shown(client, page).count("Move up") == shown(client, page).count("Move down") == 2
    response = client.post(f"/questions/{rows[1].pk}/turn/", {"move": "up", "next": page})
    assert response.url == f"{page}#question-{rows[1].pk}"
    assert line(shown(client, page))[1:] == ["셋", "둘", "하나"]
    client.post(f"/questions/{rows[1].pk}/turn/", {"move": "up"})
    client.post(f"/questions/{rows[1].pk}/turn/", {"move": "up"})
    assert line(shown(signed_in(mate), page))[1:] == ["둘", "셋", "하나"]
    assert rows[1].history.count() == 2


@pytest.mark.slow
def test_a_question_is_ticked_off_while_it_is_asked_and_stays_until_it_is_answered(team, mentor, signed_in):
    question = asked(team, "멘토에게")
    question.defer(audience="mentor")
    client, page = signed_in(mentor), f"/teams/{team.slug}/mentoring/"
    client.post(f"/questions/{question.pk}/raised/")
    assert "mark-ticked" in shown(client, page)
    client.post(f"/questions/{question.pk}/raised/", {"_method": "DELETE"})
    assert "mark-ticked" not in shown(client, page)
    assert "멘토에게" in shown(client, page)


@pytest.mark.slow
def test_the_answer_typed_there_comes_back_to_the_question_and_its_minutes(team, meeting, mentor, mate, signed_in):
    question, second = (asked(team, text, meeting=meeting) for text in ("멘토에게", "그다음"))
    for one in (question, second):
        one.defer(audience="mentor")
    client, page = signed_in(mentor), f"/teams/{team.slug}/mentoring/"
    address = f"?answer={question.pk}#answers-{question.pk}-body"
    assert f'href="{address}"' in shown(client, page)
    form = form_in(shown(client, page + address))
    assert form["answered_by"] == [str(mentor.pk)]
    response = client.post(f"/questions/{question.pk}/answers/", form | {"body": "편향 때문이에요"})
    assert response.url == f"{page}#question-{second.pk}"
    assert "멘토에게" not in shown(client, page)
    response = client.post(
        f"/questions/{second.pk}/answers/", form_in(shown(client, f"{page}?answer={second.pk}")) | {"body": "네"}
    )
    assert response.url == f"{page}#main"
    for place in (meeting.get_absolute_url(), question.get_absolute_url()):
        assert "편향 때문이에요" in shown(signed_in(mate), place)
    question.refresh_from_db()
    assert question.is_answered


def test_what_is_wrong_with_an_answer_comes_back_with_its_text_and_the_way_to_the_list(team, mentor, signed_in):
    question = asked(team, "멘토에게")
    client, page = signed_in(mentor), f"/teams/{team.slug}/mentoring/"
    form = form_in(shown(client, f"{page}?answer={question.pk}"))
    told = client.post(f"/questions/{question.pk}/answers/", form | {"body": " ", "speaker": "특별 손님"})
    again = form_in(told.content.decode())
    assert (told.status_code, again["speaker"], again["next"]) == (200, ["특별 손님"], [f"{page}#main"])


def test_what_is_opened_in_a_list_says_that_it_leads_back_there(team, meeting, mentor, master_class, signed_in):
    question, client = asked(team, "멘토에게", meeting=meeting), signed_in(mentor)
    for page, name in (
        (f"/teams/{team.slug}/mentoring/", "For mentoring"),
        (f"/classes/{master_class.pk}/questions/", "Questions for the class"),
        ("/nowhere/", "Minutes of 19 November"),
    ):
        opened = shown(client, f"/questions/{question.pk}/deferral/?next={page}")
        assert f'<li><a href="{page}#question-{question.pk}">{name}</a></li>' in opened


@pytest.mark.slow
def test_only_who_may_answer_has_the_form_in_the_list(team, other_team, member, outsider, master_class, signed_in):
    note = master_class.notes.create(team=team)
    question = asked(team, "노트", class_note=note)
    page = f"/classes/{master_class.pk}/questions/"
    for reader, count in ((member, 1), (outsider, 0)):
        assert shown(signed_in(reader), f"{page}?answer={question.pk}").count('data-noun="answer"') == count
    assert 'data-noun="answer"' not in shown(signed_in(member), f"{page}?answer=x")


@pytest.mark.slow
def test_a_question_is_brought_to_a_class_and_leaves_the_list_of_the_team(
    team, meeting, member, staff, outsider, master_class, signed_in
):
    question, client = asked(team, "마스터에게", meeting=meeting), signed_in(member)
    assert "최적화의 직관" in shown(client, f"/questions/{question.pk}/deferral/")
    client.post(f"/questions/{question.pk}/deferral/", {"to": f"class-{master_class.pk}"})
    page = f"/classes/{master_class.pk}/questions/"
    assert line(shown(client, page)) == ["To be asked", "마스터에게"]
    assert "마스터에게" in shown(signed_in(staff), page)
    assert "마스터에게" not in shown(signed_in(outsider), page)
    assert "마스터에게" not in shown(client, f"/teams/{team.slug}/mentoring/")
    assert "Goes to the class “최적화의 직관”" in shown(client, f"/questions/{question.pk}/")
    for place in (f"/teams/{team.slug}/questions/", meeting.get_absolute_url()):
        assert "goes to the class “최적화의 직관”" in shown(client, place)
    client.post(f"/questions/{question.pk}/reopening/")
    assert "마스터에게" not in shown(client, page)
    assert "마스터에게" in shown(client, f"/teams/{team.slug}/mentoring/")


@pytest.mark.slow
def test_questions_in_notes_of_a_class_are_voted_on_by_the_cohort(team, outsider, master_class, signed_in):
    note = master_class.notes.create(team=team)
    first, second = (asked(team, text, class_note=note) for text in ("하나", "둘"))
    client, page = signed_in(outsider), f"/classes/{master_class.pk}/questions/"
    assert f'formaction="/questions/{second.pk}/askers/"' in shown(client, page)
    client.post(f"/questions/{second.pk}/askers/")
    assert line(shown(client, page)) == ["To be asked", "둘", "하나"]
    assert client.post(f"/questions/{first.pk}/raised/").status_code == 403
    first.take_answer_of([])
    assert line(shown(client, page)) == ["To be asked", "둘", "Answered", "하나"]


def test_classes_that_are_over_are_not_offered(team, member, cohort, signed_in):
    over = MasterClass.objects.create(cohort=cohort, title="지난 수업", held_on=datetime.date(2026, 11, 18))
    question = asked(team, "마스터에게")
    assert "지난 수업" not in shown(signed_in(member), f"/questions/{question.pk}/deferral/")
    signed_in(member).post(f"/questions/{question.pk}/deferral/", {"to": f"class-{over.pk}"})
    question.refresh_from_db()
    assert question.status == "open"


@pytest.mark.slow
@pytest.mark.parametrize("of_each", [1, 20])
def test_lists_cost_the_same_however_long_they_are(
    team, member, mate, mentor, outsider, master_class, signed_in, django_assert_num_queries, of_each
):
    client = signed_in(member)
    note = master_class.notes.create(team=team)
    for n in range(of_each):
        nameless, noted = asked(team, f"이름 없이 {n}", is_anonymous=True), asked(team, f"노트 {n}", class_note=note)
        nameless.asked_by.add(mate)
        noted.asked_too.add(outsider)
        asked(team, f"맡은 것 {n}").take(mate)
        asked(team, f"멘토에게 {n}").defer(to=mentor)
        row = asked(team, f"수업으로 {n}")
        row.asked_by.add(member)
        row.defer(audience="master", for_class=master_class)
        for whole in (nameless, noted):
            part = asked(team, f"합친 것 {n}", class_note=whole.class_note)
            part.asked_by.add(mate)
            Answer.objects.create(question=part, body="답").answered_by.add(mate)
            part.merge_into(whole)
    with django_assert_num_queries(4):  # account, seats; questions, and all that hangs on them
        client.get(f"/teams/{team.slug}/mentoring/")
    with django_assert_num_queries(5):  # the same with the class
        client.get(f"/classes/{master_class.pk}/questions/")


@pytest.mark.slow
def test_what_was_merged_into_a_question_stands_with_it(team, meeting, member, mate, mentor, master_class, signed_in):
    """As on its page: text, who asked, how many asked it too, answers, of which the accepted one comes first."""
    note = master_class.notes.create(team=team)
    for place, page in (({"meeting": meeting}, f"/teams/{team.slug}/mentoring/"), ({"class_note": note}, "")):
        whole, part = (asked(team, text, **place) for text in ("멘토에게", "다시 물은 것"))
        part.asked_by.add(mate)
        part.count_in(member)
        Answer.objects.create(question=whole, body="첫 답")
        Answer.objects.create(question=part, body="둘째 답").accept(by=mate.user)
        if page:
            whole.defer(audience="mentor")
        part.merge_into(whole)
        html = shown(signed_in(mentor), page or f"/classes/{master_class.pk}/questions/")
        row = html.partition(f'id="question-{whole.pk}"')[2].partition("</article>")[0]
        assert f'href="/questions/{part.pk}/?apart">Question {part.pk} asks the same</a> · 다시 물은 것' in row
        assert "· 배이든" in row
        assert "1 person asked this too" in row
        assert "둘째 답" in row.partition("첫 답")[0]
        assert row.count(f"answered question {part.pk}, which asks the same") == 1


@pytest.mark.slow
def test_of_what_was_merged_a_list_shows_what_its_reader_may_read(
    team, meeting, other_team, member, outsider, master_class, signed_in
):
    """Their readers were the same when they were made one."""
    whole, part = asked(team, "마스터에게", meeting=meeting), asked(team, "우리끼리 물은 것")
    whole.defer(audience="master", for_class=master_class)
    Answer.objects.create(question=part, body="우리끼리의 답")
    part.merge_into(whole)
    meeting.other_teams.add(other_team)
    page = f"/classes/{master_class.pk}/questions/"
    for reader, count in ((member, 1), (outsider, 0)):
        html = shown(signed_in(reader), page)
        assert html.count("마스터에게") == 1
        assert (html.count("우리끼리 물은 것"), html.count("우리끼리의 답")) == (count, count)
        assert html.count(f"Question {part.pk} asks the same") == count


@pytest.mark.slow
def test_votes_for_what_was_merged_count_in_the_order_each_person_once(team, member, mate, mentor, signed_in):
    rows = [asked(team, text) for text in ("하나", "둘", "셋")]
    part = asked(team, "셋째를 다시")
    for voter, question in ((member, rows[1]), (member, rows[2]), (member, part)):
        question.count_in(voter)
    part.merge_into(rows[2])
    client, page = signed_in(mentor), f"/teams/{team.slug}/mentoring/"
    assert line(shown(client, page))[1:] == ["둘", "셋", "하나"]
    part.asked_too.add(mate)
    assert line(shown(client, page))[1:] == ["셋", "둘", "하나"]
    part.remove()
    assert line(shown(client, page))[1:] == ["둘", "셋", "하나"]


def test_answered_where_it_was_asked_again_a_question_of_a_class_stands_among_the_answered_ones(
    team, member, master_class, signed_in, monkeypatch
):
    monkeypatch.setattr(mentoring, "MOST", 2)
    note = master_class.notes.create(team=team)
    for text in ("하나", "둘"):
        part, whole = (asked(team, body, class_note=note) for body in (f"{text} 다시", text))
        whole.asked_too.add(member)
        part.take_answer_of([])
        part.merge_into(whole)
    asked(team, "열린", class_note=note)
    told = line(shown(signed_in(member), f"/classes/{master_class.pk}/questions/"))
    assert told == ["To be asked", "열린", "Answered", "하나"]


@pytest.mark.slow
def test_what_is_still_open_shows_by_week_with_its_age(team, member, signed_in, django_assert_num_queries):
    for days, body in ((0, "오늘"), (2, "화요일"), (9, "지난주"), (40, "오래전")):
        at = datetime.datetime(2026, 11, 19, 9, 0, tzinfo=datetime.UTC) - datetime.timedelta(days=days)
        asked(team, body, asked_at=at).asked_by.add(member)
    asked(team, "끝난", status="answered")
    asked(team, "합친").merge_into(Question.objects.get(body="오늘"))
    client, page = signed_in(member), f"/teams/{team.slug}/questions/open/"
    with django_assert_num_queries(4):  # account, seats; questions, askers with tags
        client.get(page)
    told = line(shown(client, page))
    assert [word for word in told if not word.startswith(("Week", "The week"))] == [
        "오래전",
        "지난주",
        "화요일",
        "오늘",
    ]
    assert [word.partition(",")[0] for word in told if word.startswith("Week")] == ["Week 2", "Week 3"]
    assert f'href="{page}"' in shown(client, f"/teams/{team.slug}/questions/")


@pytest.mark.slow
def test_a_class_that_is_over_or_was_removed_gives_its_questions_back(
    team, member, mentor, master_class, signed_in, time_machine
):
    note = master_class.notes.create(team=team)
    asked(team, "노트", class_note=note)
    asked(team, "수업으로").defer(audience="master", for_class=master_class)
    asked(team, "멘토에게", class_note=note).defer(to=mentor)
    client, page = signed_in(member), f"/teams/{team.slug}/mentoring/"
    before = ["For 한도경", "멘토에게"]
    assert line(shown(client, page)) == before
    assert line(shown(client, f"/classes/{master_class.pk}/questions/")) == ["To be asked", "노트", "수업으로"]
    time_machine.move_to(datetime.datetime(2026, 11, 21, 9, 0, tzinfo=datetime.UTC), tick=False)
    after = [*before, "After the class “최적화의 직관”", "노트", "수업으로"]
    assert line(shown(client, page)) == after
    master_class.held_on = None
    master_class.save()
    assert line(shown(client, page)) == before
    master_class.remove()  # and its notes with it
    assert line(shown(client, page)) == ["After the class “최적화의 직관”", "수업으로"]


@pytest.mark.slow
def test_a_list_says_how_many_there_are_and_cuts_none_of_those_who_wait_first(
    team, member, mentor, master_class, signed_in, monkeypatch
):
    monkeypatch.setattr(mentoring, "MOST", 2)
    for text in ("하나", "둘", "셋"):
        asked(team, text)
    asked(team, "도경에게").defer(to=mentor)
    html = shown(signed_in(member), f"/teams/{team.slug}/mentoring/")
    assert line(html) == ["For 한도경", "도경에게", "Still open in the team", "하나"]
    assert "first 2 of 4" in html
    html = shown(signed_in(member), f"/teams/{team.slug}/questions/open/")
    assert "<small>4</small>" in html
    assert "the 2 oldest" in html


def test_what_was_answered_takes_no_place_in_a_class_list(team, member, master_class, signed_in, monkeypatch):
    monkeypatch.setattr(mentoring, "MOST", 2)
    note = master_class.notes.create(team=team)
    for text in ("하나", "둘", "셋"):
        asked(team, text, class_note=note, status="answered").asked_too.add(member)
    asked(team, "열린", class_note=note)
    assert line(shown(signed_in(member), f"/classes/{master_class.pk}/questions/")) == [
        "To be asked",
        "열린",
        "Answered",
        "하나",
    ]


@pytest.mark.slow
def test_the_line_of_a_class_is_ordered_by_who_sees_all_of_it(
    team, other_team, member, outsider, staff, master_class, signed_in
):
    rows = [asked(of, text) for of, text in ((team, "하나"), (other_team, "둘"), (team, "셋"))]
    for row in rows:
        row.defer(audience="master", for_class=master_class)
    page = f"/classes/{master_class.pk}/questions/"
    assert "Move up" not in shown(signed_in(member), page)
    assert "Move up" in shown(signed_in(staff), page)
    assert signed_in(member).post(f"/questions/{rows[2].pk}/turn/", {"move": "up"}).status_code == 403
    client = signed_in(staff)
    client.post(f"/questions/{rows[2].pk}/turn/", {"move": "up", "next": page})
    assert line(shown(client, page)) == ["To be asked", "하나", "셋", "둘"]
    client.post(f"/questions/{rows[2].pk}/turn/", {"move": "sideways"})
    assert line(shown(client, page)) == ["To be asked", "하나", "셋", "둘"]


@pytest.mark.slow
def test_a_question_that_left_the_line_moves_nobody(team, member, signed_in):
    rows = [asked(team, text) for text in ("하나", "둘")]
    rows[1].take_answer_of([])
    client = signed_in(member)
    answer = client.post(f"/questions/{rows[1].pk}/turn/", {"move": "up"}, headers={"accept-language": "en"})
    html = shown(client, answer.url)
    assert "not in that line any more" in html
    assert not Question.objects.exclude(turn=None).exists()


@pytest.mark.slow
def test_those_whom_nobody_has_put_anywhere_stay_ordered_by_votes(team, member, mate, signed_in):
    rows = [asked(team, text) for text in ("하나", "둘", "셋", "넷")]
    client, page = signed_in(member), f"/teams/{team.slug}/mentoring/"
    client.post(f"/questions/{rows[1].pk}/turn/", {"move": "up"})
    client.post(f"/questions/{rows[3].pk}/askers/")
    assert line(shown(client, page))[1:] == ["둘", "하나", "넷", "셋"]


def test_lists_of_a_class_read_no_other_questions(team, member, staff, master_class):
    if connection.vendor != "sqlite":
        pytest.skip("its planner tells without rows which index it takes")
    for user in (member.user, staff):
        plan = Question.objects.visible_to(user).asked_in(master_class).in_line().explain()
        assert "INDEX meetings_question_class_note_id" in plan
        assert "INDEX meetings_question_for_class_id" in plan
        assert "SCAN" not in plan
