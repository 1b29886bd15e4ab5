"""Notion's Markdown export."""

from __future__ import annotations

import re

from meetings.importers.draft import FrontMatter

NAME = "notion"
_HEX_NAME = re.compile(r"[ _-][0-9a-f]{32}(?:\.|/|$)")
_MENTIONED_DAY = re.compile(r"@\d{4}년 \d{1,2}월 \d{1,2}일")
_STAMP = re.compile(
    r"(?:작성\s*일시|생성\s*일시|최종\s*편집\s*일시|created(?: time)?|last edited(?: time)?)\s*[:：\t]", re.IGNORECASE
)


def recognise(path: str, front_matter: FrontMatter | None, lines: list[str]) -> str | None:
    if front_matter:
        return None
    if _HEX_NAME.search(path):
        return "its name ends in Notion's 32 hexadecimal digits"
    head = "\n".join(lines[:30])
    if _STAMP.search(head) and (_MENTIONED_DAY.search(head) or "\t" in head):
        return "its head lists properties the way Notion does"
    return None
