"""Finds what was learnt and what somebody is to do."""

from __future__ import annotations

import re
from datetime import date

from meetings.importers import dates, people, speech
from meetings.importers.draft import ActionItem, Learning
from meetings.importers.evidence import bare_end, wording
from meetings.importers.lines import Node, source_text
from meetings.importers.outline import Part, ancestors, children
from meetings.importers.scope import Scope
from meetings.importers.vocabulary import field_of

_DUE = re.compile(
    r"(?:까지(?!\s*(?:만|의|는|도|\S*(?:구현|진행|사용)))|\bby\s+(?:mon|tue|wed|thu|fri|sat|sun|tomorrow|next|\d))",
    re.IGNORECASE,
)
_TASK_END = re.compile(
    r"(?:해\s?오기|[아어여]\s?오기|가져오기|읽어\s?오기|남기기|올리기|제출(?:하기)?|공유하기|전달하기|부탁드리기|준비하기)$"
)
_PLANNED = re.compile(r"(?:발표|리뷰|공유|진행|제출|준비|정리)\s*예정$")
_PRESENTER_OF = re.compile(
    r"(?P<what>.+?)\s*(?:발표자|담당자?)\s*[:：]?\s*(?P<names>[가-힣]{2,5}(?:\s*[,·]\s*[가-힣]{2,5})*)\s*$"
)
_PROMISED = re.compile(r"(?:^|\band )(?P<who>[A-Za-z][\w-]{1,20}) (?:to|will) (?=[a-z]{2,})")
_OWNER_IN_BRACKETS = re.compile(r"[(（@]\s*(?P<names>[가-힣]{2,4}님?(?:\s*[,·]\s*[가-힣]{2,4}님?)*)\s*[)）]?")
_SPEAKER_FIRST = re.compile(r"(?P<names>[가-힣]{2,4}님(?:\s*[,·]\s*[가-힣]{2,4}님)*)\s*(?:이|가|:|：|→|->|,)?\s")
_TAGGED = re.compile(r"(?<![\w.])@([가-힣]{2,4}|[A-Za-z][\w-]{1,30})(?![\w.]*\.\w)")
_LINK = re.compile(r"\[[^\]]{0,300}\]\([^)]{0,1000}\)|https?://\S+")
_NO_TASKS = ("code", "quote", "picture", "rule", "markup")
_EVERYBODY = ("모두", "전원", "오늘", "내일", "all", "here", "channel", "everyone", "today", "tomorrow")
_NAMES_LAST = re.compile(r"[(]\s*(?P<names>[가-힣]{2,4}(?:\s*[,·/&]\s*[가-힣]{2,4})*)\s*[)]\s*$")


def find_learnings(scope: Scope) -> None:
    for part in scope.parts:
        if part in scope.absorbed or not _is_learning(part):
            continue
        top = min((node.indent for node in part.nodes if node.is_item), default=None)
        for index, node in enumerate(part.nodes):
            if not node.text or not scope.is_free(node):
                continue
            if node.is_item and node.indent == top:
                _learn(scope, [node, *children(part.nodes, index)])
            elif node.shape == "text" and (top is None or node.indent <= top) and not _introduces(part, index):
                _learn(scope, [node, *_illustrations(part.nodes, index)])


def _is_learning(part: Part) -> bool:
    """Under a heading that speaks of learning, or below it under one of the team's own: a name, a subject."""
    if part.kinds or not part.heading:
        return "learning" in part.kinds[:1]
    return bool(part.parent) and part.parent.level > 1 and _is_learning(part.parent)


def _introduces(part: Part, index: int) -> bool:
    """A paragraph right over a list, or one that says there was nothing."""
    text = part.nodes[index].text.strip()
    following = part.nodes[index + 1 : index + 2]
    heads_list = bool(following) and following[0].is_item and not following[0].gap
    return heads_list or text.endswith((":", "：")) or text == "없음"


def _illustrations(nodes: list[Node], index: int) -> list[Node]:
    """Code and pictures below a paragraph belong to it."""
    end = index + 1
    while end < len(nodes) and nodes[end].shape in ("code", "picture"):
        end += 1
    return nodes[index + 1 : end]


def _learn(scope: Scope, nodes: list[Node]) -> None:
    body = "\n".join(filter(None, (nodes[0].text, source_text(nodes[1:]))))
    scope.session.learnings.append(Learning(body, (nodes[0].first, nodes[-1].last)))
    scope.take(*nodes)


def find_action_items(scope: Scope) -> None:
    for part in scope.parts:
        if part in scope.absorbed:
            continue
        only_due = _is_idle(scope, part)
        owned_until = _read_owned(scope, part)
        for index, node in enumerate(part.nodes):
            may_be = scope.is_free(node) and not node.is_long and node.shape not in _NO_TASKS
            if may_be and (not only_due or _is_due(node)):
                _read_task(scope, part, index, owned_until)
    scope.session.action_items.sort(key=lambda item: item.lines)


def _is_idle(scope: Scope, part: Part) -> bool:
    """Rules, wishes and a teacher's advice are no tasks, unless one of their lines names a day."""
    kinds = part.all_kinds()
    is_lecture = scope.session.kind in ("master_class", "office_hour", "special")
    return bool(kinds & {"retrospective", "proposal", "rules"}) or (is_lecture and "action" not in kinds)


def _is_due(node: Node) -> bool:
    return bool(_DUE.search(node.text) or _PLANNED.search(bare_end(node.text)))


