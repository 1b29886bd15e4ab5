"""Which lines may be questions, with their askers and the answers on the same line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from meetings.importers import evidence, speech
from meetings.importers.clues import Line, clues_of
from meetings.importers.lines import MOST_READ, Node, is_picture, is_table_row
from meetings.importers.outline import Part, children
from meetings.importers.people import looks_korean_name, split_names
from meetings.importers.scope import Scope

# From the first blank of several on: each of them begun anew would be read to their end.
_INLINE = re.compile(r"(?<!\s)\s*(?:->|→|=>|⇒|-->|➡)\s*")
_DASH = re.compile(r"(?<!\s)\s+(?:[-–—]\s+|<-\s*)")
_GLUED_ANSWER = re.compile(r"\n(?=\s*(?:A\d*\s*[).:：]|답변?\s*[).:：]|→|->|⇒))")
# `가온:`, `가온)`, `[가온]`, `(가온)`, `@가온` before a question, `(가온)`, `- 가온` behind it.
_NAME = r"[가-힣]{2,4}"
_NAME_BEFORE = re.compile(
    rf"(?=[\[(<@]|{_NAME}\S{{0,8}}\s?[:：)>])[\[(<@]?\s?(?P<names>{_NAME}?)(?:_?T\d{{3,5}})?"
    r"\s?(?:님|캠퍼님?)?\s?[\])>:：]{0,2}\s+(?=\S)"
)
_NAMES_BEHIND = re.compile(rf"(?:\s*[(\[]\s*|\s+[-–—@]\s*)(?P<names>@?{_NAME}(?:\s*[,·/&]\s*@?{_NAME})*)\s*[)\]]?\s*$")


@dataclass(eq=False)
class Candidate:
    node: Node
    body: str
    clues: set[str]
    said: speech.Said
    answer: str = ""  # what stood behind an arrow on the same line
    asked_by: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        return evidence.weigh(self.clues)

    @property
    def labelled(self) -> bool:
        return bool(self.clues & {"label", "named asker"})


class Judge:
    """Collects the clues for each line of a session."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._asking: dict[tuple[Part | None, int], bool] = {}  # families of headings most of which ask
        self.has_question_part = any("question" in part.kinds for part in scope.parts[1:] if part.heading)

    def judge_heading(self, part: Part) -> Candidate | None:
        inside = self.scope.inside(part)
        candidate = self._judge(part, part.heading, None, any(p.nodes for p in inside))
        if candidate and self._siblings_ask(part):
            candidate.clues.add("siblings ask")
        return candidate

    def _siblings_ask(self, part: Part) -> bool:
        if not part.heading.pseudo:
            return False
        family = part.parent, part.level
        if family not in self._asking:
            beside = self.scope.beside(part)
            asking = [p for p in beside if evidence.wording(p.title) & {"question mark", "asking end"}]
            self._asking[family] = len(asking) >= 2 and len(asking) >= 0.55 * len(beside)
        return self._asking[family]

    def judge_all(self, part: Part) -> dict[Node, Candidate]:
        found: dict[Node, Candidate] = {}
        said = _next_said(part)
        for index, node in enumerate(part.nodes):
            following = said[index]
            deeper = bool(following and following.indent > node.indent)
            candidate = self._judge(part, node, following, deeper, children(part.nodes, index))
            if candidate:
                found[node] = candidate
        self._count_siblings(part, found)
        return found

    @staticmethod
    def _count_siblings(part: Part, found: dict[Node, Candidate]) -> None:
        groups: dict[tuple, list[Node]] = {}
        for node in part.nodes:
            if node.is_item and "example" not in evidence.wording(node.text):
                groups.setdefault((node.shape, node.indent, node.parent), []).append(node)
        for group in groups.values():
            asking = [node for node in group if node in found and found[node].score >= evidence.PROPOSE]
            if len(asking) >= 2 and len(asking) / len(group) >= 0.55:
                for node in group:
                    if node in found and node not in asking:
                        found[node].clues.add("siblings ask")

    def _judge(
        self, part: Part, node: Node, following: Node | None, deeper: bool, below: list[Node] | None = None
    ) -> Candidate | None:
        if node.shape in ("code", "rule", "markup") or node.is_long or not self.scope.is_free(node) or not node.text:
            return None
        if is_table_row(node) or speech.as_answer(node.text) or _refers_back(node.text):
            return None
        said = self._said(part, node, deeper)
        if not said.text and any(speech.asks_by_label(child.text) for child in below or []):
            return None
        body, answer = split_inline(said.text)
        if answer and not re.search(r"\w", body):
            return None  # `? → any letter` explains a sign
        if not said.text and not (said.label or said.named or is_picture(node)):
            return None
        line = Line(self.scope, part, node, said, body, answer, following, deeper, below or [], self.has_question_part)
        return Candidate(node, body, clues_of(line), said, answer, list(said.asked_by))

    def _said(self, part: Part, node: Node, deeper: bool) -> speech.Said:
        """In a section of questions a bare `배이든님` over deeper lines announces what that person asks."""
        lone = re.fullmatch(r"([가-힣]{2,4})\s?님", node.text.strip())
        if lone and deeper and "question" in self.scope.kinds_at(part, node):
            return speech.Said("", asked_by=[lone[1]], named=True)
        said = speech.as_question(node.text)
        if "question" in self.scope.kinds_at(part, node) and node.is_item and not said.asked_by:
            return self._by_bare_name(said)
        return said

    def _by_bare_name(self, said: speech.Said) -> speech.Said:
        """`가온: 왜 …?` and `왜 …? (가온)`: a list of questions names people without 님."""
        for match in (_NAME_BEFORE.match(said.text), _NAMES_BEHIND.search(said.text)):
            rest = match and (said.text[: match.start()] + said.text[match.end() :]).strip()
            if not rest or not evidence.wording(rest) & {"question mark", "asking end"}:
                continue
            names = split_names(match["names"])
            in_brackets = match[0].strip()[:1] in "[(@" and all(map(looks_korean_name, names))
            if names and (in_brackets or self.scope.may_mean(*names)):
                return replace(said, text=rest, asked_by=names, dialogue="")
        return said


