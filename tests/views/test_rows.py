"""Rows over JSON, as the page's own script asks for them: forms, saves, merges, conflicts, new rows, what is gone."""

import uuid
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.test import Client

from meetings.forms.texts import TextForm
from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Learning,
    Meeting,
    Member,
    Question,
    Review,
    Section,
)
from tests.conftest import THURSDAY, seated
from tests.views.test_editing import fresh

pytestmark = pytest.mark.django_db

NOUNS = ("section", "agenda_item", "action_item", "review", "learning", "question", "answer")
JSON = {"HTTP_ACCEPT": "application/json"}
# Of a save: account and seats; then at most ten, and the two ends of a savepoint that only tests have.
QUERIES = 2 + 10 + 2


@pytest.fixture
def rows(team, meeting, mate) -> dict:
    question = Question.objects.create(team=team, meeting=meeting, body="하나 둘 셋", typed_by=mate.user)
    question.asked_by.add(mate)
    made = [
        Section.objects.create(meeting=meeting, heading="공지", body="하나 둘 셋"),
        AgendaItem.objects.create(meeting=meeting, body="하나 둘 셋"),
        ActionItem.objects.create(meeting=meeting, body="하나 둘 셋"),
        Review.objects.create(meeting=meeting, title="과제 6", body="하나 둘 셋"),
        Learning.objects.create(team=team, meeting=meeting, body="하나 둘 셋"),
        question,
        Answer.objects.create(question=question, body="하나 둘 셋"),
    ]
    return {row.route: row for row in made}


@pytest.fixture
def me(signed_in, member) -> Client:
    return signed_in(member)


@pytest.fixture
def other(signed_in, mate) -> Client:
    return signed_in(mate)


