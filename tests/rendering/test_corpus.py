"""What is measured on the notes beside the checkout, if they are there: 164 of other people, and five of ours."""

import re

import pytest

from meetings.rendering import render

from .reading import Element, read

pytestmark = pytest.mark.slow

VERBATIM = {"pre", "code", "math", "annotation"}
BLOCKS = {"p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "summary"}

# Front matter, comments, addresses and tags are not said.
UNSAID = re.compile(
    r"\A---\n.*?\n---\n|<!--.*?-->|\]\([^)\n]*\)|<[^>\n]*>|^\[[^]]*\]:[^\n]*$", re.DOTALL | re.MULTILINE
)

# Marks that stay on the page: the beginning of the line, and why that is right.
LEFT = {
    "** 시각화(+HCK)": "nothing closes it, and it has a space behind it",
    "**아래의 경우에": "a footnote mark of the author's, which nothing closes",
    "Power BI 의": "points at a footnote below: `**DAX` and nothing that closes it",
    "**구글도 강조한": "a footnote mark of the author's, which nothing closes",
    "이활석 CTO": "an arrow and a tilde drawn twice: `→ ~~` at the end of a line",
    "전이학습 시": "the name of a method of Python, `__repr__`, glued to a particle",
    "There are groups": "seven low lines for a word that is missing",
}


@pytest.fixture(scope="module")
def notes(reference) -> dict[str, str]:
    paths = [path for folder in ("corpus", "seeds") for path in (reference / folder).rglob("*")]
    return {
        str(path): path.read_text(encoding="utf-8", errors="replace")
        for path in paths
        if path.suffix in (".md", ".txt") and path.is_file()
    }


def lines_of(element: Element) -> str:
    """What a person reads, code and formulas aside, a line for each block."""
    shown = [piece for piece in element.pieces if isinstance(piece, str) or piece.tag not in VERBATIM]
    text = "".join(piece if isinstance(piece, str) else lines_of(piece) for piece in shown)
    return f"\n{text}\n" if element.tag in BLOCKS else text


def test_marks_of_emphasis_stay_in_a_handful_of_lines_each_explained(notes):
    left = []
    for text in notes.values():
        lines = lines_of(read(render(text).html)).split("\n")
        left += [line.strip() for line in lines if re.search(r"\*\*|__|~~", line)]
    print(f"{len(notes)} notes, {len(left)} lines with a mark left")
    assert len(notes) > 160
    assert [line for line in left if not line.startswith(tuple(LEFT))] == []
    assert sum("**" in line for line in left) <= 5


def test_no_address_takes_a_particle_with_it(notes):
    links = [
        link.attributes["href"]
        for text in notes.values()
        for link in read(render(text).html).all("a")
        if link.text.startswith("http") and not re.search(r"\]\(|href=", text)
    ]
    assert not [link for link in links if re.search(r"/(%EC%9D%84|%EB%A5%BC|%EC%9D%80|%EB%8A%94)$", link)]


def test_headings_have_anchors_that_can_be_read(notes):
    for text in notes.values():
        for heading in render(text).toc:
            said = re.findall(r"[가-힣A-Za-z0-9]+", heading.title)
            assert not said or said[0].lower()[:20] in heading.id, (heading.title, heading.id)


def test_every_note_is_set_whole_and_says_all_its_words(notes):
    for name, text in notes.items():
        rendered = render(text)
        assert not {hint.code for hint in rendered.warnings} & {"not-set", "too-slow", "too-long", "too-deep"}, name
        body = UNSAID.sub("", text)
        words = set(re.findall(r"[가-힣]+", body))
        assert not {word for word in words if word not in rendered.text}, name
