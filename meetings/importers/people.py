"""Names as notes write them: 가온님, 이든 님, `차민솔, 배이든`, 강다솜(T2030)."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

# The family names that 99 % of Koreans bear; a short Hangul word that starts with none of them is rarely a person.
SURNAMES = set(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
ROLES = r"교수|마스터|멘토|강사|박사|연사|대표|조교|코치|CTO|CEO"
_HONOUR = re.compile(rf"\s*(?:캠퍼|{ROLES}|매니저|선배)?\s*님?\s*$")
_KOREAN = re.compile(r"[가-힣]{2,4}")
_SPEAKER = re.compile(
    rf"(?P<names>(?:[가-힣]{{3,5}}\s*[,·/&]\s*)*[가-힣]{{3,4}})\s*(?:{ROLES})(?:님|님들)?(?=$|[^가-힣A-Za-z]|님|의|이|가|께|과|와|은|는|께서)"
)
_AVATAR = re.compile(r"<span[^<>]{0,300}>[^<]{0,80}</span>")  # Notion prints a person's initials before the name
_NOT_NAMES = {
    "오늘의",
    "이번주",
    "지난주",
    "다음주",
    "이전의",
    "이후의",
    "우리의",
    "이번에",
    "모두의",
    "전체의",
    "기업의",
    "현직의",
    "연구실",
}
_ROLE_FIRST = re.compile(rf"(?:{ROLES})\s*(?P<name>[가-힣]{{3}})\s?님")
_COMMA = "\x1f"  # stands for a comma inside brackets while the list is split; no note holds it
# How somebody took part, the surest word first; whoever is not called so was present.
_STATES = (
    ("excused", r"공결|공가|병가|휴가|\bexcused\b"),
    ("absent", r"불참|결석|미참석|\babsent\b"),
    ("left_early", r"조퇴|\bleft early\b"),
    ("late", r"지각|\blate\b"),
)
STATES = tuple(state for state, _pattern in _STATES)
NOT_THERE = frozenset({"absent", "excused"})
_STATE_PATTERNS = tuple((state, re.compile(pattern, re.IGNORECASE)) for state, pattern in _STATES)
_ANY_STATE = "|".join(pattern for _state, pattern in _STATES)
_STATE_IN_BRACKETS = re.compile(
    rf"\s*[(\[（][^()\[\]（）]{{0,40}}(?:{_ANY_STATE})[^()\[\]（）]{{0,40}}[)\]）]", re.IGNORECASE
)
_STATE_BEHIND = re.compile(rf"(?:^|[\s:：–—-]+)(?:{_ANY_STATE})(?:함|했음|자|입니다)?\s*$", re.IGNORECASE)
_ANY_STATE_WORD = re.compile(_ANY_STATE, re.IGNORECASE)
_STATE_APART = re.compile(rf"\s+({_ANY_STATE})(?=\s|$)")
_SPACED = re.compile(r"(?:[가-힣]{2,5}(?:\s?\([^()]{1,40}\))?[\s-]+)+[가-힣]{2,5}(?:\s?\([^()]{1,40}\))?")
_TRAILING_PARTICLES = ("의", "에", "는", "도", "을", "를", "신", "한", "된")


MOST_CALLED = 100  # characters; what is longer names nobody


def clean_name(text: str) -> str:
    """The name without honorific, code in brackets, `@` and marks around it."""
    if len(text) > MOST_CALLED:
        return text
    name = re.sub(r"\((?:T?\d+|[^()]*님)\)|[_ ]T\d{3,5}\b", "", text).strip(" \t*_`@.[]")
    bare = _HONOUR.sub("", name) if re.search(r"[가-힣]", name) else name
    return (bare if len(bare) > 1 else name).strip()


def looks_korean_name(text: str) -> bool:
    """Written out in full: family name and given name."""
    name = clean_name(text)
    return (
        bool(re.fullmatch(r"[가-힣]{3,4}", name))
        and name[0] in SURNAMES
        and name not in _NOT_NAMES
        and name[-1] not in "중함음됨료"
    )


def looks_called(text: str) -> bool:
    """What a team may call somebody: a full name, or something short with 님."""
    return looks_korean_name(text) or bool(re.fullmatch(r"[가-힣A-Za-z]{1,8}\s?(?:캠퍼)?\s?님", text.strip()))


def looks_like_people(text: str) -> bool:
    """Whether a value may name people: short words, no link, no sentence, no word that notes use for something else."""
    names = split_names(text)
    if not names or re.search(r"[#\]]|https?:|[.!?]$", text.strip()):
        return False
    return not any(_TOPIC.match(name) or (len(re.findall("[가-힣]", name)) > 5 and " " in name) for name in names)


def split_names(text: str) -> list[str]:
    """The names in a list of names; text that is not such a list gives []."""
    return list(split_attendance(text))


def split_attendance(text: str) -> dict[str, str]:
    """The names in a list of names, each with how the person took part: `문가온, 배이든(지각)`."""
    found: dict[str, str] = {}
    for part in _name_parts(_HEADCOUNT.sub("", text)):
        state = _state_of(part)
        name = clean_name(_STATE_BEHIND.sub("", _STATE_IN_BRACKETS.sub("", part))) if state else clean_name(part)
        if state and not name and found:
            name = list(found)[-1]  # `강다솜/불참`
        if not name or len(name) > 20 or len(name.split()) > 3:
            return {}
        found[name] = state or found.get(name, "present")
    return found


_HEADCOUNT = re.compile(r"(?:^|\s*[,(]\s*|\s+)(?:총\s*)?\d{1,2}\s*명(?:\s*전원)?\s*\)?\s*$")


def _state_of(part: str) -> str | None:
    said = _STATE_IN_BRACKETS.search(part) or _STATE_BEHIND.search(part)
    if not said:
        return None
    return next(state for state, pattern in _STATE_PATTERNS if pattern.search(said[0]))


def _name_parts(text: str) -> list[str]:
    text = _AVATAR.sub("", text) if _AVATAR.sub("", text).strip() else text
    text = re.sub(r"<[^>]+>", "", text).strip(" \t.|")
    text = _STATE_IN_BRACKETS.sub(lambda said: re.sub(r"[,，、;|·/&]", _COMMA, said[0]), text)
    parts = [part for part in re.split(r"\s*(?:[,，、;|·/&]|\band\b|\t)\s*", text) if part.strip()]
    if len(parts) == 1 and _SPACED.fullmatch(parts[0]):
        parts = re.split(r"[\s-]+(?![^(]*\))", _STATE_APART.sub(r"(\1)", parts[0]))
    return [part.replace(_COMMA, ",") for part in parts]


def speakers_in(text: str) -> list[str]:
    """Masters, mentors and guests that a text names with their role: 서라온 교수님, 차민솔 멘토."""
    found: list[str] = []
    for match in _SPEAKER.finditer(text):
        for name in re.split(r"\s*[,·/&]\s*", match["names"]):
            name = name.removesuffix("님")
            if looks_korean_name(name) and not name.endswith(_TRAILING_PARTICLES[:2]):
                found.append(name)
    found += [match["name"] for match in _ROLE_FIRST.finditer(text) if looks_korean_name(match["name"])]
    return list(dict.fromkeys(found))


# Short words that stand before a colon or in brackets as names do, and are none.
_ENDS_OF_TERMS = "화망값률율법식층열점력성용별적형"  # 정규화, 신경망, 학습률: 정 and 신 are family names too
_TOPIC = re.compile(
    r"강의|과제|개념|결과|공통|구현|궁금|기본|기타|내용|내일|논문|논의|답변|데이터|메모|모델|모두|문제|배경|선택|성능|수학|실습|실험|심화"
    r"|예시|예제|오늘|요약|용어|원인|의견|이론|이유|일부|전원|전체|정답|정리|정의|중요|질문|참고|추가|코드|퀴즈|토론|필수|학습|해결|완료"
    r"|진행|보류|미정|공지|안내|발표|리뷰|복습|예습|온라인|오프라인"
)


@lru_cache(8)
def _as_names(text: str) -> Counter[str]:
    """How often each short word stands where names stand."""
    return Counter(re.findall(r"(?<![가-힣])([가-힣]{2,3})(?=\s*[:：),·/&\]>]|\s?님)", text))


class Roster:
    """Whom a note names in full, so that 가온 can be told to be 문가온."""

    def __init__(self, names: list[str]) -> None:
        self.names = list(dict.fromkeys(names))

    def resolve(self, called: str) -> str:
        name = clean_name(called)
        if name in self.names or len(name) < 2:
            return name
        full = [known for known in self.names if known != name and known.endswith(name) and len(known) - len(name) <= 2]
        return full[0] if len(full) == 1 else name

    def resolve_all(self, called: list[str]) -> list[str]:
        return list(dict.fromkeys(self.resolve(name) for name in called))

    def knows(self, called: str) -> bool:
        return self.resolve(called) in self.names

    def may_mean(self, called: str, text: str) -> bool:
        """Whether a bare word stands for a person: one the note names, or a word that `text` uses only as a name."""
        if self.knows(called) or (looks_called(called) and called.endswith("님")):
            return True
        name = clean_name(called)
        if not re.fullmatch(r"[가-힣]{2,3}", name) or name[-1] in _ENDS_OF_TERMS:
            return False
        is_word = _TOPIC.search(name) or _ANY_STATE_WORD.search(name)
        return not is_word and _as_names(text)[name] == text.count(name)

    def all_known(self, called: list[str]) -> bool:
        return bool(called) and all(self.knows(name) for name in called)
