"""What one call of `render` carries from rule to rule, and what it gives back."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .hints import Fix, Hint

Mending = Callable[[list[str]], Fix | None]  # from the author's lines, cleaned, to what replaces some of them

SECONDS = 1.2  # of this thread's own CPU, so that a busy machine does not change what a text looks like
MAX_HINTS = 50


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    title: str


@dataclass(frozen=True)
class Rendered:
    html: str
    toc: tuple[Heading, ...]
    text: str
    warnings: tuple[Hint, ...]
    references: tuple[str, ...] = ()  # those of `addresses` that the text links to


class OutOfTime(Exception):
    pass


@dataclass
class Formula:
    tex: str
    display: bool
    line: Callable[[], int]


@dataclass
class Sheet:
    """The desk of one rendering. It travels in markdown-it's `env` under the key "sheet"."""

    formulas: list[Formula] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    mendings: list[Mending | None] = field(default_factory=list)  # how each hint is mended
    toc: list[Heading] = field(default_factory=list)
    references: tuple[str, ...] = ()
    line: int = 1  # where the block that is being read begins, counted from 1
    depth: int = 0  # texts inside texts: picture descriptions, inline footnotes
    expanded: int = 0  # characters that reference links have added so far
    # A note may hold private-use characters as entities: only the nonce tells our placeholders from those.
    nonce: str = field(default_factory=lambda: secrets.token_hex(4))
    started: float = field(default_factory=time.thread_time)
    pace: float = 1  # of the time that rules may usually take, how much they have here

    def placeholder(self, number: int) -> str:
        return f"\ue001{self.nonce}.{number}\ue002"

    def hint(self, code: str, detail: str = "", line: int | None = None, mend: Mending | None = None) -> None:
        if len(self.hints) < MAX_HINTS:
            self.hints.append(Hint(line or self.line, code, detail))
            self.mendings.append(mend)

    def is_late(self, seconds: float = SECONDS) -> bool:
        return time.thread_time() - self.started > seconds * self.pace

    def check_time(self) -> None:
        if self.is_late():
            raise OutOfTime
