import datetime

import pytest
from django.core.management import call_command

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    ClassNote,
    Cohort,
    Comment,
    Learning,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    Reference,
    Review,
    Section,
    Team,
)
from meetings.models.references import SOURCES, addresses_in, names_of, targets_of
from meetings.models.rows import Row
from tests.conftest import THURSDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(meeting) -> Question:
    return Question.objects.create(team=meeting.team, meeting=meeting, body="왜 나누나요?")


@pytest.fixture
def lecture(cohort) -> Lecture:
    return Lecture.objects.create(cohort=cohort, number=7, title="역전파")


def pointed_at(row) -> list[tuple[str, int]]:
    """What the stored references of a row lead to."""
    rows = Reference.objects.by(row).values_list("question", "lecture", "member").order_by("pk")
    named = [dict(zip(("question", "lecture", "member"), row, strict=True)) for row in rows]
    return [next((name, pk) for name, pk in row.items() if pk) for row in named]


def readers(user, **target) -> list[str]:
    return [reference.words for reference in Reference.objects.visible_to(user).filter(**target).for_list()]


def test_every_noun_with_a_text_has_a_column():
    assert set(SOURCES.values()) == set(Row.__subclasses__())


def test_a_saved_text_links_and_keeps_what_it_points_at(meeting, question, lecture, mate):
    section = Section.objects.create(meeting=meeting, body=f"[[q{question.pk}]]은 #7강에서 @이든님이 풀었어요.")
    assert f'href="/questions/{question.pk}/"' in section.body_html
    assert f'href="/lectures/{lecture.pk}/"' in section.body_html
    assert f'href="/people/{mate.pk}/"' in section.body_html
    assert f"Q{question.pk}은 #7강에서 @이든님이" in section.body_text
    assert set(pointed_at(section)) == {("question", question.pk), ("lecture", lecture.pk), ("member", mate.pk)}


@pytest.mark.parametrize("noun", SOURCES.values())
def test_all_nouns_point(noun, team, meeting, question, mate):
    places = {Answer: {"question": question}, Learning: {"team": team}, Question: {"team": team}}
    if noun is Comment:
        places[Comment] = {"answer": Answer.objects.create(question=question, body="답")}
    place = places.get(noun, {"meeting": meeting})
    row = noun.objects.create(body="@이든", **place)
    assert pointed_at(row) == [("member", mate.pk)]
    kept = Reference.objects.visible_to(mate.user).for_list().get(member=mate)
    assert kept.source == row
    assert kept.source.get_absolute_url()
    assert kept.kind
    assert kept.day
    assert kept.words


def test_what_a_text_no_longer_says_is_gone(meeting, question, mate):
    section = Section.objects.create(meeting=meeting, body=f"@이든 [[Q{question.pk}]] @이든")
    stays = Reference.objects.by(section).get(member=mate).pk
    section = Section.objects.get(pk=section.pk)
    section.body = "@배이든에게"
    section.save()
    assert pointed_at(section) == [("member", mate.pk)]
    assert Reference.objects.by(section).get().pk == stays
    section = Section.objects.get(pk=section.pk)
    section.body = "아무도"
    section.save(update_fields=["body"])
    assert pointed_at(section) == []


def test_only_what_is_a_link_counts(meeting, question, mate):
    section = Section.objects.create(meeting=meeting, body=f"`[[Q{question.pk}]]` $@이든$\n\n```\n@이든\n```")
    assert pointed_at(section) == []


def test_removed_texts_point_at_nothing_and_restored_ones_again(meeting, lecture, mate):
    section = Section.objects.create(meeting=meeting, body="#7강 @이든 #8강")
    section.remove()
    assert pointed_at(section) == []
    eighth = Lecture.objects.create(cohort=meeting.team.cohort, number=8)
    section = Section.objects.get(pk=section.pk)
    versions = section.history.count()
    section.restore()
    assert set(pointed_at(section)) == {("lecture", lecture.pk), ("lecture", eighth.pk), ("member", mate.pk)}
    assert f'href="/lectures/{eighth.pk}/"' in section.body_html
    assert section.history.count() == versions + 1


