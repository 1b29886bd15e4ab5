"""Ways to write the same note differently: other marks, other depths, other names, other bytes. Each tells the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Retelling = Callable[[str], str]

_FENCED = re.compile(r"(```.*?```|\$\$.*?\$\$)", re.DOTALL)


def _outside_code(change: Retelling) -> Retelling:
    def changed(text: str) -> str:
        parts = _FENCED.split(text)
        return "".join(part if n % 2 else change(part) for n, part in enumerate(parts))

    return changed


def _body(change: Retelling) -> Retelling:
    """Front matter is left alone."""

    def changed(text: str) -> str:
        head = re.match(r"\ufeff?---\n.*?\n---\n", text, re.DOTALL)
        end = head.end() if head else 0
        return text[:end] + change(text[end:])

    return changed


def _replacing(pattern: str, by: str, flags: int = re.MULTILINE) -> Retelling:
    return _body(_outside_code(lambda text: re.sub(pattern, by, text, flags=flags)))


def _words(pairs: dict[str, str]) -> Retelling:
    """Words of headings alone, the longest first."""
    pattern = re.compile("|".join(sorted(map(re.escape, pairs), key=len, reverse=True)))
    heading = re.compile(r"^#{1,6} .*$", re.MULTILINE)
    return _body(lambda text: heading.sub(lambda line: pattern.sub(lambda m: pairs[m[0]], line[0]), text))


def _indented(width: Callable[[int], str]) -> Retelling:
    return _body(_outside_code(lambda text: re.sub(r"^[ ]+(?=\S)", lambda m: width(len(m[0])), text, flags=re.M)))


def _deeper(text: str) -> str:
    return (
        text if re.search(r"^#{6} ", text, re.MULTILINE) else re.sub(r"^(#{1,5}) ", r"#\1 ", text, flags=re.MULTILINE)
    )


SYNONYMS = _words(
    {
        "질문내용": "질문 사항",
        "강의 내용 중 질문하기": "강의 질의응답",
        "질의응답": "Q&A",
        "질답": "질문과 답변",
        "지난 질문": "지난 시간 질문",
        "배운 점": "새로 배운 것",
        "과제 리뷰": "과제 코드 리뷰",
        "멘토링": "멘토링 시간",
        "회고록": "회고",
        "할 일": "Action Items",
        "참석자": "참석자 명단",
        "발표 주제": "발표 목록",
        "Attendance": "Attendees",
        "Checklist": "To-do",
    }
)

# Which part of a note a retelling is about; the marks that each replaces stand in the notes beside the tests.
RETELLINGS: dict[str, Retelling] = {
    "synonyms in headings": SYNONYMS,
    "stars for dashes": _replacing(r"^(\s*)- ", r"\1* "),
    "pluses for dashes": _replacing(r"^(\s*)- (?!\[)", r"\1+ "),
    "round bullets": _replacing(r"^(\s*)- (?!\[)", r"\1• "),
    "brackets behind numbers": _replacing(r"^(\s*)(\d+)\. ", r"\1\2) "),
    "twice the indent": _indented(lambda width: " " * (2 * width)),
    "tabs": _indented(lambda width: "\t" * (width // 2)),
    "Q) for Q1.": _replacing(r"^(\W*)Q\d*\. ", r"\1Q) "),
    "질문 : for Q.": _replacing(r"^(\W*)Q\d*[.:] ", r"\1질문 : "),
    "bold labels": _replacing(r"^((?:[-*] )?)Q(\d*)\. ", r"\1**Q\2.** "),
    "bracketed labels": _replacing(r"^((?:\s*[-*] )?)Q(\d*)[.:] ", r"\1[Q\2] "),
    "A. for 답변)": _replacing(r"^(\s*)답변 ?[):] ?", r"\1A. "),
    "답변 : for 답변)": _replacing(r"^(\s*)답변\) ?", r"\1답변 : "),
    "arrows →": _replacing(r" -> ", " → "),
    "arrows =>": _replacing(r" (?:->|→) ", " => "),
    "arrows ⇒": _replacing(r"(?<=[?요] )(?:->|→) ", "⇒ "),
    "emoji in headings": _replacing(r"^(#{1,5}) (?=\S)", r"\1 🌿 "),
    "emoji behind headings": _replacing(r"^(#{1,5} .*\S)[ ]*$", r"\1 🎈"),
    "headings one deeper": _body(_outside_code(_deeper)),
    "closed headings": _replacing(r"^(#{1,5}) (.*[^#\s])[ ]*$", r"\1 \2 \1"),
    "wide colons": _replacing(r"^([가-힣 ]{2,8}?) ?: (?=[가-힣])", r"\1： "),
    "close colons": _replacing(r"^([가-힣 ]{2,8}?) : (?=[가-힣])", r"\1: "),
    "blank lines": _body(_outside_code(lambda text: re.sub(r"\n\n", "\n\n\n\n", text))),
    "spaces at the ends": _body(_outside_code(lambda text: re.sub(r"(?<=\S)$", "  ", text, flags=re.MULTILINE))),
    "ISO days": _replacing(r"^(#+ )11/19\(목\)", r"\g<1>2026-11-19 (목)"),
    "dotted days": _replacing(r"^(#+ )2026-11-19", r"\g<1>2026. 11. 19."),
    "Korean days": _replacing(r"^(#+ )2026-11-19", r"\g<1>2026년 11월 19일"),
}

BYTES: dict[str, Callable[[str], bytes]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "a mark of bytes": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "no last line end": lambda text: text.rstrip("\n").encode(),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
}

PEOPLE = {
    "문가온": "오세린",
    "배이든": "한지후",
    "서나래": "권미르",
    "강다솜": "임하율",
    "도하람": "신유찬",
    "남궁마루": "제갈솔이",
    "서라온": "윤도담",
    "Ada": "Edith",
    "Grace": "Mabel",
    "Alan": "Oscar",
}
_GIVEN = {"나래": "미르", "가온": "세린", "이든": "지후", "하늘": "새봄", "바다": "들샘", "다솜": "하율"}
_CALLED = re.compile("|".join(sorted({**PEOPLE, **_GIVEN}, key=len, reverse=True)))


def by_others(text: str) -> str:
    """The same note of other people."""
    return _CALLED.sub(lambda match: (PEOPLE | _GIVEN)[match[0]], text)
