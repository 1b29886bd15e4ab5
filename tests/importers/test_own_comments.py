"""Comments in files of our own: found again, decided about, renamed and illustrated like all that stands there."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.importers import deciding
from meetings.importers.deciding import Decisions, decide
from meetings.importers.draft import Draft
from meetings.importers.illustrating import illustrated
from meetings.importers.peersession import read_leaf
from meetings.importers.renderings import rendered_texts
from meetings.importers.writer import read_for, write
from meetings.models import Answer, Comment, Team
from tests.conftest import THURSDAY

pytestmark = pytest.mark.django_db
PATH = "_posts/2026-11-19-회의.md"
HEAD = f"---\nformat: peersession\nversion: 1\nnoun: meeting\nmeeting:\n  held_on: {THURSDAY}\n"
AT = datetime.datetime(2026, 11, 19, 7, 0, tzinfo=datetime.UTC)
FACTS = f"""answers:
  A1: {{answered_by: [배이든], created_at: {AT.isoformat()!r}}}
comments:
  C1: {{said_by: 한도경, created_at: {AT.isoformat()!r}}}
"""
ROWS = """---

<!-- question Q1 -->

왜 나누나요?

<!-- answer A1 -->

분산이 커져서요.

<!-- comment C1 -->

그림도 봐요: ![](assets/a.png)

"""
HAND = "<!-- comment -->\n\n손으로 적은 말\n\n"
END = "<!-- end -->\n"


def drafted(team: Team, text: str) -> Draft:
    return read_for(team, PATH, text.encode())


def brought(team: Team, text: str) -> None:
    write(drafted(team, text), text.encode(), team)


def said() -> list[tuple[str, str]]:
    return sorted((comment.answer.body, comment.body.partition(":")[0]) for comment in Comment.objects.alive())


def test_what_was_written_by_hand_comes_once(team):
    for more in ("", "\n", "\n\n"):
        brought(team, HEAD + FACTS + ROWS + HAND + END + more)
    assert said() == [("분산이 커져서요.", "그림도 봐요"), ("분산이 커져서요.", "손으로 적은 말")]
    assert Comment.objects.get(body__startswith="그림").said_by.name == "한도경"


def test_a_new_one_finds_its_answer_whatever_that_says_by_now(team):
    brought(team, HEAD + FACTS + ROWS + END)
    answer = Answer.objects.get()
    answer.body = "표본이 작아서요."
    answer.save()
    Answer.objects.create(question=answer.question, body="분산이 커져서요.")
    brought(team, HEAD + FACTS + ROWS + HAND + END)
    assert said() == [("표본이 작아서요.", "그림도 봐요"), ("표본이 작아서요.", "손으로 적은 말")]


def test_what_somebody_changed_here_stays(team):
    brought(team, HEAD + FACTS + ROWS + END)
    comment = Comment.objects.get()
    comment.body = "표도 봐요"
    comment.save()
    brought(team, HEAD + FACTS + ROWS + END + "\n")
    assert said() == [("분산이 커져서요.", "표도 봐요")]


@pytest.mark.parametrize("kind", ["section", "learning", "action_item", "answer"])
def test_a_question_that_becomes_something_else_keeps_what_was_said_below_it(team, kind):
    text = HEAD + FACTS + ROWS + END
    draft = drafted(team, text)
    decided = decide(draft, Decisions(records={"0.questions.0": {"kind": kind, "take": True}}), text.split("\n"))
    (key,) = [name for name in deciding.LISTS.values() if getattr(decided.sessions[0], name)]
    assert "그림도 봐요" in deciding._text(getattr(decided.sessions[0], key)[0])


def test_a_question_that_is_refused_leaves_all_of_its_lines(team):
    text = HEAD + FACTS + ROWS + END
    draft = drafted(team, text)
    decided = decide(draft, Decisions(records={"0.questions.0": {"take": False}}), text.split("\n"))
    assert "그림도 봐요" in decided.sessions[0].sections[0].body


def test_who_said_it_is_who_somebody_decided(team, mentor_named):
    draft = drafted(team, HEAD + FACTS + ROWS + END)
    assert "한도경" in deciding.names_in(draft.sessions[0])
    decided = decide(draft, Decisions(names={"한도경": mentor_named.name}), [])
    write(decided, b"x", team)
    assert Comment.objects.get().said_by == mentor_named


@pytest.fixture
def mentor_named(team):
    return team.members.create(name="도경 멘토")


def test_pictures_and_renderings_reach_them(team):
    draft = drafted(team, HEAD + FACTS + ROWS + END)
    shown = illustrated(draft, lambda src: "/pictures/1/")
    (comment,) = shown.sessions[0].questions[0].answers[0].comments
    assert "![](/pictures/1/)" in comment.body
    assert comment.body in rendered_texts(shown)


def test_one_below_no_answer_parts_no_answers_from_their_question():
    rows = ROWS.replace("<!-- answer A1 -->", "<!-- comment -->\n\n자리 없는 말\n\n<!-- answer A1 -->")
    question, orphan = read_leaf(HEAD + FACTS + rows + END).rows
    assert (orphan.kind, orphan.body) == ("comment", "자리 없는 말")
    assert [answer.body for answer in question.below] == ["분산이 커져서요."]


def test_the_review_shows_them_to_who_decides(team, member, signed_in):
    client, text = signed_in(member), HEAD + FACTS + ROWS + END
    files = [SimpleUploadedFile("a.md", text.encode())]
    page = client.post(f"/teams/{team.slug}/imports/", {"files": files}, follow=True).content.decode()
    assert "그림도 봐요" in page
    assert "한도경" in page
