"""Who may open what: every address of the site × every kind of person. An address without a row fails."""

import io
import re
import zipfile
from dataclasses import dataclass

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin as admin_site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver
from PIL import Image

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Assignment,
    Attachment,
    Attendance,
    ClassNote,
    Cohort,
    Comment,
    Import,
    Learning,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    Resource,
    Review,
    Section,
    SourceDocument,
    Tag,
    Team,
    User,
)
from tests.conftest import THURSDAY, seated

LOGIN, OK, GONE, BAD, HIDDEN, FORBIDDEN = "login", 200, 302, 400, 404, 403
PEOPLE = ("anonymous", "outsider", "ex_member", "mate", "mentor", "staff", "admin")


@dataclass
class Access:
    """What each of PEOPLE gets, in that order, from GET and from an empty POST; the address, made of the cast's rows.

    Without `posted` the address only reads.
    """

    path: str
    expected: tuple
    posted: tuple = ()


def everybody(path: str) -> Access:
    return Access(path, (OK,) * 7)


def whoever_signed_in(path: str, status: int = OK) -> Access:
    return Access(path, (LOGIN, *(status,) * 6))


def the_team(path: str, status: int = OK) -> Access:
    return Access(path, (LOGIN, HIDDEN, HIDDEN, status, status, status, status))


def its_writers(path: str, posted: int = 0) -> Access:
    """Mentors read with the team and are told that they can't."""
    return Access(path, (LOGIN, HIDDEN, HIDDEN, OK, FORBIDDEN, OK, OK), its_writers_get(posted))


def its_writers_get(status: int) -> tuple:
    """From a POST of theirs; others as from any page that is not theirs."""
    return (LOGIN, HIDDEN, HIDDEN, status, FORBIDDEN, status, status) if status else ()


def its_writers_post(path: str, status: int) -> Access:
    """An address that only writes."""
    return Access(path, (LOGIN, *(405,) * 6), its_writers_get(status))


def the_cohort(path: str) -> Access:
    """Somebody who left has no seat in the cohort any more."""
    return Access(path, (LOGIN, OK, HIDDEN, OK, OK, OK, OK))


def the_staff(path: str) -> Access:
    return Access(path, (LOGIN, *(HIDDEN,) * 4, OK, OK))


def its_staff(path: str, posted: int) -> Access:
    """Members of the cohort are told that they can't."""
    told = (LOGIN, FORBIDDEN, HIDDEN, FORBIDDEN, FORBIDDEN)
    return Access(path, (*told, OK, OK), (*told, posted, posted))


def nobody(path: str, status: int) -> Access:
    return Access(path, (LOGIN, *(status,) * 6))


# Nouns whose new rows are sent to the minutes.
WRITTEN = ("sections", "agenda-items", "action-items", "reviews", "learnings", "questions")

