"""What no browser sends and what people try: refused with a page of ours, never with an error of the server."""

import io
from wsgiref.util import setup_testing_defaults

import pytest
from allauth.account.models import EmailAddress

from meetings.models import User
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
