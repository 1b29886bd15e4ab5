"""The pipeline: from a text to what is stored beside it."""

import gc
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from importlib import import_module

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from .blocks import block_plugin
from .emphasis import emphasis_plugin
from .fixes import mended, spelt
from .footnotes import footnote_plugin, text_id
from .formula_errors import line_within, wrong_formula_html
from .formula_rules import formula_plugin
from .formulas import FormulaError, is_short, name_headers, typeset
from .headings import heading_plugin
from .highlight import focusable, render_code_block, render_fence, width
from .lines import clean, mend, restore_pipes
from .links import link_plugin
from .lint import lint
from .pictures import alt_text, place_pictures, render_picture
from .raw_html import balance_html
from .references import NO_ADDRESSES, reference_plugin
from .sanitise import sanitise
from .sheet import Formula, OutOfTime, Rendered, Sheet
from .text import plain_text

logger = logging.getLogger(__name__)

RENDER_VERSION = 3

MAX_SOURCE = 200_000  # bytes
MAX_HTML = 3_000_000  # characters; a real note of 13 kB gives 100,000
MATH_SECONDS = 1.4  # of CPU since the rendering began

# The library's 65,536 make megabytes of a few lines. (Imported by its name as a module: the package hides it.)
import_module("markdown_it.rules_block.table").MAX_AUTOCOMPLETED_CELLS = 5_000


def render(source: str, addresses: Mapping[str, str] = NO_ADDRESSES, *, seconds: float = MATH_SECONDS) -> Rendered:
    """HTML, contents, plain text and hints of one text. Never raises; bounded at about two seconds and 3 MB.

    `addresses` says where `[[Q12]]`, `#7강` and `@name` lead: {"Q12": "/questions/12/", "7강": …, "@name": …}.
    `seconds` of CPU are for all of it: what is not set by then shows as it was typed.
    """
    text = clean(source)
    if len(text.encode()) > MAX_SOURCE:
        return _as_typed(text, "too-long")
    try:
        with _no_collections():
            return _set(text, addresses, Sheet(pace=seconds / MATH_SECONDS))
    except OutOfTime:
        return _as_typed(text, "too-slow")
    except Exception:  # the author's words come first: whatever we got wrong, they are shown
        logger.exception("a text of %d characters could not be set", len(text))
        return _as_typed(text, "not-set")


@contextmanager
def _no_collections() -> Iterator[None]:
    """The garbage collector waits: it looks through the whole process, 0.2 s of a large one, in this text's time."""
    is_first = gc.isenabled()  # of the threads that render now: the others leave it as they found it
    gc.disable()
    try:
        yield
    finally:
        if is_first:
            gc.enable()


def _as_typed(text: str, code: str) -> Rendered:
    sheet = Sheet()
    sheet.hint(code)
    html = sanitise(f'<pre class="plain-text">\n{escape(text, quote=False)}</pre>')
    return Rendered(html, (), text, tuple(sheet.hints))


def _set(text: str, addresses: Mapping[str, str], sheet: Sheet) -> Rendered:
    env = {"sheet": sheet, "docId": text_id(text), "addresses": addresses}
    tokens = _markdown.parse(mend(text), env)
    html = sanitise(_markdown.renderer.render(tokens, _markdown.options, env))
    if len(html) > MAX_HTML:
        raise OutOfTime
    html = _put_formulas_in(html, sheet)
    hints = tuple(mended(sheet, text.split("\n")))
    return Rendered(html, tuple(sheet.toc), plain_text(tokens), hints, sheet.references)


def _put_formulas_in(html: str, sheet: Sheet) -> str:
    left = MAX_HTML - len(html)

    def formula(match: re.Match[str]) -> str:
        nonlocal left
        formula = sheet.formulas[int(match[1])]
        shown = _formula_html(formula, sheet, left)
        left -= len(shown)
        return shown

    return name_headers(re.sub(f"\ue001{sheet.nonce}\\.(\\d+)\ue002", formula, html))


