"""Who finds what, by which words, and at what price."""

import datetime
import itertools
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import (
    Answer,
    ClassNote,
    Cohort,
    Learning,
    Lecture,
    MasterClass,
    Meeting,
    Member,
    Question,
    SearchDocument,
    Section,
    Tag,
    Team,
    User,
)
from meetings.models.batches import store_new
from meetings.models.search import cohort_token
from meetings.search import PAGE, candidates, finding, indexing, needles, parse, postgresql, search, sqlite
from meetings.search.common import Reach, Vocabulary
from meetings.search.filters import narrowed
from meetings.search.guessing import Guesses
from meetings.search.query import MOST_FILTERS, Term

SEARCH_QUERIES = 3  # tags and teams, the texts, what is shown; the account and its seats come on top


def keys(results):
    return [(hit.kind, hit.object.pk) for hit in results.hits]


def found(person, text, **options):
    user = person if isinstance(person, User) else User.objects.get(pk=person.user_id)
    return keys(search(user, text, **options))


@pytest.fixture
def asked(team, meeting):
    return Question.objects.create(team=team, meeting=meeting, body="역전파가 왜 필요한가요?")


# Rights


@pytest.fixture
def everywhere(team, other_team, meeting, cohort):
    """The word 카나리아 in a text of each noun in each place."""
    held = MasterClass.objects.create(cohort=cohort, title="카나리아 수업")
    for place in (team, other_team):
        day = datetime.date(2026, 11, 19)
        here, _new = Meeting.objects.get_or_create(team=place, held_on=day)
        joint = Meeting.objects.create(team=place, held_on=day, kind="project")
        joint.other_teams.set([team, other_team])
        note = ClassNote.objects.create(master_class=held, team=place, title="카나리아")
        for at in (here, joint):
            Section.objects.create(meeting=at, body="카나리아")
            Learning.objects.create(meeting=at, team=place, body="카나리아")
            question = Question.objects.create(meeting=at, team=place, body="카나리아")
            Answer.objects.create(question=question, body="카나리아")
        Section.objects.create(class_note=note, body="카나리아")
        Question.objects.create(class_note=note, team=place, body="카나리아")
        Learning.objects.create(team=place, body="카나리아")
        Question.objects.create(team=place, body="카나리아")
    return held


def readable(user):
    """What the nouns themselves show to the person."""
    questions = Question.objects.visible_to(user).values_list("pk", flat=True)
    learnings = Learning.objects.visible_to(user).values_list("pk", flat=True)
    sections = Section.objects.visible_to(user).exclude(meeting=None).values_list("pk", flat=True)
    notes = ClassNote.objects.visible_to(user).values_list("pk", flat=True)
    told = {"question": questions, "learning": learnings, "section": sections, "class_note": notes}
    return {(kind, pk) for kind, pks in told.items() for pk in pks}


@pytest.mark.parametrize("who", ["member", "outsider", "ex_member", "staff", "admin", "stranger"])
def test_everybody_finds_what_they_may_read_and_nothing_else(who, everywhere, request, db):
    other = Cohort.objects.create(name="다른 기수", slug="other", starts_on="2026-11-02", ends_on="2027-04-30")
    if who == "stranger":
        from tests.conftest import seated

        person = seated(Team.objects.create(cohort=other, name="먼 조", slug="far"), "far", "먼이")
    else:
        person = request.getfixturevalue(who)
    user = person if isinstance(person, User) else User.objects.get(pk=person.user_id)
    hits = []
    start = 0
    while start is not None:
        results = search(user, "카나리아", start=start)
        hits += keys(results)
        start = results.next_start
    assert len(hits) == len(set(hits)) == results.count == sum(results.counts.values())
    assert set(hits) == readable(user)
    assert results.similar == []


@pytest.mark.slow
@pytest.mark.parametrize("take", ["meeting", "class", "team"])
def test_what_was_taken_away_is_not_found(take, everywhere, member, team):
    if take == "meeting":
        for meeting in Meeting.objects.all():
            meeting.remove()
    elif take == "class":
        everywhere.remove()
    else:
        member.left_on = datetime.date(2026, 11, 3)
        member.save()
    user = User.objects.get(pk=member.user_id)
    assert set(found(user, "카나리아", start=0)) <= readable(user)
    assert search(user, "카나리아").count == len(readable(user))


