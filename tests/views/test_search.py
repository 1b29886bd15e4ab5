"""The page of the search: what it shows of what was found, to whom, and what it says where nothing was."""

import datetime
import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from meetings.models import (
    Answer,
    ClassNote,
    Learning,
    Lecture,
    MasterClass,
    Question,
    Section,
    Tag,
    token_index,
)
from meetings.search import PAGE, indexing
from meetings.views.search import FIRST, LONGEST
from tests.conftest import THURSDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday_evening")]

QUERIES = 5  # account, seats; what the search itself asks


@pytest.fixture
def question(meeting, mate) -> Question:
    asked = Question.objects.create(
        team=meeting.team, meeting=meeting, body="쿨백-라이블러 발산은 왜 거리가 아닌가요?", typed_by=mate.user
    )
    asked.asked_by.add(mate)
    return asked


@pytest.fixture
def one_of_each(question, meeting, team, cohort, member) -> dict:
    """A text of each kind with the same word in it."""
    held = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on=THURSDAY)
    note = ClassNote.objects.create(master_class=held, team=team, author=member, title="라이블러 노트")
    return {
        "question": question,
        "learning": Learning.objects.create(team=team, meeting=meeting, author=member, body="라이블러를 줄이는 법"),
        "section": Section.objects.create(meeting=meeting, heading="정리", body="라이블러 정리"),
        "class_note": note,
    }


def address(text: str = "", **more) -> str:
    return f"/search/?{urlencode({'q': text, **more})}"


def get(client: Client, text: str = "", language: str = "en", **more) -> str:
    response = client.get(address(text, **more), headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html.partition("<main")[2])))


def hits(html: str) -> list[str]:
    return re.findall(r'class="row-open" href="([^"]+)"', html)


def searches(html: str) -> dict[str, str]:
    """The searches that the page leads to: what each link says → its address."""
    found = re.findall(r'<a [^>]*href="(/search/\?[^"]*)"[^>]*>(.*?)</a>', html, re.S)
    return {" ".join(re.sub("<[^>]+>", "", word).split()): unescape(url) for url, word in found}


def links(html: str) -> dict[str, str]:
    """What each of them looks for."""
    return {word: parse_qs(urlsplit(url).query)["q"][0] for word, url in searches(html).items()}


def tabs(html: str) -> dict[str, tuple[str, bool]]:
    """What each says → where it leads, and whether it is the chosen one."""
    bar = re.search(r'<nav class="tabs.*?</nav>', html, re.S)[0]
    found = re.findall(r'<a href="([^"]+)"( aria-current="page")?>(.*?)</a>', bar)
    return {
        " ".join(re.sub("<[^>]+>", "", said).split()): (unescape(url), bool(is_current))
        for url, is_current, said in found
    }


def told(client: Client, text: str, **more) -> dict:
    response = client.get(address(text, **more), headers={"accept": "application/json", "accept-language": "en"})
    assert response.status_code == 200
    return response.json()


# What was found


def test_a_question_is_found_by_half_a_word_and_marked(me, question):
    html = get(me, "쿨백")
    assert hits(html) == [question.get_absolute_url()]
    assert re.search(r"<mark>쿨백[^<]*</mark>", html)
    assert 'class="mark mark-open"' in html
    text = words(html)
    assert "1 found" in text
    assert re.search(r"Question · no answer · today our team · 19 November", text)


def test_an_answer_leads_to_its_question_which_says_how_many_there_are(me, question, cohort, member):
    question.lecture = Lecture.objects.create(cohort=cohort, number=8, title="정보 이론")
    question.save()
    said = Answer.objects.create(question=question, body="삼각 부등식을 안 지켜요.")
    said.accept(by=member.user)
    html = get(me, "부등식")
    assert len(hits(html)) == 1
    assert hits(html)[0].startswith(question.get_absolute_url())
    assert "1 answer · one accepted Lecture 8 정보 이론" in words(html)
    assert question.lecture.get_absolute_url() in html


