import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    Answer,
    Assignment,
    ClassNote,
    Comment,
    Learning,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    Section,
    SourceDocument,
    Tag,
    User,
)
from meetings.views.question_lists import PAGE_SIZE
from tests.conftest import seated

pytestmark = pytest.mark.django_db

# Account, seats; the question with what it is tied to; all that hangs on these; which texts point here.
QUESTION_QUERIES = 5
# Account, seats; questions, askers with tags; counts of all that narrows them.
LIST_QUERIES = 5


def page(client, url: str, language: str = "en") -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def at(hour: int, minute: int, day: int = 19) -> datetime.datetime:
    """A time of that November day in Seoul."""
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


@pytest.fixture(autouse=True)
def _thursday_evening(time_machine):
    time_machine.move_to(at(18, 0), tick=False)


@pytest.fixture
def client(signed_in, member):
    return signed_in(member)


@pytest.fixture
def question(meeting, mate) -> Question:
    question = Question.objects.create(
        team=meeting.team,
        meeting=meeting,
        body="왜 $1-\\beta^t$ 로 나누나요?\n\n분모가 곧 1이에요.",
        asked_at=at(16, 21),
    )
    question.asked_by.add(mate)
    return question


def answer(question: Question, body: str, *people, **fields) -> Answer:
    answer = Answer.objects.create(question=question, body=body, created_at=at(16, 24), **fields)
    answer.answered_by.set(people)
    return answer


def listed(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<article class="row[^"]*" id="question-(\d+)"', html)]


# One question


def test_question_shows_its_text_once_set_and_once_for_the_outline(client, question):
    html = page(client, question.get_absolute_url())
    assert 'class="katex"' in html
    assert "분모가 곧 1이에요." in html
    title = re.search(r'<h1 class="visually-hidden">(.*?)</h1>', html)[1]
    assert f"Question {question.pk}" in title
    assert "분모가 곧" not in title
    assert "<" not in title
    assert len(re.findall("<h1", html)) == 1


def test_question_names_lecture_minutes_and_everything_known(client, question, cohort, member, mate):
    question.lecture = Lecture.objects.create(cohort=cohort, number=11, title="최적화")
    question.assignment = Assignment.objects.create(cohort=cohort, title="과제 6")
    question.typed_by = member.user
    question.save()
    question.tags.add(Tag.objects.create(cohort=cohort, name="adam"))
    html = page(client, question.get_absolute_url())
    text = words(html)
    for fact in ("Lecture 11 최적화", "과제 6", "#adam", "Asked 배이든", "Typed 문가온", "19 November", "16:21"):
        assert fact in text
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', html)[0]
    assert f'<a href="{question.lecture.get_absolute_url()}">Lecture 11 최적화</a>' in crumbs
    assert f"{question.meeting.get_absolute_url()}#question-{question.pk}" in html
    assert reverse("member", args=[mate.pk]) in html


def test_whoever_asked_and_typed_is_named_once(client, question, mate):
    question.typed_by = mate.user
    question.save()
    assert "Typed" not in words(page(client, question.get_absolute_url()))


@pytest.mark.slow
def test_open_question_says_that_there_is_no_answer_yet(client, question):
    html = page(client, question.get_absolute_url(), "ko")
    assert "mark-open" in html
    text = words(page(client, question.get_absolute_url()))
    assert "No answer yet." in text
    assert "Still open" in text


@pytest.mark.slow
def test_accepted_answer_comes_first_with_who_accepted_it(client, question, member, mate):
    answer(question, "그냥 외웠어요.", mate, order=1)
    best = answer(question, "눌린 평균을 되돌려요.", member, order=2)
    best.accept(by=mate.user)
    html = page(client, question.get_absolute_url())
    assert html.index("눌린 평균") < html.index("그냥 외웠어요")
    text = words(html)
    assert "Accepted answer 문가온 16:24" in text
    assert "accepted by 배이든" in text
    assert "It has been answered" in text
    assert html.count("mark-accepted") == 1


def test_endorsed_answer_says_who_confirmed_it(client, question, member, staff):
    answer(question, "맞아요.", member).endorse(by=staff)
    assert "staff confirmed that this is right." in words(page(client, question.get_absolute_url()))