@pytest.mark.slow
@pytest.mark.parametrize("who", ["member", "staff", "admin"])
def test_rights_that_change_are_asked_anew(who, everywhere, request, team, cohort):
    """Their condition is written once for all who may read the same: for whom may, not for whom."""
    person = request.getfixturevalue(who)
    key = person.user_id if who == "member" else person.pk

    def give(rights):
        if who == "member":
            Member.objects.filter(user=key).update(left_on=None if rights else datetime.date(2026, 11, 3))
        elif who == "staff":
            cohort.staff.set([key] if rights else [])
        else:
            User.objects.filter(pk=key).update(is_superuser=rights)

    for rights in (True, False, True):
        give(rights)
        user = User.objects.get(pk=key)
        assert search(user, "카나리아").count == len(readable(user))
        assert bool(readable(user)) == rights
        assert str(SearchDocument.objects.visible_to(user).query) == str(
            SearchDocument.objects.visible_to(user.reader).query
        )


def test_words_of_others_are_not_guessed(other_team, member):
    Question.objects.create(team=other_team, body="카나리아")
    indexing.count_words()
    results = search(member.user, "카나리야")
    assert results.hits == results.similar == []
    assert results.widened == []
    assert results.count == 0


# Words


@pytest.mark.parametrize("text", ["역전파를", "역전", "왜 역전파", '"역전파가 왜"', "durwjsvk", "필요합니다"])
def test_words_in_other_forms(text, asked, member):
    assert found(member, text) == [("question", asked.pk)]


@pytest.mark.parametrize("text", ["역전파 -역전파", '"왜 역전파"', "fhqht", "%", "' OR 1", '"', "*", "AND", "-"])
def test_words_that_are_not_there(text, asked, member):
    assert found(member, text) == []


@pytest.mark.parametrize("text", ["역전바", "ㅇㅈㅍ"])
def test_guessed_words(text, asked, member):
    indexing.count_words()
    results = search(member.user, text)
    assert [hit.object for hit in (*results.hits, *results.similar)] == [asked]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gkr", "학"), ("gkrtm", "학스"), ("gkrtmqf", "학습ㄹ"), ("the ghkr", "the 확"), ("ghkrfb", "확류")],
)
def test_half_a_word_in_the_other_layout_finds_what_it_finds_in_its_own(typed, meant, team, member):
    for body in ("학습", "확률이란", "화면"):
        Question.objects.create(team=team, body=body)
    indexing.count_words()
    results, expected = search(member.user, typed), search(member.user, meant)
    assert keys(results) == keys(expected)
    assert [hit.object for hit in results.similar] == [hit.object for hit in expected.similar]
    assert (results.counts, results.query.text) == (expected.counts, typed)
    assert results.hits or results.similar


@pytest.mark.parametrize("typed", ["auc", "AUC", "Auc는", '"dnpf"', "-dnpf"])
def test_an_english_word_stays_one(typed, team, other_team, member):
    """By their keys they are 몇 and 웰, where no text that may be read has them."""
    Question.objects.create(team=team, body="몇 웰")
    Question.objects.create(team=other_team, body="auc")
    indexing.count_words()
    results = search(member.user, typed)
    assert results.hits == results.similar == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("학ㅅ", "학습"),
        ("핛", "학습"),
        ("확ㄹ", "확률"),
        ("손ㅅ", "손실"),
        ("ghkrf", "확률"),
        ("드롭아우ㅅ", "드롭아웃"),
        ("학습ㄹ", "학습률"),
    ],
)
def test_a_syllable_that_was_begun_finds_words_that_go_on_so(typed, meant, team, member):
    for body in ("학습률은", "학습은", "학기", "확률이", "확인", "손실의", "손해", "드롭아웃"):
        Question.objects.create(team=team, body=body)
    indexing.count_words()
    results = search(member.user, typed)
    expected = Question.objects.filter(body__contains=meant).values_list("pk", flat=True)
    assert {hit.object.pk for hit in results.hits} == set(expected)


def test_initials_are_those_of_a_word_rather_than_of_its_particle(team, member):
    for body in ("학습률", "함수를", "함수로"):
        Question.objects.create(team=team, body=body)
    indexing.count_words()
    assert [hit.object.body for hit in search(member.user, "ㅎㅅㄹ").hits] == ["학습률"]
    assert [hit.object.body for hit in search(member.user, "ㅎㅅㄹㅇ").hits] == []
    Question.objects.get(body="학습률").delete()
    indexing.count_words()
    assert {hit.object.body for hit in search(member.user, "ㅎㅅㄹ").hits} == {"함수를", "함수로"}


