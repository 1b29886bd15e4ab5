"""Finds questions with their askers and answers. What counts as evidence stands in `evidence`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from meetings.importers import evidence, people, speech
from meetings.importers.draft import Answer, Problem, Question
from meetings.importers.errors import gettext_noop as _
from meetings.importers.lines import Node, is_picture
from meetings.importers.outline import Part, children, text_of
from meetings.importers.scope import Scope
from meetings.importers.vocabulary import kinds_of

PICTURE_ONLY = _("This question is only a picture. Write down what it asks, so that people can find it.")
_ANSWER_HEADING = re.compile(r"(?:answers?|답변?|정답)\s*[:：]?$", re.IGNORECASE)
_LATER = re.compile(
    r"추가\s*(?:학습|검색|공부)|내일|다음\s*(?:시간|에|주)|멘토(?:님|링)|나중에|논의|이유\s*모색|미정|보류"
    r"|later|postponed|follow up",
    re.I,
)
_PUT_OFF = re.compile(
    r"(?:해결하지\s*못한|미해결|풀지\s*못한).*질문|질문.*(?:멘토|다음|추후).*(?:하기로|예정)|멘토님.*질문하기로"
)
_INLINE = re.compile(r"\s*(?:->|→|=>|⇒|-->|➡)\s*")
_LECTURE = re.compile(r"(?<!\d)(\d{1,2})\s*강(?![가-힣])")
_GLUED_ANSWER = re.compile(r"\n(?=\s*(?:A\d*\s*[).:：]|답변?\s*[).:：]|→|->|⇒))")


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


def find_questions(scope: Scope) -> None:
    finder = _Finder(scope)
    for part in scope.parts:
        if part not in scope.absorbed:
            finder.read_part(part)
    scope.session.questions.sort(key=lambda question: question.lines)
    _merge_repeated(scope)


class _Finder:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.pending: list[Question] = []  # of the part before, for a heading `Answer`
        self.numbered: dict[str, Question] = {}  # the last question 1, 2, 3 …, for `질문 2번 : …` below
        self.has_question_part = any("question" in part.kinds for part in scope.parts[1:] if part.heading)

    # --- parts -------------------------------------------------------------------------------------------------------
    def read_part(self, part: Part) -> None:
        if part.heading and self._read_heading(part):
            return
        before = len(self.scope.session.questions)
        self.candidates = self._judge_all(part)
        self._walk(part)
        found = self.scope.session.questions[before:]
        if part.heading and not found and _ANSWER_HEADING.match(part.title) and len(self.pending) == 1:
            self._answer_with(self.pending[0], [node for node in part.nodes if self.scope.is_free(node)])
            self.scope.take(part.heading)
            self.scope.absorbed.add(part)
        if part.nodes or not part.heading:
            self.pending = [question for question in found if not question.answers]

    def _read_heading(self, part: Part) -> bool:
        """A heading that asks owns everything down to the next heading of its rank."""
        said = speech.as_question(part.title)
        if said.named and not said.text:
            return False
        candidate = self._judge_heading(part)
        if candidate and self._siblings_ask(part):
            candidate.clues.add("siblings ask")
        if candidate is None or candidate.score < evidence.PROPOSE or not candidate.body:
            return False
        if any(self._asks_surely(node) for node in part.nodes) and not candidate.labelled:
            return False
        inside = self._inside(part)
        nodes = [node for p in inside for node in ([p.heading] if p is not part else []) + p.nodes]
        nodes = [node for node in nodes if self.scope.is_free(node) and node.shape != "rule"]
        question = self._record(candidate, part, [part.heading])
        self._answer_with(question, nodes)
        self.scope.absorbed.update(inside)
        self.pending = [] if question.answers else [question]
        return True

    def _judge_heading(self, part: Part) -> Candidate | None:
        return self._judge(part, part.heading, None, any(p.nodes for p in self._inside(part)))

    def _siblings_ask(self, part: Part) -> bool:
        if not part.heading.pseudo:
            return False
        beside = [p for p in self.scope.parts if p.parent is part.parent and p.level == part.level and p is not part]
        asking = [p for p in beside if evidence.wording(p.title) & {"question mark", "asking end"}]
        return len(asking) >= 2 and len(asking) >= 0.55 * (len(beside) + 1)

    def _inside(self, part: Part) -> list[Part]:
        return [p for p in self.scope.parts if p.lies_in(part) and p not in self.scope.absorbed]

    @staticmethod
    def _asks_surely(node: Node) -> bool:
        return speech.asks_by_label(node.text)

    # --- judging -----------------------------------------------------------------------------------------------------
    def _judge_all(self, part: Part) -> dict[Node, Candidate]:
        found: dict[Node, Candidate] = {}
        for index, node in enumerate(part.nodes):
            following = next((n for n in part.nodes[index + 1 :] if n.shape != "markup"), None)
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
        if node.shape in ("code", "rule", "markup") or not self.scope.is_free(node) or not node.text:
            return None
        if speech.as_answer(node.text) or speech.as_referred_answer(node.text):
            return None
        said = self._said(part, node, deeper)
        if not said.text and any(self._asks_surely(child) for child in below or []):
            return None
        body, answer = _split_inline(said.text)
        candidate = Candidate(node, body, set(), said, answer, list(said.asked_by))
        clues = candidate.clues
        if is_picture(node):
            clues.update(self._picture_clues(part, node))
        elif not said.text and not (said.label or said.named):
            return None
        else:
            clues.update(evidence.wording(body))
        clues.update(self._label_clues(said, part, node))
        clues.update(self._place_clues(part, node))
        clues.update(self._answer_clues(part, node, following, deeper, answer))
        clues.update(self._shape_clues(part, node, said, below or []))
        return candidate

    def _said(self, part: Part, node: Node, deeper: bool) -> speech.Said:
        """In a section of questions a bare `권예환님` over deeper lines announces what that person asks."""
        lone = re.fullmatch(r"([가-힣]{2,4})\s?님", node.text.strip())
        if lone and deeper and "question" in self.scope.kinds_at(part, node):
            return speech.Said("", asked_by=[lone[1]], named=True)
        return speech.as_question(node.text)

    def _picture_clues(self, part: Part, node: Node) -> set[str]:
        if not self.scope.in_class(part, node) or node.indent > 0:
            return {"statement"}
        in_questions = "question" in self.scope.kinds_at(part, node)
        return {"picture"} if in_questions or node.shape == "quote" else {"statement"}

    def _label_clues(self, said: speech.Said, part: Part, node: Node) -> set[str]:
        clues = set()
        if said.label:
            clues.add("label")
        if said.named:
            clues.add("named asker")
        if said.topic and "question" in self.scope.kinds_at(part, node):
            clues.add("topic label")
        if said.asked_by and not said.named and not said.label:
            clues.add("asker above")
        if said.dialogue and evidence.starts_asking(said.text):
            clues |= {"spoken", "asking start"}
        return clues

    def _place_clues(self, part: Part, node: Node) -> set[str]:
        kinds = self.scope.kinds_at(part, node)
        clues = set()
        if "question" in (self.scope.kinds_at(part.parent) if node is part.heading and part.parent else kinds):
            clues.add("question section")
        elif "question" in self.scope.title_kinds(part):
            clues.add("question note")
        if self.scope.in_class(part, node):
            clues.add("class passage")
            is_lecture = self.scope.session.kind in ("master_class", "office_hour", "special")
            if is_lecture and not clues & {"question section", "question note"}:
                clues |= {"lecture item"} if node.is_item else set()
                clues |= {"outside the questions"} if self.has_question_part and not is_picture(node) else set()
        if "proposal" in kinds and "question section" not in clues:
            clues.add("proposal")
        if "retrospective" in kinds or self.scope.session.kind == "retrospective":
            clues.add("retrospective")
        if "review" in kinds and "question section" not in clues:
            clues.add("note of a review")
        return clues

    def _answer_clues(self, part: Part, node: Node, following: Node | None, deeper: bool, inline: str) -> set[str]:
        if inline:
            return {"inline answer"}
        if following and (speech.as_answer(following.text) and following.shape != "heading"):
            return {"marked answer"}
        if deeper:
            return {"unmarked answer"}
        if following and speech.as_question(following.text).dialogue and speech.as_question(node.text).dialogue:
            other = speech.as_question(following.text).dialogue != speech.as_question(node.text).dialogue
            return {"answered by another"} if other and not following.gap else set()
        runs_on = node.shape not in ("bullet", "number") and following and following.shape != "rule"
        if runs_on and (self.scope.in_class(part, node) or following.is_item):
            return {"unmarked answer"}
        in_questions = "question" in self.scope.kinds_at(part, node) | self.scope.title_kinds(part)
        return set() if in_questions or node.is_item else {"nothing follows"}

    def _shape_clues(self, part: Part, node: Node, said: speech.Said, below: list[Node]) -> set[str]:
        clues = set()
        asks = evidence.wording(said.text) & {"question mark", "asking end", "asking start", "asking noun"}
        if node.shape == "quote" and self.scope.in_class(part, node) and asks:
            clues.add("quoted")
        if not node.is_item and not asks and not said.label and not said.named and not is_picture(node):
            clues.add("says nothing")
        if node is part.heading and not node.pseudo and not said.label:
            end = evidence.bare_end(node.text).rstrip("?？")
            if re.search(r"[가-힣]", node.text) and not re.search(r"(?:요|다면|니다|궁금)$", end):
                clues.add("topic heading")
        if (len(node.text) > 400 or node.text.count("\n") >= 4) and not said.label and not said.named:
            clues.add("long")
        if any(self._asks_surely(child) for child in below) and not said.label and not said.named:
            clues.add("holds questions")
        is_topic = (
            len(node.opening) <= 30
            and kinds_of(said.text)
            and not evidence.wording(said.text) & {"question mark", "asking end"}
        )
        if below and node.is_item and is_topic and not said.named and not said.label:
            clues.add("group heading")
        return clues

    # --- walking -----------------------------------------------------------------------------------------------------
    def _walk(self, part: Part) -> None:
        asker: tuple[str, int] | None = self._asker_of_heading(part)
        put_off = False
        latest: list[Question] = []
        index = 0
        while index < len(part.nodes):
            node = part.nodes[index]
            candidate = self.candidates.get(node)
            if not self.scope.is_free(node):
                index += 1
            elif named := self._names_asker(part, index):
                asker = (named, node.indent)
                self.scope.take(node)
                self.scope.session.fields.append(_asker_field(node, named))
                index += 1
            elif self._answers_by_number(part, index):
                index += 1 + len(children(part.nodes, index))
            elif candidate and self._passes(candidate, asker):
                index = self._read_question(part, index, candidate, asker, latest, put_off)
            else:
                put_off = put_off or bool(_PUT_OFF.search(node.text))
                asker = self._still_asking(asker, node)
                index += 1

    def _asker_of_heading(self, part: Part) -> tuple[str, int] | None:
        said = speech.as_question(part.title)
        if said.named and said.asked_by and not said.text:
            return said.asked_by[0], -1
        asks = "question" in self.scope.kinds_at(part)
        return (part.title, -1) if part.heading and asks and people.looks_called(part.title) else None

    @staticmethod
    def _still_asking(asker: tuple[str, int] | None, node: Node) -> tuple[str, int] | None:
        """A line that stands by itself ends the list of the asker named above."""
        return None if asker and asker[1] >= 0 and node.shape in ("text", "rule", "quote") and node.gap else asker

    def _passes(self, candidate: Candidate, asker: tuple[str, int] | None) -> bool:
        if asker and candidate.node.is_item:
            candidate.clues.add("asker above")
        return candidate.score >= evidence.PROPOSE

    def _names_asker(self, part: Part, index: int) -> str | None:
        """`허진규 :` or `마루찬님 질문` over a list whose items ask."""
        node = part.nodes[index]
        text = node.text.rstrip(":： \t")
        rest = part.nodes[index + 1 : index + 2]
        said = speech.as_question(node.text)
        name = said.asked_by[0] if said.named and not said.text and said.asked_by else text
        if not rest or not rest[0].is_item or not people.looks_called(name if name == text else name + "님"):
            return None
        asks = bool({"question", "mentoring"} & self.scope.kinds_at(part, node)) or said.named
        first = self.candidates.get(rest[0])
        is_list = bool(first and first.clues & {"question mark", "asking end", "asking noun"})
        if node.shape == "bullet" and rest[0].indent <= node.indent:
            return None
        return name if asks and is_list and (name != text or self._is_person(text)) else None

    def _is_person(self, text: str) -> bool:
        return people.looks_korean_name(text) or self.scope.roster.knows(text) or text.endswith("님")

    def _answers_by_number(self, part: Part, index: int) -> bool:
        referred = speech.as_referred_answer(part.nodes[index].text)
        question = self.numbered.get(str(referred[0])) if referred else None
        if not referred or not question or evidence.wording(referred[1]) & {"question mark"}:
            return False
        node = part.nodes[index]
        self._answer_with(question, [node, *children(part.nodes, index)], referred[1])
        return True

    # --- one question ------------------------------------------------------------------------------------------------
    def _read_question(
        self,
        part: Part,
        index: int,
        candidate: Candidate,
        asker: tuple[str, int] | None,
        latest: list[Question],
        put_off: bool,
    ) -> int:
        node = candidate.node
        body_nodes = [node]
        if not candidate.body and not candidate.answer:
            body_nodes += self._body_below(part, index)
            told = text_of(body_nodes[1:])
            candidate.body, candidate.answer = _split_inline(told) if told else (node.text, "")
        end = index + len(body_nodes)
        answer_nodes = self._answer_nodes(part, end, candidate, latest)
        more = self._still_body(candidate, answer_nodes)
        if more and candidate.body:
            body_nodes += answer_nodes[:more]
            candidate.body = "\n\n".join((candidate.body, text_of(answer_nodes[:more])))
            answer_nodes = answer_nodes[more:]
            end += more
        if not candidate.asked_by:
            candidate.asked_by = [asker[0]] if asker else self._asker_above(node) if candidate.labelled else []
        question = self._record(candidate, part, body_nodes)
        if candidate.answer:
            question.answers.append(Answer(candidate.answer, [], question.lines))
        self._answer_with(question, answer_nodes)
        self._set_status(question, put_off)
        if node.number:
            self.numbered[node.number] = question
        latest.append(question)
        return end + len(answer_nodes)

    @staticmethod
    def _asker_above(node: Node) -> list[str]:
        """`- 강재현님: Grad-CAM` over `Q: …` tells who asks."""
        named = node.parent and re.match(r"([가-힣]{2,4})\s?님\s*(?:[:：]|$)", node.parent.opening)
        return [named[1]] if named else []

    def _body_below(self, part: Part, index: int) -> list[Node]:
        """What `권예환님 질문` or a bare `Q` announces: down to the answer's mark, else the first paragraph."""
        below = children(part.nodes, index)
        if not below and index + 1 < len(part.nodes) and not part.nodes[index + 1].is_item:
            below = part.nodes[index + 1 : index + 2]
        if not below or speech.as_answer(below[0].text):
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

    def _answer_nodes(self, part: Part, start: int, candidate: Candidate, latest: list[Question]) -> list[Node]:
        node, taken, marked = candidate.node, [], None
        for index in range(start, len(part.nodes)):
            following = part.nodes[index]
            if following.shape == "rule" or (not self.scope.is_free(following) and following.indent <= node.indent):
                break
            if speech.asks_by_label(following.text):
                break
            if speech.as_answer(following.text) and not is_picture(following):
                if not marked and self._answers_many(candidate, following, latest, part):
                    break
                marked = following
            elif not self._goes_on(part, candidate, following, taken, marked):
                break
            taken.append(following)
        while taken and taken[-1].shape == "markup":
            taken.pop()
        return taken

    def _leaves(self, candidate: Candidate, following: Node, taken: list[Node]) -> bool:
        """Back out of the list that held the question, or on to the next one after a nested answer."""
        node = candidate.node
        if node.is_item and following.indent < node.indent and following.shape != "text":
            return True
        if not taken or taken[0].indent <= node.indent or following.indent > node.indent:
            return False
        other = self.candidates.get(following)
        return bool(other and other.score >= evidence.PROPOSE and following.is_item)

    @staticmethod
    def _still_body(candidate: Candidate, taken: list[Node]) -> int:
        """How many of the lines between `Q.` and `A.` go on with the question: its code, picture, second paragraph."""
        mark = next((i for i, node in enumerate(taken) if speech.answers_by_label(node.text)), 0)
        before = taken[:mark]
        return mark if candidate.clues & {"label"} and all(not node.is_item for node in before) else 0

    def _answers_many(self, candidate: Candidate, mark: Node, latest: list[Question], part: Part) -> bool:
        """`답변)` under a whole list answers the list, so no single question may have it."""
        node = candidate.node
        if not node.is_item or candidate.labelled or mark.indent > node.indent or mark.is_item:
            return False
        return bool(latest) and not latest[-1].answers and latest[-1].lines[1] >= part.nodes[0].first

    def _goes_on(
        self, part: Part, candidate: Candidate, following: Node, taken: list[Node], marked: Node | None
    ) -> bool:
        left = self._leaves(candidate, following, taken)
        return not left and self._belongs(part, candidate, following, taken, marked)

    def _belongs(
        self, part: Part, candidate: Candidate, following: Node, taken: list[Node], marked: Node | None
    ) -> bool:
        node = candidate.node
        if following.indent > node.indent and (node.is_item or not self._asks_again(candidate, following)):
            return True
        if marked is not None and marked.indent <= node.indent:
            same_list = following.shape == node.shape and (marked.is_item or following.shape != "bullet")
            if node.is_item and following.is_item and same_list and marked.is_item:
                return False
            return not self._asks_again(candidate, following) and not self._closes(candidate, following)
        if candidate.said.dialogue or candidate.said.label:
            spoken = speech.as_question(following.text).dialogue
            if spoken and not following.gap and following.shape == node.shape:
                return True
        if candidate.labelled and node.is_item and not taken and following.shape == node.shape:
            return (
                not following.gap
                and not self._asks_again(candidate, following)
                and self._run_length(part, following) <= 2
            )
        if node.is_item and following.shape == "quote":
            return True
        if node.is_item and node.parent and not taken and following.shape == node.shape and not following.gap:
            says = evidence.wording(following.text)
            in_questions = "question section" in candidate.clues and not candidate.answer
            return in_questions and "statement" in says and self._run_length(part, following) <= 2
        if node.is_item:
            return bool(taken) and not following.is_item and not following.gap
        return self._runs_on(part, candidate, following, taken)

    def _run_length(self, part: Part, first: Node) -> int:
        """How many items of one list follow each other without a gap or a question."""
        start, length = part.nodes.index(first), 0
        for node in part.nodes[start:]:
            if node.indent < first.indent or (
                node.indent == first.indent and (node.gap or speech.asks_by_label(node.text))
            ):
                break
            length += node.indent == first.indent
        return length

    def _closes(self, candidate: Candidate, following: Node) -> bool:
        """An item of the same list as the question is the list's next topic."""
        node = candidate.node
        return node.is_item and following.shape == node.shape == "number" and following.indent == node.indent

    def _runs_on(self, part: Part, candidate: Candidate, following: Node, taken: list[Node]) -> bool:
        """What follows a paragraph, a quote or a picture that asks answers it, until something like it comes."""
        node = candidate.node
        if following.shape == node.shape and node.shape in ("quote", "picture"):
            return False
        if self._asks_again(candidate, following):
            return False
        if (
            candidate.labelled
            or self.scope.in_class(part, node)
            or candidate.clues & {"question section", "question note"}
        ):
            return True
        return not taken or not following.gap or (following.is_item and taken[-1].is_item)

    def _asks_again(self, candidate: Candidate, following: Node) -> bool:
        other = self.candidates.get(following)
        if other is None:
            return False
        sure = other.score >= evidence.PROPOSE
        strong = other.labelled or (sure and bool(other.clues & {"marked answer", "picture", "quoted"}))
        if candidate.labelled and not candidate.node.is_item:
            return other.labelled or (
                strong and "quoted" not in other.clues and following.shape == candidate.node.shape != "text"
            )
        if candidate.node.is_item and following.is_item and following.indent <= candidate.node.indent:
            return strong or sure
        if candidate.node.shape not in ("quote", "picture") and following.is_item != candidate.node.is_item:
            return strong or (following.indent <= candidate.node.indent and following.is_item and sure)
        return strong

    # --- records -----------------------------------------------------------------------------------------------------
    def _record(self, candidate: Candidate, part: Part, body_nodes: list[Node]) -> Question:
        scope, node = self.scope, candidate.node
        asked_by = scope.roster.resolve_all(candidate.asked_by) if candidate.asked_by else []
        if candidate.said.dialogue and not asked_by:
            asked_by = [candidate.said.dialogue]
        lecture = next((m[0].replace(" ", "") for p in part.chain if (m := _LECTURE.search(p.title))), None)
        question = Question(
            body=candidate.body.strip(),
            asked_by=asked_by,
            lecture=lecture,
            audience=scope.audience_at(part, node),
            status="open",
            answers=[],
            confidence=evidence.confidence(candidate.clues),
            lines=(body_nodes[0].first, body_nodes[-1].last),
            evidence=sorted(candidate.clues),
        )
        scope.take(*body_nodes)
        scope.session.questions.append(question)
        if is_picture(node):
            scope.problems.append(Problem(node.first, "picture-only-question", PICTURE_ONLY))
        return question

    def _answer_with(self, question: Question, nodes: list[Node], opening: str | None = None) -> None:
        """One answer for each mark; what stands before the first mark is an answer of its own."""
        groups: list[tuple[list[Node], str | None, list[str]]] = []
        for node in nodes:
            mark = speech.as_answer(node.text) if node.shape != "heading" else None
            same_level = not groups or node.indent <= groups[0][0][0].indent
            if opening is not None and not groups:
                groups.append(([node], opening, []))
            elif mark and same_level and (not groups or groups[-1][1] is not None or mark[1]):
                groups.append(([node], mark[0], self.scope.roster.resolve_all(mark[1])))
            elif groups:
                groups[-1][0].append(node)
            else:
                groups.append(([node], None, []))
        for group, first, by in groups:
            body = text_of(group) if first is None else "\n".join(filter(None, (first, text_of(group[1:]))))
            if first is None and is_dialogue(group[0]):
                by = [speech.as_question(group[0].text).dialogue]
            if body.strip():
                question.answers.append(Answer(body.strip(), by, (group[0].first, group[-1].last)))
                self.scope.take(*group)
        self._set_status(question, False)

    def _set_status(self, question: Question, put_off: bool) -> None:
        told = " ".join(answer.body for answer in question.answers)
        if not told:
            question.status = "deferred" if put_off else "open"
        elif len(told) <= 25 and _LATER.search(told):
            question.status = "deferred"
        else:
            question.status = "answered"