def test_a_version_brought_back_points_where_it_says(meeting, lecture, mate):
    section = Section.objects.create(meeting=meeting, body="#7강")
    section.body = "@이든"
    section.save()
    assert pointed_at(section) == [("member", mate.pk)]
    first = section.history.earliest()
    section = Section.objects.get(pk=section.pk)
    section.body = first.body
    section.save()
    assert pointed_at(section) == [("lecture", lecture.pk)]


def test_another_teams_question_is_as_good_as_none(team, other_team, meeting):
    foreign = Question.objects.create(team=other_team, body="남의 질문")
    theirs, nothing = (Question.objects.create(team=team, body=f"[[Q{pk}]]?") for pk in (foreign.pk, foreign.pk + 1000))
    assert theirs.body_html.replace(str(foreign.pk), "") == nothing.body_html.replace(str(foreign.pk + 1000), "")
    assert pointed_at(theirs) == []


def test_another_cohorts_lecture_and_another_teams_people_are_not_meant(team, outsider):
    elsewhere = Cohort.objects.create(name="봄", slug="spring", starts_on="2026-03-02", ends_on="2026-08-31")
    Lecture.objects.create(cohort=elsewhere, number=7)
    assert pointed_at(Question.objects.create(team=team, body="#7강 @다솜 @강다솜")) == []


def test_questions_in_class_notes_of_the_cohort_are_for_all_its_teams(team, other_team, cohort):
    held = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=THURSDAY)
    note = ClassNote.objects.create(master_class=held, team=other_team)
    asked = Question.objects.create(team=other_team, class_note=note, body="왜요?")
    pointing = Question.objects.create(team=team, body=f"[[Q{asked.pk}]]과 같나요?")
    assert pointed_at(pointing) == [("question", asked.pk)]
    note.remove()
    assert targets_of(pointing.body, Team.objects.filter(pk=team.pk)) == {}


def test_removed_questions_lead_nowhere(team, meeting, question):
    question.remove()
    assert pointed_at(Question.objects.create(team=team, body=f"[[Q{question.pk}]]")) == []
    question.restore()
    meeting.remove()
    assert pointed_at(Question.objects.create(team=team, body=f"[[Q{question.pk}]]")) == []


def test_a_question_does_not_point_at_itself(question):
    question.body = f"[[Q{question.pk}]]"
    question.save()
    assert f'href="/questions/{question.pk}/"' in question.body_html
    assert pointed_at(question) == []
    answer = Answer.objects.create(question=question, body=f"[[Q{question.pk}]] @문가온")
    assert [field for field, _pk in pointed_at(answer)] == ["member"]


def test_no_number_is_too_large_or_too_many(team, question):
    many = " ".join(f"[[Q{question.pk + n}]]" for n in range(1, 2000))
    text = f"[[Q{'9' * 18}]] #9999강 [[Q{'9' * 40}]] [[Q{question.pk}]] {many}"
    assert pointed_at(Question.objects.create(team=team, body=text)) == [("question", question.pk)]


# People


def test_whom_a_team_means(team, member, mate, ex_member):
    kim, lee = (Member.objects.create(team=team, name=name) for name in ("김민수", "이민수"))
    ada = Member.objects.create(team=team, name="Ada", aliases=["@lovelace", "에이다", "이든"])
    names = names_of(Team.objects.filter(pk=team.pk))
    assert "민수" not in names  # two have that given name
    assert (names["김민수"], names["이민수"]) == (kim.pk, lee.pk)
    assert names["이든"] == ada.pk  # an alias goes before a given name
    assert (names["lovelace"], names["에이다"], names["여울"]) == (ada.pk, ada.pk, ex_member.pk)
    newcomer = Member.objects.create(team=team, name="정여울")
    assert names_of(Team.objects.filter(pk=team.pk))["여울"] == newcomer.pk  # who is here goes before who left