def test_the_word_with_the_fewest_mistakes_comes_first(team, member):
    for body in ("gradient descent는 느리다", "resnet", "Data Loader", "dataloader"):
        Question.objects.create(team=team, body=body)
    indexing.count_words()
    bodies = [hit.object.body for hit in search(member.user, "descnet").similar]
    assert bodies == ["gradient descent는 느리다", "resnet"]
    assert {hit.object.body for hit in search(member.user, "datalaoder").similar} == {"Data Loader", "dataloader"}


@pytest.mark.parametrize(("typed", "meant"), [("소프트매", "소프트맥스"), ("몯", "모델"), ("소프트맥슨", "소프트맥스")])
def test_the_half_of_a_word_that_may_be_another_finds_similar_ones(typed, meant, team, member):
    for body in ("소프트맥스를", "모델", "모순"):
        Question.objects.create(team=team, body=body)
    indexing.count_words()
    results = search(member.user, typed)
    assert results.hits == []
    assert [hit.object.body[: len(meant)] for hit in results.similar] == [meant]


def test_whoever_is_still_typing_sees_what_is_similar_where_nothing_is_found(asked, member):
    indexing.count_words()
    user = User.objects.get(pk=member.user_id)
    user.seats  # noqa: B018
    taken = {}
    for is_quick in (True, False):
        with CaptureQueriesContext(connection) as captured:
            results = search(user, "역전퍼", is_quick=is_quick)
        assert (results.hits, [hit.object for hit in results.similar]) == ([], [asked])
        taken[is_quick] = len(captured)
    assert taken[True] <= taken[False]


def test_whoever_is_still_typing_waits_for_no_guess_as_soon_as_anything_is_found(asked, member, monkeypatch):
    monkeypatch.setattr("meetings.search.guessing.Guesses.near", None)
    user = User.objects.get(pk=member.user_id)
    user.seats  # noqa: B018
    with CaptureQueriesContext(connection) as captured:
        results = search(user, "역전파", is_quick=True)
    assert ([hit.object for hit in results.hits], results.similar) == ([asked], [])
    assert len(captured) <= SEARCH_QUERIES


def test_any_of_the_words_is_similar_and_shown_apart(asked, member):
    results = search(member.user, "역전파 오버플로우")
    assert results.hits == []
    assert results.count == 0
    assert [hit.object for hit in results.similar] == [asked]


@pytest.mark.slow
def test_a_tag_is_found_by_each_of_its_names(asked, member, cohort):
    Tag.objects.create(cohort=cohort, name="backpropagation", synonyms=["역전파", "back propagation"])
    for text in ("backpropagation", "back propagation", "Backpropagation은"):
        results = search(member.user, text)
        assert keys(results) == [("question", asked.pk)]
        assert "역전파" in results.widened
    assert found(member, '"backpropagation"') == []


def test_tags_of_other_cohorts_widen_nothing(asked, member):
    other = Cohort.objects.create(name="다른 기수", slug="other", starts_on="2026-11-02", ends_on="2027-04-30")
    Tag.objects.create(cohort=other, name="backpropagation", synonyms=["역전파"])
    results = search(member.user, "backpropagation")
    assert results.hits == results.widened == []


def test_two_syllables_find_what_a_scan_finds(team, member):
    bodies = ["학습률", "재학습", "강화학습의 학", "학 습", "과학습니다", "습학"]
    for body in bodies:
        Question.objects.create(team=team, body=body)
    scanned = Question.objects.filter(body__contains="학습").values_list("pk", flat=True)
    assert {pk for _kind, pk in found(member, "학습")} == set(scanned)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("오소리 -java", ["오소리 java", "오소리 Java를"]),
        ("오소리 -확률", ["오소리 확률", "오소리의 확률은", "오소리 확률(1)"]),
        (
            "오소리 -확률",
            [
                f"오소리의 확률{end} 수달"
                for end in ["도", "만", "에는", "조차", "밖에", "부터", "까지", "처럼", "보다", "로만"]
            ],
        ),
        (
            "오소리 -확률을",
            ["오소리 확률로는", "오소리 확률에서", "오소리 확률이란", "오소리 확률입니다", "오소리 확률들을"],
        ),
        ("오소리 -함수", ["오소리 함수", "오소리 함수도", "오소리 함수로는", "오소리 함수라는", "오소리 함수가"]),
        ('오소리 -"확률 분포"', ["오소리 확률 분포"]),
        (
            "오소리 -발산",
            ["오소리 발산합니다", "오소리 발산하고", "오소리가 발산된", "오소리를 발산시켰다", "오소리 발산"],
        ),
    ],
)
def test_a_word_less_is_that_word_alone(text, hidden, team, member):
    shown = [
        Question.objects.create(team=team, body=body).pk
        for body in (
            "오소리 javascript",
            "오소리 확률론",
            "오소리 확률분포를",
            "오소리 확률도표",
            "오소리 함수값",
            "오소리",
        )
    ]
    for body in hidden:
        Question.objects.create(team=team, body=body)
    assert {pk for _kind, pk in found(member, text)} == set(shown)


