"""Notes as people read them: on a phone, in the dark, on paper, by keyboard, by ear; and no text harms another."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Answer, ClassNote, MasterClass, Question, Section

NOTE = r"""
정규분포 $\mathcal{N}(x \mid \mu, \sigma^2)$의 표본분산은 $s^2 = \frac{1}{n-1}\sum_i (x_i - \bar{x})^2$입니다.

# 변분 하한

$$
\log p(x) = \underbrace{\mathbb{E}_{q}\left[\log \frac{p(x,z)}{q(z)}\right]}_{\text{변분 하한 (ELBO)}}
+ \underbrace{\mathrm{KL}\left(q(z)\,\|\,p(z \mid x)\right)}_{\text{0 이상}} \ge \mathbb{E}_{q}[\log p(x, z)] + H(q)
$$

## 조각 함수

$$
f(x) = \begin{cases} x^2 & \text{만약 } x \ge 0 \\ -x & \text{그 밖의 경우} \end{cases}
$$

## $\lambda$와 벌점

| $\lambda$ | 이름 | 식 | 언제 쓰나요 | 무엇을 조심하나요 | 하이퍼파라미터 | 라이브러리 |
|---|---|---|---|---|---|---|
| 0.1 | 라소 | $\sum_i \lvert w_i \rvert$ | 고를 때 | 하나만 남아요 | `alpha` | `scikit-learn` |

# 코드

```python
def softmax(x: np.ndarray) -> np.ndarray:  # 값이 커도 넘치지 않게 가장 큰 값을 뺍니다
    return np.exp(x - x.max()) / np.exp(x - x.max()).sum()  # 그다음 더해서 나눕니다
```

## 잘못 적은 식

$$
\hat{y} = \sigma(\mathbf{w}^\top \mathbf{x} + \bias)
$$

## 접은 풀이

<details><summary>풀이 보기</summary>

접혀 있던 글과 $\nabla f = \lambda \nabla g$

</details>

> 인용한 글

<span style="color:blue">파랑</span> <font color="yellow">노랑</font>
<span style="background-color:navy">남색 바탕</span>
<span style="background-color:#fff5b1">노란 바탕의 <span style="color:red">빨강</span></span> $\color{blue} x^2$

