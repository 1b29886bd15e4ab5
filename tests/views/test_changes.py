import datetime
import re

import pytest

from meetings.models import AgendaItem, Answer, Attendance, Meeting, Member, Question, Review, Section
from tests.conftest import THURSDAY, seated
from tests.views.test_minutes import fill

pytestmark = pytest.mark.django_db

# Account, seats; the revision, if it is theirs to see. Then the meeting, people, rows, names.
QUIET_QUERIES = 3
NEWS_QUERIES = QUIET_QUERIES + 4


def ask(client, meeting: Meeting, **told):
    return client.get(f"{meeting.get_absolute_url()}changes/", told, headers={"accept": "application/json"})


def ids(answer) -> list[str]:
    return [piece["id"] for piece in answer["fragments"]]


@pytest.fixture
def client(member, signed_in):
    return signed_in(member)


class TestAccess:
    def test_whoever_may_not_read_gets_404_and_stays_unseen(self, meeting, member, outsider, ex_member, signed_in):
        for stranger in (outsider, ex_member):
            refused = ask(signed_in(stranger), meeting)
            assert (refused.status_code, list(refused.json())) == (404, ["sentence"])
        assert [person["name"] for person in ask(signed_in(member), meeting).json()["people"]] == ["가온"]

    def test_signed_out_gets_a_sentence_and_no_page(self, meeting, client):
        client.logout()
        refused = ask(client, meeting)
        assert refused.status_code == 401
        assert refused.json()["sentence"]

    def test_a_page_of_somebody_else_is_told_and_nobody_is_here_by_it(self, meeting, client, member, mate, signed_in):
        refused = client.get(f"/minutes/{meeting.pk}/changes/", {"reader": mate.user.pk})
        assert (refused.status_code, refused.json()) == (401, {"reason": "other"})
        told = signed_in(mate).get(f"/minutes/{meeting.pk}/changes/", {"reader": mate.user.pk}).json()
        assert [person["me"] for person in told["people"]] == [True]

    def test_removed_minutes_are_404(self, meeting, client):
        meeting.remove()
        assert ask(client, meeting).status_code == 404

    def test_the_other_team_of_a_joint_meeting_asks_too(self, meeting, outsider, other_team, signed_in):
        meeting.other_teams.add(other_team)
        told = ask(signed_in(outsider), meeting).json()
        assert told["people"] == [{"name": "강다솜", "writes": None, "me": True, "reads": True}]

    def test_mentors_ask_and_are_told_as_readers(self, meeting, team, client, signed_in):
        mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
        assert ask(signed_in(mentor), meeting).json()["writable"] is False
        assert {person["name"]: person["reads"] for person in ask(client, meeting).json()["people"]} == {
            "가온": False,
            "도경": True,
        }