def test_a_new_name_keeps_the_links_of_the_old_one(team, mate):
    learning = Learning.objects.create(team=team, body="@이든님이 알려 줬어요")
    mate.name = "배하람"
    mate.save()
    learning.render_again()
    assert pointed_at(learning) == [("member", mate.pk)]
    newcomer = Member.objects.create(team=team, name="최이든")
    assert pointed_at(Learning.objects.create(team=team, body="@이든 @하람")) == [
        ("member", mate.pk),
        ("member", newcomer.pk),
    ]


def test_two_seats_made_one_are_pointed_at_as_one(team, member, mate):
    double = Member.objects.create(team=team, name="이든쌤")
    both = Learning.objects.create(team=team, body="@배이든 @이든쌤")
    one = Learning.objects.create(team=team, body="@이든쌤이 물었어요")
    assert double.has_work()
    mate.absorb(double)
    assert pointed_at(both) == [("member", mate.pk)]
    assert pointed_at(one) == [("member", mate.pk)]
    one = Learning.objects.get(pk=one.pk)
    assert f'href="/people/{mate.pk}/"' in one.body_html
    assert f"/people/{double.pk}/" not in one.body_html
    stored = one.body_html
    one.render_again()
    assert one.body_html == stored
    assert pointed_at(one) == [("member", mate.pk)]


# Who may see it


def test_only_texts_that_one_may_read_point(team, other_team, cohort, member, outsider, staff, lecture):
    Learning.objects.create(team=team, body="우리 글 #7강")
    Learning.objects.create(team=other_team, body="남의 글 #7강")
    held = MasterClass.objects.create(cohort=cohort, title="강연")
    note = ClassNote.objects.create(master_class=held, team=other_team)
    Section.objects.create(class_note=note, body="모두의 글 #7강")
    assert set(readers(member.user, lecture=lecture)) == {"우리 글 #7강", "모두의 글 #7강"}
    assert set(readers(outsider.user, lecture=lecture)) == {"남의 글 #7강", "모두의 글 #7강"}
    assert len(readers(staff, lecture=lecture)) == 3


@pytest.mark.slow
def test_who_reads_a_text_reads_what_it_points_at_and_nobody_else(
    team, other_team, cohort, member, outsider, ex_member, staff, admin, lecture
):
    """Reference.visible_to says for all nouns at once what each noun says for itself."""
    for n, of in enumerate([team, other_team]):
        joint = Meeting.objects.create(team=of, held_on=datetime.date(2026, 11, 16 + n), kind="other")
        joint.other_teams.add(team)
        gone = Meeting.objects.create(team=of, held_on=datetime.date(2026, 11, 10 + n))
        note = ClassNote.objects.create(
            master_class=MasterClass.objects.create(cohort=cohort, title=f"강연 {n}"), team=of
        )
        own = Meeting.objects.create(team=of, held_on=THURSDAY)
        places = [{"meeting": own}, {"meeting": joint}, {"meeting": gone}]
        for place in [*places, {"class_note": note}, {}]:
            asked = Question.objects.create(team=of, body="#7강", **place)
            removed = Question.objects.create(team=of, body="#7강", **place)
            Answer.objects.create(question=asked, body="#7강")
            Answer.objects.create(question=removed, body="#7강")
            removed.remove()
            if place:
                Section.objects.create(body="#7강", **place)
            if "class_note" not in place:
                Learning.objects.create(team=of, body="#7강", **place)
            for noun in (AgendaItem, ActionItem, Review) if "meeting" in place else ():
                noun.objects.create(body="#7강", **place)
                noun.objects.create(body="#7강", **place).remove()
        gone.remove()
    for user in (person.user for person in (member, outsider, ex_member)):
        assert sources(user) == readable(user)
    for user in (staff, admin):
        assert sources(user) == readable(user)
        assert len(sources(user)) > 20
    assert sources(member.user) != sources(outsider.user) != set()
    assert sources(ex_member.user) == set()


def sources(user) -> set:
    return {reference.source for reference in Reference.objects.visible_to(user).for_list()}