def test_answer_by_nobody_of_the_team_names_the_speaker(client, question):
    answer(question, "안 돼요.", speaker="류세진 마스터")
    assert "류세진 마스터" in words(page(client, question.get_absolute_url()))


def test_answer_of_another_day_says_the_day(client, question, member):
    late = answer(question, "다음 날 알았어요.", member)
    Answer.objects.filter(pk=late.pk).update(created_at=at(9, 5, day=20))
    assert "20 November 09:05" in words(page(client, question.get_absolute_url()))


@pytest.mark.slow
def test_deferred_question_says_whom_it_waits_for(client, question, mate):
    question.defer(to=mate, audience=Question.Audience.MENTOR)
    html = page(client, question.get_absolute_url())
    assert "mark-deferred" in html
    assert "Waits for 배이든" in words(html)
    question.defer()
    assert "Goes to mentoring" in words(page(client, question.get_absolute_url()))


@pytest.mark.slow
def test_follow_ups_duplicates_and_what_they_hang_on_lead_to_one_another(client, question, team, mate):
    follow_up = Question.objects.create(team=team, body="그럼 RMSProp은요?", parent=question, asked_at=at(16, 44))
    follow_up.asked_by.add(mate)
    duplicate = Question.objects.create(team=team, body="보정은 왜 해요?", duplicate_of=question)
    html = page(client, question.get_absolute_url())
    assert "Follow-up 배이든 16:44 그럼 RMSProp은요? Still open" in words(html)
    assert follow_up.get_absolute_url() in html
    assert f"Question {duplicate.pk} asks the same" in words(html)
    assert f"Follows up on question {question.pk}" in words(page(client, follow_up.get_absolute_url()))
    assert f"Same as question {question.pk}" in words(page(client, duplicate.get_absolute_url()))


def test_ties_to_another_teams_questions_stay_hidden(client, question, other_team):
    foreign = Question.objects.create(team=other_team, body="다른 조의 비밀", parent=question)
    question.duplicate_of = foreign
    question.save()
    html = page(client, question.get_absolute_url())
    assert "다른 조의 비밀" not in html
    assert foreign.get_absolute_url() not in html


def test_removed_answers_and_follow_ups_are_gone(client, question, team, member):
    answer(question, "지운 답", member).remove()
    Question.objects.create(team=team, body="지운 질문", parent=question).remove()
    html = page(client, question.get_absolute_url())
    assert "지운 답" not in html
    assert "지운 질문" not in html


def test_removed_question_is_gone(client, question):
    question.remove()
    assert client.get(question.get_absolute_url()).status_code == 404


@pytest.mark.slow
def test_previous_and_next_are_those_of_the_same_minutes(client, team, meeting):
    elsewhere = Meeting.objects.create(team=team, held_on=datetime.date(2026, 11, 18))
    first, gone, middle, last = (
        Question.objects.create(team=team, meeting=meeting, body=f"{n}?", order=n) for n in (1, 2, 2, 3)
    )
    Question.objects.create(team=team, meeting=elsewhere, body="어제", order=2)
    gone.remove()
    neighbours = re.compile(r'rel="(prev|next)" href="/questions/(\d+)/"')
    for question, expected in (
        (first, {"next": middle}),
        (middle, {"prev": first, "next": last}),
        (last, {"prev": middle}),
    ):
        found = dict(neighbours.findall(page(client, question.get_absolute_url())))
        assert found == {rel: str(other.pk) for rel, other in expected.items()}


@pytest.mark.slow
def test_question_of_no_place_has_no_neighbours(client, team):
    alone = Question.objects.create(team=team, body="혼자?")
    Question.objects.create(team=team, body="또 혼자?")
    html = page(client, alone.get_absolute_url())
    assert 'rel="next"' not in html
    assert 'rel="prev"' not in html


def test_question_of_an_imported_note_names_its_lines_and_no_invented_time(client, question, team, meeting):
    question.source = SourceDocument.objects.create(team=team, path="notes/day 14.md", raw=b"# x")
    question.source_first_line, question.source_last_line = 12, 15
    question.section = Section.objects.create(meeting=meeting, heading="강의에서 남은 것")
    question.save()
    html = page(client, question.get_absolute_url())
    text = words(html)
    assert "day 14.md lines 12 to 15" in text
    assert question.source.get_absolute_url() in html
    assert "16:21" not in text
    assert f"{meeting.get_absolute_url()}#section-{question.section_id}" in html


