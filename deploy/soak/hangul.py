"""How an input method makes syllables: the steps that stand in the field while a word is typed."""

from collections.abc import Iterator

FIRST, INITIALS, VOWELS, FINALS = 0xAC00, "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", 21, 28
FINAL = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# What two keys make: the first one's place stands in the field before the second is struck.
VOWEL_BEFORE = {9: 8, 10: 8, 11: 8, 14: 13, 15: 13, 16: 13, 19: 18}
FINAL_BEFORE = {3: 1, 5: 4, 6: 4, 9: 8, 10: 8, 11: 8, 12: 8, 13: 8, 14: 8, 15: 8, 18: 17}


def strokes(word: str) -> Iterator[tuple[list[str], str]]:
    """For each syllable what the composition shows, one key after the other, and the syllable that it commits.

    A consonant first belongs to the syllable before and leaves it with its own vowel: 가 and 나 are ㄱ 가 간, then 나.
    """
    borrowed = False
    for place, syllable in enumerate(word):
        steps = _steps(syllable)[borrowed:]
        following = word[place + 1 : place + 2]
        borrowed = bool(following) and _final(syllable) == 0 and _initial(following) in FINAL
        if borrowed:
            steps.append(chr(ord(syllable) + FINAL.index(_initial(following))))
        yield steps, syllable


def _steps(syllable: str) -> list[str]:
    code, final = ord(syllable) - _final(syllable), _final(syllable)
    vowel = (code - FIRST) // FINALS % VOWELS
    codes = [code - (vowel - VOWEL_BEFORE[vowel]) * FINALS] if vowel in VOWEL_BEFORE else []
    codes.append(code)
    if final in FINAL_BEFORE:
        codes.append(code + FINAL_BEFORE[final])
    if final:
        codes.append(code + final)
    return [_initial(syllable), *map(chr, codes)]


def _initial(syllable: str) -> str:
    return INITIALS[(ord(syllable) - FIRST) // (VOWELS * FINALS)]


def _final(syllable: str) -> int:
    return (ord(syllable) - FIRST) % FINALS
