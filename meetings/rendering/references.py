"""`[[Q12]]`, `#7강` and `@은결`: words of a text that lead to a question, a lecture, a person.

Which rows there are, only the caller knows: `addresses` maps each (`Q12`, `7강`, `@은결`) to a local address. What it
holds becomes a link; everything else stays as it was typed. Never in code, formulas, links or the tags of HTML.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .lines import clean
from .links import PARTICLES

NO_ADDRESSES: Mapping[str, str] = MappingProxyType({})
MOST = 300  # different references that one text may hold; the rest stays as it was typed
LONGEST_TAIL = 16  # syllables glued to a name: honorific and particles

QUESTION = re.compile(r"\[\[[ \t]*[qQ][ \t]*([0-9]{1,18})[ \t]*\]\](?!\((?:https?:|mailto:|[/#<.]))")
LECTURE = re.compile(r"(?<![\w/#&?=%\\])#([0-9]{1,4})강(?![A-Za-z0-9_])")
NAME = re.compile(r"(?<![^\W_])(?<!\w_)(?<![/@.+%\\-])@(?=[^\W_])")
CANDIDATE = re.compile(rf"{QUESTION.pattern}|{LECTURE.pattern}|{NAME.pattern}([\w.-]{{1,40}})")

HONORIFICS = (  # noqa: SIM905 - a list of words
    "교수님 교수 군 누나 대표님 마스터님 마스터 멘토님 멘토 박사님 박사 부캠장님 선배님 선배 선생님 선생 쌤 씨 양 언니 "
    "오빠 조교님 조교 조장님 조장 캠퍼님 캠퍼 코치님 코치 팀장님 팀장 형 형님 님"
).split()
# What links.py has no need of, since it follows no address: 은결아, 은결이랑, 은결이네요, 은결이었어요.
CALLS = (  # noqa: SIM905 - a list of words
    "아 야 이여 여 이랑 이가 이는 이를 이도 이의 이에게 이한테 이와 이만 께 께서는 께서도 에게서 한테서"
).split()
ENDINGS = r"이?[었였][가-힣]*|이?에?요|이?네요?|이?[죠지]요?|인[가-힣]{0,2}|이?라[가-힣]{0,2}|이?거든요|이?니까"
TAIL = re.compile(f"(?:이?(?:{'|'.join(HONORIFICS)}))?들?(?:{'|'.join([*PARTICLES, *CALLS])}){{0,3}}(?:{ENDINGS})?")
HANGUL = re.compile(r"[가-힣]*")
GOES_ON = re.compile(r"[A-Za-z0-9_]|[./-][A-Za-z0-9_]|@")
CODE_TAG = re.compile(r"<(/?)(?:a|code|kbd|pre|samp|tt)\b", re.IGNORECASE)


def find_references(source: str) -> tuple[str, ...]:
    """What a text may refer to, in the form of `addresses`, each once. Cheap, and too much rather than too little:
    what stands in code is found too, and a name with all that is glued to it (`@은결님이`).
    """
    if not ("[[" in source or "@" in source or "#" in source):
        return ()
    found: dict[str, None] = {}
    for match in CANDIDATE.finditer(clean(source)):
        question, lecture, name = match.groups()
        found[f"Q{int(question)}" if question else f"{int(lecture)}강" if lecture else f"@{name}"] = None
        if len(found) == MOST:
            break
    return tuple(found)


class Names:
    """The people of `addresses`, for finding the longest name that stands at a place."""

    def __init__(self, addresses: Mapping[str, str]):
        self.keys = {key[1:].casefold(): key for key in addresses if key.startswith("@") and len(key) > 1}
        self.lengths = sorted({len(key) - 1 for key in self.keys.values()}, reverse=True)

    def at(self, src: str, pos: int) -> tuple[str, int] | None:
        """Key and end of the name that begins at `pos`."""
        for length in self.lengths:
            end = pos + length
            key = self.keys.get(src[pos:end].casefold())
            if key and end <= len(src) and _ends_name(src, end):
                return key, end
        return None


def _ends_name(src: str, at: int) -> bool:
    """Whether a name may end here: before a space, a mark, an honorific or a particle; not within a longer word."""
    glued = HANGUL.match(src, at, at + LONGEST_TAIL + 1)[0]
    return len(glued) <= LONGEST_TAIL and not GOES_ON.match(src, at + len(glued)) and _is_tail(glued)


@lru_cache(maxsize=4096)
def _is_tail(glued: str) -> bool:
    return TAIL.fullmatch(glued) is not None


def reference(state: StateInline, silent: bool) -> bool:
    """Says no when it is only asked whether something is here: then a link looks for its end, and it comes first."""
    if silent or state.linkLevel or state.src[state.pos] not in "[#@":
        return False
    addresses = state.env.get("addresses", NO_ADDRESSES)
    found = _reference_at(state, addresses)
    if found is None:
        return False
    key, end, shown = found
    if key not in addresses:
        if key[0] == "Q":
            _hint_unknown(state, key)
        return False
    _push(state, key, addresses[key], shown, state.src[state.pos : end])
    state.pos = end
    return True


def _reference_at(state: StateInline, addresses: Mapping[str, str]) -> tuple[str, int, str] | None:
    """Key, end and shown words of what stands here."""
    src, pos, last = state.src, state.pos, state.posMax
    if match := QUESTION.match(src, pos, last):
        return f"Q{int(match[1])}", match.end(), f"Q{int(match[1])}"
    if match := LECTURE.match(src, pos, last):
        return f"{int(match[1])}강", match.end(), match[0]
    if addresses and NAME.match(src, pos, last):
        if "names" not in state.env:
            state.env["names"] = Names(addresses)
        if named := state.env["names"].at(src, pos + 1):
            key, end = named
            return (key, end, src[pos:end]) if end <= last else None
    return None


def _hint_unknown(state: StateInline, key: str) -> None:
    """Once a question, unless the author defines `[Q12]: …` as a link of their own."""
    told = state.env.setdefault("unknown references", set())
    if key not in told and len(told) < MOST and normalizeReference(key) not in state.env.get("references", {}):
        told.add(key)
        line = state.env["sheet"].line + state.src.count("\n", 0, state.pos)
        state.env["sheet"].hint("unknown-reference", key, line=line)


def _push(state: StateInline, key: str, address: str, shown: str, typed: str) -> None:
    opened = state.push("link_open", "a", 1)
    opened.attrs = {"class": "reference", "href": address}
    opened.meta = {"reference": key}
    state.push("text", "", 0).content = shown
    state.tokens[-1].meta = {"typed": typed}
    state.push("link_close", "a", -1).meta = {"reference": key}


def gather_references(state) -> None:
    """Core rule, after inline parsing: what stands in `<code>` is taken back; what is left is what the text says."""
    said: dict[str, None] = {}
    for token in state.tokens:
        if token.type == "inline" and any("reference" in child.meta for child in token.children):
            token.children = list(_outside_code(token.children))
            said |= {child.meta["reference"]: None for child in token.children if "reference" in child.meta}
    state.env["sheet"].references = tuple(said)


def _outside_code(children: list[Token]) -> Iterator[Token]:
    depth = 0
    for child in children:
        if child.type == "html_inline" and (tag := CODE_TAG.match(child.content)):
            depth += -1 if tag[1] else 1
        if depth > 0 and "reference" in child.meta:
            continue
        if depth > 0 and "typed" in child.meta:
            child.content = child.meta["typed"]
        yield child


def reference_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.before("link", "reference", reference)
    md.core.ruler.after("inline", "gather_references", gather_references)
