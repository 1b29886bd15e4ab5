r"""Where a formula begins and ends: `$…$ $$…$$ \(…\) \[…\] \begin{…}` and the fence ```` ```math ````.

A dollar is also money and a shell variable, `\[` is also an escaped bracket. A formula in single dollars therefore
hugs its text or is spaced on both sides (`$ x $`), and does not end before a digit; brackets must look like LaTeX.
"""

import re
from bisect import bisect_left
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from .formulas import needs_display
from .sheet import Formula

ENVIRONMENTS = (  # noqa: SIM905 - a list of words
    "align alignat aligned alignedat array Bmatrix Bsmallmatrix bmatrix bsmallmatrix cases CD darray dcases drcases "
    "equation gather gathered matrix pmatrix psmallmatrix rcases smallmatrix split subarray Vmatrix Vsmallmatrix "
    "vmatrix vsmallmatrix multline eqnarray"
).split()
BEGIN = re.compile(r"\\begin\{((?:" + "|".join(ENVIRONMENTS) + r")\*?)\}")
MARKS = re.compile(r"\\.|\$+|[{}]", re.DOTALL)
TEX = re.compile(r"\\[A-Za-z,;!|{}]|[_^=<>]")
EXPRESSION = re.compile(r"[A-Za-z0-9\s+\-*/=.,()'|!]+")
MARKDOWN_ESCAPE = re.compile(r"\\[\[\]()*_#.!~`>-]")


def pair_dollars(src: str) -> dict[int, int]:
    """For each run of unescaped dollars, where the run that may close it begins: the next at the same brace depth.

    An author who forgets a brace must not lose the rest of the paragraph, so a run without such a partner is paired
    with whatever run comes next.
    """
    partner: dict[int, int] = {}
    waiting: list[tuple[int, str] | None] = [None]
    previous: int | None = None
    for match in MARKS.finditer(src):
        mark, at = match[0], match.start()
        if mark == "{":
            waiting.append(None)
        elif mark == "}":
            if len(waiting) > 1:
                waiting.pop()
        elif mark[0] == "$":
            if previous is not None:
                partner.setdefault(previous, at)
            if waiting[-1] is not None:
                partner[waiting[-1][0]] = at
            waiting[-1], previous = (at, mark), at
    return partner


def single_dollar_end(src: str, start: int, end: int | None) -> bool:
    """Whether `$…$` from start to end (the two dollars) is a formula, and not twice an amount of money."""
    if end is None or end == start + 1 or src.startswith("$$", end):
        return False
    content, after = src[start + 1 : end], src[end + 1 : end + 2]
    if after.isdigit() or not content.strip() or "\n\n" in content:
        return False
    if "`" in content and not (content[0] == content[-1] == "`" and len(content) > 2):
        return False
    if content[0].isspace() and content[-1].isspace():
        return _looks_like_tex(content)
    # `$ x$` and `$x $` are slips of the pen when what stands between can be nothing but LaTeX.
    if content[0].isspace() or content[-1].isspace():
        return re.search(r"\\[A-Za-z]{2}|[_^]", content) is not None and not content[0].isdigit()
    return not (after.isascii() and after.isalpha() and re.match(r"[A-Z][A-Z_]", content))


def _looks_like_tex(content: str) -> bool:
    bare = MARKDOWN_ESCAPE.sub("", content)
    return TEX.search(bare) is not None or len(content.strip()) == 1 or _is_expression(bare)


def _is_expression(content: str) -> bool:
    """`f(x) + 1` but not `and 6`: no word of more than one letter unless it is followed by a parenthesis."""
    return EXPRESSION.fullmatch(content) is not None and not re.search(r"[A-Za-z]{2,}(?!\()", content)


def add_formula(state: StateInline | StateBlock, tex: str, display: bool, line: Callable[[], int]) -> None:
    """Called with a way to find its line, since that is needed only for the few that are wrong."""
    sheet = state.env["sheet"]
    token = state.push("formula", "", 0)
    token.content = tex.strip()
    token.block = isinstance(state, StateBlock)
    token.meta = {"number": len(sheet.formulas), "display": display, "lines": tex.count("\n")}
    above = tex.count("\n", 0, len(tex) - len(tex.lstrip()))
    sheet.formulas.append(Formula(tex.strip(), display or needs_display(tex), lambda: line() + above))


def _line_of(state: StateInline, at: int) -> Callable[[], int]:
    first, src = state.env["sheet"].line, state.src
    return lambda: first + src.count("\n", 0, at)


