"""Fenced code as Pygments' short classes. A lexer is a heap of regular expressions: few are let near a user's text."""

from collections.abc import Iterable
from html import escape

from markdown_it.common.utils import unescapeAll
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from .sheet import Sheet

LONGEST = 20_000  # characters of one fence; longer ones stay plain
LANGUAGES = (  # noqa: SIM905 - a list of words
    "bash c c++ console cpp css diff docker dockerfile go html ini java javascript js json jsx kotlin latex lua make "
    "makefile nginx php py py3 pycon python python3 r rb ruby rust rs scala sh shell sql swift tex toml ts tsx "
    "typescript xml yaml yml zsh"
).split()
WIDE = 44  # characters that fit on a phone; wider boxes scroll, and what scrolls must take the focus

_formatter = HtmlFormatter(nowrap=True)


def width(text: str) -> int:
    return max((sum(1 + (char >= "ᄀ") for char in line) for line in text.split("\n")), default=0)


def focusable(columns: int) -> str:
    return ' tabindex="0"' if columns > WIDE else ""


def code_html(code: str, about: str, sheet: Sheet) -> str:
    """A box of code. What stands behind the opening fence is its language, and more than that its title."""
    words = about.split(maxsplit=1)
    title = f' title="{escape(about)}"' if len(words) > 1 else ""
    box = f'<pre class="code"{focusable(width(code))}{title}>'
    if not words:
        return f"{box}<code>{escape(code, quote=False)}</code></pre>\n"
    marked = _highlighted(code, words[0].lower(), sheet)
    return f'{box}<code class="language-{escape(words[0])} highlight">{marked}</code></pre>\n'


def _highlighted(code: str, language: str, sheet: Sheet) -> str:
    if language not in LANGUAGES or len(code) > LONGEST:
        return escape(code, quote=False)
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    return _formatted(_in_time(lexer.get_tokens(code), sheet))


def _formatted(tokens: Iterable) -> str:
    from io import StringIO

    out = StringIO()
    _formatter.format(tokens, out)
    return out.getvalue()


def _in_time(tokens: Iterable, sheet: Sheet) -> Iterable:
    for number, token in enumerate(tokens):
        if number % 64 == 0:
            sheet.check_time()
        yield token


def render_fence(self, tokens, index, options, env) -> str:
    token = tokens[index]
    return code_html(token.content, unescapeAll(token.info).strip(), env["sheet"])


def render_code_block(self, tokens, index, options, env) -> str:
    token = tokens[index]
    if token.meta.get("prose"):  # no indentation to keep that would be worth a line that leaves the page
        return f'<pre class="plain-text">{escape(token.content, quote=False)}</pre>\n'
    return code_html(token.content, "", env["sheet"])
