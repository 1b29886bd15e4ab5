"""Notes and zips, broken in all the ways that disks, editors and people break them. The same seed breaks them alike."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

from tests.importers.zips import picture, zipped

MOST = 400_000  # bytes; a note may have half of that
STRANGE = [
    "\0",
    "\x1b[2J",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\ud55c\u1112\u1161\u11ab",
    "e" + "\u0301" * 50,
    "𝒳",
    "👨‍👨‍👦",
    "\u2028",
    "\x85",
    "|",
    "```",
    "$$",
    "---",
    "> " * 40,
    "- " * 60,
    "#" * 9,
    "[" * 80,
    "](",
    "![](",
    "<details>",
    "</details>",
    "<img src=",
    "**" * 30,
    "Q.",
    "A.",
    "질문 :",
    "가온님, " * 40,
    "참석자: ",
    "(" * 99,
    "()" * 99,
    "(가)" * 40,
    "[]" * 40,
    "님," * 40,
    "{{site.url}}",
    "{% raw %}",
    "&amp;" * 30,
    "\t" * 30,
    "9999-12-31",
    "2026-02-30",
    "99/99",
    "25:99",
    "---\ntitle: [\n---\n",
    "---\na: &a [*a, *a]\n---\n",
    "- [ ] ",
    ":::",
    "까지",
    "?",
    "→" * 30,
    ": : ",
    "​",
]


def _cut(raw: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    return raw[:a] + raw[b:] if chance.random() < 0.5 else raw[:b]


def _flip(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randrange(1, 9)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _repeat(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join([*lines[:at], *[lines[at]] * chance.choice((2, 30, 2000)), *lines[at:]])


def _shuffle(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    a, b = sorted(chance.randrange(len(lines) + 1) for _ in range(2))
    chance.shuffle(middle := lines[a:b])
    return b"\n".join(lines[:a] + middle + lines[b:])


def _indent(raw: bytes, chance: random.Random) -> bytes:
    pads = [b"", b"  ", b"    ", b"\t", b"> ", b"- ", b"        ", b"1. "]
    return b"\n".join(chance.choice(pads) + line for line in raw.split(b"\n"))


def _insert(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 6)):
        at = chance.choice([0, chance.randrange(len(raw) + 1), raw.find(b"\n") + 1])
        raw = (
            raw[:at]
            + chance.choice(STRANGE).encode("utf-8", "surrogatepass") * chance.choice((1, 1, 3, 500))
            + raw[at:]
        )
    return raw


def _join(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"\n", chance.choice([b" ", b"\r\n", b"\r", b"\n\n", b"<br>"]), chance.choice((3, -1)))


def _encode(raw: bytes, chance: random.Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    if chance.random() < 0.3:
        return unicodedata.normalize("NFD", text).encode()
    return text.encode(chance.choice(["utf-16", "utf-16-be", "utf-8-sig", "cp949", "latin-1", "shift-jis"]), "replace")


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    _cut,
    _flip,
    _repeat,
    _shuffle,
    _indent,
    _insert,
    _join,
    _encode,
]


def mutated(raw: bytes, chance: random.Random) -> bytes:
    for mutate in chance.sample(MUTATIONS, chance.randrange(1, 4)):
        raw = mutate(raw[:MOST] or b"#", chance)
    return raw[:MOST]


def broken_notes(notes: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Each one a mutation of one note, or of two that were pasted together."""
    chance = random.Random(seed)
    for _ in range(count):
        raw = chance.choice(notes)
        if chance.random() < 0.2:
            raw = raw[: chance.randrange(len(raw) + 1)] + chance.choice(notes)[chance.randrange(200) :]
        yield mutated(raw, chance)


def broken_zips(notes: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Bytes of the zip changed, or honest zips of broken notes and pictures."""
    chance = random.Random(seed)
    shown = picture()
    for _ in range(count):
        inside = [(f"하루 {n}.md", mutated(chance.choice(notes), chance)) for n in range(chance.randrange(1, 4))]
        inside += [
            ("그림.png", mutated(shown, chance)),
            ("표.csv", mutated("이름,날짜\n하루,11/19\n".encode(), chance)),
        ]
        raw = zipped(*inside)
        raw = zipped(("part.zip", raw)) if chance.random() < 0.2 else raw
        yield mutated(raw, chance) if chance.random() < 0.7 else raw
