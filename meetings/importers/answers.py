"""How far the answer to a question reaches: which of the lines below belong to it."""

from __future__ import annotations

from meetings.importers import evidence, speech
from meetings.importers.candidates import Candidate
from meetings.importers.lines import Node, is_picture, is_table_row
from meetings.importers.outline import Part, children
from meetings.importers.scope import Scope


def body_below(part: Part, index: int) -> list[Node]:
    """What `배이든님 질문` or a bare `Q` announces: down to the answer's mark, else the first paragraph."""
    below = children(part.nodes, index)
    if not below and index + 1 < len(part.nodes) and not part.nodes[index + 1].is_item:
        below = part.nodes[index + 1 : index + 2]
    if not below or speech.as_answer(below[0].text) or is_table_row(below[0]):
        return []
    mark = next((i for i, node in enumerate(below) if speech.as_answer(node.text)), None)
    if mark is not None:
        return below[:mark]
    following = part.nodes[index + 1 + len(below) :]
    if following and speech.as_answer(following[0].text):
        return below
    if below[0].is_item and not evidence.wording(below[0].text) & {"question mark", "asking end"}:
        return []
    return below[:1]


def goes_on_below(candidate: Candidate, taken: list[Node]) -> int:
    """How many of the lines between `Q.` and `A.` go on with the question: its code, picture, second paragraph."""
    mark = next((i for i, node in enumerate(taken) if speech.answers_by_label(node.text)), 0)
    before = taken[:mark]
    return mark if candidate.clues & {"label"} and all(not node.is_item for node in before) else 0


