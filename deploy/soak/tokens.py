"""Unique words of Hangul syllables, so that what was written can be looked for."""

FIRST, SYLLABLES = 0xAC00, 11172
SHAPE = "가[각-힣]{3}"


def token(number: int) -> str:
    """Four syllables for each number; no two numbers have the same, and none stands in another's."""
    syllables = []
    for _place in range(3):
        number, rest = divmod(number, SYLLABLES - 1)
        syllables.append(chr(FIRST + 1 + rest))
    return "가" + "".join(syllables)
