"""A question without a name tells no peer who asked: whatever they open says the same, whoever of two it was."""

import datetime
import re

import pytest
from django.db.models import Q

from meetings.exporters.pasting import paste
from meetings.exporters.posts import post
from meetings.models import Answer, Attendance, Lecture, Meeting, Member, Question, Tag, User
from tests.conftest import THURSDAY, seated
from tests.test_permissions import ACCESS, OK, PEOPLE, _text, fill
from tests.views.test_editing import form_on

NOON = datetime.datetime(2026, 11, 19, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
# Made anew for each page; in JSON their quotes are escaped.
TOKENS = re.compile(r"""name=\\?"(?:csrfmiddlewaretoken|sent_as)\\?" value=\\?"[\w-]*""", re.ASCII)
# Addresses of their own beside every row of ACCESS: other answers to the same address, and pages of lists.
MORE = (
    "/minutes/{meeting}/changes/?since=0&tab=1",
    "/teams/{slug}/questions/?status=answered",
    "/teams/{slug}/questions/?lecture=7",
    "/teams/{slug}/questions/?week=3&tag=추정량",
    "/teams/{slug}/questions/?person={asker}",
    "/teams/{slug}/questions/?person={other}",
    "/lectures/{lecture}/?status=answered",
    "/tags/{tag}/?status=answered",
    "/teams/{slug}/completions/?key=[[&text=왜",
    "/people/{asker}/",
    "/people/{asker}/?list=asked",
    "/people/{other}/",
    "/people/{other}/?list=asked",
    "/questions/{question}/?apart",
    "/questions/{parent}/",
    "/questions/{parent}/original/?number={question}",
    "/minutes/{meeting}/history/?before=2100-01-01T00:00:00Z",
)
JSON = ("/questions/{question}/edit/", "/minutes/{meeting}/forms/", "/questions/{question}/answers/")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def asker(team) -> Member:
    return seated(team, "asker", "노바람")


@pytest.fixture
def other(team) -> Member:
    return seated(team, "other", "유달빛")


class World:
    """The minutes of a team, in which one question has no name. `asked_by` says whose it is from now on."""

    def __init__(self, cohort, team, asker: Member, other: Member) -> None:
        rows = fill(cohort, team, "우리")
        self.meeting, self.team = rows["meeting"], team
        lecture = Lecture.objects.create(cohort=cohort, number=7, title="최적화")
        self.question = Question.objects.create(
            team=team,
            meeting=self.meeting,
            body="왜 $n-1$인가요?",
            is_anonymous=True,
            lecture=lecture,
            parent=rows["question"],
        )
        self.question.set_named(asked_by=[asker])
        self.question.body = "왜 $n-1$로 나누나요?"
        self.question.save()
        self.answer = Answer.objects.create(question=self.question, body="편향 때문이에요")
        self.answer.accept(by=asker.user)
        self.waiting = Question.objects.create(team=team, body="어디서 갈라지나요?", is_anonymous=True)
        self.waiting.set_named(asked_by=[asker])
        Attendance.objects.bulk_create(Attendance(meeting=self.meeting, member=person) for person in (asker, other))
        written = {"question": self.question, "answer": self.answer}
        versions = {f"{name}_version": row.history.latest().history_id for name, row in written.items()}
        ids = {**rows, **written, **versions, "asker": asker, "other": other, "parent": rows["question"]}
        self.ids = {name: getattr(row, "pk", row) for name, row in ids.items()}
        tag = Tag.objects.create(cohort=cohort, name="추정량")
        self.question.tags.add(tag)
        self.ids |= {"lecture": lecture.pk, "tag": tag.pk, "master_class": 0, "class_note": 0}

    def asked_by(self, person: Member) -> "World":
        """The same in every other respect, with the same keys and times."""
        for question in (self.question, self.waiting):
            question.asked_by.set([person])
            question.history.update(history_user=person.user, typed_by=person.user)
            question.history.exclude(named={}).update(named={"asked_by": [[], [person.pk]]})
        Question.objects.filter(pk__in=[self.question.pk, self.waiting.pk]).update(typed_by=person.user)
        Answer.objects.filter(pk=self.answer.pk).update(accepted_by=person.user)
        self.answer.history.filter(~Q(accepted_at=None)).update(history_user=person.user, accepted_by=person.user)
        self.meeting.finalisations.update(text=paste(self.meeting, person.user).text)
        return self

    def seen_by(self, client) -> dict[str, str]:
        paths = [row.path for row in ACCESS.values() if row.expected[PEOPLE.index("mate")] == OK]
        told = {path: _shown(client, path.format(**self.ids)) for path in (*paths, *MORE)}
        as_json = {"accept": "application/json"}
        return told | {f"JSON {path}": _shown(client, path.format(**self.ids), headers=as_json) for path in JSON}


def _shown(client, path: str, **request) -> str:
    return TOKENS.sub("", _text(client.get(path, **request)))


@pytest.fixture
def world(settings, tmp_path, cohort, team, asker, other) -> World:
    settings.MEDIA_ROOT = tmp_path
    return World(cohort, team, asker, other)


def differing(world: World, client, asker: Member, other: Member) -> list[str]:
    """The addresses that tell of two possible askers which one it was."""
    first, second = world.asked_by(asker).seen_by(client), world.asked_by(other).seen_by(client)
    return [path for path in first if first[path] != second[path]]


def test_peers_see_the_same_whoever_asked(world, asker, other, mate, signed_in):
    assert differing(world, signed_in(mate), asker, other) == []


def test_another_team_that_reads_the_minutes_sees_the_same_whoever_asked(
    world, asker, other, other_team, outsider, signed_in
):
    world.meeting.other_teams.add(other_team)
    assert differing(world, signed_in(outsider), asker, other) == []


def test_with_a_name_many_addresses_tell(world, asker, other, mate, signed_in):
    """Else the tests above could not fail."""
    Question.objects.filter(pk__in=[world.question.pk, world.waiting.pk]).update(is_anonymous=False)
    told = differing(world, signed_in(mate), asker, other)
    for path in ("/minutes/{meeting}/", "/minutes/{meeting}/history/", "/minutes/{meeting}/export/minutes.md"):
        assert path in told
    for path in ("/questions/{question}/", "/questions/{question}/history/", "/teams/{slug}/export/files.zip"):
        assert path in told
    for path in ("/", "/teams/{slug}/", "/teams/{slug}/questions/", "/teams/{slug}/mentoring/"):
        assert path in told
    assert {MORE[0], *MORE[4:8]} <= set(told)
    assert "JSON /questions/{question}/edit/" in told
    assert len(told) >= 20


def test_staff_and_mentors_and_the_asker_know(world, team, asker, other, staff, signed_in):
    mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
    world.asked_by(asker)
    for person in (staff, mentor, asker):
        page = signed_in(person).get(world.question.get_absolute_url()).content.decode()
        assert "노바람" in page.partition('class="facts"')[2]


def test_what_is_pasted_or_posted_elsewhere_names_nobody(world, asker, staff):
    world.asked_by(asker)
    for person in (asker.user, staff):
        for text in (paste(world.meeting, person).text, post(world.meeting, person).text):
            asked = text.partition(f"### Q{world.question.pk}")[2].partition("편향")[0]
            assert "n-1" in asked
            assert "노바람" not in asked


# Forms


def test_peers_edit_the_text_and_leave_the_name_alone(world, asker, mate, signed_in):
    world.asked_by(asker)
    client, address = signed_in(mate), world.question.edit_url
    form = form_on(client.get(address))
    assert not {"asked_by", "is_anonymous"} & set(form)
    client.post(address, form | {"body": "왜요?", "asked_by": [str(mate.pk)], "is_anonymous": ""})
    world.question.refresh_from_db()
    assert (world.question.body, world.question.is_anonymous) == ("왜요?", True)
    assert list(world.question.asked_by.all()) == [asker]


def test_who_asked_gives_the_name_back_and_nobody_else(world, asker, staff, signed_in):
    world.asked_by(asker)
    address = world.question.edit_url
    assert "is_anonymous" not in form_on(signed_in(staff).get(address))
    client = signed_in(asker)
    form = form_on(client.get(address))
    del form["is_anonymous"]
    client.post(address, form)
    world.question.refresh_from_db()
    assert not world.question.is_anonymous


def test_going_back_to_an_older_version_gives_no_name_back(world, asker, mate, signed_in):
    world.asked_by(asker)
    world.question.history.update(is_anonymous=False)  # as if it had been asked with a name
    first = world.question.history.earliest()
    signed_in(mate).post(f"/questions/{world.question.pk}/history/{first.history_id}/")
    world.question.refresh_from_db()
    assert (world.question.body, world.question.is_anonymous) == (first.body, True)
    assert list(world.question.asked_by.all()) == [asker]


def test_a_conflict_names_nobody(world, asker, mate, signed_in):
    world.asked_by(asker)
    client, address = signed_in(mate), world.question.edit_url
    opened = form_on(client.get(address))
    theirs = signed_in(asker)
    theirs.post(address, form_on(theirs.get(address)) | {"body": "누가 고쳤을까요?"})
    headers = {"accept": "application/json", "accept-language": "en"}
    answer = client.post(address, opened | {"body": "내가 고쳤어요"}, headers=headers)
    assert answer.status_code == 409
    assert "노바람" not in answer.json()["sentence"]
    assert "the same words were changed" in answer.json()["sentence"]
    assert "<b>While you wrote, the same words were changed.</b>" in answer.json()["form"]


def test_a_new_question_is_asked_without_a_name(meeting, member, mate, signed_in):
    client, address = signed_in(member), f"/minutes/{meeting.pk}/questions/"
    client.post(address, form_on(client.get(address)) | {"body": "이름 없이", "is_anonymous": "on"})
    question = Question.objects.get()
    assert (question.is_anonymous, list(question.asked_by.all())) == (True, [member])
    for person, knows in ((member, True), (mate, False)):
        row = signed_in(person).get(f"/minutes/{meeting.pk}/").content.decode().partition(f'id="{question.anchor}"')[2]
        assert ("<b>문가온</b>" in row.partition("</article>")[0]) == knows


@pytest.mark.parametrize("place", ["questions", "question-{question}"])
def test_nobody_is_told_who_writes_what_has_no_name(world, asker, mate, signed_in, place):
    world.asked_by(asker)
    at = f"/minutes/{world.meeting.pk}/changes/?since=0&tab=1"
    signed_in(asker).get(f"{at}&editing={place.format(**world.ids)}")
    people = signed_in(mate).get(at).json()["people"]
    assert {person["name"]: person["writes"] for person in people}["바람"] is None


def test_a_meeting_of_nobody_known(world, asker, other, mate, signed_in):
    """Somebody who left the team stays unnamed, and so does an account without a seat that typed it."""
    world.asked_by(asker)
    typist = User.objects.create_user("typist", display_name="적은이")
    Question.objects.filter(pk=world.question.pk).update(typed_by=typist)
    page = signed_in(mate).get(f"/minutes/{world.meeting.pk}/").content.decode()
    assert "적은이" not in page
    assert Meeting.objects.get(pk=world.meeting.pk).held_on == THURSDAY
