"""What `render` costs beside markdown-it-py alone, which knows neither formulas nor safety."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt

from meetings.demo import notes
from meetings.rendering import formulas, render

from .measuring import Measured, alternating, cpu_ms, ratios, summed_up

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("REFERENCE_NOTES", ROOT.parent / "shared")) / "seeds"
LENGTH = 7_000  # bytes
THREADS = 4  # of a worker; each that sets a formula holds a KaTeX


def texts() -> Iterator[tuple[str, str]]:
    """The demo's first days, as long as a rich note; and the note with formulas beside the checkout, if it is there."""
    text = ""
    for meeting in notes.meetings():
        if len(text.encode()) < LENGTH:
            text += "\n\n".join(["", *bodies(meeting)])
    yield "demo", text
    for path in REFERENCE.glob("002_*.txt"):
        yield "seed 002", path.read_text(encoding="utf-8")


def bodies(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            yield from [value] if name == "body" else bodies(value)
    elif isinstance(part, list):
        for value in part:
            yield from bodies(value)


def bare() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def measured(rounds: int) -> Iterator[Measured]:
    for name, text in texts():
        yield from _against_bare(name, text, rounds)
        yield from _first_in_a_process(name, text, rounds)
    grown = [_asked(f"memory({threads})") for threads in [1, THREADS] * rounds]
    yield summed_up("KaTeX in one thread", grown[::2], "MB more RSS")
    yield summed_up(f"KaTeX in {THREADS} threads", grown[1::2], "MB more RSS")


def _against_bare(name: str, text: str, rounds: int) -> Iterator[Measured]:
    alone = bare()

    def cold() -> None:
        formulas.forget()
        render(text)

    works = {"alone": lambda: alone.render(text), "cold": cold, "warm": lambda: render(text)}
    taken = alternating(works, rounds)
    yield summed_up(f"{name}: markdown-it-py alone", taken["alone"], "ms")
    yield summed_up(f"{name}: ours, formulas new", taken["cold"], "ms")
    yield summed_up(f"{name}: ours, formulas known", taken["warm"], "ms")
    yield summed_up(f"{name}: formulas new ÷ alone", ratios(taken["cold"], taken["alone"]), "times")
    yield summed_up(f"{name}: formulas known ÷ alone", ratios(taken["warm"], taken["alone"]), "times")


def _first_in_a_process(name: str, text: str, rounds: int) -> Iterator[Measured]:
    """Starting KaTeX included, against the first text that markdown-it-py alone reads in a process."""
    ours = [_asked("first(True)", text) for _ in range(rounds)]
    alone = [_asked("first(False)", text) for _ in range(rounds)]
    yield summed_up(f"{name}: first of a process ÷ first alone", ratios(ours, alone), "times")


def _asked(call: str, text: str = "") -> float:
    """What a call of this module answers in a fresh process."""
    words = f"import sys, json; from deploy.bench import rendering as r; print(json.dumps(r.{call}))"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", words], cwd=ROOT, input=text, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def first(is_ours: bool) -> float:
    text, work = sys.stdin.read(), render if is_ours else bare().render
    return cpu_ms(lambda: work(text))


def memory(threads: int) -> float:
    """MB that a process grows when this many of its threads set formulas, all at once."""
    import threading

    words = "# 글 **굵게**\n\n- 하나\n\n```python\nx = 1\n```\n"
    together = threading.Barrier(threads + 1)

    def work() -> None:
        formulas.forget()
        render(words + r"$x_i$ $\E[x]$")
        together.wait()
        together.wait()

    render(words)
    before = _resident()
    for _ in range(threads):
        threading.Thread(target=work).start()
    together.wait()
    grown = _resident() - before
    together.wait()
    return grown


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2
