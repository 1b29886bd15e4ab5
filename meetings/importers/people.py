"""Names as notes write them: 마루찬님, 요한 님, `강재현, 권예환`, 김범수(T2030)."""

from __future__ import annotations

import re

# The family names that 99 % of Koreans bear; a short Hangul word that starts with none of them is rarely a person.
SURNAMES = set(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
ROLES = r"교수|마스터|멘토|강사|박사|연사|대표|조교|코치|CTO|CEO"
_HONOUR = re.compile(rf"\s*(?:캠퍼|{ROLES}|매니저|선배)?\s*님?\s*$")
_KOREAN = re.compile(r"[가-힣]{2,4}")
_SPEAKER = re.compile(
    rf"(?P<names>(?:[가-힣]{{3,4}}(?:님)?\s*[,·/&]\s*)*[가-힣]{{3,4}})\s*(?:{ROLES})(?:님|님들)?(?=$|[^가-힣A-Za-z]|님|의|이|가|께|과|와|은|는|께서)"
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
_TRAILING_PARTICLES = ("의", "에", "는", "도", "을", "를", "신", "한", "된")


def clean_name(text: str) -> str:
    """The name without honorific, code in brackets, `@` and marks around it."""
    name = re.sub(r"\((?:T?\d+|[^()]*님)\)", "", text).strip(" \t*_`@.[]")
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


def split_names(text: str) -> list[str]:
    """The names in a list of names; text that is not such a list gives []."""
    text = _AVATAR.sub("", text) if _AVATAR.sub("", text).strip() else text
    text = re.sub(r"<[^>]+>", "", text).strip(" \t.|")
    parts = [part for part in re.split(r"\s*(?:[,，、;|·/&]|\band\b|\t)\s*", text) if part.strip()]
    if len(parts) == 1 and re.fullmatch(r"(?:[가-힣]{2,4}(?:님)?[\s-]+)+[가-힣]{2,4}(?:님)?", parts[0]):
        parts = re.split(r"[\s-]+", parts[0])
    names = [clean_name(part) for part in parts]
    if any(not name or len(name) > 20 or len(name.split()) > 3 for name in names):
        return []
    return list(dict.fromkeys(names))


def speakers_in(text: str) -> list[str]:
    """Masters, mentors and guests that a text names with their role: `임 성빈`-less forms such as 홍길동 교수님."""
    found: list[str] = []
    for match in _SPEAKER.finditer(text):
        for name in re.split(r"\s*[,·/&]\s*", match["names"]):
            name = name.removesuffix("님")
            if looks_korean_name(name) and not name.endswith(_TRAILING_PARTICLES[:2]):
                found.append(name)
    found += [match["name"] for match in _ROLE_FIRST.finditer(text) if looks_korean_name(match["name"])]
    return list(dict.fromkeys(found))


class Roster:
    """Whom a note names in full, so that 마루찬 can be told to be 박마루찬."""

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

    def all_known(self, called: list[str]) -> bool:
        return bool(called) and all(self.knows(name) for name in called)
