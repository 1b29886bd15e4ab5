"""Finds what was reviewed: assignments, lectures, papers, with who presented them."""

from __future__ import annotations

import re

from meetings.importers import people, speech
from meetings.importers.draft import Review
from meetings.importers.evidence import wording
from meetings.importers.follow_ups import is_task
from meetings.importers.lines import Node, source_text
from meetings.importers.outline import Part, ancestors
from meetings.importers.scope import Scope
from meetings.importers.vocabulary import subject_of

_PRESENTER = re.compile(r"[,(]?\s*\(?\s*발표자?\s*[:：]\s*(?P<names>[^()\]]*?)\s*(?P<close>\)|\]|$)")
_PRESENTED_BY = re.compile(
    r"(?P<names>(?:[가-힣]{2,5}\s*[,·]\s*|[가-힣]{3,6}(?<=[와과])\s+)*[가-힣]{2,4})\s?님(?:이|의)?\s*(?:이?\s*)?(?:발표|코드\s*리뷰|리뷰|설명)"
)
_NAMES_BEHIND = re.compile(r"[(]\s*(?P<names>[가-힣A-Za-z,·/& ]{2,40})\s*[)]\s*$")
_TALK = re.compile(r"발표\s*\((?P<names>[가-힣, ]{2,30})\)\s*$")
_LECTURE_OF = re.compile(r"(?P<title>.*\d\s*강.*?)\s+[-–—]\s+(?P<names>[가-힣]{2,5}(?:\s*,\s*[가-힣]{2,5})*)\s*$")
_PAPER = re.compile(r"논문\s*리뷰(?:\s*(?:진행|완료|함))?\s*$")
_TO_REVIEW = re.compile(
    r"(?:(?:리뷰|발표)\s*(?:할|하는|한)?\s*(?:과제|코드|논문|강의|글|주제|대상)|과제명?)\s*[:：]\s*(?P<title>.+)"
)
_BEHIND_NAME = re.compile(r"^[가-힣]{2,4}\s*(?:캠퍼)?\s*(?:님)?[^\w\s]*\s*(?:[:：]|$)\s*")
_TALKS = re.compile(
    r"(?:발표|포스팅|세미나|talks?|presentations?|posts?)\s*(?:주제|목록|내용|자료|리스트|topics?)?\W*$", re.IGNORECASE
)
_NAME_AND_TITLE = re.compile(
    r"(?P<who>[가-힣]{2,5}?|[A-Z][\w.]{1,15})\s?(?:님)?\s{0,9}(?:[:：)]|\s[-–—])\s{0,9}(?P<title>\S.*)$"
)
_PRESENTED = re.compile(r"(?:발표자?|presenters?|presented by)\s*[:：]\s*(?P<names>[^:：]{2,60})$", re.IGNORECASE)
_LINKED = re.compile(r"^\[(.*)\]\([^)]*\)$")
_LINK = re.compile(r"\[[^\]]{1,300}\]\((?P<address>[^)]{1,1000})\)")
_LECTURES_REVIEWED = re.compile(r"강의\s*리뷰(?!\s*(?:방법|방식|순서))|lecture reviews?", re.IGNORECASE)
_ORDER = re.compile(r"(?:\S+\s*)?(?:리뷰|발표|진행)\s*(?:순서|순번|차례|순)\s*[:：]\s*(?P<names>.*)")


def find_reviews(scope: Scope) -> None:
    named = _headings_with_callers(scope)
    for part in scope.parts:
        if part in scope.absorbed:
            continue
        if part.heading and (told := _heading_review(part, named)):
            _take_part(scope, part, *told)
        elif not _labelled_reviews(scope, part):
            _read_items(scope, part)
    scope.session.reviews.sort(key=lambda review: review.lines)


# --- headings --------------------------------------------------------------------------------------------------------
def _headings_with_callers(scope: Scope) -> set[Part]:
    """Several headings of one rank that end in a name in brackets: `#### CNN (하늘)`."""
    found: dict[int, list[Part]] = {}
    for part in scope.parts:
        match = _NAMES_BEHIND.search(_bare_title(part))
        if match and re.fullmatch(r"[가-힣]{2,4}(?:님)?", match["names"].strip()) and match.start():
            found.setdefault(part.level, []).append(part)
    several = [parts for level, parts in found.items() if len(parts) > 1 and _mostly(scope, level, parts)]
    return {part for parts in several for part in parts if "retrospective" not in part.all_kinds()}


def _bare_title(part: Part) -> str:
    return re.sub(r"(?<=[\w)\]])[^\w\s)\]}*`.?!]+\s*$|\s+[^\w\s)\]}*`.?!(]+\s*$", "", part.title)


def _mostly(scope: Scope, level: int, parts: list[Part]) -> bool:
    """`(순한맛)` behind one heading of many is no person."""
    return len(parts) >= 0.6 * sum(part.level == level for part in scope.parts if part.heading)