ACCESS = {
    "": whoever_signed_in("/"),
    "minutes/<int:pk>/": the_team("/minutes/{meeting}/"),
    "minutes/<int:pk>/changes/": the_team("/minutes/{meeting}/changes/"),
    "minutes/<int:pk>/export/": the_team("/minutes/{meeting}/export/"),
    "minutes/<int:pk>/export/minutes.md": the_team("/minutes/{meeting}/export/minutes.md"),
    "minutes/<int:pk>/export/post.md": the_team("/minutes/{meeting}/export/post.md"),
    "minutes/<int:pk>/export/files.zip": the_team("/minutes/{meeting}/export/files.zip"),
    "teams/<str:slug>/export/": the_team("/teams/{slug}/export/"),
    "teams/<str:slug>/export/files.zip": the_team("/teams/{slug}/export/files.zip"),
    "teams/<str:slug>/export/tables.zip": the_team("/teams/{slug}/export/tables.zip"),
    "teams/<str:slug>/export/records.json": the_team("/teams/{slug}/export/records.json"),
    "cohorts/<str:slug>/export/": the_staff("/cohorts/autumn/export/"),
    "cohorts/<str:slug>/export/files.zip": the_staff("/cohorts/autumn/export/files.zip"),
    "my-writing/": whoever_signed_in("/my-writing/"),
    "my-writing/files.zip": whoever_signed_in("/my-writing/files.zip"),
    "teams/<str:slug>/": the_team("/teams/{slug}/"),
    "teams/<str:slug>/days/": the_team("/teams/{slug}/days/"),
    "teams/<str:slug>/days/<day:day>/": Access(
        "/teams/{slug}/days/2026-11-19/", the_team("", GONE).expected, its_writers_get(GONE)
    ),
    # Everybody's own, and others' for whoever runs the meeting: the form says whose it is.
    "minutes/<int:pk>/attendance/": Access(
        "/minutes/{meeting}/attendance/", the_team("").expected, the_team("", GONE).expected
    ),
    "minutes/<int:pk>/attendance/contest/": Access(
        "/minutes/{meeting}/attendance/contest/", (LOGIN, *(405,) * 6), the_team("", GONE).expected
    ),
    "minutes/<int:pk>/duties/": its_writers_post("/minutes/{meeting}/duties/", GONE),
    "minutes/<int:pk>/removal/": its_writers_post("/minutes/{meeting}/removal/", GONE),
    # Nobody in the cast leads the team, so its members do.
    "teams/<str:slug>/template/": its_writers("/teams/{slug}/template/", OK),
    "teams/<str:slug>/questions/": the_team("/teams/{slug}/questions/"),
    "teams/<str:slug>/learnings/": the_team("/teams/{slug}/learnings/"),
    "teams/<str:slug>/completions/": the_team("/teams/{slug}/completions/?key=@&text="),
    "questions/<int:pk>/": the_team("/questions/{question}/"),
    "lectures/<int:pk>/": the_cohort("/lectures/{lecture}/"),
    "tags/<int:pk>/": the_cohort("/tags/{tag}/"),
    "tags/<int:pk>/edit/": its_staff("/tags/{tag}/edit/", OK),
    "tags/<int:pk>/merging/": its_staff("/tags/{tag}/merging/", OK),
    "cohorts/<str:slug>/reading/": the_cohort("/cohorts/{cohort}/reading/"),
    "cohorts/<str:slug>/tags/": Access("/cohorts/{cohort}/tags/", the_cohort("").expected, its_staff("", OK).posted),
    "people/<int:pk>/": the_team("/people/{member}/"),
    "classes/": whoever_signed_in("/classes/"),
    "classes/<int:pk>/": the_cohort("/classes/{master_class}/"),
    "classes/notes/<int:pk>/": the_cohort("/classes/notes/{class_note}/"),
    "search/": whoever_signed_in("/search/?q=하나"),
    "search/first/": whoever_signed_in("/search/first/?q=하나"),
    "search/question/": whoever_signed_in("/search/question/?q=하나"),
    "pictures/<uuid:pk>/": the_team("/pictures/{attachment}/"),
    "pictures/<uuid:pk>/edit/": its_writers("/pictures/{attachment}/edit/", OK),
    "teams/<str:slug>/pictures/": Access("/teams/{slug}/pictures/", the_team("").expected, its_writers_get(BAD)),
    "teams/<str:slug>/imports/": its_writers("/teams/{slug}/imports/", BAD),
    "imports/<int:pk>/": its_writers("/imports/{import}/"),
    "imports/<int:pk>/files/": its_writers_post("/imports/{import}/files/", BAD),
    "imports/<int:pk>/reading/": its_writers_post("/imports/{import}/reading/", GONE),
    "imports/<int:pk>/records/": its_writers_post("/imports/{import}/records/", GONE),
    "imports/notes/<int:pk>/": its_writers("/imports/notes/{source}/", OK),
    "imports/notes/<int:pk>/records/": Access("/imports/notes/{source}/records/", *2 * (its_writers_get(GONE),)),
    "imports/notes/<int:pk>/undo/": its_writers("/imports/notes/{source}/undo/", GONE),
    "imports/notes/<int:pk>/refusal/": its_writers_post("/imports/notes/{source}/refusal/", GONE),
    "imports/notes/<int:pk>/return/": its_writers_post("/imports/notes/{source}/return/", GONE),
    "questions/<int:pk>/answers/": Access(
        "/questions/{question}/answers/",
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
    ),
    "teams/<str:slug>/questions/open/": the_team("/teams/{slug}/questions/open/"),
    # Whoever may ask is led to today's minutes unless these are final.
    "teams/<str:slug>/questions/new/": Access(
        "/teams/{slug}/questions/new/", its_writers_get(GONE), its_writers_get(OK)
    ),
    "teams/<str:slug>/mentoring/": the_team("/teams/{slug}/mentoring/"),
    "classes/<int:pk>/questions/": the_cohort("/classes/{master_class}/questions/"),
    **{
        f"questions/<int:pk>/{verb}/": Access(
            f"/questions/{{question}}/{verb}/",
            (LOGIN, *(405,) * 6),
            (LOGIN, HIDDEN, HIDDEN, GONE, GONE, GONE, GONE),
        )
        for verb in ("raised", "turn")
    },
    "questions/<int:pk>/follow-ups/": Access(
        "/questions/{question}/follow-ups/",
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
    ),
    "questions/<int:pk>/original/": Access(
        "/questions/{question}/original/",
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
    ),
    "questions/similar/": Access("/questions/similar/", (LOGIN, *(405,) * 6), posted=(LOGIN, *(OK,) * 6)),
    "questions/<int:pk>/askers/": Access(
        "/questions/{question}/askers/",
        (LOGIN, *(405,) * 6),
        (LOGIN, HIDDEN, HIDDEN, GONE, *(FORBIDDEN,) * 3),
    ),
    "questions/<int:pk>/taker/": Access(
        "/questions/{question}/taker/",
        (LOGIN, *(405,) * 6),
        (LOGIN, HIDDEN, HIDDEN, GONE, GONE, FORBIDDEN, FORBIDDEN),  # who has no seat can't be named
    ),
    "questions/<int:pk>/deferral/": Access(
        "/questions/{question}/deferral/",
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
    ),
    "questions/<int:pk>/reopening/": Access(
        "/questions/{question}/reopening/",
        (LOGIN, *(405,) * 6),
        (LOGIN, HIDDEN, HIDDEN, GONE, GONE, GONE, GONE),
    ),
    "answers/<int:pk>/acceptance/": its_writers_post("/answers/{answer}/acceptance/", GONE),
    # Members accept; it is who teaches that confirms.
    "answers/<int:pk>/endorsement/": Access(
        "/answers/{answer}/endorsement/",
        (LOGIN, HIDDEN, HIDDEN, FORBIDDEN, OK, OK, OK),
        (LOGIN, HIDDEN, HIDDEN, FORBIDDEN, GONE, GONE, GONE),
    ),
    "answers/<int:pk>/acceptance/removal/": its_writers_post("/answers/{answer}/acceptance/removal/", GONE),
    "answers/<int:pk>/endorsement/removal/": Access(
        "/answers/{answer}/endorsement/removal/",
        (LOGIN, *(405,) * 6),
        (LOGIN, HIDDEN, HIDDEN, FORBIDDEN, GONE, GONE, GONE),
    ),
    "answers/<int:pk>/comments/": Access(
        "/answers/{answer}/comments/",
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
        (LOGIN, HIDDEN, HIDDEN, OK, OK, OK, OK),
    ),
    "sections/<int:pk>/edit/": its_writers("/sections/{section}/edit/", OK),
    "agenda-items/<int:pk>/edit/": its_writers("/agenda-items/{agenda_item}/edit/", OK),
    "action-items/<int:pk>/edit/": its_writers("/action-items/{action_item}/edit/", OK),
    "reviews/<int:pk>/edit/": its_writers("/reviews/{review}/edit/", OK),
    "learnings/<int:pk>/edit/": its_writers("/learnings/{learning}/edit/", OK),
    "questions/<int:pk>/edit/": its_writers("/questions/{question}/edit/", OK),
    "answers/<int:pk>/edit/": its_writers("/answers/{answer}/edit/", OK),
    "comments/<int:pk>/edit/": its_writers("/comments/{comment}/edit/", OK),
    **{f"minutes/<int:pk>/{noun}/": its_writers(f"/minutes/{{meeting}}/{noun}/", OK) for noun in WRITTEN},
    "minutes/<int:pk>/forms/": the_team("/minutes/{meeting}/forms/"),
    "agenda-items/<int:pk>/done/": its_writers_post("/agenda-items/{agenda_item}/done/", GONE),
    "action-items/<int:pk>/done/": its_writers_post("/action-items/{action_item}/done/", GONE),
    "learnings/<int:pk>/learners/": Access(
        "/learnings/{learning}/learners/",
        (LOGIN, *(405,) * 6),
        (LOGIN, HIDDEN, HIDDEN, GONE, *(FORBIDDEN,) * 3),  # who has no seat of a member learnt it elsewhere
    ),
    **{
        f"{noun}/<int:pk>/place/": its_writers_post(f"/{noun}/{{{noun[:-1].replace('-', '_')}}}/place/", GONE)
        for noun in (*WRITTEN, "answers", "comments")
    },
    "sections/<int:pk>/removal/": its_writers_post("/sections/{section}/removal/", GONE),
    "agenda-items/<int:pk>/removal/": its_writers_post("/agenda-items/{agenda_item}/removal/", GONE),
    "action-items/<int:pk>/removal/": its_writers_post("/action-items/{action_item}/removal/", GONE),
    "reviews/<int:pk>/removal/": its_writers_post("/reviews/{review}/removal/", GONE),
    "learnings/<int:pk>/removal/": its_writers_post("/learnings/{learning}/removal/", GONE),
    "comments/<int:pk>/history/<int:version>/": its_writers_post(
        "/comments/{comment}/history/{comment_version}/", GONE
    ),
    "comments/<int:pk>/removal/": its_writers_post("/comments/{comment}/removal/", GONE),
    "answers/<int:pk>/removal/": its_writers_post("/answers/{answer}/removal/", GONE),
    "comments/<int:pk>/history/": the_team("/comments/{comment}/history/"),
    "questions/<int:pk>/removal/": its_writers_post("/questions/{question}/removal/", GONE),
    # Neither the moderator nor the lead is among these people; after it, free parts of the minutes stay as they are.
    "minutes/<int:pk>/history/": the_team("/minutes/{meeting}/history/"),
    "minutes/<int:pk>/finalisations/<int:finalisation>/": the_team("/minutes/{meeting}/finalisations/{finalisation}/"),
    "sections/<int:pk>/history/": the_team("/sections/{section}/history/"),
    "sections/<int:pk>/history/<int:version>/": its_writers_post(
        "/sections/{section}/history/{section_version}/", GONE
    ),
    "agenda-items/<int:pk>/history/": the_team("/agenda-items/{agenda_item}/history/"),
    "agenda-items/<int:pk>/history/<int:version>/": its_writers_post(
        "/agenda-items/{agenda_item}/history/{agenda_item_version}/", GONE
    ),
    "action-items/<int:pk>/history/": the_team("/action-items/{action_item}/history/"),
    "action-items/<int:pk>/history/<int:version>/": its_writers_post(
        "/action-items/{action_item}/history/{action_item_version}/", GONE
    ),
    "reviews/<int:pk>/history/": the_team("/reviews/{review}/history/"),
    "reviews/<int:pk>/history/<int:version>/": its_writers_post("/reviews/{review}/history/{review_version}/", GONE),
    "learnings/<int:pk>/history/": the_team("/learnings/{learning}/history/"),
    "learnings/<int:pk>/history/<int:version>/": its_writers_post(
        "/learnings/{learning}/history/{learning_version}/", GONE
    ),
    "questions/<int:pk>/history/": the_team("/questions/{question}/history/"),
    "questions/<int:pk>/history/<int:version>/": its_writers_post(
        "/questions/{question}/history/{question_version}/", GONE
    ),
    "answers/<int:pk>/history/": the_team("/answers/{answer}/history/"),
    "answers/<int:pk>/history/<int:version>/": its_writers_post("/answers/{answer}/history/{answer_version}/", GONE),
    "minutes/<int:pk>/finalisation/": Access(
        "/minutes/{meeting}/finalisation/",
        (LOGIN, *(405,) * 6),
        (LOGIN, HIDDEN, HIDDEN, FORBIDDEN, FORBIDDEN, GONE, GONE),
    ),
    "sources/<int:pk>/": the_team("/sources/{source}/"),
    "editor/formulas/": whoever_signed_in("/editor/formulas/"),
    "editor/keys/": whoever_signed_in("/editor/keys/"),
    "preview/": nobody("/preview/", 405),
    "language/": Access("/language/", (405,) * 7),
    "theme/": Access("/theme/", (405,) * 7),
    "healthz": everybody("/healthz"),
    "readyz": everybody("/readyz"),
    # django-allauth: accounts are one's own, and nobody signs up from outside.
    "accounts/login/": Access("/accounts/login/", (OK, *(GONE,) * 6)),
    "accounts/login/code/confirm/": Access("/accounts/login/code/confirm/", (GONE,) * 7),
    "accounts/logout/": Access("/accounts/logout/", (GONE, *(OK,) * 6)),
    "accounts/inactive/": everybody("/accounts/inactive/"),
    "accounts/signup/": Access("/accounts/signup/", (OK, *(GONE,) * 6)),
    "accounts/reauthenticate/": whoever_signed_in("/accounts/reauthenticate/"),
    "accounts/email/": whoever_signed_in("/accounts/email/"),
    "accounts/confirm-email/": everybody("/accounts/confirm-email/"),
    "accounts/confirm-email/<str:key>/": Access("/accounts/confirm-email/nonsense/", (OK,) * 7),
    "accounts/password/change/": whoever_signed_in("/accounts/password/change/"),
    "accounts/password/set/": whoever_signed_in("/accounts/password/set/", GONE),
    "accounts/password/reset/": everybody("/accounts/password/reset/"),
    "accounts/password/reset/done/": everybody("/accounts/password/reset/done/"),
    "accounts/password/reset/key/<uidb36>-<key>/": everybody("/accounts/password/reset/key/1-nonsense/"),
    "accounts/password/reset/key/done/": everybody("/accounts/password/reset/key/done/"),
}


