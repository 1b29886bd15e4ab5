import json

import pytest
from django.core.cache import cache
from django.test import Client

from meetings.models import Cohort, Lecture, Question, Section, Team
from meetings.rendering import render
from meetings.rendering.formulas import forget
from tests.timing import least_cpu


@pytest.fixture(autouse=True)
def _fresh_count():
    cache.clear()


def shown(response) -> dict:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def test_the_preview_is_what_is_stored(signed_in, member, meeting):
    source = "## 제목\n\n**미적분(Calculus)**은 $\\frac{a}{b}$ 이고\n\n| a | b |\n|---|---|\n| $P(A|B)$ | 2 |"
    html = shown(signed_in(member).post("/preview/", {"content": source}))["html"]
    assert html == render(source).html == Section.objects.create(meeting=meeting, body=source).body_html


def test_hints_say_line_and_reason_in_the_readers_language(signed_in, member):
    client = signed_in(member)
    told = shown(client.post("/preview/", {"content": "앞\n\n$\\foo{x}$"}))["hints"]
    assert [(hint["line"], hint["code"]) for hint in told] == [(3, "math-command")]
    assert "\\foo" in told[0]["message"]
    assert told[0]["fix"] is None
    (told,) = shown(client.post("/preview/", {"content": "글\n\n    - 가\n    - 나"}))["hints"]
    assert told["fix"] == {"first_line": 3, "last_line": 4, "text": "- 가\n- 나", "label": told["fix"]["label"]}
    assert shown(client.post("/preview/", {"content": "그냥 글"}))["hints"] == []


def test_a_text_points_at_what_its_team_has(signed_in, member, team, meeting, cohort):
    question = Question.objects.create(team=team, meeting=meeting, body="왜요?")
    lecture = Lecture.objects.create(cohort=cohort, number=7, title="최적화")
    source = f"[[Q{question.pk}]]은 #7강에서 @문가온이 물었다."
    client = signed_in(member)
    html = shown(client.post("/preview/", {"content": source, "team": team.slug}))["html"]
    assert html == Section.objects.create(meeting=meeting, body=source).body_html
    for address in (f"/questions/{question.pk}/", f"/lectures/{lecture.pk}/", f"/people/{member.pk}/"):
        assert f'href="{address}"' in html
    assert "href=" not in shown(client.post("/preview/", {"content": source}))["html"]


def test_a_team_that_is_not_open_to_the_reader_counts_as_none(signed_in, outsider, member, team, cohort):
    elsewhere = Cohort.objects.create(name="봄", slug="spring", starts_on="2026-03-02", ends_on="2026-08-31")
    Team.objects.create(cohort=elsewhere, name="먼 조", slug="far")
    client = signed_in(outsider)
    for slug in (team.slug, "far", "no-such-team", "\0"):
        html = shown(client.post("/preview/", {"content": "@문가온", "team": slug}))["html"]
        assert "href=" not in html, slug


def test_strangers_get_no_preview(client, db):
    assert client.post("/preview/", {"content": "x"})["Location"].startswith("/accounts/login/")


def test_a_preview_needs_its_token(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/preview/", {"content": "x"}).status_code == 403


def test_a_text_too_long_for_a_preview_gets_a_sentence(signed_in, member):
    response = signed_in(member).post("/preview/", {"content": "가" * 33_334})
    assert response.status_code == 413
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.slow
def test_the_thirty_first_preview_of_a_minute_waits(signed_in, member, mate):
    client = signed_in(member)
    statuses = [client.post("/preview/", {"content": "x"}).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert signed_in(mate).post("/preview/", {"content": "x"}).status_code == 200


MATRIX = r"$\begin{pmatrix}" + r" \\ ".join(" & ".join(f"a_{{{i}{j}}}" for j in range(9)) for i in range(9))
HOSTILE = {
    "brackets": "[" * 16_000,
    "stars": "*a**a " * 8_000,
    "openings": "$$\n" * 8_000,
    "references": "[x]\n\n[x]: " + "a" * 30_000 + "\n" + "[x]" * 20_000,
    "links": "https://a.b/c " * 5_000,
    "formulas": " ".join(f"$x_{{{n}}}^{{\\frac{{a}}{{{n}}}}}$" for n in range(2_500)),
    "matrices": " ".join(MATRIX + rf"_{{{n}}}\end{{pmatrix}}$" for n in range(60)),
    "bombs": " ".join(rf"$\def\a{{{n}\a\a}}\a$" for n in range(500)),
}


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_takes_a_third_of_a_second_at_most(kind, signed_in, member):
    client = signed_in(member)
    client.post("/preview/", {"content": "$x$"})  # whatever a process reads once
    answers = []
    cost = least_cpu(lambda: answers.append(client.post("/preview/", {"content": HOSTILE[kind]})), 0.33, before=forget)
    assert cost < 0.33
    answer = shown(answers[-1])
    assert len(answer["html"]) < 1_500_000


@pytest.mark.slow
def test_no_real_note_comes_near_the_time_of_a_preview(reference):
    from meetings.views.preview import SECONDS

    render("$x$")
    for note in sorted((reference / "corpus").rglob("*.md")):
        source = note.read_text(encoding="utf-8", errors="replace")
        most = SECONDS * 0.7
        assert least_cpu(lambda source=source: render(source), most, before=forget) < most, note


def test_the_editors_own_views_cannot_be_reached(signed_in, admin):
    client = signed_in(admin)
    for path in ("/markdownx/upload/", "/markdownx/markdownify/", "/upload/", "/markdownify/"):
        assert client.post(path).status_code == 404
