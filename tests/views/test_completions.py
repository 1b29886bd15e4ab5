import datetime
import re
from html import unescape

import pytest
from django.urls import reverse

from meetings.models import Lecture, Meeting, Member, Question

pytestmark = pytest.mark.django_db

# Account, seats; what is offered.
COMPLETION_QUERIES = 3


@pytest.fixture
def offered(team, member, signed_in):
    client = signed_in(member)

    def offered(key: str, text: str) -> list[tuple[str, str]]:
        """What is put in and what is read, of each option."""
        response = client.get(reverse("team_completions", args=[team.slug]), {"key": key, "text": text})
        assert response.status_code == 200
        html = re.sub(r"\s+", " ", response.content.decode())
        options = re.findall(r'<li role="option" data-value="([^"]*)">(.*?)</li>', html)
        assert bool(options) == ('<ul role="listbox">' in html)
        if not options:
            assert html.strip() == ""
        return [(unescape(value), unescape(re.sub("<[^>]+>", "", label)).strip()) for value, label in options]

    return offered


def values(options: list[tuple[str, str]]) -> list[str]:
    return [value for value, _label in options]


@pytest.mark.parametrize(
    "text", ["이든", "배이", "배이든", "ㅂㅇㄷ", "ㅇㄷ", "ㅂ", "배읻", "이드", "bae", "BAE", "ideun", "@ideun", "배ㅇ"]
)
def test_people_by_any_name_half_typed_or_by_initials(offered, mate, text):
    Member.objects.filter(pk=mate.pk).update(aliases=["@ideun", "Bae"])
    assert values(offered("@", text)) == ["@이든"]


@pytest.mark.parametrize("text", ["든", "배이든이", "ㅂㄷ", "%", "_", "\\", "문가온배"])
def test_people_whom_nothing_fits_are_not_offered(offered, mate, text):
    assert offered("@", text) == []


def test_without_a_letter_everybody_is_offered_who_is_here_first(offered, team, mate, ex_member):
    Member.objects.create(team=team, name="한도경", role=Member.Role.MENTOR)
    assert offered("@", "") == [
        ("@가온", "문가온 팀원"),
        ("@이든", "배이든 팀원"),
        ("@도경", "한도경 멘토"),
        ("@여울", "한여울 팀원"),
    ]


def test_a_given_name_of_two_people_is_offered_in_full(offered, team):
    Member.objects.create(team=team, name="김민수")
    Member.objects.create(team=team, name="이민수")
    assert values(offered("@", "민수")) == ["@김민수", "@이민수"]


def test_what_is_offered_becomes_a_link(offered, team, mate):
    question = Question.objects.create(team=team, body="왜요?")
    Lecture.objects.create(cohort=team.cohort, number=7)
    for key, text in (("@", "이든"), ("[[", ""), ("#", "7")):
        body = offered(key, text)[0][0]
        assert 'class="reference"' in Question.objects.create(team=team, body=body).body_html
    assert question.pk


def test_questions_by_words_newest_first(offered, team):
    first, second, third = (
        Question.objects.create(team=team, body=body, asked_at=datetime.datetime(2026, 11, day, tzinfo=datetime.UTC))
        for day, body in enumerate(["**Adam**의 $\\beta_1$", "Adam과 SGD", "드롭아웃"], start=16)
    )
    assert values(offered("[[", "adam")) == [f"[[Q{second.pk}]]", f"[[Q{first.pk}]]"]
    assert values(offered("[[", "sgd ADAM")) == [f"[[Q{second.pk}]]"]
    assert values(offered("[[", "")) == [f"[[Q{row.pk}]]" for row in (third, second, first)]
    assert offered("[[", "beta") == [(f"[[Q{first.pk}]]", f"Adam의 \\beta_1 Q{first.pk} · 열려 있어요")]


def test_questions_by_the_beginning_of_their_number(offered, team):
    question = Question.objects.create(team=team, body="왜요?")
    for text in (str(question.pk), f"Q{question.pk}", f"q{question.pk}"):
        assert values(offered("[[", text)) == [f"[[Q{question.pk}]]"]
    assert offered("[[", "99999999") == []


def test_only_the_teams_own_questions_that_are_there(offered, team, other_team):
    Question.objects.create(team=other_team, body="남의 질문")
    Question.objects.create(team=team, body="지운 질문").remove()
    meeting = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 18))
    Question.objects.create(team=team, meeting=meeting, body="지운 회의의 질문")
    meeting.remove()
    assert offered("[[", "") == []


@pytest.mark.parametrize("text", ["7", "7강", "역전", "파 역"])
def test_lectures_by_number_and_by_words_of_the_title(offered, cohort, text):
    Lecture.objects.create(cohort=cohort, number=7, title="역전파", week=2)
    Lecture.objects.create(cohort=cohort, number=11, title="최적화")
    assert offered("#", text) == [("#7강", "역전파 7강 · 2주차")]


def test_lectures_in_their_order(offered, cohort):
    for number in (12, 1, 11, 2):
        Lecture.objects.create(cohort=cohort, number=number, title=f"제목 {number}")
    assert values(offered("#", "1")) == ["#1강", "#11강", "#12강"]


def test_eight_are_enough(offered, team, cohort):
    for n in range(12):
        Member.objects.create(team=team, name=f"사람{n:02}")
        Question.objects.create(team=team, body="질문")
        Lecture.objects.create(cohort=cohort, number=n + 1)
    assert [len(offered(key, "")) for key in ("@", "[[", "#")] == [8, 8, 8]


@pytest.mark.parametrize("key", ["", "@@", "[", "x", "query"])
def test_unknown_keys_offer_nothing(offered, key):
    assert offered(key, "") == []


@pytest.mark.parametrize("text", ["%", "가" * 10_000, "'; DROP TABLE", "<b>", "９", "²", "9" * 60])
def test_nothing_typed_breaks_it(offered, text):
    for key in ("@", "[[", "#"):
        assert offered(key, text) == []


def test_what_people_write_is_escaped(team, member, signed_in):
    Member.objects.create(team=team, name='"><script>alert(1)</script>')
    Question.objects.create(team=team, body='`"><script>alert(1)</script>`')
    client = signed_in(member)
    for key in ("@", "[["):
        response = client.get(reverse("team_completions", args=[team.slug]), {"key": key})
        assert "<script" not in response.content.decode()
        assert "&lt;script" in response.content.decode()


def test_strangers_get_404_whatever_they_ask(team, outsider, ex_member, signed_in):
    for stranger in (outsider, ex_member):
        for query in ({"key": "@"}, {"key": "[[", "text": "nothing"}, {}):
            assert signed_in(stranger).get(reverse("team_completions", args=[team.slug]), query).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("key", ["@", "[[", "#"])
@pytest.mark.parametrize("times", [1, 40])
def test_queries(team, member, signed_in, key, times, django_assert_num_queries):
    for n in range(times):
        Member.objects.create(team=team, name=f"사람{n:02}")
        Question.objects.create(team=team, body="질문")
        Lecture.objects.create(cohort=team.cohort, number=n + 1)
    client = signed_in(member)
    with django_assert_num_queries(COMPLETION_QUERIES):
        client.get(reverse("team_completions", args=[team.slug]), {"key": key})


def test_queries_of_staff(team, staff, signed_in, django_assert_max_num_queries):
    client = signed_in(staff)
    with django_assert_max_num_queries(COMPLETION_QUERIES + 1):  # whether there is such a team at all
        assert client.get(reverse("team_completions", args=[team.slug]), {"key": "#"}).status_code == 200
