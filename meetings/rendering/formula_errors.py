"""How a formula that cannot be set is shown: its source, where in it KaTeX stopped, and why, for everybody to read.

The reason stays in KaTeX's English: what is stored is read in any language. The editor says it in the author's.
"""

from html import escape

from .formulas import FormulaError


def wrong_formula_html(tex: str, error: FormulaError) -> str:
    source = escape(tex)
    if error.start is not None and error.start < error.end:
        here = tex[error.start : error.end].rstrip()  # a command ends with the space behind it
        before, after = tex[: error.start], tex[error.start + len(here) :]
        source = f'{escape(before)}<u class="math-error-at">{escape(here)}</u>{escape(after)}'
    reason = escape(str(error) + _place(tex, error.start))
    return f'<code class="math-error">{source}</code> <small class="math-error-reason" lang="en">({reason})</small>'


def _place(tex: str, at: int | None) -> str:
    if at is None:
        return ""
    if at >= len(tex):
        return ", at the end"
    line, column = tex.count("\n", 0, at) + 1, at - (tex.rfind("\n", 0, at) + 1) + 1
    return f", line {line}, column {column}" if "\n" in tex else f", column {column}"


def line_within(tex: str, error: FormulaError) -> int:
    """How many lines below the first of the formula the error stands."""
    return tex.count("\n", 0, error.start) if error.start is not None else 0