def addresses(patterns=None, prefix: str = ""):
    """Every route of the URLconf, as written, with its name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + (getattr(pattern.pattern, "_route", None) or _unregexed(str(pattern.pattern)))
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from addresses(pattern.url_patterns, route)


def _unregexed(pattern: str) -> str:
    """allauth and the admin have a few regular expressions; write them as the routes they stand for."""
    names = {
        "^confirm-email/(?P<key>[-:\\w]+)/$": "confirm-email/<str:key>/",
        "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/<uidb36>-<key>/",
    }
    return names.get(pattern, pattern)


def fill(cohort: Cohort, team: Team, word: str) -> dict:
    """One row of every noun, with `word` in each of its texts."""
    seat = seated(team, f"user-{team.pk}", f"{word} 이름", aliases=[f"{word} 별명"])
    arrival = Import.objects.create(team=team, name=f"{word} 묶음")
    source = SourceDocument.objects.create(team=team, path=f"{word}.md", raw=word.encode(), brought_in=arrival)
    meeting = Meeting.objects.create(
        team=team, held_on=THURSDAY, title=f"{word} 회의", moderator=seat, scribe=seat, source=source
    )
    section = Section.objects.create(meeting=meeting, heading=f"{word} 제목", body=f"{word} 글")
    Attendance.objects.create(meeting=meeting, member=seat)
    agenda_item = AgendaItem.objects.create(meeting=meeting, body=f"{word} 안건", owner=seat)
    action_item = ActionItem.objects.create(meeting=meeting, body=f"{word} 할 일")
    action_item.owners.add(seat)
    review = Review.objects.create(meeting=meeting, title=f"{word} 리뷰", body=f"{word} 되새김")
    review.presenters.add(seat)
    learning = Learning.objects.create(team=team, meeting=meeting, review=review, body=f"{word} 배운 점", author=seat)
    question = Question.objects.create(team=team, meeting=meeting, section=section, body=f"{word} 질문")
    question.asked_by.add(seat)
    answer = Answer.objects.create(question=question, body=f"{word} 답", speaker=f"{word} 마스터")
    answer.answered_by.add(seat)
    comment = Comment.objects.create(answer=answer, body=f"{word} 덧붙임", said_by=seat, speaker=f"{word} 손님")
    resource = Resource.objects.create(team=team, url=f"https://example.com/{word}", title=f"{word} 읽을거리")
    resource.meetings.add(meeting)
    attachment = Attachment.objects.create(
        team=team, alt=f"{word} 그림", picture=SimpleUploadedFile("a.png", tiny_png(), "image/png")
    )
    written = (section, agenda_item, action_item, review, learning, question, answer, comment)
    return {
        **{f"{row.route}_version": row.history.latest().history_id for row in written},
        "finalisation": meeting.finalisations.create(text=f"{word} 회의록"),
        "slug": team.slug,
        "cohort": cohort.slug,
        "member": seat,
        "source": source,
        "import": arrival,
        "meeting": meeting,
        "section": section,
        "agenda_item": agenda_item,
        "action_item": action_item,
        "review": review,
        "learning": learning,
        "question": question,
        "answer": answer,
        "comment": comment,
        "attachment": attachment,
    }


def tiny_png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 2), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def cast(settings, tmp_path, cohort, team, other_team, mate, outsider, ex_member, staff, admin) -> dict:
    settings.MEDIA_ROOT = tmp_path
    rows = fill(cohort, team, "우리만")
    master_class = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=THURSDAY)
    note = ClassNote.objects.create(master_class=master_class, team=team, author=rows["member"])
    lecture = Lecture.objects.create(cohort=cohort, number=3, title="손실 함수")
    tag = Tag.objects.create(cohort=cohort, name="손실")
    mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
    people = {
        "anonymous": None,
        "outsider": outsider,
        "ex_member": ex_member,
        "mate": mate,
        "mentor": mentor,
        "staff": staff,
        "admin": admin,
    }
    ids = {name: getattr(row, "pk", row) for name, row in rows.items()}
    return {
        "people": people,
        "ids": {**ids, "master_class": master_class.pk, "class_note": note.pk, "lecture": lecture.pk, "tag": tag.pk},
    }


def as_(person, signed_in) -> Client:
    return signed_in(person) if person else Client()


def outcome(response) -> int | str:
    if response.status_code == GONE and response["Location"].startswith("/accounts/login/?next="):
        return LOGIN
    return response.status_code


def test_every_address_has_a_row():
    own = {route for route in addresses() if not route.startswith("admin/")}
    assert own == set(ACCESS)


@pytest.mark.slow
@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_gets_what_the_rows_say(who, cast, signed_in):
    client, column = as_(cast["people"][who], signed_in), PEOPLE.index(who)
    for route, row in ACCESS.items():
        assert outcome(client.get(row.path.format(**cast["ids"]))) == row.expected[column], route


@pytest.mark.slow
@pytest.mark.parametrize("who", PEOPLE)
def test_pages_only_read(who, cast, signed_in):
    client = as_(cast["people"][who], signed_in)
    for route, row in ACCESS.items():
        if not row.posted and not route.startswith(("accounts/", "preview", "language", "theme")):
            for method in (client.post, client.put, client.patch, client.delete):
                assert outcome(method(row.path.format(**cast["ids"]))) in {LOGIN, 405}, route


@pytest.mark.slow
@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_gets_from_a_post_what_the_rows_say(who, cast, signed_in):
    client, column = as_(cast["people"][who], signed_in), PEOPLE.index(who)
    for route, row in ACCESS.items():
        if row.posted:
            assert outcome(client.post(row.path.format(**cast["ids"]))) == row.posted[column], route


@pytest.mark.slow
def test_unknown_and_forbidden_answer_alike(cast, signed_in):
    nowhere = {"slug": "no-such-team", "attachment": "00000000-0000-4000-8000-000000000000"}
    unknown = {**dict.fromkeys(cast["ids"], 987654321), **nowhere}
    client = signed_in(cast["people"]["outsider"])
    for route, row in ACCESS.items():
        if "<" not in route or route.startswith("accounts/") or row.expected[1] == 405:
            continue
        missing, hidden = (client.get(row.path.format(**ids)) for ids in (unknown, cast["ids"]))
        assert missing.status_code == HIDDEN, route
        if row.expected[1] == HIDDEN:
            assert _without_nonces(missing.content) == _without_nonces(hidden.content), route


def _without_nonces(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"|name="next" value="[^"]*"', b"", page)


@pytest.mark.slow
def test_nothing_of_another_team_shows_anywhere(cast, cohort, other_team, signed_in):
    """Both teams are full of the same kinds of rows; the other one's carry a word that must not turn up."""
    theirs = fill(cohort, Team.objects.create(cohort=cohort, name="카나리아조", slug="canary"), "카나리아")
    client = signed_in(cast["people"]["mate"])
    for row in ACCESS.values():
        response = client.get(row.path.format(**cast["ids"]))
        assert "카나리아" not in _text(response), row.path
        forged = client.get(row.path.format(**{**cast["ids"], **{k: getattr(v, "pk", v) for k, v in theirs.items()}}))
        assert "카나리아" not in _text(forged), row.path