def _heading_review(part: Part, named: set[Part]) -> tuple[str, list[str]] | None:
    title = _LINKED.sub(r"\1", _bare_title(part))
    if match := _PRESENTER.search(title):
        return _cut(title, match), people.split_names(match["names"])
    if match := _LECTURE_OF.match(title):
        return match["title"], people.split_names(match["names"])
    if part in named and (match := _NAMES_BEHIND.search(title)):
        return title[: match.start()].strip(), people.split_names(match["names"])
    if part.parent and not part.heading.pseudo and _LECTURES_REVIEWED.search(part.parent.title):
        return _numberless(title), []
    return _presented_below(part, title)


def _presented_below(part: Part, title: str) -> tuple[str, list[str]] | None:
    """`### 어텐션` over a line `발표자 : 가온` and what was said."""
    match = _PRESENTED.match(part.nodes[0].text) if len(part.nodes) > 1 else None
    if not match or _TALKS.search(title) or not people.looks_like_people(match["names"]):
        return None
    return _numberless(title), people.split_names(match["names"])


def _cut(title: str, match: re.Match[str]) -> str:
    """The title without its presenters: `선택과제 1 (MLE, 발표자 : 오지후)` → `선택과제 1 (MLE)`."""
    head, tail = title[: match.start()].rstrip(" ,"), title[match.end() :]
    if match["close"] == ")" and head.count("(") > head.count(")"):
        head += ")"
    return _numberless((head + tail).strip())


def _numberless(title: str) -> str:
    return re.sub(r"^(?:\d{1,2}[.)]\s+)", "", title).strip(" *_")


def _take_part(scope: Scope, part: Part, title: str, presenters: list[str]) -> None:
    inside = scope.inside(part)
    nodes = [node for p in inside for node in ([p.heading] if p is not part and p.heading else []) + p.nodes]
    asked = _asked_by_label(nodes)
    nodes = [node for node in nodes if scope.is_free(node) and node not in asked]
    above = [p.title for p in part.chain[1:]] + (["강의"] if scope.session.kind == "daily" else [])
    subject = subject_of(title, *above) or "other"
    _add(scope, part, subject, title, presenters, [part.heading], nodes)
    scope.absorbed.update(inside)


def _asked_by_label(nodes: list[Node]) -> set[Node]:
    """`Q. …` with its answers: whoever listened to the review asked, and that is no feedback."""
    found: set[Node] = set()
    asked: Node | None = None
    for node in nodes:
        if node.shape == "heading":
            asked = None
        elif speech.asks_by_label(node.text):
            asked = node
        elif asked and node.indent <= asked.indent and not speech.as_answer(node.text):
            asked = None
        found |= {node} if asked else set()
    return found


# --- items -----------------------------------------------------------------------------------------------------------
def _labelled_reviews(scope: Scope, part: Part) -> bool:
    """What is to be reviewed, `발표할 논문 : …`, with the order of people beside it is one review."""
    titles = [(node, match) for node in part.nodes if (match := _TO_REVIEW.match(node.text))]
    if not titles:
        return False
    order = next(((node, match) for node in part.nodes if (match := _ORDER.match(node.text))), None)
    presenters = people.split_names(order[1]["names"]) if order else []
    for node, match in titles:
        rest = [order[0]] if order else []
        subject = subject_of(match[0], part.title) or "assignment"
        _add(scope, part, subject, match["title"].strip(), presenters, [node, *rest], [])
    return True


def _read_items(scope: Scope, part: Part) -> None:
    in_review = "review" in part.kinds and "question" not in part.kinds and " 및 " not in part.title
    top = min((node.indent for node in part.nodes if node.is_item), default=0)
    nodes, listed = part.nodes, _lists_of_names(part) if in_review else set()
    talks = _talks(part)
    for index, node in enumerate(nodes):
        if node.is_long or not scope.is_free(node) or speech.asks_by_label(node.text):
            continue
        told = talks.get(node) or _item_review(scope, part, node)
        if told is None and in_review and node.is_item and node.indent == top:
            is_one = not is_task(node.text) and "까지" not in node.text
            told = _plain_item(scope, part, node, _feedback(nodes, index), listed) if is_one else None
        if told:
            feedback = _feedback(nodes, index)
            subject = subject_of(told[0], *_above(part, node), *[n.opening for n in feedback]) or "other"
            _add(scope, part, subject, *told, [node], feedback)


def _above(part: Part, node: Node) -> list[str]:
    return [above.opening for above in ancestors(node)] + _opening_line(part) + [p.title for p in part.chain]


def _opening_line(part: Part) -> list[str]:
    """A short line under the heading that says what the list below it is."""
    first = part.nodes[0] if len(part.nodes) > 1 and part.nodes[1].is_item else None
    return [first.text] if first and first.shape == "text" and len(first.text) <= 30 else []


