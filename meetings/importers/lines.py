"""A note's lines as nodes: what each line is (heading, bullet, number, quote, …), how deep it stands, what it says.

Markdown of notes is not CommonMark: text indented by four is no code, `----` under a list is a rule, a definition
list may start with `: :`. So the lines are read here as people meant them; rendering is another matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from meetings.importers import speech

BULLET = re.compile(r"[-*+•‣◦●○▶▪]\s+|[-*+]$")
NUMBER = re.compile(r"(?P<number>\d{1,3}[.)]|[1-9]\d?\.[1-9]\d?(?:\.[1-9]\d?)?[.)]?|[①-⑳]|[a-z][.)])(?:\s+|$)")
HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*\s*$|(?P<tight>#{2,6})(?P<tight_text>[^#\s!].*)$")
HTML_HEADING = re.compile(r"<h([1-6])[^>]*>(?P<text>.*?)</h\1>\s*(?:<br\s*/?>)*\s*$", re.IGNORECASE)
SUMMARY = re.compile(r"(?:<details[^>]*>\s*)?<summary[^>]*>(?P<text>.*?)</summary>", re.IGNORECASE)
OPEN_SUMMARY = re.compile(r"(?:<details[^>]*>\s*)?<summary[^>]*>(?!.*</summary>)", re.IGNORECASE)
RULE = re.compile(r"(?:-\s*){3,}$|(?:\*\s*){3,}$|(?:_\s*){3,}$|={3,}$|⸻$")
FENCE = re.compile(r"(`{3,}|~{3,})")
CHECKBOX = re.compile(r"\[(?P<mark>[ xX])\]\s+")
# What people put in brackets is short; without a limit a line of 50,000 opening ones would be read for minutes.
PICTURE = re.compile(
    r"(?:!\[[^\][]{0,300}\]\([^)(\n]{0,1000}(?:\([^)(\n]{0,300}\)[^)(\n]{0,300})?\)|<img\b[^<>]{0,1000}>|!\[\[[^\][]{1,300}\]\])"
)
FORMATTING = re.compile(
    r"</?(?:br|b|i|u|em|strong|span|font|center|mark|div|p|small|details|summary|h[1-6])\b[^<>]{0,300}>", re.I
)
_GAP = re.compile(r"\s{9,}")
MOST_READ = 5000  # a longer line is kept as it is, but not looked into
MOST_GLUED = 300
BOLD = re.compile(
    r"(?:<b>|<strong>|\*\*|__|==)(?P<text>(?:(?!\*\*|__).)+?)(?:</b>|</strong>|\*\*|__|==)\s*[:：]?$", re.I
)


@dataclass(eq=False)
class Node:
    first: int
    last: int
    indent: int
    shape: str  # heading bullet number quote text definition picture code rule markup
    text: str
    level: int = 0
    number: str = ""
    ticked: bool | None = None
    pseudo: bool = False  # a heading by its look: a bold line, a bullet before two <br>, an emoji line
    bold: bool = False
    gap: bool = True  # a blank line stands before it
    raw: list[str] = field(default_factory=list)
    parent: Node | None = None
    position: int = 0  # among the nodes of its part

    @property
    def opening(self) -> str:
        return self.text.split("\n", 1)[0]

    @property
    def is_long(self) -> bool:
        return len(self.text) > MOST_READ

    @property
    def is_item(self) -> bool:
        return self.shape in ("bullet", "number")


def strip_formatting(text: str) -> str:
    return re.sub(r"[ \t]+", " ", FORMATTING.sub("", text)).strip()


def indent_of(line: str) -> int:
    width = 0
    for char in line:
        if char == "\t":
            width += 4 - width % 4
        elif char in " \u00a0\u3000":
            width += 1
        else:
            break
    return width


def read_nodes(
    lines: list[str],
    first: int = 1,
    layout: re.Pattern[str] | None = None,
    toggle: re.Pattern[str] | None = None,
) -> list[Node]:
    """The nodes of `lines`, whose first is line number `first` of the source; only blank lines belong to none.

    Lines that match `layout` say nothing by themselves, those that match `toggle` head what follows by its `text`.
    """
    nodes: list[Node] = []
    fence = ""  # what ends the block that is open
    gap = True
    for number, line in enumerate(lines, first):
        stripped = _GAP.sub(_narrowed, line.strip(" \t\u00a0\u3000"))
        if fence:
            _glue(nodes[-1], number, line)
            fence = "" if _closes_block(fence, stripped) else fence
        elif fence := _opens_block(stripped, lines[number - first + 1 :][:5]):
            nodes.append(_block(number, line, stripped, fence, gap))
        elif layout and layout.fullmatch(stripped):
            nodes.append(Node(number, number, indent_of(line), "markup", stripped, gap=gap, raw=[line]))
        elif toggle and (match := toggle.fullmatch(stripped)):
            nodes.append(_heading(number, line, match["text"], gap))
        elif stripped:
            _add(nodes, _read_line(line, stripped, number, gap))
        gap = not stripped and not fence
    for node in nodes:
        node.text = _whole_text(node)
    return nodes


def _block(number: int, line: str, stripped: str, fence: str, gap: bool) -> Node:
    if fence == _SUMMARY_END:
        return Node(number, number, indent_of(line), "heading", stripped, 7, pseudo=True, gap=gap, raw=[line])
    return Node(number, number, indent_of(line), "code", stripped, gap=gap, raw=[line])


def _whole_text(node: Node) -> str:
    if node.shape == "code":
        return "\n".join(node.raw).strip()
    if node.shape == "heading" and len(node.raw) > 1 and OPEN_SUMMARY.match(node.raw[0].strip()):
        return " ".join(filter(None, map(strip_formatting, node.raw)))
    return node.text.strip()


def _narrowed(gap: re.Match[str]) -> str:
    """A long gap means no more than a short one, and patterns would look at each of its places."""
    return "\t" if "\t" in gap[0] else " "


def _heading(number: int, line: str, text: str, gap: bool) -> Node:
    text = strip_formatting(text)
    return Node(number, number, indent_of(line), "heading", text, level=7, pseudo=True, gap=gap, raw=[line])


_SUMMARY_END = "</summary>"


def _opens_block(stripped: str, following: list[str]) -> str:
    """What ends the block that a line opens, "" where it opens none: code, a formula, a summary of some lines."""
    if (match := FENCE.match(stripped)) and match[1] not in stripped[len(match[1]) :]:
        return match[1]
    if OPEN_SUMMARY.match(stripped) and any(_closes_block(_SUMMARY_END, line) for line in following):
        return _SUMMARY_END
    return "$$" if stripped == "$$" else ""


def _closes_block(fence: str, stripped: str) -> bool:
    if fence == _SUMMARY_END:
        return fence in stripped.casefold()
    return stripped.startswith(fence) and not stripped.strip(fence[0])


def _glue(node: Node, number: int, line: str) -> None:
    node.last = number
    node.raw.append(line)


def _add(nodes: list[Node], node: Node) -> None:
    before = nodes[-1] if nodes else None
    if before is None or node.gap or before.last != node.first - 1:
        nodes.append(node)
    elif node.shape == "rule" and before.shape == "text" and before.first == before.last and before.indent == 0:
        _underline(before, node)
    elif _continues(before, node):
        before.last = node.last
        before.raw += node.raw
        before.text += "\n" + node.text
    else:
        nodes.append(node)


def _underline(before: Node, rule: Node) -> None:
    """`Title` over `====` or `----` is a heading."""
    before.shape, before.level = "heading", 1 if "=" in rule.text else 2
    before.last = rule.last
    before.raw += rule.raw


def _continues(before: Node, node: Node) -> bool:
    if node.shape == "quote":
        return before.shape == "quote" and len(before.raw) < MOST_GLUED
    if node.shape != "text" or before.shape not in ("bullet", "number", "quote", "text", "definition"):
        return False
    if before.bold or not before.text or before.is_long or node.is_long or len(before.raw) >= MOST_GLUED:
        return False
    return not speech.starts_anew(node.text) and not speech.is_property(before.text)


def _read_line(line: str, stripped: str, number: int, gap: bool) -> Node:
    node = Node(number, number, indent_of(line), "text", stripped, gap=gap, raw=[line])
    if len(stripped) > MOST_READ:
        return node
    if match := HEADING.match(stripped):
        node.shape = "heading"
        node.level = len(match["marks"] or match["tight"])
        node.text = strip_formatting(match["text"] if match["marks"] else match["tight_text"])
    elif match := HTML_HEADING.match(stripped):
        node.shape, node.level, node.text = "heading", int(match[1]), strip_formatting(match["text"])
    elif match := SUMMARY.match(stripped):
        node.shape, node.level, node.pseudo, node.text = "heading", 7, True, strip_formatting(match["text"])
    elif RULE.match(stripped):
        node.shape = "rule"
    else:
        _read_content(node, stripped)
    return node


def _read_content(node: Node, stripped: str) -> None:
    if stripped.startswith(">") and not stripped.startswith(">>>"):
        node.shape, node.text = "quote", stripped.lstrip("> ").strip()
        return
    if match := re.match(r":\s+(?::\s+)?", stripped):
        node.shape, stripped = "definition", stripped[match.end() :]
        node.indent += match.end() - match.end() % 2
    elif match := BULLET.match(stripped):
        node.shape, stripped = "bullet", stripped[match.end() :]
    elif match := NUMBER.match(stripped):
        node.shape, node.number, stripped = "number", match["number"].rstrip(".)"), stripped[match.end() :]
    if (node.is_item and (match := CHECKBOX.match(stripped))) or (match := re.match(r"\[(?P<mark>[ xX])\] ", stripped)):
        node.ticked, stripped = match["mark"] in "xX", stripped[match.end() :]
        node.shape = "bullet"
    _read_look(node, stripped)


def _read_look(node: Node, stripped: str) -> None:
    if speech.is_property(stripped):
        node.text = re.sub(r"\s*\t\s*", "\t", stripped)  # its tab parts name from value
        return
    double_break = bool(re.search(r"(?:<br\s*/?>\s*){2,}$", stripped))
    unbroken = re.sub(r"<br\s*/?>", "", stripped).strip()
    node.text = strip_formatting(stripped)
    if not node.text or node.text == "&nbsp;":
        node.shape = node.shape if node.is_item else "markup"
        node.text = stripped
    elif node.shape == "bullet" and double_break:
        node.shape, node.level, node.pseudo = "heading", 7, True
    elif node.shape in ("text", "definition") and (match := BOLD.fullmatch(unbroken)):
        node.bold = True
        node.text = re.sub(r"^[-*]\s+", "", strip_formatting(match["text"]))
    elif node.shape == "text" and not PICTURE.sub("", stripped).strip():
        node.shape = "picture"


def is_picture(node: Node) -> bool:
    """Nothing but a picture, be it quoted or in a list."""
    bare = PICTURE.sub("", node.text)
    return bare != node.text and not FORMATTING.sub("", bare).strip()


def is_table_row(node: Node) -> bool:
    """Tables are not read by columns yet, so a row is text: it neither asks nor answers by itself."""
    return node.text.startswith("|")


def source_text(nodes: list[Node]) -> str:
    """The nodes' own lines, shifted left together; blank lines between them are kept."""
    lines: list[tuple[int, str]] = []
    are_listed = sum(node.shape == "definition" for node in nodes) > 1
    for node in nodes:
        if lines and node.gap:
            lines.append((-1, ""))
        if node.shape == "definition" or node.bold:
            # kramdown authors list by `: `; without the mark their lines would run into one paragraph.
            is_listed = are_listed and not node.bold and not BULLET.match(node.text)
            rows = node.text.split("\n")
            lines.append((node.indent, "- " * is_listed + rows[0]))
            lines += [(node.indent + 2 * is_listed, row) for row in rows[1:]]
        else:
            lines += [(indent_of(row) if row.strip() else -1, row.strip(" \t\u00a0\u3000\n")) for row in node.raw]
    least = min((indent for indent, _ in lines if indent >= 0), default=0)
    return "\n".join(" " * (indent - least) + row if indent >= 0 else "" for indent, row in lines).strip("\n")
