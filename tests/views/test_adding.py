"""New rows of minutes: where they go, who wrote them, sent twice, and minutes that take none."""

import uuid

import pytest
from django.db import IntegrityError

from meetings.forms.texts import TextForm
from meetings.models import Learning, Meeting, Member, Question, Review
from tests.conftest import THURSDAY, seated
from tests.views.json_forms import JSON, NOUNS, Fields, each, form, save
from tests.views.test_editing import fresh

pytestmark = pytest.mark.django_db


class TestNew:
    NEW = {
        "sections": {"heading": "메모", "body": "새 글"},
        "agenda-items": {"body": "새 글", "minutes": "5"},
        "action-items": {"body": "새 글", "due_on": "2026-11-27"},
        "reviews": {"title": "과제 7", "body": "새 글"},
        "learnings": {"body": "새 글"},
        "questions": {"body": "새 글"},
    }
    EACH_NEW = each(NEW, "sections", "questions")

    @pytest.mark.parametrize("noun", EACH_NEW)
    def test_each_is_written_where_it_comes_up(self, noun, rows, me, meeting, member):
        url = f"/minutes/{meeting.pk}/{noun}/"
        answer = save(me, url, **self.NEW[noun])
        assert answer.status_code == 201
        model = type(rows[noun[:-1].replace("-", "_")])
        row = model.objects.get(pk=answer.json()["id"])
        assert (row.body, row.typed_by, row.meeting, row.team) == ("새 글", member.user, meeting, meeting.team)
        assert answer.json()["revision"] == row.revision == Meeting.objects.get().revision
        assert "새 글" in "".join(fragment["html"] for fragment in answer.json()["fragments"])
        assert list(row.siblings())[-1] == row

    @pytest.mark.slow
    @pytest.mark.parametrize("noun", EACH_NEW)
    def test_without_a_script_a_page_leads_there_and_back(self, noun, me, meeting):
        url, back = f"/minutes/{meeting.pk}/{noun}/", meeting.get_absolute_url()
        page = me.get(url, {"next": back}).content.decode()
        response = me.post(url, Fields(page).sent | self.NEW[noun] | {"next": back})
        assert response.status_code == 302
        assert response.url.startswith(f"{back}#")
        assert "새 글" in me.get(back).content.decode()

    @pytest.mark.slow
    def test_who_writes_is_who_asks_and_learns_unless_somebody_else_is_named(self, me, meeting, member, mate):
        save(me, f"/minutes/{meeting.pk}/questions/", body="왜요?")
        save(me, f"/minutes/{meeting.pk}/questions/", body="누가요?", asked_by=[mate.pk])
        save(me, f"/minutes/{meeting.pk}/learnings/", body="배웠다")
        assert [list(one.asked_by.all()) for one in Question.objects.order_by("pk")] == [[member], [mate]]
        assert Learning.objects.get().author == member

    @pytest.mark.slow
    def test_what_was_learnt_may_hang_on_a_review(self, rows, me, meeting, other_team, signed_in):
        url = f"/minutes/{meeting.pk}/learnings/"
        elsewhere = Meeting.objects.create(team=other_team, held_on=THURSDAY)
        theirs = Review.objects.create(meeting=elsewhere, title="남의 것")
        save(me, f"{url}?review={rows['review'].pk}", body="하나")
        save(me, url, body="둘", review=theirs.pk)
        save(me, url, body="셋", review="없음")
        new = Learning.objects.exclude(pk=rows["learning"].pk).order_by("pk")
        assert [one.review for one in new] == [rows["review"], None, None]

    def test_it_goes_below_the_row_where_its_writer_stood(self, rows, me, meeting):
        url = f"/minutes/{meeting.pk}/agenda-items/"
        save(me, url, body="끝")
        save(me, url, body="가운데", after=rows["agenda_item"].pk)
        assert [item.body for item in meeting.agenda_items.order_by("order")] == ["하나 둘 셋", "가운데", "끝"]

    @pytest.mark.slow
    @pytest.mark.parametrize("noun", each([*NEW, "answers"], "questions", "answers"))
    def test_sent_twice_it_is_there_once(self, noun, rows, me, meeting):
        place = f"/questions/{rows['question'].pk}" if noun == "answers" else f"/minutes/{meeting.pk}"
        url, name = f"{place}/{noun}/", str(uuid.uuid4())
        sent = form(me, url) | self.NEW.get(noun, {"body": "새 글"}) | {"sent_as": name}
        first = me.post(url, sent, **JSON)
        row = type(rows[noun[:-1].replace("-", "_")]).objects.get(pk=first.json()["id"])
        assert first.status_code == 201
        save(me, row.edit_url, body="고친 글")
        again = me.post(url, sent, **JSON)
        assert (again.status_code, again.json()["id"]) == (200, row.pk)
        assert fresh(row).body == "고친 글"
        row.remove()
        gone = me.post(url, sent, **JSON)
        assert (gone.status_code, gone.json()["id"]) == (200, row.pk)
        assert type(row)._base_manager.filter(sent_as=name).count() == 1

    @pytest.mark.parametrize("noun", each([*NEW, "answers"], "reviews", "answers"))
    def test_another_text_under_the_name_of_one_that_is_there_is_not_lost(self, noun, rows, me, meeting):
        """Who goes back to a form that was sent, and writes something else there."""
        place = f"/questions/{rows['question'].pk}" if noun == "answers" else f"/minutes/{meeting.pk}"
        url, new = f"{place}/{noun}/", self.NEW.get(noun, {"body": "새 글"})
        sent = form(me, url) | new | {"sent_as": str(uuid.uuid4())}
        row = type(rows[noun[:-1].replace("-", "_")]).objects.get(pk=me.post(url, sent, **JSON).json()["id"])
        for name in ("title", "body") if noun == "reviews" else ("body",):
            other = me.post(url, sent | {name: "딴 글"}, **JSON)
            assert (other.status_code, fresh(row).body) == (422, new["body"])
            told = Fields(other.json()["form"]).sent
            assert told[name] == ["딴 글"]
            again = me.post(url, told, **JSON)
            assert (again.status_code, getattr(type(row).objects.get(pk=again.json()["id"]), name)) == (201, "딴 글")

    def test_a_name_in_parts_of_letters_is_what_was_sent_before(self, me, meeting):
        """As macOS types them."""
        sent = {"title": "\u1100\u1161 나", "body": "새\r\n글", "sent_as": str(uuid.uuid4())}
        told = [me.post(f"/minutes/{meeting.pk}/reviews/", sent, **JSON).status_code for _turn in range(2)]
        assert told == [201, 200]

    def test_a_retry_after_the_minutes_were_finalised_finds_what_was_saved(self, me, meeting, member):
        url = f"/minutes/{meeting.pk}/questions/"
        sent = form(me, url) | {"body": "왜요?"}
        me.post(url, sent, **JSON)
        meeting.finalise(by=member.user)
        assert me.post(url, sent, **JSON).status_code == 200

    @pytest.mark.parametrize("named", ["up", "home", "-1", "0001-01-01 00:00", "questions/1/", ""])
    def test_a_way_back_that_is_no_path_leads_where_the_row_stands(self, named, me, meeting):
        answer = me.post(f"/minutes/{meeting.pk}/questions/", {"body": "왜요?", "next": named})
        question = Question.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, f"{meeting.get_absolute_url()}#{question.anchor}")

    def test_the_name_of_somebody_elses_row_is_no_way_to_it(self, me, other, meeting, other_team, signed_in, outsider):
        elsewhere = Meeting.objects.create(team=other_team, held_on=THURSDAY)
        name = str(uuid.uuid4())
        theirs = signed_in(outsider).post(
            f"/minutes/{elsewhere.pk}/questions/", {"body": "남의 글", "sent_as": name}, **JSON
        )
        assert theirs.status_code == 201
        for client in (me, other):
            answer = client.post(f"/minutes/{meeting.pk}/questions/", {"body": "내 글", "sent_as": name}, **JSON)
            assert answer.status_code == 422
            assert "남의 글" not in answer.content.decode()
            told = Fields(answer.json()["form"]).sent
            assert told["body"] == ["내 글"]
            assert told["sent_as"] != [name]
        assert Question.objects.count() == 1

    @pytest.mark.parametrize("noun", EACH_NEW)
    def test_final_minutes_take_nothing_new_and_keep_the_text(self, noun, me, meeting, member):
        url = f"/minutes/{meeting.pk}/{noun}/"
        meeting.finalise(by=member.user)
        answer = me.post(url, self.NEW[noun], **JSON)
        assert (answer.status_code, answer.json()["reason"]) == (403, "final")
        page = me.post(url, self.NEW[noun])
        assert page.status_code == 403
        assert "새 글</textarea>" in page.content.decode()

    def test_a_finalisation_in_between_lets_nothing_through(self, me, meeting, member, monkeypatch):
        before_the_save(monkeypatch, lambda: Meeting.objects.get(pk=meeting.pk).finalise(by=member.user))
        answer = me.post(f"/minutes/{meeting.pk}/questions/", {"body": "왜요?"}, **JSON)
        assert (answer.status_code, answer.json()["reason"]) == (403, "final")
        assert not Question.objects.exists()

    def test_minutes_that_are_taken_away_in_between_take_nothing_and_the_text_is_kept(self, me, meeting, monkeypatch):
        before_the_save(monkeypatch, lambda: Meeting.objects.get(pk=meeting.pk).remove())
        url = f"/minutes/{meeting.pk}/questions/"
        page = me.post(url, {"body": "애써 쓴 글"})
        assert page.status_code == 404
        assert "애써 쓴 글</textarea>" in page.content.decode()
        assert not Question.objects.exists()

    def test_a_script_is_told_that_they_were_taken_away(self, me, meeting, monkeypatch):
        before_the_save(monkeypatch, lambda: Meeting.objects.get(pk=meeting.pk).remove())
        answer = me.post(f"/minutes/{meeting.pk}/questions/", {"body": "애써 쓴 글"}, **JSON)
        assert answer.status_code == 404
        assert answer.json()["sentence"]

    def test_an_answer_to_a_question_that_is_deleted_in_between_is_kept_for_its_writer(self, rows, me, monkeypatch):
        question = rows["question"]
        before_the_save(monkeypatch, lambda: Question.objects.get(pk=question.pk).remove())
        page = me.post(f"/questions/{question.pk}/answers/", {"body": "애써 쓴 글"})
        assert page.status_code == 404
        assert "애써 쓴 글</textarea>" in page.content.decode()
        assert question.answers.count() == 1

    @pytest.mark.parametrize("name", ["", "7d2c4f1e-0d5b-4d5e-9c59-3a1f6f1a2b3c"])
    def test_only_a_name_that_is_taken_is_told_as_sent_before(self, name, me, meeting, monkeypatch):
        def refused(form):
            raise IntegrityError("something else")

        monkeypatch.setattr(TextForm, "save", refused)
        with pytest.raises(IntegrityError):
            me.post(f"/minutes/{meeting.pk}/questions/", {"body": "왜요?", "sent_as": name}, **JSON)

    @pytest.mark.slow
    def test_readers_and_others_write_nothing(self, me, meeting, team, outsider, signed_in):
        guest = signed_in(seated(team, "guest", "손님", role=Member.Role.GUEST))
        for noun in self.NEW:
            url = f"/minutes/{meeting.pk}/{noun}/"
            assert guest.post(url, self.NEW[noun], **JSON).status_code == 403
            assert signed_in(outsider).post(url, self.NEW[noun], **JSON).status_code == 404

    @pytest.mark.parametrize("noun", EACH_NEW)
    def test_an_empty_one_gets_a_sentence(self, noun, me, meeting):
        for sent in ({"body": " "}, {}):
            answer = me.post(f"/minutes/{meeting.pk}/{noun}/", sent, **JSON)
            assert answer.status_code == 422 or not sent
        assert not Question.objects.exists()

    def test_blank_forms_of_all_nouns_come_at_once(self, me, meeting, team, signed_in, django_assert_max_num_queries):
        with django_assert_max_num_queries(16):
            told = me.get(f"/minutes/{meeting.pk}/forms/", **JSON).json()
        assert set(told) == set(NOUNS)
        assert 'action="/questions/{question}/answers/"' in told["answer"]
        for noun, html in told.items():
            assert 'name="sent_as" value=""' in html, noun
            assert f'id="new-{noun}-body"' in html
        mentor = signed_in(seated(team, "mentor", "한도경", role=Member.Role.MENTOR))
        assert set(mentor.get(f"/minutes/{meeting.pk}/forms/", **JSON).json()) == {"answer"}
        guest = signed_in(seated(team, "guest", "손님", role=Member.Role.GUEST))
        assert guest.get(f"/minutes/{meeting.pk}/forms/", **JSON).status_code == 403


def before_the_save(monkeypatch, what) -> None:
    """Something that happens after a form was found right and before its minutes are locked."""
    render_ahead = TextForm.render_ahead

    def after_that(form):
        what()
        render_ahead(form)

    monkeypatch.setattr(TextForm, "render_ahead", after_that)
