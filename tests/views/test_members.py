import datetime
import re

import pytest
from django.utils import timezone

from meetings.models import Answer, Learning, Meeting, Member, Question
from tests.conftest import THURSDAY

pytestmark = pytest.mark.django_db

# Account, seats; the person; questions; answers; learnings; texts that point here; how many there are of each.
MEMBER_QUERIES = 8


def page(client, url: str, language: str = "en") -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def asked(by: Member, body: str, **more) -> Question:
    question = Question.objects.create(team=by.team, body=body, **more)
    question.asked_by.add(by)
    return question


def answered(by: Member, question: Question, body: str) -> Answer:
    answer = Answer.objects.create(question=question, body=body)
    answer.answered_by.add(by)
    return answer


def test_strangers_get_404(member, outsider, ex_member, signed_in):
    for stranger in (outsider, ex_member):
        assert signed_in(stranger).get(member.get_absolute_url()).status_code == 404


@pytest.mark.slow
def test_who_somebody_is(team, member, mate, ex_member, signed_in):
    Member.objects.filter(pk=mate.pk).update(role=Member.Role.LEAD, aliases=["이든", "@ideun"])
    html = page(signed_in(member), mate.get_absolute_url())
    assert "<h1>배이든</h1>" in html
    assert "team lead" in html
    assert "이든, @ideun" in html
    assert "12조 느린학습률" in html
    assert "left on 3 November" in page(signed_in(member), ex_member.get_absolute_url())


def test_duties_are_counted_without_removed_minutes(team, member, signed_in):
    for n in range(3):
        day = THURSDAY - datetime.timedelta(days=n)
        Meeting.objects.create(team=team, held_on=day, moderator=member, scribe=member if n else None)
    Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 3), moderator=member).remove()
    html = page(signed_in(member), member.get_absolute_url())
    assert "moderated 3 times" in html
    assert "wrote the minutes 2 times" in html


@pytest.mark.slow
def test_what_somebody_asked_answered_and_learnt(team, meeting, member, mate, signed_in):
    question = asked(mate, "배이든의 질문", meeting=meeting)
    answered(mate, asked(member, "문가온의 질문"), "배이든의 답")
    Learning.objects.create(team=team, meeting=meeting, author=mate, body="배이든의 배움")
    too = Learning.objects.create(team=team, meeting=meeting, author=member, body="둘이 배움")
    too.learners.add(mate)
    Learning.objects.create(team=team, meeting=meeting, author=member, body="혼자 배움")
    html = page(signed_in(member), mate.get_absolute_url())
    for text in ("배이든의 질문", "배이든의 답", "배이든의 배움", "둘이 배움", "문가온의 질문"):
        assert html.count(text) == 1, text
    assert question.get_absolute_url() in html
    assert "혼자 배움" not in html


def test_somebody_new_has_a_sentence_each(member, mate, signed_in):
    html = page(signed_in(member), mate.get_absolute_url())
    assert "배이든 hasn't asked anything yet." in html
    assert "배이든 hasn't answered anything yet." in html
    assert "Nothing that 배이든 learnt is written down yet." in html
    assert "No text calls 배이든 by name yet." in html


@pytest.mark.slow
def test_removed_rows_and_rows_of_removed_minutes_are_gone(team, meeting, member, signed_in):
    asked(member, "지운 질문").remove()
    asked(member, "지운 회의의 질문", meeting=meeting)
    answered(member, asked(member, "남은 질문"), "지운 답").remove()
    meeting.remove()
    html = page(signed_in(member), member.get_absolute_url())
    assert "남은 질문" in html
    assert not [text for text in ("지운 질문", "지운 회의의 질문", "지운 답") if text in html]


def test_what_was_written_for_another_team_stays_there(team, other_team, member, mate, signed_in):
    elsewhere = Question.objects.create(team=other_team, body="남의 조 질문")
    elsewhere.asked_by.add(member)
    assert "남의 조 질문" not in page(signed_in(mate), member.get_absolute_url())


