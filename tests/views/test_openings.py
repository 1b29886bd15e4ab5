import datetime

import pytest

from meetings.models import ActionItem, Meeting, Section
from tests.conftest import THURSDAY, seated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_four(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 19, 7, 0, tzinfo=datetime.UTC), tick=False)


def address(team, day=THURSDAY) -> str:
    return f"/teams/{team.slug}/days/{day}/"


class TestOpening:
    def test_one_click_leads_into_todays_minutes(self, team, member, signed_in):
        response = signed_in(member).post(address(team), follow=True)
        meeting = team.meetings.get()
        assert response.redirect_chain[-1][0] == meeting.get_absolute_url()
        assert response.status_code == 200
        assert meeting.history.get().history_user == member.user

    def test_the_second_one_gets_the_same(self, team, member, mate, signed_in):
        first = signed_in(member).post(address(team))
        assert signed_in(mate).post(address(team))["Location"] == first["Location"]
        assert team.meetings.count() == 1

    def test_a_day_to_come_is_refused_in_a_sentence(self, team, member, signed_in):
        response = signed_in(member).post(address(team, THURSDAY + datetime.timedelta(days=1)), follow=True)
        assert response.status_code == 200
        assert [str(message) for message in response.context["messages"]]
        assert not team.meetings.exists()

    def test_a_day_that_no_calendar_has_is_no_address(self, team, member, signed_in):
        assert signed_in(member).post(f"/teams/{team.slug}/days/2026-02-30/").status_code == 404


class TestTakingBack:
    @pytest.mark.slow
    def test_opened_by_mistake_it_goes_and_comes_back(self, team, member, signed_in):
        client = signed_in(member)
        client.post(address(team))
        meeting = team.meetings.get()
        url = f"/minutes/{meeting.pk}/removal/"
        assert url in client.get(meeting.get_absolute_url()).content.decode()
        gone = client.post(url, follow=True)
        assert url in gone.content.decode()  # the way back
        assert not Meeting.objects.alive().exists()
        back = client.post(url, {"_method": "DELETE"})
        again = Meeting.objects.alive().get()
        assert back["Location"] == again.get_absolute_url()
        assert (again.held_on, again.agenda_items.count()) == (THURSDAY, meeting.agenda_items.count())

    def test_once_opened_anew_the_first_one_stays_gone(self, team, member, signed_in):
        client = signed_in(member)
        client.post(address(team))
        first = team.meetings.get()
        client.post(f"/minutes/{first.pk}/removal/")
        client.post(address(team))
        response = client.delete(f"/minutes/{first.pk}/removal/")
        second = Meeting.objects.alive().get()
        assert second != first
        assert response["Location"] == second.get_absolute_url()

    @pytest.mark.slow
    def test_what_went_on_elsewhere_meanwhile_does_not_come_back_with_it(self, team, member, signed_in, time_machine):
        monday, tuesday = (THURSDAY - datetime.timedelta(days=n) for n in (3, 2))
        first = Meeting.objects.create(team=team, held_on=monday)
        ActionItem.objects.create(meeting=first, body="할 일")
        client = signed_in(member)
        client.post(address(team, tuesday))
        taken = team.meetings.get(held_on=tuesday)
        client.post(f"/minutes/{taken.pk}/removal/")
        client.post(address(team))
        client.delete(f"/minutes/{taken.pk}/removal/")
        assert Meeting.objects.alive().count() == 3
        assert [item.meeting.held_on for item in ActionItem.objects.visible_to(member.user).open()] == [THURSDAY]

    def test_what_somebody_else_removed_with_its_words_stays_gone(self, team, member, admin, signed_in):
        gone = Meeting.objects.create(team=team, held_on=THURSDAY)
        gone.sections.create(heading="공지", body="지운 글")
        gone.remove(admin)
        assert signed_in(member).delete(f"/minutes/{gone.pk}/removal/").status_code == 302
        assert Meeting.objects.alive().get() != gone
        assert not Section.objects.visible_to(member.user).exists()

    def test_readers_and_strangers_bring_nothing_back(self, team, member, outsider, signed_in):
        gone = Meeting.objects.create(team=team, held_on=THURSDAY)
        gone.remove()
        mentor = seated(team, "mentor", "한도경", role="mentor")
        for person, status in ((mentor, 403), (outsider, 404)):
            assert signed_in(person).delete(f"/minutes/{gone.pk}/removal/").status_code == status
        assert not Meeting.objects.alive().exists()

    def test_minutes_made_by_hand_offer_no_way_to_take_them_away(self, team, member, signed_in):
        meeting = Meeting.objects.create(team=team, held_on=THURSDAY)
        Section.objects.create(meeting=meeting, heading="공지", body="애써 쓴 글")
        client, url = signed_in(member), f"/minutes/{meeting.pk}/removal/"
        assert url not in client.get(meeting.get_absolute_url()).content.decode()
        client.post(url)
        assert Meeting.objects.alive().get() == meeting

    def test_where_somebody_wrote_it_stays_and_says_so(self, team, member, signed_in):
        client = signed_in(member)
        client.post(address(team))
        meeting = team.meetings.get()
        meeting.agenda_items.first().tick()
        response = client.post(f"/minutes/{meeting.pk}/removal/", follow=True)
        assert [str(message) for message in response.context["messages"]]
        assert Meeting.objects.alive().get() == meeting
        assert f'action="/minutes/{meeting.pk}/removal/"' not in response.content.decode()
