"""Block rules of ours: indented lists, HTML tags that stand on one line, front matter, and an end to nesting."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.front_matter import front_matter_plugin

from .fixes import moved_out
from .rules import wrap

DEEPEST = 40  # levels of quotes and lists; a list takes two

MARKER = re.compile(r"(?:[-*+•]|\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s+\S")
BEGINS_BLOCK = re.compile(r"[#>|<:]|(?:[-*+]|\d{1,9}[.)])\s|`{3}|~{3}")
UNDER_TEXT = re.compile(
    r"^(?P<text>\S.*)\n(?P<list>(?: {4}|\t)[ \t]*(?:[-*+]|1[.)])[ \t]+\S.*(?:\n(?: {4}|\t).*)*)", re.MULTILINE
)
BULLET = re.compile(r"(?:[-*+]|\d{1,9}[.)])(\s+)")
HANGUL = re.compile(r"[가-힣]")
CODE_LIKE = re.compile(r"[;{}]\s*$|^\s*(?:def|class|import|from|return|for|if|while|#include)\b|^\s*[\w.\[\]]+\s*=\s")

TAG_LINE = re.compile(r"<(/?)(" + "|".join(block_names) + r")(\s[^<>]*)?>", re.IGNORECASE)
TAG = re.compile(r"(</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>)")
MARKDOWN_ATTRIBUTE = re.compile(r"""\smarkdown\s*=\s*["']?(?:1|block|span)\b["']?""", re.IGNORECASE)
FRONT_MATTER = re.compile(r"-{3,}[ \t]*\n(?:[ \t]*(?:#.*)?\n){0,9}[\w.-]+[ \t]*:(?:\s|$)")
HEADING_LINE = re.compile(r"<h([1-6])(\s[^<>]*)?>(.*)</h\1\s*>\s*", re.IGNORECASE)

BlockRule = Callable[[StateBlock, int, int, bool], bool]


def too_deep(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """markdown-it drops what is nested beyond its limit; we keep it as one paragraph."""
    if silent or state.level < DEEPEST:
        return False
    line = start_line
    while line < end_line and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    line = max(line, start_line + 1)
    state.env["sheet"].hint("too-deep", line=state.env.get("above", 0) + start_line + 1)
    state.push("paragraph_open", "p", 1)
    token = state.push("text", "", 0)
    token.content = state.getLines(start_line, line, state.blkIndent, False)
    state.push("paragraph_close", "p", -1)
    state.line = line
    return True


def code_or_list(rule: BlockRule) -> BlockRule:
    """Four spaces make code, but a list pasted with an indentation of its own is meant as a list. So is what an author
    says below an item whose number takes more than four: CommonMark has ended the item, its writer has not.
    """

    def code(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        if not rule(state, start_line, end_line, silent):
            return False
        text, before = state.tokens[-1].content, state.tokens[-2].type if len(state.tokens) > 1 else ""
        if is_list_like(text):
            state.tokens.pop()
            listed, above = level_indentation(text.rstrip("\n")), state.env.get("above", 0)
            first = above + start_line + 1
            mend = None if above else moved_out(first, text, listed, "dedent")
            state.env["sheet"].hint("list-as-code", line=first, mend=mend)
            _parse_inside(state, listed, start_line)
        elif is_prose(text) and before in ("bullet_list_close", "ordered_list_close"):
            state.tokens.pop()
            _parse_inside(state, text, start_line)
        else:
            state.tokens[-1].meta["prose"] = is_prose(text)
        return True

    return code


def text_before_list(rule: BlockRule) -> BlockRule:
    """A list that begins, indented by four spaces, right below a line of text is no part of that line."""

    def paragraph(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        if state.level or state.blkIndent:
            return rule(state, start_line, end_line, silent)
        lists = _indented_lists(state)
        index, last = bisect_right(lists, start_line), state.lineMax
        state.lineMax = lists[index] if index < len(lists) else last
        try:
            return rule(state, start_line, end_line, silent)
        finally:
            state.lineMax = last

    return paragraph


def _indented_lists(state: StateBlock) -> list[int]:
    """The lines where such lists begin; found once, for each paragraph asks."""
    if state.env.get("indented lists", (None,))[0] is not state.src:
        found = [
            match.start("list")
            for match in UNDER_TEXT.finditer(state.src)
            if is_list_like(match["list"]) and not BEGINS_BLOCK.match(match["text"])
        ]
        state.env["indented lists"] = (state.src, [bisect_left(state.bMarks, at) for at in found])
    return state.env["indented lists"][1]


def is_list_like(code: str) -> bool:
    lines = [line.strip() for line in code.splitlines() if line.strip()]
    marked = sum(MARKER.match(line) is not None for line in lines)
    code_like = sum(CODE_LIKE.search(line) is not None for line in lines)
    if not marked or code_like:
        return False
    return MARKER.match(lines[0]) is not None and (2 * marked >= len(lines) or HANGUL.search(code) is not None)


def is_prose(code: str) -> bool:
    """Whether a third of what stands there is Hangul, and no line looks like code."""
    written = len("".join(code.split()))
    return 3 * len(HANGUL.findall(code)) > written and not any(CODE_LIKE.search(line) for line in code.splitlines())


def level_indentation(text: str) -> str:
    """Each line moved to where Markdown nests it: a list under its paragraph, a list in a list, and so on."""
    out: list[str] = []
    outline: list[tuple[int, int, int]] = []  # indentation as typed, where the line goes, where its content begins
    for line in text.expandtabs(4).split("\n"):
        stripped = line.lstrip()
        typed = len(line) - len(stripped)
        if not stripped:
            out.append("")
            continue
        while outline and outline[-1][0] >= typed:
            outline.pop()
        goes = outline[-1][2] if outline else 0
        bullet = BULLET.match(stripped)
        outline.append((typed, goes, goes + len(bullet[0]) if bullet and len(bullet[1]) < 5 else goes))
        out.append(" " * goes + stripped)
    return "\n".join(out)


def _parse_inside(state: StateBlock, text: str, start_line: int) -> None:
    first = len(state.tokens)
    inner = StateBlock(text, state.md, state.env, state.tokens)
    inner.level, inner.parentType = state.level, state.parentType
    above = state.env.get("above", 0)
    state.env["above"] = above + start_line  # what the lines of the inner text lie below
    state.md.block.tokenize(inner, 0, inner.lineMax)
    state.env["above"] = above
    for token in state.tokens[first:]:
        token.meta["inside"] = True
        if token.map:
            token.map = [token.map[0] + start_line, token.map[1] + start_line]


def html_lines(rule: BlockRule) -> BlockRule:
    """HTML as in CommonMark, except that a line that is complete in itself ends there and Markdown goes on."""

    def html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        begin, stop = state.bMarks[start_line] + state.tShift[start_line], state.eMarks[start_line]
        line = state.src[begin:stop].rstrip()
        if state.is_code_block(start_line) or not line.startswith("<") or not (tag := TAG_LINE.match(line)):
            return rule(state, start_line, end_line, silent)
        if heading := HEADING_LINE.fullmatch(line):
            return silent or _push_heading(state, heading, start_line)
        if _has_markdown_inside(state, tag):
            return silent or _push_markdown_line(state, line, start_line)
        if not tag[1] and re.search(rf"</{tag[2]}\s*>$", line, re.IGNORECASE):
            end_line = start_line + 1
        return rule(state, start_line, end_line, silent)

    return html_block


def _has_markdown_inside(state: StateBlock, tag: re.Match[str]) -> bool:
    name = tag[2].lower()
    if name in ("details", "summary") or MARKDOWN_ATTRIBUTE.search(tag[3] or ""):
        return True
    return bool(tag[1]) and name in state.env.get("markdown tags", ())


def _push_heading(state: StateBlock, heading: re.Match[str], line: int) -> bool:
    tag, attributes = "h" + heading[1], heading[2] or ""
    token = state.push("heading_open", tag, 1)
    token.map = [line, line + 1]
    if name := re.search(r"""\bid\s*=\s*["']?([^"'\s>]+)""", attributes):
        token.attrs["id"] = name[1]
    _push_inline(state, heading[3], line)
    state.push("heading_close", tag, -1)
    state.line = line + 1
    return True


def _push_markdown_line(state: StateBlock, text: str, line: int) -> bool:
    for piece in TAG.split(text):
        if (tag := TAG_LINE.fullmatch(piece)) is not None:
            if MARKDOWN_ATTRIBUTE.search(tag[3] or ""):
                state.env.setdefault("markdown tags", set()).add(tag[2].lower())
            token = state.push("html_block", "", 0)
            token.content, token.map = piece, [line, line + 1]
        elif piece.strip():
            previous = state.tokens[-1]
            if previous.type == "inline" and previous.map == [line, line + 1]:
                previous.content += piece
            else:
                _push_inline(state, piece, line)
    state.line = line + 1
    return True


def _push_inline(state: StateBlock, text: str, line: int) -> None:
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text.strip(), [line, line + 1], []


def only_yaml(rule: BlockRule) -> BlockRule:
    """Only what reads like YAML is front matter: a rule of dashes above the first paragraph hides nothing."""

    def front_matter(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        if start_line or not FRONT_MATTER.match(state.src):
            return False
        return rule(state, start_line, end_line, silent)

    return front_matter


def block_plugin(md: MarkdownIt) -> None:
    front_matter_plugin(md)
    wrap(md.block.ruler, "front_matter", only_yaml)
    wrap(md.block.ruler, "code", code_or_list)
    wrap(md.block.ruler, "paragraph", text_before_list)
    wrap(md.block.ruler, "html_block", html_lines)
    md.block.ruler.before("front_matter", "too_deep", too_deep)