def _text(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):  # what is in a zip shows as well
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = "\n".join(archive.namelist()).encode() + b"".join(map(archive.read, archive.namelist()))
    return content.decode(errors="replace")


def test_moving_out_closes_the_team_at_the_next_click(cast, team, other_team, mate, signed_in):
    client = signed_in(mate)
    page = f"/minutes/{cast['ids']['meeting']}/"
    assert client.get(page).status_code == OK
    mate.move_to(other_team)
    assert client.get(page).status_code == HIDDEN


@pytest.mark.slow
def test_staff_of_another_cohort_see_nothing_of_this_one(cast, signed_in):
    elsewhere = Cohort.objects.create(name="봄", slug="spring", starts_on="2026-03-02", ends_on="2026-08-31")
    other_staff = User.objects.create_user("other-staff", is_staff=True)
    elsewhere.staff.add(other_staff)
    client = signed_in(other_staff)
    for route, row in ACCESS.items():
        if row.expected[1] == HIDDEN or ("<" in route and ("class" in route or "lecture" in route)):
            assert client.get(row.path.format(**cast["ids"])).status_code == HIDDEN, route


# The admin --------------------------------------------------------------------------------------------------------

CLOSED = {LOGIN, GONE, FORBIDDEN, HIDDEN}
# What staff and admin get from each kind of admin page, for a row of the staff's own cohort. GONE leads to the row's
# change page; everybody else is kept out of all of them.
ADMIN_PAGES = {
    "list": OK,
    "add/": OK,
    "<path:object_id>/history/": OK,
    "<path:object_id>/delete/": OK,
    "<path:object_id>/change/": OK,
    "<path:object_id>/": GONE,
    "^([^/]+)/history/([^/]+)/$": OK,
    "<id>/password/": OK,
    "import/": OK,
    "process_import/": 405,
    "export/": OK,
}
CHANGES_NUMBER = {"add/", "<path:object_id>/delete/"}


