"""Particles by the final sound of what stands before them: 이든은, 가온이, 11을, 2를, GPT는."""

import re

from django import template

register = template.Library()

# What a word ends in when it is read aloud. After a final ㄹ it is 로, not 으로, which is why it stands apart.
OPEN, CLOSED, RIEUL = "open", "closed", "ㄹ"
DIGITS = dict(zip("0123456789", (CLOSED, RIEUL, OPEN, CLOSED, OPEN, OPEN, CLOSED, RIEUL, RIEUL, OPEN), strict=True))
# Letters read by their names: 엘, 엠, 엔, 알. The others end in a vowel.
LETTERS = {"L": RIEUL, "M": CLOSED, "N": CLOSED, "R": RIEUL}
# English words as Korean writes them: 모델, 파일; 시스템, 러닝, 파이프라인; 깃, 슬랙, 맵, 웹; but 깃허브, 노트, 로그.
WORD_ENDS = (
    (re.compile(r"(l|le)$"), RIEUL),
    (re.compile(r"(m|n|ng|me|ne|type)$"), CLOSED),
    (re.compile(r"(?<!hu)(?<=[aeiou])(b|ck|c|k|pp?|tt?)$"), CLOSED),
)
# Nobody reads a closing quote aloud, nor what a bracket adds: 미적분(Calculus)은.
SILENT = re.compile(r"(\s*\([^()]*\)|[\"'”’)\]}」』》〉»*`_~\s])+$")

WITH_AND_WITHOUT = {"은": "는", "이": "가", "을": "를", "과": "와", "으로": "로", "이랑": "랑", "이에요": "예요"}
AFTER_CLOSED = {pair: closed for closed, open_ in WITH_AND_WITHOUT.items() for pair in (closed, open_)}


def final_sound(text: str) -> str:
    """How `text` ends when it is read aloud in Korean: OPEN, CLOSED or RIEUL."""
    said = SILENT.sub("", text)
    last = said[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return {0: OPEN, 8: RIEUL}.get(final, CLOSED)
    if last in DIGITS:
        return DIGITS[last]
    word = re.search(r"[A-Za-z]*$", said)[0]
    if word.isupper() or len(word) == 1:
        return LETTERS.get(word[-1].upper(), OPEN)
    return next((sound for end, sound in WORD_ENDS if end.search(word.lower())), OPEN)


def particle_after(text: str, particle: str) -> str:
    """The form of `particle` (either form, or "은/는") that fits after `text`."""
    closed = AFTER_CLOSED[particle.partition("/")[0]]
    sound = final_sound(text)
    fits_open = sound == OPEN or (sound == RIEUL and closed == "으로")
    return WITH_AND_WITHOUT[closed] if fits_open else closed


@register.filter
def particle(text: object, pair: str) -> str:
    """The text with its particle: `{{ member.name|particle:"이/가" }}` is 가온이, 지후가."""
    said = str(text)
    return said + particle_after(said, pair)