class AnswerReach:
    """Walks down from one question as long as the lines belong to its answer."""

    def __init__(self, scope: Scope, part: Part, candidates: dict[Node, Candidate], candidate: Candidate) -> None:
        self.scope, self.part, self.candidates = scope, part, candidates
        self.candidate, self.node = candidate, candidate.node
        self.taken: list[Node] = []
        self.marked: Node | None = None

    def nodes_from(self, start: int, list_is_unanswered: bool) -> list[Node]:
        """`list_is_unanswered`: the question before this one in the part has no answer either."""
        for index in range(start, len(self.part.nodes)):
            following = self.part.nodes[index]
            if not self.scope.is_free(following) and following.indent > self.node.indent:
                continue  # what somebody learnt or is to do stands in a record of its own
            if self._ends_at(following) or (is_table_row(following) and not self._holds_table(following)):
                break
            if speech.as_answer(following.text) and not is_picture(following):
                if not self.marked and list_is_unanswered and self._answers_the_list(following):
                    break
                self.marked = following
            elif self._leaves(following) or not self._belongs(following):
                break
            self.taken.append(following)
        while self.taken and self.taken[-1].shape == "markup":
            self.taken.pop()
        return self.taken

    def _ends_at(self, following: Node) -> bool:
        if self._parts_posts(following):
            return True
        is_elsewhere = not self.scope.is_free(following) and following.indent <= self.node.indent
        asks = speech.asks_by_label(following.text) or speech.named_asker(following.text)
        return following.shape == "rule" or is_elsewhere or bool(asks)

    def _parts_posts(self, following: Node) -> bool:
        """A lone `<br>` over another paragraph, with which posts part one thing from the next."""
        rest = self.part.nodes[following.position + 1 : following.position + 2]
        is_alone = following.shape == "markup" and following.gap and bool(rest) and rest[0].gap
        return is_alone and following.text.startswith("<br") and not speech.answers_by_label(rest[0].text)

    def _holds_table(self, row: Node) -> bool:
        """A table answers nothing by itself, but an answer that began with words may go on with one."""
        return bool(self.taken) and (self.marked is not None or row.indent > self.node.indent)

    def _answers_the_list(self, mark: Node) -> bool:
        """`답변)` under a whole list answers the list, so no single question may have it."""
        return (
            self.node.is_item and not self.candidate.labelled and mark.indent <= self.node.indent and not mark.is_item
        )

    def _leaves(self, following: Node) -> bool:
        """Back out of the list that held the question, or on to the next one after a nested answer."""
        if following.indent < self.node.indent and (
            following.is_item or (self.node.is_item and following.shape != "text")
        ):
            return True
        if not self.taken or self.taken[0].indent <= self.node.indent or following.indent > self.node.indent:
            return False
        return following.is_item and self._is_question(following)

    def _is_question(self, following: Node) -> bool:
        other = self.candidates.get(following)
        return bool(other and other.score >= evidence.PROPOSE)

    def _belongs(self, following: Node) -> bool:
        if following.indent > self.node.indent and (self.node.is_item or not self._asks_again(following)):
            return True
        if self.marked is not None and self.marked.indent <= self.node.indent:
            return self._belongs_to_mark(following)
        if self._is_reply(following):
            return True
        if self.node.is_item:
            return self._belongs_to_item(following)
        return self._runs_on(following)

    def _belongs_to_mark(self, following: Node) -> bool:
        """After `A)` at the question's own depth everything answers, up to the list's next item or question."""
        node = self.node
        if node.is_item and following.shape == node.shape and self.marked.is_item:
            return False
        closes = following.shape == node.shape == "number" and following.indent == node.indent
        return not closes and not self._asks_again(following)

    def _is_reply(self, following: Node) -> bool:
        """`Grace: …` right below `Ada: …?`."""
        if not self.candidate.said.dialogue and not self.candidate.said.label:
            return False
        spoken = speech.as_question(following.text).dialogue
        return bool(spoken) and not following.gap and following.shape == self.node.shape

    def _belongs_to_item(self, following: Node) -> bool:
        if following.shape == "quote":
            return True
        said = self.candidate.said
        if said.label and not said.text and "question section" in self.candidate.clues:
            asks = evidence.wording(following.text) & {"question mark", "asking end"}
            return not asks and not speech.asks_by_label(following.text)  # items beside `- Question:` reply to it
        if self.taken or following.shape != self.node.shape or following.gap:
            return bool(self.taken) and not following.is_item and not following.gap
        # The item right below, in a list where questions and answers take turns.
        if self._asks_again(following) or self._run_length(following) > 2:
            return False
        if self.candidate.labelled:
            return True
        in_questions = "question section" in self.candidate.clues and not self.candidate.answer
        return bool(self.node.parent) and in_questions and "statement" in evidence.wording(following.text)

    def _run_length(self, first: Node) -> int:
        """How many items of one list follow each other without a gap or a question."""
        length = 0
        for index in range(first.position, len(self.part.nodes)):
            node = self.part.nodes[index]
            asks = speech.asks_by_label(node.text) or self._is_question(node)
            starts_over = node.indent == first.indent and (node.gap or asks)
            if node.indent < first.indent or starts_over:
                break
            length += node.indent == first.indent
        return length

    def _runs_on(self, following: Node) -> bool:
        """What follows a paragraph, a quote or a picture that asks answers it, until something like it comes."""
        node = self.node
        if following.shape == node.shape and node.shape in ("quote", "picture"):
            return False
        if self._asks_again(following) or (self.candidate.answer and not self.candidate.labelled and following.gap):
            return False
        among_questions = self.candidate.clues & {"question section", "question note"}
        if self.candidate.labelled or among_questions or self.scope.in_class(self.part, node):
            return True
        return not self.taken or not following.gap or (following.is_item and self.taken[-1].is_item)

    def _asks_again(self, following: Node) -> bool:
        node, other = self.node, self.candidates.get(following)
        if other is None:
            return False
        sure = other.score >= evidence.PROPOSE
        strong = other.labelled or (sure and bool(other.clues & {"marked answer", "picture", "quoted"}))
        if self.candidate.labelled and not node.is_item:
            same_shape = following.shape == node.shape != "text"
            return other.labelled or (strong and "quoted" not in other.clues and same_shape)
        if node.is_item and following.is_item and following.indent <= node.indent:
            return strong or sure
        if node.shape not in ("quote", "picture") and following.is_item != node.is_item:
            return strong or (following.indent <= node.indent and following.is_item and sure)
        return strong