def test_every_kind_has_its_tab_and_its_count(me, one_of_each):
    html = get(me, "라이블러")
    assert len(hits(html)) == 4
    tabs = re.search(r'<nav class="tabs.*?</nav>', html, re.S)[0]
    shown = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", tabs)).strip()
    assert shown == "All 4 Questions 1 Learnings 1 Classes 1 Minutes 1"
    for word in ("Question ·", "Learning · 문가온", "Class note · 문가온", "Minutes our team"):
        assert word in words(html)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["question", "learning", "section", "class_note"])
def test_a_kind_alone_is_an_address(me, one_of_each, kind):
    html = get(me, "라이블러", kind=kind)
    assert len(hits(html)) == 1
    assert str(one_of_each[kind].pk) in hits(html)[0]
    assert re.search(rf'kind={kind}" aria-current="page"', html)
    assert f'<input type="hidden" name="kind" value="{kind}">' in html


@pytest.mark.parametrize("kind", ["", "learning"])
def test_a_kind_that_was_typed_is_the_chosen_tab_and_another_tab_takes_its_place(me, one_of_each, kind):
    html = get(me, "라이블러 종류:질문", kind=kind)
    shown = tabs(html)
    assert list(shown) == ["All", "Questions 1", "Learnings", "Classes", "Minutes"]
    assert [said for said, (_url, is_current) in shown.items() if is_current] == ["Questions 1"]
    assert hits(html) == [one_of_each["question"].get_absolute_url()]
    assert 'name="kind"' not in html
    assert "kind=" not in unquote(html.partition('class="chips')[2].partition("</ul>")[0])
    assert shown["All"][0] == address("라이블러")
    for said, noun in {
        "Questions 1": "question",
        "Learnings": "learning",
        "Classes": "class_note",
        "Minutes": "section",
    }.items():
        html = me.get(shown[said][0], headers={"accept-language": "en"}).content.decode()
        (url,) = hits(html)
        assert str(one_of_each[noun].pk) in url
        assert re.search(r'aria-current="page">[^<]+ <span class="count">1<', html)


def test_a_kind_alone_gives_way_to_another_tab(me, one_of_each):
    for language, text in {"ko": "종류:배운점", "en": "kind:learning"}.items():
        urls = [url for url, _is_current in tabs(get(me, "kind:question", language)).values()]
        assert address(text) in urls
        assert hits(get(me, text)) == [one_of_each["learning"].get_absolute_url()]


@pytest.mark.parametrize("kind", ["answer", "Question", "question,learning", "'"])
def test_a_kind_that_nobody_offers_is_none(me, one_of_each, kind):
    assert len(hits(get(me, "라이블러", kind=kind))) == 4


@pytest.mark.slow
def test_a_team_mate_gets_the_same_from_the_same_address(me, signed_in, one_of_each, mate):
    assert hits(get(me, "라이블러")) == hits(get(signed_in(mate), "라이블러"))


def test_another_team_is_named(staff, signed_in, question):
    text = words(get(signed_in(staff), "쿨백"))
    assert "12조 느린학습률 · 19 November" in text
    assert "our team" not in text


def test_synonyms_are_named_and_can_be_left_out(me, question, cohort):
    Tag.objects.create(cohort=cohort, name="쿨백 라이블러", synonyms=["KLD"])
    html = get(me, "KLD")
    assert hits(html) == [question.get_absolute_url()]
    assert "쿨백 라이블러 mean the same and were looked for as well." in words(html)
    url = searches(html)["Only “KLD”"]
    assert url == address("KLD", exactly=1)
    html = me.get(url, headers={"accept-language": "en"}).content.decode()
    assert hits(html) == []
    assert "mean the same" not in words(html)
    assert searches(html)["Look for what means the same as well"] == address("KLD")