@pytest.mark.slow
def test_texts_that_call_somebody_by_name(team, other_team, meeting, member, mate, signed_in):
    learning = Learning.objects.create(team=team, meeting=meeting, body="@이든님 덕분에 풀렸어요")
    Learning.objects.create(team=team, meeting=meeting, body="지운 글 @이든").remove()
    Learning.objects.create(team=team, meeting=meeting, body="`@이든`은 코드예요")
    html = page(signed_in(member), mate.get_absolute_url())
    assert f'href="{meeting.get_absolute_url()}#learning-{learning.pk}">Learning · @이든님 덕분에 풀렸어요</a>' in html
    assert "지운 글" not in html
    assert "코드예요" not in html


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["asked", "answered", "learnt", "pointing"])
def test_long_lists_go_on_page_by_page(team, meeting, member, signed_in, kind):
    noon = timezone.now()
    for n in range(75):
        moment = noon - datetime.timedelta(minutes=n // 3)  # several rows of one moment
        if kind == "asked":
            asked(member, f"번호{n:03}", asked_at=moment)
        elif kind == "answered":
            answer = answered(member, Question.objects.create(team=team, body="물음"), f"번호{n:03}")
            Answer.objects.filter(pk=answer.pk).update(created_at=moment)
        elif kind == "learnt":
            Learning.objects.create(team=team, meeting=meeting, author=member, body=f"번호{n:03}", created_at=moment)
        else:
            Learning.objects.create(team=team, meeting=meeting, body=f"번호{n:03} @가온", created_at=moment)
    client, url, seen = signed_in(member), member.get_absolute_url(), []
    first = page(client, url)
    assert len(re.findall(r"번호\d{3}", first)) == 10
    address = re.search(rf'href="(\?list={kind})"', first)[1]
    while address:
        html = page(client, url + address)
        seen += re.findall(r"번호(\d{3})", html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = following and following[1].replace("&amp;", "&")
    assert sorted(seen) == [f"{n:03}" for n in range(75)]
    assert [int(number) // 3 for number in seen] == sorted(int(number) // 3 for number in seen)


@pytest.mark.slow
@pytest.mark.parametrize("query", ["list=nothing", "list=asked&before=x", "before=1"])
def test_made_up_addresses_show_the_beginning(member, signed_in, query):
    asked(member, "첫 질문")
    assert "첫 질문" in page(signed_in(member), f"{member.get_absolute_url()}?{query}")


def test_what_people_write_is_escaped(member, signed_in):
    Member.objects.filter(pk=member.pk).update(name="<b>이름</b>", aliases=["<i>별명</i>"])
    answered(member, asked(member, "<script>alert(1)</script>"), "<img src=x onerror=alert(1)>")
    html = page(signed_in(member), member.get_absolute_url())
    assert not [evil for evil in ("<b>이름", "<i>별명", "<script>alert", "<img src=x") if evil in html]


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 40])
def test_queries(team, meeting, member, mate, signed_in, times, django_assert_num_queries):
    for n in range(times):
        question = asked(member, f"질문 {n}", meeting=meeting)
        question.tags.create(cohort=team.cohort, name=f"태그-{n}")
        answered(member, question, "답")
        Learning.objects.create(team=team, meeting=meeting, author=member, body="배움 @가온").learners.add(mate)
        Meeting.objects.create(team=team, held_on=datetime.date(2026, 10, 1), kind="other", moderator=member)
    client = signed_in(mate)
    with django_assert_num_queries(MEMBER_QUERIES):
        client.get(member.get_absolute_url())


@pytest.mark.slow
def test_how_much_there_is_of_each(team, meeting, member, mate, signed_in):
    kept = asked(member, "하나", meeting=meeting)
    asked(member, "두 번째", meeting=meeting).merge_into(asked(mate, "먼저 물은 것"))
    answered(member, kept, "답")
    for n in range(3):
        Learning.objects.create(team=team, meeting=meeting, author=member, body=f"배움 {n} @가온").learners.add(mate)
    html = page(signed_in(mate), member.get_absolute_url())
    tabs = re.search(r'<nav class="tabs tabs-ruled".*?</nav>', html)[0]
    said = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", tabs)).strip()
    assert said == "All Asked 2 Answered 1 Learnt 3 Texts that point here 3"


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 8])
def test_what_was_merged_is_still_what_somebody_asked(
    team, member, mate, signed_in, times, django_assert_max_num_queries
):
    wholes = [asked(mate, f"먼저 {n}") for n in range(times)]
    parts = [asked(member, f"나중 {n}") for n in range(times)]
    for whole, part in zip(wholes, parts, strict=True):
        answered(mate, part, "답").accept(by=mate.user)
        part.merge_into(whole)
    client = signed_in(mate)
    with django_assert_max_num_queries(MEMBER_QUERIES + 1):  # what they were merged into
        client.get(member.get_absolute_url())
    html = page(client, member.get_absolute_url())
    for whole, part in zip(wholes, parts, strict=True):
        row = html.partition(f'href="{part.get_absolute_url()}"')[2].partition("</article>")[0]
        assert part.body in row
        told = f"Answered with question {whole.pk}, which asks the same"
        assert f'href="{whole.get_absolute_url()}">{told}</a>' in row
    assert page(client, mate.get_absolute_url()).count("mark-answered") == times


def test_no_count_tells_who_asked_without_a_name_what_was_merged(member, mate, staff, signed_in):
    asked(member, "숨은 질문", is_anonymous=True).merge_into(asked(mate, "먼저"))
    for reader, count in ((mate, 0), (member, 1), (staff, 1)):
        html = page(signed_in(reader), member.get_absolute_url())
        assert html.count("숨은 질문") == count
        assert len(re.findall(r">Asked <span[^>]*>1<", html)) == count


@pytest.mark.slow
def test_who_may_know_sees_which_questions_have_no_name(member, mate, staff, signed_in):
    asked(member, "숨은 질문", is_anonymous=True)
    assert "숨은 질문" not in page(signed_in(mate), member.get_absolute_url())
    for knows in (member, staff):
        html = page(signed_in(knows), member.get_absolute_url())
        assert "숨은 질문" in html
        assert "asked without a name" in html