def in_admin(who: str, noun: str, kind: str) -> int:
    """Imported notes come and go with an import; accounts are the admin's; staff neither make nor end cohorts."""
    is_staff = who == "staff"
    if noun == "sourcedocument" and kind in CHANGES_NUMBER:
        return FORBIDDEN
    if is_staff and noun == "cohort" and kind in CHANGES_NUMBER:
        return FORBIDDEN
    if is_staff and noun in {"user", "emailaddress"} and ADMIN_PAGES[kind] != GONE:
        return FORBIDDEN
    return ADMIN_PAGES[kind]


# Pages of the admin as a whole: its own sign-in leads to ours, and the last two are patterns over the others.
ADMIN_SITE = {
    "admin/": OK,
    "admin/login/": GONE,
    "admin/logout/": 405,
    "admin/password_change/": GONE,  # ours
    "admin/password_change/done/": OK,
    "admin/autocomplete/": FORBIDDEN,  # it wants to know of which field
    "admin/jsi18n/": OK,
    "admin/^(?P<app_label>meetings|account)/$": OK,
    "admin/(?P<url>.*)$": HIDDEN,
}


def admin_pages():
    """Every page of a noun in the admin: (noun, kind of page)."""
    for route in addresses():
        if route.startswith("admin/") and route not in ADMIN_SITE:
            _admin, _app, noun, kind = route.split("/", 3)
            yield noun, kind or "list"


