"""Particles by the final sound of what stands before them: 이든은, 가온이, 11을, 2를, GPT는."""

import re

from django import template

register = template.Library()

# What a word ends in, as it is read aloud: 0 no final consonant, 8 a final ㄹ (which takes 로, not 으로), else another.
OPEN, RIEUL, CLOSED = 0, 8, 1
DIGITS = dict(zip("0123456789", (CLOSED, RIEUL, OPEN, CLOSED, OPEN, OPEN, CLOSED, RIEUL, RIEUL, OPEN), strict=True))
# Letters are read by their names when they stand alone or in capitals (엘, 엠, 엔, 아르 → 알).
LETTERS = {"L": RIEUL, "R": RIEUL, "M": CLOSED, "N": CLOSED}
# English words by how Korean writes their ends: -l and -le as ㄹ, -m -n -ng and short stops as a final consonant.
WORD_ENDS = ((r"(l|le)$", RIEUL), (r"(m|n|ng|me|ne)$", CLOSED), (r"[aeiou](b|ck|c|k|p|t)$", CLOSED))
CLOSERS = "\"'”’)]}」』》〉»*`_~ "


def final_sound(text: str) -> int:
    """How `text` ends when read aloud in Korean: OPEN, RIEUL or CLOSED. Closing quotes and brackets are silent."""
    said = text.rstrip(CLOSERS)
    last = said[-1:]
    if "가" <= last <= "힣":
        tail = (ord(last) - ord("가")) % 28
        return tail if tail in (OPEN, RIEUL) else CLOSED
    if last.isdecimal() and last.isascii():
        return number_sound(said)
    if last.isascii() and last.isalpha():
        return latin_sound(re.search(r"[A-Za-z]+$", said)[0])
    return OPEN


def number_sound(said: str) -> int:
    """Numbers are read in Sino-Korean: 10 is 십, 100 백, 1,000 천, 10,000 만 (closed), 100,000,000 억 (closed)."""
    return DIGITS[said[-1]]


def latin_sound(word: str) -> int:
    if word.isupper() or len(word) == 1:
        return LETTERS.get(word[-1].upper(), OPEN)
    lower = word.lower()
    return next((sound for end, sound in WORD_ENDS if re.search(end, lower)), OPEN)


def choose(text: str, pair: str) -> str:
    """The particle of `pair` ("은/는", "이/가", "을/를", "과/와", "으로/로") that fits after `text`."""
    first, second = pair.split("/")
    closed, open_ = (first, second) if CLOSED_FORMS.get(first) == second else (second, first)
    sound = final_sound(text)
    if closed in ("으로", "이로"):
        return open_ if sound in (OPEN, RIEUL) else closed
    return open_ if sound == OPEN else closed


CLOSED_FORMS = {
    "은": "는",
    "이": "가",
    "을": "를",
    "과": "와",
    "으로": "로",
    "이랑": "랑",
    "이에요": "예요",
    "아": "야",
}


@register.filter
def particle(text: object, pair: str) -> str:
    """The text with its particle: `{{ member.name|particle:"이/가" }}` → 가온이, 지후가."""
    said = str(text)
    return said + choose(said, pair)
