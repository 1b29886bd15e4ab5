import pytest

from .reading import page


@pytest.mark.parametrize(
    ("source", "tag", "text"),
    [
        ("**굵게**은", "strong", "굵게"),
        ('**"인용"**은', "strong", '"인용"'),
        ("**미적분(Calculus)**은", "strong", "미적분(Calculus)"),
        ("**`code`**를", "strong", "code"),
        ('*"기울임"*은', "em", '"기울임"'),
        ('~~"취소"~~는', "s", '"취소"'),
        ("이것은**(중요)**합니다", "strong", "(중요)"),
        ("**Q.**질문", "strong", "Q."),
        ("말 **“하나”**와 끝", "strong", "“하나”"),
        ("***'둘 다'***를", "strong", "'둘 다'"),
    ],
)
def test_emphasis_ends_before_a_korean_particle(source, tag, text):
    (found,) = page(source).all(tag)
    assert found.text == text


def test_a_formula_in_bold_before_a_particle():
    (strong,) = page("**$x_i$**는").all("strong")
    assert strong.formulas == ["x_i"]


def test_two_bold_words_in_one_sentence():
    assert [found.text for found in page('**"하나"**은 **(둘)**과 다르다').all("strong")] == ['"하나"', "(둘)"]


@pytest.mark.parametrize("source", ["snake_case_name", "2 * 3 * 4", "3~4명 ~ 5명", "_변수_명", "a*(b+c)", "2*3"])
def test_no_emphasis(source):
    shown = page(source)
    assert shown.text.strip() == source
    assert not any(shown.all(tag) for tag in ("em", "strong", "s"))
