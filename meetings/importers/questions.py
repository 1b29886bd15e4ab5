"""Finds questions with their askers and answers."""

from __future__ import annotations

import re

from meetings.importers import evidence, people, speech
from meetings.importers.answers import AnswerReach, body_below, goes_on_below
from meetings.importers.candidates import Candidate, Judge, split_inline
from meetings.importers.draft import Answer, Field, Problem, Question
from meetings.importers.errors import gettext_noop as _
from meetings.importers.lines import Node, is_picture
from meetings.importers.outline import Part, children, text_of
from meetings.importers.scope import Scope

PICTURE_ONLY = _("This question is only a picture. Write down what it asks, so that people can find it.")
_ANSWER_HEADING = re.compile(r"(?:answers?|답변?|정답)\s*[:：]?$", re.IGNORECASE)
_LATER = re.compile(
    r"추가\s*(?:학습|검색|공부)|내일|다음\s*(?:시간|에|주)|멘토(?:님|링)?\s?(?:께|에게|한테|에서?|때|시간|질문|찬스)|나중에|논의|(?:추가|더)\s*(?:확인|조사|모색)|확인\s*필요|(?:알아|찾아)\s*보(?:기|겠|자)|미정|보류"
    r"|later|postponed|follow up",
    re.I,
)
_CLOSING_TAG = re.compile(r"</(?P<tag>details|summary|div|p|span|b|ul|ol|li|blockquote|center|font)\s*>$")
_PUT_OFF = re.compile(
    r"(?:해결하지\s*못한|미해결|풀지\s*못한).*질문|질문.*(?:멘토|다음|추후).*(?:하기로|예정)|멘토님.*질문하기로"
)
_LECTURE = re.compile(r"(?<!\d)(\d{1,2})\s*강(?![가-힣])")


def find_questions(scope: Scope) -> None:
    finder = _Finder(scope)
    for part in scope.parts:
        if part in scope.absorbed:
            finder.read_asked(part)
        else:
            finder.read_part(part)
    scope.session.questions.sort(key=lambda question: question.lines)
    _merge_repeated(scope)