def _talks(part: Part) -> dict[Node, tuple[str, list[str]]]:
    """Under 발표 주제 or its like a list of who spoke about what: `- 가온 : 어텐션`, `1. 이든) [BERT](…)`."""
    lists: dict[tuple[Node | None, int], list[Node]] = {}
    for node in part.nodes:
        if node.is_item and not node.is_long:
            lists.setdefault((node.parent, node.indent), []).append(node)
    found: dict[Node, tuple[str, list[str]]] = {}
    for (parent, _indent), nodes in lists.items():
        headings = [parent.opening] if parent else [*_opening_line(part), part.title]
        told = {node: match for node in nodes if (match := _NAME_AND_TITLE.match(node.opening))}
        are_named = len(told) > 1 and all(people.looks_like_people(match["who"]) for match in told.values())
        if are_named and len(told) >= 0.6 * len(nodes) and any(map(_TALKS.search, headings)):
            found |= {node: (_LINKED.sub(r"\1", match["title"]), [match["who"]]) for node, match in told.items()}
    return found


def _feedback(nodes: list[Node], index: int) -> list[Node]:
    """What belongs under a reviewed thing: deeper lines, arrows, and bullets right below a number."""
    node, found = nodes[index], []
    for position in range(index + 1, len(nodes)):
        following = nodes[position]
        deeper = following.indent > node.indent
        arrow = bool(speech.ARROW.match(following.text)) and not following.is_item
        under_number = node.shape == "number" and following.shape == "bullet" and following.indent == node.indent
        loose = (bool(found) and under_number) or (under_number and not following.gap)
        if not (deeper or arrow or loose) or speech.asks_by_label(following.text):
            break
        if not is_task(following.text):
            found.append(following)
    return found


def _item_review(scope: Scope, part: Part, node: Node) -> tuple[str, list[str]] | None:
    text = node.opening
    if (match := _PRESENTER.search(text)) and node.is_item and (title := _cut(text, match)):
        return title, people.split_names(match["names"])
    if match := _TALK.search(text):
        names = people.split_names(match["names"])
        about_papers = "review" in scope.kinds_at(part, node)
        return (
            (text[: match.start()] + "발표", names) if about_papers and all(map(people.looks_called, names)) else None
        )
    if _PAPER.search(text) and "까지" not in text and not wording(text) & {"question mark"}:
        who = re.match(r"([가-힣]{2,5})\s*[:：]\s*(?=\S)", text)
        told = (text[who.end() :], [who[1]]) if who else (text, [])
        return told if node.is_item and len(text) > len("논문 리뷰 진행") else None
    return None


def _plain_item(
    scope: Scope, part: Part, node: Node, feedback: list[Node], listed: set[tuple[str, int]]
) -> tuple[str, list[str]] | None:
    """In a section of reviews each item is one, and its people stand in brackets or speak below."""
    text = node.opening
    if match := _NAMES_BEHIND.search(text):
        names = people.split_names(match["names"])
        if names and all(scope.roster.knows(name) or people.looks_korean_name(name) for name in names):
            return text[: match.start()].strip(), names
    label = re.match(r"(?P<who>[가-힣]{2,4})\s*(?:캠퍼)?\s*(?:님)?[^\w\s]*\s*(?:[:：]|$)", text)
    if label and (people.looks_korean_name(label["who"]) or "님" in label[0] or scope.roster.knows(label["who"])):
        return part.title, [label["who"]]
    if (node.shape, node.indent) in listed:
        return part.title, [text.strip()]
    if wording(text) & {"question mark"} or speech.as_question(text).topic:
        return None
    for following in feedback:
        if match := _PRESENTED_BY.search(following.opening):
            return text, people.split_names(re.sub(r"(?<=님)[와과]|(?<=[가-힣])[와과]\s", ",", match["names"]))
    return text, []


def _lists_of_names(part: Part) -> set[tuple[str, int]]:
    """Where several items of one kind and depth are short names without 님: `- 이든`, `- 라온`."""
    alike: dict[tuple[str, int], list[bool]] = {}
    for node in part.nodes:
        is_name = bool(re.fullmatch(r"[가-힣]{2,3}[^\w\s]*", node.text.strip()))
        alike.setdefault((node.shape, node.indent), []).append(is_name)
    return {kind for kind, names in alike.items() if len(names) > 1 and all(names)}


def _add(
    scope: Scope, part: Part, subject: str, title: str, presenters: list[str], own: list[Node], feedback: list[Node]
) -> None:
    rest = "\n".join(own[0].text.split("\n")[1:]) if own[0].shape != "heading" else ""
    first = (
        speech.ARROW.sub("", source_text(feedback), count=1)
        if feedback and speech.ARROW.match(feedback[0].text)
        else source_text(feedback)
    )
    if own[0].is_item and title == part.title:
        rest = _BEHIND_NAME.sub("", own[0].text)  # `라온님 : …` under `코드 리뷰`: what was said is the feedback
    linked = _LINK.search(own[0].text)
    link = _shown(linked["address"]) if linked and linked[0] not in title else ""  # the title has the words alone
    told = "\n".join(text for text in (link, rest, first) if text).strip()
    nodes = own + feedback
    lines = (min(node.first for node in nodes), max(node.last for node in nodes))
    scope.session.reviews.append(Review(subject, title.strip(), scope.roster.resolve_all(presenters), told, lines))
    scope.take(*nodes)


def _shown(address: str) -> str:
    return f"<{address}>" if address.startswith("http") else f"[{address}]({address})"
