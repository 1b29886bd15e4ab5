"""The frame of every page: navigation, account pages, and what a reader sees when something went wrong."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.views import defaults

from meetings.models import Member, User


def navigation(client: Client, path: str) -> list[tuple[str, bool]]:
    html = client.get(path).content.decode()
    bar = html.split("<nav", 1)[1].split("</nav>", 1)[0]
    links = re.findall(r'<a href="[^"]*"( aria-current="page")?>([^<]+)</a>', bar)
    return [(word, bool(current)) for current, word in links]


@pytest.fixture
def mentor_of_both(outsider, team) -> User:
    Member.objects.create(team=team, user=outsider.user, name=outsider.name, role=Member.Role.MENTOR)
    return outsider.user


def test_navigation_underlines_where_the_reader_is(signed_in, member, team):
    words = navigation(signed_in(member), f"/teams/{team.slug}/questions/")
    assert words == [("오늘", False), ("질문", True), ("수업", False), ("우리 팀", False)]


def test_the_bar_for_thumbs_has_a_word_for_the_search_and_leads_to_classes_by_the_team(signed_in, member):
    for path, here in (("/search/", "찾기"), ("/classes/", "우리 팀")):
        below = signed_in(member).get(path).content.decode().split('<nav class="thumbs"')[1]
        links = re.findall(r'<a href="[^"]*"( aria-current="page")?>([^<]+)</a>', below)
        assert [word for _current, word in links] == ["오늘", "질문", "찾기", "우리 팀"]
        assert [word for current, word in links if current] == [here]


@pytest.mark.slow
def test_whoever_has_no_team_of_their_own_or_several_chooses_one(signed_in, staff, mentor_of_both, team):
    assert navigation(signed_in(staff), "/classes/") == [("팀", False), ("수업", True)]
    for person in (staff, mentor_of_both):
        assert navigation(signed_in(person), f"/teams/{team.slug}/questions/") == [("팀", True), ("수업", False)]


@pytest.mark.slow
def test_only_the_minutes_of_today_stand_under_today(signed_in, member, meeting):
    for days, word in [(0, "오늘"), (1, "우리 팀")]:
        meeting.held_on = meeting.team.cohort.today() - datetime.timedelta(days=days)
        meeting.save()
        words = navigation(signed_in(member), meeting.get_absolute_url())
        assert [word for word, is_here in words if is_here] == [word]


def test_the_menu_is_a_popover_which_escape_closes_without_a_script(signed_in, member):
    html = signed_in(member).get("/classes/").content.decode()
    opened = re.search(r'popovertarget="([^"]+)"', html)[1]
    assert re.search(rf'id="{opened}" popover\b', html)


def test_the_first_link_leads_past_the_navigation(signed_in, member):
    html = signed_in(member).get("/classes/").content.decode()
    assert html.index('href="#main"') < html.index("<nav")
    assert html.count('id="main"') == 1


def test_signing_out_takes_a_post(signed_in, member):
    client = signed_in(member)
    page = " ".join(client.get("/classes/").content.decode().split())
    assert 'method="post" action="/accounts/logout/"' in page
    client.get("/accounts/logout/")
    assert client.get("/classes/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/classes/").status_code == 302


@pytest.mark.parametrize(("cookie", "shown"), [("dark", True), ("light", True), ('"><script>', False), ("", False)])
def test_only_a_known_theme_reaches_the_page(db, cookie, shown):
    client = Client()
    client.cookies["theme"] = cookie
    html = client.get("/accounts/login/").content.decode()
    assert (f'<html lang="ko" data-theme="{cookie}">' in html) is shown
    assert "<script>" not in html


def test_a_wrong_password_is_said_beside_both_fields(member):
    html = " ".join(Client().post("/accounts/login/", {"login": "gaon", "password": "no"}).content.decode().split())
    assert 'id="form-error"' in html
    assert html.count('aria-invalid="true" aria-describedby="form-error"') == 2
    assert 'value="gaon"' in html
    assert 'value="no"' not in html


def test_signing_in_says_nothing_and_goes_home(member):
    response = Client().post("/accounts/login/", {"login": "gaon@example.com", "password": "correct-horse-4"})
    assert response["Location"] == "/"
    assert not response.cookies.get("messages")


@pytest.mark.parametrize(
    "path", ["login", "password/reset", "password/reset/done", "signup", "inactive", "confirm-email"]
)
def test_account_pages_wear_the_frame(db, path):
    html = Client().get(f"/accounts/{path}/").content.decode()
    assert 'class="bar"' in html
    assert html.count("<h1>") == 1
    assert "<script" not in html


@pytest.mark.parametrize("path", ["email", "password/change", "logout"])
def test_account_pages_of_a_member_wear_the_frame(signed_in, member, path):
    html = signed_in(member).get(f"/accounts/{path}/").content.decode()
    assert 'class="bar"' in html
    assert re.findall("<script.*?>", html) == ['<script type="module" src="/static/meetings/js/find.js">']
    assert html.split("</header>")[1].count("button-main") <= 1


@pytest.mark.parametrize("who", ["nobody", "member"])
def test_an_unknown_address_is_answered_in_a_sentence(request, db, signed_in, who):
    client = signed_in(request.getfixturevalue("member")) if who == "member" else Client()
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "찾는 글이 없거나 볼 수 없는 글이에요." in response.content.decode()


def test_a_refusal_may_say_why(db, member):
    request = RequestFactory().get("/")
    request.user = member.user
    said = defaults.permission_denied(request, PermissionDenied("마무리는 <진행자>만 할 수 있어요."))
    assert "마무리는 &lt;진행자&gt;만 할 수 있어요." in said.content.decode()
    silent = defaults.permission_denied(request, PermissionDenied())
    assert "볼 수는 있지만" in silent.content.decode()


def test_a_lost_form_is_explained(signed_in, member):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "gaon", "password": "x"})
    assert response.status_code == 403
    assert "글을 보내지 못했어요" in response.content.decode()


def test_a_broken_site_still_answers():
    """No database fixture here: asking it would fail the test."""
    response = defaults.server_error(HttpRequest())
    assert response.status_code == 500
    html = response.content.decode()
    assert "저희 쪽 문제로 열지 못했어요" in html
    assert "<form" not in html


def test_a_broken_request_is_answered_without_asking_who_sent_it():
    response = defaults.bad_request(HttpRequest(), Exception())
    assert response.status_code == 400
    assert "보낸 것을 읽지 못했어요" in response.content.decode()