@pytest.mark.slow
def test_imported_question_of_an_undated_class_claims_no_day(client, team, cohort):
    source = SourceDocument.objects.create(team=team, path="a.md", raw=b"# x")
    master_class = MasterClass.objects.create(cohort=cohort, title="최적화의 직관")
    note = ClassNote.objects.create(master_class=master_class, team=team, source=source)
    asked = Question.objects.create(team=team, class_note=note, body="왜?", source=source)
    url = reverse("team_questions", args=[team.slug])
    assert "When" not in words(page(client, asked.get_absolute_url()))
    assert "<time" not in page(client, url)
    MasterClass.objects.filter(pk=master_class.pk).update(held_on=datetime.date(2026, 11, 16))
    assert "When Monday 16 November" in words(page(client, asked.get_absolute_url()))
    assert "for 3 days" in words(page(client, url))


def test_bytes_of_the_imported_note_are_not_read(client, question, team, mate, django_assert_num_queries):
    question.source = SourceDocument.objects.create(team=team, path="a.md", raw=b"# x")
    question.save()
    answer(question, "답", mate)
    with django_assert_num_queries(QUESTION_QUERIES) as queries:
        page(client, question.get_absolute_url())
    assert not [query for query in queries if '"raw"' in query["sql"]]


def test_question_that_is_a_missing_picture_still_has_a_heading_and_a_title(client, team):
    picture = Question.objects.create(team=team, body="![](images/38e99848.png)")
    html = page(client, picture.get_absolute_url())
    title = re.search(r"<title>(.*?)</title>", html)[1]
    assert f"Question {picture.pk}" in title
    assert "picture-missing" in html
    assert "<img" not in html


@pytest.mark.slow
def test_what_people_type_is_never_markup(client, question, cohort, mate, member):
    bad = "<script>alert(1)</script>"
    question.body = bad
    question.lecture = Lecture.objects.create(cohort=cohort, number=3, title=bad)
    question.save()
    question.tags.add(Tag.objects.create(cohort=cohort, name=bad))
    mate.name = bad
    mate.save()
    User.objects.filter(pk=member.user_id).update(display_name=bad)
    answer(question, bad, mate, speaker=bad).accept(by=User.objects.get(pk=member.user_id))
    for url in (
        question.get_absolute_url(),
        reverse("team_questions", args=[question.team.slug]),
        reverse("team_questions", args=[question.team.slug])
        + "?status=%3Cscript%3E&lecture=%3Cscript%3E&before=%22%3E",
    ):
        assert "<script>" not in page(client, url)


def test_reader_from_another_team_sees_a_class_question_without_links_into_the_team(
    signed_in, outsider, team, cohort, member
):
    master_class = MasterClass.objects.create(cohort=cohort, title="최적화의 직관")
    source = SourceDocument.objects.create(team=team, path="a.md", raw=b"# x")
    note = ClassNote.objects.create(master_class=master_class, team=team, author=member)
    asked = Question.objects.create(
        team=team,
        class_note=note,
        body="Adam만 쓰면 안 되나요?",
        audience="master",
        source=source,
        lecture=Lecture.objects.create(cohort=cohort, number=2),
    )
    asked.asked_by.add(member)
    html = page(signed_in(outsider), asked.get_absolute_url())
    assert "문가온" in html
    assert master_class.get_absolute_url() in html
    assert f"{note.get_absolute_url()}#question-{asked.pk}" in html
    assert member.get_absolute_url() not in html
    assert source.get_absolute_url() not in html
    assert f"/teams/{team.slug}/" not in html


@pytest.mark.slow
def test_texts_that_point_at_a_question_stand_beside_it(client, question, team, meeting, other_team, outsider, cohort):
    assert "Texts that point here" not in page(client, question.get_absolute_url())
    learning = Learning.objects.create(team=team, meeting=meeting, body=f"[[Q{question.pk}]]과 같은 병이에요\n\n끝.")
    Learning.objects.create(team=team, body=f"지운 글 [[Q{question.pk}]]").remove()
    Learning.objects.create(team=other_team, body=f"남의 글 [[Q{question.pk}]]")
    html = page(client, question.get_absolute_url())
    assert f"Texts that point here Learning · Q{question.pk}과 같은 병이에요 minutes of 12조 느린학습률" in words(html)
    assert f'href="{meeting.get_absolute_url()}#learning-{learning.pk}"' in html
    assert "지운 글" not in html
    assert "남의 글" not in html