class Fields(HTMLParser):
    """What a browser would send of a form."""

    def __init__(self, html: str):
        super().__init__()
        self.sent, self.text, self.select = {}, None, ""
        self.feed(html)
        self.sent.pop("csrfmiddlewaretoken", None)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, value = attrs.get("name", ""), attrs.get("value") or ""
        if tag == "input" and name and ("checked" in attrs or attrs.get("type") not in {"checkbox", "radio"}):
            self.sent.setdefault(name, []).append(value)
        elif tag == "textarea" and name:
            self.text, self.sent[name] = name, [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attrs:
            self.sent[self.select] = [value]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.text = None

    def handle_data(self, text):
        if self.text:
            self.sent[self.text] = [(self.sent[self.text][0] + text).removeprefix("\n")]


def form(client: Client, url: str) -> dict[str, list[str]]:
    answer = client.get(url, **JSON)
    assert answer.status_code == 200, answer.content
    return Fields(answer.json()["form"]).sent


def send(client: Client, url: str, opened: dict, **changes):
    return client.post(url, opened | changes, **JSON)


def save(client: Client, url: str, **changes):
    return send(client, url, form(client, url), **changes)


def of(told: dict, row) -> dict:
    """The fragment of that row."""
    return next(fragment for fragment in told["fragments"] if fragment["id"] == row.anchor)


class TestSaving:
    @pytest.mark.parametrize("noun", NOUNS)
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

    @pytest.mark.parametrize("noun", NOUNS)
    def test_ids_of_forms_tell_the_rows_apart(self, noun, rows, me):
        row = rows[noun]
        html = me.get(row.edit_url, **JSON).json()["form"]
        assert f'id="{row.anchor}-body"' in html
        assert 'id="id_' not in html

    @pytest.mark.parametrize("noun", NOUNS)
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

    def test_an_empty_save_is_no_crash(self, rows, me):
        for row in rows.values():
            assert me.post(row.edit_url, **JSON).status_code in {200, 422}
            assert fresh(row).body == "하나 둘 셋"


class TestMerging:
    @pytest.mark.parametrize("noun", NOUNS)
    def test_two_who_change_different_words_both_keep_them(self, noun, rows, me, other, mate):
        url = rows[noun].edit_url
        mine, theirs = form(me, url), form(other, url)
        send(other, url, theirs, body="영 하나 둘 셋")
        answer = send(me, url, mine, body="하나 둘 셋 넷")
        assert answer.status_code == 200
        assert (answer.json()["merged_with"], fresh(rows[noun]).body) == ("배이든", "영 하나 둘 셋 넷")
        assert "배이든" in answer.json()["sentence"]

    def test_lines_as_windows_ends_them_are_the_same_lines(self, rows, me, other):
        section = rows["section"]
        save(me, section.edit_url, body="하나\n둘\n셋")
        mine, theirs = form(me, section.edit_url), form(other, section.edit_url)
        crlf = {"initial-body": "하나\r\n둘\r\n셋"}
        send(other, section.edit_url, theirs | crlf, body="하나\r\n둘 둘\r\n셋")
        send(me, section.edit_url, mine | crlf, body="하나 하나\r\n둘\r\n셋")
        assert fresh(section).body == "하나 하나\n둘 둘\n셋"

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

    @pytest.mark.parametrize("revision", ["", "x", "-1", "999999", "99999999999999999999", "٣"])
    def test_a_text_that_nobody_saw_is_not_replaced(self, revision, rows, me):
        answer = me.post(rows["section"].edit_url, {"body": "다른 글", "revision": revision}, **JSON)
        known = revision == "999999"  # later than anything: the newest version
        assert answer.status_code == (200 if known else 409)
        assert fresh(rows["section"]).body == ("다른 글" if known else "하나 둘 셋")

    def test_ones_own_other_window_is_named_as_such(self, rows, me):
        url = rows["section"].edit_url
        opened = form(me, url)
        save(me, url, body="영 하나 둘 셋")
        answer = send(me, url, opened, body="하나 둘 셋 넷").json()
        assert answer["merged_with"] is None
        assert answer["sentence"]

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

    @pytest.mark.parametrize("noun", NOUNS)
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

    def test_both_of_an_answer_are_two_answers(self, rows, me, other, member):
        told = self.conflict(rows["answer"], me, other)
        answer = send(me, rows["answer"].edit_url, Fields(told["form"]).sent, keep="both")
        assert answer.status_code == 200
        given = rows["question"].answers.order_by("order", "pk")
        assert [one.body for one in given] == ["하나 다섯 셋", "하나 여섯 셋"]
        assert given.last().typed_by == member.user
        assert {one.revision for one in given} <= set(range(answer.json()["revision"] + 1))

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

    @pytest.mark.parametrize("noun", NOUNS)
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
        urls = [url for row in rows.values() for url in (row.edit_url, row.removal_url, row.place_url)]
        for url in (*urls, f"/minutes/{meeting.pk}/forms/", f"/minutes/{meeting.pk}/questions/"):
            for answer in (Client().get(url, **JSON), Client().post(url, {"body": "애써 쓴 글"}, **JSON)):
                assert answer.status_code == 401
                assert answer.json()["sentence"]
                assert answer.json()["sign_in"] == "/accounts/login/"
        assert Client().get(urls[0]).status_code == 302

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


class TestNew:
    NEW = {
        "sections": {"heading": "메모", "body": "새 글"},
        "agenda-items": {"body": "새 글", "minutes": "5"},
        "action-items": {"body": "새 글", "due_on": "2026-11-27"},
        "reviews": {"title": "과제 7", "body": "새 글"},
        "learnings": {"body": "새 글"},
        "questions": {"body": "새 글"},
    }

    @pytest.mark.parametrize("noun", NEW)
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

    @pytest.mark.parametrize("noun", NEW)
    def test_without_a_script_a_page_leads_there_and_back(self, noun, me, meeting):
        url, back = f"/minutes/{meeting.pk}/{noun}/", meeting.get_absolute_url()
        page = me.get(url, {"next": back}).content.decode()
        response = me.post(url, Fields(page).sent | self.NEW[noun] | {"next": back})
        assert response.status_code == 302
        assert response.url.startswith(f"{back}#")
        assert "새 글" in me.get(back).content.decode()

    def test_who_writes_is_who_asks_and_learns_unless_somebody_else_is_named(self, me, meeting, member, mate):
        save(me, f"/minutes/{meeting.pk}/questions/", body="왜요?")
        save(me, f"/minutes/{meeting.pk}/questions/", body="누가요?", asked_by=[mate.pk])
        save(me, f"/minutes/{meeting.pk}/learnings/", body="배웠다")
        assert [list(one.asked_by.all()) for one in Question.objects.order_by("pk")] == [[member], [mate]]
        assert Learning.objects.get().author == member

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

    @pytest.mark.parametrize("noun", [*NEW, "answers"])
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

    def test_a_retry_after_the_minutes_were_finalised_finds_what_was_saved(self, me, meeting, member):
        url = f"/minutes/{meeting.pk}/questions/"
        sent = form(me, url) | {"body": "왜요?"}
        me.post(url, sent, **JSON)
        meeting.finalise(by=member.user)
        assert me.post(url, sent, **JSON).status_code == 200

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

    @pytest.mark.parametrize("noun", NEW)
    def test_final_minutes_take_nothing_new_and_keep_the_text(self, noun, me, meeting, member):
        url = f"/minutes/{meeting.pk}/{noun}/"
        meeting.finalise(by=member.user)
        answer = me.post(url, self.NEW[noun], **JSON)
        assert (answer.status_code, answer.json()["reason"]) == (403, "final")
        page = me.post(url, self.NEW[noun])
        assert page.status_code == 403
        assert "새 글</textarea>" in page.content.decode()

    def test_a_finalisation_in_between_lets_nothing_through(self, me, meeting, member, monkeypatch):
        finalised, render_ahead = [], TextForm.render_ahead

        def after_that(form):
            finalised.append(Meeting.objects.get(pk=meeting.pk).finalise(by=member.user))
            render_ahead(form)

        monkeypatch.setattr(TextForm, "render_ahead", after_that)
        answer = me.post(f"/minutes/{meeting.pk}/questions/", {"body": "왜요?"}, **JSON)
        assert (answer.status_code, finalised) == (403, [None])
        assert not Question.objects.exists()

    def test_readers_and_others_write_nothing(self, me, meeting, team, outsider, signed_in):
        guest = signed_in(seated(team, "guest", "손님", role=Member.Role.GUEST))
        for noun in self.NEW:
            url = f"/minutes/{meeting.pk}/{noun}/"
            assert guest.post(url, self.NEW[noun], **JSON).status_code == 403
            assert signed_in(outsider).post(url, self.NEW[noun], **JSON).status_code == 404

    @pytest.mark.parametrize("noun", NEW)
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

    def test_every_noun_has_an_order(self, rows, me):
        for row in rows.values():
            assert me.post(row.place_url, {"move": "down"}, **JSON).status_code == 200

    def test_what_was_learnt_goes_to_the_review_below_whose_it_is_put(self, rows, me, team, meeting):
        there = Learning.objects.create(team=team, meeting=meeting, review=rows["review"], body="둘")
        me.post(rows["learning"].place_url, {"after": there.pk}, **JSON)
        assert fresh(rows["learning"]).review == rows["review"]


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
