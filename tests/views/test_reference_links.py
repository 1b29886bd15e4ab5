import pytest

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    ClassNote,
    Learning,
    Lecture,
    MasterClass,
    Question,
    Review,
    Section,
)
from tests.conftest import THURSDAY
from tests.views.test_questions import page

pytestmark = pytest.mark.django_db
TEXT = "[[Q{}]]은 @이든 님이 #7강에서 물었어요"


@pytest.fixture
def lecture(cohort) -> Lecture:
    return Lecture.objects.create(cohort=cohort, number=7)


@pytest.fixture
def hidden(team, mate, lecture) -> Question:
    return Question.objects.create(team=team, body="우리끼리 질문")


@pytest.fixture
def note(cohort, team, hidden) -> ClassNote:
    """Of a class, which the whole cohort reads; it names what only its team may open."""
    held = MasterClass.objects.create(cohort=cohort, title="강연", held_on=THURSDAY)
    note = ClassNote.objects.create(master_class=held, team=team)
    Section.objects.create(class_note=note, body="절 " + TEXT.format(hidden.pk))
    question = Question.objects.create(team=team, class_note=note, body="물음 " + TEXT.format(hidden.pk))
    Answer.objects.create(question=question, body="답 " + TEXT.format(hidden.pk))
    return note


def links(html: str, question: Question, mate, lecture) -> tuple[int, int, int]:
    """How many lead to the question, the person and the lecture."""
    return tuple(
        html.count(f'class="reference" href="{row.get_absolute_url()}"')
        + html.count(f'href="{row.get_absolute_url()}" class="reference"')
        for row in (question, mate, lecture)
    )


def pages(note: ClassNote) -> dict[str, int]:
    """Addresses that show these texts, with how many."""
    question = note.questions.get()
    return {
        note.get_absolute_url(): 3,
        note.master_class.get_absolute_url(): 3,
        question.get_absolute_url(): 2,
    }


@pytest.mark.slow
def test_who_may_follow_a_link_has_one(note, hidden, mate, member, staff, lecture, signed_in):
    for reader in (member, staff):
        for url, texts in pages(note).items():
            assert links(page(signed_in(reader), url), hidden, mate, lecture) == (texts,) * 3, url


@pytest.mark.slow
def test_who_may_not_reads_its_words(note, hidden, mate, outsider, lecture, signed_in):
    for url, texts in pages(note).items():
        html = page(signed_in(outsider), url)
        assert links(html, hidden, mate, lecture) == (0, 0, texts), url
        assert html.count(f"Q{hidden.pk}은 @이든 님이") >= texts, url


@pytest.mark.slow
def test_notes_side_by_side_and_lists_of_several_teams_keep_words_too(
    note, hidden, mate, outsider, other_team, lecture, signed_in
):
    Section.objects.create(class_note=note.master_class.notes.create(team=other_team), body="다른 글")
    client = signed_in(outsider)
    assert links(page(client, note.master_class.get_absolute_url()), hidden, mate, lecture) == (0, 0, 3)
    note.questions.update(lecture=lecture)
    assert links(page(client, lecture.get_absolute_url()), hidden, mate, lecture)[:2] == (0, 0)


def test_a_question_that_may_ask_the_same_keeps_words_too(note, hidden, mate, outsider, lecture, signed_in):
    own = Question.objects.create(team=outsider.team, body="같은 질문")
    url = f"/questions/{own.pk}/original/?number={note.questions.get().pk}"
    assert links(page(signed_in(outsider), url), hidden, mate, lecture) == (0, 0, 2)


def test_minutes_that_another_team_reads(meeting, hidden, mate, member, outsider, other_team, lecture, signed_in):
    meeting.other_teams.add(other_team)
    Section.objects.create(meeting=meeting, body=TEXT.format(hidden.pk))
    assert links(page(signed_in(member), meeting.get_absolute_url()), hidden, mate, lecture) == (1, 1, 1)
    assert links(page(signed_in(outsider), meeting.get_absolute_url()), hidden, mate, lecture) == (0, 0, 1)


@pytest.mark.slow
def test_what_comes_later_to_minutes_that_another_team_reads_is_as_the_page_has_it(
    meeting, hidden, mate, member, outsider, other_team, lecture, signed_in
):
    """By the poll: rows of every kind, and what stands inside of others."""
    meeting.other_teams.add(other_team)
    text = TEXT.format(hidden.pk)
    for noun in (AgendaItem, ActionItem, Review, Section):
        noun.objects.create(meeting=meeting, body=text, **({"title": "과제"} if noun is Review else {}))
    Learning.objects.create(team=meeting.team, meeting=meeting, body=text)
    asked = Question.objects.create(team=meeting.team, meeting=meeting, body=text)
    Answer.objects.create(question=asked, body=text)
    for reader, expected in ((member, (7, 7, 7)), (outsider, (0, 0, 7))):
        client, url = signed_in(reader), meeting.get_absolute_url()
        told = client.get(f"{url}changes/?since=0&tab=1", headers={"accept": "application/json"}).json()
        html = "".join(piece["html"] for piece in told["fragments"])
        assert links(html, hidden, mate, lecture) == expected
        assert links(page(client, url), hidden, mate, lecture) == expected


@pytest.mark.slow
def test_lists_that_show_texts_of_joint_minutes_keep_words_too(
    meeting, hidden, mate, outsider, other_team, lecture, signed_in
):
    meeting.other_teams.add(other_team)
    text = TEXT.format(hidden.pk)
    Learning.objects.create(team=meeting.team, meeting=meeting, body=f"배운 것 {text}").learners.add(outsider)
    asked = Question.objects.create(team=meeting.team, meeting=meeting, body=f"물은 것 {text}")
    asked.asked_by.add(outsider)
    Answer.objects.create(question=asked, body=f"답한 것 {text}").answered_by.add(outsider)
    client = signed_in(outsider)
    for url, count in ((outsider.get_absolute_url(), 4), (lecture.get_absolute_url(), 1)):
        html = page(client, url)
        assert html.count(f"Q{hidden.pk}은 @이든 님이") >= count
        assert links(html, hidden, mate, lecture)[:2] == (0, 0)


def test_texts_of_ones_own_team_ask_nothing(note, member, hidden, django_assert_num_queries):
    from meetings.views.reference_links import unlink_hidden

    rows, seats = list(Section.objects.all()), member.user.seats
    with django_assert_num_queries(0):
        unlink_hidden(member.user, [(seats[0].team, row) for row in rows])
    assert "reference" in rows[0].body_html