class _Finder:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.judge = Judge(scope)
        self.candidates: dict[Node, Candidate] = {}  # of the part that is being read
        self.has_labels = False  # whether questions of this part say that they are
        self.pending: list[Question] = []  # of the part before, for a heading `Answer`
        self.numbered: dict[str, Question] = {}  # the last question 1, 2, 3 …, for `질문 2번 : …` below

    # --- parts -------------------------------------------------------------------------------------------------------
    def read_part(self, part: Part) -> None:
        if part.heading and self._read_heading(part):
            return
        before = len(self.scope.session.questions)
        self.candidates = self.judge.judge_all(part)
        self.has_labels = any("label" in candidate.clues for candidate in self.candidates.values())
        self._walk(part)
        found = self.scope.session.questions[before:]
        if part.heading and not found and _ANSWER_HEADING.match(part.title) and len(self.pending) == 1:
            self._answer_below(part, self.pending[0])
        if part.nodes or not part.heading:
            self.pending = [question for question in found if not question.answers]

    def read_asked(self, part: Part) -> None:
        """What was asked while something was reviewed."""
        if any(self.scope.is_free(node) for node in part.nodes):
            self.candidates = self.judge.judge_all(part)
            self._walk(part)

    def _answer_below(self, part: Part, question: Question) -> None:
        self._answer_with(question, [node for node in part.nodes if self.scope.is_free(node)])
        if question.answers:
            first = question.answers[0]
            first.lines = (part.heading.first, first.lines[1])
            self.scope.take(part.heading)
            self.scope.absorbed.add(part)

    def _read_heading(self, part: Part) -> bool:
        """A heading that asks owns everything down to the next heading of its rank."""
        candidate = self.judge.judge_heading(part)
        if candidate is None or not candidate.body or candidate.score < evidence.PROPOSE:
            return False  # `## 질문` and `## 가온님 질문` head questions, they ask none
        if not candidate.labelled and any(speech.asks_by_label(node.text) for node in part.nodes):
            return False
        inside = [p for p in self.scope.inside(part) if p not in self.scope.absorbed]
        nodes = [node for p in inside for node in (p.heading if p is not part else None, *p.nodes) if node]
        question = self._record(candidate, part, [part.heading])
        self._answer_with(question, [node for node in nodes if self.scope.is_free(node) and node.shape != "rule"])
        self.scope.absorbed.update(inside)
        self.pending = [] if question.answers else [question]
        return True

    # --- walking -----------------------------------------------------------------------------------------------------
    def _walk(self, part: Part) -> None:
        asker: tuple[str, int] | None = self._asker_of_heading(part)
        put_off = False
        latest: list[Question] = []
        index = 0
        while index < len(part.nodes):
            node = part.nodes[index]
            candidate = self.candidates.get(node)
            if not self.scope.is_free(node) or node.is_long:
                index += 1
            elif named := speech.named_asker(node.text) or self._names_asker(part, index):
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
        asks = candidate.labelled or not (self.has_labels or "statement" in candidate.clues)
        if asker and candidate.node.is_item and asks:
            candidate.clues.add("asker above")
        return candidate.score >= evidence.PROPOSE

    def _names_asker(self, part: Part, index: int) -> str | None:
        """`한여울 :` or `가온님 질문` over a list whose items ask."""
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
        if not referred or not question or evidence.wording(referred[1]) & {"question mark", "asking end"}:
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
        body_nodes = [node, *self._told_below(part, index, candidate)]
        reach = AnswerReach(self.scope, part, self.candidates, candidate)
        answer_nodes = reach.nodes_from(index + len(body_nodes), _waits(latest))
        end = index + len(body_nodes) + len(answer_nodes)
        if more := goes_on_below(candidate, answer_nodes):
            told = text_of([below for below in answer_nodes[:more] if below.shape != "markup"])
            candidate.body = "\n\n".join(filter(None, (candidate.body, told)))
            body_nodes, answer_nodes = body_nodes + answer_nodes[:more], answer_nodes[more:]
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
        return end

    @staticmethod
    def _told_below(part: Part, index: int, candidate: Candidate) -> list[Node]:
        """The lines that hold what a bare label announces; the candidate is told what they say."""
        if candidate.body or candidate.answer:
            return []
        below = body_below(part, index)
        told = text_of(below)
        candidate.body, candidate.answer = split_inline(told) if told else (candidate.node.text, "")
        return below

    @staticmethod
    def _asker_above(node: Node) -> list[str]:
        """`- 차민솔님: Grad-CAM` over `Q: …` tells who asks."""
        named = node.parent and re.match(r"([가-힣]{2,4})\s?님\s*(?:[:：]|$)", node.parent.opening)
        return [named[1]] if named else []

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
            if first is None and is_dialogue(group[0]) and self._is_spoken(question, group[0]):
                by = [speech.as_question(group[0].text).dialogue]
            if body := _without_closing_tags(body):
                question.answers.append(Answer(body, by, (group[0].first, group[-1].last)))
                self.scope.take(*group)
        self._set_status(question, False)

    def _is_spoken(self, question: Question, node: Node) -> bool:
        """`Grace: …` answers `Ada: …?`, where `boosting : …` only explains a word."""
        return bool(question.asked_by) or self.scope.roster.knows(speech.as_question(node.text).dialogue)

    def _set_status(self, question: Question, put_off: bool) -> None:
        told = " ".join(answer.body for answer in question.answers)
        if not told:
            question.status = "deferred" if put_off else "open"
        elif len(told) <= 25 and _LATER.search(told):
            question.status = "deferred"
        else:
            question.status = "answered"


def _waits(latest: list[Question]) -> bool:
    """Whether nothing below the question before answers it: then a mark further down is for the whole list."""
    return bool(latest) and all(answer.lines == latest[-1].lines for answer in latest[-1].answers)


def _without_closing_tags(body: str) -> str:
    """Without `</details>` and its like at the end, whose opening stands before the answer."""
    body = body.strip()
    while (match := _CLOSING_TAG.search(body)) and f"<{match['tag']}" not in body.casefold():
        body = body[: match.start()].rstrip()
    return body


def is_dialogue(node: Node) -> bool:
    return bool(speech.as_question(node.text).dialogue) and node.is_item


def _asker_field(node: Node, name: str) -> Field:
    return Field("asker", people.clean_name(name), (node.first, node.last))


def _merge_repeated(scope: Scope) -> None:
    """A list of questions that are repeated below as headings with answers is one list."""
    kept: dict[str, Question] = {}
    dropped: set[int] = set()
    for question in list(scope.session.questions):
        key = re.sub(r"\W+", "", question.body).casefold()
        first = kept.setdefault(key, question)
        if first is question or len(key) < 8 or (first.answers and question.answers):
            continue
        richer, poorer = (question, first) if question.answers else (first, question)
        richer.asked_by = richer.asked_by or poorer.asked_by
        kept[key] = richer
        dropped.add(id(poorer))
        richer.repeated += [*poorer.repeated, poorer.lines]
    scope.session.questions = [question for question in scope.session.questions if id(question) not in dropped]