def is_dialogue(node: Node) -> bool:
    return bool(speech.as_question(node.text).dialogue) and node.is_item


def _asker_field(node: Node, name: str):
    from meetings.importers.draft import Field

    return Field("asker", people.clean_name(name), (node.first, node.last))


def _split_inline(text: str) -> tuple[str, str]:
    """`… ? -> …` and `…나요 (…) - …` in two; a text whose arrow comes before its question stays whole."""
    if "\n" in text and (glued := _GLUED_ANSWER.search(text)):
        told = speech.as_answer(text[glued.end() :].strip())
        if told:
            return text[: glued.start()].strip(), told[0]
    for match in _INLINE.finditer(text):
        head, tail = text[: match.start()], text[match.end() :]
        if tail.strip() and evidence.wording(head) & {"question mark", "asking end"} and _ends_asking(head):
            return head.strip(), tail.strip()
    for match in re.finditer(r"\s+[-–—]\s+|\s+<-\s*", text):
        head, tail = text[: match.start()], text[match.end() :]
        if tail.strip() and evidence.wording(head) & {"asking end"} and _ends_asking(head) and not _ends_asking(tail):
            return head.strip(), tail.strip()
    return text.strip(), ""


def _ends_asking(head: str) -> bool:
    bare = evidence.bare_end(head)
    return bare.endswith(("?", "？")) or bool(evidence.wording(bare[-30:]) & {"asking end"})


def _merge_repeated(scope: Scope) -> None:
    """A list of questions that are repeated below as headings with answers is one list."""
    kept: dict[str, Question] = {}
    for question in list(scope.session.questions):
        key = re.sub(r"\W+", "", question.body).casefold()
        first = kept.setdefault(key, question)
        if first is question or len(key) < 8 or (first.answers and question.answers):
            continue
        richer, poorer = (question, first) if question.answers else (first, question)
        richer.asked_by = richer.asked_by or poorer.asked_by
        kept[key] = richer
        scope.session.questions.remove(poorer)
        richer.repeated.append(poorer.lines)