def _read_owned(scope: Scope, part: Part) -> int:
    """`다음 주 월요일까지 …` over lines `AlexNet : 차민솔, 배이든`: one item for each line, all due that day.

    Gives the last such line: whatever is due above it only heads the list.
    """
    due: date | None = None
    announced, last = False, 0
    for node in part.nodes:
        if node.is_long or not scope.is_free(node):
            continue
        told = speech.names_after_label(node.text)
        if told and announced and not field_of(told[0]) and scope.roster.all_known(told[1]):
            owners = scope.roster.resolve_all(told[1])
            scope.session.action_items.append(ActionItem(told[0], owners, due, (node.first, node.last)))
            scope.take(node)
            last = node.first
        elif _DUE.search(node.text) and not told:
            due, announced = dates.find_due(node.text, scope.session.date), True
    return last


def _read_task(scope: Scope, part: Part, index: int, owned_until: int) -> None:
    node = part.nodes[index]
    below = [child for child in children(part.nodes, index) if scope.is_free(child)]
    if not _may_be_task(node.text):
        return
    found = _own_task(scope, node) if node.is_item and node.ticked is None else None
    kinds = scope.kinds_at(part, node)
    if node.ticked is not None and "question" not in kinds:
        _add(scope, node, below if _are_links(below) else [], _owners(scope, node.text))
    elif found is not None:
        _add(scope, node, [], found)
    elif _is_due_task(node, owned_until) or (_PLANNED.search(bare_end(node.text)) and _names_day(scope, node.text)):
        goes_on = _are_links(below) or node.text.rstrip().endswith((":", "까지"))
        _add(scope, node, below if goes_on else [], _owners(scope, node.text))
    elif node.is_item and is_task(node.text):
        _add(scope, node, [], _owners(scope, node.text))
    elif node.is_item and "action" in kinds and len(node.text) > 3 and _is_listed_task(node, below):
        _add(scope, node, below, _owners(scope, node.text))


def _may_be_task(text: str) -> bool:
    """Neither a question nor a list of things to look at."""
    asks = wording(text) & {"question mark", "asking end"} and not is_task(text)
    is_long = len(text) > 300
    return not (asks or is_long or speech.asks_by_label(text)) and bool(_LINK.sub("", text).strip(" ()[]"))


def _own_task(scope: Scope, node: Node) -> list[str] | None:
    """Whose task it is where the line says so by itself: `GPT 발표자 가온`, `Ada to book the room`."""
    match = _PRESENTER_OF.fullmatch(node.text)
    if match and not node.text.rstrip().endswith((":", "：")):
        return people.split_names(match["names"])
    return _promised(scope, node.text) or None


def _promised(scope: Scope, text: str) -> list[str]:
    """`Ada to book the room and Grace to pay`: people who are on the list or speak in the note."""
    if not _PROMISED.match(text):
        return []
    return [match["who"] for match in _PROMISED.finditer(text) if scope.takes_part(match["who"])]


def _names_day(scope: Scope, text: str) -> bool:
    """A day that can be counted out, or one that somebody who is named has promised for."""
    return bool(dates.find_due(text, scope.session.date) or (dates.find_day(text) and _owners(scope, text)))


def _is_due_task(node: Node, owned_until: int) -> bool:
    if not _DUE.search(node.text) or not node.is_item or re.search(r"(?:다|음|함|됨)\.?$", bare_end(node.text)):
        return False
    said = re.search(
        r"(?:요일|내일|모레|주말|\d\s*[/월일)]|오늘|다음\s*주|이번\s*주|by )[^까]{0,14}까지|\bby ", node.text
    )
    return bool(said) and node.last >= owned_until


def is_task(text: str) -> bool:
    """A line that says by its own last word that somebody is to do it."""
    return bool(_TASK_END.search(bare_end(text))) and not _is_labelled(text)


def _is_listed_task(node: Node, below: list[Node]) -> bool:
    """In a list of tasks names and topics of few words head them; what is deeper than a task explains it."""
    if not all(_is_topic(above.opening) for above in ancestors(node)):
        return False
    return not below or not (_is_topic(node.text) or any(one.ticked is not None or is_task(one.text) for one in below))


def _is_topic(text: str) -> bool:
    return len(text.split()) < 4 or text.rstrip().endswith((":", "："))


def _is_labelled(text: str) -> bool:
    return bool(re.match(r"[가-힣 ]{1,8}\s*[:：]\s", text))


def _are_links(nodes: list[Node]) -> bool:
    return bool(nodes) and all(re.match(r"\[[^\]]+\]\(|https?://", node.text) for node in nodes)


def _owners(scope: Scope, text: str) -> list[str]:
    for pattern in (_SPEAKER_FIRST, _OWNER_IN_BRACKETS):
        match = pattern.match(text) if pattern is _SPEAKER_FIRST else pattern.search(text)
        if match:
            names = people.split_names(match["names"])
            if not re.match(rf"(?:{people.ROLES})", match["names"]) and all(
                scope.roster.knows(name) or (people.looks_called(name + "님") and "님" in match["names"])
                for name in names
            ):
                return names
    if tagged := [name for name in _TAGGED.findall(text) if name not in _EVERYBODY]:
        return tagged
    if (match := _NAMES_LAST.search(text)) and (names := people.split_names(match["names"])):
        return names if scope.may_mean(*names) else []
    return []


def _add(scope: Scope, node: Node, below: list[Node], owners: list[str]) -> None:
    nodes = [node, *below]
    whole = "\n".join(filter(None, (node.text, source_text(below))))
    due = dates.find_due(node.text, scope.session.date)
    owners = scope.roster.resolve_all(owners)
    scope.session.action_items.append(ActionItem(whole, owners, due, (node.first, nodes[-1].last)))
    scope.take(*nodes)
