import pytest

from meetings.rendering import render

from .reading import read


@pytest.fixture
def seed(reference):
    def one(number: str):
        (path,) = (reference / "seeds").glob(f"{number}_*.txt")
        return path.read_text(encoding="utf-8")

    return one


def test_minutes_with_formulas(seed):
    shown = read(render(seed("002")).html)
    assert len(shown.formulas) == 17
    assert not shown.wrong_formulas


def test_indented_lists(seed):
    assert not read(render(seed("000")).html).all("pre")


def test_kramdown_definitions(seed):
    shown = read(render(seed("001")).html)
    assert len(shown.all("dd")) >= 100
    assert len(shown.all("h2")) == 2
    assert not any(paragraph.text.startswith(": :") for paragraph in shown.all("p"))


@pytest.mark.parametrize("number", ["000", "001", "003"])
def test_front_matter_is_never_on_the_page(seed, number):
    rendered = render(seed(number))
    assert "categories:" not in rendered.html + rendered.text


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_word_is_kept(seed, number):
    import re

    source = seed(number)
    body = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.DOTALL)
    shown = render(source)
    words = set(re.findall(r"[가-힣]+", re.sub(r"\]\([^)]*\)", "", body)))
    assert not {word for word in words if word not in shown.text}