class TestNothingNew:
    def test_is_204(self, meeting, client):
        told = ask(client, meeting).json()
        quiet = ask(client, meeting, since=told["revision"], here=told["here"])
        assert (quiet.status_code, quiet.content) == (204, b"")

    def test_somebody_who_comes_is_news(self, meeting, client, mate, signed_in):
        told = ask(client, meeting).json()
        ask(signed_in(mate), meeting)
        news = ask(client, meeting, since=told["revision"], here=told["here"]).json()
        assert [(person["name"], person["me"]) for person in news["people"]] == [("가온", True), ("이든", False)]
        assert "fragments" not in news

    def test_where_somebody_writes_is_told(self, meeting, client, mate, signed_in):
        ask(signed_in(mate), meeting, editing="question-12")
        assert {person["name"]: person["writes"] for person in ask(client, meeting).json()["people"]} == {
            "가온": None,
            "이든": "question-12",
        }

    def test_whose_page_is_hidden_is_still_here(self, meeting, client, mate, signed_in, time_machine):
        time_machine.move_to(datetime.datetime(2026, 11, 19, 7, 0, tzinfo=datetime.UTC), tick=False)
        ask(signed_in(mate), meeting, away="1")
        here = ask(client, meeting).json()["here"]
        for _poll in range(6):
            time_machine.shift(datetime.timedelta(seconds=10))
            assert ask(client, meeting, since=0, here=here).status_code == 204

    @pytest.mark.slow
    def test_tabs_of_one_person_change_nothing_for_the_others(self, meeting, client, mate, signed_in):
        theirs, told = signed_in(mate), []
        for tab, place in (("1", "question-12"), ("2", ""), ("1", "question-12"), ("2", "")):
            ask(theirs, meeting, tab=tab, editing=place)
            told.append(ask(client, meeting).json()["here"])
        assert len(set(told)) == 1

    @pytest.mark.slow
    def test_nobody_comes_with_endlessly_many_tabs(self, meeting, client):
        for tab in ("1000", "x", "-1", "١"):
            ask(client, meeting, tab=tab, editing="question-1")
        assert ask(client, meeting).json()["people"][0]["writes"] is None  # all of them were no tab in particular

    @pytest.mark.parametrize("place", ["<script>", "a" * 41, "한글", "a b"])
    def test_what_is_no_id_is_nowhere(self, meeting, client, place):
        assert ask(client, meeting, editing=place).json()["people"][0]["writes"] is None

    @pytest.mark.parametrize("since", ["", "-1", "x", "٣", "9" * 30, "1.5", "99999999999"])
    def test_whoever_knows_no_revision_gets_all(self, meeting, member, client, since):
        row = AgendaItem.objects.create(meeting=meeting, body="안건")
        assert row.anchor in ids(ask(client, meeting, since=since).json())


