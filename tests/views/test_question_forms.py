"""What a question is about: lecture, assignment and tags on its form, and what becomes of words for tags."""

import datetime
import html
import re

import pytest
from django.test import Client

from meetings.forms.tags import MOST_TAGS
from meetings.models import Assignment, Cohort, Lecture, MasterClass, Meeting, Question, Tag, Team
from tests.conftest import THURSDAY
from tests.views.json_forms import Fields, save
from tests.views.test_editing import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def tag(cohort) -> Tag:
    return Tag.objects.create(cohort=cohort, name="KLD", synonyms=["쿨백-라이블러 발산", "KL divergence"])


@pytest.fixture
def question(team, meeting, mate) -> Question:
    return Question.objects.create(team=team, meeting=meeting, body="왜 나누나요?", typed_by=mate.user)


def ask(client: Client, meeting, **sent) -> Question:
    address = f"/minutes/{meeting.pk}/questions/"
    answer = client.post(address, form_on(client.get(address)) | {"body": "질문"} | sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return Question.objects.latest("pk")


def names(question: Question) -> list[str]:
    return [tag.name for tag in question.tags.order_by("name")]


def test_a_question_is_asked_with_all_that_it_is_about(me, meeting, cohort, tag):
    lecture = Lecture.objects.create(cohort=cohort, number=7, title="최적화")
    work = Assignment.objects.create(cohort=cohort, title="과제 3")
    asked = ask(me, meeting, lecture=lecture.pk, assignment=work.pk, tags="kld, 추정량")
    assert (asked.lecture, asked.assignment, names(asked)) == (lecture, work, ["KLD", "추정량"])


def test_the_form_says_once_that_all_but_the_text_can_wait(me, meeting, cohort):
    Assignment.objects.create(cohort=cohort, title="과제 3")
    form = me.get(f"/minutes/{meeting.pk}/questions/", headers={"accept-language": "en"}).content.decode()
    assert "---" not in form
    assert '<option value="" selected>none</option>' in form
    assert form.count("optional") == 0
    assert form.count("What follows can be left as it is.") == 1
    assert re.search(r'<label class="field-check" for="id_is_anonymous"><input type="checkbox"', form)


def test_other_words_lead_to_their_tag_and_new_ones_become_tags(me, meeting, cohort, tag):
    asked = ask(me, meeting, tags=" #쿨백-라이블러 발산,KL DIVERGENCE, , 분산,분산 ")
    assert names(asked) == ["KLD", "분산"]
    assert set(Tag.objects.filter(cohort=cohort).values_list("name", flat=True)) == {"KLD", "분산"}
    assert names(ask(me, meeting, tags="분산")) == ["분산"]
    assert Tag.objects.filter(cohort=cohort).count() == 2


def test_a_name_goes_before_another_tags_other_word(me, meeting, cohort, tag):
    Tag.objects.create(cohort=cohort, name="KL divergence")
    assert names(ask(me, meeting, tags="kl divergence")) == ["KL divergence"]


def test_tags_of_another_cohort_are_others(me, meeting, tag, cohort):
    other = type(cohort).objects.create(name="봄", slug="spring", starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    Tag.objects.create(cohort=other, name="분산")
    asked = ask(me, meeting, tags="분산")
    assert asked.tags.get().cohort == cohort


@pytest.mark.parametrize(
    "tags", ["가" * 61, ",".join(map(str, range(MOST_TAGS + 1))), "\u200b"], ids=["long", "many", "unseen"]
)
def test_what_is_no_tag_comes_back_with_the_text(me, meeting, tags):
    address = f"/minutes/{meeting.pk}/questions/"
    answer = me.post(address, form_on(me.get(address)) | {"body": "애써 쓴 글", "tags": tags})
    assert answer.status_code == 200
    assert answer.context["form"].errors["tags"]
    assert "애써 쓴 글" in answer.content.decode()
    assert not Question.objects.exists()


def test_the_browser_suggests_names_and_what_else_they_are_called(me, meeting, tag):
    shown = me.get(f"/minutes/{meeting.pk}/questions/").content.decode()
    assert 'list="id_tags_list"' in shown
    assert '<option value="KLD"></option>' in shown
    assert '<option value="쿨백-라이블러 발산" label="KLD"></option>' in shown


@pytest.mark.slow
def test_tags_are_taken_off_and_put_on_and_the_history_tells(me, question, tag, mate, signed_in):
    question.tags.add(tag)
    form = form_on(me.get(question.edit_url))
    assert (form["tags"], form["initial-tags"]) == ("KLD", "KLD")
    me.post(question.edit_url, form | {"tags": "분산"})
    question.refresh_from_db()
    assert names(question) == ["분산"]
    assert "KLD" in me.get(question.history_url).content.decode()
    version = question.history.order_by("history_id").first()
    signed_in(mate).post(f"{question.history_url}{version.history_id}/")
    assert names(question) == ["KLD"]


@pytest.mark.slow
def test_what_was_left_as_it_was_changes_nothing(me, question, tag):
    question.tags.add(tag)
    before = question.history.count()
    assert save(me, question.edit_url, tags="kld").json()["revision"] == question.revision
    assert question.history.count() == before
    save(me, question.edit_url, body="아주 다른 글")
    assert names(question) == ["KLD"]


@pytest.mark.slow
def test_two_who_change_the_tags_are_told(me, other, question, tag, cohort):
    question.tags.add(tag)
    first, second = (form_on(client.get(question.edit_url)) for client in (me, other))
    other.post(question.edit_url, second | {"tags": "KLD, 분산"})
    answer = me.post(question.edit_url, first | {"tags": "편향"})
    assert answer.status_code == 200
    assert "KLD, 분산" in str(answer.context["form"].errors["tags"])
    assert names(question) == ["KLD", "분산"]
    me.post(question.edit_url, form_on(answer) | {"tags": "편향"})
    assert names(question) == ["편향"]


def test_a_follow_up_is_about_the_same(me, question, cohort, tag):
    question.lecture = Lecture.objects.create(cohort=cohort, number=7)
    question.save()
    question.tags.add(tag)
    form = form_on(me.get(f"/questions/{question.pk}/follow-ups/"))
    assert (form["tags"], form["lecture"]) == ("KLD", question.lecture.pk)


@pytest.mark.parametrize("count", [1, 40])
def test_a_form_costs_the_same_however_many_tags_there_are(me, meeting, cohort, count, django_assert_num_queries):
    Tag.objects.bulk_create(Tag(cohort=cohort, name=f"낱말 {n}") for n in range(count))
    Lecture.objects.bulk_create(Lecture(cohort=cohort, number=n) for n in range(count))
    # Account, seats; the minutes; classes, people, lectures, assignments, tags.
    with django_assert_num_queries(8):
        shown = me.get(f"/minutes/{meeting.pk}/questions/").content.decode()
    assert Fields(shown).sent["tags"] == [""]


@pytest.mark.slow
def test_a_question_is_brought_to_a_class_as_it_is_asked(me, meeting, cohort, time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 19, 9, 0, tzinfo=datetime.UTC), tick=False)
    to_come = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=THURSDAY)
    over = MasterClass.objects.create(cohort=cohort, title="지난 수업", held_on=datetime.date(2026, 11, 18))
    asked = ask(me, meeting, for_class=to_come.pk)
    assert (asked.status, asked.for_class, asked.audience) == ("deferred", to_come, "master")
    assert asked in Question.objects.asked_in(to_come)
    assert ask(me, meeting, for_class="").status == "open"
    address = f"/minutes/{meeting.pk}/questions/"
    answer = me.post(address, {"body": "질문", "for_class": over.pk})
    assert "for_class" in answer.context["form"].errors
    shown = me.get(f"{address}?for_class={to_come.pk}").content.decode()
    assert f'<option value="{to_come.pk}" selected>' in shown
    assert "지난 수업" not in shown