def of_noun(noun: str):
    return next(model for model in admin_site.site._registry if model._meta.model_name == noun)


def row_of(noun: str, cohort: Cohort | None):
    """A row of the noun that belongs to the cohort; for accounts and e-mail addresses, any."""
    for row in of_noun(noun)._base_manager.order_by("pk"):
        if cohort is None or _cohort_of(row) == cohort:
            return row
    return None


def _cohort_of(row) -> Cohort | None:
    if isinstance(row, Cohort):
        return row
    for name in ("cohort", "team", "meeting", "question", "class_note", "master_class"):
        if (above := getattr(row, name, None)) is not None:
            return _cohort_of(above)
    return None


def admin_path(noun: str, kind: str, row) -> str:
    base = f"/admin/{of_noun(noun)._meta.app_label}/{noun}/"
    if kind == "list":
        return base
    if kind.startswith("^"):
        version = row.history.first()
        return f"{base}{row.pk}/history/{version.pk}/"
    pk = str(getattr(row, "pk", ""))
    return base + kind.replace("<path:object_id>", pk).replace("<id>", pk)


@pytest.fixture
def admin_cast(cast, cohort, team) -> dict:
    meeting = Meeting.objects.get(pk=cast["ids"]["meeting"])
    Section.objects.create(class_note_id=cast["ids"]["class_note"], heading="우리만 노트", body="우리만")
    Lecture.objects.create(cohort=cohort, number=7, title="우리만 강의")
    Assignment.objects.create(cohort=cohort, title="우리만 과제")
    Tag.objects.create(cohort=cohort, name="우리만")
    EmailAddress.objects.create(user=meeting.moderator.user, email="a@example.com")
    return cast