def dollars(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if src[start] != "$":
        return False
    if state.env.get("dollars", (None,))[0] is not src:
        state.env["dollars"] = (src, pair_dollars(src))
    end = state.env["dollars"][1].get(start)
    if end is None or end >= state.posMax:
        return False
    if src.startswith("$$", start):
        width, content = 2, src[start + 2 : end]
        if not src.startswith("$$", end) or not content.strip():
            return False
    else:
        width, content = 1, src[start + 1 : end]
        if not single_dollar_end(src, start, end):
            return False
        if content[0] == content[-1] == "`":
            content = content[1:-1]
    if not silent:
        add_formula(state, content, width == 2, _line_of(state, start))
    state.pos = end + width
    return True


def brackets(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if src[start] != "\\" or src[start + 1 : start + 2] not in ("(", "["):
        return False
    display = src[start + 1] == "["
    closer = r"\]" if display else r"\)"
    if state.html_terminator_last(closer) < start + 2:
        return False
    end = src.index(closer, start + 2)
    content = src[start + 2 : end]
    if end + 2 > state.posMax or not _is_bracket_formula(content, display):
        return False
    if not silent:
        add_formula(state, content, display, _line_of(state, start))
    state.pos = end + 2
    return True


def _is_bracket_formula(content: str, display: bool) -> bool:
    bare = MARKDOWN_ESCAPE.sub("", content)
    if TEX.search(bare):
        return True
    return not display and len(bare) < 40 and _is_expression(bare)


def environment(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if src[start] != "\\" or not (match := BEGIN.match(src, start, state.posMax)):
        return False
    end = _environment_end(src, match, state.html_terminator_last("\\end{" + match[1] + "}"))
    if not start < end <= state.posMax:
        return False
    if not silent:
        add_formula(state, src[start:end], True, _line_of(state, start))
    state.pos = end
    return True


def _environment_end(src: str, begin: re.Match[str], last: int) -> int:
    """Just after the `\\end` that closes this `\\begin`, or 0."""
    if last < begin.end():
        return 0
    name, depth = re.escape(begin[1]), 0
    for match in re.finditer(r"\\(begin|end)\{" + name + r"\}", src[begin.start() : last + len(begin[1]) + 6]):
        depth += 1 if match[1] == "begin" else -1
        if depth == 0:
            return begin.start() + match.end()
    return 0


# Blocks: a line that begins with `$$`, `\[` or `\begin{…}` takes all lines to its end, whatever they look like.


def formula_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    begin, stop = state.bMarks[start_line] + state.tShift[start_line], state.eMarks[start_line]
    if state.src.startswith("$$", begin, stop):
        opener, closer = "$$", "$$"
    elif state.src.startswith(r"\[", begin, stop):
        opener, closer = r"\[", r"\]"
    elif match := BEGIN.match(state.src, begin, stop):
        opener, closer = "", "\\end{" + match[1] + "}"
    else:
        return False
    last = _closing_line(state, start_line, end_line, begin + len(opener), closer)
    if last is None:
        return False
    text = state.getLines(start_line, last + 1, state.blkIndent, False).strip()
    content = text[len(opener) : len(text) - len(closer)] if opener else text
    if not content.strip() or (opener == "$$" and "$$" in content):
        return False
    if opener == r"\[" and not _is_bracket_formula(content, True):
        return False
    if not silent:
        line = state.env.get("above", 0) + start_line + 1
        add_formula(state, content, True, lambda: line)
        state.tokens[-1].map = [start_line, last + 1]
        state.line = last + 1
    return True


def _closing_line(state: StateBlock, start_line: int, end_line: int, begin: int, closer: str) -> int | None:
    """The first line from start_line on that ends with the closer, as far as this quote or list item goes."""
    if state.src[begin : state.eMarks[start_line]].rstrip().endswith(closer):
        return start_line
    closing = _lines_ending_with(state, closer)
    index = bisect_left(closing, start_line + 1)
    if index == len(closing) or closing[index] >= end_line:
        return None
    for line in range(start_line + 1, closing[index] + 1):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return None
    return closing[index]


def _lines_ending_with(state: StateBlock, closer: str) -> list[int]:
    found = state.env.setdefault("closing lines", {})
    key = (state, closer)
    if key not in found:
        lines = state.src.split("\n")
        found[key] = [number for number, line in enumerate(lines) if line.rstrip().endswith(closer)]
    return found[key]


def math_fence(state) -> None:
    for token in state.tokens:
        if token.type == "fence" and token.info.strip() == "math":
            sheet, above = state.env["sheet"], len(token.content) - len(token.content.lstrip("\n"))
            line = (token.map or [0])[0] + 2 + above
            token.type, token.content = "formula", token.content.strip()
            token.meta = {"number": len(sheet.formulas), "display": True}
            sheet.formulas.append(Formula(token.content, True, lambda line=line: line))


def render_formula(self, tokens, index, options, env) -> str:
    token = tokens[index]
    placeholder = env["sheet"].placeholder(token.meta["number"])
    return f"<div>{placeholder}</div>\n" if token.block else placeholder


def formula_plugin(md: MarkdownIt) -> None:
    md.block.ruler.before("table", "formula", formula_block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("escape", "formula_environment", environment)
    md.inline.ruler.before("escape", "formula_brackets", brackets)
    md.inline.ruler.before("escape", "formula_dollars", dollars)
    md.core.ruler.after("block", "math_fence", math_fence)
    md.add_render_rule("formula", render_formula)
