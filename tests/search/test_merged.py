"""Questions that were made one are found as one, and as they stand together."""

import datetime

import pytest

from meetings.models import Answer, Meeting, Question, SearchDocument
from meetings.search import PAGE, indexing, search
from tests.search.test_finding import SEARCH_QUERIES, found, keys

DAY = datetime.date(2026, 11, 19)


@pytest.fixture
def whole(team, meeting):
    return Question.objects.create(team=team, meeting=meeting, body="오소리는 왜 굴을 파나요?")


@pytest.fixture
def part(team, whole):
    asked = Question.objects.create(team=team, body="굴을 파는 까닭은?\n\n너구리도 그런가요?")
    Answer.objects.create(question=asked, body="추위를 피하려고요.")
    asked.merge_into(whole)
    return asked


@pytest.mark.slow
def test_they_are_one_hit_whatever_is_found_of_them(whole, part, member):
    for text in ("굴을", "오소리", "너구리", "추위", "굴을 파", "kind:question", "team:mine"):
        results = search(member.user, text)
        assert keys(results) == [("question", whole.pk)], text
        assert (results.count, results.counts) == (1, {"question": 1}), text
    (hit,) = search(member.user, "너구리").hits
    assert "오소리" in hit.title_html
    assert "<mark>너구리" in hit.snippet_html
    assert hit.url == whole.get_absolute_url()
    assert f"#answer-{Answer.objects.get().pk}" in search(member.user, "추위").hits[0].url


@pytest.mark.slow
def test_a_hit_says_how_they_stand_together(whole, part, member):
    (hit,) = search(member.user, "오소리").hits
    assert (hit.object.sign, hit.object.is_answered, hit.answer_count, hit.is_accepted) == ("open", False, 1, False)
    Answer.objects.get().accept(by=member.user)
    for text in ("오소리", "너구리"):
        (hit,) = search(member.user, text).hits
        assert (hit.object.sign, hit.object.is_answered, hit.is_accepted) == ("answered", True, True)


@pytest.mark.slow
def test_states_are_those_that_pages_tell(whole, part, member, team):
    one, other = [("question", whole.pk)], Question.objects.create(team=team, body="굴을 메우나요?")
    part.settle()
    states = ("open", "answered", "deferred", "accepted")
    told = [found(member, f"굴을 is:{state}") for state in states]
    assert told == [[("question", other.pk)], one, [], []]
    whole.defer()
    assert [found(member, f"굴을 is:{state}") for state in states] == [[("question", other.pk)], [], one, []]
    Answer.objects.get().accept(by=member.user)
    assert found(member, "is:accepted") == one


def test_the_number_of_a_part_finds_what_it_went_into(whole, part, member):
    for question in (part, whole):
        assert found(member, f"Q{question.pk}") == [("question", whole.pk)]
    part.unlink()
    assert found(member, f"Q{part.pk}") == [("question", part.pk)]


@pytest.mark.slow
def test_apart_they_are_two_again(whole, part, member):
    part.unlink()
    assert set(found(member, "굴을")) == {("question", whole.pk), ("question", part.pk)}
    assert found(member, "추위") == [("question", part.pk)]
    assert indexing.check() == 0


@pytest.mark.slow
def test_what_went_into_a_removed_one_stands_by_itself(whole, part, member):
    whole.remove()
    assert found(member, "굴을") == found(member, "추위") == found(member, "is:open 너구리") == [("question", part.pk)]


@pytest.mark.slow
def test_what_went_into_one_of_others_stands_by_itself(member, team, meeting, other_team, outsider):
    joint = Meeting.objects.create(team=team, held_on=DAY, kind="project")
    shared, hidden = (
        Question.objects.create(team=team, meeting=place, body=f"수달 {name}")
        for place, name in ((joint, "열린"), (meeting, "닫힌"))
    )
    hidden.settle()
    shared.merge_into(hidden)
    joint.other_teams.add(other_team)
    (hit,) = search(outsider.user, "수달").hits
    assert (hit.object, hit.object.sign) == (shared, "open")
    assert "닫힌" not in hit.title_html + hit.snippet_html
    assert found(outsider, "수달 is:open") == [("question", shared.pk)]
    assert found(outsider, "수달 is:answered") == []
    assert found(member, "수달 is:answered") == [("question", hidden.pk)]


@pytest.mark.slow
def test_pages_count_them_once(team, member):
    asked = [Question.objects.create(team=team, body=f"수달 {number}") for number in range(PAGE + 4)]
    for one in asked[:3]:
        one.merge_into(asked[-1])
    for text in ("수달", "is:open"):
        first = search(member.user, text)
        second = search(member.user, text, start=first.next_start)
        assert (first.count, len(first.hits), len(second.hits)) == (PAGE + 1, PAGE, 1)
        assert len({*keys(first), *keys(second)}) == PAGE + 1


def test_a_rebuild_says_the_same(whole, part):
    before = set(SearchDocument.objects.values_list("key", "shown"))
    indexing.rebuild()
    assert set(SearchDocument.objects.values_list("key", "shown")) == before
    assert indexing.check() == 0


@pytest.mark.parametrize(("text", "more"), [('"굴을"', 0), ('"너구리도"', 1)])
def test_they_cost_one_query_more_where_the_part_is_found(text, more, whole, part, member, django_assert_num_queries):
    member.user.seats  # noqa: B018
    with django_assert_num_queries(SEARCH_QUERIES + more):
        for hit in search(member.user, text).hits:
            assert all((hit.url, hit.title_html, str(hit.object), hit.object.sign, str(hit.object.team)))