@pytest.mark.slow
def test_many_texts_that_point_at_a_question_are_folded(client, question, team):
    for n in range(9):
        Learning.objects.create(team=team, body=f"글 {n} [[Q{question.pk}]]")
    html = page(client, question.get_absolute_url())
    assert html.count("Learning ·") == 9
    assert "3 more" in words(html)


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["member", "mentor", "staff", "admin", "outsider"])
@pytest.mark.parametrize("count", [1, 40])
def test_question_takes_the_same_queries_with_one_and_forty_of_everything(
    cast, question, team, other_team, meeting, cohort, member, mate, signed_in, django_assert_num_queries, count, reader
):
    meeting.other_teams.add(other_team)
    for n in range(count):
        said = answer(question, f"답 {n} [[Q{question.pk}]]", member, mate)
        said.endorse(by=cast["staff"], sentence="맞아요")
        Comment.objects.create(answer=said, body=f"덧붙임 {n}", said_by=mate)
        tied = [
            Question.objects.create(team=team, meeting=meeting, body=f"이어 {n}", parent=question, order=n),
            Question.objects.create(team=team, meeting=meeting, body=f"같은 {n}", duplicate_of=question),
            Question.objects.create(team=team, meeting=meeting, body=f"합친 {n}"),
        ]
        for other in tied:
            other.asked_by.set([mate])
            Question.objects.filter(pk=other.pk).update(is_anonymous=True)
        tied[0].defer(to=mate)
        tied[0].take(mate)
        tied[2].merge_into(question)
        answer(tied[2], f"거기 답 {n}", mate)
        tied[2].asked_too.add(member)
        question.tags.add(Tag.objects.create(cohort=cohort, name=f"낱말{n}"))
        Learning.objects.create(team=team, meeting=meeting, body=f"[[Q{question.pk}]] 덕분 {n}")
    question.answers.last().accept(by=member.user)
    more = {"staff": 1, "outsider": 1}  # the cohorts they run; which links of another team's texts they can follow
    client = signed_in(cast[reader])
    with django_assert_num_queries(QUESTION_QUERIES + more.get(reader, 0)):
        html = page(client, question.get_absolute_url())
    assert html.count("거기 답") == count


@pytest.fixture
def cast(member, staff, admin, team, outsider) -> dict:
    mentor = seated(team, "mentor", "한도경", role=Member.Role.MENTOR)
    return {"member": member, "mentor": mentor, "staff": staff, "admin": admin, "outsider": outsider}


@pytest.mark.slow
def test_all_texts_of_a_page_keep_the_words_of_links_that_its_reader_can_t_follow(
    question, team, meeting, other_team, outsider, member, signed_in
):
    """Also comments, follow-ups and what was merged into it."""
    meeting.other_teams.add(other_team)
    hidden = Question.objects.create(team=team, body="우리끼리 질문")
    text = f"보세요 [[Q{hidden.pk}]]"
    again = Question.objects.create(team=team, meeting=meeting, body="같은 질문")
    for one in (question, again):
        Comment.objects.create(answer=answer(one, text, member), body=text, said_by=member)
        Question.objects.create(team=team, meeting=meeting, body=text, parent=one)
    again.merge_into(question)
    for reader, count in ((member, 6), (outsider, 0)):
        html = page(signed_in(reader), question.get_absolute_url())
        assert html.count(f'href="{hidden.get_absolute_url()}"') == count
        assert words(html).count(f"보세요 Q{hidden.pk}") == 6


# The questions of a team


def ask(team, count: int, **fields) -> list[Question]:
    """`count` questions, the newest first."""
    asked = [Question(team=team, body=f"{n}?", body_html=f"<p>{n}?</p>", **fields) for n in range(count)]
    for n, question in enumerate(asked):
        question.asked_at = fields.get("asked_at") or timezone.now() - datetime.timedelta(minutes=count - n)
    return Question.objects.bulk_create(asked)[::-1]


