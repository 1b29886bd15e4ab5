"""KaTeX on the server: LaTeX in, HTML with MathML out, so that a page needs no script to show a formula."""

import json
import os
import re
import threading
from collections import OrderedDict
from pathlib import Path

import quickjs

HERE = Path(__file__).parent
KATEX = HERE.parent / "static/meetings/vendor/katex/katex.min.js"

MAX_LENGTH = 5_000  # characters of one formula; the longest in real notes has 1,100
MAX_OUTPUT = 400_000  # characters of HTML of one formula
ROOM = 4_000_000  # characters of set formulas that a process remembers; notes repeat theirs, and are saved often
GLYPHS_IN_ONE_LINE = 22
MEMORY = 128 * 1024 * 1024  # bytes
STACK = 1024 * 1024  # bytes; a thread of ours has 8 MB
SECONDS = 0.4  # of CPU, counted over the whole process

REASONS = {"Undefined control sequence: ": "math-command", "No such environment: ": "math-environment"}
NEEDS_DISPLAY = re.compile(
    r"\\tag\b|\\begin\s*\{(?:align|alignat|flalign|gather|multline|equation|split|CD)\*?\}"  # whatever delimits it
)

# The head of a column that begins with a formula, from `<math` to where its LaTeX stands as an annotation.
HEADER = re.compile(
    r'(<th(?: [^>]*)?>\s*<span class="math-inline[^"]*"><span class="katex"><span class="katex-mathml"><math)'
    r"( [^>]*>.*?)(?=<annotation )",
    re.DOTALL,
)


class FormulaError(ValueError):
    """KaTeX's reason why a formula cannot be set, and from where to where in its LaTeX it says so, if it does."""

    def __init__(self, reason: str, start: int | None = None, end: int | None = None):
        super().__init__(reason)
        self.start, self.end = start, end

    @property
    def code(self) -> str:
        return next((code for start, code in REASONS.items() if str(self).startswith(start)), "math-error")

    @property
    def detail(self) -> str:
        return str(self).removeprefix(next((start for start in REASONS if str(self).startswith(start)), ""))


class _Memory:
    """The formulas set last, shared by all threads."""

    def __init__(self, room: int):
        self.room, self.lock = room, threading.Lock()
        self.answers: OrderedDict[tuple[str, bool], str] = OrderedDict()

    def recall(self, tex: str, display: bool) -> str | None:
        with self.lock:
            if (tex, display) in self.answers:
                self.answers.move_to_end((tex, display))
            return self.answers.get((tex, display))

    def keep(self, tex: str, display: bool, answer: str) -> str:
        with self.lock:
            if len(answer) < ROOM // 20 and (tex, display) not in self.answers:
                self.answers[tex, display] = answer
                self.room -= len(answer)
            while self.room < 0:
                self.room += len(self.answers.popitem(last=False)[1])
        return answer

    def clear(self) -> None:
        with self.lock:
            self.room += sum(map(len, self.answers.values()))
            self.answers.clear()


class _Setter(threading.local):
    """KaTeX for this thread: a QuickJS runtime must not be shared by threads, nor carried over a fork."""

    function = None
    pid = 0

    def __call__(self, tex: str, display: bool) -> str:
        if self.function is None or self.pid != os.getpid():
            self.function, self.pid = _boot(), os.getpid()
        try:
            return self.function(tex, display)
        except Exception as error:  # out of time or memory: what is left of the runtime is not to be trusted
            self.function = None
            raise FormulaError("too complex") from error


def _boot():
    context = quickjs.Context()
    context.set_memory_limit(MEMORY)
    context.set_max_stack_size(STACK)
    context.eval(KATEX.read_text(encoding="utf-8"))
    context.eval(f"const PRESETS = {json.dumps((HERE / 'presets.tex').read_text(encoding='utf-8'))};")
    context.eval((HERE / "setter.js").read_text(encoding="utf-8"))
    context.set_time_limit(SECONDS)
    return context.get("set")


_set = _Setter()
_memory = _Memory(ROOM)


def forget() -> None:
    """Set every formula anew from now on: for measuring."""
    _memory.clear()


def needs_display(tex: str) -> bool:
    """Whether KaTeX sets this only as a display, however the author delimited it."""
    return NEEDS_DISPLAY.search(tex) is not None


def is_short(html: str) -> bool:
    """Whether a set formula has so few glyphs that it should never break over two lines."""
    return (
        len(re.sub(r"<[^>]*>|\u200b", "", html[html.find("aria-hidden") :])) <= GLYPHS_IN_ONE_LINE + 1
    )  # a `>` is left


def name_headers(html: str) -> str:
    """Name the formulas that head columns: what tells readers of tables their headers takes no MathML for words."""

    def named(match: re.Match[str]) -> str:
        words = " ".join(re.sub(r"<[^>]*>", " ", f"<math{match[2]}").split()).replace('"', "&quot;")
        return f'{match[1]} aria-label="{words}"{match[2]}'

    return HEADER.sub(named, html) if "<th" in html else html


def typeset(tex: str, *, display: bool) -> str:
    """HTML of one formula. Raises FormulaError with a reason."""
    if len(tex) > MAX_LENGTH:
        raise FormulaError(f"longer than {MAX_LENGTH} characters")
    answer = _memory.recall(tex, display) or _memory.keep(tex, display, _set(tex, display))
    if answer.startswith("!"):
        raise _error(**json.loads(answer[1:]))
    if len(answer) > MAX_OUTPUT:
        raise FormulaError("too large")
    return answer[1:]


def _error(reason: str, start: int | None = None, end: int | None = None) -> FormulaError:
    if "call stack" in reason or "stack overflow" in reason:
        return FormulaError("nested too deeply")
    return FormulaError(reason.removeprefix("KaTeX parse error: "), start, end)