def _refers_back(text: str) -> bool:
    """`질문 2번 : 실험해 봐야 안다` tells of a question above, `질문 2 : …나요?` asks it."""
    referred = speech.as_referred_answer(text)
    return bool(referred) and not evidence.wording(referred[1]) & {"question mark", "asking end"}


def _next_said(part: Part) -> list[Node | None]:
    """For each node the next line that is more than a tag."""
    following: list[Node | None] = []
    latest: Node | None = None
    for node in reversed(part.nodes):
        following.append(latest)
        latest = latest if node.shape == "markup" else node
    return following[::-1]


def split_inline(text: str) -> tuple[str, str]:
    """`… ? -> …` and `…나요 (…) - …` in two; a text whose arrow comes before its question stays whole."""
    if "\n" in text and (glued := _GLUED_ANSWER.search(text)):
        told = speech.as_answer(text[glued.end() :].strip())
        if told:
            return text[: glued.start()].strip(), told[0]
    for match in _INLINE.finditer(text, 0, MOST_READ):
        head, tail = text[: match.start()], text[match.end() :]
        if tail.strip() and evidence.wording(head) & {"question mark", "asking end"} and _ends_asking(head):
            return head.strip(), tail.strip()
    for match in _DASH.finditer(text, 0, MOST_READ):
        head, tail = text[: match.start()], text[match.end() :]
        if tail.strip() and evidence.wording(head) & {"asking end"} and _ends_asking(head) and not _ends_asking(tail):
            return head.strip(), tail.strip()
    return text.strip(), ""


def _ends_asking(head: str) -> bool:
    bare = evidence.bare_end(head)
    return bare.endswith(("?", "？")) or bool(evidence.wording(bare[-30:]) & {"asking end"})
