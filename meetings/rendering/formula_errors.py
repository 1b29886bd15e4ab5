"""How a formula that cannot be set is shown: its source, where in it KaTeX stopped, and why, for everybody to read.

What is stored is read in any language, so the reason stands there in each; the page shows that of its reader.
"""

from html import escape

from .formulas import FormulaError
from .reasons import in_words, place_in_words

LANGUAGES = ("ko", "en")


def wrong_formula_html(tex: str, error: FormulaError) -> str:
    source = escape(tex)
    if error.start is not None and error.start < error.end:
        here = tex[error.start : error.end].rstrip()  # a command ends with the space behind it
        before, after = tex[: error.start], tex[error.start + len(here) :]
        source = f'{escape(before)}<u class="math-error-at">{escape(here)}</u>{escape(after)}'
    return f'<code class="math-error">{source}</code> {_reasons(tex, error)}'


def _reasons(tex: str, error: FormulaError) -> str:
    from django.utils.translation import override  # only here: rendering itself needs no Django

    said = ""
    for language in LANGUAGES:
        with override(language):
            words = ", ".join(filter(None, (in_words(str(error)), place_in_words(tex, error.start))))
        said += f'<small class="math-error-reason" lang="{language}">({escape(words)})</small>'
    return said


def line_within(tex: str, error: FormulaError) -> int:
    """How many lines below the first of the formula the error stands."""
    return tex.count("\n", 0, error.start) if error.start is not None else 0
