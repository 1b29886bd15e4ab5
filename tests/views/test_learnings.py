import datetime
import re

import pytest
from django.urls import reverse

from meetings.models import Learning, Meeting, Review
from meetings.views.learnings import PAGE_SIZE

pytestmark = pytest.mark.django_db

# Account, seats; team; learnings, learners.
LIST_QUERIES = 5


def page(client, url: str) -> str:
    response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def listed(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'id="learning-(\d+)"', html)]


def at(day: int, hour: int = 16) -> datetime.datetime:
    """That hour of that November day in Seoul."""
    return datetime.datetime(2026, 11, day, hour, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


@pytest.fixture(autouse=True)
def _thursday_evening(time_machine):
    time_machine.move_to(at(19, 18), tick=False)


@pytest.fixture
def client(signed_in, member):
    return signed_in(member)


@pytest.fixture
def url(team) -> str:
    return reverse("team_learnings", args=[team.slug])


def learn(team, count: int, **fields) -> list[int]:
    """`count` learnings, the newest first."""
    rows = [Learning(team=team, body="배움", body_html="<p>배움</p>", **fields) for _n in range(count)]
    for n, learning in enumerate(rows):
        learning.created_at = fields.get("created_at") or at(19) + datetime.timedelta(seconds=n)
    return [learning.pk for learning in Learning.objects.bulk_create(rows)[::-1]]


def test_team_that_learnt_nothing_yet_is_told_where_learnings_come_from(client, url):
    assert "No learnings yet." in words(page(client, url))


def test_learning_names_its_review_author_and_how_many_learnt_it_too(client, url, team, meeting, member, mate):
    review = Review.objects.create(meeting=meeting, title="과제 6 · 합성곱 구현")
    learning = Learning.objects.create(
        team=team, meeting=meeting, review=review, author=mate, body="`assert`로 $n^2$을 적어 둔다."
    )
    learning.learners.set([member, mate])
    html = page(client, url)
    assert "<code>assert</code>" in html
    assert 'class="katex"' in html
    text = words(html)
    for part in ("과제 6 · 합성곱 구현", "배이든", "2 learnt it too"):
        assert part in text


def test_days_are_the_meetings_newest_first_and_lead_to_the_minutes(client, url, team, meeting):
    earlier = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 17))
    learn(team, 2, meeting=earlier, created_at=at(17))
    learn(team, 2, meeting=meeting, created_at=at(19))
    learn(team, 1, created_at=at(18))
    html = page(client, url)
    days = [words(day).strip() for day in re.findall(r"<h2[^>]*>(.*?)</h2>", html)]
    assert days == ["Thursday 19 November", "Wednesday 18 November", "Tuesday 17 November"]
    assert f'href="{meeting.get_absolute_url()}"' in html
    assert f'href="{earlier.get_absolute_url()}"' in html


def test_pages_of_equal_times_hold_every_learning_once(client, url, team):
    expected = learn(team, 2 * PAGE_SIZE + 3, created_at=at(19))
    seen, following = [], ""
    while following is not None:
        html = page(client, url + following)
        seen += listed(html)
        match = re.search(r'rel="next" href="([^"]+)"', html)
        following = match and match[1].replace("&amp;", "&")
    assert seen == expected


def test_page_after_the_last_says_so_and_leads_back(client, url, team):
    learn(team, 1)
    html = page(client, url + "?before=2020-01-01T00:00:00Z,1")
    assert "There are no older learnings." in words(html)
    assert "Back to the newest" in words(html)


def test_broken_cursor_means_the_first_page(client, url, team):
    expected = learn(team, 3)
    assert listed(page(client, url + "?before=nonsense")) == expected


def test_removed_learnings_and_those_of_removed_minutes_are_not_listed(client, url, team, meeting):
    Learning.objects.create(team=team, body="지움").remove()
    Learning.objects.create(team=team, meeting=meeting, body="지운 회의")
    meeting.remove()
    kept = Learning.objects.create(team=team, body="남음")
    assert listed(page(client, url)) == [kept.pk]


def test_other_teams_learnings_are_not_listed(client, url, other_team):
    learn(other_team, 1)
    assert listed(page(client, url)) == []


def test_what_people_type_is_never_markup(client, url, team, meeting, mate):
    bad = "<script>alert(1)</script>"
    mate.name = bad
    mate.save()
    review = Review.objects.create(meeting=meeting, title=bad)
    Learning.objects.create(team=team, meeting=meeting, review=review, author=mate, body=bad)
    assert "<script>" not in page(client, url)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 40])
def test_list_takes_the_same_queries_with_one_and_forty(
    client, url, team, member, mate, django_assert_num_queries, count
):
    for n in range(count):
        held = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 2) + datetime.timedelta(days=n))
        review = Review.objects.create(meeting=held, title=f"과제 {n}")
        learning = Learning.objects.create(team=team, meeting=held, review=review, author=mate, body=f"배움 {n}")
        learning.learners.set([member, mate])
        Learning.objects.create(team=team, body=f"따로 {n}", author=member)
    with django_assert_num_queries(LIST_QUERIES):
        page(client, url)


@pytest.mark.parametrize(
    ("who", "status"), [("mate", 200), ("staff", 200), ("admin", 200), ("outsider", 404), ("ex_member", 404)]
)
def test_the_team_and_its_staff_read(request, signed_in, url, who, status):
    assert signed_in(request.getfixturevalue(who)).get(url).status_code == status
