"""What no browser sends and what people try: refused with a page of ours, never with an error of the server."""

import io
from wsgiref.util import setup_testing_defaults

import pytest
from allauth.account.models import EmailAddress

from meetings.models import Question, Tag, User
from peersession.wsgi import application


@pytest.mark.parametrize("charset", ["rot13", "hex", "undefined", "idna", "punycode", "unicode_escape", "utf8"])
@pytest.mark.parametrize("name", ["charset", "CharSet ", "charset*"])
def test_text_is_read_as_utf_8_whatever_a_request_says(name, charset, db):
    body = b"language=en&next=/%5Cud800"
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/language/",
        "QUERY_STRING": "a=1",
        "HTTP_HOST": "localhost",
        "CONTENT_TYPE": f"application/x-www-form-urlencoded; {name}={charset}; boundary=x",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "HTTP_COOKIE": f"csrftoken={'a' * 32}",
        "HTTP_X_CSRFTOKEN": "a" * 32,
    }
    setup_testing_defaults(environ)
    statuses = []
    application(environ, lambda status, headers, exc_info=None: statuses.append(status))
    assert statuses == ["302 Found"]


@pytest.mark.parametrize("path", ["/teams/%00/", "/teams/%00/days/", "/?after=%00", "/admin/meetings/tag/?q=%00"])
def test_an_address_with_a_nul_is_refused(path, client, db):
    assert client.get(path).status_code == 400


KEYSETS = (
    "/?after",
    "/cohorts/autumn/tags/?after",
    "/cohorts/autumn/reading/?after",
    "/teams/team-12/questions/?before",
    "/teams/team-12/questions/?tag",
    "/teams/team-12/learnings/?before",
    "/teams/team-12/pictures/?before",
    "/teams/team-12/imports/?before",
    "/minutes/{meeting}/history/?before",
    "/questions/{question}/history/?before",
    "/questions/{question}/original/?number",
    "/tags/{tag}/?before",
)
ODD = ("%01", "%1F,1", "%7F", "%C2%85,%0A", "%ED%A0%80", "%FF", "1,%E2%80%AE", "%F0%9F%98%80", "%2500", "%EF%BC%91")


@pytest.mark.slow
@pytest.mark.parametrize("address", KEYSETS)
def test_what_is_no_key_of_a_page_is_the_first_page_or_a_sentence(address, cohort, team, meeting, admin, signed_in):
    client, tag = signed_in(admin), Tag.objects.create(cohort=cohort, name="분산")
    question = Question.objects.create(team=team, meeting=meeting, body="왜 나누나요?")
    place = address.format(meeting=meeting.pk, question=question.pk, tag=tag.pk)
    assert {client.get(f"{place}={odd}").status_code for odd in ODD} <= {200, 302, 404}
    assert client.get(f"{place}=%00").status_code == 400


def test_pages_of_a_person_are_kept_by_no_browser(signed_in, member, meeting):
    for path in ("/", meeting.get_absolute_url()):
        assert signed_in(member).get(path)["Cache-Control"] == "private, no-store"


def test_nobody_waits_at_an_address_of_somebody_to_come(signed_in, member):
    person = signed_in(member)
    person.post("/accounts/email/", {"action_add": "", "email": "newcomer@example.com"})
    person.post("/accounts/email/", {"action_primary": "", "email": "newcomer@example.com"})
    assert User.objects.get(pk=member.user.pk).email == "gaon@example.com"
    assert User.objects.with_email("newcomer@example.com", "새 사람") != member.user


def test_nobody_takes_the_address_of_somebody_else(signed_in, member, mate):
    person = signed_in(member)
    person.post("/accounts/email/", {"action_add": "", "email": mate.user.email})
    response = person.post("/accounts/email/", {"action_primary": "", "email": mate.user.email})
    assert response.status_code == 302
    assert User.objects.get(pk=member.user.pk).email == "gaon@example.com"


def test_a_proven_address_counts(signed_in, member):
    EmailAddress.objects.create(user=member.user, email="gaon@example.org", verified=True)
    signed_in(member).post("/accounts/email/", {"action_primary": "", "email": "gaon@example.org"})
    assert User.objects.get(pk=member.user.pk).email == "gaon@example.org"
