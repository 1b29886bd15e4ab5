import datetime

import pytest

from meetings.models import Member
from tests.conftest import seated

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