def _formula_html(formula: Formula, sheet: Sheet, left: int) -> str:
    source = escape(formula.tex)
    if left < 0 or sheet.is_late(MATH_SECONDS):
        if not any(hint.code == "math-slow" for hint in sheet.hints):
            sheet.hint("math-slow", line=formula.line())
        return f'<code class="math-source">{source}</code>'
    try:
        shown = typeset(formula.tex, display=formula.display)
    except FormulaError as error:
        line = formula.line()
        mend = spelt(error.code, error.detail, line, line + formula.tex.count("\n") + 1)
        sheet.hint(error.code, error.detail, line + line_within(formula.tex, error), mend)
        return wrong_formula_html(formula.tex, error)
    if formula.display:
        return f'<span class="math-display"{focusable(width(formula.tex))}>{shown}</span>'
    return f'<span class="math-inline{" math-short" * is_short(shown)}">{shown}</span>'


def _parse_inline(state) -> None:
    """The library's core rule, but it knows its line and minds the time."""
    sheet = state.env["sheet"]
    for token in state.tokens:
        if token.type == "inline":
            sheet.line = token.map[0] + 1 if token.map else sheet.line
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _mind_the_time(state, *_) -> bool:
    """First of all block and inline rules. It never matches."""
    state.env["sheet"].check_time()
    return False


def _task(self, tokens, index, options, env) -> str:
    """A list item, with a box if it is a task. What the box is called is what the item says."""
    token, start = tokens[index], self.renderToken(tokens, index, options, env)
    if "checked" not in token.meta:
        return start
    inline = next((following for following in tokens[index + 1 : index + 3] if following.type == "inline"), None)
    label, checked = escape(alt_text(inline and inline.children) or "-"), " checked" * token.meta["checked"]
    return f'{start}<input type="checkbox" class="task-list-item-checkbox"{checked} aria-label="{label}"> '


def _tables_scroll(self, tokens, index, options, env) -> str:
    columns = total = widest = 0
    for token in tokens[index + 1 :]:
        if token.type == "table_close":
            break
        if token.type == "inline":
            total, columns = total + width(token.content) + 3, columns + 1
        elif token.type == "tr_close":
            total, widest = 0, max(widest, total)
    return f'<div class="table-scroll"{focusable(widest)}>\n<table>\n'


def _table_end(self, tokens, index, options, env) -> str:
    return "</table>\n</div>\n"


def _deeper_definitions(state) -> None:
    """`: : text` is how kramdown authors indent a definition once more."""
    for token, following in zip(state.tokens, state.tokens[2:], strict=False):
        if token.type == "dd_open" and following.type == "inline" and following.content.startswith(": "):
            token.attrs["class"] = "deeper"
            following.content = following.content[2:].lstrip()


def _build() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"xhtmlOut": False, "maxNesting": 60, "tasklists": True}).enable(
        ["table", "strikethrough"]
    )
    for plugin in (block_plugin, formula_plugin, deflist_plugin, footnote_plugin, link_plugin, emphasis_plugin):
        md.use(plugin)
    md.use(reference_plugin)
    md.use(heading_plugin)
    md.core.ruler.after("block", "restore_pipes", restore_pipes)
    md.core.ruler.after("restore_pipes", "deeper_definitions", _deeper_definitions)
    md.core.ruler.at("inline", _parse_inline)
    md.core.ruler.after("inline", "place_pictures", place_pictures)
    md.core.ruler.after("inline", "balance_html", balance_html)
    md.core.ruler.push("lint", lint)
    md.inline.ruler.before("text", "mind_the_time", _mind_the_time)
    md.block.ruler.before("too_deep", "mind_the_time", _mind_the_time)
    for name, rule in (
        ("image", render_picture),
        ("list_item_open", _task),
        ("fence", render_fence),
        ("code_block", render_code_block),
        ("table_open", _tables_scroll),
        ("table_close", _table_end),
    ):
        md.add_render_rule(name, rule)
    md.parse("", {"sheet": Sheet()})  # compiles the rule chains now: threads that do so at once would see half of one
    return md


_markdown = _build()
