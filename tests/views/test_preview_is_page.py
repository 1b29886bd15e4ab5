"""What is previewed is what everyone sees: a text saved by its form is the same bytes in preview, page and admin."""

from pathlib import Path

import pytest
from django.core.cache import cache

from meetings.models import Lecture, Question, Section

OWN_NOTES = [
    '**미적분(Calculus)**은 $\\frac{a}{b}$, *"기울임"*은, ~~지움~~는, `코드`를',
    "    x = 1\n    y = 2\n\n뒤의 글",
    "## 피어 세션\n\n글\n\n## 피어 세션\n\n### 둘째\n\n- 가\n  - 나\n    1. 다",
    "$$\n\\begin{aligned}\na &= b \\\\\nc &= \\text{한글 변수}\n\\end{aligned}\n$$",
    "| 모델 | $P(A|B)$ |\n|---|---|\n| 작은 것 | $P(A\\|B)$ |\n| 큰 것 | 0.3 |",
    "```python\ndef f(x):\n    return x ** 2\n```\n\n~~~\n<b>글</b>\n~~~",
    "> 옮긴 글\n> $x_i$\n\n- [ ] 할 일\n- [x] 한 일",
    "<details markdown='1'><summary>펼치기</summary>\n\n**안쪽**\n\n</details>",
    "각주[^1]가 있다.\n\n[^1]: 여기 $y_j$",
    "틀린 수식 $\\foo{x}$ 곁의 $\\pi$, 그리고 $\\frac{1$",
    "<script>alert(1)</script><img src=x onerror=alert(1)>[누르기](javascript:alert(1))",
    "낱말\n: 뜻 하나\n: : 더 안쪽의 뜻\n\n{% raw %}{{ site.url }}{% endraw %}",
    "https://d2l.ai/를 보자. ![](그림.png) ![곡선](https://example.com/a.png)",
    "첫 줄\r\n둘째 줄  \r\n셋째 줄\r\n\r\n\r\n끝",
    "\n\n  앞뒤로 빈 줄\n\n\n",
    "[[Q{question}]]과 [[Q999999]], #7강, #8강, @문가온, @없는사람, `@문가온`",
]


@pytest.fixture
def same_everywhere(meeting, member, staff, signed_in):
    """A function: saves the text as a browser sends it, and compares all places."""
    section = Section.objects.create(meeting=meeting, heading="글", body="처음 글")
    members, desk = signed_in(member), signed_in(staff)

    def check(text: str) -> None:
        cache.clear()  # the count of previews
        before = Section.objects.get(pk=section.pk).body
        sent = {"heading": "글", "initial-heading": "글", "body": text.replace("\r\n", "\n").replace("\n", "\r\n")}
        saved = members.post(section.edit_url, sent | {"initial-body": before.replace("\n", "\r\n")})
        assert saved.status_code == 302
        stored = Section.objects.get(pk=section.pk)
        preview = members.post("/preview/", {"content": text, "team": meeting.team.slug})
        assert preview.json()["html"] == stored.body_html
        assert f'<div class="prose">{stored.body_html}</div>' in members.get(saved.url).content.decode()
        for page in (members.get(section.edit_url), desk.get(f"/admin/meetings/section/{section.pk}/change/")):
            assert f'tabindex="0">{stored.body_html}</div>' in page.content.decode()

    return check


@pytest.mark.slow
@pytest.mark.parametrize("note", OWN_NOTES)
def test_own_notes(note, same_everywhere, team, cohort):
    Lecture.objects.create(cohort=cohort, number=7)
    question = Question.objects.create(team=team, body="왜요?")
    same_everywhere(note.replace("{question}", str(question.pk)))


@pytest.mark.slow
def test_notes_that_are_imported(same_everywhere):
    for note in sorted((Path(__file__).parents[1] / "importers/notes").glob("*.md")):
        same_everywhere(note.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.any_database
def test_a_hundred_real_notes(reference, same_everywhere):
    notes = [*sorted((reference / "seeds").glob("*.txt")), *sorted((reference / "corpus").rglob("*.md"))]
    some = notes[:5] + notes[5::2] + notes[6::12]
    assert len(some) >= 100
    for note in some:
        same_everywhere(note.read_text(encoding="utf-8", errors="replace"))