- [x] 베이즈 정리
- [ ] [라그랑주 승수](https://example.org/lagrange)[^1]

[^1]: 제약이 하나일 때예요.
"""

SCROLLS = """async (box) => {
  for (let left = 40; left && !box.scrollLeft; left--) await new Promise((next) => setTimeout(next, 50));
  return box.scrollLeft > 0;
}"""


@pytest.fixture
def note(cohort, team, member) -> ClassNote:
    held = MasterClass.objects.create(cohort=cohort, title="베이즈 통계")
    note = ClassNote.objects.create(master_class=held, team=team, author=member)
    Section.objects.create(class_note=note, body=NOTE)
    return note


@pytest.fixture
def places(note, meeting, team, member) -> dict[str, str]:
    """The addresses of the pages with notes."""
    section = Section.objects.create(meeting=meeting, heading="강의 정리", body=NOTE)
    question = Question.objects.create(team=team, meeting=meeting, body=NOTE)
    Answer.objects.create(question=question, body=NOTE)
    ClassNote.objects.create(master_class=note.master_class, team=team, title="두 번째 노트").sections.create(body=NOTE)
    return {
        "minutes": meeting.get_absolute_url(),
        "question": question.get_absolute_url(),
        "class note": note.get_absolute_url(),
        "class": note.master_class.get_absolute_url(),
        "edit": section.edit_url,
    }


@pytest.fixture
def read(page, sign_in, member) -> Callable[..., Page]:
    sign_in(member)

    def open_page(address: str, width: int = 1280, scheme: str = "light") -> Page:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return page

    return open_page


@pytest.mark.slow(30)
def test_pages_with_notes_have_no_barrier(places, read, assert_shown_well):
    for address in places.values():
        assert_shown_well(read(address))


def test_formulas_are_read_as_mathml_and_drawn_once(note, read):
    page = read(note.get_absolute_url())
    drawn = page.locator(".katex").count()
    assert drawn >= 8
    assert page.locator(".katex > .katex-mathml > math").count() == drawn
    assert page.locator(".katex > .katex-html[aria-hidden=true]").count() == drawn
    expect(page.get_by_role("columnheader", name="λ")).to_have_count(1)


def test_wide_things_scroll_by_keyboard_and_fade_where_they_are_cut_off(note, read):
    page = read(note.get_absolute_url(), 360)
    wide = page.locator(".prose :is(.table-scroll, pre, .math-display)")
    scrolling = [box for box in wide.all() if box.evaluate("box => box.scrollWidth > box.clientWidth")]
    assert len(scrolling) >= 3
    for box in scrolling:
        assert box.get_attribute("tabindex") == "0"
        assert box.evaluate("box => getComputedStyle(box).getPropertyValue('--fade-end')") == "24px"
        box.focus()
        page.keyboard.press("ArrowRight")
        assert box.evaluate(SCROLLS)
    narrow = page.locator(".math-display", has_text="만약").first
    assert narrow.evaluate("box => getComputedStyle(box).getPropertyValue('--fade-end')") == "0px"


def test_on_paper_all_is_dark_on_white_open_and_uncut(note, read):
    page = read(note.get_absolute_url(), 1280, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 680, "height": 900})  # A4 within its margins
    expect(page.get_by_text("접혀 있던 글과")).to_be_visible()
    for gone in ("header.bar", ".thumbs", ".contents >> nth=0", ".actions >> nth=0"):
        expect(page.locator(gone)).to_be_hidden()
    for words in (".prose p", ".prose code.highlight .k", ".prose .katex"):
        assert luminance(page.locator(words).first.evaluate("words => getComputedStyle(words).color")) < 0.4
    for box in page.locator(".prose :is(.table-scroll, pre, .math-display)").all():
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth + 1")
        assert box.evaluate("box => getComputedStyle(box).maskImage") == "none"
    assert page.pdf(format="A4").startswith(b"%PDF")


def luminance(color: str) -> float:
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", color)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contents_lead_to_headings(note, read):
    page = read(note.get_absolute_url())
    contents = page.get_by_role("navigation", name="차례")
    expect(contents.get_by_role("link")).to_have_count(6)
    contents.get_by_role("link", name="λ와 벌점").click()
    expect(page.locator("h2:target")).to_have_text(re.compile("와 벌점"))
    phone = read(note.get_absolute_url(), 360)
    phone.get_by_role("navigation", name="차례").locator("summary").click()
    phone.get_by_role("navigation", name="차례").get_by_role("link", name="잘못 적은 식").click()
    expect(phone.locator("h2:target")).to_be_in_viewport()


def test_no_text_covers_or_moves_what_stands_around_it(meeting, read):
    covering = [
        "<div style='position:fixed;top:0;left:0;width:99%;height:99%;z-index:9;background-color:red'>덮기</div>",
        "<p style='margin:-900px;font-size:900px;background-color:red;transform:scale(99);line-height:99'>덮기</p>",
        "<big>" * 60 + "크게" + "</big>" * 60,
        "$\\rlap{\\rule{20em}{20em}}$ $\\kern-20em\\rule{20em}{20em}$ $\\raisebox{19em}{\\rule{99em}{9em}}$",
        "$$\\hspace{-90em}\\rule{90em}{20em}\\tag{\\rule{90em}{1em}}$$",
        "<details>" * 50 + "<summary>접기</summary>" + "글" + "</details>" * 50,
        "\u202e\u2067뒤집기 " * 20,
        "<table>" + "<td colspan=1000 width=9999>" * 5,
    ]
    Section.objects.create(meeting=meeting, body="첫 글", order=0)
    for order, body in enumerate(covering, 1):
        Section.objects.create(meeting=meeting, body=body, order=order)
    Section.objects.create(meeting=meeting, body="끝 글", order=99)
    for width in (1280, 360):
        page = read(meeting.get_absolute_url(), width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.documentElement.scrollHeight") < 9000
        for words in ("첫 글", "끝 글"):
            page.get_by_text(words, exact=True).click(trial=True)
        page.locator(".brand").click(trial=True)
    expect(page.locator("big").last).to_have_css("font-size", re.compile(r"^(1\d|2\d)(\.\d+)?px$"))


def test_no_text_hides_a_name_of_the_page_or_its_document(meeting, read):
    names = ["location", "cookie", "body", "forms", "main", "menu-theme", "getElementById", "reader"]
    clobbering = "".join(f'<a id="{name}" name="{name}">a</a><img id="{name}" name="{name}">' for name in names)
    Section.objects.create(meeting=meeting, body=clobbering)
    page = read(meeting.get_absolute_url())
    assert page.evaluate("typeof document.getElementById") == "function"
    assert page.evaluate("document.body.localName + document.forms.constructor.name") == "bodyHTMLCollection"
    assert page.locator(".prose :is([id], [name])").count() >= len(names)
    assert page.locator(".prose :is([id], [name]):not([id^=md-], [name^=md-])").count() == 0


def test_marks_of_templates_and_libraries_are_words_or_gone(meeting, read):
    Section.objects.create(
        meeting=meeting,
        body="{{ 7 * 7 }} {% csrf_token %} ${7*7}\n\n"
        "<b hx-get=/x hx-on:click=a() x-data={} @click=a() v-html=a data-hx-post=/x onclick=a() contenteditable>글</b>",
    )
    page = read(meeting.get_absolute_url())
    expect(page.locator(".row-section .prose")).to_contain_text("{{ 7 * 7 }} {% csrf_token %} ${7*7}")
    assert page.locator(".row-section .prose b").evaluate_all("all => all.flatMap(b => b.getAttributeNames())") == []


def test_a_name_that_turns_the_line_does_not_turn_what_follows(meeting, team, read):
    Question.objects.create(team=team, meeting=meeting, body="\u202e왜 그런가요?")
    page = read(f"/teams/{team.slug}/questions/")
    texts = page.locator("main a").all_inner_texts()
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.title() + "".join(texts))


def test_two_footnotes_with_one_name_lead_each_to_its_own(meeting, read):
    for order in (1, 2):
        Section.objects.create(
            meeting=meeting, body=f"글[^1]\n\n[^1]: {order}번째 각주\n\n# 정리\n\n[정리](#정리)", order=order
        )
    page = read(meeting.get_absolute_url())
    for order in (1, 2):
        row = page.locator(".row-section").nth(order - 1)
        row.locator(".footnote-ref a").click()
        expect(page.locator(":target")).to_contain_text(f"{order}번째 각주")
        row.get_by_role("link", name="정리").click()
        expect(row.locator("h1:target")).to_have_count(1)
