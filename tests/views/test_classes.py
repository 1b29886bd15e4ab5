import datetime
import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from meetings.models import (
    Answer,
    ClassNote,
    Cohort,
    MasterClass,
    Member,
    Question,
    Resource,
    Section,
    SourceDocument,
    Tag,
    Team,
)
from tests.conftest import seated

pytestmark = pytest.mark.django_db

# Account, seats; classes with their counts.
LIST_QUERIES = 3
# Account, seats; class; notes; sections; questions, answers, answerers.
CLASS_QUERIES = 8
# Account, seats; class; note; sections; questions, askers, tags, answers, answerers.
SINGLE_NOTE_QUERIES = 10
# Account, seats; note, resources; sections; questions, askers, tags, answers, answerers; others' notes.
NOTE_QUERIES = 11


def page(client, url: str) -> str:
    response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.fixture(autouse=True)
def _a_day_in_november(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 21, 3, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def client(signed_in, member):
    return signed_in(member)


@pytest.fixture
def held(cohort) -> MasterClass:
    return MasterClass.objects.create(
        cohort=cohort,
        title="최적화의 직관",
        series="마스터 클래스",
        number=4,
        speakers=["류세진 마스터", "한도경"],
        held_on=datetime.date(2026, 11, 20),
        starts_at=datetime.time(16, 0),
        material_url="https://example.com/slides.pdf",
    )


def keep(held: MasterClass, author: Member, *sections: tuple[str, str], **fields) -> ClassNote:
    note = ClassNote.objects.create(master_class=held, team=author.team, author=author, **fields)
    for order, (heading, body) in enumerate(sections):
        Section.objects.create(class_note=note, heading=heading, body=body, order=order)
    return note


def ask(note: ClassNote, body: str, answer: str = "", section: str = "", **fields) -> Question:
    place = note.sections.get(heading=section) if section else None
    question = Question.objects.create(team=note.team, class_note=note, section=place, body=body, **fields)
    if answer:
        Answer.objects.create(question=question, body=answer, speaker="류세진 마스터")
    return question


def topics(html: str) -> list[list[str]]:
    """Each line of the grid: heading with its hint, then what stands in every cell."""
    lines = re.findall(r'<section class="row notes-topic">(.*?)</section>', html)
    return [
        [words(re.search(r"<h2.*?</h2>", line)[0]), *map(words, re.split(r'<div class="note(?: is-gap)?">', line)[1:])]
        for line in lines
    ]


# The list


def test_nobody_kept_a_class_yet(client):
    assert "No master classes yet." in words(page(client, reverse("class_list")))


def test_list_is_newest_first_with_undated_ones_after(client, cohort, held):
    days = {"어제": 19, "모름": None, "더 전": 12}
    for title, day in days.items():
        MasterClass.objects.create(cohort=cohort, title=title, held_on=day and datetime.date(2026, 11, day))
    html = page(client, reverse("class_list"))
    assert [words(title) for title in re.findall(r"<h2.*?</h2>", html)] == ["최적화의 직관", "어제", "더 전", "모름"]
    assert "day not known" in words(html)


def test_list_says_who_spoke_when_and_how_much_was_written(client, held, member, mate):
    first, removed = keep(held, member), keep(held, mate)
    ask(first, "하나?")
    ask(first, "둘?")
    ask(first, "지움?").remove()
    ask(removed, "지운 노트?")
    removed.remove()
    text = words(page(client, reverse("class_list")))
    assert "류세진 마스터, 한도경 · 마스터 클래스 4 · 1 note · 2 questions" in text
    assert "20 November" in text


def test_list_holds_the_readers_cohorts_only(client, staff, signed_in, held):
    other = Cohort.objects.create(
        name="봄 기수", slug="spring", starts_on=datetime.date(2026, 3, 2), ends_on=datetime.date(2026, 8, 1)
    )
    MasterClass.objects.create(cohort=other, title="봄의 수업")
    assert "봄의 수업" not in page(client, reverse("class_list"))
    other.staff.add(staff)
    text = words(page(signed_in(staff), reverse("class_list")))
    assert "봄의 수업" in text
    assert "봄 기수" in text


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 40])
def test_list_takes_the_same_queries_with_one_and_forty(client, cohort, member, django_assert_num_queries, count):
    for n in range(count):
        held = MasterClass.objects.create(cohort=cohort, title=f"수업 {n}")
        ask(keep(held, member), "왜?")
    with django_assert_num_queries(LIST_QUERIES):
        page(client, reverse("class_list"))


# A class


def test_head_of_a_class_names_series_day_speakers_and_material(client, held, member, mate):
    ask(keep(held, member), "왜?")
    keep(held, mate)
    html = page(client, held.get_absolute_url())
    text = words(html)
    for part in ("마스터 클래스 4", "20 November", "16:00", "2 notes", "류세진 마스터, 한도경", "1 question asked"):
        assert part in text
    assert 'href="https://example.com/slides.pdf" rel="noopener noreferrer"' in html