def test_an_answer_to_a_question_with_the_word_is_left_out_too(team, member):
    for body in ("수달만 보면?", "수달력은?"):
        Answer.objects.create(question=Question.objects.create(team=team, body=body), body="오소리")
    assert [hit.object.body for hit in search(member.user, "오소리 -수달").hits] == ["수달력은?"]


def test_a_word_less_among_what_filters_leave(team, member):
    kept = Question.objects.create(team=team, body="오소리")
    Question.objects.create(team=team, body="퀴즈펭귄")
    assert found(member, "is:open -퀴즈펭귄") == [("question", kept.pk)]


# Numbers


@pytest.mark.parametrize("form", ["Q{}", "q{}", "#{}", "[[Q{}]]", "Q{} is:open"])
def test_a_question_is_found_first_by_its_number(form, asked, team, meeting, member, django_assert_num_queries):
    text = form.format(asked.pk)
    said = Learning.objects.create(team=team, meeting=meeting, body=f"Q{asked.pk} Q{asked.pk}: 값 {asked.pk}")
    answer = Answer.objects.create(question=Question.objects.create(team=team, body="같은 것"), body=f"Q{asked.pk}")
    user = User.objects.get(pk=member.user_id)
    user.seats  # noqa: B018
    with django_assert_num_queries(SEARCH_QUERIES):
        results = search(user, text)
    others = {("learning", said.pk), ("question", answer.question_id)}
    first, *rest = keys(results)
    assert first == ("question", asked.pk)
    assert set(rest) == (others if "is:" not in text else {("question", answer.question_id)})
    assert (results.count, results.similar) == (len(rest) + 1, [])


def test_a_number_alone_is_a_number(asked, team, member):
    other = Question.objects.create(team=team, body=f"은닉 {asked.pk} 차원")
    assert found(member, f"{asked.pk}") == [("question", other.pk)]


@pytest.mark.parametrize("person", ["outsider", "ex_member"])
def test_a_number_opens_nothing_that_others_asked(person, asked, request):
    reader = request.getfixturevalue(person)
    none = search(User.objects.get(pk=reader.user_id), f"Q{asked.pk + 1000}")
    results = search(User.objects.get(pk=reader.user_id), f"Q{asked.pk}")
    assert (results.hits, results.similar, results.counts) == (none.hits, none.similar, none.counts) == ([], [], {})


def test_a_removed_question_has_no_number(asked, member):
    asked.remove()
    assert found(member, f"Q{asked.pk}") == []


def test_a_number_is_of_the_kind_and_the_filters_that_were_chosen(asked, member):
    assert found(member, f"Q{asked.pk}", kind="learning") == []
    assert found(member, f"Q{asked.pk} is:answered") == []
    assert found(member, f"Q{asked.pk} is:open") == [("question", asked.pk)]


# Order


def test_titles_and_whole_words_come_first(team, member):
    inside = Question.objects.create(team=team, body="다른 것\n소프트맥스함수입니다")
    title = Question.objects.create(team=team, body="소프트맥스의 뜻\n설명")
    assert found(member, "소프트맥스") == [("question", title.pk), ("question", inside.pk)]


def test_an_accepted_answer_comes_before_its_like(team, member):
    questions = [Question.objects.create(team=team, body=f"질문 {number}") for number in range(2)]
    answers = [Answer.objects.create(question=question, body="체인룰입니다") for question in questions]
    answers[0].accept(by=member.user)
    hits = search(member.user, "체인룰").hits
    assert [hit.object for hit in hits] == questions
    assert [hit.is_accepted for hit in hits] == [True, False]


# Filters