@pytest.mark.parametrize("text", ["쿨백라이블러", "쿨백-라이블러는", "쿨백 라이블러 왜"])
def test_without_synonyms_a_word_is_found_as_freely_as_ever(me, question, meeting, cohort, text):
    """However it is spaced, with whichever particle, beside words that say little."""
    Tag.objects.create(cohort=cohort, name="쿨백 라이블러", synonyms=["KLD"])
    other = Question.objects.create(team=meeting.team, meeting=meeting, body="KLD는 왜 음수가 아닌가요?")
    html = get(me, text)
    assert set(hits(html)) == {question.get_absolute_url(), other.get_absolute_url()}
    html = me.get(searches(html)[f"Only “{text}”"], headers={"accept-language": "en"}).content.decode()
    assert hits(html) == [question.get_absolute_url()]
    assert all("exactly=1" in url for url, _is_current in tabs(html).values())
    assert 'name="exactly"' not in html  # what is typed next is looked for as ever


def test_where_nothing_means_the_same_there_is_nothing_to_leave_out(me, question):
    assert "Only “" not in words(get(me, "쿨백라이블러는"))


def test_what_is_only_similar_stands_apart_with_its_sentence(me, question):
    html = get(me, "쿨백 바나흐")
    assert "Nothing fits “쿨백 바나흐”." in words(html)
    apart = html.split('class="search-similar"')[1]
    assert "What you look for doesn't stand in them as it is." in words("<main" + apart)
    assert hits(apart) == [question.get_absolute_url()]


def test_a_removed_text_is_gone(me, question):
    question.remove()
    assert hits(get(me, "쿨백")) == []


# To whom


@pytest.mark.parametrize("person", ["outsider", "ex_member"])
def test_what_somebody_may_not_read_leaves_no_trace(request, person, signed_in, meeting, question, team, member):
    Learning.objects.create(team=team, meeting=meeting, author=member, body="쿨백은 비밀이에요")
    Section.objects.create(meeting=meeting, heading="쿨백", body="쿨백 정리")
    html = get(signed_in(request.getfixturevalue(person)), "쿨백")
    assert hits(html) == []
    assert "Nothing fits “쿨백”." in words(html)
    assert "search-similar" not in html
    assert re.findall(r'class="count">(\d+)<', html) == ["0"] * 5
    for word in ("비밀", "발산", "문가온", "배이든", "느린학습률"):
        assert word not in html


def test_notes_of_classes_are_for_the_cohort(signed_in, outsider, one_of_each):
    html = get(signed_in(outsider), "라이블러")
    assert [url.partition("#")[0] for url in hits(html)] == [one_of_each["class_note"].get_absolute_url()]
    assert "All 1 Questions 0" in words(html)


def test_whoever_is_signed_out_signs_in_and_comes_back(db):
    response = Client().get(address("쿨백"))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/search/%3Fq%3D")


@pytest.mark.slow
def test_a_script_that_was_typed_is_words(me, question):
    question.body = "<script>alert(1)</script> 쿨백"
    question.save()
    for text in ("<script>", "쿨백", "\"><img src=x onerror=alert('x')>"):
        for html in (get(me, text), told(me, text)["html"]):
            assert "<script>alert" not in html
            assert "<img" not in html


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["쿨\x07백", "\x1b[0m", "\u2028", "a\r\nb", '"', "-", ":", "week:", "%", "'; --", "🙂"]
)
def test_nothing_that_is_typed_breaks_it(me, question, text):
    get(me, text)


# Filters


@pytest.mark.slow
def test_a_set_filter_is_taken_off_by_its_chip(me, question):
    html = get(me, "쿨백 week:3")
    assert re.search(r'<a class="chip" aria-current="true" href="/search/\?q=%EC%BF%A8%EB%B0%B1">week 3', html)
    assert hits(html) == [question.get_absolute_url()]
    assert hits(get(me, "쿨백 week:2")) == []


@pytest.mark.slow
def test_filters_are_offered_as_words_that_one_could_type(me, question):
    offered = links(get(me, "쿨백"))
    assert offered["this week"] == "쿨백 week:3"
    assert offered["only our team"] == "쿨백 team:mine"
    assert offered["only open"] == "쿨백 is:open"
    for text in offered.values():
        get(me, text)
    assert "only open" not in links(get(me, "쿨백 is:answered"))


