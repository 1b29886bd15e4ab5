"""Nodes → sections: real headings and what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from meetings.importers import people, speech
from meetings.importers.evidence import bare_end
from meetings.importers.lines import Node, source_text
from meetings.importers.vocabulary import CLASS_KINDS, kinds_of

PSEUDO_LEVEL = 7
_EMOJI_LINE = re.compile(r"[^\w\s\"'`(\[<{*$#&!|.,:;→⇒\-–—+=~/\\%‘’“”「『【…?]+\uFE0F?\s*\w")


@dataclass(eq=False)
class Part:
    """A heading with the nodes up to the next one."""

    heading: Node | None
    level: int
    parent: Part | None
    nodes: list[Node] = field(default_factory=list)
    kinds: tuple[str, ...] = ()
    index: int = 0  # its place among the parts, and of the first one behind that is not inside it
    end: int = 0

    @property
    def chain(self) -> list[Part]:
        """The part and those it lies in, the innermost first."""
        found, part = [self], self.parent
        while part:
            found.append(part)
            part = part.parent
        return found

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""

    def all_kinds(self) -> set[str]:
        return {kind for part in self.chain for kind in part.kinds}

    def class_kind(self) -> str | None:
        return next((kind for part in self.chain for kind in part.kinds if kind in CLASS_KINDS), None)


def outline(nodes: list[Node]) -> list[Part]:
    parts = [Part(None, 0, None)]
    _see_plain_headings(nodes)
    folded: Part | None = None  # the part whose </details> was read last
    for index, node in enumerate(nodes):
        if node.shape != "heading":
            _see_pseudo_heading(node, nodes[index + 1] if index + 1 < len(nodes) else None)
        if node.shape == "heading":
            parts.append(_open(parts[-1], node))
        elif folded and node.shape != "markup":
            parts.append(Part(None, folded.level, folded.parent, [node], folded.parent.kinds if folded.parent else ()))
        else:
            parts[-1].nodes.append(node)
        folded = _folded_here(parts[-1], node) or (folded if node.shape == "markup" else None)
    for index, part in enumerate(parts):
        part.index, part.end = index, len(parts)
        _set_parents(part.nodes)
    open_parts: list[Part] = []
    for part in parts:
        while open_parts and open_parts[-1] not in part.chain:
            open_parts.pop().end = part.index
        open_parts.append(part)
    return parts


def _folded_here(part: Part, node: Node) -> Part | None:
    """The part that `</details>` ends: what follows belongs to the heading above it."""
    if node.shape != "markup" or not node.text.casefold().startswith("</details"):
        return None
    return next(
        (above for above in part.chain if above.heading and "<summary" in above.heading.raw[0].casefold()), None
    )


def _see_plain_headings(nodes: list[Node]) -> None:
    """Plain text has no marks: there several short lines, each alone over a list, are its headings."""
    if any(node.shape == "heading" and not node.pseudo for node in nodes):
        return
    found = [node for node, following in pairwise(nodes) if _stands_over_list(node, following)]
    for node in found if len(found) > 1 else ():
        _make_heading(node, PSEUDO_LEVEL)


def _stands_over_list(node: Node, following: Node) -> bool:
    is_short = node.shape == "text" and node.gap and node.indent == 0 and len(node.text) <= 40 and "\n" not in node.text
    if not is_short or not following.is_item or speech.as_property(node.text):
        return False
    if kinds_of(node.text) and len(node.text) <= 24 and not bare_end(node.text).endswith("?"):
        return True
    if speech.starts_anew(node.text):
        return False
    return not people.looks_called(node.text) and not re.search(r"[.?!,;？。]$|[가-힣][다요음함]$", bare_end(node.text))


def _open(last: Part, node: Node) -> Part:
    parent: Part | None = last
    while parent and parent.level >= node.level:
        parent = parent.parent
    return Part(node, node.level, parent, kinds=kinds_of(shown_text(node.text)))


def shown_text(text: str) -> str:
    """What a reader sees of a heading: the words of its links without their addresses."""
    text = re.sub(r"\]\([^)]{0,1000}\)", "]", text) if "](" in text else text
    return re.sub(r"</?a\b[^<>]{0,1000}>", "", text, flags=re.IGNORECASE) if "<" in text else text


def _see_pseudo_heading(node: Node, following: Node | None) -> None:
    """A short bold line, an emoji line or a known word over a list heads what follows."""
    if node.shape not in ("text", "definition") or "\n" in node.text or len(node.text) > (250 if node.bold else 60):
        return
    text = node.text.rstrip(":： ")
    if (
        node.bold
        and (len(text) <= 90 or text.endswith("?"))
        and not re.search(r"[가-힣]{2}다\.?$", text)
        and not speech.as_answer(text)
    ):
        _make_heading(node, PSEUDO_LEVEL + 1)
    elif speech.as_property(node.text) and not node.text.rstrip().endswith((":", "：")):
        return
    elif node.gap and node.indent == 0 and following and following.shape != "markup" and _heads(text, following):
        _make_heading(node, PSEUDO_LEVEL)


def _heads(text: str, following: Node) -> bool:
    if speech.as_answer(text) or speech.asks_by_label(text) or people.looks_called(text) or len(text) > 30:
        return False
    if bare_end(text).endswith(("?", "다", "요", "음", "함")):
        return False
    if _EMOJI_LINE.match(text):
        return True
    in_brackets = bool(re.fullmatch(r"\[[^\[\]]{2,20}\]", text))
    return in_brackets or (len(text) <= 24 and bool(kinds_of(text)) and following.is_item and not following.gap)


def _make_heading(node: Node, level: int) -> None:
    node.shape, node.level, node.pseudo = "heading", level, True


def _set_parents(nodes: list[Node]) -> None:
    above: list[Node] = []
    for position, node in enumerate(nodes):
        node.position = position
        while above and above[-1].indent >= node.indent:
            above.pop()
        node.parent = above[-1] if above else None
        if node.shape not in ("rule", "markup", "code", "picture"):
            above.append(node)


def ancestors(node: Node) -> list[Node]:
    found, above = [], node.parent
    while above:
        found.append(above)
        above = above.parent
    return found


def children(nodes: list[Node], index: int) -> list[Node]:
    """The nodes after `index` that stand deeper than it."""
    end = index + 1
    while end < len(nodes) and nodes[end].indent > nodes[index].indent:
        end += 1
    return nodes[index + 1 : end]


def text_of(nodes: list[Node]) -> str:
    return source_text(nodes)