@pytest.mark.slow
def test_filters(team, meeting, member, mate, cohort, asked):
    lecture = Lecture.objects.create(cohort=cohort, number=7)
    other = Question.objects.create(team=team, body="역전파 둘", lecture=lecture, status="answered")
    other.asked_at = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    other.save()
    other.asked_by.set([member])
    other.tags.set([Tag.objects.create(cohort=cohort, name="rnn")])
    learning = Learning.objects.create(team=team, meeting=meeting, body="역전파 셋", author=mate)
    one, two, three = ("question", asked.pk), ("question", other.pk), ("learning", learning.pk)
    for text, expected in {
        "역전파": {one, two, three},
        "역전파 강의:7강": {two},
        "역전파 is:open": {one},
        "역전파 상태:답변됨": {two},
        "역전파 tag:RNN": {two},
        "역전파 by:me": {two},
        "역전파 이름:이든": {three},
        "역전파 주차:3": {one, three},
        "역전파 week:4": {two},
        "역전파 before:2026-11-20 after:2026-11-19": {one, three},
        "역전파 까지:2026-11-19": {one, three},
        "역전파 until:2026-11-18": set(),
        "역전파 before:2026-11-19": set(),
        "역전파 까지:2026-11": {one, two, three},
        "역전파 까지:2026": {one, two, three},
        "역전파 이전:2026": set(),
        "역전파 부터:2026-11-24": {two},
        "역전파 이후:2026-11-19": {one, two, three},
        "역전파 since:2026": {one, two, three},
        "역전파 kind:learning": {three},
        "역전파 team:mine": {one, two, three},
        "역전파 team:team-5": set(),
        "week:3": {one, three},
    }.items():
        assert set(found(member, text)) == expected, text


def test_filters_join_no_more_tables_than_postgresql_puts_in_order_itself(member):
    said = "tag:rnn by:me team:mine week:3 lecture:7 is:open before:2026-11-20 until:2026-11-20 after:2026-11-19"
    for text in itertools.combinations([*said.split(), "kind:learning"], MOST_FILTERS):
        documents = SearchDocument.objects.visible_to(member.user)
        tables = narrowed(documents, parse(" ".join(text)), member.user).query.alias_refcount
        assert len(list(filter(None, tables.values()))) < 8, text  # the last is that of what was found