def test_a_filter_narrows_a_quote_that_was_left_open(me, question):
    html = get(me, '"쿨백-라이블러 발산')
    narrowed = links(html)["only our team"]
    assert narrowed == '"쿨백-라이블러 발산" team:mine'
    assert hits(get(me, narrowed)) == hits(html) == [question.get_absolute_url()]


@pytest.mark.slow
def test_every_offered_filter_is_understood_in_both_languages(me, question):
    for language in ("ko", "en"):
        html = get(me, "쿨백", language)
        chips = re.findall(r'<a class="chip" href="([^"]+)"', html)
        assert len(chips) >= 6
        for url in chips:
            assert 'class="chip" aria-current="true"' in me.get(url.replace("&amp;", "&")).content.decode(), url


def test_before_a_cohort_and_after_it_the_last_days_are_offered(me, question, cohort):
    cohort.ends_on = THURSDAY - datetime.timedelta(days=1)
    cohort.save()
    offered = links(get(me, "쿨백"))
    assert offered["the last seven days"] == "쿨백 after:2026-11-12"
    assert "this week" not in offered


@pytest.mark.slow
def test_filters_beyond_the_most_are_named_and_the_search_goes_without_them(me, question):
    many = " ".join(f"week:{number}" for number in range(1, 11))
    text = words(get(me, f"쿨백 {many}"))
    assert "That is too much at once. The search went without: week:9, week:10." in text
    assert "too much at once" not in words(get(me, "쿨백 week:3"))
    assert get(me, f"쿨백 {many}").count('class="chip" aria-current') == 8


def test_a_word_that_is_said_too_often_is_not_left_out(me, question):
    html = get(me, "쿨백 " * 133)
    assert "too much at once" not in words(html)
    assert hits(html) == [question.get_absolute_url()]


# Nothing found, nothing asked, too much asked


def test_nothing_found_says_what_to_try(me, question):
    html = get(me, "바나흐 week:2", kind="learning")
    text = words(html)
    assert "Nothing fits “바나흐”." in text
    assert links(html)["Look without filters"] == "바나흐"
    assert 'href="/search/question/?q=%EB%B0%94%EB%82%98%ED%9D%90"' in html


def test_nothing_among_the_chosen_kind_leads_to_the_others(me, question):
    html = get(me, "쿨백", kind="learning")
    assert links(html)["Look at all kinds: 1 found"] == "쿨백"


def test_an_empty_box_says_what_it_looks_through(me, question, django_assert_num_queries):
    with django_assert_num_queries(2):
        html = get(me)
    assert "Looks through questions and answers" in words(html)
    assert "autofocus" in html
    assert hits(html) == []
    assert "autofocus" not in get(me, "쿨백")