def test_team_without_questions_says_so(client, team):
    assert "No questions yet." in words(page(client, reverse("team_questions", args=[team.slug])))


def test_list_row_says_what_it_is_about_who_asked_and_how_many_answers(client, question, cohort, member, mate):
    question.lecture = Lecture.objects.create(cohort=cohort, number=11, title="최적화")
    question.save()
    question.tags.add(Tag.objects.create(cohort=cohort, name="adam"))
    answer(question, "하나", member)
    answer(question, "둘", mate)
    answer(question, "지움", mate).remove()
    text = words(page(client, reverse("team_questions", args=[question.team.slug])))
    for part in (str(question.pk), "배이든", "#adam", "Lecture 11 최적화", "2 answers"):
        assert part in text


def test_open_question_shows_its_age_and_answered_one_its_day(client, team):
    Question.objects.create(team=team, body="묵은 것?", asked_at=at(12, 0, day=16))
    Question.objects.create(team=team, body="끝난 것?", asked_at=at(12, 0, day=16), status="answered")
    text = words(page(client, reverse("team_questions", args=[team.slug])))
    assert "no answer · for 3 days" in text
    assert "no answer · 16 November" in text


@pytest.mark.slow
def test_filters_narrow_and_stay_on_the_next_page(client, team, cohort):
    eleven = Lecture.objects.create(cohort=cohort, number=11, title="최적화")
    twelve = Lecture.objects.create(cohort=cohort, number=12, title="CNN")
    wanted = ask(team, PAGE_SIZE + 2, lecture=eleven, status="answered")
    ask(team, 3, lecture=eleven)
    ask(team, 4, lecture=twelve, status="answered")
    url = reverse("team_questions", args=[team.slug])
    html = page(client, f"{url}?status=answered&lecture=11")
    assert listed(html) == [question.pk for question in wanted[:PAGE_SIZE]]
    following = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert "status=answered" in following
    assert "lecture=11" in following
    html = page(client, url + following)
    assert listed(html) == [question.pk for question in wanted[PAGE_SIZE:]]
    assert 'href="?status=answered&amp;lecture=11"' in html


@pytest.mark.slow
def test_tabs_count_within_the_chosen_lecture_and_the_head_over_all(client, team, cohort):
    eleven = Lecture.objects.create(cohort=cohort, number=11)
    ask(team, 2, lecture=eleven)
    ask(team, 1, lecture=eleven, status="deferred")
    ask(team, 5, status="answered")
    url = reverse("team_questions", args=[team.slug])
    assert "All 3 Open 2 For mentoring 1 Answered 0" in words(page(client, url + "?lecture=11"))
    assert "3 of 8 still open" in words(page(client, url + "?lecture=11"))
    assert "All 8 Open 2 For mentoring 1 Answered 5" in words(page(client, url))


def test_menu_offers_the_lectures_that_were_asked_about(client, team, cohort, other_team):
    Lecture.objects.create(cohort=cohort, number=1, title="아무도 안 물음")
    ask(other_team, 1, lecture=Lecture.objects.create(cohort=cohort, number=2, title="남의 조만 물음"))
    ask(team, 1, lecture=Lecture.objects.create(cohort=cohort, number=11, title="최적화"))
    html = page(client, reverse("team_questions", args=[team.slug]) + "?lecture=11")
    menu = re.search(r'<select id="lecture".*?</select>', html)[0]
    assert re.findall(r'<option value="(\d*)"', menu) == ["", "11"]
    assert re.search(r'<option value="11" selected', html)


def test_a_list_about_one_lecture_leads_to_its_page(client, team, cohort, django_assert_num_queries):
    lecture = Lecture.objects.create(cohort=cohort, number=11, title="최적화")
    ask(team, 1, lecture=lecture)
    url = reverse("team_questions", args=[team.slug])
    with django_assert_num_queries(LIST_QUERIES + 1):
        html = page(client, url + "?lecture=11")
    head = re.search(r'<p class="head-line">.*?</p>', html)[0]
    assert f'href="{lecture.get_absolute_url()}">Lecture 11 최적화</a>' in head
    assert lecture.get_absolute_url() not in re.search(r'<p class="head-line">.*?</p>', page(client, url))[0]


