"""How notes mark who speaks: labels of questions and answers, arrows, askers, properties."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from meetings.importers.people import looks_called, looks_korean_name, split_names

# Each gap has a limit: two unlimited ones beside each other read a line of 15,000 tabs for minutes.
_COLON = r"[:：]"
_MARK = r"[).:：\-]"
ARROW = re.compile(r"(?:→|⇒|➡️?|↳|➜|-{1,2}>|={1,2}>|\$\\rightarrow\$)\s{0,9}")
# A label may stand bare before its mark, or in brackets or bold: `Q1.`, `질문 :`, `[Q]`, `<답변>`, `**Q** :`.
_NUMBER = r"\s{0,9}\d{0,3}(?:-\d{1,3})?\s{0,9}"
_QUESTION = re.compile(
    rf"(?:\*\*|__)?\s{{0,9}}(?:Q{_NUMBER}(?:[).:：]|\s[-:：]|$)|Q\d+\s|질문{_NUMBER}번?\s{{0,9}}(?:{_MARK}|$)|문\d{{0,3}}[).]"
    rf"|Questions?{_NUMBER}(?:{_MARK}|$)|[^\w\s]*[❓❔][^\w\s]*\s{{0,9}}{_COLON}"
    rf"|(?:[\[(【]\s?(?:Q|질문|문|Questions?){_NUMBER}[\])】](?!\()|<\s?질문{_NUMBER}>)\s{{0,9}}{_COLON}?"
    rf"|\*\*(?:Q|질문|Questions?){_NUMBER}\*\*\s{{0,9}}[:：.)\-]?)"
    r"\s{0,9}(?:\*\*|__)?\s{0,9}",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    rf"(?:\*\*|__)?\s{{0,9}}(?:A{_NUMBER}(?:[).:：]|\s-|$)|답변?{_NUMBER}(?:{_MARK}|$)|Answers?{_NUMBER}(?:{_MARK}|$)"
    rf"|[^\w\s]*[❕❗][^\w\s]*\s{{0,9}}{_COLON}"
    rf"|(?:[\[【]\s?(?:A|답변?|Answers?){_NUMBER}[\]】](?!\()|[<(]\s?답변?{_NUMBER}[>)])\s{{0,9}}{_COLON}?"
    rf"|\*\*(?:A|답변?|Answers?){_NUMBER}\*\*\s{{0,9}}[:：.)\-]?)"
    r"\s{0,9}(?:\*\*|__)?\s{0,9}",
    re.IGNORECASE,
)
# Emoji before a label mean nothing, but arrows and question marks among them do.
_EMOJI = re.compile(r"(?:(?![➡➜❓❔❕❗])[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]\s{0,9})+")
_BARE_MARK = re.compile(r"[❓❔]\ufe0f?\s+(?=\S.*[?？]\W*$)", re.DOTALL)
_ELBOW = re.compile(r"(?:↓|[└⤷╰┗⮑](?:\s?[─\->→]+)?|ㄴ(?=\s))\s*")
_NAMED_ANSWER = re.compile(
    r"(?P<names>(?:[가-힣]{2,5}(?:\s님)?\s{0,9}[,·]\s{0,9})*[가-힣]{2,4}\s?님)\s{0,9}(?:의\s{0,9})?(?:답변|의견)\s{0,9}(?:[):：\-]|$)\s{0,9}"
)
_REFERRED = re.compile(
    rf"(?:질문|Q)\s{{0,9}}(?P<number>\d{{1,2}})\s{{0,9}}번?\s{{0,9}}(?:에 대한 답변?|답변?)?\s{{0,9}}{_COLON}\s{{0,9}}",
    re.IGNORECASE,
)
_ROLE_SPEAKER = re.compile(
    rf"(?P<who>(?:[가-힣]{{2,4}}\s+)?(?:교수|마스터|멘토|강사|조교|대표|연사|CTO|CEO)\s{{0,9}}님?)\s{{0,9}}{_COLON}\s{{0,9}}(?=\S)"
)
_ASKER = re.compile(
    rf"(?P<who>[가-힣]{{1,5}}?|[A-Za-z][\w.]{{1,15}})\s{{0,9}}(?P<nim>님|캠퍼님?|캠퍼)?\s{{0,9}}(?:의\s{{0,9}}|이\s{{0,9}})?질문\s{{0,9}}\d*\s{{0,9}}(?:{_COLON}|[)\-]|$)\s{{0,9}}"
)
_LABEL_OF = re.compile(
    rf"(?:Q\d*|질문\s?\d*)\s?\(\s?(?P<who>[가-힣]{{2,5}}?)\s?님?\s?\)\s{{0,9}}(?:{_COLON}|[.)\-])?\s{{0,9}}",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?P<who>[A-Z][\w.-]{1,15})['’]s questions?\s{0,9}(?::|$)\s{0,9}", re.IGNORECASE)
_ASKED_BY = re.compile(
    rf"(?:질문자|질문한\s?(?:사람|분)|asked by)\s{{0,9}}{_COLON}\s{{0,9}}(?P<who>[^:：,]{{2,20}})$", re.IGNORECASE
)
_ASKER_BRACKET = re.compile(
    rf"\[\s{{0,9}}(?P<who>[가-힣]{{1,5}}?)\s{{0,9}}(?:님)?\s{{0,9}}{_COLON}\s{{0,9}}(?P<rest>.+?)\s{{0,9}}\]$",
    re.DOTALL,
)
_ASKER_COLON = re.compile(rf"(?P<who>[가-힣]{{1,5}}?)\s{{0,9}}님\s{{0,9}}{_COLON}\s{{0,9}}(?=\S)")
_DIALOGUE = re.compile(rf"(?P<who>[A-Z][\w.-]{{1,15}}|[a-z][\w-]{{2,15}})\s{{0,9}}{_COLON}\s+(?=\S)")
_TOPIC = re.compile(rf"(?:토론|논의|토의)\s{{0,9}}\d*\s{{0,9}}{_COLON}\s{{0,9}}")
_COUNT = r"\(\s?(?:총\s?)?\d{1,2}\s?(?:명|/\s?\d{1,2})?\s?\)"  # 참석자(6명), 참석자 (5/6)
_PROPERTY = re.compile(
    rf"[^\w\s]*\s{{0,9}}(?P<name>[가-힣A-Za-z][가-힣A-Za-z\- ]{{0,18}}?)\s{{0,9}}(?:{_COUNT}|[^\w\s:：()*|]{{1,4}})?"
    rf"\s{{0,9}}(?:\*\*|__)?\s{{0,9}}(?:{_COLON}(?:\*\*|__)?|\t)\s{{0,9}}(?P<value>.*)$",
    re.S,
)
_BRACKET_PROPERTY = re.compile(
    r"[\[<【(]\s?(?P<name>[가-힣A-Za-z ]{2,12}?)\s?[\]>】)]\s{0,9}:?\s{0,9}(?P<value>\S.*)$", re.S
)
_DASH_PROPERTY = re.compile(r"(?P<name>[가-힣A-Za-z ]{2,12}?)\s{1,9}[-–—]\s{1,9}(?P<value>\S.*)$", re.S)
_CALLED_PROPERTY = re.compile(r"\(?(?P<name>[가-힣A-Za-z ]{2,12}?)\s?[(:：]\s?(?P<value>[^()]{2,40})\)$", re.S)
_ROW_PROPERTY = re.compile(r"\|\s*(?:\*\*)?(?P<name>[^|*]{2,12}?)(?:\*\*)?\s*\|\s*(?P<value>[^|]*?)\s*\|$")
_BOLD_PROPERTY = re.compile(r"(?:\*\*|__)[^*_]{1,30}[:：]?(?:\*\*|__)\s{0,9}[:：]?\s{0,9}\S")


_TOLD_INLINE = re.compile(r"\S{2}\s?[?？]\s{0,9}(?:->|→|=>|⇒|➡)\s{0,9}\S")  # a question with its answer on one line


@dataclass(frozen=True)
class Said:
    """A line without its label, and what the label told."""

    text: str
    label: bool = False
    topic: bool = False
    asked_by: list[str] = field(default_factory=list)
    named: bool = False
    dialogue: str = ""


@lru_cache(4096)
def as_question(text: str) -> Said:
    """Takes `Q1.`, `질문 :`, `가온님 질문 :`, `[ 가온님 : … ]`, `Ada:` from the front of a text."""
    if match := _EMOJI.match(text):
        bare = _labelled(text[match.end() :])
        return bare if bare.label or bare.named else Said(text)
    return _labelled(text)


def _labelled(text: str) -> Said:
    plain = re.sub(r"^(?:\*\*|__)(?=[^*]+?[:：.)]\s*(?:\*\*|__))", "", text)
    if match := _ASKER_BRACKET.match(text):
        return Said(match["rest"], asked_by=[match["who"]], named=True)
    if (match := _LABEL_OF.match(plain)) and looks_called(match["who"] + "님"):
        return Said(_unmarked(plain[match.end() :]), label=True, asked_by=[match["who"]])
    if match := _QUESTION.match(plain) or _BARE_MARK.match(text):
        rest = _unmarked(match.string[match.end() :])
        inner = _ASKER_COLON.match(rest)
        return Said(rest[inner.end() :] if inner else rest, label=True, asked_by=[inner["who"]] if inner else [])
    if match := _POSSESSIVE.match(text):
        return Said(text[match.end() :].strip(), asked_by=[match["who"]], named=True)
    if (match := _ASKER.match(text)) and (match["nim"] or looks_korean_name(match["who"])):
        return Said(text[match.end() :].strip(), asked_by=[match["who"]], named=True)
    if match := _TOPIC.match(text):
        return Said(text[match.end() :].strip(), topic=True)
    return _spoken(text)


def _spoken(text: str) -> Said:
    if (match := _ASKER_COLON.match(text)) and not _ROLE_SPEAKER.match(text):
        return Said(text[match.end() :].strip(), asked_by=[match["who"]])
    if match := _DIALOGUE.match(text):
        return Said(text[match.end() :].strip(), dialogue=match["who"])
    return Said(text)


def named_asker(text: str) -> str | None:
    """`질문자 : 가온`, a line of its own above what that person asks."""
    match = _ASKED_BY.match(text)
    return match["who"].strip() if match else None


def _unmarked(text: str) -> str:
    return re.sub(r"^\s*(?:\*\*|__)\s*", "", text).strip()


def asks_by_label(text: str) -> bool:
    said = as_question(text)
    return said.label or said.named


@lru_cache(4096)
def as_answer(text: str) -> tuple[str, list[str]] | None:
    """The text without `답변 :`, `A.`, `→`, `X님 답변 :`, and who is named; None where no such mark stands."""
    if (match := _EMOJI.match(text)) and (marked := _ANSWER.match(text, match.end())):
        return text[marked.end() :].strip(), []
    if match := _NAMED_ANSWER.match(text):
        names = [name for name in split_names(match["names"]) if name not in ("의", "추가")]
        return text[match.end() :].strip(), names
    if match := _ANSWER.match(text) or ARROW.match(text) or _ELBOW.match(text):
        return text[match.end() :].strip(), []
    if match := _ROLE_SPEAKER.match(text):
        name = re.sub(r"\s*(?:교수|마스터|멘토|강사|조교|대표|연사|CTO|CEO)\s*님?$", "", match["who"])
        return (text[match.end() :].strip(), [name]) if looks_korean_name(name) else (text, [])
    return None


def answers_by_label(text: str) -> bool:
    """`A.` or `답변 :`, which an arrow is not: arrows also lead from one thought to the next."""
    return bool(_ANSWER.match(text))


def as_referred_answer(text: str) -> tuple[int, str] | None:
    """`질문 2번 : …`: the answer to question 2 of a list above."""
    match = _REFERRED.match(text)
    return (int(match["number"]), text[match.end() :].strip()) if match else None


def as_property(text: str) -> tuple[str, str] | None:
    """Name and value of `이름 : 값`, of Notion's tab between them, and of `**Name:** value`."""
    in_brackets = re.fullmatch(r"[(\[<](.{1,200})[)\]>]", text)
    match = _PROPERTY.match(in_brackets[1] if in_brackets else re.sub(r"^(?:\*\*|__)", "", text))
    return (match["name"].strip(), match["value"].strip().removesuffix("**").strip()) if match else None