def test_what_is_too_long_is_no_search_and_stays_in_the_box(me, question, django_assert_num_queries):
    long = "쿨백 " * (LONGEST // 2)
    with django_assert_num_queries(2):
        html = get(me, long)
    assert f"up to {LONGEST} characters" in words(html)
    assert f'value="{long.strip()}"' in html
    assert "data-hits" not in get(me, "가" * (LONGEST + 1))
    assert "Nothing fits" not in words(get(me, "가" * (LONGEST + 1)))
    assert "Nothing fits" in words(get(me, "가" * LONGEST))


@pytest.mark.slow
def test_while_the_index_is_made_anew_it_says_so(me, question, team):
    """On PostgreSQL there is nothing to say: without its index it reads the table."""
    if connection.vendor != "sqlite":
        return
    said = "is being put in order again"
    assert said not in words(get(me, "바나흐"))
    token_index.drop(connection)
    assert said in words(get(me, "쿨백"))
    assert said in words(get(me, "week:3"))
    assert me.get("/search/first/?q=쿨백").status_code == 200
    assert me.post("/questions/similar/", {"body": question.body}).status_code in (200, 404)
    token_index.create(connection)
    Question.objects.create(team=team, body="새로 적은 발산")
    assert said in words(get(me, "라이블러"))
    assert said not in words(get(me, "발산"))
    assert indexing.check()
    assert hits(get(me, "라이블러"))
    assert said not in words(get(me, "바나흐"))


# Many


def test_a_long_text_that_nothing_fits_is_told_in_short(me):
    said = words(get(me, "가나다라" * 60))
    assert "가나다라" * 10 in said
    assert "가나다라" * 16 not in re.search(r"Nothing fits “.*?”", said)[0]


@pytest.fixture
def many(team, meeting) -> None:
    for n in range(PAGE + 7):
        Question.objects.create(team=team, meeting=meeting, body=f"경사 하강은 왜 {n}번 도나요?", order=n)


@pytest.mark.slow
def test_the_next_ones_are_an_address_and_none_is_there_twice(me, many):
    first = get(me, "경사")
    assert f"{PAGE + 7} found" in words(first)
    assert "Next 7" in words(first)
    url = re.search(r'rel="next"\s+href="([^"]+)"', first)[1]
    second = me.get(unescape(url), headers={"accept-language": "en"}).content.decode()
    assert (len(hits(first)), len(hits(second))) == (PAGE, 7)
    assert not set(hits(first)) & set(hits(second))
    assert 'rel="next"' not in second
    assert 'rel="prev"' in second
    assert f"27 found · from number {PAGE + 1} on" in words(second)


@pytest.mark.slow
@pytest.mark.parametrize("start", ["-1", "x", "1e3", "²", "999999", "9" * 30, ""])
def test_a_start_that_is_none_is_the_first(me, many, start):
    assert len(hits(get(me, "경사", start=start))) == PAGE


def test_behind_the_last_one_there_is_nothing_more(me, many):
    html = get(me, "경사", start=980)
    assert "That was all. Further on there is nothing." in words(html)
    assert links(html)["Back to the first ones"] == "경사"


@pytest.mark.slow
def test_behind_the_best_ones_it_says_how_to_narrow_them_down(me, team, meeting):
    for n in range(230):
        Question.objects.create(team=team, meeting=meeting, body=f"경사 하강 {n}", order=n)
    seen, url = 0, address("경사")
    while url:
        html = me.get(url, headers={"accept-language": "en"}).content.decode()
        seen += len(hits(html))
        following = re.search(r'rel="next"\s+href="([^"]+)"', html)
        assert bool(following) is not ("Only the best ones are listed." in html)
        url = following and unescape(following[1])
    assert PAGE < seen < 230
    assert "230 found" in words(html)
    assert "Only the best ones" not in get(me, "경사 229")


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 40])
def test_queries(me, count, one_of_each, team, meeting, member, cohort, django_assert_max_num_queries):
    held = one_of_each["class_note"].master_class
    for n in range(count):
        lecture = Lecture.objects.create(cohort=cohort, number=n + 1)
        question = Question.objects.create(team=team, meeting=meeting, body=f"라이블러 {n}?", lecture=lecture)
        Answer.objects.create(question=question, body="답")
        Learning.objects.create(team=team, meeting=meeting, body=f"라이블러 {n}", author=member)
        Section.objects.create(meeting=meeting, heading=f"라이블러 {n}", body="글")
        ClassNote.objects.create(master_class=held, team=team, title=f"라이블러 {n}")
    with django_assert_max_num_queries(QUERIES):
        html = get(me, "라이블러")
    assert len(hits(html)) == min(4 * count + 4, PAGE)


# What a script gets