def test_no_question_for_these_filters_leads_back_to_all(client, team):
    ask(team, 1)
    html = page(client, reverse("team_questions", args=[team.slug]) + "?status=deferred")
    assert "No question fits these filters." in words(html)
    assert '<a class="word-line" href="?">Show all questions</a>' in html


@pytest.mark.parametrize("query", ["status=gone", "lecture=x", "lecture=٣", "lecture=99999", "lecture=-1", "before=x"])
def test_filters_that_nobody_offers_count_as_unset(client, team, query):
    asked = ask(team, 2)
    assert listed(page(client, reverse("team_questions", args=[team.slug]) + f"?{query}")) == [q.pk for q in asked]


@pytest.mark.slow
def test_pages_of_equal_times_hold_every_question_once(client, team):
    ask(team, 2 * PAGE_SIZE + 1, asked_at=at(16, 0))
    url = reverse("team_questions", args=[team.slug])
    seen, following = [], ""
    while following is not None:
        html = page(client, url + following)
        seen += listed(html)
        match = re.search(r'rel="next" href="([^"]+)"', html)
        following = match and match[1].replace("&amp;", "&")
    assert seen == sorted(Question.objects.values_list("pk", flat=True), reverse=True)


def test_removed_questions_and_those_of_removed_minutes_are_not_listed(client, team, meeting):
    Question.objects.create(team=team, body="지움?").remove()
    Question.objects.create(team=team, meeting=meeting, body="지운 회의?")
    meeting.remove()
    kept = Question.objects.create(team=team, body="남음?")
    html = page(client, reverse("team_questions", args=[team.slug]))
    assert listed(html) == [kept.pk]
    assert "1 of 1 still open" in words(html)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, PAGE_SIZE - 1, 40])
def test_list_takes_the_same_queries_with_one_and_forty(
    client, team, meeting, cohort, member, mate, django_assert_num_queries, count
):
    for n in range(count):
        question = Question.objects.create(
            team=team,
            meeting=meeting,
            body=f"{n}?",
            lecture=Lecture.objects.create(cohort=cohort, number=n),
            assignment=Assignment.objects.create(cohort=cohort, title=f"과제 {n}"),
            status="deferred",
            deferred_to=mate,
            typed_by=member.user,
        )
        question.asked_by.set([member, mate])
        question.tags.add(Tag.objects.create(cohort=cohort, name=f"낱말{n}"))
    with django_assert_num_queries(LIST_QUERIES):
        page(client, reverse("team_questions", args=[team.slug]))


# Who may


@pytest.mark.slow
@pytest.mark.parametrize("who", ["outsider", "ex_member"])
def test_whoever_is_not_of_the_team_gets_404(request, signed_in, question, who):
    stranger = signed_in(request.getfixturevalue(who))
    assert stranger.get(question.get_absolute_url()).status_code == 404
    assert stranger.get(reverse("team_questions", args=[question.team.slug])).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("who", ["mate", "staff", "admin"])
def test_team_mates_staff_and_admins_read(request, signed_in, question, who):
    reader = signed_in(request.getfixturevalue(who))
    assert reader.get(question.get_absolute_url()).status_code == 200
    assert reader.get(reverse("team_questions", args=[question.team.slug])).status_code == 200


def test_a_joint_meetings_question_is_read_by_the_other_team_without_links_into_the_first(
    signed_in, outsider, other_team, question
):
    question.meeting.other_teams.add(other_team)
    html = page(signed_in(outsider), question.get_absolute_url())
    assert question.meeting.get_absolute_url() in html
    assert f"/teams/{question.team.slug}/" not in html


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_of_questions_only_read(client, question, method):
    assert getattr(client, method)(question.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("what", ["deferral", "follow-ups", "original", "edit"])
def test_what_is_opened_on_a_questions_page_leads_back_there(question, member, signed_in, what):
    client, page = signed_in(member), question.get_absolute_url()
    address = f"/questions/{question.pk}/{what}/?next={page}"
    assert f'href="{address}"' in client.get(page).content.decode()
    shown = client.get(address).content.decode()
    ways = re.findall(rf'href="({page}[^"]*)"', shown)
    assert len(ways) == 2  # above and at the foot
    assert f">질문 {question.pk}번</a>" in shown
    assert question.meeting.get_absolute_url() not in shown