def test_every_kind_of_admin_page_has_a_row():
    assert {kind for _noun, kind in admin_pages()} == set(ADMIN_PAGES)


def admin_paths(cohort: Cohort):
    """Each admin page of a noun, for a row of the cohort: (noun, kind, path)."""
    for noun, kind in admin_pages():
        row = row_of(noun, None if noun in {"user", "emailaddress"} else cohort)
        assert row is not None, f"the cast has no {noun}"
        yield noun, kind, admin_path(noun, kind, row)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["anonymous", "outsider", "ex_member", "mate", "mentor"])
def test_members_stay_out_of_the_admin(who, admin_cast, cohort, signed_in):
    client = as_(admin_cast["people"][who], signed_in)
    for _noun, _kind, path in admin_paths(cohort):
        assert outcome(client.get(path)) in CLOSED, path


@pytest.mark.slow
@pytest.mark.parametrize("who", ["staff", "admin"])
def test_staff_and_admin_get_what_the_rows_say(who, admin_cast, cohort, signed_in):
    client = signed_in(admin_cast["people"][who])
    for noun, kind, path in admin_paths(cohort):
        assert outcome(client.get(path)) == in_admin(who, noun, kind), path


@pytest.mark.parametrize("who", PEOPLE)
def test_the_admin_as_a_whole(who, admin_cast, signed_in):
    client = as_(admin_cast["people"][who], signed_in)
    for route, for_staff_and_admin in ADMIN_SITE.items():
        path = route.replace("^(?P<app_label>meetings|account)/$", "meetings/").replace("(?P<url>.*)$", "no-such/")
        expected = {for_staff_and_admin} if who in {"staff", "admin"} else CLOSED | {405}
        if route != "admin/jsi18n/":  # words of the interface, for everybody
            assert outcome(client.get(f"/{path}")) in expected, path


