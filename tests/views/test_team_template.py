import datetime

import pytest
from django.db import connection

from meetings.models import Member, Team
from tests.conftest import seated
from tests.views.racing import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(team) -> Member:
    return seated(team, "haneul", "도하늘", role=Member.Role.LEAD)


def save(client, team, **fields):
    given = {"starts_at": "16:00", "ends_at": "17:00", "template": "- 공지 5분", **fields}
    return client.post(f"/teams/{team.slug}/template/", given)


def test_lead_and_staff_save_it(team, lead, staff, signed_in):
    for person, template in ((lead, "- 공지 5분"), (staff, "- 공지 6분")):
        assert save(signed_in(person), team, template=template).status_code == 302
        team.refresh_from_db()
        assert (team.template, team.starts_at) == (template, datetime.time(16))


def test_members_of_a_team_with_a_lead_do_not(team, lead, member, signed_in):
    assert signed_in(member).get(f"/teams/{team.slug}/template/").status_code == 403
    assert save(signed_in(member), team).status_code == 403


@pytest.mark.parametrize(
    "fields",
    [{"template": "- 리뷰 999분"}, {"starts_at": ""}, {"ends_at": "16:00"}, {"starts_at": "26:00"}],
)
def test_what_cannot_be_meant_is_told_and_kept_in_the_form(fields, team, lead, signed_in):
    response = save(signed_in(lead), team, **fields)
    assert response.status_code == 200
    assert response.context["form"].errors
    team.refresh_from_db()
    assert team.template == ""
    assert fields.get("template", "- 공지 5분") in response.content.decode()


def test_the_page_shows_how_it_is_read_and_the_usual_agenda_when_empty(team, lead, signed_in):
    client = signed_in(lead)
    assert len(client.get(f"/teams/{team.slug}/template/").context["preview"].items) == 4
    save(client, team)
    assert [item.text for item in client.get(f"/teams/{team.slug}/template/").context["preview"].items] == ["공지"]


class TestTwoAtOnce:
    @pytest.fixture
    def opened(self, team, lead, signed_in):
        """Saves with what the page was opened with, which is what is stored now."""
        team.starts_at, team.ends_at, team.template = datetime.time(16), datetime.time(17), "- 공지 5분\n- 리뷰 20분"
        team.save()
        form = signed_in(lead).get(f"/teams/{team.slug}/template/").context["form"]
        hidden = {field.html_initial_name: str(field.value()).replace("\n", "\r\n") for field in form}
        read = {field.name: str(field.value()).replace("\n", "\r\n") for field in form}
        return lambda client, **typed: save(client, team, **read | hidden | typed)

    def test_the_second_one_sees_both_and_overwrites_only_when_they_save_again(
        self, team, lead, staff, opened, signed_in
    ):
        opened(signed_in(staff), template="- 공지 5분\r\n- 회고 10분")
        client = signed_in(lead)
        refused = opened(client, template="- 공지 5분\r\n- 질문 10분")
        page = refused.content.decode()
        assert refused.status_code == 200
        assert "‘- 공지 5분\n- 회고 10분’" in page
        assert "- 질문 10분</textarea>" in page
        team.refresh_from_db()
        assert team.template == "- 공지 5분\n- 회고 10분"
        again = {field.html_initial_name: field.form.data[field.html_initial_name] for field in refused.context["form"]}
        opened(client, template="- 공지 5분\r\n- 질문 10분", **again)
        team.refresh_from_db()
        assert team.template == "- 공지 5분\n- 질문 10분"

    def test_what_the_second_one_did_not_touch_stays_as_the_first_one_saved_it(
        self, team, lead, staff, opened, signed_in
    ):
        opened(signed_in(staff), starts_at="15:00", template="- 회고 10분")
        assert opened(signed_in(lead), ends_at="17:30").status_code == 302
        team.refresh_from_db()
        assert (team.starts_at, team.ends_at) == (datetime.time(15), datetime.time(17, 30))
        assert team.template == "- 회고 10분"
        assert team.history.first().template == "- 회고 10분"

    def test_the_same_change_twice_is_no_conflict(self, team, lead, staff, opened, signed_in):
        for person in (staff, lead):
            assert opened(signed_in(person), starts_at="15:00").status_code == 302

    def test_a_time_that_both_changed_is_told(self, team, lead, staff, opened, signed_in):
        opened(signed_in(staff), starts_at="15:00")
        assert opened(signed_in(lead), starts_at="15:30").context["form"].has_error("starts_at", "conflict")
        team.refresh_from_db()
        assert team.starts_at == datetime.time(15)

    def test_what_else_changed_of_the_team_meanwhile_stays(self, team, lead, opened, signed_in):
        Team.objects.filter(pk=team.pk).update(name="13조")
        opened(signed_in(lead), template="- 회고 10분")
        team.refresh_from_db()
        assert (team.name, team.template) == ("13조", "- 회고 10분")

    @pytest.mark.django_db(transaction=True)
    def test_of_two_at_the_same_moment_one_is_asked(self, team, lead, staff, opened, signed_in):
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            pytest.skip("SQLite in memory has one connection")
        clients = {"- 회고 10분": signed_in(lead), "- 질문 10분": signed_in(staff)}
        acts = [lambda text=text, client=client: opened(client, template=text) for text, client in clients.items()]
        assert sorted(answer.status_code for answer in together(acts)) == [200, 302]
