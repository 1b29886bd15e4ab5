"""What a text is found by: Korean by pairs of syllables, so that `학습` is found in `재학습률은`, Latin by its words.

Pure, and without a dictionary: what a particle, an ending or a typing mistake is, follows from the letters alone.
"""

import re
import unicodedata
from collections.abc import Iterator

# Raise it when the same text gets other tokens: `search_index` writes those anew that an older version wrote.
TOKEN_VERSION = 1
MOST_TOKENS = 12_000  # of one text: a tsvector ends at a megabyte, and its places at 16,383
MOST_MORE = 2_000  # of its title, and of its other spellings
LONGEST = 64  # letters of a word that count

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
SPLIT = {"ㄲ": "ㄱㄱ", "ㅆ": "ㅅㅅ", "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
SPLIT |= {
    "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ",
    "ㅄ": "ㅂㅅ",
    "ㄸ": "ㄷㄷ",
    "ㅃ": "ㅂㅂ",
    "ㅉ": "ㅈㅈ",
}
SPLIT |= {"ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ"}
JOINED = {pair: one for one, pair in SPLIT.items()}

_GREEK = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"
_GREEK_NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
gamma delta theta lambda xi pi sigma phi psi omega
"""
GREEK = dict(zip(_GREEK, _GREEK_NAMES.split(), strict=True))
GREEK["ς"], GREEK["Υ"] = "sigma", "upsilon"
# Signs that are no letters, so that no index has them, and the commands that they are mostly written as.
_SIGNS = "×∑∏∫∂∇√∞≤≥≠≈∼∈∉∝±∩∪⊂⊆∀∃⊙⊗⊕"
_SIGN_NAMES = """
times sum prod int partial nabla sqrt infty le ge ne approx sim in notin propto pm cap cup subset subseteq forall exists
odot otimes oplus
"""
SIGNS = dict(zip(_SIGNS, _SIGN_NAMES.split(), strict=True))

_PIECES = re.compile(
    r"(?P<command>\\[A-Za-z]+)"
    r"|(?P<hangul>[가-힣ㄱ-ㅎㅏ-ㅣ]+)"
    r"|(?P<sharp>[A-Za-z](?:\+\+|\#)(?![A-Za-z0-9#+]))"
    r"|(?P<latin>[A-Za-z0-9][A-Za-z0-9_]*)"
    rf"|(?P<greek>[{''.join(GREEK)}])"
    r"|(?P<other>[^\W\d_A-Za-z가-힣ㄱ-ㅎㅏ-ㅣ]+)"
)
_NAMES = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+)*|\d+")
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_HYPHENED = re.compile(r"(?<![\w-])[A-Za-z]+(?:-[A-Za-z]+)+(?![\w-])")


# NFKC takes a letter that stands alone for the beginning of a syllable; here it stays what was typed.
_ALONE = dict(zip(range(0x1100, 0x1113), INITIALS, strict=True))
_ALONE |= dict(zip(range(0x1161, 0x1176), VOWELS, strict=True))
_ALONE |= dict(zip(range(0x11A8, 0x11C3), FINALS[1:], strict=True))
_HAS_ALONE = re.compile("[\u1100-\u11c2]")


def folded(text: str) -> str:
    """Without what differs in look alone: ℝ is R, ① is 1."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return text.translate(_ALONE) if _HAS_ALONE.search(text) else text


# Tokens


def document_tokens(title: str, body: str) -> list[str]:
    """What a text is stored under: its title, its body, and other spellings of both."""
    said, others = _tokens(folded(title))
    told, more = _tokens(folded(body))
    told = told[:MOST_TOKENS]
    said = said[: MOST_MORE + MOST_TOKENS - len(told)]  # a title as long as that is all there is
    return [*said, "_", *told, "_", *[*others, *more][:MOST_MORE]]


def _tokens(text: str) -> tuple[list[str], list[str]]:
    """As it is written, and as it might be."""
    told: list[str] = []
    others: list[str] = []
    for piece in _PIECES.finditer(text):
        kind, found = piece.lastgroup, piece[0]
        if kind == "hangul":
            told += [found[i : i + 2] for i in range(len(found) - 1)]
            told.append(found[-1])
        elif kind == "latin":
            for name in (found.lower(),) if found.isalpha() else _NAMES.findall(found[:1000]):
                told.append(name.lower()[:LONGEST])
            if not found.isalpha() or not found.islower():
                others += _parts_of_names(found[:1000])
        elif kind == "greek":
            told.append("\\" + GREEK[found])
            others.append(GREEK[found])
        else:
            told.append(found.lower()[:LONGEST])
            if kind == "command":
                others.append(found[1:].lower()[:LONGEST])
    if "-" in text:
        others += [joined.replace("-", "").lower()[:LONGEST] for joined in _HYPHENED.findall(text)]
    return told, others


def _parts_of_names(found: str) -> Iterator[str]:
    for name in _NAMES.findall(found):
        parts = name_parts(name)
        if len(parts) > 1:
            yield from (*parts, "_")


def phrase_tokens(text: str) -> list[str]:
    """How a piece of a query stands in a text. A Korean word is open at its end, so a longer one is found by it too."""
    text = folded(text)
    tokens = _tokens(text)[0]
    last = next(reversed(list(_PIECES.finditer(text))), None)
    return tokens[:-1] if last and last["hangul"] and len(last["hangul"]) > 1 else tokens


def name_parts(name: str) -> list[str]:
    """batch_idx and batchIdx alike: batch, idx."""
    humps = [hump.lower() for part in name.split("_") for hump in _HUMPS.findall(part)]
    return [hump[:LONGEST] for hump in humps]


def words(text: str) -> Iterator[str]:
    """Of which a vocabulary is made: Korean without particles, Latin with the parts of its names, commands of LaTeX."""
    text = folded(text)
    for piece in _PIECES.finditer(text):
        if piece.lastgroup == "hangul":
            if 2 <= len(piece[0]) <= 20:
                yield from {stripped(piece[0]), piece[0]}
        elif piece.lastgroup == "latin":
            for name in _NAMES.findall(piece[0][:LONGEST]):
                if len(name) > 1 and not name.isdigit():
                    yield from {name.lower(), *(part for part in name_parts(name) if len(part) > 2)}
        elif piece.lastgroup == "greek":
            yield GREEK[piece[0]]
        elif piece.lastgroup == "command" and len(piece[0]) > 2:
            yield piece[0][1:LONGEST].lower()


# Particles and endings

_AFTER_VOWEL = ("가", "를", "는", "와", "로", "란", "라는", "라고", "랑", "나", "로는", "로써", "로의", "라서", "라면")
_AFTER_CONSONANT = ("이", "을", "은", "과", "으로", "이란", "이라는", "이라고", "이랑", "이나", "으로는", "으로써")
_AFTER_CONSONANT += ("으로의", "이라서", "이라면", "이라", "이고", "인가", "인지", "이며")
_AFTER_ALL = (
    "의",
    "에",
    "에서",
    "에게",
    "부터",
    "까지",
    "만",
    "보다",
    "처럼",
    "마다",
    "에는",
    "에서는",
    "에서의",
    "에도",
)
_AFTER_ALL += (
    "에서도",
    "만의",
    "과의",
    "와의",
    "까지는",
    "에게서",
    "께서",
    "이란",
    "들",
    "들이",
    "들을",
    "들은",
    "들의",
)
_ALLOWED = dict.fromkeys(_AFTER_VOWEL, "v") | dict.fromkeys(_AFTER_CONSONANT, "c")
_ALLOWED |= dict.fromkeys(_AFTER_ALL, "vc") | {"과의": "c", "와의": "v", "이란": "c"}
PARTICLES = frozenset(_ALLOWED) | {"도", "인", "일", "입니다", "인데", "라"}  # after Latin, whose sound nobody sees


def stripped(word: str) -> str:
    """Without its particle, if it can be one: 가 stands only after a vowel, and 도 may be part of any word."""
    for length in range(min(3, len(word) - 2), 0, -1):
        stem, particle = word[:-length], word[-length:]
        allowed = _ALLOWED.get(particle)
        if allowed and is_syllable(stem[-1]):
            final = _final(stem[-1])
            kind = "v" if not final or (final == "ㄹ" and particle.startswith("로")) else "c"
            if kind in allowed and not (final == "ㄹ" and particle.startswith("으로")):
                return stem
    return word


# With which a word is still that word, where none is to be found: at its end, and as the beginning of longer ones, such
# as 에서 of 에서는. 도 is one here: whoever wants no 학습률 wants no 학습률도. So are verbs: 발산 of 발산합니다.
_AT_END = {"vc": "의 에 만 도 뿐 씩", "c": "은 이 을 과", "v": "는 가 를 와 로 나 란 며 랑 다 라 든"}
_AS_BEGINNING = {
    "vc": """
에서 에게 에는 에도 에만 에의 에선 에겐 까지 부터 처럼 보다 조차 밖에 마다 마저 만큼 대로 한테 만의 만이 만을 만은 만도
만으 뿐이 뿐만 뿐인 뿐일 들이 들을 들은 들의 들에 들도 들과 들로 들만 들끼 들까 들부 들처 들보
이다 이며 이고 이라 이기 이므 이지 이었 인데 인가 인지 입니
하 한 할 함 합 해 했 되 된 될 됨 됩 돼 됐 시키 시킨 시킬 시켜 시켰""",
    "c": "으로 이란 이나 이랑 이든 이에 이야 이죠 이요",
    "v": "로는 로도 로만 로서 로써 로의 로부 로까 라는 라고 라면 라서 라도 예요",
}


def particles(word: str) -> tuple[list[str], list[str]]:
    """What agrees with the end of a Korean word: particles, and beginnings of longer ones."""
    final = _final(word[-1])
    kinds = ("vc", "c" if final else "v")
    at_end, beginnings = ([one for kind in kinds for one in of[kind].split()] for of in (_AT_END, _AS_BEGINNING))
    if final == "ㄹ":  # after which 로 stands, as after a vowel
        at_end.append("로")
        beginnings = [one for one in beginnings if one != "으로"]
        beginnings += [one for one in _AS_BEGINNING["v"].split() if one.startswith("로")]
    return at_end, beginnings


_LATIN_WITH_PARTICLE = re.compile(r"(.*[A-Za-z0-9)\]}+#'\"])([가-힣]{1,4})")


_IS_IT = re.compile("(.{2,}?)(?:인가요|인지요|인데요|일까요|입니까|이에요|예요|이죠)")


def bare(word: str) -> str:
    """Without the particle that it was asked with."""
    if match := _LATIN_WITH_PARTICLE.fullmatch(word):
        return match[1] if match[2] in PARTICLES else word
    run = re.search(r"[가-힣]+$", word)
    if run and (asked := _IS_IT.fullmatch(run[0])):
        return word[: run.start()] + asked[1]
    if run and len(run[0]) > 2:
        return word[: run.start()] + stripped(run[0])
    return word


_DOING = re.compile(
    r"(.{2,}?)(?:하|한|할|함|합|해|했|하였|되|된|될|됨|됩|돼|됐|되었|시키|시킨|시킬|시켜|시켰|스럽|스러운|롭|로운)"
    r"(?:보|봐|봤|본|볼|봅|주|줘|줬|준|줄|줍|버리|버려|버렸|야하|야되|야할|고싶|고있|고계시){0,2}"
    r"(?:다|니다|습니다|기|기가|기를|는|는데|는지|고|면|면서|서|지|지만|려면|려고|요|세요|나요|ㄴ가요|가요|도록|게|여|여서|던|았|은데|으면|으니|"
    r"었|었다|었습니다|을까|까요|까|며|니|므로|아요|어요|어서|더니|은|을|지는|지도|야|어야|여야|는가|은가|라|거나|네요|죠|음|도)?$"
)
_ENDINGS = (
    "습니다",
    "입니다",
    "는데요",
    "었습니다",
    "았습니다",
    "니다",
    "나요",
    "가요",
    "어요",
    "아요",
    "워요",
    "는데",
    "는가",
    "는가요",
    "더니",
    "니까",
    "으니까",
    "네요",
    "까요",
)
_ENDINGS += (
    "는지",
    "어서",
    "아서",
    "워서",
    "지만",
    "려면",
    "려고",
    "으면",
    "면서",
    "도록",
    "었다",
    "았다",
    "웠다",
    "는다",
)
_ENDINGS += (
    "다",
    "는",
    "은",
    "을",
    "고",
    "게",
    "기",
    "지",
    "면",
    "던",
    "음",
    "운",
    "울",
    "워",
    "어",
    "아",
    "요",
    "서",
    "야",
)
_ENDINGS = tuple(sorted(_ENDINGS, key=len, reverse=True))


def stems(word: str) -> list[str]:
    """What stays of a verb or adjective without its ending: 수렴한다 → 수렴, 어렵다 → 어렵, 어려."""
    if done := _DOING.match(word):
        return [done[1]]
    stem, ending = _parted(word)
    return _stems(stem, ending) if ending != _OF_NOUNS else []


def _stems(stem: str, ending: str) -> list[str]:
    """As it stands and in other forms: 나눴더니 → 나눴, 나눠, 나누."""
    if not stem:
        return []
    initial, vowel, final = _parts(stem[-1])
    found = [stem]
    if final in ("ㅂ", "ㄴ", "ㄹ", "ㅆ"):
        found.append(stem[:-1] + _syllable(initial, vowel, ""))
    elif not final and ending[0] in "운워울웠":
        found.append(stem[:-1] + _syllable(initial, vowel, "ㅂ"))
    if vowel in _CONTRACTED_FROM and (final == "ㅆ" or (not final and ending in _AFTER_CONTRACTED)):
        found.append(stem[:-1] + _syllable(initial, _CONTRACTED_FROM[vowel], ""))
    return found


def nominal_stems(word: str) -> list[str]:
    """Of a word that a particle stood behind: only what was made a noun of is a verb, so that 이미지는 is not 이미."""
    return stems(word) if _DOING.match(word) or word.endswith(("기", "음", "는지")) else []


def _parted(word: str) -> tuple[str, str]:
    """A stem of two syllables and its ending, if there is one. 막으 of 막으려면 is a stem of one: see `short_forms`."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 2 and all(map(is_syllable, stem)) and not re.fullmatch(".으", stem):
            return stem, ending
    return "", ""


_CONTRACTED = {"ㅜ": "ㅝ", "ㅣ": "ㅕ", "ㅗ": "ㅘ", "ㅡ": "ㅓ", "ㅚ": "ㅙ"}
_CONTRACTED_FROM = {contracted: vowel for vowel, contracted in _CONTRACTED.items()}
_AFTER_CONTRACTED = ("요", "서", "야")
_OF_NOUNS = "지"  # with which nouns and longer stems end too: 이미지, 사라지
# What follows, so that a form is no noun: 사라짐 ends a note, 사람 goes on with particles.
_FOLLOWED = {"ㄴ": "(?![가-힣])|(?=다|데|지|가)", "ㄹ": "(?![가-힣])|(?=까|지|수록|게)", "ㅂ": "(?=니|시)"}
_FOLLOWED["ㅁ"] = r"(?=[ \t]*(?:[.,;:!?)…\n]|$))"


def forms(word: str) -> list[tuple[str, str]]:
    """How the open last syllable of a verb's stem goes on, and before what: 나누 → 나눈, 나눕, 나눠, 나눴."""
    if _DOING.match(word):
        return []
    stem, ending = _parted(word)
    found, is_sure = _stems(stem, ending), ending != _OF_NOUNS
    told = [(one, "(?=[가-힣])") for one in found if not is_sure]
    return [*told, *(form for one in found for form in _forms(one, has_finals=is_sure))]


def _forms(stem: str, *, has_finals: bool) -> list[tuple[str, str]]:
    """Without finals where the stem may be part of a longer one, as 사라 of 사라지."""
    initial, vowel, final = _parts(stem[-1])
    if final or len(stem) < 2:
        return []
    ends = [(vowel, end, then) for end, then in _FOLLOWED.items() if has_finals and vowel not in "ㅕㅝㅘㅙ"]
    if vowel in _CONTRACTED:
        ends += [(_CONTRACTED[vowel], "", ""), (_CONTRACTED[vowel], "ㅆ", "")]
    else:
        ends.append((vowel, "ㅆ", ""))
    return [(stem[:-1] + _syllable(initial, form, end), then) for form, end, then in ends]


# With which no noun of one syllable goes on, and how its verb does.
_OF_SHORT_VERBS = "(?:는(?:데|지|가)?|으(?:면|면서|려면|려고|니까|며|나))요?|습니다"
_AFTER_SHORT = "는 고 기 으 을 은 음 아 어 았 었 습 게 던 지 도 다"


def short_forms(word: str) -> list[str]:
    """Of a verb that is one syllable without its ending: 막으려면 → 막는, 막고, 막아; 쉬운 → 쉽다, 쉬워."""
    if len(word) < 2 or not all(map(is_syllable, word)):
        return []
    (initial, vowel, final), ending = _parts(word[0]), word[1:]
    is_soft = final == "ㅂ" and ending in ("다", "게", "습니다", "지만", "네요")
    if is_soft or (not final and re.fullmatch("운|운데|운가요|워요?|워서|웠.*", ending)):
        open_, closed = (_syllable(initial, vowel, end) for end in ("", "ㅂ"))
        return [*(open_ + one for one in "운워웠"), *(closed + one for one in _AFTER_SHORT.split())]
    if final and re.fullmatch(_OF_SHORT_VERBS, ending):
        return [word[0] + one for one in _AFTER_SHORT.split()]
    return []


# Said in questions about anything: they narrow nothing down.
_FILLERS = """
왜 어떻게 무엇 뭐 뭔가요 무엇인가요 어떤 언제 어디 어디서 누가 너무 많이 좀 더 잘 되나요 하나요 될까요 할까요 있나요
있을까요 없나요 인가요 뭐예요 건가요 궁금합니다 궁금해요 알려주세요 모르겠어요 되는지 하는지 그리고 그런데 혹시 이게
그게 것 거 수 때 이유 이유가 이유는 사용하나요 쓰나요 쓰는지 사용하는지 해야 대해 대한 대해서 위해
안 못 얼마나 꼭 무슨 법 법이 법을 방법 방법이 방법을 방법은
how what why when is are the a an of to in do does can
"""
FILLERS = frozenset(_FILLERS.split())
_ENDING = f"(?:{'|'.join(_ENDINGS)}|을까요?|은지|은데|은가요)"
_DONE_BY_ANYTHING = re.compile(
    rf"[안못]?(?:(?:하|되|있|싶|좋|같|알|모르|다르|했|됐){_ENDING}|(?:해|돼|알아)(?:요|서|야|도)?|다른(?:가요|지|데)"
    r"|[할될](?:까요?|지)|[한된](?:다|지)|[합됩]니다)"
)


def is_filler(word: str) -> bool:
    return word in FILLERS or bool(_DONE_BY_ANYTHING.fullmatch(word))


# Letters


def is_syllable(letter: str) -> bool:
    return "가" <= letter <= "힣"


def _parts(syllable: str) -> tuple[str, str, str]:
    code = ord(syllable) - 0xAC00
    return INITIALS[code // 588], VOWELS[code // 28 % 21], FINALS[code % 28]


def _final(syllable: str) -> str:
    return _parts(syllable)[2]


def _syllable(initial: str, vowel: str, final: str) -> str:
    return chr(0xAC00 + INITIALS.index(initial) * 588 + VOWELS.index(vowel) * 28 + FINALS.index(final))


def jamo(word: str) -> str:
    """Letter by letter, doubled ones as two: so near to one another as they are typed."""
    letters = (letter for sign in word for letter in (_parts(sign) if is_syllable(sign) else sign))
    return "".join(SPLIT.get(letter, letter) for letter in letters)


def initials(word: str) -> str:
    """경사하강법 → ㄱㅅㅎㄱㅂ; empty where a sign is no syllable."""
    return "".join(_parts(sign)[0] for sign in word) if all(map(is_syllable, word)) else ""


def are_initials(word: str) -> bool:
    return len(word) > 1 and all(sign in INITIALS for sign in word)


def unfinished(word: str) -> list[str]:
    """What may become of a word whose last letter has no place yet: 드롭아우ㅅ → 드롭아웃. For others see `goes_on`."""
    base, last = word[:-1], word[-1]
    if len(base) < 2 or last not in INITIALS or not all(map(is_syllable, base)):
        return []
    initial, vowel, final = _parts(base[-1])
    return [base[:-1] + _syllable(initial, vowel, last)] if not final and last in FINALS else []


def goes_on(word: str) -> bool:
    """Whether the next syllable was begun: its first letter has no place yet, or one as a second final: 핛 → 학습."""
    *before, last = word or " "
    if not before and last in INITIALS:
        return False
    is_begun = last in INITIALS or (is_syllable(last) and len({*SPLIT.get(_final(last), "")}) == 2)
    return is_begun and all(map(is_syllable, before))


# Keyboards

_KEYS = dict(
    zip(
        "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml",
        "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ",
        strict=True,
    )
)
_LETTERS = {letter: key for key, letter in _KEYS.items()}


def typed_as_latin(word: str) -> str:
    """What somebody meant who typed Korean while the keyboard was in English: ghkrfbf → 확률; empty if nothing."""
    meant = begun_as_latin(word)
    return meant if len(meant) > 1 and is_syllable(meant[-1]) else ""


def begun_as_latin(word: str) -> str:
    """The same of half a word: gkr → 학, ghkrf → 확ㄹ. Two letters alone are an abbreviation in English: ai, dl."""
    letters = [_KEYS.get(key) or _KEYS.get(key.lower(), "") for key in word]
    meant = composed("".join(letters)) if len(letters) > 2 and all(letters) else ""
    is_word = meant and all(map(is_syllable, meant[:-1] or meant)) and meant[-1] not in VOWELS
    return meant if is_word else ""


def typed_as_korean(word: str) -> str:
    """The other way round: ㄴㅐㄹ → sof."""
    keys = [_LETTERS.get(letter, "") for letter in jamo(word)]
    return "".join(keys).lower() if all(keys) and len(keys) > 2 else ""


def composed(letters: str) -> str:
    """Syllables of single letters, as an input method sets them."""
    done, now = [], ["", "", ""]  # a syllable's initial, vowel and final

    def close() -> None:
        initial, vowel, final = now
        done.append(_syllable(initial, vowel, final) if initial and vowel else initial + vowel + final)
        now[:] = "", "", ""

    for letter in letters:
        initial, vowel, final = now
        if letter in VOWELS:
            if final:
                stays, goes = ("", final) if final in INITIALS else SPLIT[final]
                now[2] = stays
                close()
                now[:] = goes, letter, ""
            elif vowel and vowel + letter in JOINED:
                now[1] = JOINED[vowel + letter]
            else:
                if vowel:
                    close()
                now[1] = letter
        elif vowel and initial and not final and letter in FINALS:
            now[2] = letter
        elif final and JOINED.get(final + letter) in FINALS and final != letter:
            now[2] = JOINED[final + letter]
        else:
            if any(now):
                close()
            now[0] = letter
    if any(now):
        close()
    return "".join(done)


def spaced(word: str) -> Iterator[tuple[str, str]]:
    """Where a space may be missing."""
    if 3 <= len(word) <= 16 and all(map(is_syllable, word)):
        yield from ((word[:i], word[i:]) for i in range(1, len(word)))


def distance(one: str, other: str, most: int) -> int:
    """How many letters were added, lost, changed or swapped with the next; `most + 1` for more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, sign in enumerate(other, start=1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