@pytest.mark.slow
def test_staff_meet_nothing_of_another_cohort_in_the_admin(admin_cast, signed_in):
    elsewhere = Cohort.objects.create(name="카나리아 기수", slug="canary", starts_on="2026-03-02", ends_on="2026-08-31")
    theirs = fill(elsewhere, Team.objects.create(cohort=elsewhere, name="카나리아조", slug="canary"), "카나리아")
    MasterClass.objects.create(cohort=elsewhere, title="카나리아 강연")
    Lecture.objects.create(cohort=elsewhere, number=1, title="카나리아 강의")
    Assignment.objects.create(cohort=elsewhere, title="카나리아 과제")
    Tag.objects.create(cohort=elsewhere, name="카나리아")
    client = signed_in(admin_cast["people"]["staff"])
    for noun, kind in admin_pages():
        foreign = theirs["member"].user if noun == "user" else row_of(noun, elsewhere)
        needs_row = kind not in {"list", "add/", "import/", "process_import/", "export/"}
        if needs_row and (foreign is None or (kind.startswith("^") and not foreign.history.exists())):
            continue
        response = client.get(admin_path(noun, kind, foreign), {"q": "카나리아"} if kind == "list" else {}, follow=True)
        shown = _text(response).replace('value="카나리아"', "").replace("“카나리아", "").replace("q=%EC", "")
        assert "카나리아" not in shown, (noun, kind)
