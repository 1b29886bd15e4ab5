"""Rows over JSON, as the page's own script asks for them: forms, saves, merges, conflicts, what is gone, rights."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from meetings.forms.texts import TextForm
from meetings.models import Meeting, Member, Section
from tests.conftest import seated
from tests.views.json_forms import EACH_NOUN, JSON, Fields, form, of, save, send
from tests.views.test_editing import fresh

pytestmark = pytest.mark.django_db

# Of a save: account and seats; then at most ten, and the two ends of a savepoint that only tests have.
QUERIES = 2 + 10 + 2


class TestSaving:
    @pytest.mark.parametrize("noun", EACH_NOUN)
    def test_a_form_comes_alone_and_its_save_brings_the_row_as_it_is_now(self, noun, rows, me, member):
        row = rows[noun]
        asked = me.get(row.edit_url, **JSON).json()
        assert asked["revision"] == row.revision
        assert asked["form"].strip().startswith("<form")
        answer = send(me, row.edit_url, Fields(asked["form"]).sent, body="하나 **둘** 셋").json()
        after = fresh(row)
        assert (after.body, answer["revision"]) == ("하나 **둘** 셋", after.revision)
        assert (answer["merged_with"], answer["sentence"]) == (None, None)
        shown = "".join(fragment["html"] for fragment in answer["fragments"])
        assert "<strong>둘</strong>" in shown
        assert after.history.latest().history_user == member.user

    @pytest.mark.parametrize("noun", EACH_NOUN)
    def test_ids_of_forms_tell_the_rows_apart(self, noun, rows, me):
        row = rows[noun]
        html = me.get(row.edit_url, **JSON).json()["form"]
        assert f'id="{row.anchor}-body"' in html
        assert 'id="id_' not in html

    @pytest.mark.parametrize("noun", EACH_NOUN)
    def test_a_save_costs_few_queries(self, noun, rows, me, django_assert_max_num_queries):
        opened = form(me, rows[noun].edit_url)
        with django_assert_max_num_queries(QUERIES):
            assert send(me, rows[noun].edit_url, opened, body="넷").status_code == 200

    def test_nothing_changed_is_no_change(self, rows, me):
        before = fresh(rows["question"]).revision
        assert save(me, rows["question"].edit_url).json()["revision"] == before

    def test_the_same_text_twice_is_one_change(self, rows, me):
        section = rows["section"]
        opened = form(me, section.edit_url)
        first, second = (send(me, section.edit_url, opened, body="넷") for _ in range(2))
        assert first.json()["revision"] == second.json()["revision"]
        assert section.history.count() == 2

    def test_what_is_wrong_comes_back_with_the_text(self, rows, me):
        answer = save(me, rows["review"].edit_url, title="", body="애써 쓴 글")
        assert answer.status_code == 422
        assert Fields(answer.json()["form"]).sent["body"] == ["애써 쓴 글"]
        assert answer.json()["sentence"]

    def test_an_endless_text_comes_back(self, rows, me):
        endless = "가나다 " * 30_000
        answer = save(me, rows["section"].edit_url, body=endless)
        assert answer.status_code == 422
        assert Fields(answer.json()["form"]).sent["body"] == [endless]

    @pytest.mark.slow
    def test_an_empty_save_is_no_crash(self, rows, me):
        for row in rows.values():
            assert me.post(row.edit_url, **JSON).status_code in {200, 422}
            assert fresh(row).body == "하나 둘 셋"


class TestMerging:
    @pytest.mark.slow
    @pytest.mark.parametrize("noun", EACH_NOUN)
    def test_two_who_change_different_words_both_keep_them(self, noun, rows, me, other, mate):
        url = rows[noun].edit_url
        mine, theirs = form(me, url), form(other, url)
        send(other, url, theirs, body="영 하나 둘 셋")
        answer = send(me, url, mine, body="하나 둘 셋 넷")
        assert answer.status_code == 200
        assert (answer.json()["merged_with"], fresh(rows[noun]).body) == ("배이든", "영 하나 둘 셋 넷")
        assert "배이든" in answer.json()["sentence"]

    @pytest.mark.slow
    def test_lines_as_windows_ends_them_are_the_same_lines(self, rows, me, other):
        section = rows["section"]
        save(me, section.edit_url, body="하나\n둘\n셋")
        mine, theirs = form(me, section.edit_url), form(other, section.edit_url)
        crlf = {"initial-body": "하나\r\n둘\r\n셋"}
        send(other, section.edit_url, theirs | crlf, body="하나\r\n둘 둘\r\n셋")
        send(me, section.edit_url, mine | crlf, body="하나 하나\r\n둘\r\n셋")
        assert fresh(section).body == "하나 하나\n둘 둘\n셋"

    @pytest.mark.slow
    def test_ends_of_lines_alone_change_nothing(self, rows, me, other):
        section = rows["section"]
        save(me, section.edit_url, body="하나\n둘")
        mine = form(me, section.edit_url) | {"initial-body": "하나\n둘"}
        save(other, section.edit_url, body="하나\n둘 셋")
        assert send(me, section.edit_url, mine, body="하나\r\n둘").json()["merged_with"] is None
        assert fresh(section).body == "하나\n둘 셋"

    def test_with_the_revision_alone_the_history_says_what_was_there(self, rows, me, other):
        section = rows["section"]
        save(other, section.edit_url, body="영 하나 둘 셋")
        save(other, section.edit_url, heading="새 공지")
        answer = me.post(section.edit_url, {"body": "하나 둘 셋 넷", "revision": section.revision}, **JSON)
        assert answer.json()["merged_with"] == "배이든"
        assert (fresh(section).body, fresh(section).heading) == ("영 하나 둘 셋 넷", "새 공지")

    def test_with_the_revision_alone_two_values_of_a_field_ask(self, rows, me, other):
        section = rows["section"]
        save(other, section.edit_url, heading="새 공지")
        answer = me.post(section.edit_url, {"heading": "내 공지", "revision": section.revision}, **JSON)
        assert answer.status_code == 409
        assert fresh(section).heading == "새 공지"

    @pytest.mark.slow
    @pytest.mark.parametrize("revision", ["", "x", "-1", "999999", "99999999999999999999", "٣"])
    def test_a_text_that_nobody_saw_is_not_replaced(self, revision, rows, me):
        answer = me.post(rows["section"].edit_url, {"body": "다른 글", "revision": revision}, **JSON)
        known = revision == "999999"  # later than anything: the newest version
        assert answer.status_code == (200 if known else 409)
        assert fresh(rows["section"]).body == ("다른 글" if known else "하나 둘 셋")

    @pytest.mark.slow
    def test_who_only_ticked_it_since_is_not_named(self, rows, me, other, staff, signed_in):
        item = rows["action_item"]
        opened = form(me, item.edit_url)
        save(other, item.edit_url, body="하나 둘 다섯")
        signed_in(staff).post(f"/action-items/{item.pk}/done/", **JSON)
        assert "배이든" in send(me, item.edit_url, opened, body="하나 둘 여섯").json()["sentence"]
        assert send(me, item.edit_url, opened, body="넷 둘 셋").json()["merged_with"] == "배이든"

    def test_ones_own_other_window_is_named_as_such(self, rows, me):
        url = rows["section"].edit_url
        opened = form(me, url)
        save(me, url, body="영 하나 둘 셋")
        answer = send(me, url, opened, body="하나 둘 셋 넷").json()
        assert answer["merged_with"] is None
        assert answer["sentence"]

    @pytest.mark.slow
    def test_without_a_script_the_page_says_so_too(self, rows, me, other):
        url = rows["section"].edit_url
        opened = form(me, url)
        save(other, url, body="영 하나 둘 셋")
        page = me.post(url, opened | {"body": "하나 둘 셋 넷"}, follow=True).content.decode()
        assert "배이든" in page
        assert "영 하나 둘 셋 넷" in page


class TestConflicts:
    def conflict(self, row, me, other):
        opened = form(me, row.edit_url)
        save(other, row.edit_url, body="하나 다섯 셋")
        answer = send(me, row.edit_url, opened, body="하나 여섯 셋")
        assert answer.status_code == 409
        return answer.json()

    @pytest.mark.slow
    @pytest.mark.parametrize("noun", EACH_NOUN)
    def test_both_texts_are_shown_and_nothing_is_written(self, noun, rows, me, other):
        told = self.conflict(rows[noun], me, other)
        assert "배이든" in told["sentence"]
        assert Fields(told["form"]).sent["body"] == ["하나 여섯 셋"]
        assert "<ins>다섯 </ins>" in told["form"]
        assert [f'value="{keep}"' in told["form"] for keep in ("theirs", "mine", "both")] == [True] * 3
        assert fresh(rows[noun]).body == "하나 다섯 셋"

    @pytest.mark.parametrize(
        ("keep", "kept"),
        [("theirs", "하나 다섯 셋"), ("mine", "하나 여섯 셋"), ("both", "하나 다섯 셋\n\n하나 여섯 셋")],
    )
    def test_then_a_choice_counts(self, keep, kept, rows, me, other):
        told = self.conflict(rows["section"], me, other)
        answer = send(me, rows["section"].edit_url, Fields(told["form"]).sent, keep=keep)
        assert (answer.status_code, fresh(rows["section"]).body) == (200, kept)
        assert kept.split()[1] in of(answer.json(), rows["section"])["html"]

    @pytest.mark.slow
    def test_both_of_an_answer_are_two_answers(self, rows, me, other, member):
        told = self.conflict(rows["answer"], me, other)
        answer = send(me, rows["answer"].edit_url, Fields(told["form"]).sent, keep="both")
        assert answer.status_code == 200
        given = rows["question"].answers.order_by("order", "pk")
        assert [one.body for one in given] == ["하나 다섯 셋", "하나 여섯 셋"]
        assert given.last().typed_by == member.user
        assert {one.revision for one in given} <= set(range(answer.json()["revision"] + 1))

    @pytest.mark.slow
    @pytest.mark.parametrize("noun", ["section", "answer"])
    @pytest.mark.parametrize("keep", ["theirs", "mine", "both"])
    def test_a_choice_that_is_sent_again_changes_nothing_more(self, noun, keep, rows, me, other):
        told = Fields(self.conflict(rows[noun], me, other)["form"]).sent
        first, second = (send(me, rows[noun].edit_url, told, keep=keep) for _ in range(2))
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json()["revision"] == second.json()["revision"]
        assert rows["question"].answers.count() == (2 if (noun, keep) == ("answer", "both") else 1)

    @pytest.mark.slow
    @pytest.mark.parametrize("keep", ["mine", "both"])
    def test_a_third_text_asks_again(self, keep, rows, me, other, staff, signed_in):
        told = self.conflict(rows["section"], me, other)
        save(signed_in(staff), rows["section"].edit_url, body="하나 일곱 셋")
        again = send(me, rows["section"].edit_url, Fields(told["form"]).sent, keep=keep)
        assert again.status_code == 409
        assert fresh(rows["section"]).body == "하나 일곱 셋"

    def test_two_values_of_one_field_ask_too(self, rows, me, other):
        review = rows["review"]
        opened = form(me, review.edit_url)
        save(other, review.edit_url, title="과제 7")
        answer = send(me, review.edit_url, opened, title="과제 8")
        assert answer.status_code == 409
        assert "과제 7" in answer.json()["sentence"]
        assert send(me, review.edit_url, Fields(answer.json()["form"]).sent).status_code == 200
        assert fresh(review).title == "과제 8"

    @pytest.mark.slow
    def test_two_conflicts_on_one_page_share_no_id(self, rows, me, other):
        forms = [self.conflict(rows[noun], me, other)["form"] for noun in ("section", "review")]
        ids = [{part.split('"')[0] for part in html.split(' id="')[1:]} for html in forms]
        assert not ids[0] & ids[1]


class TestWhatIsGone:
    def test_a_text_of_a_row_that_was_deleted_is_kept_and_comes_back_with_it(self, rows, me, other):
        section = rows["section"]
        opened = form(me, section.edit_url)
        other.post(section.removal_url, **JSON)
        answer = send(me, section.edit_url, opened, body="애써 쓴 글")
        assert (answer.status_code, answer.json()["undo"]) == (410, section.removal_url)
        told = Fields(answer.json()["form"]).sent
        assert told["body"] == ["애써 쓴 글"]
        assert Section._base_manager.get(pk=section.pk).body == "하나 둘 셋"
        assert send(me, section.edit_url, told, keep="restore").status_code == 200
        assert (fresh(section).body, fresh(section).is_removed) == ("애써 쓴 글", False)

    @pytest.mark.slow
    @pytest.mark.parametrize("noun", EACH_NOUN)
    def test_each_noun_comes_back_with_its_text(self, noun, rows, me):
        row = rows[noun]
        opened = form(me, row.edit_url)
        me.post(row.removal_url, **JSON)
        assert send(me, row.edit_url, opened, body="넷").status_code == 410
        assert send(me, row.edit_url, opened, body="넷", keep="restore").status_code == 200
        assert fresh(row).body == "넷"
        assert not fresh(row).is_removed

    def test_a_deletion_between_the_check_and_the_save_lets_nothing_through(self, rows, me, monkeypatch):
        section = rows["section"]
        between(monkeypatch, lambda: fresh(section).remove())
        assert save(me, section.edit_url, body="애써 쓴 글").status_code == 410
        assert Section._base_manager.get(pk=section.pk).body == "하나 둘 셋"

    def test_a_finalisation_between_the_check_and_the_save_lets_nothing_through(
        self, rows, me, meeting, member, monkeypatch
    ):
        section = rows["section"]
        between(monkeypatch, lambda: Meeting.objects.get(pk=meeting.pk).finalise(by=member.user))
        answer = save(me, section.edit_url, body="애써 쓴 글")
        assert (answer.status_code, answer.json()["reason"]) == (403, "final")
        assert "문가온" in answer.json()["sentence"]
        assert fresh(section).body == "하나 둘 셋"

    def test_of_minutes_that_were_finalised_earlier_the_day_is_told(self, rows, me, meeting, member):
        meeting.finalise(by=member.user)
        Meeting.objects.filter(pk=meeting.pk).update(finalised_at="2026-11-20T00:30:00+09:00")
        told = me.post(rows["section"].removal_url, **JSON).json()["sentence"]
        assert "11월 20일" in told
        assert "00:30" not in told

    def test_deleting_tells_how_it_comes_back_and_is_the_same_twice(self, rows, me):
        question = rows["question"]
        for _ in range(2):
            told = me.post(question.removal_url, **JSON).json()
            assert told["undo"] == question.removal_url
            assert of(told, question)["html"] == ""
            assert str(question.pk) in told["sentence"]
        assert question.history.count() == 2
        for _ in range(2):
            told = me.post(question.removal_url, {"_method": "DELETE"}, **JSON).json()
            assert "하나 둘 셋" in of(told, question)["html"]
        assert question.history.count() == 3

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_what_is_nowhere_says_so(self, method, me):
        answer = getattr(me, method)("/questions/987654/edit/", **JSON)
        assert answer.status_code == 404
        assert answer.json()["sentence"]


def between(monkeypatch, what) -> None:
    """Something that happens after a form was found right and before its row is locked."""
    is_current, done = TextForm.is_current, []

    def after_that(form):
        if not done:
            done.append(True)
            what()
        return is_current(form)

    monkeypatch.setattr(TextForm, "is_current", after_that)


class TestRights:
    def test_whoever_is_signed_out_is_told_and_led_nowhere(self, rows, meeting):
        stranger = Client()
        urls = [url for row in rows.values() for url in (row.edit_url, row.removal_url, row.place_url)]
        for url in (*urls, f"/minutes/{meeting.pk}/forms/", f"/minutes/{meeting.pk}/questions/"):
            for answer in (stranger.get(url, **JSON), stranger.post(url, {"body": "애써 쓴 글"}, **JSON)):
                assert answer.status_code == 401
                assert answer.json()["sentence"]
                assert answer.json()["sign_in"] == "/accounts/login/"
        assert stranger.get(urls[0]).status_code == 302

    def test_a_token_of_before_is_told_apart(self, rows, member):
        client = Client(enforce_csrf_checks=True)
        url = rows["section"].edit_url
        assert client.post(url, {"body": "넷"}, **JSON).status_code == 401
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.post(url, {"body": "넷"}, **JSON)
        assert (answer.status_code, answer.json()["reason"]) == (403, "csrf")
        html = client.get(url, **JSON).json()["form"]
        token = html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        opened = Fields(html).sent | {"csrfmiddlewaretoken": token}
        assert client.post(url, opened | {"body": "넷"}, **JSON).status_code == 200

    def test_readers_are_told_that_they_read(self, rows, team, signed_in):
        guest = signed_in(seated(team, "guest", "손님", role=Member.Role.GUEST))
        answer = guest.post(rows["section"].edit_url, {"body": "넷"}, **JSON)
        assert (answer.status_code, answer.json()["reason"]) == (403, "right")
        assert answer.json()["sentence"]

    def test_a_request_that_is_too_long_gets_a_sentence(self, rows, me, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        sent = urlencode({"body": "가" * 2000})
        answer = me.post(rows["section"].edit_url, sent, content_type="application/x-www-form-urlencoded", **JSON)
        assert answer.status_code == 413
        assert answer.json()["sentence"]

    @pytest.mark.slow
    def test_final_minutes_stay_as_they_are(self, rows, me, meeting, member):
        meeting.finalise(by=member.user)
        for noun in ("section", "agenda_item", "action_item", "review", "learning"):
            row = rows[noun]
            for url in (row.edit_url, row.removal_url, row.place_url):
                answer = me.post(url, {"body": "넷", "move": "up"}, **JSON)
                assert (answer.status_code, answer.json()["reason"]) == (403, "final"), url
            assert fresh(row).body == "하나 둘 셋"
        for noun in ("question", "answer"):
            assert save(me, rows[noun].edit_url, body="넷").status_code == 200
        assert me.post(rows["question"].place_url, {"move": "up"}, **JSON).status_code == 403