def as_loose_property(text: str) -> tuple[str, str] | None:
    """`[이름] 값`, `이름 - 값`, `이름(값)`, `| 이름 | 값 |`: properties only where the name is a known one."""
    patterns = (_ROW_PROPERTY, _BRACKET_PROPERTY, _DASH_PROPERTY, _CALLED_PROPERTY)
    match = next((found for pattern in patterns if (found := pattern.match(text))), None)
    return (match["name"].strip(), match["value"].strip()) if match else None


def is_property(text: str) -> bool:
    return "\t" in text.strip() and as_property(text) is not None


def names_after_label(text: str) -> tuple[str, list[str]] | None:
    """`AlexNet : 차민솔, 배이든` as label and names; None where the value is anything else."""
    match = re.match(rf"(?P<label>.{{1,60}}?)\s*{_COLON}\s*(?P<names>[^:：]+)$", text)
    if not match:
        return None
    names = split_names(match["names"])
    called = [part for part in re.split(r"[,，/·&]", match["names"]) if part.strip()]
    good = names and all(looks_called(part) for part in called)
    return (match["label"].strip(), names) if good else None


def starts_anew(text: str) -> bool:
    """A line that belongs to itself even where no blank line stands above it."""
    if ARROW.match(text) or asks_by_label(text) or as_answer(text) or names_after_label(text) or named_asker(text):
        return True
    if _TOLD_INLINE.search(text) or is_property(text) or _BOLD_PROPERTY.match(text) or text.startswith("|"):
        return True
    return bool(re.fullmatch(r"[가-힣]{2,4}\s*(?:님)?\s*[:：]", text)) or _is_known_label(text)


def _is_known_label(text: str) -> bool:
    from meetings.importers.vocabulary import (
        field_of,  # vocabulary imports nothing from here; the other way round would be a circle
    )

    found = as_property(text)
    return bool(found and field_of(found[0]))