@pytest.mark.slow
@pytest.mark.parametrize("place", ["class", "list", "note"])
def test_a_class_is_asked_about_from_its_pages(
    me, other_team, outsider, staff, team, meeting, cohort, place, signed_in, time_machine
):
    time_machine.move_to(datetime.datetime(2026, 11, 19, 9, 0, tzinfo=datetime.UTC), tick=False)
    held = MasterClass.objects.create(cohort=cohort, title="최적화의 [직관]", held_on=THURSDAY)
    note = held.notes.create(team=other_team)
    page = {"class": held.get_absolute_url(), "list": f"/classes/{held.pk}/questions/", "note": note.get_absolute_url()}
    link = r'href="(/search/question/[^"]*)"'
    way = html.unescape(re.search(link, me.get(page[place]).content.decode())[1])
    form = form_on(me.get(way, follow=True))
    assert (form["for_class"], form["body"]) == (str(held.pk), "")
    time_machine.move_to(datetime.datetime(2026, 11, 20, 9, 0, tzinfo=datetime.UTC), tick=False)
    Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 20))
    way = html.unescape(re.search(link, me.get(page[place]).content.decode())[1])
    of = note.get_absolute_url() if place == "note" else held.get_absolute_url()
    body = form_on(me.get(way, follow=True))["body"]
    assert body.strip() == rf"[최적화의 \[직관\]]({of})"
    assert not re.search(link, signed_in(staff).get(page[place]).content.decode())


def test_who_has_several_seats_asks_about_what_one_of_them_is_about(me, member, team, cohort, thursday_evening):
    spring = Cohort.objects.create(name="봄", slug="spring", starts_on="2026-11-02", ends_on="2027-04-30")
    elsewhere = Team.objects.create(cohort=spring, name="1조", slug="one")
    elsewhere.members.create(user=member.user, name="문가온")
    for page in (
        MasterClass.objects.create(cohort=cohort, title="최적화", held_on=THURSDAY),
        Lecture.objects.create(cohort=cohort, number=7, title="최적화"),
    ):
        shown = me.get(page.get_absolute_url()).content.decode()
        assert f"team={team.slug}" in re.search(r'href="(/search/question/[^"]*)"', shown)[1]
