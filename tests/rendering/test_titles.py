"""What a text begins with, cut out of its stored HTML: it stands inside of a link, so nothing of it may end that."""

from html.parser import HTMLParser

import pytest

from meetings.rendering import render
from meetings.rendering.titles import title_of


def title(text: str) -> str:
    return title_of(render(text).html)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        assert "<" not in data  # of a tag that was cut


@pytest.mark.parametrize(
    "text",
    [
        '왜 [x](http://a.b "t</p><b>q<i>") 인가요',
        '<abbr title="x</p><a b>y">약어</abbr> 뜻',
        '<mark>가 <a href="http://x.y" title="</a>">나</a></mark>',
        '<span title="a > b < c">x</span> <kbd title="</p>">k</kbd>',
        "왜 `a</p>b` 인가요, $a<b</p>$",
        "왜[^1] **굵게 [[Q1|x]]**\n\n[^1]: 각주",
    ],
)
def test_it_is_whole_and_leads_nowhere_whatever_stands_in_attributes(text):
    elements = _Elements()
    elements.feed(title(text))
    elements.close()
    assert elements.open == []
    assert title(text)
    assert not {"a", "p", "script", "img"}.intersection(elements.seen)


def test_links_and_footnotes_leave_their_words_and_formulas_are_set():
    assert title("왜 [여기](http://a.b)[^1] 인가요?\n\n다음 문단\n\n[^1]: 각주") == "왜 여기 인가요?"
    assert 'class="katex"' in title("왜 $n-1$로 나누나요?")


@pytest.mark.parametrize("text", ["- 목록", "![그림](http://a.b/c.png)", "$$x$$", "가" * 161, "<hr>", ""])
def test_what_is_no_line_of_words_has_none(text):
    assert title(text) == ""
