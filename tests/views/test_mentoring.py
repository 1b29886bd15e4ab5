"""What is open gathers by whom it waits for, is ordered, ticked off while asked, and answered where it stands."""

import datetime
import re

import pytest

from meetings.models import MasterClass, Member, Question
from tests.conftest import seated
from tests.views.test_editing import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 19, 9, 0, tzinfo=datetime.UTC), tick=False)


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


def test_votes_order_a_list_until_people_do(team, member, mate, signed_in):
    rows = [asked(team, text) for text in ("하나", "둘", "셋")]
    for row in rows:
        row.defer(audience="mentor")
    client, page = signed_in(member), f"/teams/{team.slug}/mentoring/"
    client.post(f"/questions/{rows[2].pk}/askers/")
    assert line(shown(client, page))[1:] == ["셋", "하나", "둘"]
    response = client.post(f"/questions/{rows[1].pk}/turn/", {"move": "up", "next": page})
    assert response.url == f"{page}#question-{rows[1].pk}"
    assert line(shown(client, page))[1:] == ["셋", "둘", "하나"]
    client.post(f"/questions/{rows[1].pk}/turn/", {"move": "up"})
    client.post(f"/questions/{rows[1].pk}/turn/", {"move": "up"})
    assert line(shown(signed_in(mate), page))[1:] == ["둘", "셋", "하나"]
    assert rows[1].history.count() == 2


def test_a_question_is_ticked_off_while_it_is_asked_and_stays_until_it_is_answered(team, mentor, signed_in):
    question = asked(team, "멘토에게")
    question.defer(audience="mentor")
    client, page = signed_in(mentor), f"/teams/{team.slug}/mentoring/"
    client.post(f"/questions/{question.pk}/raised/")
    assert "mark-ticked" in shown(client, page)
    client.post(f"/questions/{question.pk}/raised/", {"_method": "DELETE"})
    assert "mark-ticked" not in shown(client, page)
    assert "멘토에게" in shown(client, page)


def test_the_answer_typed_there_comes_back_to_the_question_and_its_minutes(team, meeting, mentor, mate, signed_in):
    question = asked(team, "멘토에게", meeting=meeting)
    question.defer(audience="mentor")
    client, page = signed_in(mentor), f"/teams/{team.slug}/mentoring/"
    address = f"/questions/{question.pk}/answers/?next={page}"
    assert f'href="{address}"' in shown(client, page)
    response = client.post(address, form_on(client.get(address)) | {"body": "편향 때문이에요", "next": page})
    assert response.url.startswith(page)
    assert "멘토에게" not in shown(client, page)
    for place in (meeting.get_absolute_url(), question.get_absolute_url()):
        assert "편향 때문이에요" in shown(signed_in(mate), place)
    question.refresh_from_db()
    assert question.is_answered


def test_a_question_is_brought_to_a_class_and_leaves_the_list_of_the_team(
    team, member, staff, outsider, master_class, signed_in
):
    question, client = asked(team, "마스터에게"), signed_in(member)
    assert "최적화의 직관" in shown(client, f"/questions/{question.pk}/deferral/")
    client.post(f"/questions/{question.pk}/deferral/", {"to": f"class-{master_class.pk}"})
    page = f"/classes/{master_class.pk}/questions/"
    assert line(shown(client, page)) == ["To be asked", "마스터에게"]
    assert "마스터에게" in shown(signed_in(staff), page)
    assert "마스터에게" not in shown(signed_in(outsider), page)
    assert "마스터에게" not in shown(client, f"/teams/{team.slug}/mentoring/")
    client.post(f"/questions/{question.pk}/reopening/")
    assert "마스터에게" not in shown(client, page)
    assert "마스터에게" in shown(client, f"/teams/{team.slug}/mentoring/")


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


def test_lists_cost_the_same_however_long_they_are(team, member, signed_in, django_assert_num_queries):
    client, page = signed_in(member), f"/teams/{team.slug}/mentoring/"
    for text in "가나다라마바":
        row = asked(team, text)
        row.asked_by.add(member)
        row.defer(audience="mentor")
    with django_assert_num_queries(8):  # account, seats; team; questions, askers, tags, who asked too, answers
        client.get(page)


def test_what_is_still_open_shows_by_week_with_its_age(team, member, signed_in, django_assert_num_queries):
    for days, body in ((0, "오늘"), (2, "화요일"), (9, "지난주"), (40, "오래전")):
        at = datetime.datetime(2026, 11, 19, 9, 0, tzinfo=datetime.UTC) - datetime.timedelta(days=days)
        asked(team, body, asked_at=at).asked_by.add(member)
    asked(team, "끝난", status="answered")
    asked(team, "합친").merge_into(Question.objects.get(body="오늘"))
    client, page = signed_in(member), f"/teams/{team.slug}/questions/open/"
    with django_assert_num_queries(6):  # account, seats; team; questions, askers, tags
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
