import json
import re

import pytest

from meetings.rendering import render

from .reading import page, read

OURS = "/pictures/0b7e4c1a-9f6d-4a52-8c3e-5d1f2a3b4c5d/그래프.png"
LIVE = {"script", "style", "iframe", "object", "embed", "form", "svg", "link", "meta", "base", "video", "audio"}


def is_inert(html: str) -> bool:
    """No element or attribute that runs, loads or reaches out of the text."""
    for element in read(html).walk():
        if element.tag in LIVE:
            return False
        for name, value in element.attributes.items():
            if name.startswith(("on", "hx-", "x-", "@", ":")) or name in ("srcdoc", "formaction", "action", "srcset"):
                return False
            if name in ("href", "src", "xlink:href") and not re.match(r"(https?:|mailto:|[/#.?\w%-])", value or "#"):
                return False
            if name in ("href", "src") and re.match(r"\s*(javascript|data|vbscript|file):", value or "", re.IGNORECASE):
                return False
            if name == "src" and not value.startswith("/pictures/"):
                return False
            if name in ("id", "name") and not value.startswith(("md-", "fn")):
                return False
            if name == "style" and re.search(r"url\(|position|expression|behavior|@import", value, re.IGNORECASE):
                return element.attributes.get("class", "") in ("katex",)
    return True


def test_every_attack_is_inert(reference):
    payloads = (reference / "data" / "attacks.jsonl").read_text(encoding="utf-8")
    attacks = [json.loads(line) for line in payloads.split("\n") if line]  # payloads hold line ends of other kinds
    assert len(attacks) > 400
    alive = [attack["id"] for attack in attacks if not is_inert(render(attack["payload"]).html)]
    assert alive == []


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "<a href=' javascript:alert(1)'>a</a>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<b hx-get=/x x-data=y onclick=z>a</b>",
        "<iframe src=//x.example></iframe>",
        '<span style="position:fixed;color:red;background:url(//x.example/a)">a</span>',
        "![a](javascript:alert(1))",
        "<form action=/logout><input type=text name=a></form>",
        "$\\href{javascript:alert(1)}{x}$ $\\htmlData{a=b}{x}$ $\\text{<img src=x onerror=alert(1)>}$",
        '```"><img src=x onerror=alert(1)>\na\n```',
        '# <b id="location" name="cookie">a</b>',
        '<https://x.example/"onmouseover=alert(1)>',
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    ],
)
def test_attack_is_inert(source):
    assert is_inert(render(source).html)


def test_a_live_page_would_be_noticed():
    assert not is_inert("<p><img src='/pictures/x' onerror='a()'></p>")
    assert not is_inert("<a href='javascript:a()'>a</a>")
    assert not is_inert("<script>a()</script>")


@pytest.mark.parametrize(
    "word", ["vector<int>", "<CLS> 토큰", "<script>let a</script>", "a <- b", "<PAD> <UNK>", "{{ x }}"]
)
def test_what_is_no_tag_of_ours_is_a_word(word):
    assert page(f"앞 {word} 뒤").text.strip() == f"앞 {word} 뒤"
    assert word in render(f"앞 {word} 뒤").text


def test_tags_a_note_may_use_stay():
    shown = page(
        '<u>밑줄</u> <b>굵게</b> <span style="color:red">빨강</span> H<sub>2</sub>O <mark>표시</mark> <kbd>Q</kbd>'
    )
    assert [shown.all(tag)[0].text for tag in ("u", "b", "span", "sub", "mark", "kbd")] == [
        "밑줄",
        "굵게",
        "빨강",
        "2",
        "표시",
        "Q",
    ]
    assert shown.all("span")[0].attributes == {"style": "color:red;--paint:red"}


def test_an_unclosed_tag_ends_with_its_paragraph():
    first, second = page("<b>하나\n\n둘").all("p")
    assert first.all("b")
    assert not second.all("b")


def test_an_unclosed_comment_hides_nothing():
    assert "중요한 글" in page("<!-- 끝이 없다\n\n중요한 글").text
    assert "비밀" not in render("<!-- 비밀 -->\n\n글").html


def test_links_tell_nothing_to_where_they_lead():
    (link,) = page("[a](https://example.com)").all("a")
    assert link.attributes["rel"] == "noopener noreferrer nofollow"


def test_our_picture_is_shown():
    (picture,) = page(f'![그래프 $x$]({OURS} "제목")').all("img")
    assert picture.attributes["alt"] == "그래프 x"
    assert picture.attributes["loading"] == "lazy"
    assert picture.attributes["title"] == "제목"
    assert picture.attributes["src"].startswith("/pictures/0b7e4c1a-9f6d-4a52-8c3e-5d1f2a3b4c5d/")


@pytest.mark.parametrize(
    "source", ["![설명](https://x.example/a/b.png)", '<img src="https://x.example/a/b.png" alt="설명">']
)
def test_a_picture_elsewhere_is_a_link(source):
    (link,) = page(source).all("a", "picture-elsewhere")
    assert (link.text, link.attributes["href"]) == ("설명", "https://x.example/a/b.png")
    assert [hint.code for hint in render(source).warnings] == ["image-elsewhere"]


def test_a_picture_elsewhere_within_a_link_is_only_its_name():
    shown = page(
        "[![](https://x.example/b.png)](https://y.example) <a href='https://z.example'><img src='https://x.example/c.png'></a>"
    )
    assert [link.attributes["href"] for link in shown.all("a")] == ["https://y.example", "https://z.example"]
    assert [name.text for name in shown.all("span", "picture-elsewhere")] == ["b.png", "c.png"]


@pytest.mark.parametrize(
    ("source", "name", "code"),
    [
        ("![](./2026-11-19.png)", "2026-11-19.png", "missing-image"),
        ("![]({{site.url}}/assets/images/ab12.png)", "ab12.png", "site-url"),
        ("<img src='그림/첫 장.png'>", "첫 장.png", "missing-image"),
        ("![](data:image/png;base64,AAAA)", "data:image/png", "missing-image"),
        ("![](/pictures/../admin/)", "admin", "missing-image"),
        ("![](//x.example/a.png)", "a.png", "missing-image"),
    ],
)
def test_a_picture_we_do_not_have_leaves_its_name_and_a_hint(source, name, code):
    (missing,) = page(source).all("span", "picture-missing")
    assert (missing.text, missing.attributes["role"], missing.attributes["aria-label"]) == (name, "img", name)
    assert not page(source).all("img")
    assert [hint.code for hint in render(source).warnings] == [code]


@pytest.mark.parametrize(
    ("source", "style"),
    [
        ("<span style='color: #1a237e; position: fixed'>남색</span>", "color:#1a237e;--paint:#1a237e"),
        ("<font color=blue>파랑</font>", "color:blue;--paint:blue"),
        ("<p style='background-color:rgb(255, 240, 0);font-weight:bold'>바탕</p>", "--under:rgb(255, 240, 0)"),
    ],
)
def test_colours_are_named_for_the_style_sheet(source, style):
    assert style in render(source).html


@pytest.mark.parametrize(
    "source",
    ['글 `style="color:red"`', "color:red", "<b title='<p style=color:red>'>글</b>", "<p title=color:red>글</p>"],
)
def test_words_about_colours_stay_as_they_are(source):
    assert "--paint" not in render(source).html


def test_a_font_colours_and_positions_nothing():
    html = render('<font color="red;position:fixed;inset:0">글</font>').html
    assert "style" not in html
