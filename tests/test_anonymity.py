"""A question without a name tells no peer who asked: whatever they open says the same, whoever of two it was."""

import datetime
import re

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Q
from django.utils import translation

from meetings.exporters.book import Book
from meetings.exporters.facts import askers_too
from meetings.exporters.pasting import nameless, paste
from meetings.exporters.posts import post
from meetings.models import (
    Answer,
    Attachment,
    Attendance,
    ClassNote,
    Comment,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    SourceDocument,
    Tag,
    User,
)
from tests.conftest import THURSDAY, seated
from tests.test_permissions import ACCESS, GONE, OK, PEOPLE, _text, fill, tiny_png
from tests.views.test_editing import form_on

pytestmark = pytest.mark.slow
NOON = datetime.datetime(2026, 11, 19, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
# Made anew for each page; in JSON their quotes are escaped. And how long a search took.
TOKENS = re.compile(
    r"""name=\\?"(?:csrfmiddlewaretoken|sent_as)\\?" value=\\?"[\w-]*|\d\.\d\d(?=초|\ seconds)""", re.ASCII
)
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
    "/questions/{named}/",
    "/questions/{origin}/",
    "/questions/{twin}/?apart",
    "/questions/{part}/?apart",
    "/questions/{follow_up}/",
    "/questions/{twin}/history/",
    "/search/?q=왜",
    "/search/?q=왜+is:answered",
    "/search/?q=by:노바람",
    "/search/?q=by:유달빛",
    "/search/?q=노바람",
    "/search/?kind=question&q=나누나요",
    "/search/first/?q=왜",
    "/teams/{slug}/mentoring/?answer={waiting}",
    "/classes/{master_class}/questions/?answer={in_class}",
    "/lectures/{lecture}/?list=pointing",
    "/people/{asker}/?list=answered",
)
SENT = ("/questions/{follow_up}/taker/", "/questions/{follow_up}/deferral/")  # of one that is open
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
    """The minutes of a team, in which some questions have no name. `asked_by` says whose they are from now on."""

    def __init__(self, cohort, team, asker: Member, other: Member) -> None:
        self.rows = rows = fill(cohort, team, "우리")
        self.meeting, self.team, self.asker, self.other = rows["meeting"], team, asker, other
        self.lecture = Lecture.objects.create(cohort=cohort, number=7, title="최적화")
        self.held = MasterClass.objects.create(cohort=cohort, title="직관", held_on=THURSDAY)
        self.note = ClassNote.objects.create(master_class=self.held, team=team, author=rows["member"])
        self.shown, self.replaced = self.picture("지금 그림"), self.picture("예전 그림")
        self.question = self.ask(f"왜 $n-1$인가요? {self.replaced.markdown}", parent=rows["question"])
        self.question.body = f"왜 $n-1$로 나누나요?\n\n{self.shown.markdown}"
        self.question.save()
        self.answer = Answer.objects.create(question=self.question, body="편향 때문이에요")
        self.answer.accept(by=asker.user)
        Comment.objects.create(answer=self.answer, body="고마워요", said_by=asker, typed_by=asker.user)
        follow_up = self.ask("그럼 표준편차는요?", parent=self.question)
        self.waiting = self.ask("어디서 갈라지나요?", meeting=None)
        self.waiting.take(rows["member"])
        in_class = self.ask("수업에서는요?", meeting=None, class_note=self.note)
        named, self.twin = self.ask("왜 나누나요?", is_anonymous=False), self.ask("왜 나눠요?")
        named.asked_by.set([asker])
        twins_answer = Answer.objects.create(question=self.twin, body="자유도요")
        twins_answer.accept(by=asker.user)
        self.twin.merge_into(named)
        self.origin, part = self.ask("편향이 뭐예요?"), self.ask("편향은요?", is_anonymous=False)
        part.asked_by.set([asker])
        part.merge_into(self.origin)
        again = self.ask("갈라지는 데가 어디예요?", meeting=None)
        Answer.objects.create(question=again, body="얕은 데서요")
        again.merge_into(self.waiting)
        for question in (self.question, self.twin, self.origin, named, part, again):
            question.count_in(rows["member"])
        self.nameless = [self.question, self.waiting, follow_up, in_class, self.twin, self.origin, again]
        self.accepted, self.hides = [self.answer, twins_answer], True
        Attendance.objects.bulk_create(Attendance(meeting=self.meeting, member=person) for person in (asker, other))
        written = {"question": self.question, "answer": self.answer}
        versions = {f"{name}_version": row.history.latest().history_id for name, row in written.items()}
        ids = {**rows, **written, **versions, "asker": asker, "other": other, "parent": rows["question"]}
        ids |= {"attachment": self.shown, "named": named, "twin": self.twin, "origin": self.origin, "part": part}
        ids |= {"waiting": self.waiting, "in_class": in_class}
        ids |= {"lecture": self.lecture, "master_class": self.held, "class_note": self.note, "follow_up": follow_up}
        tag = ids["tag"] = Tag.objects.create(cohort=cohort, name="추정량")
        self.question.tags.add(tag)
        self.ids = {name: getattr(row, "pk", row) for name, row in ids.items()}

    def ask(self, body: str, **fields) -> Question:
        fields = {"meeting": self.meeting, "is_anonymous": True, "lecture": self.lecture} | fields
        question = Question.objects.create(team=self.team, body=body, **fields)
        question.set_named(asked_by=[self.other])
        return question

    def picture(self, alt: str) -> Attachment:
        return Attachment.objects.create(
            team=self.team, alt=alt, picture=SimpleUploadedFile("a.png", tiny_png(), "image/png")
        )

    def asked_by(self, person: Member) -> "World":
        """The same in every other respect, with the same keys and times."""
        pks = [question.pk for question in self.nameless]
        for question in self.nameless:
            question.asked_by.set([person])
            question.history.update(history_user=person.user, typed_by=person.user)
            question.history.exclude(named={}).update(named={"asked_by": [[], [person.pk]]})
        Question.objects.filter(pk__in=pks).update(typed_by=person.user)
        for answer in self.accepted:
            Answer.objects.filter(pk=answer.pk).update(accepted_by=person.user)
            answer.history.filter(~Q(accepted_at=None)).update(history_user=person.user, accepted_by=person.user)
        Attachment.objects.filter(pk__in=[self.shown.pk, self.replaced.pk]).update(uploaded_by=person.user)
        Question.objects.filter(pk__in=pks).update(is_anonymous=False)  # names were taken off after the minutes closed
        self.meeting.finalisations.update(text=paste(self.meeting, person.user).text)
        Question.objects.filter(pk__in=pks).update(is_anonymous=self.hides)
        return self

    def seen_by(self, client, paths: list[str]) -> dict[str, str]:
        """What each of these addresses tells; `JSON /…` what it tells a script."""
        return {path: self._shown(client, *reversed(path.split())) for path in paths}

    def _shown(self, client, path: str, how: str = "") -> str:
        accepted = {"headers": {"accept": "application/json"}} if how else {}
        return TOKENS.sub("", _text(client.get(path.format(**self.ids), **accepted)))

    def told_to(self, client, paths: list[str]) -> dict[str, str]:
        """What a script of a page is told that sends something there: rows as they look then. Nothing of it stays."""
        sent, told = {"body": "왜 n-1로 나누나요?", "move": "up", "to": "mentor", "number": self.ids["parent"]}, {}
        _count_anew()
        for path in paths:
            for method in ({}, {"_method": "DELETE"}):
                with transaction.atomic():
                    told[f"{method} {path}"] = _answered(client, path.format(**self.ids), sent | method)
                    transaction.set_rollback(True)
        return told