def test_postgresql_looks_up_no_letter_with_which_a_word_begins():
    """It would put together all texts of all words that do: 양자 화 is read in those of 양자."""
    asked = needles.slots([Term("양자화")], needles.certain, needles.likely)
    looked_up, read = postgresql.matches(asked, [], Reach(["+t1"], 1, Vocabulary())).newest.params
    assert "'자' <-> '화':*" not in looked_up
    assert "'자' <-> '화':*" in read


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compiles nothing")
def test_no_statement_is_compiled(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


@pytest.mark.slow
def test_people_are_named_by_part_of_a_name_or_a_whole_nickname(team, member, asked):
    for number, aliases in enumerate((["Pebble", "@봄이"], ["조약돌"], {"not": "a list"}, [])):
        seat = Member.objects.create(team=team, name=f"하나둘{number}", aliases=aliases)
        Question.objects.create(team=team, body=f"역전파 {number}").asked_by.add(seat)
    for said, expected in {
        "pebble": 1,
        "@Pebble": 1,
        "봄이": 1,
        "조약": 0,
        "조약돌": 1,
        "하나둘": 4,
        "%": 0,
        '"': 0,
    }.items():
        assert len(found(member, f"역전파 by:{said}")) == expected, said


@pytest.mark.slow
def test_of_however_many_people_a_name_makes_no_values_of_the_statement(team, member, asked):
    Member.objects.bulk_create(Member(team=team, name=f"하나둘{number}") for number in range(40))
    with CaptureQueriesContext(connection) as captured:
        assert found(member, " ".join(f"by:둘{number}" for number in range(3)) + " by:하나둘 역전파") == []
    assert max(len(re.findall("하나둘", query["sql"])) for query in captured) < 100
    assert not any(re.search(r"IN \((\d+, ){10}", query["sql"]) for query in captured)
    assert len(captured) <= SEARCH_QUERIES + 5  # account, seats; where nothing is found, two guesses and the index


@pytest.mark.slow
def test_a_tag_that_was_stored_with_names_that_are_none_is_no_hindrance(team, member, cohort, asked):
    asked.tags.add(Tag.objects.create(cohort=cohort, name="rnn", synonyms=["순환 신경망"]))
    Tag.objects.create(cohort=cohort, name="lstm", synonyms=[2024, ["x"], None])
    Tag.objects.create(cohort=cohort, name="gru", synonyms={"a": 1})
    assert found(member, "tag:순환신경망") == found(member, "역전파 tag:rnn tag:순환신경망") == [("question", asked.pk)]
    assert found(member, "tag:2024") == []


def test_kinds_are_counted_whichever_is_shown(asked, team, meeting, member):
    learning = Learning.objects.create(team=team, meeting=meeting, body="역전파")
    results = search(member.user, "역전파", kind="learning")
    assert keys(results) == [("learning", learning.pk)]
    assert (results.count, results.counts) == (1, {"question": 1, "learning": 1})


@pytest.mark.slow
def test_pages(team, member):
    for number in range(PAGE + 5):
        Question.objects.create(team=team, body=f"역전파 {number}")
    first = search(member.user, "역전파")
    second = search(member.user, "역전파", start=first.next_start)
    assert (len(first.hits), len(second.hits), second.next_start) == (PAGE, 5, None)
    assert first.count == second.count == PAGE + 5
    assert not set(keys(first)) & set(keys(second))


@pytest.mark.slow
def test_things_are_counted_however_many_texts_of_them_fit(team, member, cohort):
    """Each has four answers with the word, and there are more texts than are read."""
    for number in range(30):
        question = Question.objects.create(team=team, body=f"오소리 {number}")
        store_new([Answer(question=question, body="오소리", order=place) for place in range(4)])
    note = ClassNote.objects.create(master_class=MasterClass.objects.create(cohort=cohort, title="수업"), team=team)
    store_new([Section(class_note=note, body="오소리", order=place) for place in range(40)])
    results = search(member.user, "오소리")
    assert (results.count, results.counts, results.is_capped) == (31, {"question": 30, "class_note": 1}, False)
    second = search(member.user, "오소리", start=results.next_start)
    assert len({*keys(results), *keys(second)}) == 31
    assert second.next_start is None


@pytest.mark.slow
def test_what_filters_leave_has_pages(team, member):
    for number in range(PAGE + 5):
        Question.objects.create(team=team, body=f"역전파 {number}")
    Learning.objects.create(team=team, body="역전파")
    first = search(member.user, "is:open")
    second = search(member.user, "is:open", kind="question", start=first.next_start)
    assert (len(first.hits), len(second.hits), first.count, second.count) == (PAGE, 5, PAGE + 5, PAGE + 5)
    assert not set(keys(first)) & set(keys(second))


@pytest.mark.slow
def test_of_very_much_the_newest_are_walked(team, member, monkeypatch):
    monkeypatch.setattr(candidates, "WALKED", 5)
    monkeypatch.setattr(candidates, "ENOUGH", 5)
    for number in range(8):
        Question.objects.create(team=team, body=f"오소리 {number}")
    for text in ("오소리", "is:open"):
        results = search(member.user, text)
        assert results.is_capped
        assert {hit.object.body[-1] for hit in results.hits} >= set("34567")


@pytest.mark.slow
@pytest.mark.parametrize("is_counted", [False, True])
@pytest.mark.parametrize("who", ["member", "staff", "admin"])
def test_for_what_filters_leave_one_goes_further_back_and_not_for_ever(
    who, is_counted, request, team, meeting, monkeypatch
):
    monkeypatch.setattr(candidates, "WALKED", 3)
    monkeypatch.setattr(candidates, "FAR", 8)
    if is_counted:
        monkeypatch.setattr("meetings.search.common.COMMON", 1)
        monkeypatch.setattr("meetings.search.common.BACK", 5)
    asked = [Question.objects.create(team=team, meeting=meeting, body=f"오소리 수달 {n}") for n in range(10)]
    indexing.count_words()
    near, far = asked[3], asked[0]
    for question in (near, far):
        question.defer(audience="mentor")
    user = request.getfixturevalue(who)
    user = getattr(user, "user", user)
    for text in ("오소리 is:deferred", "오소리 수달 is:deferred"):
        results = search(user, text)
        assert [hit.object for hit in results.hits] == [near]
        assert results.is_capped
        assert len(search(user, "오소리").hits) == 9


@pytest.fixture
def common(monkeypatch):
    """What is common where it stands twice, and the newest of all."""
    monkeypatch.setattr("meetings.search.common.COMMON", 1)
    monkeypatch.setattr("meetings.search.common.BACK", 3)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["member", "staff", "admin"])
@pytest.mark.parametrize("late", [1, 20_000])
def test_a_syllable_is_found_wherever_it_stands(late, who, request, team, monkeypatch):
    monkeypatch.setattr(sqlite, "LATE", late)
    bodies = ["수렴", "함수", "함수는 왜", "경우의 수", "감소"]
    *kept, _other = [Question.objects.create(team=team, body=body) for body in bodies]
    person = request.getfixturevalue(who)
    assert {pk for _kind, pk in found(person, "수")} == {question.pk for question in kept}
    assert [pk for _kind, pk in found(person, "함수 는")] == [kept[2].pk]
    assert len(found(person, "수 -함수")) == 2