def test_class_without_notes_says_so(client, held):
    assert "Nobody has kept a note of this class yet." in words(page(client, held.get_absolute_url()))


def test_notes_stand_side_by_side_by_topic_with_gaps_said(client, held, member, mate):
    keep(held, member, ("왜 1차인가", "헤시안이 커요."), ("편향 보정", "눌린다."))
    keep(held, mate, ("1. 왜 1차인가", "안장점."), ("학습률", "웜업."))
    assert topics(page(client, held.get_absolute_url())) == [
        ["왜 1차인가 all 2", "문가온 헤시안이 커요.", "배이든 안장점."],
        ["편향 보정 문가온", "문가온 눌린다.", "Not written down"],
        ["학습률 배이든", "Not written down", "배이든 웜업."],
    ]


def test_a_heading_over_nothing_is_a_gap_and_no_line_of_its_own(client, held, member, mate):
    keep(held, member, ("학습률", ""))
    keep(held, mate, ("학습률", "웜업."), ("아무도 적지 않은 것", ""))
    assert topics(page(client, held.get_absolute_url())) == [["학습률 배이든", "Not written down", "배이든 웜업."]]


def test_questions_stand_in_the_topic_they_were_asked_in(client, held, member, mate):
    first, second = keep(held, member, ("학습률", "웜업.")), keep(held, mate, ("학습률", "코사인."))
    asked = ask(first, "얼마나 길게?", "천 걸음.", "학습률", status="answered")
    html = page(client, held.get_absolute_url())
    assert topics(html) == [
        ["학습률 1 question noted", f"문가온 웜업. {asked.pk} 얼마나 길게? 류세진 마스터 천 걸음.", "배이든 코사인."]
    ]
    assert "mark-answered" in html
    assert asked.get_absolute_url() in html
    ask(second, "배치는?", section="학습률")
    assert "mark-open" in page(client, held.get_absolute_url())


def test_questions_of_no_topic_stand_in_the_last_line(client, held, member, mate):
    first = keep(held, member, ("학습률", "웜업."))
    keep(held, mate, ("학습률", "코사인."))
    asked = ask(first, "Adam만 쓰면?", "한 번은 비교.")
    assert topics(page(client, held.get_absolute_url()))[-1] == [
        "Questions and answers",
        f"문가온 {asked.pk} Adam만 쓰면? 류세진 마스터 한 번은 비교.",
        "Not written down",
    ]


def test_the_readers_own_note_comes_first_then_the_teams(client, held, member, mate, outsider):
    for author in (outsider, mate, member):
        keep(held, author, ("하나", "글"))
    names = re.search(r'<div class="notes-names">(.*?)</div>', page(client, held.get_absolute_url()))[1]
    assert words(names) == "문가온 12조 느린학습률 배이든 12조 느린학습률 강다솜 5조 과적합"


def test_a_single_note_is_read_in_one_column(client, held, mate):
    note = keep(held, mate, ("하나", "첫 글"), ("둘", "둘째 글"))
    html = page(client, held.get_absolute_url())
    assert "notes-topic" not in html
    assert "첫 글" in html
    assert note.get_absolute_url() in html


def test_of_many_notes_three_are_shown_and_the_others_a_tap_away(client, held, team):
    notes = [keep(held, seated(team, f"u{n}", f"사람{n}"), ("하나", f"글{n}")) for n in range(5)]
    html = page(client, held.get_absolute_url())
    assert [f"글{n}" in html for n in range(5)] == [True, True, True, False, False]
    chips = dict(re.findall(r'<a class="chip" href="([^"]+)"[^>]*>(사람\d)', html))
    wanted = {name: address.replace("&amp;", "&") for address, name in chips.items()}
    assert len(wanted) == 5
    html = page(client, held.get_absolute_url() + wanted["사람4"])
    assert [f"글{n}" in html for n in range(5)] == [True, True, False, False, True]
    html = page(client, f"{held.get_absolute_url()}?note={notes[3].pk}")
    assert [f"글{n}" in html for n in range(5)] == [False, False, False, True, False]


@pytest.mark.parametrize("query", ["note=x", "note=999999", "note="])
def test_notes_that_are_none_of_the_class_are_not_chosen(client, held, member, mate, query):
    keep(held, member, ("하나", "첫 글"))
    keep(held, mate, ("하나", "둘째 글"))
    html = page(client, f"{held.get_absolute_url()}?{query}")
    assert "첫 글" in html
    assert "둘째 글" in html