@pytest.mark.slow
def test_a_script_gets_the_same_as_the_page(me, one_of_each):
    answer = told(me, "라이블러")
    assert hits(answer["html"]) == hits(get(me, "라이블러"))
    assert answer["title"] == "“라이블러” found"
    assert told(me, "a\"<b>'")["title"] == "“a\"<b>'” found"  # which is text there, and escaped in the page
    response = me.get(address("라이블러"))
    assert "Accept" in response["Vary"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.slow
def test_under_the_box_of_any_page_stand_the_best_few(me, signed_in, outsider, many):
    few = me.get("/search/first/?q=경사", headers={"accept-language": "en"}).json()["html"]
    assert re.findall(r'href="(/questions/[^"]+)"', few) == hits(get(me, "경사"))[:FIRST]
    assert "Look at all 27 found" in few
    assert f'href="{address("경사")}"' in few
    other = signed_in(outsider).get("/search/first/?q=경사", headers={"accept-language": "en"}).json()["html"]
    assert "경사" not in unquote(other.replace(address("경사"), ""))
    assert "Nothing fits. What to try" in other
    for nothing in ("", "가" * (LONGEST + 1)):
        assert me.get("/search/first/", {"q": nothing}).json()["html"].strip() == ""


def test_under_the_box_of_any_page_what_is_similar_is_called_so(me, question):
    indexing.count_words()
    few = me.get("/search/first/?q=쿨벡", headers={"accept-language": "en"}).json()["html"]
    assert re.findall(r'href="(/questions/[^"]+)"', few) == [question.get_absolute_url()] == hits(get(me, "쿨벡"))
    said, _list, link = few.partition("<ul>")
    assert re.search(r"data-said>Nothing fits. These are similar.<", said)
    assert f'<a href="{address("쿨벡")}">Look at all that is similar</a>' in link


@pytest.mark.slow
def test_too_many_searches_in_a_minute_are_refused_with_a_sentence(me, question, monkeypatch, time_machine):
    monkeypatch.setattr("meetings.views.search.SEARCHES_A_MINUTE", 2)
    for _time in range(2):
        assert hits(get(me, "쿨백"))
    response = me.get(address("쿨백"), headers={"accept-language": "en"})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "That was many searches in a minute. Wait a little, then press Enter." in words(response.content.decode())
    assert 'data-again="60"' in response.content.decode()
    get(me)  # the page itself
    time_machine.shift(59)
    response = me.get(address("쿨백"), headers={"accept": "application/json", "accept-language": "en"})
    assert (response.status_code, response["Retry-After"]) == (429, "1")
    assert response.json()["sentence"].endswith("This one goes on in 1 second.")
    time_machine.shift(2)
    assert hits(get(me, "쿨백"))


@pytest.mark.slow
def test_the_box_of_all_pages_is_counted_apart(me, question, monkeypatch):
    monkeypatch.setattr("meetings.views.search.SEARCHES_A_MINUTE", 1)
    get(me, "쿨백")
    assert me.get("/search/first/?q=쿨백").json()["html"]
    refused = me.get("/search/first/?q=쿨백", headers={"accept-language": "en"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "This one goes on in 60 seconds." in refused.json()["sentence"]


def test_a_box_takes_as_much_as_is_looked_for(me, question):
    for page in ("/search/", "/classes/"):
        assert f'maxlength="{LONGEST}"' in me.get(page).content.decode()
    assert hits(get(me, f"쿨백 -{'가' * (LONGEST - 4)}"))


def test_signs_alone_find_nothing_and_no_filter_is_blamed(me, question):
    assert "Nothing fits “()”." in words(get(me, "()"))
    assert "Nothing fits these filters." in words(get(me, "week:1"))


def test_only_the_words_are_asked(me, meeting):
    html = get(me, '"바나흐 공간" -퀴즈 week:2')
    assert 'href="/search/question/?q=%EB%B0%94%EB%82%98%ED%9D%90%20%EA%B3%B5%EA%B0%84"' in html


def test_it_only_reads(me):
    assert me.post("/search/", {"q": "쿨백"}).status_code == 405


@pytest.mark.slow
def test_a_page_has_one_box(me, meeting):
    for page in ("/", "/search/", "/classes/", meeting.get_absolute_url()):
        html = me.get(page).content.decode()
        assert html.count("data-find") == 1, page
        assert html.count('action="/search/"') == 1, page


def test_days_are_those_of_the_cohort(me, question):
    Question.objects.filter(pk=question.pk).update(asked_at=timezone.now() - datetime.timedelta(hours=19))
    assert "18 November" in words(get(me, "쿨백"))
