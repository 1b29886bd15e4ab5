"""Where what waits gathers for whoever teaches: at home, with the way to each team's mentoring list."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.models import MasterClass, Meeting, Member, Question, SourceDocument, Team
from tests.conftest import THURSDAY, seated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday_evening")]


@pytest.fixture
def mentor(team) -> Member:
    return seated(team, "mentor", "한도경", role=Member.Role.MENTOR)


@pytest.fixture
def elsewhere(mentor, other_team) -> Member:
    """The same mentor's seat in a second team."""
    return Member.objects.create(team=other_team, user=mentor.user, name="한도경", role=Member.Role.MENTOR)


def asked(team: Team, body: str, days_ago: int = 0, **more) -> Question:
    at = timezone.now() - datetime.timedelta(days=days_ago)
    return Question.objects.create(team=team, body=body, asked_at=at, **more)


def home(client) -> str:
    return re.sub(r"\s+", " ", client.get("/", headers={"accept-language": "en"}).content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def line_of(html: str, team: Team) -> str:
    """What the list says of a team."""
    (row,) = [row for row in html.split("<article")[1:] if f'href="/teams/{team.slug}/"' in row]
    return words(row.partition("</article>")[0])


def test_each_team_of_a_mentor_says_how_many_wait_and_leads_to_its_list(team, other_team, elsewhere, mentor, signed_in):
    asked(team, "열린 것", 3)
    asked(team, "멘토에게", 9).defer(audience="mentor")
    asked(team, "끝난 것", 20, status="answered")
    asked(team, "지운 것", 20).remove()
    asked(other_team, "남의 팀 것", 1)
    html = home(signed_in(mentor))
    assert f'href="/teams/{team.slug}/mentoring/"' in html
    assert f'href="/teams/{other_team.slug}/mentoring/"' in html
    assert "2 questions wait · the oldest: for 9 days" in line_of(html, team)
    assert "1 question waits · the oldest: yesterday" in line_of(html, other_team)


def test_it_counts_what_the_list_shows(team, elsewhere, mentor, cohort, signed_in):
    day = datetime.timedelta(days=1)
    to_come, over = (
        MasterClass.objects.create(cohort=cohort, title="강연", held_on=THURSDAY + n * day) for n in (1, -1)
    )
    for held in (to_come, over):
        asked(team, "수업에 가져갈 것").defer(audience="master", for_class=held)
    whole, part = asked(team, "먼저 물은 것"), asked(team, "다시 물은 것")
    part.merge_into(whole)
    client = signed_in(mentor)
    assert client.get(f"/teams/{team.slug}/mentoring/").context["count"] == 2
    assert "2 questions wait" in line_of(home(client), team)


def test_what_was_left_to_them_by_name_comes_first(team, other_team, mate, elsewhere, mentor, signed_in):
    asked(team, "모두에게 물은 것", 9)
    asked(team, "이든에게 맡긴 것", 9).defer(to=mate)
    asked(other_team, "나중에 온 것", 1).defer(to=elsewhere)
    asked(team, "먼저 온 것", 4).defer(to=mentor)
    html = home(signed_in(mentor))
    mine = html[html.index('id="for-me"') : html.index("</section>", html.index('id="for-me"'))]
    assert html.index('id="for-me"') < html.index(f'href="/teams/{team.slug}/"')
    assert re.findall(r"모두에게 물은 것|이든에게 맡긴 것|나중에 온 것|먼저 온 것", mine) == [
        "먼저 온 것",
        "나중에 온 것",
    ]
    assert team.name in mine
    assert "3 questions wait, 1 for you" in line_of(html, team)


def test_where_nothing_waits_it_says_so(team, other_team, elsewhere, mentor, signed_in):
    html = home(signed_in(mentor))
    assert "No question waits." in line_of(html, team)
    assert "Questions left to me" not in html


def test_the_age_of_an_imported_one_is_that_of_its_day(team, elsewhere, mentor, signed_in):
    source = SourceDocument.objects.create(team=team, path="a.md", raw=b"x")
    day = THURSDAY - datetime.timedelta(days=5)
    asked(team, "가져온 것", meeting=Meeting.objects.create(team=team, held_on=day), source=source)
    asked(team, "어제 것", 1)
    assert "2 questions wait · the oldest: for 5 days" in line_of(home(signed_in(mentor)), team)


def test_the_home_of_a_mentor_of_one_team_says_it_too(team, mentor, mate, signed_in):
    asked(team, "맡긴 것", 3).defer(to=mentor)
    for _opened in range(2):
        html = home(signed_in(mentor))
        assert "1 question waits, 1 for you · the oldest: for 3 days" in words(html)
        assert f'href="/teams/{team.slug}/mentoring/"' in html
        assert "1 question waits" not in home(signed_in(mate))
        Meeting.objects.get_or_create(team=team, held_on=THURSDAY)
    Question.objects.get().remove()
    assert "No question waits." in words(home(signed_in(mentor)))


def test_staff_see_it_of_each_team(team, other_team, staff, signed_in):
    asked(team, "열린 것", 3)
    html = home(signed_in(staff))
    assert "1 question waits · the oldest: for 3 days" in line_of(html, team)
    assert "No question waits." in line_of(html, other_team)


def test_nothing_of_a_team_that_one_may_not_see(team, other_team, elsewhere, mentor, cohort, signed_in):
    closed = Team.objects.create(cohort=cohort, name="13조", slug="team-13")
    gone = Member.objects.create(
        team=closed, user=mentor.user, name="한도경", role="mentor", left_on=THURSDAY - datetime.timedelta(days=1)
    )
    asked(closed, "이제 못 보는 것").defer(to=gone)
    html = home(signed_in(mentor))
    assert "이제 못 보는 것" not in html
    assert "team-13" not in html


def test_mentors_read_who_asked_without_a_name_and_peers_do_not(team, other_team, mate, elsewhere, mentor, signed_in):
    peer = seated(team, "peer", "노유담")
    Member.objects.create(team=other_team, user=peer.user, name="노유담")
    for reader in (mentor, peer):
        question = asked(team, f"{reader.name}에게", is_anonymous=True)
        question.asked_by.add(mate)
        question.defer(to=reader)
    told = home(signed_in(mentor))
    assert "asked by 배이든" in told
    told = home(signed_in(peer))
    assert "노유담에게" in told
    assert "배이든" not in told


@pytest.mark.slow
@pytest.mark.parametrize("who", ["mentor", "staff"])
def test_queries_do_not_grow_with_the_teams(who, team, mate, mentor, elsewhere, staff, cohort, signed_in, request):
    client, counts = signed_in(request.getfixturevalue(who)), []
    asked(team, "하나").defer(to=mentor)
    for more in (0, 40):
        for n in range(more):
            made = Team.objects.create(cohort=cohort, name=f"{n + 20}조", slug=f"team-{n + 20}")
            seat = Member.objects.create(team=made, user=mentor.user, name="한도경", role=Member.Role.MENTOR)
            question = asked(made, "또 하나", n)
            question.asked_by.add(seat)
            question.defer(to=seat)
        with CaptureQueriesContext(connection) as told:
            home(client)
        counts.append(len(told))
    assert counts[0] == counts[1], counts


def test_the_page_of_a_team_leads_to_its_mentoring_list(team, member, mentor, staff, signed_in):
    for reader in (member, mentor, staff):
        html = signed_in(reader).get(f"/teams/{team.slug}/").content.decode()
        assert f'href="/teams/{team.slug}/mentoring/"' in html