def _count_anew() -> None:
    """PostgreSQL gives no key twice, be it of something that was taken back."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(sql)


def _answered(client, path: str, sent: dict) -> str:
    client.cookies.pop("messages", None)  # of what was sent before
    answer = client.post(path, sent, headers={"accept": "application/json"})
    return f"{answer.status_code} {answer.get('Location')} {TOKENS.sub('', _text(answer))}"


@pytest.fixture
def world(settings, tmp_path, cohort, team, asker, other) -> World:
    settings.MEDIA_ROOT = tmp_path
    return World(cohort, team, asker, other)


READ = [row.path for row in ACCESS.values() if row.expected[PEOPLE.index("mate")] == OK]


def differing(
    world: World, client, asker: Member, other: Member, paths=(*READ, *MORE, *(f"JSON {path}" for path in JSON))
) -> list[str]:
    """The addresses that tell of two possible askers which one it was."""
    first, second = (world.asked_by(person).seen_by(client, paths) for person in (asker, other))
    return [path for path in first if first[path] != second[path]]


def test_peers_see_the_same_whoever_asked(world, asker, other, mate, signed_in):
    assert differing(world, signed_in(mate), asker, other) == []


@pytest.mark.slow(10)
def test_peers_are_told_the_same_whatever_they_send(world, asker, other, mate, signed_in):
    client, posted = signed_in(mate), PEOPLE.index("mate")
    paths = [row.path for row in ACCESS.values() if row.posted and row.posted[posted] in (OK, GONE)]
    first, second = (world.asked_by(person).told_to(client, [*paths, *SENT]) for person in (asker, other))
    assert [path for path in first if first[path] != second[path]] == []
    world.hides = False
    telling = [*SENT, *(f"/questions/{{question}}/{verb}/" for verb in ("askers", "raised", "edit"))]
    first, second = (world.asked_by(person).told_to(client, telling) for person in (asker, other))
    for path in telling:
        assert first[f"{{}} {path}"] != second[f"{{}} {path}"]  # else this test could not fail


def test_another_team_that_reads_the_minutes_sees_the_same_whoever_asked(
    world, asker, other, other_team, outsider, signed_in
):
    world.meeting.other_teams.add(other_team)
    assert differing(world, signed_in(outsider), asker, other) == []


def test_with_a_name_addresses_of_every_kind_tell(world, asker, other, mate, signed_in):
    """Else the tests above could not fail."""
    world.hides = False
    minutes, question, team = "/minutes/{meeting}/", "/questions/{question}/", "/teams/{slug}/"
    told = [minutes, *(minutes + page for page in ("history/", "export/minutes.md", "finalisations/{finalisation}/"))]
    told += [question, f"{question}history/", "/questions/{twin}/history/", "/answers/{answer}/history/"]
    told += ["/", team, *(team + page for page in ("questions/", "mentoring/", "pictures/", "export/files.zip"))]
    told += ["/lectures/{lecture}/", "/tags/{tag}/", "/classes/{master_class}/questions/", MORE[0], *MORE[4:8]]
    told += [f"JSON {question}edit/"]
    assert differing(world, signed_in(mate), asker, other, told) == told


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


def test_who_took_a_name_off_by_mistake_puts_it_back(world, asker, mate, staff, signed_in):
    question = world.ask("누구 질문이에요?", is_anonymous=False)
    question.asked_by.set([asker])
    client, address = signed_in(mate), question.edit_url
    client.post(address, form_on(client.get(address)) | {"is_anonymous": "on"})
    assert not question.__class__.objects.get(pk=question.pk).known_to(mate.user)
    assert "is_anonymous" not in form_on(signed_in(staff).get(address))
    form = form_on(client.get(address))
    assert form.pop("is_anonymous")
    client.post(address, form)
    assert not Question.objects.get(pk=question.pk).is_anonymous


def test_what_its_asker_has_saved_since_stays_without_a_name(world, asker, mate, signed_in):
    question = world.ask("누구 질문이에요?", is_anonymous=False)
    question.asked_by.set([asker])
    address = question.edit_url
    for person, sent in ((mate, {"is_anonymous": "on"}), (asker, {"body": "제 질문이에요?"})):
        client = signed_in(person)
        client.post(address, form_on(client.get(address)) | sent)
    assert "is_anonymous" not in form_on(signed_in(mate).get(address))


def test_whoever_brought_the_note_in_typed_nothing(world, team, asker, mate, signed_in):
    source = SourceDocument.objects.create(team=team, path="a.md", raw=b"# x")
    question = world.ask("노트에서 온 질문", typed_by=mate.user, source=source)
    question.asked_by.set([asker])
    assert not question.known_to(mate.user)
    assert question not in Question.objects.asked_by_as_known_to(asker, mate.user)
    assert "is_anonymous" not in form_on(signed_in(mate).get(question.edit_url))


def test_the_page_of_a_person_knows_what_each_question_does(world, cohort, other_team, asker, signed_in):
    """Who teaches in the person's team doesn't teach in another one, where both met."""
    mentor = seated(world.team, "mentor", "한도경", role=Member.Role.MENTOR)
    there = Meeting.objects.create(team=other_team, held_on=THURSDAY)
    there.other_teams.add(world.team)
    theirs = Question.objects.create(team=other_team, meeting=there, body="저쪽에서 물은 것", is_anonymous=True)
    ours = world.ask("우리끼리 물은 것")
    for question in (theirs, ours):
        question.asked_by.set([asker])
    known = Question.objects.asked_by_as_known_to(asker, mentor.user)
    assert [question in known for question in (theirs, ours)] == [False, True]
    assert [question.known_to(mentor.user) for question in (theirs, ours)] == [False, True]
    assert theirs in Question.objects.asked_by_as_known_to(asker, asker.user)


@pytest.mark.parametrize("is_mine", [True, False])
def test_who_asks_on_below_a_question_of_their_own_without_a_name_keeps_that(world, asker, mate, is_mine, signed_in):
    world.asked_by(asker)
    form = form_on(signed_in(asker if is_mine else mate).get(f"/questions/{world.question.pk}/follow-ups/"))
    assert form["is_anonymous"] == is_mine


def test_files_name_who_asked_it_too_to_those_who_know_the_asker(world, asker, mate, staff):
    world.asked_by(asker)
    voter = world.rows["member"]
    for person, expected in ((mate, []), (asker, [voter]), (voter, [voter])):
        assert askers_too(world.question, Book(world.team, person.user)) == expected
    assert askers_too(world.question, Book(world.team, staff)) == [voter]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_name_that_was_taken_off_leaves_what_was_kept(world, asker, language):
    """In whatever language the minutes were finalised; the rest of the line stays."""
    world.asked_by(asker)
    named = world.ask("이름 있는 질문", is_anonymous=False)
    with translation.override(language):
        for text in (world.meeting.finalisations.get().text, paste(world.meeting, asker.user).text):
            kept = nameless(text)
            assert f"### Q{world.question.pk}\n\n— " in kept
            assert "노바람" not in kept.partition(f"### Q{world.question.pk}\n")[2].partition("###")[0]
    Question.objects.filter(pk__in=[question.pk for question in world.nameless]).update(is_anonymous=False)
    with translation.override(language):
        before = paste(world.meeting, asker.user).text
        assert f"### Q{world.question.pk}\n\n— 노바람 · {world.question.get_status_display()}" in before
        Question.objects.filter(pk=world.question.pk).update(is_anonymous=True)
        assert f"### Q{world.question.pk}\n\n— {world.question.get_status_display()}" in nameless(before)
        assert f"### Q{named.pk}\n\n— 유달빛 · " in nameless(before + paste(world.meeting, asker.user).text)


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


def test_an_account_without_a_seat_that_typed_it_is_not_named(world, asker, mate, signed_in):
    world.asked_by(asker)
    typist = User.objects.create_user("typist", display_name="적은이")
    Question.objects.filter(pk=world.question.pk).update(typed_by=typist)
    page = signed_in(mate).get(f"/minutes/{world.meeting.pk}/").content.decode()
    assert "n-1" in page
    assert "적은이" not in page