def test_three_notes_need_no_choice(client, held, member, mate, outsider):
    notes = [keep(held, author, ("하나", f"글{author.pk}")) for author in (member, mate, outsider)]
    html = page(client, f"{held.get_absolute_url()}?note={notes[0].pk}")
    assert 'class="chip"' not in html
    assert all(f"글{note.author_id}" in html for note in notes)


def test_removed_notes_sections_and_questions_are_not_shown(client, held, member, mate, outsider):
    first = keep(held, member, ("하나", "남은 글"), ("둘", "지운 단락"))
    keep(held, outsider, ("하나", "다른 글"))
    asked = ask(first, "지운 질문?")
    moved = ask(first, "단락을 잃은 질문?", section="둘")
    keep(held, mate, ("하나", "지운 노트")).remove()
    first.sections.get(heading="둘").remove()
    asked.remove()
    for url in (held.get_absolute_url(), first.get_absolute_url()):
        html = page(client, url)
        for gone in ("지운 단락", "지운 노트", "지운 질문"):
            assert gone not in html
        assert "남은 글" in html
        assert moved.get_absolute_url() in html


@pytest.mark.parametrize("count", [1, pytest.param(40, marks=pytest.mark.slow)])
def test_class_takes_the_same_queries_with_one_and_forty(
    client, held, team, member, mate, outsider, django_assert_num_queries, count
):
    for author in (mate, outsider, *[seated(team, f"u{n}", f"사람{n}") for n in range(count)]):
        sections = [(f"제목 {n}", "글") for n in range(count)]
        note = keep(held, author, *sections)
        for n in range(count if author in (mate, outsider) else 1):
            ask(note, f"왜 {n}?", "그래서.", f"제목 {n}").answers.get().answered_by.set([member, mate])
    with django_assert_num_queries(CLASS_QUERIES):
        page(client, held.get_absolute_url())


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 40])
def test_a_single_note_takes_the_same_queries_with_one_and_forty(
    client, held, cohort, member, mate, django_assert_num_queries, count
):
    note = keep(held, mate, *[(f"제목 {n}", "글") for n in range(count)])
    for n in range(count):
        asked = ask(note, f"왜 {n}?", "그래서.", f"제목 {n}")
        asked.asked_by.set([member, mate])
        asked.tags.add(Tag.objects.create(cohort=cohort, name=f"낱말{n}"))
        asked.answers.get().answered_by.set([member, mate])
    with django_assert_num_queries(SINGLE_NOTE_QUERIES):
        page(client, held.get_absolute_url())


# One note


def test_note_shows_sections_with_their_questions_in_order(client, held, mate, member):
    note = keep(held, mate, ("하나", "첫 글"), ("둘", "둘째 글"), title="다음 날 정리")
    ask(note, "끝에 물음?", "끝 답.", order=1)
    ask(note, "하나의 물음?", "첫 답.", "하나", order=2).asked_by.add(member)
    html = page(client, note.get_absolute_url())
    order = ["다음 날 정리", ">하나<", "첫 글", "하나의 물음", "첫 답", ">둘<", "둘째 글", "끝에 물음", "끝 답"]
    places = [html.index(text) for text in order]
    assert places == sorted(places)
    text = words(html)
    for part in ("배이든 · 12조 느린학습률", "류세진 마스터, 한도경", "문가온 asked"):
        assert part in text
    assert held.get_absolute_url() in html


def test_headings_are_ranked_below_the_pages_own_and_skip_no_rank(client, held, mate):
    note = keep(held, mate)
    for order, (heading, level) in enumerate(
        [("큰 제목", 1), ("작은 제목", 4), ("아주 작은", 6), ("또 작은", 3), ("", 2), ("또 큰", 1)]
    ):
        Section.objects.create(class_note=note, heading=heading, level=level, body="글", order=order)
    html = page(client, note.get_absolute_url())
    assert len(re.findall("<h1", html)) == 1
    found = re.findall(r'<h(\d) class="on-text part-title">(.*?)</h', html)
    assert found == [("2", "큰 제목"), ("3", "작은 제목"), ("4", "아주 작은"), ("3", "또 작은"), ("2", "또 큰")]


def test_long_note_has_contents_that_lead_to_its_headings(client, held, mate):
    note = keep(held, mate, *[(f"제목 {n}", "글") for n in range(6)])
    html = page(client, note.get_absolute_url())
    contents = re.search(r'<nav class="contents".*?</nav>', html)[0]
    for section in note.sections.all():
        assert f'href="#section-{section.pk}"' in contents
        assert f'id="section-{section.pk}"' in html


def test_short_note_has_no_contents(client, held, mate):
    assert 'class="contents"' not in page(client, keep(held, mate, ("하나", "글")).get_absolute_url())


def test_empty_note_says_so(client, held, mate):
    assert "This note is still empty." in words(page(client, keep(held, mate).get_absolute_url()))


