import datetime
import re

import pytest
from django.urls import reverse

from meetings.models import Lecture, MasterClass, Meeting, Question, Tag
from tests.views.test_questions import listed, page, words

pytestmark = pytest.mark.django_db
KST = datetime.timezone(datetime.timedelta(hours=9))


@pytest.fixture
def address(team) -> str:
    return reverse("team_questions", args=[team.slug])


@pytest.fixture
def client(signed_in, member):
    return signed_in(member)


def ask(team, body: str = "왜요?", *people, on: int = 19, **fields) -> Question:
    asked_at = datetime.datetime(2026, 11, on, 0, 30, tzinfo=KST)
    question = Question.objects.create(team=team, body=body, asked_at=asked_at, **fields)
    question.asked_by.set(people)
    return question


def menu(html: str, name: str) -> list[tuple[str, str]]:
    """What a menu offers, but for all: (value, words)."""
    select = re.search(rf'<select id="{name}".*?</select>', html)
    return re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)</option>', select[0]) if select else []


def test_a_week_begins_on_its_monday_in_the_cohorts_zone(client, address, team, meeting):
    ask(team, on=15)
    monday = ask(team, on=16)
    html = page(client, address + "?week=3")
    assert listed(html) == [monday.pk]
    assert menu(html, "week") == [("2", "Week 2, from 9 November (1)"), ("3", "Week 3, from 16 November (1)")]


@pytest.mark.slow
def test_what_was_asked_in_a_meeting_or_a_class_belongs_to_its_week(client, address, team, cohort):
    held = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 4))
    in_meeting = ask(team, meeting=held)
    lesson = MasterClass.objects.create(cohort=cohort, title="강연", held_on=datetime.date(2026, 11, 12))
    in_class = ask(team, class_note=lesson.notes.create(team=team))
    undated = MasterClass.objects.create(cohort=cohort, title="강연", held_on=None)
    in_undated = ask(team, class_note=undated.notes.create(team=team))
    for week, question in ((1, in_meeting), (2, in_class), (3, in_undated)):
        assert listed(page(client, f"{address}?week={week}")) == [question.pk]


@pytest.mark.parametrize("word", ["rnn", "RNN", "%23rnn", "순환 신경망"])
def test_a_tag_is_found_by_any_of_its_words(client, address, team, cohort, word):
    tagged = ask(team)
    tagged.tags.add(Tag.objects.create(cohort=cohort, name="RNN", synonyms=["순환 신경망"]))
    ask(team)
    html = page(client, f"{address}?tag={word}")
    assert listed(html) == [tagged.pk]
    assert menu(html, "tag") == [("RNN", "#RNN (1)")]


def test_a_person_shows_what_they_asked(client, address, team, member, mate):
    theirs = ask(team, "왜요?", mate)
    ask(team, "왜요?", member)
    html = page(client, f"{address}?person={mate.pk}")
    assert listed(html) == [theirs.pk]
    assert menu(html, "person") == [(str(member.pk), "문가온 (1)"), (str(mate.pk), "배이든 (1)")]


@pytest.mark.slow
def test_questions_without_a_name_are_neither_counted_nor_shown_with_a_person(
    client, address, team, mate, staff, signed_in
):
    secret = ask(team, "왜요?", mate, is_anonymous=True)
    assert menu(page(client, address), "person") == []
    assert listed(page(client, f"{address}?person={mate.pk}")) == []
    for knows in (mate, staff):
        html = page(signed_in(knows), f"{address}?person={mate.pk}")
        assert listed(html) == [secret.pk]
        assert menu(html, "person") == [(str(mate.pk), "배이든 (1)")]


def test_a_choice_shows_as_many_as_it_promised(client, address, team, cohort, mate):
    seven, eight = (Lecture.objects.create(cohort=cohort, number=n) for n in (7, 8))
    ask(team, "하나?", mate, lecture=seven, status="answered")
    ask(team, "둘?", mate, lecture=seven)
    ask(team, "셋?", lecture=eight)
    html = page(client, f"{address}?status=open&person={mate.pk}")
    assert menu(html, "lecture") == [("7", "Lecture 7 (1)")]
    assert menu(html, "person") == [(str(mate.pk), "배이든 (1)")]
    assert "All 2 Open 1 For mentoring 0 Answered 1" in words(html)
    assert "2 of 3 still open" in words(html)


def test_what_is_set_is_taken_off_one_by_one(client, address, team, cohort, mate):
    ask(team, "왜요?", mate, lecture=Lecture.objects.create(cohort=cohort, number=7))
    html = page(client, f"{address}?status=open&lecture=7&week=3&person={mate.pk}")
    chips = re.findall(r'class="chip" aria-current="true" href="([^"]*)">([^<]*)', html)
    assert chips == [
        (f"?status=open&amp;week=3&amp;person={mate.pk}", "Lecture 7"),
        (f"?status=open&amp;lecture=7&amp;person={mate.pk}", "Week 3, from 16 November"),
        ("?status=open&amp;lecture=7&amp;week=3", "배이든"),
    ]


def test_what_was_chosen_stays_on_offer_when_nothing_fits(client, address, team, cohort, mate):
    ask(team, "왜요?", mate)
    html = page(client, f"{address}?lecture=9&person={mate.pk}")
    assert "No question fits these filters." in words(html)
    assert menu(html, "lecture") == [("9", "Lecture 9 (0)")]


@pytest.mark.parametrize(
    "query", ["week=0", "week=99", "week=x", "tag=nothing", "person=0", "person=x", "person=" + "9" * 18]
)
def test_filters_that_nobody_offers_count_as_unset(client, address, team, query):
    asked = ask(team)
    assert listed(page(client, f"{address}?{query}")) == [asked.pk]


@pytest.mark.slow
def test_people_of_other_teams_and_merged_questions_are_not_offered(client, address, team, outsider, mate):
    kept, twice = ask(team, "왜요?", mate), ask(team, "왜요?", mate, outsider)
    twice.merge_into(kept)
    assert menu(page(client, address), "person") == [(str(mate.pk), "배이든 (1)")]
    assert listed(page(client, f"{address}?person={outsider.pk}")) == [kept.pk]


@pytest.mark.slow
def test_staff_read_the_team_that_no_seat_of_theirs_names(signed_in, staff, address, team):
    asked = ask(team)
    assert listed(page(signed_in(staff), address)) == [asked.pk]


@pytest.mark.slow
def test_several_askers_and_tags_count_a_question_once_each(
    client, address, team, cohort, member, mate, staff, signed_in
):
    tags = [Tag.objects.create(cohort=cohort, name=name) for name in ("rnn", "adam")]
    ask(team, "둘이요?", member, mate).tags.set(tags)
    ask(team, "몰래요?", member, mate, is_anonymous=True).tags.set(tags)
    ask(team, "혼자서요?", mate, is_anonymous=True)
    html = page(client, address)
    assert menu(html, "tag") == [("adam", "#adam (2)"), ("rnn", "#rnn (2)")]
    assert menu(html, "person") == [(str(member.pk), "문가온 (2)"), (str(mate.pk), "배이든 (2)")]
    assert menu(page(signed_in(staff), f"{address}?tag=rnn"), "person")[1] == (str(mate.pk), "배이든 (2)")
    assert len(listed(page(client, f"{address}?person={mate.pk}"))) == 2
