import datetime
import re

import pytest
from django.utils import timezone

from meetings.models import ClassNote, Learning, Lecture, MasterClass, Question, Review, Section
from tests.conftest import THURSDAY

pytestmark = pytest.mark.django_db

# Account, seats; lecture with its counts; questions, askers with tags; learnings; texts that point at it.
LECTURE_QUERIES = 7


@pytest.fixture
def lecture(cohort) -> Lecture:
    return Lecture.objects.create(cohort=cohort, number=7, title="역전파", week=2)


def page(client, url: str, language: str = "en") -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.slow
def test_what_lecture_it_is(lecture, member, signed_in):
    html = page(signed_in(member), lecture.get_absolute_url())
    assert "<h1>Lecture 7 역전파</h1>" in html
    assert "가을 기수 · week 2" in words(html)


@pytest.mark.slow
def test_it_belongs_to_its_cohort(lecture, ex_member, outsider, signed_in):
    assert signed_in(ex_member).get(lecture.get_absolute_url()).status_code == 404
    assert signed_in(outsider).get(lecture.get_absolute_url()).status_code == 200


def test_a_lecture_of_which_nobody_has_written_says_how_to(lecture, member, signed_in):
    text = words(page(signed_in(member), lecture.get_absolute_url()))
    assert "No question about this lecture yet." in text
    assert "No text points here yet. Write #7강 in any text." in text


def test_questions_are_those_that_one_may_read(lecture, team, other_team, cohort, member, signed_in):
    Question.objects.create(team=team, lecture=lecture, body="우리 질문")
    Question.objects.create(team=team, lecture=lecture, body="지운 질문").remove()
    Question.objects.create(team=other_team, lecture=lecture, body="남의 질문")
    held = MasterClass.objects.create(cohort=cohort, title="강연", held_on=THURSDAY)
    note = ClassNote.objects.create(master_class=held, team=other_team)
    Question.objects.create(team=other_team, class_note=note, lecture=lecture, body="모두의 질문")
    html = page(signed_in(member), lecture.get_absolute_url())
    assert "우리 질문" in html
    assert "모두의 질문" in html
    assert "지운 질문" not in html
    assert "남의 질문" not in html
    assert "/teams/team-5/" not in html


def test_texts_that_point_at_it_lead_to_where_they_stand(lecture, team, meeting, member, cohort, other_team, signed_in):
    section = Section.objects.create(meeting=meeting, heading="되새김", body="#7강에서 막혔어요")
    held = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=THURSDAY)
    note = ClassNote.objects.create(master_class=held, team=other_team)
    Section.objects.create(class_note=note, body="#7강과 이어져요")
    Learning.objects.create(team=other_team, body="남의 배움 #7강")
    html = page(signed_in(member), lecture.get_absolute_url())
    assert f'href="/minutes/{meeting.pk}/#section-{section.pk}"' in html
    text = words(html)
    assert "Section · 되새김 minutes of 12조 느린학습률 · 19 November" in text
    assert "Class note · #7강과 이어져요 5조 과적합 · 최적화의 직관 · 19 November" in text
    assert "남의 배움" not in text


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["questions", "learnt", "pointing"])
def test_long_lists_go_on_page_by_page(lecture, team, meeting, member, signed_in, kind):
    noon = timezone.now()
    for n in range(60):
        moment = noon - datetime.timedelta(minutes=n // 3)  # several rows of one moment
        if kind == "questions":
            Question.objects.create(team=team, lecture=lecture, body=f"번호{n:03}", asked_at=moment)
        elif kind == "learnt":
            Learning.objects.create(team=team, body=f"번호{n:03} #7강", created_at=moment)
        else:
            Section.objects.create(meeting=meeting, body=f"번호{n:03} #7강", created_at=moment)
    client, url, seen = signed_in(member), lecture.get_absolute_url(), []
    address = "" if kind == "questions" else re.search(rf'href="(\?list={kind})"', page(client, url))[1]
    while address is not None:
        html = page(client, url + address)
        seen += re.findall(r"번호(\d{3})", html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = following and following[1].replace("&amp;", "&")
    assert sorted(set(seen)) == [f"{n:03}" for n in range(60)]
    assert len(seen) == 60
    assert [int(number) // 3 for number in seen] == sorted(int(number) // 3 for number in seen)


@pytest.mark.slow
@pytest.mark.parametrize("query", ["list=nothing", "before=x", "list=learnt&before=9"])
def test_made_up_addresses_show_the_beginning(lecture, team, member, signed_in, query):
    Learning.objects.create(team=team, body="첫 글 #7강")
    assert "첫 글" in page(signed_in(member), f"{lecture.get_absolute_url()}?{query}")


def test_what_people_write_is_escaped(lecture, team, meeting, member, signed_in):
    Section.objects.create(meeting=meeting, heading="<script>alert(1)</script>", body="#7강")
    Lecture.objects.filter(pk=lecture.pk).update(title="<b>제목</b>")
    html = page(signed_in(member), lecture.get_absolute_url())
    assert "<script>alert" not in html
    assert "<b>제목" not in html


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 40])
def test_queries(lecture, team, meeting, member, mate, signed_in, times, django_assert_num_queries):
    for n in range(times):
        question = Question.objects.create(team=team, lecture=lecture, body=f"질문 {n}")
        question.asked_by.add(mate)
        question.tags.create(cohort=team.cohort, name=f"태그-{n}")
        Learning.objects.create(team=team, body=f"{n} #7강", author=mate)
        Section.objects.create(meeting=meeting, body=f"{n} #7강")
    client = signed_in(member)
    with django_assert_num_queries(LECTURE_QUERIES):
        client.get(lecture.get_absolute_url())


def test_what_was_learnt_comes_from_reviews_and_what_names_it(lecture, team, other_team, meeting, member, signed_in):
    review = Review.objects.create(meeting=meeting, title="역전파 되새김", lecture=lecture)
    Learning.objects.create(team=team, meeting=meeting, review=review, body="연쇄 법칙", author=member)
    Learning.objects.create(team=team, body="기울기 소실 #7강")
    Learning.objects.create(team=team, body="#7강 지움").remove()
    Learning.objects.create(team=other_team, body="#7강 남의 조")
    Learning.objects.create(team=team, body="다른 배움")
    html = page(signed_in(member), lecture.get_absolute_url())
    learnt = re.search(r'id="learnt".*?</section>', html)[0]
    assert [text for text in ("연쇄 법칙", "기울기 소실", "지움", "남의 조", "다른 배움") if text in learnt] == [
        "연쇄 법칙",
        "기울기 소실",
    ]
    assert "문가온 · 12조 느린학습률" in words(learnt)


def test_questions_are_counted_by_state_as_far_as_one_may_read(lecture, team, other_team, member, signed_in):
    Question.objects.create(team=team, lecture=lecture, body="열린 질문")
    kept = Question.objects.create(team=team, lecture=lecture, body="풀린 질문", status="answered")
    Question.objects.create(team=team, lecture=lecture, body="같은 질문").merge_into(kept)
    Question.objects.create(team=other_team, lecture=lecture, body="남의 질문")
    html = page(signed_in(member), lecture.get_absolute_url() + "?status=answered")
    assert "All 2 Open 1 For mentoring 0 Answered 1" in words(html)
    assert "풀린 질문" in html
    assert "열린 질문" not in html
