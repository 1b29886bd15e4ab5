import pytest

from meetings.models import Learning, Meeting, Member, Section
from tests.conftest import seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(team) -> Member:
    return seated(team, "lead", "서라온", role=Member.Role.LEAD)


def url_of(meeting: Meeting) -> str:
    return f"/minutes/{meeting.pk}/finalisation/"


def is_final(meeting: Meeting) -> bool:
    return Meeting.objects.get(pk=meeting.pk).is_final


@pytest.mark.slow
@pytest.mark.parametrize("who", ["member", "lead", "staff", "admin"])
def test_moderator_lead_and_staff_finalise_and_open_again(who, meeting, request, signed_in):
    person = request.getfixturevalue(who)
    client, page = signed_in(person), meeting.get_absolute_url()
    assert f'action="{url_of(meeting)}"' in client.get(page).content.decode()
    assert client.post(url_of(meeting), {"next": page}).url == page
    done = Meeting.objects.get(pk=meeting.pk)
    assert (done.is_final, done.finalised_by) == (True, getattr(person, "user", person))
    assert client.post(url_of(meeting), {"_method": "DELETE", "next": page}).url == page
    assert not is_final(meeting)
    client.post(url_of(meeting))
    assert client.delete(url_of(meeting)).status_code == 302
    assert not is_final(meeting)


def test_others_read_who_may(meeting, mate, signed_in):
    page = signed_in(mate).get(meeting.get_absolute_url()).content.decode()
    assert url_of(meeting) not in page
    response = signed_in(mate).post(url_of(meeting))
    assert response.status_code == 403
    assert not is_final(meeting)


def test_somebody_without_an_account_leaves_it_to_the_team(meeting, team, mate, signed_in):
    meeting.moderator = Member.objects.create(team=team, name="이름만")
    meeting.save()
    assert signed_in(mate).post(url_of(meeting)).status_code == 302
    assert is_final(meeting)


@pytest.mark.parametrize("role", ["mentor", "guest"])
def test_readers_of_the_team_do_not(role, meeting, team, signed_in):
    meeting.moderator = None
    meeting.save()
    reader = seated(team, role, "한도경", role=role)
    assert signed_in(reader).post(url_of(meeting)).status_code == 403


def test_other_teams_find_no_such_address(meeting, outsider, ex_member, signed_in):
    for stranger in (outsider, ex_member):
        assert signed_in(stranger).post(url_of(meeting)).status_code == 404
    assert not is_final(meeting)


@pytest.mark.slow
def test_what_is_final_stays_as_it_is_until_it_is_opened(meeting, member, mate, signed_in):
    section = Section.objects.create(meeting=meeting, heading="공지", body="첫 글")
    Learning.objects.create(team=meeting.team, meeting=meeting, body="배운 것")
    meeting.finalise(by=member.user)
    page = signed_in(mate).get(meeting.get_absolute_url()).content.decode()
    assert "/edit/" not in page
    for response in (
        signed_in(mate).get(section.edit_url),
        signed_in(mate).post(section.edit_url, {"body": "애써 쓴 글"}),
        signed_in(mate).post(section.removal_url, {"body": "애써 쓴 글"}),
    ):
        assert response.status_code == 403
        assert "문가온" in response.content.decode()
        assert url_of(meeting) not in response.content.decode()
    assert ">\n애써 쓴 글</textarea>" in response.content.decode()
    assert Section.objects.get().body == "첫 글"
    refused = signed_in(member).get(section.edit_url).content.decode()
    assert f'action="{url_of(meeting)}"' in refused
    assert f'name="next" value="{section.edit_url}"' in refused


def test_what_was_deleted_comes_back_once_the_minutes_are_open(meeting, member, signed_in):
    section = Section.objects.create(meeting=meeting, heading="공지", body="첫 글")
    section.remove()
    meeting.finalise(by=member.user)
    assert signed_in(member).delete(section.removal_url).status_code == 403
    meeting.reopen()
    assert signed_in(member).delete(section.removal_url).status_code == 302


def test_questions_and_answers_live_on(meeting, member, mate, signed_in):
    question = meeting.questions.create(team=meeting.team, body="왜요?")
    meeting.finalise(by=member.user)
    assert question.may_be_edited_by(mate.user)
    assert question.edit_url in signed_in(mate).get(meeting.get_absolute_url()).content.decode()
