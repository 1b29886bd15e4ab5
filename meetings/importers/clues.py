"""What speaks for and against a line being a question. What each clue weighs stands in `evidence`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from meetings.importers import evidence, speech
from meetings.importers.lines import Node, is_picture
from meetings.importers.outline import Part
from meetings.importers.scope import Scope
from meetings.importers.vocabulary import kinds_of

_SAYS_IT_ASKS = {"question mark", "asking end", "asking start", "asking noun", "says it wonders", "says what fails"}
_ASKING = _SAYS_IT_ASKS | {"asking word", "label", "named asker", "asker above", "wondered", "picture", "quoted"}
_ANSWERED = {"marked answer", "inline answer", "unmarked answer", "answered by another"}
_LECTURES = ("master_class", "office_hour", "special")
_WONDERED = re.compile(r"궁금(?:한|했던)\s*(?:점|것|내용|부분|사항)")


@dataclass
class Line:
    """A line that may ask, with what stands around it."""

    scope: Scope
    part: Part
    node: Node
    said: speech.Said  # without its label
    body: str
    answer: str  # behind an arrow on the same line
    following: Node | None
    deeper: bool  # whether what follows stands deeper
    below: list[Node]
    has_question_part: bool  # whether the session has one anywhere

    @property
    def is_called(self) -> bool:
        """Whether it says itself that it is a question, and whose."""
        return self.said.label or self.said.named

    @cached_property
    def kinds(self) -> set[str]:
        return self.scope.kinds_at(self.part, self.node)

    @cached_property
    def in_class(self) -> bool:
        return self.scope.in_class(self.part, self.node)

    @property
    def is_heading(self) -> bool:
        return self.node is self.part.heading

    @cached_property
    def wording(self) -> frozenset[str]:
        return evidence.wording(self.said.text)


def clues_of(line: Line) -> set[str]:
    found = _picture_clues(line) if is_picture(line.node) else set(evidence.wording(line.body))
    if line.said.asked_by:
        found.discard("definition")
    found |= _label_clues(line) | _place_clues(line) | _answer_clues(line) | _shape_clues(line)
    if {"question section", "marked answer"} <= found:
        found.add("answered among questions")
    if not found & _ANSWERED:
        found |= {"lecture without answer"} if found & {"lecture", "lecture heading"} else set()
        found |= {"bare item"} if line.node.is_item and not found & _ASKING else set()
    return found


def _true(**clues: object) -> set[str]:
    """The names whose values hold: `question_mark=True` is the clue `question mark`."""
    return {name.replace("_", " ") for name, holds in clues.items() if holds}


def _picture_clues(line: Line) -> set[str]:
    asks = line.in_class and line.node.indent == 0 and ("question" in line.kinds or line.node.shape == "quote")
    return {"picture"} if asks else {"statement"}


def _label_clues(line: Line) -> set[str]:
    said = line.said
    speaks = said.dialogue and evidence.starts_asking(said.text)
    return _true(
        label=said.label,
        named_asker=said.named,
        topic_label=said.topic and "question" in line.kinds,
        asker_above=said.asked_by and not line.is_called,
        spoken=speaks,
        asking_start=speaks,
    )


def _place_clues(line: Line) -> set[str]:
    kinds = line.kinds
    above = line.scope.kinds_at(line.part.parent) if line.is_heading and line.part.parent else kinds
    among_questions = "question" in above
    in_question_note = not among_questions and "question" in line.scope.title_kinds(line.part)
    found = _true(
        question_section=among_questions,
        question_note=in_question_note,
        wondered=_is_wondered(line),
        class_passage=line.in_class,
        proposal="proposal" in kinds and not among_questions,
        retrospective="retrospective" in kinds or line.scope.session.kind == "retrospective",
        note_of_a_review="review" in kinds and not among_questions,
    )
    is_lecture = line.in_class and line.scope.session.kind in _LECTURES
    return found | _lecture_clues(line) if is_lecture and not (among_questions or in_question_note) else found


def _is_wondered(line: Line) -> bool:
    is_plain = not re.search(r"(?:다|음|함|됨)$|^없", evidence.bare_end(line.node.text))
    return is_plain and line.node.is_item and line.node.parent is None and bool(_WONDERED.search(line.part.title))


def _lecture_clues(line: Line) -> set[str]:
    if is_picture(line.node):
        return set()
    is_outside = {"outside the questions"} if line.has_question_part else set()
    if line.node.shape == "quote":
        return is_outside
    return is_outside | ({"lecture heading"} if line.is_heading and _speaks_politely(line.node) else {"lecture"})


def _answer_clues(line: Line) -> set[str]:
    node, following = line.node, line.following
    if line.answer:
        return {"inline answer"}
    if following and speech.as_answer(following.text) and following.shape != "heading":
        return {"marked answer"}
    if line.deeper:
        return {"unmarked answer", "answered by another"} if _is_spoken_reply(following) else {"unmarked answer"}
    if following and speech.as_question(following.text).dialogue and speech.as_question(node.text).dialogue:
        return {"answered by another"} if _is_dialogue(node, following) else set()
    runs_on = not node.is_item and following and following.shape != "rule"
    if runs_on and (line.in_class or following.is_item):
        return {"unmarked answer"}
    in_questions = "question" in line.kinds | line.scope.title_kinds(line.part)
    return set() if in_questions or node.is_item else {"nothing follows"}


def _is_spoken_reply(below: Node | None) -> bool:
    """`가온님 : …`, which tells and doesn't ask."""
    told = speech.as_question(below.text) if below else speech.Said("")
    return bool(told.asked_by) and not told.named and not evidence.wording(told.text) & {"question mark", "asking end"}


def _is_dialogue(node: Node, following: Node) -> bool:
    """`Ada: …?` over `Grace: …`."""
    said, reply = speech.as_question(node.text), speech.as_question(following.text)
    asks = evidence.wording(said.text) & {"question mark", "asking end", "asking word"}
    return reply.dialogue != said.dialogue and bool(asks) and not following.gap


def _shape_clues(line: Line) -> set[str]:
    node, said = line.node, line.said
    asks = line.wording & _SAYS_IT_ASKS
    is_title = line.is_heading and not node.pseudo and not said.label and re.search(r"[가-힣]", node.text)
    holds_questions = any(speech.asks_by_label(child.text) for child in line.below)
    found = _true(
        quoted=node.shape == "quote" and asks and line.in_class,
        topic_heading=is_title and not _speaks_politely(node),
    )
    return (
        found
        if line.is_called
        else found
        | _true(
            says_nothing=not node.is_item and not asks and not is_picture(node),
            long=len(node.text) > 400 or node.text.count("\n") >= 4,
            holds_questions=holds_questions,
            group_heading=line.below and node.is_item and _is_topic(line),
        )
    )


def _is_topic(line: Line) -> bool:
    text = line.said.text
    asks = line.wording & {"question mark", "asking end", "asking noun"}
    return len(line.node.opening) <= 30 and not asks and bool(kinds_of(text) or text.endswith((":", "：")))


def _speaks_politely(node: Node) -> bool:
    """…나요?, …가 있다면?, which one says to somebody; `…인가?` one writes over a topic."""
    end = evidence.bare_end(node.text).rstrip("?？")
    return bool(re.search(r"(?:요|다면|니다|궁금)$", end))
