"""Members change what stands in minutes and notes, without a script: forms post, pages come back."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    ClassNote,
    Learning,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    Reference,
    Review,
    Section,
)
from tests.conftest import THURSDAY, seated

pytestmark = pytest.mark.django_db

FREE_PARTS = ("section", "agenda", "action", "review", "learning")


@pytest.fixture
def question(team, meeting, mate) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 $n-1$로 나누나요?", typed_by=mate.user)
    question.asked_by.add(mate)
    return question


@pytest.fixture
def rows(team, meeting, question) -> dict:
    """One row of each noun in one meeting, by the first part of its anchor."""
    made = [
        Section.objects.create(meeting=meeting, heading="공지", body="첫 글"),
        AgendaItem.objects.create(meeting=meeting, body="첫 글"),
        ActionItem.objects.create(meeting=meeting, body="첫 글"),
        Review.objects.create(meeting=meeting, title="과제 6", body="첫 글"),
        Learning.objects.create(team=team, meeting=meeting, body="첫 글"),
        question,
        Answer.objects.create(question=question, body="첫 글"),
    ]
    return {row.anchor.split("-")[0]: row for row in made}


@pytest.fixture
def client(signed_in, member) -> Client:
    return signed_in(member)


def form_on(page) -> dict[str, str | list[str]]:
    """What a browser without scripts would send back for the edit form of the page."""
    sent = {}
    for bound in page.context["form"]:
        value = bound.field.prepare_value(bound.value())
        if isinstance(value, list):
            value = [str(one) for one in value]
        sent[bound.html_name] = "" if value is None else value
        if bound.field.show_hidden_initial:
            opened = re.findall(
                f'<input type="hidden" name="{bound.html_initial_name}" value="([^"]*)"', page.content.decode()
            )
            opened = [html.unescape(one) for one in opened]
            sent[bound.html_initial_name] = opened if isinstance(value, list) else "".join(opened)
    return sent


def save(client: Client, url: str, **changes):
    return client.post(url, form_on(client.get(url)) | changes)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


class TestEditing:
    @pytest.mark.slow
    @pytest.mark.parametrize("noun", [*FREE_PARTS, "question", "answer"])
    def test_every_text_is_changed_where_it_stands(self, noun, rows, client, member):
        row = rows[noun]
        page = row.page_url if noun != "question" else row.meeting.get_absolute_url()
        there = client.get(page).content.decode()
        assert f'href="{row.edit_url}?next={page}"' in there
        response = save(client, f"{row.edit_url}?next={page}", body="**미적분(Calculus)**은 $x_i$", next=page)
        assert response.url == f"{page}#{row.anchor}"
        shown = client.get(page).content.decode()
        assert f'id="{row.anchor}"' in shown
        assert "<strong>미적분(Calculus)</strong>" in shown
        assert fresh(row).html in shown

    def test_history_tells_who_changed_it(self, rows, client, member):
        save(client, rows["section"].edit_url, body="둘째 글")
        latest = rows["section"].history.latest()
        assert (latest.history_user, latest.body) == (member.user, "둘째 글")

    def test_what_a_text_points_at_is_known_once_it_is_saved(self, rows, client, question):
        save(client, rows["section"].edit_url, body=f"[[Q{question.pk}]]에서 물었다")
        (told,) = Reference.objects.all()
        assert (told.source, told.question) == (rows["section"], question)
        save(client, rows["section"].edit_url, body="이제 아무것도")
        assert not Reference.objects.exists()

    def test_nothing_changed_is_no_change(self, rows, client):
        before = rows["section"].history.count()
        assert save(client, rows["section"].edit_url).status_code == 302
        assert rows["section"].history.count() == before

    def test_the_saved_page_says_so(self, rows, signed_in, member):
        client = signed_in(member)
        response = client.post(rows["section"].edit_url, form_on(client.get(rows["section"].edit_url)), follow=True)
        assert "저장했어요." in response.content.decode() or "Saved." in response.content.decode()

    def test_a_text_keeps_its_first_spaces_and_gets_the_ends_of_lines_of_a_text(self, rows, client):
        save(client, rows["section"].edit_url, body="    x = 1\r\n\r\n뒤")
        assert fresh(rows["section"]).body == "    x = 1\n\n뒤"
        assert "<code" in fresh(rows["section"]).body_html

    @pytest.mark.slow
    @pytest.mark.parametrize("noun", ["agenda", "action", "learning", "question", "answer"])
    def test_what_needs_a_text_does_not_lose_it(self, noun, rows, client):
        before = rows[noun].body
        page = save(client, rows[noun].edit_url, body=" \r\n ")
        assert page.status_code == 200
        assert page.context["form"].errors["body"]
        assert fresh(rows[noun]).body == before

    @pytest.mark.slow
    def test_a_section_has_a_heading_or_a_text(self, rows, client):
        section = rows["section"]
        assert save(client, section.edit_url, heading="", body="글만").status_code == 302
        assert save(client, section.edit_url, heading="", body="").context["form"].errors["body"]
        assert save(client, section.edit_url, heading="제목만", body="").status_code == 302
        assert (fresh(section).heading, fresh(section).body) == ("제목만", "")

    @pytest.mark.slow
    def test_few_fields_beside_the_text(self, rows, client, member, mate, cohort):
        lecture = Lecture.objects.create(cohort=cohort, number=7, title="최적화")
        save(client, rows["review"].edit_url, title="논문", presenters=[member.pk, mate.pk])
        save(client, rows["learning"].edit_url, author=mate.pk)
        save(client, rows["agenda"].edit_url, owner=mate.pk, minutes="15")
        save(client, rows["action"].edit_url, owners=[mate.pk], due_on="2026-11-27")
        save(client, rows["question"].edit_url, asked_by=[member.pk], lecture=lecture.pk)
        save(client, rows["answer"].edit_url, answered_by=[mate.pk], speaker="마스터 하나")
        after = {noun: fresh(row) for noun, row in rows.items()}
        assert after["review"].title == "논문"
        assert set(after["review"].presenters.all()) == {member, mate}
        assert after["learning"].author == mate
        assert (after["agenda"].owner, after["agenda"].minutes) == (mate, 15)
        assert list(after["action"].owners.all()) == [mate]
        assert str(after["action"].due_on) == "2026-11-27"
        assert (list(after["question"].asked_by.all()), after["question"].lecture) == ([member], lecture)
        assert after["answer"].names == ["배이든", "마스터 하나"]

    def test_a_question_is_opened_again_by_changing_it(self, question, client, mate):
        question.defer(to=mate)
        save(client, question.edit_url, status="open")
        assert (fresh(question).status, fresh(question).deferred_to) == ("open", None)

    def test_an_endless_text_gets_a_sentence_and_stays_in_the_form(self, rows, client):
        endless = "가나다 " * 30_000
        page = save(client, rows["section"].edit_url, body=endless)
        assert page.status_code == 200
        assert page.context["form"].errors["body"]
        assert endless.strip() in page.content.decode()
        assert fresh(rows["section"]).body == "첫 글"

    @pytest.mark.parametrize(
        "back", ["https://example.com/", "//example.com", "javascript:alert(1)", "\\\\example.com"]
    )
    def test_nobody_is_led_to_another_site(self, back, rows, client):
        response = save(client, rows["section"].edit_url, body="둘째 글", next=back)
        assert response.url == rows["section"].get_absolute_url()
        page = client.get(rows["section"].edit_url, {"next": back})
        assert (page.context["next"], page.context["back"]) == ("", rows["section"].get_absolute_url())


class TestTwoAtOnce:
    def test_who_saves_second_sees_both_texts(self, rows, signed_in, member, mate):
        section, first, second = rows["section"], signed_in(mate), signed_in(member)
        opened = form_on(second.get(section.edit_url))
        save(first, section.edit_url, body="첫 글을 <b>먼저</b> 고쳤다")
        page = second.post(section.edit_url, opened | {"body": "첫 글을 나중에 고쳤다"})
        assert page.status_code == 200
        shown = page.content.decode()
        assert "배이든" in shown
        assert "&lt;b&gt;먼저&lt;/b&gt; " in shown
        assert ">\n첫 글을 나중에 고쳤다</textarea>" in shown
        assert fresh(section).body == "첫 글을 <b>먼저</b> 고쳤다"

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("keep", "kept"),
        [("mine", "나중 글"), ("both", "먼저 고친 글\n\n나중 글")],
    )
    def test_then_a_choice_counts(self, keep, kept, rows, signed_in, member, mate):
        section, first, second = rows["section"], signed_in(mate), signed_in(member)
        opened = form_on(second.get(section.edit_url))
        save(first, section.edit_url, body="먼저 고친 글")
        page = second.post(section.edit_url, opened | {"body": "나중 글"})
        assert second.post(section.edit_url, form_on(page) | {"keep": keep}).status_code == 302
        assert fresh(section).body == kept

    @pytest.mark.slow
    def test_a_third_text_asks_again(self, rows, signed_in, member, mate, staff):
        section, second = rows["section"], signed_in(member)
        opened = form_on(second.get(section.edit_url))
        save(signed_in(mate), section.edit_url, body="먼저 고친 글")
        page = second.post(section.edit_url, opened | {"body": "나중 글"})
        save(signed_in(staff), section.edit_url, body="셋째가 고친 글")
        again = second.post(section.edit_url, form_on(page) | {"keep": "both"})
        assert again.status_code == 200
        assert again.context["form"].saved_meanwhile.body == "셋째가 고친 글"
        assert fresh(section).body == "셋째가 고친 글"

    def test_the_same_change_twice_is_no_conflict(self, rows, signed_in, member, mate):
        second = signed_in(member)
        opened = form_on(second.get(rows["section"].edit_url))
        save(signed_in(mate), rows["section"].edit_url, body="같은 글")
        assert second.post(rows["section"].edit_url, opened | {"body": "같은 글"}).status_code == 302

    def test_what_the_second_did_not_touch_stays_as_the_first_left_it(self, rows, signed_in, member, mate, outsider):
        section, second = rows["section"], signed_in(member)
        opened = form_on(second.get(section.edit_url))
        save(signed_in(mate), section.edit_url, heading="새 공지")
        assert second.post(section.edit_url, opened | {"body": "새 글"}).status_code == 302
        assert (fresh(section).heading, fresh(section).body) == ("새 공지", "새 글")

    @pytest.mark.slow
    def test_two_values_of_one_field_ask_too(self, rows, signed_in, member, mate):
        review, second = rows["review"], signed_in(member)
        opened = form_on(second.get(review.edit_url))
        save(signed_in(mate), review.edit_url, title="과제 7", presenters=[mate.pk])
        page = second.post(review.edit_url, opened | {"title": "과제 8", "presenters": [member.pk]})
        assert page.status_code == 200
        assert "과제 7" in page.context["form"].errors["title"][0]
        assert "배이든" in page.context["form"].errors["presenters"][0]
        assert second.post(review.edit_url, form_on(page)).status_code == 302
        assert (fresh(review).title, list(fresh(review).presenters.all())) == ("과제 8", [member])

    def test_who_comes_between_reading_and_writing_is_not_overwritten(self, rows, client, monkeypatch):
        """Another process saves after the form was found right and before its row is locked."""
        from meetings.forms.texts import TextForm

        is_current, section, beaten = TextForm.is_current, rows["section"], []

        def after_another(form):
            if not beaten:
                beaten.append(True)
                other = fresh(section)
                other.body = "그 사이의 글"
                other.save()
            return is_current(form)

        monkeypatch.setattr(TextForm, "is_current", after_another)
        page = save(client, section.edit_url, body="내 글")
        assert page.status_code == 200
        assert page.context["form"].saved_meanwhile.body == "그 사이의 글"
        assert fresh(section).body == "그 사이의 글"

    def test_a_text_whose_row_was_deleted_meanwhile_is_given_back(self, rows, client):
        opened = form_on(client.get(rows["section"].edit_url))
        rows["section"].remove()
        page = client.post(rows["section"].edit_url, opened | {"body": "애써 쓴 글"})
        assert page.status_code == 410
        assert ">\n애써 쓴 글</textarea>" in page.content.decode()


class TestRights:
    def test_who_may_edit(self, rows, meeting, team, outsider, ex_member, member, mate, staff, admin):
        seats = {role: seated(team, role, f"자리 {role}", role=role) for role in ("lead", "mentor", "guest")}
        writers = {member.user, mate.user, seats["lead"].user, staff, admin}
        readers = {outsider.user, ex_member.user, seats["mentor"].user, seats["guest"].user}
        for noun, row in rows.items():
            for person in writers | readers:
                assert row.may_be_edited_by(person) is (person in writers), (noun, person)

    def test_whoever_typed_it_edits_it_while_seated(self, rows, team, ex_member):
        mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
        for typist in (mentor, ex_member):
            rows["answer"].typed_by = typist.user
            rows["answer"].save()
            assert fresh(rows["answer"]).may_be_edited_by(typist.user) is (typist == mentor)
        assert not rows["question"].may_be_edited_by(mentor.user)

    def test_staff_without_the_flag_or_of_another_cohort_edit_nothing(self, rows, staff, cohort):
        staff.is_staff = False
        assert not rows["section"].may_be_edited_by(staff)
        staff.is_staff = True
        cohort.staff.clear()
        assert not rows["section"].may_be_edited_by(type(staff).objects.get(pk=staff.pk))

    @pytest.mark.slow
    @pytest.mark.parametrize("noun", [*FREE_PARTS, "question", "answer"])
    def test_readers_see_no_word_that_leads_nowhere(self, noun, rows, team, signed_in):
        mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
        page = signed_in(mentor).get(rows[noun].page_url)
        assert "/edit/" not in page.content.decode()
        assert signed_in(mentor).get(rows[noun].edit_url).status_code == 403

    def test_a_refused_text_is_given_back(self, rows, team, signed_in):
        guest = seated(team, "guest", "손님", role=Member.Role.GUEST)
        page = signed_in(guest).post(rows["section"].edit_url, {"body": "애써 쓴 <글>"})
        assert page.status_code == 403
        assert ">\n애써 쓴 &lt;글&gt;</textarea>" in page.content.decode()

    @pytest.mark.slow
    def test_a_joint_meeting_is_read_by_both_and_written_by_one(self, rows, meeting, other_team, outsider, signed_in):
        meeting.other_teams.add(other_team)
        client = signed_in(outsider)
        assert "/edit/" not in client.get(meeting.get_absolute_url()).content.decode()
        for row in rows.values():
            assert client.get(row.edit_url).status_code == 403
            assert client.post(row.removal_url).status_code == 403

    @pytest.mark.slow
    def test_the_team_of_a_class_note_writes_in_it(self, cohort, team, member, outsider, signed_in):
        held = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=THURSDAY)
        note = ClassNote.objects.create(master_class=held, team=team, author=member)
        section = Section.objects.create(class_note=note, heading="직관", body="첫 글")
        question = Question.objects.create(team=team, class_note=note, section=section, body="왜요?")
        page = signed_in(outsider).get(note.get_absolute_url()).content.decode()
        assert "첫 글" in page
        assert "/edit/" not in page
        for url in (section.edit_url, question.edit_url, f"/questions/{question.pk}/answers/"):
            assert signed_in(outsider).get(url).status_code == 403
        assert section.edit_url in signed_in(member).get(note.get_absolute_url()).content.decode()
        assert save(signed_in(member), section.edit_url, body="둘째 글").url == section.get_absolute_url()
        assert fresh(section).body == "둘째 글"

    @pytest.mark.slow
    def test_people_and_lectures_of_others_cannot_be_chosen(self, rows, client, outsider, cohort):
        elsewhere = type(cohort).objects.create(name="봄", slug="spring", starts_on="2026-03-02", ends_on="2026-08-31")
        lecture = Lecture.objects.create(cohort=elsewhere, number=1)
        chosen = {
            "review": {"presenters": [outsider.pk]},
            "learning": {"author": outsider.pk},
            "agenda": {"owner": outsider.pk},
            "action": {"owners": [outsider.pk]},
            "question": {"asked_by": [outsider.pk], "lecture": lecture.pk},
            "answer": {"answered_by": [outsider.pk]},
        }
        for noun, fields in chosen.items():
            page = save(client, rows[noun].edit_url, **fields)
            assert page.status_code == 200, noun
            assert set(page.context["form"].errors) == set(fields)
        assert outsider.name not in client.get(rows["review"].edit_url).content.decode()

    def test_people_of_a_team_that_joined_stay_named(self, rows, client, outsider):
        rows["review"].presenters.add(outsider)
        assert save(client, rows["review"].edit_url, body="둘째 글").status_code == 302
        assert list(rows["review"].presenters.all()) == [outsider]

    @pytest.mark.slow
    def test_fields_that_no_form_shows_are_ignored(self, rows, client, other_team, meeting, staff):
        elsewhere = Meeting.objects.create(team=other_team, held_on=THURSDAY)
        more = {"meeting": elsewhere.pk, "team": other_team.pk, "typed_by": staff.pk, "order": "99", "body_html": "<b>"}
        for noun in (*FREE_PARTS, "question", "answer"):
            save(client, rows[noun].edit_url, body="둘째 글", **more, accepted_at="2026-11-19", removed_at="2026-11-19")
            after = fresh(rows[noun])
            assert after.body == "둘째 글"
            assert after.team == meeting.team
            assert (after.typed_by, after.order, after.removed_at) == (rows[noun].typed_by, rows[noun].order, None)
            assert "<b>" not in after.body_html
        assert fresh(rows["answer"]).accepted_at is None

    @pytest.mark.slow
    def test_every_change_needs_its_token(self, rows, member, meeting):
        client = Client(enforce_csrf_checks=True)
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        urls = [url for row in rows.values() for url in (row.edit_url, row.removal_url)]
        for url in (*urls, f"/minutes/{meeting.pk}/finalisation/", f"/questions/{rows['question'].pk}/answers/"):
            page = client.post(url, {"body": "애써 쓴 글"})
            assert page.status_code == 403, url
            assert "애써 쓴 글</textarea>" in page.content.decode()
            assert client.delete(url).status_code == 403
        assert fresh(rows["section"]).body == "첫 글"


class TestRemoval:
    @pytest.mark.slow
    @pytest.mark.parametrize("noun", [*FREE_PARTS, "question", "answer"])
    def test_what_is_deleted_comes_back_with_one_press(self, noun, rows, client, member):
        row = rows[noun]
        gone = client.post(row.removal_url, {"next": "/"})
        assert gone.url == "/"
        removed = type(row)._base_manager.get(pk=row.pk)
        assert (removed.is_removed, removed.removed_by) == (True, member.user)
        page = client.get(row.page_url if noun == "answer" else row.meeting.get_absolute_url()).content.decode()
        assert f'id="{row.anchor}"' not in page
        assert f'action="{row.removal_url}"' in page
        back = client.post(row.removal_url, {"_method": "DELETE", "next": row.page_url})
        assert back.url == f"{row.page_url}#{row.anchor}"
        assert not fresh(row).is_removed
        assert client.post(row.removal_url).status_code == 302
        assert client.delete(row.removal_url).status_code == 302
        assert not fresh(row).is_removed

    def test_a_deleted_question_leads_away_from_its_page(self, question, client):
        page = f"/questions/{question.pk}/"
        assert client.post(question.removal_url, {"next": page}).url == question.meeting.get_absolute_url()
        assert client.get(page).status_code == 404

    def test_nobody_brings_back_what_is_not_theirs(self, rows, signed_in, outsider, team):
        guest = seated(team, "guest", "손님", role=Member.Role.GUEST)
        rows["section"].remove()
        assert signed_in(outsider).delete(rows["section"].removal_url).status_code == 404
        assert signed_in(guest).delete(rows["section"].removal_url).status_code == 403
        assert type(rows["section"])._base_manager.get(pk=rows["section"].pk).is_removed

    def test_a_question_without_answers_is_open_and_answered_once_they_are_back(self, rows, client):
        question, answer = rows["question"], rows["answer"]
        question.take_answer_of([])
        client.post(answer.removal_url)
        assert fresh(question).status == "open"
        client.delete(answer.removal_url)
        assert fresh(question).status == "answered"


class TestTooLong:
    def test_a_request_too_long_to_be_read_gives_the_text_back(self, rows, client, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
        url = rows["section"].edit_url
        sent = form_on(client.get(url)) | {"body": "긴 <글> & 더 " * 2_000}
        page = client.post(url, urlencode(sent, doseq=True), content_type="application/x-www-form-urlencoded")
        assert page.status_code == 413
        assert page.context["texts"] == [sent["body"]]
        assert "긴 &lt;글&gt; &amp; 더 " * 2_000 in page.content.decode()
        assert fresh(rows["section"]).body == "첫 글"

    def test_strangers_get_nothing_back(self, settings, db):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
        page = Client().post("/language/", "body=" + "a" * 200, content_type="application/x-www-form-urlencoded")
        assert page.status_code == 413
        assert "aaaa" not in page.content.decode()

    @pytest.mark.parametrize("sent", ["body=" + "a" * 20_000, "a=1&" * 3_000])
    def test_what_is_longer_still_gets_a_sentence(self, sent, client, settings, monkeypatch):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
        monkeypatch.setattr("meetings.views.refusals.LONGEST_GIVEN_BACK", 15_000)
        page = client.post("/preview/", sent, content_type="application/x-www-form-urlencoded")
        assert page.status_code == 413
        assert page.context["texts"] == []
