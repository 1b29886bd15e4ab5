"""How tokens are kept on SQLite: as short as they can be."""

import re

HANGUL = "[ㄱ-ㅎㅏ-ㅣ가-힣]"  # as both regular expressions and SQLite read it
_OVERLAP = re.compile(f" (?<={HANGUL}({HANGUL}) )\\1")  # with the space first, it is looked for at spaces alone
_PAIR = re.compile(f"({HANGUL})(?=({HANGUL}))")


def together(tokens: list[str]) -> str:
    """Korean words as they are written, half as long as their pairs: `확률 률이 이` is `확률이`.

    After a space: what stands without one was stored before there was this.
    """
    return " " + _OVERLAP.sub("", " ".join(tokens))


def apart(text: str) -> list[str]:
    """The other way round. `token_index` does the same in SQL."""
    return (_PAIR.sub(r"\1\2 ", text[1:]) if text.startswith(" ") else text).split(" ")