ALIKE = ["오소리 수달", "왜 오소리 sea", "오소리 -너구리 수달"]
# PostgreSQL has no way to walk through the texts of a word backwards.
ONE_BY_ONE = ["오소리", "오", "sea", "is:open -너구리", "오소리 is:open"]


@pytest.mark.slow
@pytest.mark.parametrize("text", [*ALIKE, *ONE_BY_ONE])
@pytest.mark.parametrize("who", ["staff", "admin"])
def test_of_common_words_the_newest_texts_are_read_again_and_again(who, text, request, team, monkeypatch, common):
    if connection.vendor == "sqlite" and text in ONE_BY_ONE:
        return
    monkeypatch.setattr(candidates, "ENOUGH", 3)
    questions = [Question.objects.create(team=team, body=f"오소리 수달 seal 왜 {number}") for number in range(6)]
    indexing.count_words()
    user = request.getfixturevalue(who)
    results = search(user, text)
    assert results.is_capped
    assert {hit.object for hit in results.hits} == set(questions[3:])
    assert len(found(user, "오소리 수달 5")) == len(found(user, "오소리 수달 0")) == 1


@pytest.mark.slow
def test_of_a_phrase_of_common_words_the_newest_texts_are_read(team, admin, monkeypatch, common):
    monkeypatch.setattr(candidates, "ENOUGH", 2)
    questions = [Question.objects.create(team=team, body=f"오소리는 수달 {number}") for number in range(6)]
    Question.objects.create(team=team, body="수달 오소리")
    indexing.count_words()
    results = search(admin, '"오소리는 수달"')
    assert results.is_capped
    assert {hit.object for hit in results.hits} == set(questions[4:])
    monkeypatch.setattr(candidates, "ENOUGH", 3)
    assert len(found(admin, '"오소리는 수달"')) == 6


def test_filters_alone_leave_the_newest_texts_of_a_big_cohort(team, staff, monkeypatch, common):
    if connection.vendor == "sqlite":
        return
    monkeypatch.setattr(candidates, "ENOUGH", 3)
    other = Cohort.objects.create(name="다른 기수", slug="other", starts_on="2026-11-02", ends_on="2027-04-30")
    far = Team.objects.create(cohort=other, name="먼 조", slug="far")
    for _number in range(6):
        Question.objects.create(team=far, body="오소리")
    questions = [Question.objects.create(team=team, body=f"오소리 {number}") for number in range(6)]
    indexing.count_words()
    results = search(staff, "is:open")
    assert results.is_capped
    assert {hit.object for hit in results.hits} == set(questions[3:])


@pytest.mark.slow
@pytest.mark.parametrize("text", ["is:open", "오소리", "오소리 수달"])
def test_who_ran_a_big_cohort_finds_its_texts_behind_those_of_the_next(text, team, staff, common):
    kept = [Question.objects.create(team=team, body=f"오소리 수달 {number}") for number in range(3)]
    other = Cohort.objects.create(name="다른 기수", slug="other", starts_on="2026-11-02", ends_on="2027-04-30")
    far = Team.objects.create(cohort=other, name="먼 조", slug="far")
    for _number in range(4):
        Question.objects.create(team=far, body="오소리 수달")
    indexing.count_words()
    results = search(staff, text)
    assert ({hit.object for hit in results.hits}, results.is_capped) == (set(kept), False)


@pytest.mark.slow
def test_who_runs_a_cohort_finds_its_texts_beside_a_big_one(team, staff, monkeypatch):
    monkeypatch.setattr(candidates, "WALKED", 5)
    kept = Question.objects.create(team=team, body="오소리")
    other = Cohort.objects.create(name="다른 기수", slug="other", starts_on="2026-11-02", ends_on="2027-04-30")
    far = Team.objects.create(cohort=other, name="먼 조", slug="far")
    for _number in range(8):
        Question.objects.create(team=far, body="오소리")
    assert found(staff, "오소리") == found(staff, "is:open") == [("question", kept.pk)]


def test_who_runs_nearly_all_there_is_is_not_asked_by_place(team, cohort, staff):
    kept = [Question.objects.create(team=team, body=f"오소리 {number}") for number in range(3)]
    other = Cohort.objects.create(name="다른 기수", slug="other", starts_on="2026-11-02", ends_on="2027-04-30")
    far = Team.objects.create(cohort=other, name="먼 조", slug="far")

    def asked_by_place() -> bool:
        indexing.count_words()
        with CaptureQueriesContext(connection) as asked:
            assert {hit.object for hit in search(staff, "오소리").hits} == set(kept)
        return any(cohort_token(cohort.pk) in one["sql"] for one in asked)

    Question.objects.create(team=far, body="오소리")
    assert not asked_by_place()
    for _number in range(3):
        Question.objects.create(team=far, body="오소리")
    assert asked_by_place()


