"""Ticks, places and who learnt it too: what is changed of a row without opening its text."""

import pytest

from meetings.models import AgendaItem, Learning, Meeting
from tests.conftest import THURSDAY
from tests.views.json_forms import JSON, of
from tests.views.test_editing import fresh

pytestmark = pytest.mark.django_db


class TestTicks:
    @pytest.mark.parametrize("noun", ["agenda_item", "action_item"])
    def test_done_and_not_done(self, noun, rows, me):
        item = rows[noun]
        told = me.post(item.done_url, **JSON).json()
        done_at = fresh(item).done_at
        assert done_at is not None
        assert of(told, item)
        assert me.post(item.done_url, **JSON).json()["revision"] == told["revision"]
        assert fresh(item).done_at == done_at
        me.post(item.done_url, {"_method": "DELETE"}, **JSON)
        assert not fresh(item).is_done
        assert item.history.count() == 3

    def test_without_a_script(self, rows, me):
        back = rows["agenda_item"].meeting.get_absolute_url()
        response = me.post(rows["agenda_item"].done_url, {"next": back})
        assert response.url == f"{back}#{rows['agenda_item'].anchor}"

    def test_only_what_is_there(self, rows, me):
        rows["agenda_item"].remove()
        assert me.post(rows["agenda_item"].done_url, **JSON).status_code == 404


class TestPlaces:
    @pytest.fixture
    def items(self, meeting) -> list[AgendaItem]:
        """Of minutes whose rows have no places yet, as old ones."""
        return [AgendaItem.objects.create(meeting=meeting, body=body) for body in "가나다라"]

    def order(self, meeting) -> str:
        return "".join(item.body for item in meeting.agenda_items.alive().order_by("order", "pk"))

    @pytest.mark.parametrize(
        ("moved", "move", "after"),
        [
            (0, "down", "나가다라"),
            (0, "up", "가나다라"),
            (3, "up", "가나라다"),
            (3, "down", "가나다라"),
            (1, "up", "나가다라"),
        ],
    )
    def test_by_one(self, moved, move, after, items, meeting, me):
        answer = me.post(items[moved].place_url, {"move": move}, **JSON)
        assert (answer.status_code, self.order(meeting)) == (200, after)

    def test_below_another_or_to_the_top(self, items, meeting, me):
        me.post(items[0].place_url, {"after": items[2].pk}, **JSON)
        assert self.order(meeting) == "나다가라"
        me.post(items[3].place_url, {"after": ""}, **JSON)
        assert self.order(meeting) == "라나다가"

    def test_others_keep_their_revision_and_their_history(self, items, meeting, me):
        told = me.post(items[3].place_url, {"after": ""}, **JSON).json()
        assert [fresh(item).revision for item in items] == [1, 2, 3, told["revision"]]
        assert [item.history.count() for item in items] == [1] * 4

    @pytest.mark.parametrize("after", ["987654", "x", "-1", "9" * 30])
    def test_a_place_that_is_gone(self, after, items, meeting, me):
        assert me.post(items[0].place_url, {"after": after}, **JSON).status_code == 422
        assert me.post(items[0].place_url, **JSON).status_code == 422
        assert me.post(items[0].place_url, {"after": after}).status_code == 302
        assert self.order(meeting) == "가나다라"

    def test_a_place_in_other_minutes_is_none(self, items, me, other_team):
        elsewhere = AgendaItem.objects.create(
            meeting=Meeting.objects.create(team=other_team, held_on=THURSDAY), body="마"
        )
        assert me.post(items[0].place_url, {"after": elsewhere.pk}, **JSON).status_code == 422

    @pytest.mark.slow
    def test_every_noun_has_an_order(self, rows, me):
        for row in rows.values():
            assert me.post(row.place_url, {"move": "down"}, **JSON).status_code == 200

    def test_what_was_learnt_goes_to_the_review_below_whose_it_is_put(self, rows, me, team, meeting):
        there = Learning.objects.create(team=team, meeting=meeting, review=rows["review"], body="둘")
        me.post(rows["learning"].place_url, {"after": there.pk}, **JSON)
        assert fresh(rows["learning"]).review == rows["review"]

    def test_in_final_minutes_questions_stay_where_they_are_and_offer_nothing_else(self, rows, me, meeting, member):
        place = rows["question"].place_url
        page = me.get(meeting.get_absolute_url()).content.decode()
        assert (page.count(f'formaction="{place}"'), f'data-place="{place}"' in page) == (2, True)
        meeting.finalise(by=member.user)
        page = me.get(meeting.get_absolute_url()).content.decode()
        assert place not in page
        assert rows["question"].edit_url in page
        assert me.post(place, {"move": "up"}, **JSON).json()["reason"] == "final"


class TestLearners:
    def test_others_count_themselves_in_and_out(self, rows, me, other, member, mate):
        learning = rows["learning"]
        told = me.post(learning.learners_url, **JSON).json()
        assert me.post(learning.learners_url, **JSON).json()["revision"] == told["revision"]
        other.post(learning.learners_url, **JSON)
        assert set(learning.learners.all()) == {member, mate}
        me.post(learning.learners_url, {"_method": "DELETE"}, **JSON)
        assert list(learning.learners.all()) == [mate]
        assert fresh(learning).revision > told["revision"]

    def test_who_wrote_it_is_no_other(self, rows, me, member):
        rows["learning"].author = member
        rows["learning"].save()
        me.post(rows["learning"].learners_url, **JSON)
        assert not rows["learning"].learners.exists()