def test_note_of_nobody_known_names_the_team(client, held, team, member):
    note = ClassNote.objects.create(master_class=held, team=team)
    keep(held, member)
    assert "12조 느린학습률" in words(page(client, note.get_absolute_url()))
    assert "12조 느린학습률" in words(page(client, held.get_absolute_url()))


def test_note_leads_to_the_others_its_links_and_the_file_it_came_from(client, held, team, mate, outsider):
    source = SourceDocument.objects.create(team=team, path="notes/class 4.md", raw=b"# x")
    note = keep(held, mate, source=source, source_first_line=1, source_last_line=90)
    other = keep(held, outsider)
    Resource.objects.create(team=team, url="https://example.com/adam", title="Adam").class_notes.add(note)
    html = page(client, note.get_absolute_url())
    assert other.get_absolute_url() in html
    assert 'href="https://example.com/adam" rel="noopener noreferrer"' in html
    assert source.get_absolute_url() in html
    assert "class 4.md lines 1 to 90" in words(html)


def test_reader_from_another_team_gets_no_links_into_the_authors_team(signed_in, outsider, held, team, mate, cohort):
    source = SourceDocument.objects.create(team=team, path="a.md", raw=b"# x")
    note = keep(held, mate, ("하나", "글"), source=source)
    keep(held, outsider, ("하나", "글"))
    ask(note, "왜?", "그래서.", "하나").asked_by.add(mate)
    for url in (note.get_absolute_url(), held.get_absolute_url()):
        html = page(signed_in(outsider), url)
        assert "배이든" in html
        for hidden in (mate.get_absolute_url(), f"/teams/{team.slug}/", source.get_absolute_url()):
            assert hidden not in html


def test_what_people_type_is_never_markup(client, held, mate, outsider, team, cohort):
    bad = "<script>alert(1)</script>"
    MasterClass.objects.filter(pk=held.pk).update(title=bad, series=bad, speakers=[bad])
    Member.objects.filter(pk=mate.pk).update(name=bad)
    Team.objects.filter(pk=team.pk).update(name=bad)
    note = keep(held, Member.objects.get(pk=mate.pk), (bad, bad), title=bad)
    keep(held, outsider, (bad, "글"))
    asked = ask(note, bad, bad, bad)
    asked.tags.add(Tag.objects.create(cohort=cohort, name=bad))
    Resource.objects.create(team=team, url="https://example.com/", title=bad).class_notes.add(note)
    for url in (reverse("class_list"), held.get_absolute_url(), note.get_absolute_url()):
        html = page(client, url)
        assert "<script>" not in html
        assert escape(bad) in html


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 40])
def test_note_takes_the_same_queries_with_one_and_forty(
    client, held, team, cohort, member, mate, django_assert_num_queries, count
):
    note = keep(held, mate, *[(f"제목 {n}", "글") for n in range(count)])
    for n in range(count):
        asked = ask(note, f"왜 {n}?", "그래서.", f"제목 {n}")
        asked.asked_by.set([member, mate])
        asked.tags.add(Tag.objects.create(cohort=cohort, name=f"낱말{n}"))
        asked.answers.get().answered_by.set([member, mate])
        Resource.objects.create(team=team, url=f"https://example.com/{n}").class_notes.add(note)
        keep(held, seated(team, f"u{n}", f"사람{n}"))
    with django_assert_num_queries(NOTE_QUERIES) as queries:
        page(client, note.get_absolute_url())
    assert not [query for query in queries if '"raw"' in query["sql"]]


# Who may


@pytest.mark.parametrize(
    ("who", "status"), [("mate", 200), ("outsider", 200), ("staff", 200), ("admin", 200), ("ex_member", 404)]
)
def test_the_cohort_reads_classes_and_notes(request, signed_in, held, member, who, status):
    note = keep(held, member, ("하나", "글"))
    reader = signed_in(request.getfixturevalue(who))
    assert reader.get(held.get_absolute_url()).status_code == status
    assert reader.get(note.get_absolute_url()).status_code == status


def test_another_cohort_reads_nothing(signed_in, held, member):
    cohort = Cohort.objects.create(
        name="봄 기수", slug="spring", starts_on=datetime.date(2026, 3, 2), ends_on=datetime.date(2027, 8, 1)
    )
    stranger = signed_in(seated(Team.objects.create(cohort=cohort, name="1조", slug="spring-1"), "new", "신다온"))
    note = keep(held, member, ("하나", "글"))
    assert stranger.get(held.get_absolute_url()).status_code == 404
    assert stranger.get(note.get_absolute_url()).status_code == 404
    assert "최적화의 직관" not in page(stranger, reverse("class_list"))


def test_removed_class_and_note_are_gone(client, held, member):
    note = keep(held, member)
    note.remove()
    assert client.get(note.get_absolute_url()).status_code == 404
    held.remove()
    assert client.get(held.get_absolute_url()).status_code == 404
