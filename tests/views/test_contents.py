import re

import pytest

from meetings.models import ClassNote, MasterClass, Question, Section

LONG = """# 가우시안 분포

글

## 다변량 $\\mathcal{N}(\\mu, \\Sigma)$

### 주변화 & 조건부

## `np.random.normal`

# 정리

## 최대 우도

## 최대 우도
"""


@pytest.fixture
def note(cohort, team, member) -> ClassNote:
    held = MasterClass.objects.create(cohort=cohort, title="베이즈 통계")
    return ClassNote.objects.create(master_class=held, team=team, author=member)


def contents(html: str) -> str:
    found = re.search(r'<nav class="contents" .*?</nav>', html, re.DOTALL)
    return found[0] if found else ""


def outline(html: str) -> list[tuple[int, str]]:
    """Each entry with its depth."""
    depth, entries = 0, []
    for piece in re.findall(r"<ol>|</ol>|<a [^>]*>(?:[^<]*)</a>", contents(html)):
        depth += {"<ol>": 1, "</ol>": -1}.get(piece, 0)
        if piece.startswith("<a"):
            entries.append((depth, re.sub("<[^>]*>", "", piece)))
    return entries


def anchors(html: str) -> list[str]:
    return re.findall(r'href="#([^"]+)"', contents(html))


@pytest.fixture
def page(signed_in, member):
    return lambda address: signed_in(member).get(address).content.decode()


def test_one_long_text_has_contents(note, page):
    Section.objects.create(class_note=note, body=LONG)
    assert outline(page(note.get_absolute_url())) == [
        (1, "가우시안 분포"),
        (2, "다변량 N(μ,Σ)"),
        (3, "주변화 &amp; 조건부"),
        (2, "np.random.normal"),
        (1, "정리"),
        (2, "최대 우도"),
        (2, "최대 우도"),
    ]


def test_headings_of_a_text_stand_below_its_section(meeting, page):
    Section.objects.create(meeting=meeting, heading="강의", body=LONG, order=1)
    Section.objects.create(meeting=meeting, heading="작은 절", level=3, body="글", order=2)
    Section.objects.create(meeting=meeting, heading="회고", body="## 안쪽", order=3)
    found = outline(page(meeting.get_absolute_url()))
    assert found[:3] == [(1, "강의"), (2, "가우시안 분포"), (3, "다변량 N(μ,Σ)")]
    assert found[-3:] == [(2, "작은 절"), (1, "회고"), (2, "안쪽")]


def test_each_entry_leads_to_its_heading_and_reads_in_korean(note, page):
    for order in range(3):  # the same headings three times on one page
        Section.objects.create(class_note=note, body=LONG, order=order)
    html = page(note.get_absolute_url())
    found = anchors(html)
    assert found[0] == "md-가우시안-분포"
    assert len(found) == len(set(found)) == 21
    for anchor in found:
        assert html.count(f' id="{anchor}"') == 1


def test_links_within_a_text_stay_in_it(meeting, team, page):
    question = Question.objects.create(team=team, meeting=meeting, body="# 정리\n\n무엇인가요?")
    text = "# 정리\n\n[위로](#정리) 각주[^1]\n\n[^1]: 뜻"
    for order in (1, 2):
        Section.objects.create(meeting=meeting, body=text, order=order)
    html = page(meeting.get_absolute_url())
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    first, second = html.split('id="section-')[1:3]
    for part in (first, second):
        for target in re.findall(r'href="#(md-[^"]+)"', part):
            assert f' id="{target.replace("%EC%A0%95%EB%A6%AC", "정리")}"' in part
    assert question.html in html  # what comes first keeps its ids


def test_words_that_look_like_an_id_stay_words(meeting, page):
    for order in (1, 2):
        Section.objects.create(meeting=meeting, body='# 정리\n\n`<a id="md-정리">` id="md-정리"', order=order)
    html = page(meeting.get_absolute_url())
    assert html.count('&lt;a id="md-정리"&gt;') == 2
    assert html.count(' id="md-정리"</p>') == 2


def test_short_notes_have_none(note, page):
    Section.objects.create(class_note=note, body="# 하나\n\n# 둘\n\n# 셋")
    assert contents(page(note.get_absolute_url())) == ""


def test_a_heading_without_words_is_left_out(note, page):
    Section.objects.create(class_note=note, body=LONG + '\n# <a id="x"></a>')
    assert len(outline(page(note.get_absolute_url()))) == 7