class TestNews:
    @pytest.mark.slow
    def test_only_what_changed_is_sent_and_the_order_of_all(self, meeting, member, mate, client):
        fill(meeting, [member, mate], 3)
        told = ask(client, meeting).json()
        first, second, third = Question.objects.all()
        second.body = "고친 질문"
        second.save()
        news = ask(client, meeting, since=told["revision"], here=told["here"]).json()
        assert [name for name in ids(news) if re.search(r"-\d+$", name)] == [second.anchor]
        assert news["order"]["questions"] == [first.anchor, second.anchor, third.anchor]
        piece = next(piece for piece in news["fragments"] if piece["id"] == second.anchor)
        assert piece["revision"] == news["revision"] == second.revision
        assert piece["html"].startswith('<article class="row row-question" id="question-')
        assert "고친 질문" in piece["html"]
        assert "csrf" not in piece["html"]

    @pytest.mark.slow
    def test_a_piece_is_what_the_page_shows(self, meeting, member, mate, client):
        fill(meeting, [member, mate], 2)
        page = re.sub(r"\s+", " ", client.get(meeting.get_absolute_url()).content.decode())
        rows = [piece for piece in ask(client, meeting).json()["fragments"] if re.search(r"-\d+$", piece["id"])]
        assert len(rows) == 14  # a review, two learnings, a question, a section, an agenda item, an action item; twice
        for piece in rows:
            assert re.sub(r"\s+", " ", piece["html"]) in page, piece["id"]

    def test_a_new_answer_brings_its_question(self, meeting, team, mate, client):
        question = Question.objects.create(team=team, meeting=meeting, body="왜죠?")
        told = ask(client, meeting).json()
        answer = Answer.objects.create(question=question, body="그래서요")
        news = ask(client, meeting, since=told["revision"]).json()
        piece = next(piece for piece in news["fragments"] if piece["id"] == question.anchor)
        assert f'id="{answer.anchor}"' in piece["html"]

    def test_what_is_taken_away_is_not_in_the_order(self, meeting, member, mate, client):
        fill(meeting, [member, mate], 2)
        told = ask(client, meeting).json()
        gone, stays = Question.objects.all()
        gone.remove()
        news = ask(client, meeting, since=told["revision"]).json()
        assert news["order"]["questions"] == [stays.anchor]
        assert "1개 가운데 1개" in next(
            piece["html"] for piece in news["fragments"] if piece["id"] == "questions-title"
        )

    def test_rows_that_are_deleted_for_good_are_not_in_the_order_either(self, meeting, client):
        row = AgendaItem.objects.create(meeting=meeting, body="안건")
        told = ask(client, meeting).json()
        row.delete()
        meeting.touch()
        assert ask(client, meeting, since=told["revision"]).json()["order"]["agenda"] == []

    def test_all_reviews_come_when_one_goes(self, meeting, client):
        first, second = (Review.objects.create(meeting=meeting, title=title, order=n) for n, title in enumerate("가나"))
        told = ask(client, meeting).json()
        first.remove()
        news = ask(client, meeting, since=told["revision"]).json()
        piece = next(piece for piece in news["fragments"] if piece["id"] == second.anchor)
        assert '<span class="mark mark-number">1</span>' in piece["html"]

    def test_the_head_comes_when_it_changed(self, meeting, member, client):
        told = ask(client, meeting).json()
        Section.objects.create(meeting=meeting, body="글")
        later = ask(client, meeting, since=told["revision"]).json()
        assert "head" not in ids(later)
        Attendance.objects.create(meeting=meeting, member=member, state="late", at=datetime.time(16, 7))
        head = ask(client, meeting, since=later["revision"]).json()["fragments"][-1]
        assert head["id"] == "head"
        assert "16:07" in head["html"]

    @pytest.mark.parametrize(
        ("told", "page"), [({"next": "/"}, "/"), ({"next": "https://x.example/"}, None), ({}, None)]
    )
    def test_its_forms_lead_back_to_the_page_that_shows_it(self, told, page, meeting, member, client):
        Attendance.objects.create(meeting=meeting, member=member)
        head = ask(client, meeting, **told).json()["fragments"][-1]["html"]
        ways = re.findall(r'name="next" value="([^"]*)"', head)
        assert f'action="/minutes/{meeting.pk}/finalisation/"' in head
        assert len(ways) > 1
        assert set(ways) == {page or meeting.get_absolute_url()}

    def test_finalised_minutes_say_that_nobody_writes_there(self, meeting, client, member):
        AgendaItem.objects.create(meeting=meeting, body="안건")
        assert ask(client, meeting).json()["writable"] is True
        meeting.refresh_from_db()
        meeting.finalise(by=member.user)
        told = ask(client, meeting).json()
        assert told["writable"] is False
        assert "data-edit" not in "".join(piece["html"] for piece in told["fragments"])

    @pytest.mark.slow
    def test_a_whole_note_that_came_in_is_a_page_to_load(self, meeting, client):
        told = ask(client, meeting).json()
        with meeting.one_revision():
            for order in range(201):
                AgendaItem.objects.create(meeting=meeting, body="안건", order=order)
        news = ask(client, meeting, since=told["revision"]).json()
        assert news["reload"] is True
        assert "fragments" not in news


class TestQueries:
    @pytest.mark.slow
    @pytest.mark.parametrize("times", [1, 20])
    def test_a_poll(self, meeting, member, mate, client, times, django_assert_num_queries):
        fill(meeting, [member, mate], times)
        told = ask(client, meeting).json()
        with django_assert_num_queries(QUIET_QUERIES):
            assert ask(client, meeting, since=told["revision"], here=told["here"]).status_code == 204
        Question.objects.update(is_anonymous=True)
        writing = {"editing": f"question-{Question.objects.first().pk}"}
        here = ask(client, meeting, since=told["revision"], **writing).json()["here"]
        with django_assert_num_queries(QUIET_QUERIES):
            assert ask(client, meeting, since=told["revision"], here=here, **writing).status_code == 204
        Question.objects.first().save()
        with django_assert_num_queries(NEWS_QUERIES):
            ask(client, meeting, since=told["revision"])


def test_another_day_is_not_news(meeting, team, client):
    told = ask(client, meeting).json()
    other = Meeting.objects.create(team=team, held_on=THURSDAY + datetime.timedelta(days=1))
    AgendaItem.objects.create(meeting=other, body="안건")
    assert ask(client, meeting, since=told["revision"], here=told["here"]).status_code == 204