def test_words_that_go_on_as_one_was_typed_are_not_guessed(team, member):
    """It is what they begin with, by which they are looked for already."""
    for body in ("양자화는", "양자화를", "앙자화"):
        Question.objects.create(team=team, body=body)
    indexing.count_words()
    guesses = Guesses(finding.engine(), parse("양자화"))
    assert {needle.said for (slot,) in guesses.near(()) for needle in slot.needles} == {"앙자화"}


def test_a_question_of_one_long_line_is_found_by_its_end_and_shows_it(team, member):
    asked = Question.objects.create(team=team, body=" ".join(["역전파가 왜"] * 1200) + " 오소리?")
    (hit,) = search(member.user, "오소리").hits
    assert hit.object == asked
    assert "<mark>오소리</mark>" in hit.snippet_html
    assert len(hit.title_html) < 400


def test_a_question_and_its_answers_say_it_together(asked, team, meeting, member):
    first = Answer.objects.create(question=asked, body="기울기를 뒤로 전하려고요.")
    second = Answer.objects.create(question=asked, body="오소리 batch_idx")
    other = Question.objects.create(team=team, meeting=meeting, body="드롭아웃은 언제 쓰나요?")
    Answer.objects.create(question=other, body="오소리가 너무 잘 외울 때요.")
    for text, answers in {
        "역전파 기울기": [first],
        "기울기 오소리": [first, second],
        "역전파를 batch": [second],
    }.items():
        (hit,) = search(member.user, text).hits
        assert hit.object == asked
        assert hit.url in [answer.get_absolute_url() for answer in answers]
    assert found(member, "역전파 기울기 뒤로 전하려고요") == [("question", asked.pk)]
    assert found(member, "역전파 기울기 뒤로 전하려고요 필요한가요") == []  # a pasted question would ask for each word
    assert found(member, "드롭아웃 기울기") == found(member, "역전파 기울기 드롭아웃") == []
    assert found(member, "오소리 -역전파가") == [("question", other.pk)]
    assert found(member, "역전파 -오소리") == [("question", asked.pk)]


def test_what_others_answer_is_no_part_of_what_somebody_reads(asked, team, other_team, mate, member, admin):
    elsewhere = Question.objects.create(team=other_team, body="역전파")
    Answer.objects.create(question=elsewhere, body="오소리")
    assert (found(member, "역전파 오소리"), found(admin, "역전파 오소리")) == ([], [("question", elsewhere.pk)])


@pytest.mark.slow
def test_where_enough_is_found_nobody_looks_for_what_several_texts_say(asked, team, member, monkeypatch):
    monkeypatch.setattr(candidates, "ENOUGH", 2)
    Answer.objects.create(question=asked, body="오소리")
    both = Question.objects.create(team=team, body="역전파 오소리")
    assert set(found(member, "역전파 오소리")) == {("question", asked.pk), ("question", both.pk)}
    more = Question.objects.create(team=team, body="역전파와 오소리")
    assert set(found(member, "역전파 오소리")) == {("question", both.pk), ("question", more.pk)}


def test_an_answer_leads_to_itself(asked, member):
    answer = Answer.objects.create(question=asked, body="오소리")
    assert search(member.user, "오소리").hits[0].url.endswith(f"#answer-{answer.pk}")


# Price


@pytest.mark.parametrize("times", [1, 10])
def test_queries(times, everywhere, team, meeting, member, django_assert_num_queries):
    for number in range(times):
        question = Question.objects.create(team=team, meeting=meeting, body=f"카나리아 {number}")
        Answer.objects.create(question=question, body="카나리아")
    user = User.objects.get(pk=member.user_id)
    user.seats  # noqa: B018
    with django_assert_num_queries(SEARCH_QUERIES):
        results = search(user, "카나리아")
        for hit in results.hits:
            assert all((hit.url, hit.title_html, str(hit.object)))
    assert len(results.hits) >= 10


def test_a_save_writes_its_document_in_one_statement(team, django_assert_num_queries):
    question = Question.objects.create(team=team, body="역전파")
    document = SearchDocument.objects.get(question=question)
    question.body = "순전파"
    with django_assert_num_queries(3):  # the row, its history, the document
        question.save()
    assert SearchDocument.objects.get(question=question).pk == document.pk