def readable(user) -> set:
    """The rows with a reference that each noun shows to the person."""
    kept = Reference.objects.all()
    return {
        row
        for field, noun in SOURCES.items()
        for row in noun.objects.visible_to(user).filter(pk__in=kept.exclude(**{field: None}).values(field))
    }


def test_nothing_removed_points(team, member, meeting, question, lecture):
    answer = Answer.objects.create(question=question, body="답 #7강")
    Section.objects.create(meeting=Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 18)), body="#7강")
    assert len(readers(member.user, lecture=lecture)) == 2
    question.remove()
    assert answer.pk
    assert readers(member.user, lecture=lecture) == ["#7강"]
    Meeting.objects.get(held_on=datetime.date(2026, 11, 18)).remove()
    assert readers(member.user, lecture=lecture) == []


@pytest.mark.slow
def test_reading_them_takes_one_query_however_many_there_are(
    team, member, mate, meeting, question, django_assert_num_queries
):
    for n in range(20):
        Learning.objects.create(team=team, meeting=meeting if n % 2 else None, body=f"@이든 {n}")
        Answer.objects.create(question=question, body=f"@이든 {n}")
        Section.objects.create(meeting=meeting, heading="잡담", body=f"@이든 {n}")
        Review.objects.create(meeting=meeting, title="과제", body=f"@이든 {n}")
        AgendaItem.objects.create(meeting=meeting, body=f"@이든 {n}")
        ActionItem.objects.create(meeting=meeting, body=f"@이든 {n}")
    assert member.user.seats
    with django_assert_num_queries(1):
        pointing = list(Reference.objects.visible_to(member.user).filter(member=mate).for_list())
        for reference in pointing:
            assert reference.source.get_absolute_url()
            assert reference.words
            assert reference.kind
            assert reference.day
            assert reference.place is None or reference.place.team.name
    assert len(pointing) == 120


# What it costs


def test_a_text_that_points_at_nothing_costs_nothing(meeting, django_assert_num_queries):
    # The row and its history, the revision of the minutes, and what the row is found by.
    with django_assert_num_queries(4):
        section = Section.objects.create(meeting=meeting, body="그냥 글 $x$")
    section.body = "다른 글"
    with django_assert_num_queries(4):
        section.save()


def test_finding_what_is_meant_takes_three_queries(team, question, lecture, mate, django_assert_num_queries):
    source = f"[[Q{question.pk}]] #7강 @이든 " + " ".join(f"[[Q{n}]] #{n}강 @이름{n}" for n in range(50))
    with django_assert_num_queries(3):
        assert len(targets_of(source, Team.objects.filter(pk=team.pk))) >= 3
    with django_assert_num_queries(1):
        assert addresses_in("#7강", team)["7강"] == lecture.get_absolute_url()
    with django_assert_num_queries(0):
        assert targets_of("그냥 글", Team.objects.filter(pk=team.pk)) == {}


# Texts that come in bulk


def test_the_render_command_finds_what_has_come_since(team, question, capsys):
    learning = Learning.objects.create(team=team, body=f"[[Q{question.pk}]] #9강")
    ninth = Lecture.objects.create(cohort=team.cohort, number=9)
    Reference.objects.all().delete()
    Learning.objects.update(body_version=0, body_html="old")
    call_command("render")
    assert set(pointed_at(learning)) == {("question", question.pk), ("lecture", ninth.pk)}
    assert "old" not in Learning.objects.get(pk=learning.pk).body_html


def test_a_text_rendered_before_it_has_a_team_is_linked_when_it_is_saved(team, mate):
    learning = Learning(body="@이든")
    learning.render_body()
    learning.team = team
    learning.save()
    assert pointed_at(learning) == [("member", mate.pk)]


def test_the_same_reference_twice_at_once_is_kept_once(team, mate):
    learning = Learning.objects.create(team=team, body="@이든")
    Reference.objects.bulk_create(
        [Reference(from_learning=learning, member=mate, written_at=learning.created_at)], ignore_conflicts=True
    )
    assert pointed_at(learning) == [("member", mate.pk)]
